"""What someone who holds every published table knows: bounds on sums of finest cells.

A cell of any table is a sum of finest cells. Its legend bounds it: a rounded 15 that moved by
at most 4 says 11 to 19, an exact count says itself, a hidden one what its marker says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from jsna.disclosure.limits import Limits
from jsna.disclosure.margins import SNAPSHOTS, Link
from jsna.disclosure.periods import spell
from jsna.disclosure.safe import Safe
from jsna.figures import SHOWN, TOO_FEW, TOTAL

PUBLISHED = "published by its owner"
HIDDEN_ONLY = "hidden from 1 to 4"
"""The naive method whose legend itself says that a hidden count is 1 to 4."""
SMALL = (1.0, 4.0)
"""A count known to be in here is a child that might be known."""

OTHERS = "(any other value)"
"""Stands for all the values of a dimension that figures only select by."""

Region = tuple[tuple[str, frozenset[str]], ...]
"""Which finest values of which dimensions a cell counts; a dimension left out is counted whole."""


@dataclass(frozen=True)
class Known:
    """What the tables say of one sum: it lies between two bounds."""

    region: Region
    lower: float
    upper: float
    shown: float
    """The number that was printed; NaN where none was."""
    figure: str
    labels: tuple[tuple[str, str], ...]
    """The cell as printed, for the reader of a finding."""


@dataclass(frozen=True)
class Linked:
    """All that is known of the same children at the same time."""

    records: str
    period: str
    known: tuple[Known, ...]
    leaves: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The finest values of each dimension."""


class _Hierarchy:
    """What each label of a dimension is made of."""

    def __init__(self, links: Iterable[Link], labels: Mapping[str, set[str]]) -> None:
        self.children: dict[tuple[str, str], list[str]] = {}
        for dimension, parent, child in links:
            if parent != TOTAL and dimension in labels:
                self.children.setdefault((dimension, parent), []).append(child)
        self.found: dict[tuple[str, str], frozenset[str]] = {}
        self.all = {
            name: frozenset().union(*(self.leaves(name, label) for label in held - {TOTAL}))
            or frozenset({TOTAL})
            for name, held in labels.items()
        }

    def leaves(self, dimension: str, label: str) -> frozenset[str]:
        if label == TOTAL:
            return self.all[dimension]
        if (dimension, label) not in self.found:
            kids = self.children.get((dimension, label), [])
            parts = [self.leaves(dimension, child) for child in kids]
            self.found[dimension, label] = frozenset().union(*parts) or frozenset({label})
        return self.found[dimension, label]


def linked(
    editions: Sequence[Mapping[str, Safe]], hierarchy: Sequence[Link], limits: Limits
) -> list[Linked]:
    """Return what is known, put together by population and year over all editions."""
    groups: dict[tuple[str, str], list[tuple[Safe, object]]] = {}
    for figures in editions:
        for safe in figures.values():
            if safe.figure.kind == "statistic" or not safe.figure.records:
                continue
            if safe.protection.method == PUBLISHED:
                continue
            year = next((name for name in safe.figure.dimensions if name in SNAPSHOTS), "")
            if year:
                for value, rows in safe.cells.groupby(year, sort=False):
                    key = (safe.figure.records, spell(safe.figure, str(value)))
                    groups.setdefault(key, []).append((safe, rows))
            else:
                named = [value for name, value in safe.figure.where.items() if name in SNAPSHOTS]
                key = (safe.figure.records, spell(safe.figure, named[0] if named else ""))
                groups.setdefault(key, []).append((safe, safe.cells))
    return [
        _linked(records, period, held, hierarchy, limits)
        for (records, period), held in sorted(groups.items(), key=lambda item: item[0])
    ]


def _linked(
    records: str,
    period: str,
    held: Sequence[tuple[Safe, object]],
    hierarchy: Sequence[Link],
    limits: Limits,
) -> Linked:
    labels: dict[str, set[str]] = {}
    for safe, rows in held:
        for name in _plain(safe.figure.dimensions):
            labels.setdefault(name, set()).update(rows[name])  # type: ignore[index]
        for name, value in safe.figure.where.items():
            if name not in SNAPSHOTS:
                labels.setdefault(name, set()).add(value)
    spread = {name for safe, _ in held for name in safe.figure.dimensions}
    for name in set(labels) - spread:
        # No table goes over this dimension: besides the values selected there are others.
        labels[name].add(OTHERS)
    made_of = _Hierarchy(hierarchy, labels)
    known: list[Known] = []
    for safe, rows in held:
        known += _of_figure(safe, rows, made_of, limits)
    return Linked(records, period, tuple(known), made_of.all)


def _plain(dimensions: Iterable[str]) -> list[str]:
    return [name for name in dimensions if name not in SNAPSHOTS]


def _of_figure(safe: Safe, rows: object, made_of: _Hierarchy, limits: Limits) -> list[Known]:
    figure, names = safe.figure, _plain(safe.figure.dimensions)
    kept = {
        name: made_of.leaves(name, value)
        for name, value in figure.where.items()
        if name not in SNAPSHOTS
    }
    columns = [rows[name].tolist() for name in names]  # type: ignore[index]
    cells = zip(*columns, strict=True) if columns else [()] * len(rows)  # type: ignore[arg-type]
    values, states = rows["value"].tolist(), rows["status"].tolist()  # type: ignore[index]
    found = []
    for cell, value, state in zip(cells, values, states, strict=True):
        parts = dict(kept)
        for name, label in zip(names, cell, strict=True):
            leaves = made_of.leaves(name, label)
            parts[name] = parts[name] & leaves if name in parts else leaves
        region = tuple(
            sorted((name, held) for name, held in parts.items() if held != made_of.all[name])
        )
        crossed = [name for name, label in zip(names, cell, strict=True) if label != TOTAL]
        lower, upper = legend(safe, value, state, limits.of(figure.id, crossed))
        if np.isfinite(upper) or lower > 0:
            shown = value if state == SHOWN else np.nan
            pairs = tuple(zip(names, cell, strict=True))
            found.append(Known(region, lower, upper, shown, figure.id, pairs))
    return found


def legend(safe: Safe, value: float, state: str, limit: int) -> tuple[float, float]:
    """Return between which bounds a cell lies by what is printed about it."""
    if state == SHOWN:
        change = min(safe.protection.largest_change, max(limit, safe.protection.base - 1))
        return max(value - change, 0.0), value + change
    if state == TOO_FEW and safe.protection.method == HIDDEN_ONLY:
        return SMALL
    return (0.0, np.inf) if state == TOO_FEW else (0.0, 0.0)


def finest(
    dimensions: Sequence[str], leaves: Mapping[str, frozenset[str]]
) -> list[tuple[str, ...]]:
    """Return the finest cells of some dimensions, each as one value a dimension."""
    return list(product(*(sorted(leaves[name]) for name in dimensions)))
