"""The primary needs of the Department for Education, from the list beside the area packs.

A new need is one line of `params/areas/needs.csv`: its code, its name, the broad area that it
belongs to (empty for one that is a broad area of its own), and other spellings that extracts may
have, with semicolons between. The order of the lines is the order of the pages.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from jsna.errors import ParamError
from jsna.project import PARAMS, named

LIST = PARAMS / "areas" / "needs.csv"
COLUMNS = ["code", "need", "broad_area", "also_called"]


@dataclass(frozen=True)
class Need:
    """One primary need."""

    code: str
    name: str
    broad_area: str
    """Empty where the need is a broad area of its own."""
    also_called: tuple[str, ...]
    """Other ways in which extracts write it."""


def read(path: Path = LIST) -> tuple[Need, ...]:
    """Return the needs of the list in order, or a ParamError that lists all that is wrong."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    header, lines = (rows[0], rows[1:]) if rows else ([], [])
    problems: list[str] = []
    if header != COLUMNS:
        problems = [f"its columns are {', '.join(header)}; they should be {', '.join(COLUMNS)}"]
        lines = []
    found = []
    for number, line in enumerate(lines, start=2):
        if len(line) != len(COLUMNS):
            problems.append(f"line {number}: it has {len(line)} values, not {len(COLUMNS)}")
            continue
        code, name, broad_area, also = (value.strip() for value in line)
        if not re.fullmatch(r"[A-Z]{2,5}", code):
            problems.append(f"line {number}: a code is 2 to 5 capitals, not '{code}'")
        if not name:
            problems.append(f"line {number}: '{code}' has no name")
        spellings = tuple(word.strip() for word in also.split(";") if word.strip())
        found.append(Need(code, name, broad_area, spellings))
    problems += _twice("code", [need.code for need in found])
    problems += _twice("name", [need.name for need in found])
    names = {need.name for need in found}
    problems += [
        f"'{need.code}': its broad area, '{need.broad_area}', is the name of a need"
        for need in found
        if need.broad_area in names
    ]
    if problems:
        raise ParamError(f"{named(path)} cannot be used:", problems)
    return tuple(found)


def _twice(what: str, values: list[str]) -> list[str]:
    return [
        f"the {what} '{value}' is given {values.count(value)} times"
        for value in dict.fromkeys(values)
        if value and values.count(value) > 1
    ]
