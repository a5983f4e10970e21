"""How the actions of a group, an area or the whole statement stand, and who chaired whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from inspection.plan import Plan
from inspection.register import Record


@dataclass(frozen=True)
class View:
    """How a set of actions stands."""

    name: str
    actions: int
    states: dict[str, int]
    """How many are in each state, the most first."""
    due_by_now: int
    overdue: int
    critical: tuple[Record, ...]
    """The longest overdue first."""
    undated: int
    unlogged: int
    """Of which the action log says nothing: whether they are done is not known."""
    made_up: bool


def view(name: str, records: Sequence[Record]) -> View:
    """Return the standing of a set of actions: a group's, an area's, or all."""
    counted: dict[str, int] = {}
    for record in records:
        counted[record.state] = counted.get(record.state, 0) + 1
    return View(
        name,
        len(records),
        dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))),
        sum(one.due is not None and one.due <= one.as_of for one in records),
        sum(one.overdue for one in records),
        tuple(
            sorted(
                (one for one in records if one.critical),
                key=lambda one: (-one.overdue_days, one.action.uid),
            )
        ),
        sum(one.due is None for one in records),
        sum(one.newest is None for one in records),
        any(one.made_up for one in records),
    )


def by_group(plan: Plan, records: Sequence[Record]) -> tuple[View, ...]:
    """Return a view of each working group."""
    return tuple(
        view(group.name, [one for one in records if one.action.wg_no == group.wg_no])
        for group in plan.working_groups
    )


def by_area(plan: Plan, records: Sequence[Record]) -> tuple[View, ...]:
    """Return a view of each area of weakness; an action may serve two."""
    return tuple(
        view(area.title, [one for one in records if area.area_no in one.action.area_nos])
        for area in plan.areas
    )


@dataclass(frozen=True)
class ChairChange:
    """A group whose chair is given differently by a later paper."""

    wg_no: int
    was: str
    now: str
    known_on: date


def chair_changes(plan: Plan) -> tuple[ChairChange, ...]:
    """Return where papers differ on who chairs a group: a change of chair, or of title only."""
    found = []
    for group in plan.working_groups:
        chairs = sorted(
            (one for one in plan.chairs if one.wg_no == group.wg_no), key=lambda one: one.known_on
        )
        for before, after in pairwise(chairs):
            if before.chair_role != after.chair_role:
                found.append(
                    ChairChange(group.wg_no, before.chair_role, after.chair_role, after.known_on)
                )
    return tuple(found)
