"""The figures of the plan itself, as entries of the catalogue: actions, measures, their state.

They count lines of a published paper, not children, and are shown exactly. jsna finds this
list through the entry point `jsna.subjects`, so that it need not know of inspection. What claims
count in the plan while they are checked is in `inspection.plan_counts`.
"""

from collections.abc import Callable, Iterable

import pandas as pd

from inspection import target_figures, value_figures
from inspection.readiness import NOT_MENTIONED, REPORTED, Readiness
from jsna.figures import NOT_COLLECTED, SHOWN, TOTAL, Figure
from jsna.sources import Sources

DUE = ("due by then", "due later", "no usable date")
STATUSES = ("met", "on track", "not on track", "cannot tell yet", "no target")
POINTS = ("baseline", "6 months", "12 months", "18 to 24 months", "latest")


def group_label(number: int, name: str) -> str:
    """Return how pages call a working group."""
    return f"{number} {name}"


def actions_by_progress(sources: Sources) -> pd.DataFrame:
    """Return actions by working group and by what papers report of them."""
    known = Readiness.open(sources.params)
    rows = [(action.wg_no, known.progress_of(action.uid)) for action in known.plan.actions]
    return _by_group(known, rows, "progress", (*REPORTED, NOT_MENTIONED))


def actions_by_due(sources: Sources) -> pd.DataFrame:
    """Return actions by working group and by whether their date had come."""
    known = Readiness.open(sources.params)

    def due(day: object) -> str:
        return DUE[2] if day is None else DUE[0] if day <= sources.params.as_of else DUE[1]  # type: ignore[operator]

    rows = [(action.wg_no, due(action.due_date)) for action in known.plan.actions]
    return _by_group(known, rows, "due", DUE)


def measures_by_status(sources: Sources) -> pd.DataFrame:
    """Return KPI rows by working group and standing; one that two groups share counts once."""
    known = Readiness.open(sources.params)
    rows = [(standing.kpi.wg_no, standing.status) for standing in known.standings]
    return _by_group(known, rows, "standing", STATUSES)


def measure_gaps(sources: Sources) -> pd.DataFrame:
    """Return KPI rows by working group that lack what a measure needs."""
    known = Readiness.open(sources.params)
    lacks: tuple[tuple[str, Callable], ...] = (
        ("no baseline in numbers", lambda s: s.kpi.baseline_value is None),
        ("no target in numbers", lambda s: all(v is None for v in s.kpi.targets)),
        ("no value known", lambda s: s.latest is None),
    )
    rows = [(s.kpi.wg_no, label) for label, holds in lacks for s in known.standings if holds(s)]
    cells = _by_group(known, rows, "lacks", tuple(label for label, _ in lacks), total=False)
    whole = pd.Series([s.kpi.wg_no for s in known.standings]).value_counts()
    names = {group_label(g.wg_no, g.name): whole.get(g.wg_no, 0) for g in known.plan.working_groups}
    return cells.assign(percent_of=cells["working_group"].map({**names, TOTAL: int(whole.sum())}))


def by_weakness(sources: Sources) -> pd.DataFrame:
    """Return actions and measures of each area of weakness, and what is known of them."""
    known = Readiness.open(sources.params)
    rows = []
    for area in known.plan.areas:
        actions = known.plan.actions_for(area.area_no)
        measures = [s for s in known.standings if area.area_no in s.kpi.area_nos]
        mentioned = [a for a in actions if known.progress_of(a.uid) != NOT_MENTIONED]
        counts = {
            "actions": len(actions),
            "actions that a report mentions": len(mentioned),
            "measures": len(measures),
            "measures with a target in numbers": sum(
                any(v is not None for v in s.kpi.targets) for s in measures
            ),
            "measures with a value since approval": sum(
                s.judged.reading is not None and s.status != "cannot tell yet" for s in measures
            ),
        }
        rows += [(str(area.area_no), name, count) for name, count in counts.items()]
    return pd.DataFrame(rows, columns=["weakness", "counted", "value"])


def measure_values(sources: Sources) -> pd.DataFrame:
    """Return each KPI row's baseline, targets and latest value, in the unit of its row."""
    known = Readiness.open(sources.params)
    rows = []
    for standing in known.standings:
        latest = standing.latest.value if standing.latest else None
        values = (standing.kpi.baseline_value, *standing.kpi.targets, latest)
        rows += [
            (standing.kpi.row_id, point, value) for point, value in zip(POINTS, values, strict=True)
        ]
    cells = pd.DataFrame(rows, columns=["kpi", "point", "value"])
    return cells.assign(status=cells["value"].map(lambda v: NOT_COLLECTED if pd.isna(v) else SHOWN))


