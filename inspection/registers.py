"""The plan on pages: its measures and events as tables of text."""

from inspection.plan_records import Kpi
from inspection.readiness import Readiness
from jsna.show import tables
from jsna.show.shown import Shown


def measures_of_group(known: Readiness, wg_no: int) -> Shown:
    """Return the measures shown under a working group; a shared one stands under both."""
    name = next(g.name for g in known.plan.working_groups if g.wg_no == wg_no)
    kept = [s.kpi for s in known.standings if wg_no in s.groups]
    return measures(known, kept, f"Measures of working group {wg_no}, {name}")


def measures_of_figure(known: Readiness, figure_id: str) -> Shown:
    """Return the measures that take their value from a figure, whichever group they stand under."""
    kept = [s.kpi for s in known.standings if s.measure.figure_id == figure_id]
    return measures(known, kept, "Measures of the plan that this feeds")


def measures(known: Readiness, kept: list[Kpi], title: str) -> Shown:
    """Return measures with their baseline, their last target and where each stands."""
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


def events(known: Readiness) -> Shown:
    """Return the programme's dated events."""
    rows = [{"when": event.when, "what": event.event} for event in known.plan.events]
    return tables.register(
        rows, {"when": "When", "what": "What happened"}, title="What happened when"
    )
