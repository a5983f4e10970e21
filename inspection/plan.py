"""The Written Statement of Action as data, as it was known on one day.

    plan = read(date(2021, 8, 31))
    plan.action("6.1.5-1").due_date

Slips of the paper are kept as printed and listed in `oddities`; `inspection.lint` finds them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from inspection import tables
from inspection.plan_records import (
    Action,
    Area,
    Chair,
    Dependency,
    Document,
    Event,
    Kpi,
    Milestone,
    Oddity,
    PaperFigure,
    PriorityArea,
    Progress,
    Term,
    WorkingGroup,
)
from jsna import kept
from jsna.errors import DataError
from jsna.project import DATA

PLAN = DATA / "plan"


class _Dated(Protocol):
    @property
    def known_on(self) -> date: ...


Row = TypeVar("Row", bound=_Dated)


@dataclass(frozen=True)
class Plan:
    """The statement and what the papers say of it, as known on one day."""

    as_of: date
    dated: date
    """The date on the statement."""
    areas: tuple[Area, ...]
    working_groups: tuple[WorkingGroup, ...]
    chairs: tuple[Chair, ...]
    priority_areas: tuple[PriorityArea, ...]
    actions: tuple[Action, ...]
    milestones: tuple[Milestone, ...]
    kpis: tuple[Kpi, ...]
    progress: tuple[Progress, ...]
    events: tuple[Event, ...]
    glossary: tuple[Term, ...]
    figures: tuple[PaperFigure, ...]
    oddities: tuple[Oddity, ...]
    dependencies: tuple[Dependency, ...]
    documents: tuple[Document, ...]

    def action(self, uid: str) -> Action:
        """Return one action by its uid."""
        return next(action for action in self.actions if action.uid == uid)

    def kpi(self, row_id: str) -> Kpi:
        """Return one KPI row by its id."""
        return next(kpi for kpi in self.kpis if kpi.row_id == row_id)

    def actions_for(self, area_no: int, crossing: bool = False) -> tuple[Action, ...]:
        """Return the actions that mainly serve an area; `crossing` adds those that also help."""
        return tuple(
            action
            for action in self.actions
            if area_no in action.area_nos or (crossing and area_no in action.cross_area_nos)
        )

    def kpis_for(self, area_no: int) -> tuple[Kpi, ...]:
        """Return the KPI rows that mainly measure an area."""
        return tuple(kpi for kpi in self.kpis if area_no in kpi.area_nos)

    def kpis_under(self, wg_no: int) -> tuple[Kpi, ...]:
        """Return the KPI rows shown under a group, repeats included."""
        return tuple(kpi for kpi in self.kpis if wg_no in kpi.groups)

    def reported(self, uid: str) -> tuple[Progress, ...]:
        """Return what the papers report of an action, oldest first."""
        found = [item for item in self.progress if uid in item.action_uids]
        return tuple(sorted(found, key=lambda item: (item.known_on, item.item_id)))


def read(as_of: date, folder: Path = PLAN) -> Plan:
    """Return the plan as known on a day, or raise a DataError listing all that does not agree.

    What a paper said after that day is left out; due dates that lie ahead are part of the plan.
    """
    whole = Plan(
        as_of=as_of,
        dated=_dated(folder),
        areas=tables.read(Area, folder / "areas.csv"),
        working_groups=tables.read(WorkingGroup, folder / "working_groups.csv"),
        chairs=_known(tables.read(Chair, folder / "chairs.csv"), as_of),
        priority_areas=tables.read(PriorityArea, folder / "priority_areas.csv"),
        actions=tables.read(Action, folder / "actions.csv"),
        milestones=tables.read(Milestone, folder / "milestones.csv"),
        kpis=tables.read(Kpi, folder / "kpis.csv"),
        progress=_known(tables.read(Progress, folder / "progress.csv"), as_of),
        events=_known(tables.read(Event, folder / "events.csv"), as_of),
        glossary=_known(tables.read(Term, folder / "glossary.csv"), as_of),
        figures=_known(tables.read(PaperFigure, folder / "figures.csv"), as_of),
        oddities=_known(tables.read(Oddity, folder / "oddities.csv"), as_of),
        dependencies=tables.read(Dependency, folder / "dependencies.csv"),
        documents=_known(tables.read(Document, folder / "documents.csv"), as_of),
    )
    found = problems(whole)
    if found:
        raise DataError("The tables in data/plan do not agree with each other:", found)
    return whole


kept.ahead(lambda: read(date.max))


def _dated(folder: Path) -> date:
    papers = tables.read(Document, folder / "documents.csv")
    return next(paper.dated for paper in papers if paper.kind == "plan")


def _known(rows: tuple[Row, ...], as_of: date) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.known_on <= as_of)


def problems(plan: Plan) -> list[str]:
    """Return every reference of one table that another does not hold."""
    areas = {area.area_no for area in plan.areas}
    groups = {group.wg_no for group in plan.working_groups}
    priorities = {priority.priority_ref for priority in plan.priority_areas}
    actions = {action.uid for action in plan.actions}
    papers = {paper.document for paper in plan.documents}
    found: list[str] = []

    def missing(where: str, wanted: Iterable[object], known: set[object], what: str) -> None:
        found.extend(
            f"{where} names {what} {one}, which is not listed" for one in wanted if one not in known
        )

    for area in plan.areas:
        missing(f"areas.csv: area {area.area_no}", [area.wg_no], {*groups}, "working group")
    for group in plan.working_groups:
        missing(f"working_groups.csv: {group.wg_no}", group.area_nos, {*areas}, "area")
    for chair in plan.chairs:
        missing("chairs.csv", [chair.wg_no], {*groups}, "working group")
        missing(f"chairs.csv: group {chair.wg_no}", [chair.document], {*papers}, "paper")
    for priority in plan.priority_areas:
        where = f"priority_areas.csv: {priority.priority_ref}"
        missing(where, [priority.wg_no], {*groups}, "working group")
        missing(where, priority.area_nos, {*areas}, "area")
    for action in plan.actions:
        where = f"actions.csv: {action.uid}"
        missing(where, [action.wg_no], {*groups}, "working group")
        missing(where, [action.priority_ref], {*priorities}, "priority area")
        missing(where, (*action.area_nos, *action.cross_area_nos), {*areas}, "area")
    for milestone in plan.milestones:
        missing("milestones.csv", [milestone.action_uid], {*actions}, "action")
    for kpi in plan.kpis:
        where = f"kpis.csv: {kpi.row_id}"
        missing(where, kpi.groups, {*groups}, "working group")
        missing(where, (*kpi.area_nos, *kpi.cross_area_nos), {*areas}, "area")
    for item in plan.progress:
        where = f"progress.csv: {item.item_id}"
        missing(where, item.action_uids, {*actions}, "action")
        missing(where, item.area_nos, {*areas}, "area")
        missing(where, [item.document], {*papers}, "paper")
    for link in plan.dependencies:
        missing("dependencies.csv", [link.action_uid, link.needs_uid], {*actions}, "action")
    return found
