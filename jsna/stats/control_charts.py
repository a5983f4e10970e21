"""Shewhart charts of single values, counts and rates, with tests of runs about the centre.

Used to check the XmR rules against a second convention; pages show `jsna.stats.spc`.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom

from jsna.stats.arrays import Floats, above_zero, finite, same_length
from jsna.stats.spc import RANGE_LIMIT

MEAN_RANGE_TO_SIGMA = 1.128

Kind = Literal["single values", "counts", "rates"]


@dataclass(frozen=True)
class Runs:
    """Anhoej's two tests that points fall about the centre line by chance."""

    longest: int
    longest_expected: int
    """A longer run than this is a signal."""
    crossings: int
    crossings_expected: int
    """Fewer crossings than this are a signal."""

    @property
    def signal(self) -> bool:
        """True where either test finds a shift."""
        return self.longest > self.longest_expected or self.crossings < self.crossings_expected


@dataclass(frozen=True)
class Chart:
    """Centre and three-sigma limits, one value a point."""

    centre: Floats
    lower: Floats
    upper: Floats
    outside: NDArray[np.bool_]
    runs: Runs


def chart(
    kind: Kind,
    counts: ArrayLike,
    sizes: ArrayLike | None = None,
    baseline: NDArray[np.bool_] | None = None,
    include: NDArray[np.bool_] | None = None,
) -> Chart:
    """Return the chart of a series; for rates, `counts` over `sizes`.

    `baseline` marks the points that the limits are made from, `include` those that are not set
    aside as explained; the tests of runs use the included ones only.

    Reference: Montgomery (2013), Introduction to Statistical Quality Control; Anhoej and Olesen
    (2014), PLoS ONE 9, e113825.

    >>> found = chart("counts", [9, 16, 12, 11])
    >>> float(found.centre[0]), round(float(found.upper[0]), 3)
    (12.0, 22.392)
    """
    numerator = finite("counts", counts)
    size = above_zero("sizes", np.ones_like(numerator) if sizes is None else sizes)
    same_length(counts=numerator, sizes=size)
    every = np.ones(len(numerator), dtype=bool)
    kept = every if include is None else np.asarray(include, dtype=bool)
    made_from = (every if baseline is None else np.asarray(baseline, dtype=bool)) & kept
    values = numerator / size
    if kind == "single values":
        centre = float(values[made_from].mean())
        ranges = np.abs(np.diff(values[made_from]))
        ranges = ranges[ranges < RANGE_LIMIT * ranges.mean()]
        error = np.full(len(values), float(ranges.mean()) / MEAN_RANGE_TO_SIGMA)
        floor = -np.inf
    else:
        centre = float(numerator[made_from].sum() / size[made_from].sum())
        error, floor = np.sqrt(centre / size), 0.0
    lower, upper = np.maximum(centre - 3 * error, floor), centre + 3 * error
    outside = (values < lower) | (values > upper)
    line = np.full(len(values), centre)
    return Chart(line, lower, upper, outside, runs(values[kept], centre))


def runs(values: Floats, centre: float) -> Runs:
    """Return the longest run and the crossings of the centre; points on the centre are passed over.

    >>> runs(np.array([1.0, 3, 1, 3, 1, 3, 1, 3, 1, 3]), 2).crossings
    9
    """
    side = np.sign(values - centre)
    side = side[side != 0]
    if side.size < 2:
        raise ValueError("Runs about a centre need at least two points off it.")
    changes = np.flatnonzero(np.diff(side) != 0)
    edges = np.concatenate([[-1], changes, [side.size - 1]])
    longest = int(np.diff(edges).max())
    expected = round(np.log2(side.size) + 3)
    fewest = int(binom.ppf(0.05, side.size - 1, 0.5))
    return Runs(longest, expected, len(changes), fewest)
