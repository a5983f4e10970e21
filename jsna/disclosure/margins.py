"""Which cells the figures of one population need, and in which of them a child is counted.

Every figure asks for the same kind of thing: counts by some dimensions, each at every level of
its hierarchy (the finest values, each layer of parents, the total). A margin is one choice of
levels; all margins of all figures lie one behind another in a single flat array of cells, so
that a child, or a unit of five children, is a row of positions in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import numpy.typing as npt

from jsna.errors import DisclosureError
from jsna.figures import TOTAL, Figure

Link = tuple[str, str, str]
Integers = npt.NDArray[np.int64]

SNAPSHOTS = frozenset({"year", "month"})
"""Dimensions that are never added up: a child is counted again in each year, or month."""


@dataclass(frozen=True)
class Level:
    """One partition of a dimension's finest values; values in no group lie outside it."""

    labels: tuple[str, ...]
    """The label of each group; empty where this level has none for it."""
    group: tuple[int, ...]
    """For each finest value the position of its label; `len(labels)` where it has none."""


@dataclass(frozen=True)
class Axis:
    """One dimension with its finest values and its levels; the last is the total, if it has one."""

    name: str
    values: tuple[str, ...]
    levels: tuple[Level, ...]

    @cached_property
    def members(self) -> dict[str, frozenset[int]]:
        """The positions of the finest values that each label counts."""
        return {
            label: frozenset(np.flatnonzero(np.array(level.group) == place).tolist())
            for level in self.levels
            for place, label in enumerate(level.labels)
            if label
        }


def axis(name: str, values: Sequence[str], hierarchy: Iterable[Link]) -> Axis:
    """Return a dimension's levels: finest values, parents in as few layers as do not overlap.

    District, unitary and CCG overlap, so each needs a layer of its own. A parent may have
    parents. A parent that cuts through a finest value cannot be counted and is left out; children
    that the code list does not hold are refused.
    """
    children: dict[str, list[str]] = {}
    for dimension, parent, child in hierarchy:
        if dimension == name and parent != TOTAL:
            children.setdefault(parent, []).append(child)
    position = {value: place for place, value in enumerate(values)}

    def leaves(label: str, above: tuple[str, ...] = ()) -> frozenset[str]:
        """Return what a label is made of: finest values, or what has no children."""
        if label in above:
            raise DisclosureError(
                f"The hierarchy of '{name}' goes in a circle:", [" > ".join((*above, label))]
            )
        if label in position or label not in children:
            return frozenset({label})
        return frozenset().union(*(leaves(child, (*above, label)) for child in children[label]))

    # Records may carry districts where the hierarchy goes on to their parts by CCG.
    finer = {child for value in values for child in _below(value, children)}
    unknown = {leaf for parent in children for leaf in leaves(parent)} - set(position) - finer
    if unknown:
        raise DisclosureError(
            f"The hierarchy of '{name}' does not fit its code list:",
            [f"'{child}' is a child there, but no value of '{name}'" for child in sorted(unknown)],
        )
    named: dict[frozenset[int], list[str]] = {
        frozenset({place}): [value] for value, place in position.items()
    }
    for parent in children:
        parts = leaves(parent)
        if parent in position or parent in finer or not parts <= set(position):
            continue
        held = frozenset(position[part] for part in parts)
        named.setdefault(held, []).append(parent)
    layers: list[list[frozenset[int]]] = [[frozenset({place}) for place in range(len(values))]]
    for held in named:
        if len(held) == 1:
            continue
        layer = next((x for x in layers[1:] if not any(held & other for other in x)), None)
        if layer is None:
            layer = []
            layers.append(layer)
        layer.append(held)
    levels = []
    for layer in layers:
        group = [len(layer)] * len(values)
        for place, held in enumerate(layer):
            for leaf in held:
                group[leaf] = place
        # Two names of the same places (a unitary before and after it had one) share their cells.
        for depth in range(max(len(named[held]) for held in layer)):
            labels = (named[held][depth] if depth < len(named[held]) else "" for held in layer)
            levels.append(Level(tuple(labels), tuple(group)))
    if name not in SNAPSHOTS:
        levels.append(Level((TOTAL,), (0,) * len(values)))
    return Axis(name, tuple(values), tuple(levels))


