"""Education, health and care (EHC) plans: how many, for whom, how quickly, where."""

import pandas as pd

from jsna.figures import SHOWN, Figure
from jsna.sources import Sources
from jsna.stats import proportions
from jsna.subjects.taken import comparators, latest, taken

PLACEMENTS = {
    "Mainstream school": "Mainstream school",
    "Special school": "Special school",
    "Further education": "College or other further education",
    "Alternative provision/Pupil referral unit": "Alternative provision",
    "Educated elsewhere": "Educated elsewhere",
    "Non-maintained early years": "Early years setting",
    "NEET": "Not in education, employment or training",
    "Unknown": "Not known",
    "Other": "Other",
}
"""DfE's placement groups, in the words that pages use."""


def by_year(sources: Sources) -> pd.DataFrame:
    """Return plans (and, until 2018, statements of SEN) each January, for the area alone."""
    return taken(
        sources,
        "ehc_plans",
        {"area": "area", "period": "year", "plans": "value"},
        {"area": sources.area.name, "age_group": "Total", "kind": "all"},
        sources.params.trend_from,
    )


def each_january(sources: Sources, age_group: str = "Total") -> dict[str, float]:
    """Return the plans that the council maintained each January, in all or of one age group."""
    table = sources.published("ehc_plans")
    kept = table[
        (table["area"] == sources.area.name)
        & (table["age_group"] == age_group)
        & (table["kind"] == "all")
        & table["plans"].notna()
    ]
    return {str(year): float(n) for year, n in zip(kept["period"], kept["plans"], strict=True)}


def growth(sources: Sources) -> pd.DataFrame:
    """Return plans as an index on the first year shown, for the area, its region and England."""
    cells = taken(
        sources,
        "ehc_plans",
        {"area": "area", "period": "year", "plans": "value"},
        {"area": comparators(sources), "age_group": "Total", "kind": "all"},
        sources.params.trend_from,
    )
    first = cells[cells["year"] == cells["year"].min()].set_index("area")["value"]
    cells["value"] = 100 * cells["value"] / cells["area"].map(first)
    return cells


def by_age(sources: Sources) -> pd.DataFrame:
    """Return the latest January's plans by age group, with each group's share, beside England."""
    cells = latest(
        taken(
            sources,
            "ehc_plans",
            {"area": "area", "period": "year", "age_group": "age_group", "plans": "value"},
            {"area": comparators(sources), "kind": "all"},
        ).query("age_group != 'Total'"),
        "January {}",
    )
    return _with_shares(cells, ["area"])


def by_placement(sources: Sources) -> pd.DataFrame:
    """Return the latest January's plans by kind of placement, with shares, beside England."""
    cells = latest(
        taken(
            sources,
            "ehc_placements",
            {"area": "area", "period": "year", "placement_group": "placement", "plans": "value"},
            {"area": comparators(sources), "placement": "Total"},
        ).query("placement != 'Total'"),
        "January {}",
    )
    cells["placement"] = cells["placement"].map(PLACEMENTS).fillna(cells["placement"])
    return _with_shares(cells, ["area"])


def new_by_year(sources: Sources) -> pd.DataFrame:
    """Return new plans made in each calendar year, for the area."""
    return taken(
        sources,
        "new_plans",
        {"area": "area", "period": "year", "plans": "value"},
        {"area": sources.area.name, "age_group": "Total", "kind": "EHC plans"},
        sources.params.trend_from,
    )


def on_time(sources: Sources) -> pd.DataFrame:
    """Return the share of new plans issued within 20 weeks, in both readings."""
    cells = taken(
        sources,
        "timeliness",
        {
            "area": "area",
            "period": "year",
            "reading": "reading",
            "percent": "percent",
            "within_20_weeks": "value",
            "plans": "percent_of",
        },
        {"area": comparators(sources)},
        sources.params.trend_from,
    )
    return _with_intervals(cells)


def process(sources: Sources) -> pd.DataFrame:
    """Return requests, refusals, mediation and personal budgets by calendar year, for the area."""
    return taken(
        sources,
        "ehc_process",
        {"area": "area", "period": "year", "measure": "measure", "value": "value"},
        {
            "area": sources.area.name,
            "measure": (
                "initial requests",
                "requests refused",
                "assessments completed",
                "new plans",
                "mediation cases",
                "personal budgets",
            ),
        },
        sources.params.trend_from,
    )


def refused(sources: Sources) -> pd.DataFrame:
    """Return the share of requests that were refused, beside the region and England."""
    return taken(
        sources,
        "ehc_process",
        {"area": "area", "period": "year", "value": "percent"},
        {"area": comparators(sources), "measure": "requests refused, % of requests"},
        sources.params.trend_from,
    )


def appeals(sources: Sources) -> pd.DataFrame:
    """Return tribunal appeals in each 100 decisions that could be appealed."""
    return taken(
        sources,
        "appeals",
        {"area": "area", "period": "year", "rate": "percent", "decisions": "percent_of"},
        {"area": comparators(sources)},
        sources.params.trend_from,
    )


def _with_shares(cells: pd.DataFrame, within: list[str]) -> pd.DataFrame:
    cells = cells.copy()
    cells["percent_of"] = cells.groupby(within)["value"].transform("sum")
    cells["percent"] = 100 * cells["value"] / cells["percent_of"]
    return cells


