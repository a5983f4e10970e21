"""The plan's own numbers as figures that a sentence can rest on: `plan/actions`, `plan/kpis` ...

    look = lookup(plan, records, standings)
    look("plan/actions", area="6", state="reported as worked on")

They count papers, never children: a claim of impact cannot rest on them. For the entries of the
catalogue, which pages draw, see `inspection.figures`.
"""

from collections.abc import Mapping, Sequence

from inspection.kpis import Standing
from inspection.periods import said
from inspection.plan import Plan
from inspection.readings import Lookup, Reading
from inspection.register import Record
from jsna.errors import FigureError

ACTIONS, KPIS, PAPER, KPI = "plan/actions", "plan/kpis", "plan/paper", "plan/kpi"
_PARTS = ("baseline", "later baseline", "6 months", "12 months", "18 to 24 months")


def lookup(plan: Plan, records: Sequence[Record], standings: Sequence[Standing]) -> Lookup:
    """Return a lookup of the plan's own numbers as of its day.

    `plan/actions` takes `area` or `group` or neither, and `state`: `all`, `due`, `overdue`,
    `not in the log`, or a state of the register. `plan/kpis` takes them and `status`: `all`,
    `without baseline`, `without target`, or a status. `plan/paper` takes `figure`: the number of a
    figure of the papers. `plan/kpi` takes `row` and `part`: a baseline or target as printed.
    """

    def look(figure_id: str, **dimensions: str) -> Reading:
        if figure_id == ACTIONS:
            return _actions(plan, records, dimensions)
        if figure_id == KPIS:
            return _kpis(plan, standings, dimensions)
        if figure_id == PAPER:
            return _paper(plan, dimensions)
        if figure_id == KPI:
            return _kpi(plan, dimensions)
        raise _no(figure_id, "the plan counts plan/actions, plan/kpis, plan/paper and plan/kpi")

    return look


def _actions(plan: Plan, records: Sequence[Record], where: Mapping[str, str]) -> Reading:
    kept = [
        one for one in records if _within(ACTIONS, where, one.action.area_nos, (one.action.wg_no,))
    ]
    state = where.get("state", "all")
    counts = {
        "all": len(kept),
        "due": sum(one.due is not None and one.due <= plan.as_of for one in kept),
        "overdue": sum(one.overdue for one in kept),
        "not in the log": sum(one.newest is None for one in kept),
    }
    known = {one.state for one in records} | {
        "reported as worked on",
        "reported as started",
        "nothing reported",
        "approved",
        "implemented",
        "embedded",
    }
    if state not in counts and state not in known:
        raise _no(ACTIONS, f"there is no state '{state}'")
    value = counts.get(state, sum(one.state == state for one in kept))
    made_up = state not in ("all",) and any(one.made_up for one in kept)
    return _count(plan, ACTIONS, value, "actions", made_up)


def _kpis(plan: Plan, standings: Sequence[Standing], where: Mapping[str, str]) -> Reading:
    kept = [one for one in standings if _within(KPIS, where, one.kpi.area_nos, one.groups)]
    status = where.get("status", "all")
    counts = {
        "all": len(kept),
        "without baseline": sum(one.kpi.baseline_value is None for one in kept),
        "without target": sum(all(value is None for value in one.kpi.targets) for one in kept),
        "without figure": sum(not one.measure.figure_id for one in kept),
    }
    known = ("met", "on track", "not on track", "cannot tell yet", "no target")
    if status not in counts and status not in known:
        raise _no(KPIS, f"there is no status '{status}'")
    value = counts.get(status, sum(one.status == status for one in kept))
    made_up = status in known and any(one.made_up for one in kept)
    return _count(plan, KPIS, value, "measures", made_up)


def _paper(plan: Plan, where: Mapping[str, str]) -> Reading:
    wanted = where.get("figure", "")
    for one in plan.figures:
        if one.figure_no == wanted:
            return Reading(
                one.value,
                unit="%" if one.unit == "percent" else one.unit,
                period=one.period,
                figure_id=PAPER,
                source="; ".join(one.document),
                place=one.place if one.place == "Cumbria" else "",
                first_published=one.known_on,
            )
    raise _no(PAPER, f"as of {plan.as_of} no paper states figure '{wanted}'")


def _kpi(plan: Plan, where: Mapping[str, str]) -> Reading:
    row_id, part = where.get("row", ""), where.get("part", "")
    kpi = next((one for one in plan.kpis if one.row_id == row_id), None)
    if kpi is None or part not in _PARTS:
        raise _no(KPI, f"there is no '{part}' of '{row_id}'; parts are {', '.join(_PARTS)}")
    values = (kpi.baseline_value, kpi.later_baseline_value, *kpi.targets)
    periods = (
        kpi.baseline_period,
        kpi.later_baseline_period,
        *(f"target, {p}" for p in _PARTS[2:]),
    )
    place = _PARTS.index(part)
    value = values[place]
    return Reading(
        value,
        unit="%" if kpi.unit == "percent" else kpi.unit,
        period=periods[place],
        figure_id=KPI,
        source="Written Statement of Action",
        status="shown" if value is not None else "not collected",
        place="Cumbria",
        first_published=plan.dated,
    )


def _within(
    figure_id: str, where: Mapping[str, str], area_nos: Sequence[int], groups: Sequence[int]
) -> bool:
    for name in where:
        if name not in ("area", "group", "state", "status"):
            raise _no(figure_id, f"it has no '{name}'; it has area, group, state or status")
    area, group = where.get("area", ""), where.get("group", "")
    return (not area or area in {str(number) for number in area_nos}) and (
        not group or group in {str(number) for number in groups}
    )


def _count(plan: Plan, figure_id: str, value: int, unit: str, made_up: bool) -> Reading:
    return Reading(
        float(value),
        unit=unit,
        period=said(plan.as_of),
        figure_id=figure_id,
        source="Written Statement of Action and the papers of the programme",
        made_up=made_up,
        first_published=plan.as_of,
    )


def _no(figure_id: str, why: str) -> FigureError:
    return FigureError(f"The figure '{figure_id}' cannot be read:", [why])
