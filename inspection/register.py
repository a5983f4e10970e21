"""The plan as a register: each action with its dates, their history, and what is only reported.

    records = register(plan, entries)

An action is approved, implemented or embedded only where the action log says so with a date.
What a paper lists as worked on is shown as reported, and never as more. Entries of the log after
the plan's day are not known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from inspection.plan import Plan
from inspection.plan_records import Action, Dependency, Progress

CRITICAL_DAYS = 180
"""An action overdue for longer than this is critical, even if no other needs it."""

LATE_STATES = ("embedded", "implemented", "approved")


@dataclass(frozen=True)
class Entry:
    """One action as the log stood on one day."""

    action_uid: str
    recorded_on: date
    status: str
    due: date | None = None
    approved: date | None = None
    implemented: date | None = None
    embedded: date | None = None
    owner_role: str = ""
    delay_reason: str = ""
    changed_approach: str = ""
    note: str = ""
    made_up: bool = False


@dataclass(frozen=True)
class Change:
    """Something the log said differently from one day on."""

    recorded_on: date
    what: str
    was: str
    now: str


@dataclass(frozen=True)
class Record:
    """One action: what was promised, what the log says, and what papers report."""

    action: Action
    entries: tuple[Entry, ...]
    """Oldest first."""
    reported: tuple[Progress, ...]
    needs: tuple[Dependency, ...]
    """What it needs."""
    needed_by: tuple[str, ...]
    """Actions that need it."""
    as_of: date

    @property
    def newest(self) -> Entry | None:
        """The log's last word; None where the log has none."""
        return self.entries[-1] if self.entries else None

    @property
    def due(self) -> date | None:
        """The due date in force: the log's last, else the statement's."""
        dues = [entry.due for entry in self.entries if entry.due]
        return dues[-1] if dues else self.action.due_date

    @property
    def state(self) -> str:
        """Embedded, implemented, approved, the log's own word, or how papers report it."""
        if self.newest:
            for state in LATE_STATES:
                day = getattr(self.newest, state)
                if day is not None and day <= self.as_of:
                    return state
            return self.newest.status.replace("_", " ")
        said = [item.status for item in self.reported]
        for status in ("reported as worked on", "reported as started"):
            if status in said:
                return status
        return "nothing reported"

    @property
    def done(self) -> bool:
        """Whether the log says that it is implemented, or replaced by another approach."""
        return self.state in ("embedded", "implemented", "replaced")

    @property
    def overdue_days(self) -> int:
        """Days since it was due where nothing with a date says that it is done; else 0."""
        if self.done or self.due is None or self.due >= self.as_of:
            return 0
        return (self.as_of - self.due).days

    @property
    def overdue(self) -> bool:
        """Whether it is past its date and not known to be implemented."""
        return self.overdue_days > 0

    @property
    def critical(self) -> bool:
        """Whether it is overdue and others wait for it, or overdue for long."""
        return self.overdue and (bool(self.needed_by) or self.overdue_days > CRITICAL_DAYS)

    @property
    def slipped_days(self) -> int:
        """By how many days the date in force is later than the statement's."""
        if self.due is None or self.action.due_date is None:
            return 0
        return (self.due - self.action.due_date).days

    @property
    def delay_reason(self) -> str:
        """The last reason given for being late."""
        return next((one.delay_reason for one in reversed(self.entries) if one.delay_reason), "")

    @property
    def changed_approach(self) -> str:
        """What is done differently, as last said."""
        said = (one.changed_approach for one in reversed(self.entries) if one.changed_approach)
        return next(said, "")

    @property
    def history(self) -> tuple[Change, ...]:
        """Every change of a date, a lead or a status, oldest first."""
        changes: list[Change] = []
        known = {
            "due": _said(self.action.due_date),
            "lead": self.action.lead_role,
            "status": "",
            "approved": "",
            "implemented": "",
            "embedded": "",
        }
        for entry in self.entries:
            now = {
                "due": _said(entry.due) or known["due"],
                "lead": entry.owner_role or known["lead"],
                "status": entry.status,
                "approved": _said(entry.approved),
                "implemented": _said(entry.implemented),
                "embedded": _said(entry.embedded),
            }
            changes += [
                Change(entry.recorded_on, what, known[what], value)
                for what, value in now.items()
                if value != known[what]
            ]
            known = now
        return tuple(changes)

    @property
    def made_up(self) -> bool:
        """Whether any entry behind it is made up."""
        return any(entry.made_up for entry in self.entries)


def register(plan: Plan, entries: Iterable[Entry] = ()) -> tuple[Record, ...]:
    """Return a record of every action, in the plan's order, as known on its day."""
    known = sorted(
        (entry for entry in entries if entry.recorded_on <= plan.as_of),
        key=lambda entry: entry.recorded_on,
    )
    return tuple(
        Record(
            action,
            tuple(entry for entry in known if entry.action_uid == action.uid),
            plan.reported(action.uid),
            tuple(link for link in plan.dependencies if link.action_uid == action.uid),
            tuple(link.action_uid for link in plan.dependencies if link.needs_uid == action.uid),
            plan.as_of,
        )
        for action in plan.actions
    )


def entries(rows: Iterable[Any], made_up: bool) -> tuple[Entry, ...]:
    """Return the accepted action log as entries; rows are mappings with the contract's columns."""
    return tuple(
        Entry(
            action_uid=str(row["action_ref"]),
            recorded_on=_day(row["recorded_on"]) or date.min,
            status=_text(row["status"]),
            due=_day(row["due"]),
            approved=_day(row["approved"]),
            implemented=_day(row["implemented"]),
            embedded=_day(row["embedded"]),
            owner_role=_text(row["owner_role"]),
            delay_reason=_text(row["delay_reason"]),
            changed_approach=_text(row["changed_approach"]),
            note=_text(row.get("note")),
            made_up=made_up,
        )
        for row in rows
    )


def contradictions(plan: Plan, log: Sequence[Entry]) -> list[str]:
    """Return what in the log cannot be so, each with its action and day."""
    found = []
    known = {action.uid for action in plan.actions}
    for one in log:
        where = f"{one.action_uid}, recorded {one.recorded_on}"
        if one.action_uid not in known:
            found.append(f"{where}: the statement has no such action")
        for state in LATE_STATES:
            day = getattr(one, state)
            if day is not None and day > one.recorded_on:
                found.append(f"{where}: {state} on {day}, after the day it was recorded")
        if one.implemented and one.approved and one.implemented < one.approved:
            found.append(f"{where}: implemented before it was approved")
        if one.embedded and not one.implemented:
            found.append(f"{where}: embedded and never implemented")
        elif one.embedded and one.implemented and one.embedded < one.implemented:
            found.append(f"{where}: embedded before it was implemented")
        if one.status == "completed" and one.implemented is None:
            found.append(f"{where}: completed, with no day on which it was implemented")
        if one.status == "delayed" and not one.delay_reason:
            found.append(f"{where}: delayed, and no reason is given")
    return found


def _said(day: date | None) -> str:
    return day.isoformat() if day else ""


def _text(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell)


def _day(cell: Any) -> date | None:
    if cell is None or cell != cell or cell == "":
        return None
    if isinstance(cell, str):
        return date.fromisoformat(cell[:10])
    return cell.date() if hasattr(cell, "date") else cell
