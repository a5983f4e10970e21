"""Read the totals to fit to from `data/published` and `data/plan`."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from jsna.demo.calibration import AGE_BANDS, NEEDS, PHASES
from jsna.project import DATA

COUNTY = "Cumbria"


def _table(name: str) -> pd.DataFrame:
    """Return a published table; of one with areas, the county's rows."""
    table = pd.read_csv(DATA / "published" / f"{name}.csv", encoding="utf-8", low_memory=False)
    return table[table["area"] == COUNTY] if "area" in table.columns else table


def places() -> pd.DataFrame:
    """Return the LSOAs in the order of their codes, with what is known of each."""
    table = (
        _table("lsoas")
        .merge(_table("deprivation")[["lsoa_code", "imd_rank", "imd_decile"]], on="lsoa_code")
        .merge(_table("drive_times").drop(columns=["period", "first_published", "vintage"]),
               on="lsoa_code")
        .sort_values("lsoa_code", kind="stable")
        .reset_index(drop=True)
    )  # fmt: skip
    minutes = table[[column for column in table.columns if column.startswith("minutes_to_")]]
    return pd.DataFrame(
        {
            "lsoa": table["lsoa_code"],
            "district": table["district"],
            "ccg": table["ccg_code"],
            "rural": table["rural_urban"].eq("Rural"),
            "decile": table["imd_decile"].astype("int64"),
            "deprivation_rank": (table["imd_rank"].rank() - 0.5) / len(table),
            "minutes": minutes.min(axis=1),
        }
    )


