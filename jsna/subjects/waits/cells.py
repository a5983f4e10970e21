"""An estimate as a cell of a figure: value, limits, n and which of the four states it is in."""

import math
from collections.abc import Mapping

from jsna.figures import NOT_APPLICABLE, SHOWN, TOO_FEW
from jsna.stats.estimate import Estimate

Cell = dict[str, object]
FEWEST = 10
"""Under ten waits, or under ten on either side of a share, nothing is said."""


def cell(labels: Mapping[str, str], found: Estimate | None, n: float, scale: float = 100.0) -> Cell:
    """Return one cell; no estimate, or one never reached, is `not applicable` and has no value.

    `scale` is 100 for a share in percent.
    """
    if found is None or math.isnan(found.value):
        return _empty(labels, NOT_APPLICABLE)
    told = found.scaled(scale)
    return {
        **labels,
        "n": float(n),
        "value": told.value,
        "lower": told.lower,
        "upper": told.upper,
        "status": SHOWN,
    }


def share(labels: Mapping[str, str], found: Estimate | None, n: float) -> Cell:
    """Return a share in percent; where under ten had it, or under ten had not, it is too few."""
    if found is not None and min(found.value, 1 - found.value) * n < FEWEST:
        return too_few(labels)
    return cell(labels, found, n)


def too_few(labels: Mapping[str, str]) -> Cell:
    """Return the cell of a group of whom too few were followed to say anything."""
    return _empty(labels, TOO_FEW)


def _empty(labels: Mapping[str, str], status: str) -> Cell:
    numbers = dict.fromkeys(("value", "lower", "upper", "n"), math.nan)
    return {**labels, **numbers, "status": status}


def in_weeks(labels: Mapping[str, str], found: Estimate, n: float) -> Cell:
    """Return a time as the week by which it had come: day 1 to 7 is week 1."""
    row = cell(labels, found, n, 1.0)
    for name in ("value", "lower", "upper"):
        row[name] = week(float(str(row[name])))
    return row


def week(day: float) -> float:
    """Return the week in which a day lies: day 7 is in week 1, day 8 in week 2.

    >>> week(7), week(8), week(126)
    (1.0, 2.0, 18.0)
    """
    return day if math.isnan(day) else float(math.ceil(day / 7))
