"""Which pages a reader of one page may want next: the same place or need, the same question."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

TOTAL = "Total"
"""The whole county: no place that pages share."""

Way = tuple[str, str]
"""Path and title of a page."""


def of(
    row: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    together: Sequence[Sequence[str]] = (),
) -> tuple[Way, ...]:
    """Return the pages of the same place, need or area, then those of the same part of the report.

    A page made for one place or need leads to that place's other pages; any other, to its
    neighbours in the section; and each to those that the contents put `together` with it. Pages
    of another audience are never among them.
    """
    others = [one for one in _beside(row, rows) if not _same_question(one, row)]
    own = {item for item in row["values"].items() if item[1] not in (TOTAL, "")}
    if own:
        near = [one for one in others if own & set(one["values"].items())]
    else:
        near = [one for one in others if one["section"] == row["section"] and not one["values"]]
    named = {page for line in together if row["page"] in line for page in line}
    return _ways([*near, *(one for one in others if one["page"] in named and one not in near)])


def elsewhere(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> tuple[Way, ...]:
    """Return the pages that ask the same question of another place, need or theme."""
    return _ways(one for one in _beside(row, rows) if _same_question(one, row))


def _same_question(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two pages are of one notebook and stand under one heading of the index."""
    return all(one[name] == other[name] for name in ("notebook", "section", "group"))


def _beside(row: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [
        one for one in rows if one["audience"] == row["audience"] and one["page"] != row["page"]
    ]


def _ways(rows: Iterable[Mapping[str, Any]]) -> tuple[Way, ...]:
    return tuple((one["page"], one["title"]) for one in rows)
