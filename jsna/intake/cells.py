"""What stands in one cell, as text; and the markers that stand in place of a value."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from jsna.figures import NOT_APPLICABLE, NOT_COLLECTED, TOO_FEW

MARKERS = {
    "c": TOO_FEW,
    "*": TOO_FEW,
    "z": NOT_APPLICABLE,
    "n/a": NOT_APPLICABLE,
    "x": NOT_COLLECTED,
    ":": NOT_COLLECTED,
    "..": NOT_COLLECTED,
    "-": NOT_COLLECTED,
    "–": NOT_COLLECTED,
}
"""Cell (lower case) to the state it means. The Department for Education writes c, z, x and `:`."""

MEANS_BLANK = frozenset({"-", "–", "z", "n/a"})
"""Markers that, in a date that is blank until something happens, mean that nothing has."""

_FEWER = re.compile(r"^<\s*\d{1,2}$")


def marker(cell: str) -> str | None:
    """Return the state that a marker means, or None where the cell is no marker.

    >>> marker("<5")
    'too few to show'
    >>> marker("5") is None
    True
    """
    word = cell.strip().lower()
    if _FEWER.match(word):
        return TOO_FEW
    return MARKERS.get(word)


def text(value: Any) -> str:
    """Return what a cell of a workbook holds as the text that a CSV file would hold.

    >>> text(12.0), text(0.5), text(None)
    ('12', '0.5', '')
    """
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).strip()
