"""How many children and young people live here, where, and in what circumstances."""

import pandas as pd

from jsna.figures import TOTAL, Figure
from jsna.sources import Sources
from jsna.subjects.taken import districts, latest, taken

AGE_BANDS = (
    (0, 4, "Under 5"),
    (5, 10, "5 to 10"),
    (11, 15, "11 to 15"),
    (16, 19, "16 to 19"),
    (20, 25, "20 to 25"),
)
"""DfE's age groups of EHC plans, so that plans and children can be set side by side."""

_POPULATION = "Children and young people aged 0 to 25 who live in the place"


def age_band(age: pd.Series) -> pd.Series:
    """Return DfE's age group of each age in years."""
    return pd.cut(
        age, [-1, *(last for _, last, _ in AGE_BANDS)], labels=[label for *_, label in AGE_BANDS]
    ).astype("str")


def by_single_year(sources: Sources) -> pd.DataFrame:
    """Return people aged 0 to 25 by area, year and single year of age."""
    cells = taken(
        sources, "population", {"area": "area", "period": "year", "age": "age", "people": "value"}
    )
    cells = cells[cells["age"] != "all"]
    return cells[cells["area"].isin([sources.area.name, *districts(sources)])]


def by_age_group(sources: Sources) -> pd.DataFrame:
    """Return the latest year's people by area and age group, with totals."""
    cells = latest(by_single_year(sources), "mid-{}")
    cells["age_group"] = age_band(cells["age"].astype(int))
    grouped = cells.groupby(["area", "age_group"], as_index=False)["value"].sum()
    total = cells.groupby("area", as_index=False)["value"].sum().assign(age_group=TOTAL)
    both = pd.concat([grouped, total]).assign(period=cells["period"].iloc[0])
    order = {label: place for place, (*_, label) in enumerate(AGE_BANDS)}
    both = both.sort_values("age_group", key=lambda column: column.map(order), kind="stable")
    both["percent_of"] = both.groupby("area")["value"].transform("max")
    both["percent"] = 100 * both["value"] / both["percent_of"]
    return _in_order(both, sources)


def by_year(sources: Sources) -> pd.DataFrame:
    """Return people aged 0 to 25 by area and year."""
    cells = by_single_year(sources).groupby(["area", "year"])["value"].sum().reset_index()
    return _in_order(cells, sources)


def by_age(sources: Sources) -> pd.DataFrame:
    """Return the county's people by single year of age in the latest year."""
    cells = latest(by_single_year(sources), "mid-{}")
    return cells[cells["area"] == sources.area.name]


def by_deprivation(sources: Sources) -> pd.DataFrame:
    """Return children aged 0 to 15 by district and England-wide fifth of their neighbourhood.

    Fifths are pairs of deciles of the Income Deprivation Affecting Children Index 2019; the
    county stands under its own name.
    """
    people = _children_of_lsoas(sources)
    ranks = sources.published("deprivation")[["lsoa_code", "idaci_decile"]]
    joined = people.merge(ranks, on="lsoa_code", validate="1:1")
    joined["deprivation"] = FIFTHS_BY_DECILE.reindex(joined["idaci_decile"]).to_numpy()
    return _shares(joined, "deprivation", sources)


def by_rurality(sources: Sources) -> pd.DataFrame:
    """Return children aged 0 to 15 by district and rural or urban neighbourhood."""
    return _shares(_children_of_lsoas(sources), "rural_urban", sources)


def deprivation_scores(sources: Sources) -> pd.DataFrame:
    """Return each district's average score on the children's income index."""
    return taken(
        sources,
        "deprivation_district",
        {"area": "area", "average_score": "value"},
        {"index": "IDACI"},
    )


