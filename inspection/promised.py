"""What one part of the plan promised: an area of weakness, or a working group that carries it out.

    chosen = Part.of(known, area_no="6", group_no="")
    promised.points(report, chosen)

Everything here is text and counts of a published paper, shown exactly.
"""

from dataclasses import dataclass
from datetime import date

from inspection import registers
from inspection.figures import group_label
from inspection.readiness import REPORTED, Readiness
from jsna.disclosure.safe import Safe
from jsna.edition import Edition
from jsna.show import charts, tables, words
from jsna.show.shown import Shown

AREA, GROUP = "area", "working group"


@dataclass(frozen=True)
class Part:
    """One of the nine areas, or one of the six working groups."""

    kind: str
    number: int
    label: str
    """How the figures of the plan call it: `6`, or `2 Commissioning and Access to Provision`."""
    areas: tuple[int, ...]
    """The areas of weakness that it answers: itself, or those of the working group."""

    @classmethod
    def of(cls, known: Readiness, area_no: str, group_no: str) -> "Part":
        """Return the area, or where its number is empty the group; KeyError if there is none."""
        if area_no:
            found = {area.area_no: area for area in known.plan.areas}[int(area_no)]
            return cls(AREA, found.area_no, str(found.area_no), (found.area_no,))
        group = {group.wg_no: group for group in known.plan.working_groups}[int(group_no)]
        answered = tuple(area.area_no for area in known.plan.areas if area.wg_no == group.wg_no)
        return cls(GROUP, group.wg_no, group_label(group.wg_no, group.name), answered)

    def figures(self, report: Edition) -> list[Safe]:
        """Return the figures of the plan that count this part."""
        if self.kind == AREA:
            return [report.figure("plan-by-weakness").where(weakness=self.label)]
        return [
            report.figure(name).where(working_group=self.label)
            for name in ("plan-actions-by-progress", "plan-measures-by-status")
        ]

    @property
    def called(self) -> str:
        """How a title calls it."""
        return f"{self.kind} {self.label}"


def points(report: Edition, part: Part) -> Shown:
    """Return what the page found, as the box at its top."""
    figures = part.figures(report)
    if part.kind == AREA:
        asked = {
            "actions": "Actions promised",
            "actions that a report mentions": "Actions that a report mentions",
            "measures with a value since approval": (
                "Measures with a value since the plan was approved"
            ),
        }
        return words.key_points(
            [
                words.single(figures[0], weakness=part.label, counted=counted, what=what)
                for counted, what in asked.items()
            ]
        )
    progress, standing = figures
    return words.key_points(
        [
            words.share(
                progress, working_group=part.label, progress=REPORTED[0],
                what="Actions reported as worked on",
            ),
            words.share(
                standing, working_group=part.label, standing="cannot tell yet",
                what="Measures of which nobody can tell yet",
            ),
        ]
    )  # fmt: skip


def pictures(report: Edition, part: Part) -> Shown:
    """Return how many actions and measures there are, and what is known of them."""
    figures = part.figures(report)
    if part.kind == AREA:
        return charts.bars(figures[0], by="counted", title="Actions and measures for this area")
    progress, standing = figures
    return charts.bars(
        progress, by="progress", title="Actions of the group by what papers report"
    ) + charts.bars(standing, by="standing", title="Measures of the group by where they stand")


def actions(known: Readiness, part: Part) -> Shown:
    """Return what was promised, when and by whom, and what papers report of it."""
    plan = known.plan
    of_group = (action for action in plan.actions if action.wg_no == part.number)
    rows = [
        {
            "ref": action.ref,
            "what": action.summary,
            "due": _day(action.due_date) or f"as printed: {action.due_text or 'no date'}",
            "lead": action.lead_role,
            "said": known.progress_of(action.uid),
        }
        for action in (plan.actions_for(part.number) if part.kind == AREA else of_group)
    ]
    columns = {
        "ref": "Action",
        "what": "What was promised (our words)",
        "due": "Due",
        "lead": "Lead",
        "said": "What papers report",
    }
    return tables.register(rows, columns, title=f"Actions of {part.called}")


def reported(known: Readiness, part: Part) -> Shown:
    """Return what papers say was worked on or started for the areas that the part answers."""
    papers = {paper.document: paper.title for paper in known.plan.documents}
    rows = [
        {"what": item.item, "status": item.status, "paper": papers[item.document]}
        for item in known.plan.progress
        if set(part.areas) & set(item.area_nos)
    ]
    if not rows:
        none = "No paper that was out by this edition's date reports anything of this."
        return Shown(f"<p>{none}</p>", none)
    columns = {"what": "What (our words)", "status": "How it is reported", "paper": "Paper"}
    return tables.register(rows, columns, title=f"Reported for {part.called}")


def measures(known: Readiness, part: Part) -> Shown:
    """Return the measures of the part and where each stands."""
    if part.kind == GROUP:
        return registers.measures_of_group(known, part.number)
    kept = [s.kpi for s in known.standings if part.number in s.kpi.area_nos]
    return registers.measures(known, kept, f"Measures of {part.called}")


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
