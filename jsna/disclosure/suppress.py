"""Hide what gives children away, and no more: for counts that must be shown exactly.

Counts of 1 to 4 are hidden first. Then linear programming asks, cell by cell, what somebody who
holds all linked tables could know; while a hidden count can be pinned to 1 to 4,
the smallest counts that stand in one sum with a hidden one are hidden too. A count of a single
contributor knows itself: where it stands with one hidden count alone in a sum, one more goes.

Reference: Fischetti and Salazar (2001), Management Science 47, 1008-1027; the singleton rule after
Meindl and Templ (2019), Austrian Journal of Statistics.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from jsna.disclosure.attack import attack
from jsna.disclosure.limits import Limits
from jsna.disclosure.margins import Link
from jsna.disclosure.safe import Protection, Safe, _mint
from jsna.errors import DisclosureError
from jsna.figures import SHOWN, TOO_FEW, TOTAL, Figure

METHOD = "joint suppression"
SMALL = (1, 4)


def suppress(
    figures: Sequence[Figure],
    cells: Mapping[str, pd.DataFrame],
    hierarchy: Sequence[Link],
    seed: int | bytes,
    limits: Limits | None = None,
    made_up: bool = True,
) -> dict[str, Safe]:
    """Return the figures with exact counts, and enough of them hidden together.

    `cells[id]` holds the dimensions, with totals, and the exact `value`. Figures of the same
    `records` are linked: what one shows, another may not give away. Nought stays: it harms nobody.
    """
    problems = [
        f"'{figure.id}' has the rule '{figure.rule}': only suppressed ones belong here"
        for figure in figures
        if figure.rule != "suppressed"
    ]
    if problems:
        raise DisclosureError("Figures cannot be suppressed together:", problems)
    exact = {figure.id: cells[figure.id].reset_index(drop=True) for figure in figures}
    hidden = {
        name: frame["value"].between(*SMALL).to_numpy().copy() for name, frame in exact.items()
    }
    for figure in figures:
        _singletons(figure, exact[figure.id], hidden[figure.id])
    _same_everywhere(figures, exact, hidden)
    # Each round hides a count more, so that it ends.
    while True:
        safes = {
            figure.id: _drawn(figure, exact[figure.id], hidden[figure.id], made_up)
            for figure in figures
        }
        found = attack(safes, hierarchy, limits=limits)
        if not found:
            return safes
        more = [_hide_one_more(figures, exact, hidden, seed) for _ in found]
        if not any(more):
            raise DisclosureError(
                "These counts cannot be shown exactly together:",
                ["show fewer tables of the same children, or round them (rule: rounded)"],
            )
        _same_everywhere(figures, exact, hidden)


def _drawn(
    figure: Figure,
    frame: pd.DataFrame,
    hidden: npt.NDArray[np.bool_],
    made_up: bool,
) -> Safe:
    cells = frame[[*figure.dimensions, "value"]].copy()
    cells["value"] = cells["value"].astype("float64").mask(hidden)
    cells["status"] = np.where(hidden, TOO_FEW, SHOWN)
    cells["status"] = cells["status"].astype("str")
    return _mint(figure, cells, Protection(METHOD, 1, 0, TOO_FEW), made_up)


def _lines(figure: Figure, frame: pd.DataFrame) -> Iterator[tuple[str, pd.Index]]:
    """Give the rows of each sum, total included, by the one dimension in which they differ."""
    for name in figure.dimensions:
        others = [other for other in figure.dimensions if other != name]
        if others:
            yield from ((name, part.index) for _, part in frame.groupby(others, sort=False))
        else:
            yield name, frame.index


def _singletons(figure: Figure, frame: pd.DataFrame, hidden: npt.NDArray[np.bool_]) -> None:
    """Hide a third where two are hidden and one of them is a single child, who knows itself."""
    for name, line in _lines(figure, frame):
        held = frame.loc[line]
        inside = held[hidden[line]]
        if len(inside) == 2 and (inside["value"] == 1).any():
            rest = held[~hidden[line] & (held["value"] != 0)]
            # The total goes only where no part of it is there to go.
            rest = rest.assign(total=rest[name] == TOTAL).sort_values(["total", "value"])
            hidden[rest.head(1).index] = True


def _same_everywhere(
    figures: Sequence[Figure],
    exact: Mapping[str, pd.DataFrame],
    hidden: Mapping[str, npt.NDArray[np.bool_]],
) -> None:
    """Hide a cell in every figure that shows it, as a row of it or by what the figure selects."""
    keys = {}
    for figure in figures:
        names = figure.dimensions
        keys[figure.id] = [
            (
                figure.records,
                figure.period,
                frozenset(
                    (name, value)
                    for name, value in (*figure.where.items(), *zip(names, row, strict=True))
                    if value != TOTAL
                ),
            )
            for row in exact[figure.id][list(names)].itertuples(index=False, name=None)
        ]
    gone = {
        key
        for figure in figures
        for key, out in zip(keys[figure.id], hidden[figure.id], strict=True)
        if out
    }
    for figure in figures:
        hidden[figure.id][:] = [key in gone for key in keys[figure.id]]


def _hide_one_more(
    figures: Sequence[Figure],
    exact: Mapping[str, pd.DataFrame],
    hidden: Mapping[str, npt.NDArray[np.bool_]],
    seed: int | bytes,
) -> bool:
    """Hide the smallest shown count that stands in one sum with a hidden one; a total last."""
    best: tuple[bool, float, str, str, int] | None = None
    for figure in figures:
        frame, out = exact[figure.id], hidden[figure.id]
        names = list(figure.dimensions)
        for _, line in _lines(figure, frame):
            if not out[line].any():
                continue
            for row in line[~out[line]]:
                held = frame.loc[row]
                words = ", ".join(f"{other} {held[other]}" for other in names)
                total = TOTAL in held[names].tolist()
                candidate = (total, float(held["value"]), _tie(seed, words), figure.id, int(row))
                if held["value"] != 0 and (best is None or candidate < best):
                    best = candidate
    if best is None:
        return False
    *_, figure_id, row = best
    hidden[figure_id][row] = True
    return True


def _tie(seed: int | bytes, text: str) -> str:
    """Return an order by the secret seed, so that nobody can tell which of two equals was next."""
    secret = seed if isinstance(seed, bytes) else str(seed).encode("utf-8")
    return hashlib.blake2b(text.encode("utf-8"), key=secret[:64], digest_size=8).hexdigest()