def _with_intervals(cells: pd.DataFrame) -> pd.DataFrame:
    """Add 95 % Wilson intervals, in percent, where the counts are known."""
    cells = cells.assign(lower=float("nan"), upper=float("nan"))
    known = (cells["status"] == SHOWN) & cells["value"].notna() & (cells["percent_of"] > 0)
    limits = proportions.wilson_limits(cells.loc[known, "value"], cells.loc[known, "percent_of"])
    cells.loc[known, "lower"], cells.loc[known, "upper"] = 100 * limits[0], 100 * limits[1]
    return cells


_PLANS = "Children and young people aged 0 to 25 whose EHC plan the council maintains"
_NEW = "Children and young people for whom a first EHC plan was made in the calendar year"
_COMPARED = "Cumbria, North West and England"
_NOT_DISTRICTS = "The council returns plans for the county: no district figure is published."

FIGURES = (
    Figure(
        id="ehc-plans-by-year",
        title="EHC plans in Cumbria each January",
        question="How many children and young people have an EHC plan?",
        population=_PLANS,
        dimensions=("area", "year"),
        kind="count",
        unit="plans",
        source=("ehc_plans",),
        period="each January; statements of SEN included until they ended in 2018",
        geography="Cumbria",
        rule="published",
        measure=by_year,
        limits=(
            f"{_NOT_DISTRICTS} A plan is not a measure of need: it also depends on who asks and "
            "who is heard."
        ),
    ),
    Figure(
        id="ehc-plans-growth",
        title="Growth of EHC plans since the first January shown",
        question="Do plans grow faster here than elsewhere?",
        population=_PLANS,
        dimensions=("area", "year"),
        kind="statistic",
        unit="index, first January shown = 100",
        source=("ehc_plans",),
        period="each January; statements of SEN included until they ended in 2018",
        geography=_COMPARED,
        rule="published",
        measure=growth,
        method="plans of each January divided by those of the first, times 100",
        limits="Growth says nothing of the level from which an area started.",
    ),
    Figure(
        id="ehc-plans-by-age",
        title="EHC plans by age group",
        question="How old are the children and young people with a plan?",
        population=_PLANS,
        dimensions=("area", "age_group"),
        kind="count",
        unit="plans",
        source=("ehc_plans",),
        period="the latest January",
        geography=_COMPARED,
        rule="published",
        measure=by_age,
        limits=_NOT_DISTRICTS,
    ),
    Figure(
        id="ehc-plans-by-placement",
        title="EHC plans by kind of school or setting",
        question="Where do children and young people with a plan learn?",
        population=_PLANS,
        dimensions=("area", "placement"),
        kind="count",
        unit="plans",
        source=("ehc_placements",),
        period="the latest January",
        geography=_COMPARED,
        rule="published",
        measure=by_placement,
        limits="It does not say how far from home the school is.",
    ),
    Figure(
        id="new-plans-by-year",
        title="New EHC plans made in each calendar year",
        question="How many new plans are made each year?",
        population=_NEW,
        dimensions=("area", "year"),
        kind="count",
        unit="plans",
        source=("new_plans",),
        period="calendar years",
        geography="Cumbria",
        rule="published",
        measure=new_by_year,
        limits=(
            "Until 2018 many plans were made from old statements; those are not counted here as "
            "new."
        ),
    ),
    Figure(
        id="plans-on-time",
        title="New EHC plans issued within 20 weeks",
        question="Are new plans issued within 20 weeks?",
        population=_NEW,
        dimensions=("area", "year", "reading"),
        kind="percentage",
        unit="%",
        source=("timeliness",),
        period="calendar years",
        geography=_COMPARED,
        rule="published",
        measure=on_time,
        method="95 % Wilson interval where the counts are published",
        limits=(
            "It counts plans that were issued; a child whose request has been open for more "
            "than 20 "
            "weeks is not in it until the plan comes."
        ),
    ),
    Figure(
        id="plan-requests",
        title="Requests for an EHC plan and what became of them",
        question="How many families ask, and how many are refused?",
        population="Requests and decisions in the calendar year",
        dimensions=("area", "year", "measure"),
        kind="count",
        unit="cases",
        source=("ehc_process",),
        period="calendar years",
        geography="Cumbria",
        rule="published",
        measure=process,
        limits=(
            "A request may be decided in the year after it was made, so a year's rows do not add "
            "up."
        ),
    ),
    Figure(
        id="requests-refused",
        title="Requests for an EHC plan that were refused",
        question="Is a request refused more often here?",
        population="Requests decided in the calendar year",
        dimensions=("area", "year"),
        kind="percentage",
        unit="%",
        source=("ehc_process",),
        period="calendar years",
        geography=_COMPARED,
        rule="published",
        measure=refused,
        limits="It does not say why a request was refused, or whether the family asked again.",
    ),
    Figure(
        id="tribunal-appeals",
        title="Appeals to the SEND tribunal in each 100 decisions that can be appealed",
        question="Do families appeal more often here?",
        population="Decisions that can be appealed, in the calendar year",
        dimensions=("area", "year"),
        kind="percentage",
        unit="%",
        source=("appeals",),
        period="calendar years",
        geography=_COMPARED,
        rule="published",
        measure=appeals,
        limits="Few appeals may mean content families, or families without the strength to appeal.",
    ),
)

POPULATIONS: dict = {}