FIFTHS = (
    "Most deprived fifth",
    "Second fifth",
    "Middle fifth",
    "Fourth fifth",
    "Least deprived fifth",
)
FIFTHS_BY_DECILE = pd.Series({decile: FIFTHS[(decile - 1) // 2] for decile in range(1, 11)})


def _children_of_lsoas(sources: Sources) -> pd.DataFrame:
    people = sources.published("population_lsoa")
    people = people[people["period"] == people["period"].max()]
    ages = [f"age_{age}" for age in range(16)]
    counted = people[["lsoa_code"]].assign(value=people[ages].sum(axis=1))
    places = sources.published("lsoas")[["lsoa_code", "district", "rural_urban"]]
    return counted.merge(places, on="lsoa_code", validate="1:1").rename(
        columns={"district": "area"}
    )


def _shares(rows: pd.DataFrame, by: str, sources: Sources) -> pd.DataFrame:
    county = rows.assign(area=sources.area.name)
    cells = pd.concat([rows, county]).groupby(["area", by], as_index=False)["value"].sum()
    whole = pd.MultiIndex.from_product(
        [cells["area"].unique(), cells[by].unique()], names=["area", by]
    )
    cells = cells.set_index(["area", by]).reindex(whole, fill_value=0).reset_index()
    cells["percent_of"] = cells.groupby("area")["value"].transform("sum")
    cells["percent"] = 100 * cells["value"] / cells["percent_of"]
    order = {name: place for place, name in enumerate(FIFTHS)}
    cells = cells.sort_values(
        by, key=lambda column: column.map(lambda v: order.get(v, 0)), kind="stable"
    )
    return _in_order(cells, sources)


def _in_order(cells: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """Return the cells with the county first and its districts in the area pack's order."""
    order = {name: place for place, name in enumerate([sources.area.name, *districts(sources)])}
    return cells.sort_values(
        "area", key=lambda column: column.map(order), kind="stable"
    ).reset_index(drop=True)


_DISTRICTS = "Cumbria and its six districts, boundaries of 2021"
_LIMIT = (
    "These are estimates of who lives here; a child may go to school, or see a doctor, in another "
    "district or outside the county."
)

FIGURES = (
    Figure(
        id="children-by-age-group",
        title="Children and young people aged 0 to 25, by district and age group",
        question="How many children and young people live in each district?",
        population=_POPULATION,
        dimensions=("area", "age_group"),
        kind="count",
        unit="people",
        source=("population",),
        period="the latest mid-year estimate",
        geography=_DISTRICTS,
        rule="published",
        measure=by_age_group,
        limits=_LIMIT,
    ),
    Figure(
        id="children-by-year",
        title="Children and young people aged 0 to 25, by district and year",
        question="Is the number of children and young people rising or falling?",
        population=_POPULATION,
        dimensions=("area", "year"),
        kind="count",
        unit="people",
        source=("population",),
        period="mid-year estimates since 2017; 2018 is not held by district",
        geography=_DISTRICTS,
        rule="published",
        measure=by_year,
        limits="The years held are not evenly spaced: 2018 is missing for districts.",
    ),
    Figure(
        id="children-by-age",
        title="Children and young people aged 0 to 25 in the county, by single year of age",
        question="Which ages are there most of?",
        population=_POPULATION,
        dimensions=("area", "age"),
        kind="count",
        unit="people",
        source=("population",),
        period="the latest mid-year estimate",
        geography="Cumbria",
        rule="published",
        measure=by_age,
        limits="Young people who study elsewhere are counted where they study in term time.",
    ),
    Figure(
        id="children-by-deprivation",
        title="Children aged 0 to 15 by district and deprivation of their neighbourhood",
        question="Where do children live in deprived neighbourhoods?",
        population="Children aged 0 to 15 who live in the place",
        dimensions=("area", "deprivation"),
        kind="count",
        unit="children",
        source=("population_lsoa", "deprivation", "lsoas"),
        period="children mid-2019, deprivation 2019",
        geography="Cumbria and its six districts, from 321 neighbourhoods (LSOAs) of 2011",
        rule="published",
        measure=by_deprivation,
        method=(
            "fifths of all neighbourhoods in England by the Income Deprivation Affecting Children"
            " Index"
        ),
        limits=(
            "A neighbourhood is not a family: in every deprived neighbourhood many families "
            "are not "
            "poor, and in rural districts poor families live scattered among others."
        ),
    ),
    Figure(
        id="children-by-rurality",
        title="Children aged 0 to 15 by district, rural or urban",
        question="How many children live in the countryside?",
        population="Children aged 0 to 15 who live in the place",
        dimensions=("area", "rural_urban"),
        kind="count",
        unit="children",
        source=("population_lsoa", "lsoas"),
        period="children mid-2019, rural-urban classification of 2011",
        geography="Cumbria and its six districts, from 321 neighbourhoods (LSOAs) of 2011",
        rule="published",
        measure=by_rurality,
        limits="Rural here is the official classification; it says nothing of buses or of roads.",
    ),
    Figure(
        id="deprivation-by-district",
        title="Average deprivation of children by district",
        question="Which districts have most children in low-income families?",
        population="Children aged 0 to 15 who live in the place",
        dimensions=("area",),
        kind="statistic",
        unit="share of children in income-deprived families, average of neighbourhoods",
        source=("deprivation_district",),
        period="2019",
        geography="Six districts, boundaries of 2019",
        rule="published",
        measure=deprivation_scores,
        limits="It rests on benefits paid in 2015-16, and hides differences within a district.",
    ),
)

POPULATIONS: dict = {}