def _below(label: str, children: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return everything that the hierarchy has below a label."""
    own = frozenset(children.get(label, ()))
    return own.union(*(_below(child, children) for child in own))


Key = tuple[tuple[tuple[str, frozenset[int]], ...], tuple[tuple[str, tuple[int, ...]], ...]]
"""A margin: what `where` keeps, then the groups of each dimension that is not the total."""


@dataclass(frozen=True)
class Margins:
    """Every cell that the figures of one population need, in one flat array."""

    axes: tuple[Axis, ...]
    offset: Mapping[Key, int]
    """Where the cells of each margin begin."""
    steps: tuple[Integers, ...]
    """For each axis `[finest values, margins]`: what a value adds to the position of its cell."""
    starts: Integers
    """Position of the first cell of each margin."""
    real: npt.NDArray[np.bool_]
    """For each cell whether it is one of a figure; False for what lies outside its groups."""

    def positions(self, codes: Integers) -> Integers:
        """Return `[rows, margins]`: the cell of each margin in which each row is counted."""
        places = np.repeat(self.starts[None, :], len(codes), axis=0)
        for place, step in enumerate(self.steps):
            places += step[codes[:, place]]
        return places

    def counts(self, codes: Integers) -> Integers:
        """Return for every cell how many rows are counted in it."""
        found = np.zeros(len(self.real), dtype=np.int64)
        for start in range(0, len(codes), 20_000):
            places = self.positions(codes[start : start + 20_000])
            found += np.bincount(places.ravel(), minlength=len(self.real))
        return found

    def axis(self, name: str) -> Axis:
        """Return the axis of that name."""
        return next(item for item in self.axes if item.name == name)


def margins(figures: Iterable[Figure], axes: Sequence[Axis]) -> Margins:
    """Return all margins that the figures need, each once."""
    keys: dict[Key, None] = {}
    for figure in figures:
        for levels in level_choices(figure, axes):
            keys[key_of(figure, levels, axes)] = None
    steps = [np.zeros((len(item.values), len(keys)), dtype=np.int64) for item in axes]
    place = {item.name: index for index, item in enumerate(axes)}
    sizes = {(x.name, level.group): len(level.labels) for x in axes for level in x.levels}
    starts, offset, real, start = [], {}, [], 0
    for column, key in enumerate(keys):
        kept, levels_of = key
        inside = np.array([True])
        for name, group in reversed(levels_of):
            steps[place[name]][:, column] += np.array(group) * len(inside)
            size = sizes[name, group]
            groups = np.arange(size + 1) < size
            inside = (groups[:, None] & inside[None, :]).ravel()
        for name, held in kept:
            outside = np.array([code not in held for code in range(len(axes[place[name]].values))])
            steps[place[name]][:, column] += outside * len(inside)
            inside = np.concatenate([inside, np.zeros_like(inside)])
        starts.append(start)
        offset[key] = start
        real.append(inside)
        start += len(inside)
    flat = np.concatenate(real) if real else np.zeros(0, dtype=bool)
    return Margins(tuple(axes), offset, tuple(steps), np.array(starts, dtype=np.int64), flat)


def level_choices(figure: Figure, axes: Sequence[Axis]) -> list[tuple[int, ...]]:
    """Return every choice of a level for each of the figure's dimensions."""
    known = {item.name: item for item in axes}
    return list(product(*(range(len(known[name].levels)) for name in figure.dimensions)))


def key_of(figure: Figure, levels: Sequence[int], axes: Sequence[Axis]) -> Key:
    """Return the margin of a figure at these levels, the same for every figure that shows it."""
    known = {item.name: item for item in axes}
    kept = []
    for name, value in sorted(figure.where.items()):
        held = known[name].members[value]
        if len(held) < len(known[name].values):
            kept.append((name, held))
    chosen = [
        (name, known[name].levels[level].group)
        for name, level in sorted(zip(figure.dimensions, levels, strict=True))
        if any(known[name].levels[level].group)
    ]
    return tuple(kept), tuple(chosen)


def cells_at(
    figure: Figure, levels: Sequence[int], found: Margins
) -> tuple[dict[str, npt.NDArray[np.object_]], Integers]:
    """Return a figure's cells at these levels: their labels by dimension, and their positions.

    All arrays have one entry a cell. A cell for which a level has no label is left out.
    """
    key = key_of(figure, levels, found.axes)
    labels = {
        name: np.array(found.axis(name).levels[level].labels, dtype=object)
        for name, level in zip(figure.dimensions, levels, strict=True)
    }
    _, groups = key
    crossed = [name for name, _ in groups]
    shape = tuple(len(labels[name]) for name in crossed)
    position, size = np.full(shape, found.offset[key], dtype=np.int64), 1
    columns = {name: np.full(shape, labels[name][0]) for name in labels if name not in crossed}
    for place, name in reversed(list(enumerate(crossed))):
        along = [-1 if other == place else 1 for other in range(len(crossed))]
        position += (np.arange(shape[place]) * size).reshape(along)
        columns[name] = np.broadcast_to(labels[name].reshape(along), shape)
        size *= shape[place] + 1
    named = np.ones(shape, dtype=bool)
    for column in columns.values():
        named &= column != ""
    return {name: columns[name][named] for name in labels}, position[named]