def _by_group(
    known: Readiness,
    rows: Iterable[tuple[int, str]],
    dimension: str,
    values: tuple[str, ...],
    total: bool = True,
) -> pd.DataFrame:
    """Return counts by working group and one more dimension, every pair of them, with totals."""
    counted = pd.DataFrame(rows, columns=["wg_no", dimension])
    groups = {
        group.wg_no: group_label(group.wg_no, group.name) for group in known.plan.working_groups
    }
    table = pd.crosstab(counted["wg_no"], counted[dimension])
    table = table.reindex(index=list(groups), columns=list(values), fill_value=0)
    table.index = pd.Index([groups[number] for number in table.index])
    table.loc[TOTAL] = table.sum()
    if total:
        table[TOTAL] = table.sum(axis=1)
    wide = table.rename_axis("working_group").reset_index()
    tidy = wide.melt("working_group", var_name=dimension, value_name="value")
    order = {label: place for place, label in enumerate(table.index)}
    tidy = tidy.sort_values(
        "working_group", key=lambda column: column.map(order), kind="stable", ignore_index=True
    )
    if total:
        tidy["percent_of"] = tidy["working_group"].map(table[TOTAL])
        tidy["percent"] = 100 * tidy["value"] / tidy["percent_of"]
    return tidy


_STATEMENT = "Cumbria's Written Statement of Action, 7 October 2019"

FIGURES = (
    Figure(
        id="plan-actions-by-progress",
        title="Actions of the statement by what papers report of them",
        question="How much of the plan do the papers say was worked on?",
        population="Actions as printed in the statement",
        dimensions=("working_group", "progress"),
        kind="count",
        unit="actions",
        source=("plan",),
        period="up to the edition's day",
        geography="Cumbria",
        rule="published",
        measure=actions_by_progress,
        limits=(
            "Reported as worked on is what a paper says. It is not evidence that an action "
            "was carried "
            "out, nor that a child or family noticed."
        ),
    ),
    Figure(
        id="plan-actions-by-due",
        title="Actions of the statement by whether their date has come",
        question="How much of the plan should be done by now?",
        population="Actions as printed in the statement",
        dimensions=("working_group", "due"),
        kind="count",
        unit="actions",
        source=("plan",),
        period="up to the edition's day",
        geography="Cumbria",
        rule="published",
        measure=actions_by_due,
        limits=(
            "Dates are those printed in 2019; later changes are in the action logs, which we do "
            "not hold."
        ),
    ),
    Figure(
        id="plan-measures-by-status",
        title="Measures of the statement by where they stand",
        question="How many of the plan's measures are met, and of how many can nobody tell?",
        population="Measures (KPI rows) as printed in the statement; a shared one counts once",
        dimensions=("working_group", "standing"),
        kind="count",
        unit="measures",
        source=("plan",),
        period="up to the edition's day",
        geography="Cumbria",
        rule="published",
        measure=measures_by_status,
        limits=(
            "Only published figures are used here: the partners may hold values that are not "
            "public."
        ),
    ),
    Figure(
        id="plan-measure-gaps",
        title="Measures of the statement that lack a baseline, a target or a value",
        question="Which measures cannot show progress, whatever happens?",
        population="Measures (KPI rows) as printed in the statement",
        dimensions=("working_group", "lacks"),
        kind="count",
        unit="measures",
        source=("plan",),
        period="up to the edition's day",
        geography="Cumbria",
        rule="published",
        measure=measure_gaps,
        limits="A baseline may have been set since without having been published.",
    ),
    Figure(
        id="plan-by-weakness",
        title="Actions and measures for each of the nine areas",
        question="What does the plan hold for each area, and what is known of it?",
        population="Actions and measures as printed in the statement",
        dimensions=("weakness", "counted"),
        kind="statistic",
        unit="in all",
        source=("plan",),
        period="up to the edition's day",
        geography="Cumbria",
        rule="published",
        measure=by_weakness,
        limits="An action may serve two areas and is then counted in both.",
    ),
    Figure(
        id="plan-measure-values",
        title="Baseline, targets and latest published value of each measure",
        question="Where did each measure start, where should it be, and where is it?",
        population="Measures (KPI rows) as printed in the statement",
        dimensions=("kpi", "point"),
        kind="statistic",
        unit="the unit of the measure",
        source=("plan",),
        period="up to the edition's day",
        geography="Cumbria",
        rule="published",
        measure=measure_values,
        limits="A latest value from before October 2019 says nothing of what the plan changed.",
    ),
    *target_figures.FIGURES,
    *value_figures.FIGURES,
)

POPULATIONS: dict = {}
