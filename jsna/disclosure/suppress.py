"""Hide what gives children away, and no more: for counts that must be shown exactly.

Counts of 1 to 4 are hidden first. Then linear programming asks, cell by cell, what somebody who
holds all linked tables could know; while a hidden count can be pinned to 1 to 4,
the cheapest further cells that stand in its way are hidden too. A count of a single contributor
knows itself: where hidden cells stand with one small one alone in a sum, one more goes with it.

Reference: Fischetti and Salazar (2001), Management Science 47, 1008-1027; the singleton rule after
Meindl and Templ (2019), Austrian Journal of Statistics.
"""

import hashlib
from collections.abc import Mapping, Sequence

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
ROUNDS = 400
"""Cells hidden one after another before it is given up; a table of ours needs a few dozen."""


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
    limits = limits or Limits()
    exact = {figure.id: cells[figure.id].reset_index(drop=True) for figure in figures}
    hidden = {
        name: frame["value"].between(*SMALL).to_numpy().copy() for name, frame in exact.items()
    }
    for figure in figures:
        _singletons(figure, exact[figure.id], hidden[figure.id])
    _same_everywhere(figures, exact, hidden)
    for _ in range(ROUNDS):
        safes = {
            figure.id: _drawn(figure, exact[figure.id], hidden[figure.id], made_up)
            for figure in figures
        }
        found = attack(safes, hierarchy, limits=limits)
        if not found:
            return safes
        chosen = False
        for narrowed in found:
            chosen |= _hide_one_more(narrowed.cell, figures, exact, hidden, seed)
        _same_everywhere(figures, exact, hidden)
        if not chosen:
            break
    raise DisclosureError(
        "These counts cannot be shown exactly together:",
        ["show fewer tables of the same children, or round them (rule: rounded)"],
    )


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


def _lines(figure: Figure, frame: pd.DataFrame) -> list[pd.Index]:
    """Return the rows of each sum: the cells that differ in one dimension only, total included."""
    lines = []
    for name in figure.dimensions:
        others = [other for other in figure.dimensions if other != name]
        if others:
            lines += [part.index for _, part in frame.groupby(others, sort=False)]
        else:
            lines.append(frame.index)
    return [line for line in lines if len(line) > 1]


def _singletons(figure: Figure, frame: pd.DataFrame, hidden: npt.NDArray[np.bool_]) -> None:
    """Hide a third where two are hidden and one of them is a single child, who knows itself."""
    for line in _lines(figure, frame):
        held = frame.loc[line]
        inside = held[hidden[line]]
        if len(inside) == 2 and (inside["value"] == 1).any():
            rest = held[~hidden[line] & (held["value"] > 0)]
            names = list(figure.dimensions)
            rest = rest[(rest[names] != TOTAL).all(axis=1)]
            if len(rest):
                hidden[int(rest.index[int(rest["value"].to_numpy().argmin())])] = True


def _same_everywhere(
    figures: Sequence[Figure],
    exact: Mapping[str, pd.DataFrame],
    hidden: Mapping[str, npt.NDArray[np.bool_]],
) -> None:
    """Hide a cell in every figure that shows it."""
    gone: set[tuple[object, ...]] = set()
    keys: dict[str, list[tuple[object, ...]]] = {}
    for figure in figures:
        names = list(figure.dimensions)
        keys[figure.id] = [
            (
                figure.records,
                figure.period,
                tuple(sorted(figure.where.items())),
                tuple(sorted((n, v) for n, v in zip(names, row, strict=True) if v != TOTAL)),
            )
            for row in exact[figure.id][names].itertuples(index=False, name=None)
        ]
        gone |= {key for key, out in zip(keys[figure.id], hidden[figure.id], strict=True) if out}
    for figure in figures:
        hidden[figure.id][:] = [key in gone for key in keys[figure.id]]


def _hide_one_more(
    cell: str,
    figures: Sequence[Figure],
    exact: Mapping[str, pd.DataFrame],
    hidden: Mapping[str, npt.NDArray[np.bool_]],
    seed: int | bytes,
) -> bool:
    """Hide the smallest shown count that stands in one sum with a cell that was pinned."""
    best: tuple[float, str, str, int] | None = None
    for figure in figures:
        frame, out = exact[figure.id], hidden[figure.id]
        values = frame["value"].to_numpy(dtype="float64")
        words = [
            ", ".join(f"{n} {v}" for n, v in zip(figure.dimensions, row, strict=True))
            for row in frame[list(figure.dimensions)].itertuples(index=False, name=None)
        ]
        for line in _lines(figure, frame):
            if not any(out[row] and (words[row] == cell or " alone" in cell) for row in line):
                continue
            for row in line:
                if out[row] or values[row] == 0:
                    continue
                total = TOTAL in frame.loc[row, list(figure.dimensions)].tolist()
                cost = float(values[row]) + (1e6 if total else 0.0)
                candidate = (cost, _tie(seed, words[row]), figure.id, int(row))
                best = min(best, candidate) if best else candidate
    if best is None:
        return False
    hidden[best[2]][best[3]] = True
    return True


def _tie(seed: int | bytes, text: str) -> str:
    """Return an order by the secret seed, so that nobody can tell which of two equals was next."""
    secret = seed if isinstance(seed, bytes) else str(seed).encode("utf-8")
    return hashlib.blake2b(text.encode("utf-8"), key=secret[:64], digest_size=8).hexdigest()
