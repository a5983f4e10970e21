"""The output-check log: what was checked before release, by which rule, and who signed it off.

A machine's check is written by the build; a person adds a line with a role, never a name. A line
names the checksum of what was looked at, so a later change needs another look.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

from jsna.disclosure.reading import Leak
from jsna.disclosure.release import open_figures
from jsna.errors import DisclosureError
from jsna.project import RESTRICTED

RULES = (
    "controlled rounding",
    "joint suppression",
    "statistic",
    "published by its owner",
    "not collected",
    "attack",
    "gate",
    "read by a person",
)
"""By what an output was checked."""
OUTCOMES = ("passed", "refused", "changed")
MACHINES = ("the build", "jsna gate")


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


def path_of(edition: str, restricted: Path = RESTRICTED) -> Path:
    """Return where an edition's log is kept: in the restricted store, never in a report."""
    return restricted / "checks" / f"{edition}.csv"


def note(folder: Path, leaks: Sequence[Leak], by: str, day: date) -> Path:
    """Write into the log what a machine has checked of a report, and return the log."""
    figures = open_figures(folder / "public" if (folder / "public").is_dir() else folder)
    methods = Counter(figures.describe(name)["protection"]["method"] for name in figures)
    path = path_of(figures.edition)
    add(path, of_machine(folder, methods, [leak.kind for leak in leaks], day, by))
    return path


def of_machine(
    folder: Path, methods: Mapping[str, int], kinds: Sequence[str], day: date, by: str
) -> list[Check]:
    """Return one line for each rule by which figures were made safe, one for attack, one for gate.

    `methods` counts the figures by method; `kinds` has the kind of each leak that was found.
    """
    seen, now = checksum(folder), day.isoformat()
    narrowed = kinds.count("narrowed")
    found = {"attack": narrowed, "gate": len(kinds) - narrowed}
    made = [
        Check(now, folder.name, seen, method, "passed", by, f"{count} figures")
        for method, count in sorted(methods.items())
    ]
    return made + [
        Check(
            now, folder.name, seen, rule, "refused" if number else "passed", by, f"{number} found"
        )
        for rule, number in found.items()
    ]


def sign(path: Path, folder: Path, role: str, day: date, remark: str = "") -> Check:
    """Note that a person in this role has read a report as it is now, and return the line."""
    line = Check(
        day.isoformat(), folder.name, checksum(folder), "read by a person", "passed", role, remark
    )
    add(path, [line])
    return line


def signed(path: Path, folder: Path) -> list[Check]:
    """Return the lines of those who have read a report as it is now."""
    now = checksum(folder)
    return [
        check
        for check in read(path)
        if check.checksum == now and check.rule == "read by a person" and check.outcome == "passed"
    ]


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
    if check.rule == "read by a person" and check.signed_off_by in MACHINES:
        problems.append(f"'{check.output}': a machine cannot sign for a person")
    try:
        date.fromisoformat(check.checked_on)
    except ValueError:
        problems.append(f"'{check.checked_on}' is no day; write it as 2021-08-31")
    return problems
