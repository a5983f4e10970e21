"""What data inside a page or a notebook says that no figure does: every number is a cell."""

from typing import Any

from jsna.disclosure.explained import unexplained
from jsna.disclosure.reading import Leak, Reader

Scope = tuple[str, ...] | None
"""The figures that may be spoken of; None for any of the edition."""


def data(held: Any, reader: Reader, scope: Scope, where: str) -> list[Leak]:
    """Return the leaks of embedded or exported data: every number is a cell of a figure."""
    leaks, wrong = [], set()
    stack: list[tuple[Any, Scope]] = [(held, scope)]
    while stack:
        item, allowed = stack.pop()
        if isinstance(item, dict):
            if item.get("id") in reader.known.values:
                # A table of the explorer: its cells are that figure's, a state is below nought.
                allowed = (item["id"],)
                cells = item.get("cells")
                if isinstance(cells, list):
                    item = {**item, "cells": [cell for cell in cells if not _is_state(cell)]}
            stack += [(part, allowed) for part in (*item.keys(), *item.values())]
        elif isinstance(item, list):
            stack += [(part, allowed) for part in item]
        elif isinstance(item, str):
            leaks += reader.traces(item, where)
            wrong.update(unexplained(item, reader.known, allowed, reader.constants))
        elif (
            isinstance(item, int | float)
            and not isinstance(item, bool)
            and not reader.known.cell(float(item), allowed)
        ):
            wrong.add(f"{item:g}")
    if wrong:
        some = ", ".join(sorted(wrong)[:3])
        leaks += reader.leak(
            "number",
            f"{len(wrong)} numbers of {where} are in no safe figure, such as {some}: embed safe "
            "cells only",
        )
    return leaks


def _is_state(cell: object) -> bool:
    return isinstance(cell, int) and -9 <= cell < 0
