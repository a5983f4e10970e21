"""What changed on a page since the edition before, in sentences without a number of their own.

A rounded number that moved by no more than rounding can move it is not called a change; neither is
an estimate whose range still reaches the old one.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from jsna.diff import DEFINITION
from jsna.disclosure.safe import Safe

NOTHING_BEFORE = (
    "No earlier edition was released: there is nothing to compare this page with. "
    "Change is told from year to year, inside the figures."
)
NEW = "New in this edition"
ANOTHER_WAY = "Counted in another way than before, so not to be compared"
LATER = "Goes on to a later time; what was shown before stays as it was shown"
BEYOND = "Changed, for a time shown before, by more than rounding or chance would give"
REVISED = "Revised by its publisher, for a time shown before"
WITHIN = "Moved, for a time shown before, by no more than rounding or chance could"
UNSURE = "Moved, for a time shown before; whether by more than chance cannot be told"
SAME = "The same as before"
MOST = 12
"""How many figures of one kind are named; a page of the partnership may rest on hundreds."""
_ORDER = (BEYOND, REVISED, ANOTHER_WAY, NEW, LATER, UNSURE, WITHIN, SAME)
_RANGES = {"lower", "upper", "lower_after", "upper_after"}
_TIMES = ("year", "month", "week", "period", "quarter")


def kinds(before: Mapping[str, Safe], after: Iterable[Safe]) -> dict[str, str]:
    """Return what became of each figure since the edition before, by its id."""
    found = {}
    for safe in after:
        old = before.get(safe.figure.id)
        found[safe.figure.id] = NEW if old is None else kind(old, safe)
    return found


def said(previous: str, found: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return what became of the figures of a page since the edition `previous`, worst first.

    `found` is the kind of change and the title of each figure.
    """
    titles: dict[str, list[str]] = {}
    for name, title in found:
        titles.setdefault(name, []).append(title)
    return (
        f"The edition before is {previous}. What it printed stays as printed, unless a reissue "
        "says why.",
        *(f"{name}: {_named(titles[name])}." for name in _ORDER if name in titles),
    )


def _named(titles: list[str]) -> str:
    return "; ".join(titles[:MOST]) + ("; and others" if len(titles) > MOST else "")


def kind(before: Safe, after: Safe) -> str:
    """Return in which way one figure differs from the edition before, the gravest way first."""
    if any(getattr(before.figure, part) != getattr(after.figure, part) for part in DEFINITION):
        return ANOTHER_WAY
    of_its_time = any(name in after.figure.dimensions for name in _TIMES)
    if before.figure.period != after.figure.period and not of_its_time:
        return LATER
    keys = list(after.figure.dimensions)
    both = before.cells.merge(after.cells, on=keys, suffixes=("", "_after"))
    moved = both[_moved(both)]
    if moved.empty:
        return LATER if len(after.cells) > len(both) else SAME
    if after.figure.rule == "published":
        return REVISED
    if after.figure.rule == "rounded":
        return BEYOND if _beyond_rounding(moved, before, after) else WITHIN
    if not set(moved.columns) >= _RANGES or moved[sorted(_RANGES)].isna().any(axis=None):
        return UNSURE
    return BEYOND if _apart(moved).any() else WITHIN


def _beyond_rounding(moved: pd.DataFrame, before: Safe, after: Safe) -> bool:
    most = before.protection.largest_change + after.protection.largest_change
    return bool(((moved["value_after"] - moved["value"]).abs() > most).any())


def _moved(both: pd.DataFrame) -> "pd.Series[bool]":
    name = "value" if {"value", "value_after"} <= set(both.columns) else "percent"
    old, new = both[name], both[f"{name}_after"]
    differ = (old != new) & ~(old.isna() & new.isna())
    return differ | (both["status"] != both["status_after"])


def _apart(moved: pd.DataFrame) -> "pd.Series[bool]":
    """Return where the two ranges do not reach each other."""
    return (moved["lower_after"] > moved["upper"]) | (moved["upper_after"] < moved["lower"])
