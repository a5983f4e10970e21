"""The output-check log: what was checked before release, by which rule, and who signed it off.

A machine's check is written by the build; a person adds a line with a role, never a name. A line
names the checksum of what was looked at, so a later change needs another look.
"""

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

from jsna.errors import DisclosureError

RULES = (
    "controlled rounding",
    "joint suppression",
    "statistic",
    "published by its owner",
    "attack",
    "gate",
    "read by a person",
)
"""By what an output was checked."""
OUTCOMES = ("passed", "refused", "changed")


@dataclass(frozen=True)
class Check:
    """One line of the log."""

    checked_on: str
    """The day, as 2021-08-31."""
    output: str
    """A file or folder of the report, or the id of a figure."""
    checksum: str
    """SHA-256 of what was looked at; of a folder, of its files' names and checksums."""
    rule: str
    """One of RULES."""
    outcome: str
    """`passed`, `refused` or `changed`."""
    signed_off_by: str
    """A role such as `information governance lead`; `the build` for a machine's check."""
    remark: str = ""


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, or of a folder with everything in it."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    whole = hashlib.sha256()
    for part in sorted(path.rglob("*")):
        if part.is_file():
            line = f"{part.relative_to(path).as_posix()} {checksum(part)}\n"
            whole.update(line.encode("utf-8"))
    return whole.hexdigest()


def read(path: Path) -> tuple[Check, ...]:
    """Return the log, oldest line first; none where nothing was checked yet."""
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(Check(**row) for row in csv.DictReader(file))


def add(path: Path, checks: Iterable[Check]) -> None:
    """Write checks at the end of the log. Nothing in it is ever changed."""
    lines = list(checks)
    problems = [problem for check in lines for problem in _problems(check)]
    if problems:
        raise DisclosureError("The output-check log cannot take these lines:", problems)
    fresh = not path.is_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if fresh:
            writer.writerow(field.name for field in fields(Check))
        writer.writerows(astuple(check) for check in lines)


def unsigned(
    path: Path, folder: Path, needed: Sequence[str] = ("gate", "read by a person")
) -> list[str]:
    """Return the rules by which a report, as it is now, has not been passed."""
    now = checksum(folder)
    passed = {
        check.rule for check in read(path) if check.checksum == now and check.outcome == "passed"
    }
    return [rule for rule in needed if rule not in passed]


def _problems(check: Check) -> list[str]:
    problems = []
    if check.rule not in RULES:
        problems.append(f"'{check.rule}' is no rule; the rules are {', '.join(RULES)}")
    if check.outcome not in OUTCOMES:
        problems.append(f"'{check.outcome}' is no outcome; they are {', '.join(OUTCOMES)}")
    if not check.signed_off_by.strip():
        problems.append(f"'{check.output}': say which role signed it off")
    if check.rule == "read by a person" and check.signed_off_by == "the build":
        problems.append(f"'{check.output}': a machine cannot sign for a person")
    try:
        date.fromisoformat(check.checked_on)
    except ValueError:
        problems.append(f"'{check.checked_on}' is no day; write it as 2021-08-31")
    return problems
