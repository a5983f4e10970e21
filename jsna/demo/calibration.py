"""What the made-up county is fitted to: real published totals, and nothing else of Cumbria.

Read from `data/published`, `data/geography` and `data/plan`; a later release than the edition's
date may be used here (docs/made-up-county.md says which), since nothing made up is presented as
Cumbria's.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from jsna.project import DATA

COUNTY = "Cumbria"
AGE_BANDS = ("Under 5", "5 to 10", "11 to 15", "16 to 19", "20 to 25")
PHASES = ("nursery", "primary", "secondary", "special", "ap", "independent")
NEEDS = ("ASD", "HI", "MLD", "MSI", "NSA", "OTH", "PD", "PMLD", "SEMH", "SLCN", "SLD", "SPLD", "VI")
WAIT_BANDS = ("0-4", "4-6", "6-8", "8-10", "10-12", "12+", "closed", "none", "one")


@dataclass(frozen=True)
class Targets:
    """Published totals in the shape that the generators need."""

    places: pd.DataFrame
    """One row an LSOA: `lsoa`, `district`, `ccg` (01H, 01K), `rural`, `decile` (IMD, England),
    `deprivation_rank` (0 most deprived of the county, 1 least), `minutes` to a hospital."""
    population: pd.DataFrame
    """`place` (row of `places`), `year`, `age`, `people`."""
    plans: dict[int, npt.NDArray[np.int64]]
    """Plans each January by `AGE_BANDS`."""
    new_plans: dict[int, npt.NDArray[np.int64]]
    """New plans of a calendar year by `AGE_BANDS`."""
    process: dict[int, dict[str, int]]
    """Requests, refusals and the rest of a calendar year."""
    placements: dict[int, dict[str, int]]
    """Plans each January by establishment."""
    pupils: dict[int, int]
    """All pupils of schools in the county, by autumn."""
    phase_share: dict[int, dict[str, npt.NDArray[np.float64]]]
    """For `all`, `K` and `E`: share of pupils by `PHASES`, by autumn."""
    sen_share: dict[int, dict[str, float]]
    """Share of all pupils with `K` and with `E`, by autumn."""
    needs: dict[str, npt.NDArray[np.float64]]
    """By phase: pupils with SEN by `NEEDS` and sex (boys, girls)."""
    recorded: dict[str, dict[str, float]]
    """By phase: the share of SEN recorded as `SEMH` and as `NSA` when the plan was written."""
    camhs: dict[tuple[str, str], dict[str, float]]
    """By CCG and financial year: people referred, by `WAIT_BANDS`, and the mean wait in days."""
    ccg_in_county: dict[str, float]
    """Share of a CCG's under-18s who live in the county."""
    attainment: dict[tuple[str, str], dict[int, tuple[float, float, float]]]
    """By stage and measure, then school year (0 is 2017/18): no SEN, SEN Support, EHC plan."""
    absence: dict[str, dict[int, tuple[float, float, float]]]
    """By kind of absence and school year: percent of sessions missed, likewise."""
    looked_after_rate: float = 0.0074
    """Children looked after for each child: invented, near to what counties like this report."""


def read() -> Targets:
    """Return the totals to fit to."""
    places = _places()
    population = _population(places)
    return Targets(
        places=places,
        population=population,
        plans=_age_bands("ehc_plans"),
        new_plans=_age_bands("new_plans"),
        process=_process(),
        placements=_placements(),
        pupils=_pupils(),
        phase_share=_phase_share(),
        sen_share=_sen_share(),
        needs=_needs(),
        recorded=_recorded(),
        camhs=_camhs(),
        ccg_in_county=_ccg_in_county(places, population),
        attainment=_attainment(),
        absence=_absence(),
    )


def _table(name: str) -> pd.DataFrame:
    """Return a published table; of one with areas, the county's rows."""
    table = pd.read_csv(DATA / "published" / f"{name}.csv", encoding="utf-8", low_memory=False)
    return table[table["area"] == COUNTY] if "area" in table.columns else table


