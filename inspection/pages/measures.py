"""The schedule of measures: due, overdue, without baseline; three kinds of knowledge on a line."""

from datetime import date

from inspection import kpis, returns, trajectory, triangulation
from inspection.draft_lines import printed
from inspection.known import Known, Side
from inspection.kpis import Standing
from inspection.paper import REHEARSAL
from inspection.periods import said
from inspection.returns import Returns
from jsna.show import tables
from jsna.show.shown import Shown


def schedule(known: Known) -> Shown:
    """Return each measure's returns by the day: on the real side first, then as rehearsed."""
    shown = _schedule(known, known.real, "Returns due, from published figures and papers alone", "")
    if known.rehearsed is None:
        return shown
    mark = f"{REHEARSAL}: "
    return shown + _schedule(known, known.rehearsed, "Returns due, with made-up returns", mark)


def without_baseline(known: Known) -> Shown:
    """Return the measures whose baseline was promised and is in no paper that we hold."""
    rows = [
        {
            "ref": one.kpi.row_id,
            "what": one.kpi.indicator,
            "printed": one.kpi.baseline_text,
            "due": said(one.kpi.baseline_due) if one.kpi.baseline_due else "no date",
            "owner": one.measure.owner_role,
        }
        for one in known.real.standings
        if one.kpi.baseline_value is None and one.kpi.later_baseline_value is None
        if one.measure.sense != "not a measure"
    ]
    columns = {
        "ref": "Measure",
        "what": "What it counts (our words)",
        "printed": "Baseline as printed",
        "due": "Promised by",
        "owner": "Owner",
    }
    return tables.register(rows, columns, title=f"{len(rows)} measures without a baseline")


def triangle(known: Known) -> Shown:
    """Return performance, feedback and audit of each measure on one line, and who disagrees."""
    side, real = known.fullest, {one.kpi.row_id for one in known.real.standings if one.latest}
    rows = [
        {
            "ref": f"{REHEARSAL}: {one.row_id}" if one.made_up else one.row_id,
            "performance": f"{one.performance}. {one.performance_says}",
            "feedback": f"{one.feedback}. {one.feedback_says}".strip(". "),
            "audit": f"{one.audit}. {one.audit_says}".strip(". "),
            "clash": one.disagreement or "none",
        }
        for one in triangulation.triangulate(side.standings, side.evidence, known.plan.as_of)
        if one.known or one.row_id in real
    ]
    columns = {
        "ref": "Measure",
        "performance": "Performance",
        "feedback": "Feedback",
        "audit": "Audit",
        "clash": "Where they disagree",
    }
    return tables.register(rows, columns, title="Performance, feedback and audit of each measure")


def moves(known: Known) -> Shown:
    """Return each measure's values in time and whether they are more than its usual ups and downs.

    A change is told from noise by an XmR chart; with too few values it is said that nobody can.
    """
    real = [one for one in known.real.standings if one.readings]
    told = [_moved(one, "") for one in real]
    if known.rehearsed:
        rest = [one for one in known.rehearsed.standings if one.made_up and one.readings]
        told += [_moved(one, f"{REHEARSAL}: ") for one in rest]
    columns = {
        "ref": "Measure",
        "values": "Its values, oldest first",
        "sense": "What was wanted",
        "sentence": "Change, or usual ups and downs?",
        "perverse": "What a good figure may hide",
    }
    return tables.register(told, columns, title="How the measures moved")


def _moved(standing: Standing, mark: str) -> dict[str, str]:
    found = trajectory.trajectory(standing)
    values = (f"{printed(one)} ({one.period})" for one in found.readings)
    return {
        "ref": f"{mark}{standing.kpi.row_id}: {standing.kpi.indicator}",
        "values": "; ".join(values) or "no value is known",
        "sense": standing.measure.sense,
        "sentence": found.sentence,
        "perverse": standing.measure.sign or "nothing is noted",
    }


def _schedule(known: Known, side: Side, title: str, mark: str) -> Shown:
    titles = {one.kpi.row_id: one.kpi.indicator for one in side.standings}
    rows = [
        {
            "ref": f"{mark}{one.row_id}",
            "what": titles.get(one.row_id, ""),
            "state": _state(one),
            "last": said(one.received[-1]) if one.received else "none that we hold",
            "next": said(one.next_due) if one.next_due else "no further",
            "every": f"{one.frequency} ({one.schedule})",
            "owner": one.owner_role,
        }
        for one in returns.schedules(kpis.read_measures(), known.plan.as_of, _received(side))
        if not mark or any(r.made_up for r in side.returned.readings.get(one.row_id, ()))
    ]
    columns = {
        "ref": "Measure",
        "what": "What it counts (our words)",
        "state": "On the day",
        "last": "Last came",
        "next": "Next due",
        "every": "How often, and who says so",
        "owner": "Owner",
    }
    return tables.register(rows, columns, title=title)


def _received(side: Side) -> dict[str, list[date]]:
    return {
        one.kpi.row_id: [day.first_published for day in one.readings if day.first_published]
        for one in side.standings
    }


def _state(one: Returns) -> str:
    if not one.due:
        return "not due yet"
    if one.never_came:
        return f"overdue since {said(one.due[0])}; none that we hold ever came"
    return f"overdue since {said(one.due[-1])}" if one.overdue else "came in time"
