"""The explorer: show by one of twelve categories, filter by two, from safe cells only.

The page holds the tables and a plain script. Nothing is worked out from records: what cannot be
read from a published cell cannot be asked for.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from jsna.dimensions import DIMENSIONS, EXPLORER
from jsna.disclosure.safe import Safe
from jsna.errors import BuildError
from jsna.figures import NOT_APPLICABLE, NOT_COLLECTED, SHOWN, TOO_FEW, TOTAL
from jsna.publish.html import whole
from jsna.publish.index import Edition, as_data
from jsna.publish.page import Page
from jsna.show.chosen import label_of, name_of
from jsna.show.sourced import source_words

MOST = 3
"""Show by one, filter by two: a table of more dimensions is neither safe nor legible."""
_CODES = {TOO_FEW: -1, NOT_COLLECTED: -2, NOT_APPLICABLE: -3}
_ABSENT = -9


def render(
    figures: Mapping[str, Safe],
    edition: Edition,
    places: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return the explorer of the given figures, whose dimensions are among the twelve.

    `places` gives the kinds of place that may stand side by side, such as
    `{"Districts": [...], "The two new councils": [...]}`: places that overlap never share a table.
    """
    used = _largest(figures)
    if not used:
        raise BuildError(
            "The explorer cannot be made:",
            [f"no figure has one to {MOST} of the dimensions {', '.join(EXPLORER)}"],
        )
    first = used[0]  # all are counts of the same children; titles say which breakdown after ":"
    day = edition.as_of
    made_up = any(safe.made_up for safe in used)
    page = Page(
        path="explorer.html", title="Explore the figures", section="", edition=edition.edition,
        as_of=f"{day.day} {day:%B %Y}", at_top=True, made_up=made_up,
        draft=edition.edition_state == "draft",
    )  # fmt: skip
    data = {
        "title": first.figure.title.partition(":")[0],
        "unit": first.figure.unit,
        "period": first.figure.period,
        "source": source_words(first),
        "madeUp": made_up,
        "base": max(safe.protection.base for safe in used),
        "dimensions": _dimensions(used, places or {}),
        "tables": [_table(safe) for safe in used],
    }
    return whole(
        "explorer.html.j2", "explorer.js", page=page, data=as_data(data), first=first.figure,
        source=source_words(first), figures=sorted(safe.figure.id for safe in used),
    )  # fmt: skip


def _largest(figures: Mapping[str, Safe]) -> list[Safe]:
    """Return the figures to hold: a table that another holds as its totals is left out."""
    fitting = [
        safe
        for _, safe in sorted(figures.items())
        if 0 < len(safe.figure.dimensions) <= MOST and set(safe.figure.dimensions) <= set(EXPLORER)
    ]
    fitting.sort(key=lambda safe: -len(safe.figure.dimensions))
    kept: list[Safe] = []
    for safe in fitting:
        own = set(safe.figure.dimensions)
        if not any(own <= set(other.figure.dimensions) for other in kept):
            kept.append(safe)
    return kept


def _dimensions(used: list[Safe], places: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return each dimension's name, its values in order and the sets that may be shown together."""
    found = {}
    for name in EXPLORER:
        values: dict[str, None] = {}
        for safe in used:
            if name in safe.figure.dimensions:
                values.update(dict.fromkeys(str(value) for value in safe.cells[name]))
        if not values:
            continue
        known = DIMENSIONS[name]
        groups = set(known.groups) if name != "area" else set()
        order = [value for value in known.values if value in values]
        order += [value for value in values if value not in order and value != TOTAL]
        finest = [value for value in order if value not in groups]
        sets = [{"name": "", "values": finest}]
        if name == "area" and places:
            named = [
                {"name": kind, "values": [value for value in members if value in values]}
                for kind, members in places.items()
            ]
            sets = [one for one in named if one["values"]] or sets
        elif groups & set(order):
            sets.append(
                {"name": "broad groups", "values": [value for value in order if value in groups]}
            )
        found[name] = {
            "name": name_of(name),
            "all": label_of(name, TOTAL),
            "values": order,
            "sets": sets,
        }
    return found


def _table(safe: Safe) -> dict[str, Any]:
    """Return the cells row by row over the values of each dimension; a state is a negative code."""
    names = list(safe.figure.dimensions)
    values = [list(dict.fromkeys(str(value) for value in safe.cells[name])) for name in names]
    places = [{value: number for number, value in enumerate(listed)} for listed in values]
    size = 1
    for listed in values:
        size *= len(listed)
    flat = [_ABSENT] * size
    columns = [safe.cells[name].astype(str).tolist() for name in names]
    numbers, states = safe.cells["value"].tolist(), safe.cells["status"].tolist()
    for row, (number, state) in enumerate(zip(numbers, states, strict=True)):
        at = 0
        for place, listed, column in zip(places, values, columns, strict=True):
            at = at * len(listed) + place[column[row]]
        flat[at] = round(number) if state == SHOWN else _CODES[state]
    return {"id": safe.figure.id, "by": names, "values": values, "cells": flat}