def _places() -> pd.DataFrame:
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


def _population(places: pd.DataFrame) -> pd.DataFrame:
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


def _age_bands(name: str) -> dict[int, npt.NDArray[np.int64]]:
    table = _table(name)
    table = table[(table["kind"] == "all") & (table["period"] >= 2017)]
    wide = table.pivot_table(index="period", columns="age_group", values="plans", aggfunc="sum")
    wide = wide[list(AGE_BANDS)].fillna(0).astype("int64")
    return {int(year): wide.loc[year].to_numpy() for year in wide.index}


def _process() -> dict[int, dict[str, int]]:
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


def _placements() -> dict[int, dict[str, int]]:
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


def _phase_share() -> dict[int, dict[str, npt.NDArray[np.float64]]]:
    table = _table("pupils_by_school_type")
    kinds = {"All pupils": "all", "SEN Support": "K", "EHC plan": "E"}
    held: dict[int, dict[str, npt.NDArray[np.float64]]] = {}
    for row in table.to_dict("records"):
        if row["school_type"] in _SCHOOL_TYPES:
            year = held.setdefault(int(row["period"][:4]), {})
            shares = year.setdefault(kinds[row["provision"]], np.zeros(len(PHASES)))
            shares[PHASES.index(_SCHOOL_TYPES[row["school_type"]])] = row["percent"] / 100
    return held


def _pupils() -> dict[int, int]:
    """All pupils: those of mainstream schools, whose number is published, over their share."""
    table = _table("pupils_mainstream").drop_duplicates("period")
    shares = _phase_share()
    mainstream = [PHASES.index("primary"), PHASES.index("secondary")]
    return {
        int(period[:4]): round(float(pupils) / shares[int(period[:4])]["all"][mainstream].sum())
        for period, pupils in zip(table["period"], table["pupils_of_all"], strict=True)
    }


def _sen_share() -> dict[int, dict[str, float]]:
    table = _table("pupils_with_sen")
    table = table[table["phase"] == "All schools"]
    codes = {"SEN Support": "K", "EHC plan": "E"}
    held: dict[int, dict[str, float]] = {}
    for row in table.to_dict("records"):
        held.setdefault(int(row["period"]) - 1, {})[codes[row["provision"]]] = row["percent"] / 100
    return held


def _needs() -> dict[str, npt.NDArray[np.float64]]:
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


def _recorded() -> dict[str, dict[str, float]]:
    """The plan's baselines of WG6.20 and WG6.21."""
    table = pd.read_csv(DATA / "plan" / "kpis.csv", encoding="utf-8").set_index("row_id")
    rows = {"SEMH": "WG6.20", "NSA": "WG6.21"}
    return {
        phase: {
            need: float(table.at[f"{reference}-{phase[0].upper()}", "baseline_value"]) / 100
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


def _camhs() -> dict[tuple[str, str], dict[str, float]]:
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


def _ccg_in_county(places: pd.DataFrame, population: pd.DataFrame) -> dict[str, float]:
    whole = pd.read_csv(DATA / "published" / "population_ccg.csv", encoding="utf-8")
    ages = pd.to_numeric(whole["age"], errors="coerce")
    whole = whole[(whole["period"] == 2019) & (ages < 18)].groupby("area_code")["people"].sum()
    young = population[(population["year"] == 2019) & (population["age"] < 18)]
    inside = young.groupby(places["ccg"].to_numpy()[young["place"]])["people"].sum()
    return {ccg: float(min(1.0, inside[ccg] / whole[ccg])) for ccg in ("01H", "01K")}


_YEARS = {"2017/18": 0, "2018/19": 1, "2019/20": 2, "2020/21": 3}
_GROUPS = ("No SEN", "SEN Support", "EHC plan")


def _attainment() -> dict[tuple[str, str], dict[int, tuple[float, float, float]]]:
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


def _absence() -> dict[str, dict[int, tuple[float, float, float]]]:
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
