"""The ten working days from the inspectors' call to the visit: who does what on which day.

    plan = countdown(date(2021, 9, 6), requests.answers(items, register, date(2021, 9, 6)))
    frozen = freeze(plan, files, out)

Work starts at once, and is due on its `days_needed`th day; what needs more than the notice is
named, not hidden. The evidence folder is frozen once: it is never written over.
"""

import csv
import hashlib
import io
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspection.periods import said
from inspection.requests import NOTICE_DAYS, Answer
from inspection.working_days import working_days_after
from jsna.errors import DataError

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


def freeze(plan: Countdown, files: Mapping[str, Path], out: Path) -> Path:
    """Copy the evidence files into a new folder with a manifest, and return the manifest.

    `files` gives the file of each evidence id; a piece without one is listed as not filed. The
    manifest carries the checksum of each file and the day on which it was true.
    """
    missing = [
        f"{name}: there is no file {path.name}"
        for name, path in sorted(files.items())
        if not path.is_file()
    ]
    if out.exists():
        missing.append(f"{out.name} is there already: a frozen folder is never written over")
    if missing:
        raise DataError("The evidence folder cannot be frozen:", missing)
    out.mkdir(parents=True)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ("item_no", "item", "held", "evidence_id", "effective_on", "age_days", "file", "sha256")
    )
    for answer in plan.answers:
        piece = answer.evidence
        source = files.get(piece.evidence_id) if piece else None
        kept, checksum = "", ""
        if source is not None and piece is not None:
            kept = f"{piece.evidence_id}{source.suffix}"
            shutil.copyfile(source, out / kept)
            checksum = hashlib.sha256((out / kept).read_bytes()).hexdigest()
        writer.writerow(
            (
                answer.request.item_no,
                answer.request.item,
                answer.held,
                piece.evidence_id if piece else "",
                piece.effective_on.isoformat() if piece else "",
                answer.age_days if answer.age_days is not None else "",
                kept or "not filed",
                checksum,
            )
        )
    manifest = out / "manifest.csv"
    manifest.write_text(text.getvalue(), encoding="utf-8", newline="")
    return manifest


def _what(answer: Answer) -> str:
    item = answer.request.item
    if answer.held == "gap":
        return f"make: {item}"
    if answer.held == "too old":
        return f"renew: {item} (what we have is {answer.age_days} days old)"
    return f"check: {item}"
