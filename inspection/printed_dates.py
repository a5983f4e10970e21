"""Dates as papers print them: `30th November 2019`, `November 2019 - July 2020`, `End March 2020`.

`read_dates` returns every date in the text and what is impossible about it; a month alone is
taken at its last day, and at its first where a range begins.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_DATE = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+)?\b(?P<month>" + "|".join(sorted(_MONTHS)) + r")\b"
    r"(?:\s+(?P<year>\d{4}))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^\s*(?:[-–—]|to\b)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Printed:
    """The dates of one text, in its order."""

    dates: tuple[date, ...]
    is_range: bool
    impossible: tuple[str, ...]
    """Days that no calendar has, as printed: `31 November 2019`."""
    backwards: bool
    """A range whose end lies before its beginning when both take the printed year."""


def read_dates(text: str) -> Printed:
    """Return the dates in a printed text; a month without a year takes that of the next one."""
    found = [
        match
        for match in _DATE.finditer(text)
        if match["year"] or match["day"] or "–" in text or "-" in text or " to " in text
    ]
    between = [text[first.end() : second.start()] for first, second in pairwise(found)]
    is_range = len(found) == 2 and bool(_RANGE.match(between[0]))
    dates, impossible = [], []
    year = 0
    for match in reversed(found):
        year = int(match["year"]) if match["year"] else year
        if not year:
            continue
        month = _MONTHS[match["month"].lower()]
        last = calendar.monthrange(year, month)[1]
        day = int(match["day"]) if match["day"] else last
        if is_range and not match["day"] and match is found[0]:
            day = 1
        if day > last:
            impossible.append(match.group().strip())
            day = last
        dates.append(date(year, month, day))
    dates.reverse()
    backwards = is_range and len(dates) == 2 and dates[0] > dates[1]
    return Printed(tuple(dates), is_range, tuple(reversed(impossible)), backwards)
