"""The plan on pages: its actions, measures, reports and oddities as tables of text."""

from datetime import date

from inspection.plan_records import Kpi
from inspection.readiness import Readiness
from jsna.show import tables
from jsna.show.shown import Shown

AREA_NAMES = "the nine areas, in our own words"


def areas(known: Readiness) -> Shown:
    """Return the nine areas with their working groups."""
    groups = {group.wg_no: group.name for group in known.plan.working_groups}
    rows = [
        {"no": str(area.area_no), "area": area.title, "group": f"{area.wg_no} {groups[area.wg_no]}"}
        for area in known.plan.areas
    ]
    columns = {"no": "Area", "area": "What was found weak (our words)", "group": "Working group"}
    return tables.register(rows, columns, title="The nine areas of weakness")


def actions_of_area(known: Readiness, area_no: int) -> Shown:
    """Return what was promised for an area, and what papers report of it."""
    rows = [
        {
            "ref": action.ref,
            "what": action.summary,
            "due": _day(action.due_date) or f"as printed: {action.due_text or 'no date'}",
            "lead": action.lead_role,
            "said": known.progress_of(action.uid),
        }
        for action in known.plan.actions_for(area_no)
    ]
    columns = {
        "ref": "Action",
        "what": "What was promised (our words)",
        "due": "Due",
        "lead": "Lead",
        "said": "What papers report",
    }
    return tables.register(rows, columns, title=f"Actions for area {area_no}")


def measures_of_area(known: Readiness, area_no: int) -> Shown:
    """Return the measures of an area and where each stands."""
    return _measures(
        known,
        [s.kpi for s in known.standings if area_no in s.kpi.area_nos],
        f"Measures for area {area_no}",
    )


def measures_of_group(known: Readiness, wg_no: int) -> Shown:
    """Return the measures shown under a working group; a shared one stands under both."""
    name = next(g.name for g in known.plan.working_groups if g.wg_no == wg_no)
    kept = [s.kpi for s in known.standings if wg_no in s.groups]
    return _measures(known, kept, f"Measures of working group {wg_no}, {name}")


def _measures(known: Readiness, kept: list[Kpi], title: str) -> Shown:
    standing = {s.kpi.row_id: s for s in known.standings}
    rows = [
        {
            "ref": kpi.row_id,
            "what": kpi.indicator,
            "baseline": kpi.baseline_text,
            "target": kpi.target_18_24m_text or kpi.target_12m_text or kpi.target_6m_text,
            "status": standing[kpi.row_id].status,
            "why": standing[kpi.row_id].reason,
        }
        for kpi in kept
    ]
    columns = {
        "ref": "Measure",
        "what": "What it counts (our words)",
        "baseline": "Baseline as printed",
        "target": "Last target as printed",
        "status": "Where it stands",
        "why": "Why",
    }
    return tables.register(rows, columns, title=title)


def reported_for_area(known: Readiness, area_no: int) -> Shown:
    """Return what papers say was worked on or started for an area."""
    papers = {paper.document: paper.title for paper in known.plan.documents}
    rows = [
        {"what": item.item, "status": item.status, "paper": papers[item.document]}
        for item in known.plan.progress
        if area_no in item.area_nos
    ]
    if not rows:
        return Shown(
            "<p>No paper that was out by this edition's date reports anything for this area.</p>",
            "No paper that was out by this edition's date reports anything for this area.",
        )
    columns = {"what": "What (our words)", "status": "How it is reported", "paper": "Paper"}
    return tables.register(rows, columns, title=f"Reported for area {area_no}")


def actions_of_group(known: Readiness, wg_no: int) -> Shown:
    """Return a working group's actions, and what papers report of them."""
    name = next(g.name for g in known.plan.working_groups if g.wg_no == wg_no)
    rows = [
        {
            "ref": action.ref,
            "what": action.summary,
            "due": _day(action.due_date) or f"as printed: {action.due_text or 'no date'}",
            "said": known.progress_of(action.uid),
        }
        for action in known.plan.actions
        if action.wg_no == wg_no
    ]
    columns = {
        "ref": "Action",
        "what": "What was promised (our words)",
        "due": "Due",
        "said": "What papers report",
    }
    return tables.register(rows, columns, title=f"Actions of working group {wg_no}, {name}")


def events(known: Readiness) -> Shown:
    """Return the programme's dated events."""
    rows = [{"when": event.when, "what": event.event} for event in known.plan.events]
    return tables.register(
        rows, {"when": "When", "what": "What happened"}, title="What happened when"
    )


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
