"""The ten working days from the inspectors' call to the visit: who does what on which day.

    plan = countdown(date(2021, 9, 6), requests.answers(items, register, date(2021, 9, 6)))
    paper(plan)

Work starts at once, and is due on its `days_needed`th day; what needs more than the notice is
named, not hidden. `inspection.frozen` keeps what was held on the day of the call.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspection.draft import OFFICIAL
from inspection.paper import Block, Bullets, OwnWords, Paper, Row, Section, Sentence, Table
from inspection.periods import said
from inspection.requests import NOTICE_DAYS, Answer
from inspection.working_days import working_days_after

LEAD = "SEND Partnership Strategic Lead"
_MILESTONES = (
    (1, "tell every owner, name one contact for inspectors and one for families"),
    (6, "escalate every item that has not come to its chief officer"),
    (8, "read the self-evaluation aloud against the claim ledger; sign off what stands"),
    (9, "freeze the evidence folder"),
    (10, "hand over the folder and the timetable of meetings"),
)
"""What the Lead does whatever is missing: the day and the task."""


@dataclass(frozen=True)
class Task:
    """One thing to do by one day."""

    day_no: int
    due: date
    owner_role: str
    what: str
    item_no: str = ""
    late: bool = False
    """Needed in the visit, and cannot be ready by its first day."""


@dataclass(frozen=True)
class Countdown:
    """The days between the call and the visit."""

    call: date
    days: tuple[date, ...]
    """The ten working days; the visit begins on the next."""
    visit: date
    tasks: tuple[Task, ...]
    answers: tuple[Answer, ...]

    @property
    def cannot_be_ready(self) -> tuple[Task, ...]:
        """What needs more working days than there are."""
        return tuple(task for task in self.tasks if task.late)


def countdown(call: date, answers: Sequence[Answer]) -> Countdown:
    """Return the countdown from a call: every item with its owner and day, and the milestones."""
    *days, visit = working_days_after(call, NOTICE_DAYS + 1)
    tasks = [Task(number, days[number - 1], LEAD, what) for number, what in _MILESTONES]
    for answer in answers:
        request = answer.request
        number = min(request.days_needed, NOTICE_DAYS) if answer.held != "have" else 2
        tasks.append(
            Task(
                number,
                days[number - 1],
                request.owner_role,
                _what(answer),
                request.item_no,
                not answer.in_time,
            )
        )
    ordered = sorted(tasks, key=lambda task: (task.day_no, task.item_no, task.owner_role))
    return Countdown(call, tuple(days), visit, tuple(ordered), tuple(answers))


def main_text(plan: Countdown) -> str:
    """Return the countdown as the command prints it: day by day, then what is not in time."""
    lines = [f"Call on {said(plan.call)}; the visit begins on {said(plan.visit)}.", ""]
    for number, day in enumerate(plan.days, start=1):
        lines.append(f"Day {number}, {day:%A} {said(day)}")
        for task in plan.tasks:
            if task.day_no == number:
                lines.append(f"  {task.owner_role}: {task.what}")
    held = [answer.held for answer in plan.answers]
    lines += [
        "",
        f"{held.count('have')} of {len(held)} items held, {held.count('too old')} too old, "
        f"{held.count('gap')} gaps.",
    ]
    lines += [
        f"Cannot be ready in time: {task.what} ({task.owner_role})" for task in plan.cannot_be_ready
    ]
    return "\n".join(lines) + "\n"


def paper(plan: Countdown) -> Paper:
    """Return the countdown as a paper for its owners: by day, by owner, item by item."""
    return Paper(
        "call-day",
        "The ten days before the visit",
        f"Called on {said(plan.call)}; the visit begins on {said(plan.visit)}",
        plan.call.isoformat(),
        OFFICIAL,
        (
            Section("title", "The ten days before the visit", 0, tuple(_opening(plan))),
            Section("days", "Day by day", 1, (_days(plan),)),
            Section("owners", "Who owes what", 1, (_owners(plan),)),
            Section("late", "What cannot be ready in time", 1, (_late(plan),)),
            Section("items", "What we hold of each item", 1, (_items(plan),)),
            Section(
                "notes",
                "Notes",
                1,
                (OwnWords("notes", "[Your words. Write here whom you have told, and when.]"),),
            ),
        ),
    )


def _opening(plan: Countdown) -> list[Block]:
    held = [answer.held for answer in plan.answers]
    return [
        Sentence(
            f"Inspectors called on {said(plan.call)}. Ten working days of notice are counted from "
            f"the next; the visit begins on {said(plan.visit)}."
        ),
        Sentence(
            f"Of {len(held)} items that they may ask for we hold {held.count('have')}; "
            f"{held.count('too old')} are too old and {held.count('gap')} are gaps."
        ),
    ]


def _days(plan: Countdown) -> Block:
    rows = tuple(
        Row((f"Day {task.day_no}, {task.due:%A} {said(task.due)}", task.owner_role, task.what))
        for task in plan.tasks
    )
    return Table("What is due on which day", ("Day", "Owner", "What"), rows, (2.6, 3, 5))


def _owners(plan: Countdown) -> Block:
    owed: dict[str, list[Task]] = {}
    for task in plan.tasks:
        owed.setdefault(task.owner_role, []).append(task)
    rows = tuple(
        Row((owner, f"day {tasks[0].day_no}", "; ".join(task.what for task in tasks)))
        for owner, tasks in sorted(owed.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )
    return Table("Each owner's tasks", ("Owner", "First due", "What"), rows, (3, 1.4, 6))


def _late(plan: Countdown) -> Block:
    if not plan.cannot_be_ready:
        return Sentence(f"Nothing: every item can be made or renewed within {NOTICE_DAYS} days.")
    return Bullets(
        tuple(Sentence(f"{task.owner_role}: {task.what}.") for task in plan.cannot_be_ready)
    )


def _items(plan: Countdown) -> Block:
    rows = tuple(
        Row(
            (
                f"{one.request.item_no} {one.request.item}",
                one.held,
                one.evidence.title if one.evidence else "nothing",
                "no age" if one.age_days is None else f"{one.age_days} days",
                one.request.owner_role,
            )
        )
        for one in plan.answers
    )
    header = ("Item", "Held", "The newest piece", "Age on the day of the call", "Owner")
    return Table("The request list on the day of the call", header, rows, (4.2, 1.2, 3, 1.6, 2.6))


def _what(answer: Answer) -> str:
    item = answer.request.item
    if answer.held == "gap":
        return f"make: {item}"
    if answer.held == "too old":
        return f"renew: {item} (what we have is {answer.age_days} days old)"
    return f"check: {item}"