def population(places: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates of residents, one row a place, year and age."""
    table = _table("population_lsoa")
    place = pd.Series(places.index, index=places["lsoa"])
    ages = [f"age_{age}" for age in range(26)]
    long = table.melt(["period", "lsoa_code"], ages, "age", "people")
    return pd.DataFrame(
        {
            "place": long["lsoa_code"].map(place),
            "year": long["period"],
            "age": long["age"].str.removeprefix("age_").astype("int64"),
            "people": long["people"].astype("int64"),
        }
    )


def age_bands(name: str) -> dict[int, npt.NDArray[np.int64]]:
    """Return plans, or new plans, by year and age band."""
    table = _table(name)
    table = table[(table["kind"] == "all") & (table["period"] >= 2017)]
    wide = table.pivot_table(index="period", columns="age_group", values="plans", aggfunc="sum")
    wide = wide[list(AGE_BANDS)].fillna(0).astype("int64")
    return {int(year): wide.loc[year].to_numpy() for year in wide.index}


def process() -> dict[int, dict[str, int]]:
    """Return requests, timeliness, mediation and appeals by calendar year."""
    table = _table("ehc_process")
    names = {
        "initial requests": "requests",
        "requests refused": "refused",
        "assessments without a plan": "not_issued",
        "mediation cases": "mediation",
        "personal budgets": "personal_budgets",
    }
    held: dict[int, dict[str, int]] = {}
    for year, measure, value in zip(table["period"], table["measure"], table["value"], strict=True):
        if measure in names and not np.isnan(value):
            held.setdefault(int(year), {})[names[measure]] = int(value)
    timely = _table("timeliness")
    timely = timely[timely["plans"].notna() & timely["period"].between(2017, 2022)]
    endings = {"with exception cases": "", "without exception cases": "_no_exceptions"}
    for row in timely.to_dict("records"):
        year = held.setdefault(int(row["period"]), {})
        year["timed" + endings[row["reading"]]] = int(row["plans"])
        year["on_time" + endings[row["reading"]]] = int(row["within_20_weeks"])
    appeals = _table("appeals")
    for year, value in zip(appeals["period"], appeals["appeals"], strict=True):
        if not np.isnan(value):
            held.setdefault(int(year), {})["appeals"] = int(value)
    return held


def placements() -> dict[int, dict[str, int]]:
    """Return plans each January by establishment."""
    table = _table("ehc_placements")
    table = table[
        table["period"].between(2018, 2021)
        & table["plans"].notna()
        & (table["placement"] != "Total")
        & (table["placement"] != "Awaiting provision - total")
    ]
    held: dict[int, dict[str, int]] = {}
    for year, name, plans in zip(table["period"], table["placement"], table["plans"], strict=True):
        held.setdefault(int(year), {})[name] = int(plans)
    return held


_SCHOOL_TYPES = {
    "State-funded nursery": "nursery",
    "State-funded primary": "primary",
    "State-funded secondary": "secondary",
    "State-funded special school": "special",
    "State-funded AP school": "ap",
    "Independent school": "independent",
}


def phase_share() -> dict[int, dict[str, npt.NDArray[np.float64]]]:
    """Return the share of pupils in each phase by autumn: all, SEN Support, plans."""
    table = _table("pupils_by_school_type")
    kinds = {"All pupils": "all", "SEN Support": "K", "EHC plan": "E"}
    held: dict[int, dict[str, npt.NDArray[np.float64]]] = {}
    for row in table.to_dict("records"):
        if row["school_type"] in _SCHOOL_TYPES:
            year = held.setdefault(int(row["period"][:4]), {})
            shares = year.setdefault(kinds[row["provision"]], np.zeros(len(PHASES)))
            shares[PHASES.index(_SCHOOL_TYPES[row["school_type"]])] = row["percent"] / 100
    return held


def pupils() -> dict[int, int]:
    """All pupils: those of mainstream schools, whose number is published, over their share."""
    table = _table("pupils_mainstream").drop_duplicates("period")
    shares = phase_share()
    mainstream = [PHASES.index("primary"), PHASES.index("secondary")]
    return {
        int(period[:4]): round(float(pupils) / shares[int(period[:4])]["all"][mainstream].sum())
        for period, pupils in zip(table["period"], table["pupils_of_all"], strict=True)
    }


def sen_share() -> dict[int, dict[str, float]]:
    """Return the share of all pupils on SEN Support and with plans, by autumn."""
    table = _table("pupils_with_sen")
    table = table[table["phase"] == "All schools"]
    codes = {"SEN Support": "K", "EHC plan": "E"}
    held: dict[int, dict[str, float]] = {}
    for row in table.to_dict("records"):
        held.setdefault(int(row["period"]) - 1, {})[codes[row["provision"]]] = row["percent"] / 100
    return held


def needs() -> dict[str, npt.NDArray[np.float64]]:
    """Return pupils with SEN by phase, need and sex."""
    table = _table("need_by_phase")
    held = {}
    for name, phase in _SCHOOL_TYPES.items():
        if phase != "independent":
            wide = table[table["school_type"] == name].pivot_table(
                index="need", columns="sex", values="pupils", aggfunc="sum"
            )
            wide = wide.reindex(index=list(NEEDS), columns=["Male", "Female"]).fillna(0)
            held[phase] = wide.to_numpy(dtype="float64")
    held["independent"] = held["primary"] + held["secondary"]
    return held


def recorded() -> dict[str, dict[str, float]]:
    """The plan's baselines of WG6.20 and WG6.21."""
    table = pd.read_csv(DATA / "plan" / "kpis.csv", encoding="utf-8").set_index("row_id")
    baseline = table["baseline_value"].to_dict()
    rows = {"SEMH": "WG6.20", "NSA": "WG6.21"}
    return {
        phase: {
            need: baseline[f"{reference}-{phase[0].upper()}"] / 100
            for need, reference in rows.items()
        }
        for phase in ("primary", "secondary")
    }


_WAIT_MEASURES = {
    "second contact within 4 weeks": "0-4",
    "second contact in 4 to 6 weeks": "4-6",
    "second contact in 6 to 8 weeks": "6-8",
    "second contact in 8 to 10 weeks": "8-10",
    "second contact in 10 to 12 weeks": "10-12",
    "second contact after more than 12 weeks": "12+",
    "closed before a second contact": "closed",
    "still waiting for a first contact": "none",
    "still waiting for a second contact": "one",
    "mean days to the second contact": "mean",
    "all referred": "people",
}


def camhs() -> dict[tuple[str, str], dict[str, float]]:
    """Return the published wait bands by CCG and financial year."""
    table = pd.read_csv(DATA / "published" / "camhs_waits.csv", encoding="utf-8")
    table = table[
        (table["part"] == "Full year")
        & (table["counted"] == "people")
        & (table["services"] == "mental health")
        & table["area_code"].isin(["01H", "01K"])
        & table["period"].isin(["2019-20", "2020-21"])
    ]
    held: dict[tuple[str, str], dict[str, float]] = {}
    for row in table.to_dict("records"):
        of_group = held.setdefault((row["area_code"], row["period"]), {})
        of_group[_WAIT_MEASURES[row["measure"]]] = float(row["value"])
    return held


def ccg_in_county(places: pd.DataFrame, population: pd.DataFrame) -> dict[str, float]:
    """Return the share of each CCG's under-18s who live in the county."""
    whole = pd.read_csv(DATA / "published" / "population_ccg.csv", encoding="utf-8")
    ages = pd.to_numeric(whole["age"], errors="coerce")
    young_all = whole[(whole["period"] == 2019) & (ages < 18)]
    everywhere = young_all.groupby("area_code")["people"].sum()
    young = population[(population["year"] == 2019) & (population["age"] < 18)]
    inside = young.groupby(places["ccg"].to_numpy()[young["place"]])["people"].sum()
    return {ccg: float(min(1.0, inside[ccg] / everywhere[ccg])) for ccg in ("01H", "01K")}


_YEARS = {"2017/18": 0, "2018/19": 1, "2019/20": 2, "2020/21": 3}


_GROUPS = ("No SEN", "SEN Support", "EHC plan")


def attainment() -> dict[tuple[str, str], dict[int, tuple[float, float, float]]]:
    """A standard that was published for SEN alone takes 72 % for the others: invented."""
    table = _table("attainment")
    table = table[table["period"].isin(_YEARS) & table["value"].notna()]
    held: dict[tuple[str, str], dict[int, dict[str, float]]] = {}
    for row in table.to_dict("records"):
        years = held.setdefault((row["stage"], row["measure"]), {})
        years.setdefault(_YEARS[row["period"]], {})[row["sen"]] = float(row["value"])
    return {
        key: {
            year: (groups.get("No SEN", 72.0), groups["SEN Support"], groups["EHC plan"])
            for year, groups in years.items()
            if {"SEN Support", "EHC plan"} <= groups.keys()
        }
        for key, years in held.items()
    }


def absence() -> dict[str, dict[int, tuple[float, float, float]]]:
    """2019/20 was not published: it takes the year before."""
    table = _table("absence")
    held: dict[str, dict[int, dict[str, float]]] = {}
    for row in table[table["period"].isin(_YEARS)].to_dict("records"):
        years = held.setdefault(row["absence"], {})
        years.setdefault(_YEARS[row["period"]], {})[row["sen"]] = float(row["percent"])
    found = {}
    for kind in ("Authorised", "Unauthorised"):
        years = held[kind]
        years.setdefault(2, years[1])
        found[kind] = {
            year: (groups["No SEN"], groups["SEN Support"], groups["EHC plan"])
            for year, groups in years.items()
        }
    return found
