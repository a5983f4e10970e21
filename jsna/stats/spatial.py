"""Whether neighbouring areas are alike: Moran's I and Geary's C, for LSOAs.

On six districts either means nothing, and is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array
from scipy.stats import norm

from jsna.stats.arrays import Floats, above_zero, at_least_zero, finite, same_length

FEWEST_AREAS = 20

Neighbours = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Alike:
    """A coefficient of likeness, its value were places mixed at random, and the test of it."""

    value: float
    expected: float
    z: float
    """Distance from `expected` in standard errors, values taken as normal."""
    p: float
    """One-sided: the chance of neighbours at least so alike."""
    z_of_shuffling: float
    """The same where the values are fixed and the places shuffled."""
    n: int


def _weights(neighbours: Neighbours, n: int) -> csr_array:
    """Return row-standardised weights; an area without neighbours has none."""
    rows = [i for i, near in enumerate(neighbours) for _ in near]
    columns = [j for near in neighbours for j in near]
    shares = [1 / len(near) for near in neighbours for _ in near]
    return csr_array((shares, (rows, columns)), shape=(n, n))


def _sums(weights: csr_array) -> tuple[float, float, float]:
    """Return the sums S0, S1, S2 of Cliff and Ord."""
    both = weights + weights.T
    ends = np.asarray(weights.sum(axis=1)).ravel() + np.asarray(weights.sum(axis=0)).ravel()
    return float(weights.sum()), float((both.power(2)).sum() / 2), float((ends**2).sum())


def _checked(values: ArrayLike, neighbours: Neighbours) -> tuple[Floats, csr_array]:
    numbers = finite("values", values)
    same_length(values=numbers, neighbours=neighbours)
    if numbers.size < FEWEST_AREAS:
        raise ValueError(
            f"Likeness of neighbours needs at least {FEWEST_AREAS} areas, not {numbers.size}: "
            "use small areas, not districts."
        )
    if np.ptp(numbers) == 0:
        raise ValueError("Where all areas have one value there is no likeness to measure.")
    weights = _weights(neighbours, numbers.size)
    if weights.sum() == 0:
        raise ValueError("No area has a neighbour.")
    return numbers, weights


def morans_i(values: ArrayLike, neighbours: Neighbours) -> Alike:
    """Return Moran's I: above expectation where neighbours are alike.

    `neighbours` lists, for each area, the places (0 is the first) of its neighbours; weights are
    row-standardised.

    Reference: Moran (1950), Biometrika 37, 17-23; Cliff and Ord (1981), Spatial Processes.

    >>> ring = [[(i - 1) % 20, (i + 1) % 20] for i in range(20)]
    >>> round(morans_i([0] * 10 + [1] * 10, ring).value, 3)
    0.8
    """
    numbers, weights = _checked(values, neighbours)
    n = numbers.size
    s0, s1, s2 = _sums(weights)
    centred = numbers - numbers.mean()
    value = float(n / s0 * (centred @ (weights @ centred)) / (centred @ centred))
    expected = -1 / (n - 1)
    normal = (n**2 * s1 - n * s2 + 3 * s0**2) / ((n**2 - 1) * s0**2) - expected**2
    kurtosis = float((centred**4).mean() / (centred**2).mean() ** 2)
    shuffled = (
        n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
        - kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    ) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    z = (value - expected) / np.sqrt(normal)
    z_shuffled = (value - expected) / np.sqrt(shuffled)
    return Alike(value, expected, float(z), float(norm.sf(z)), float(z_shuffled), n)


def gearys_c(values: ArrayLike, neighbours: Neighbours) -> Alike:
    """Return Geary's C: below 1 where neighbours are alike.

    Reference: Geary (1954), The Incorporated Statistician 5, 115-145; Cliff and Ord (1981).

    >>> ring = [[(i - 1) % 20, (i + 1) % 20] for i in range(20)]
    >>> round(gearys_c([0] * 10 + [1] * 10, ring).value, 3)
    0.19
    """
    numbers, weights = _checked(values, neighbours)
    n = numbers.size
    s0, s1, s2 = _sums(weights)
    centred = numbers - numbers.mean()
    cells = weights.tocoo()
    gaps = (numbers[cells.row] - numbers[cells.col]) ** 2
    squares = float(centred @ centred)
    value = float((n - 1) * (cells.data @ gaps) / (2 * s0 * squares))
    normal = ((2 * s1 + s2) * (n - 1) - 4 * s0**2) / (2 * (n + 1) * s0**2)
    kurtosis = float((centred**4).mean() / (centred**2).mean() ** 2)
    first = (n - 1) * s1 * (n**2 - 3 * n + 3 - (n - 1) * kurtosis)
    second = (n - 1) * s2 * (n**2 + 3 * n - 6 - (n**2 - n + 2) * kurtosis) / 4
    third = s0**2 * (n**2 - 3 - (n - 1) ** 2 * kurtosis)
    shuffled = (first - second + third) / (n * (n - 2) * (n - 3) * s0**2)
    z, z_shuffled = (value - 1) / np.sqrt(normal), (value - 1) / np.sqrt(shuffled)
    return Alike(value, 1.0, float(z), float(norm.cdf(z)), float(z_shuffled), n)


def excess_risk(events: ArrayLike, populations: ArrayLike) -> Floats:
    """Return each area's events over those it would have at the rate of all areas together.

    >>> excess_risk([2, 6], [100, 100]).tolist()
    [0.5, 1.5]
    """
    counts, people = at_least_zero("events", events), above_zero("populations", populations)
    same_length(events=counts, populations=people)
    if counts.sum() == 0:
        raise ValueError("With no events anywhere there is no expected number.")
    return counts / (people * counts.sum() / people.sum())
