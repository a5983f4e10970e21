"""The plan as a register: how actions stand, what is critical, what was changed and by whom."""

from collections.abc import Iterable, Sequence
from datetime import date

from inspection import register_views
from inspection.changed import many
from inspection.known import Known
from inspection.pages import headed
from inspection.paper import REHEARSAL
from inspection.periods import said
from inspection.register import Change, Record
from inspection.register_views import View
from jsna.show import tables
from jsna.show.shown import Shown

MOST = 20
"""At most so many critical actions are listed; the heading counts them all."""

_DATES = ("due", "approved", "implemented", "embedded")


def standing(known: Known) -> Shown:
    """Return how the actions of each group and of each area stand, from papers, then rehearsed."""
    groups, areas = _views(known, known.real.records, "")
    logged = _logged(known)
    if logged:
        rehearsed_groups, rehearsed_areas = _views(known, logged, f"{REHEARSAL}: ")
        groups, areas = [*groups, *rehearsed_groups], [*areas, *rehearsed_areas]
    columns = {
        "name": "Whose",
        "states": "How they stand",
        "due": "Due by now",
        "overdue": "Overdue",
        "critical": "Critical: others wait, or long overdue",
        "unlogged": "No log says anything",
    }
    return headed(
        {
            "By working group": tables.register(groups, columns, title="Actions by working group"),
            "By area": tables.register(areas, columns, title="Actions by area of weakness"),
        }
    )


def critical(known: Known) -> Shown:
    """Return the critical overdue actions: who leads, who waits for them, and why they are late."""
    parts = {"From papers alone": _critical(known.real.records, "")}
    logged = _logged(known)
    if logged:
        parts["With a made-up action log"] = _critical(logged, f"{REHEARSAL}: ")
    return headed(parts)


def changes(known: Known) -> Shown:
    """Return every change of a date, an owner or a chair, with the day on which it was known."""
    chairs = [
        {
            "what": f"Working group {one.wg_no}: chair",
            "change": f"{one.was}, then {one.now}",
            "known": said(one.known_on),
            "why": "no paper says why",
        }
        for one in register_views.chair_changes(known.plan)
    ]
    logged = [row for record in _logged(known) for row in _changes(record)]
    columns = {
        "what": "What changed",
        "change": "From and to",
        "known": "Recorded on",
        "why": "Reason, and changed approach",
    }
    return tables.register([*chairs, *logged], columns, title="The history of dates and owners")


def _logged(known: Known) -> tuple[Record, ...]:
    return known.rehearsed.records if known.rehearsed and known.rehearsed.returned.log else ()


def _views(
    known: Known, records: Sequence[Record], mark: str
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    groups = register_views.by_group(known.plan, records)
    areas = register_views.by_area(known.plan, records)
    return [_view(one, mark) for one in groups], [_view(one, mark) for one in areas]


def _view(one: View, mark: str) -> dict[str, str]:
    return {
        "name": f"{mark}{one.name}",
        "states": "; ".join(
            f"{many(count, 'action')}: {state}" for state, count in one.states.items()
        ),
        "due": f"{one.due_by_now} of {many(one.actions, 'action')}",
        "overdue": many(one.overdue, "action"),
        "critical": many(len(one.critical), "action"),
        "unlogged": many(one.unlogged, "action"),
    }


def _critical(records: Sequence[Record], mark: str) -> Shown:
    found = sorted((one for one in records if one.critical), key=lambda one: -one.overdue_days)
    rows = [
        {
            "action": f"{mark}{one.action.uid}: {one.action.summary}",
            "lead": (one.newest.owner_role if one.newest else "") or one.action.lead_role,
            "due": f"{_day(one.due)}, {one.overdue_days} days ago",
            "waiting": ", ".join(one.needed_by) or "none",
            "needs": ", ".join(link.needs_uid for link in one.needs) or "none",
            "why": one.delay_reason or "no reason is recorded",
        }
        for one in found[:MOST]
    ]
    columns = {
        "action": "Action",
        "lead": "Lead",
        "due": "Due",
        "waiting": "Actions that wait for it",
        "needs": "Actions that it waits for",
        "why": "Why it is late",
    }
    title = f"Critical overdue, the longest first: {many(len(found), 'action')} in all"
    return tables.register(rows, columns, title=title)


def _changes(record: Record) -> Iterable[dict[str, str]]:
    """Return one row for each change of a date that was given, or of the lead."""
    mark = f"{REHEARSAL}: " if record.made_up else ""
    for change in record.history:
        if change.was and change.what in ("lead", *_DATES):
            yield {
                "what": f"{mark}{record.action.uid}: {change.what}",
                "change": _from_to(change),
                "known": said(change.recorded_on),
                "why": "; ".join(filter(None, (record.delay_reason, record.changed_approach))),
            }


def _from_to(change: Change) -> str:
    was, now = change.was or "nothing", change.now or "nothing"
    if change.what in _DATES:
        was, now = (
            _day(date.fromisoformat(one)) if one[:1].isdigit() else one for one in (was, now)
        )
    return f"{was}, then {now}"


def _day(day: date | None) -> str:
    return said(day) if day else "no date"
