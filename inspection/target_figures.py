"""Baselines and targets of the outcomes of SEN Support (WG6.8 to WG6.19), as the plan prints them.

The values of 2019 are provisional in the plan; those of years without an assessment are not
collected, which is not the same as no progress.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from inspection.plan_records import Kpi
from inspection.readiness import Readiness
from jsna.figures import NOT_COLLECTED, SHOWN, Figure
from jsna.sources import Sources

START, PROVISIONAL = "2018", "2019, provisional"
NOT_ASSESSED = {"2019/20": "2020, not assessed", "2020/21": "2021, not assessed"}
SOON, LATE = "Target for October 2020", "Target for April to October 2021"
STOOD, HALF_YEAR = "Where it stood, date not printed", "Target for April 2020"
NAMED = ("WG6.20", "WG6.21")
"""The measures that take a share of recorded need; each is printed for two phases."""
FIRST, LAST = 8, 19
"""WG6.8 to WG6.19 are the outcomes; what stands before and after them counts activity or needs."""


def printed(unit: str, sources: Sources) -> pd.DataFrame:
    """Return baselines, years without an assessment and targets of the measures in one unit."""
    rows = []
    for standing in Readiness.open(sources.params).standings:
        kpi = standing.kpi
        if kpi.unit != unit or not _is_outcome(kpi.row_id):
            continue
        absent = {NOT_ASSESSED[year]: None for year in standing.measure.not_assessed}
        points: dict[str, float | None] = {
            START: kpi.baseline_value,
            PROVISIONAL: kpi.later_baseline_value,
            **absent,
            SOON: kpi.target_12m_value,
            LATE: kpi.target_18_24m_value,
        }
        rows += _lines(kpi, points)
    return pd.DataFrame(rows, columns=["outcome", "printed", "value", "status"])


def percentages(sources: Sources) -> pd.DataFrame:
    """Return the measures that are percentages."""
    return printed("percent", sources)


def points(sources: Sources) -> pd.DataFrame:
    """Return the measures that are scores."""
    return printed("score", sources)


def naming(sources: Sources) -> pd.DataFrame:
    """Return where the shares of recorded need stood, and the targets printed for them."""
    rows = []
    for standing in Readiness.open(sources.params).standings:
        kpi = standing.kpi
        if kpi.row_id.partition("-")[0] in NAMED:
            rows += _lines(kpi, {STOOD: kpi.baseline_value, HALF_YEAR: kpi.target_6m_value})
    return pd.DataFrame(rows, columns=["outcome", "printed", "value", "status"])


def _lines(kpi: Kpi, points: Mapping[str, float | None]) -> list[dict[str, object]]:
    """Return one row a printed point of a measure; one without a number says so."""
    return [
        {"outcome": f"{kpi.row_id} {kpi.indicator}", "printed": point, "value": value,
         "status": NOT_COLLECTED if value is None else SHOWN}
        for point, value in points.items()
    ]  # fmt: skip


def _is_outcome(row_id: str) -> bool:
    group, _, number = row_id.partition(".")
    return group == "WG6" and number.isdigit() and FIRST <= int(number) <= LAST


def _figures() -> Iterator[Figure]:
    for name, what, unit, measure in (
        ("sen-support-targets", "shares", "percent of pupils", percentages),
        ("sen-support-score-targets", "scores", "points", points),
    ):
        yield Figure(
            id=name,
            title=f"Outcomes of pupils on SEN Support: {what} as the plan prints them, and targets",
            question="How far are outcomes from their targets, and what was not assessed?",
            population="Pupils on SEN Support",
            dimensions=("outcome", "printed"),
            kind="statistic",
            unit=unit,
            source=("plan",),
            period="2018 and 2019 as printed in October 2019, with the targets for 2020 and 2021",
            geography="Cumbria",
            rule="published",
            measure=measure,
            limits=(
                "The values of 2019 are provisional. Assessments were cancelled, or grades given "
                "by teachers, in 2020 and 2021: whether a target was reached nobody can tell."
            ),
        )


FIGURES = (
    *_figures(),
    Figure(
        id="need-named-targets",
        title="Shares of recorded need as the plan prints them, and targets",
        question="Which shares of recorded need did the plan aim at?",
        population="Pupils with SEN in primary and in secondary schools",
        dimensions=("outcome", "printed"),
        kind="statistic",
        unit="percent of pupils with SEN",
        source=("plan",),
        period="as printed in October 2019",
        geography="Cumbria",
        rule="published",
        measure=naming,
        limits=(
            "A share of recorded need may reach its target because recording changed, and no child "
            "is better off for it."
        ),
    ),
)
