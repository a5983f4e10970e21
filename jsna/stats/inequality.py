"""How unequal places are: index of disparity, Theil's T (with parts), Gini, Lorenz, Wolfson.

Every one of these is raised by chance where places are small: beside it stands what places with
no true difference would give (`jsna.stats.between_places`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from jsna.stats.arrays import Floats, above_zero, at_least_zero, finite, same_length


def index_of_disparity(values: ArrayLike, reference: float) -> float:
    """Return the mean distance of places from the reference, in percent of the reference.

    The reference (county, England or best place) is the caller's; it is not itself one of the
    values. Refused: a reference of 0 or less.

    Reference: Pearcy and Keppel (2002), Public Health Reports 117, 273-280.

    >>> round(index_of_disparity([40, 50, 60], 50), 2)
    13.33
    """
    rates = finite("values", values)
    if not reference > 0:
        raise ValueError("The index of disparity needs a reference above 0.")
    return float(100 * np.abs(rates - reference).mean() / reference)


def _shares(values: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    numbers = at_least_zero("values", values)
    weight = above_zero("weights", np.ones_like(numbers) if weights is None else weights)
    same_length(values=numbers, weights=weight)
    if numbers.sum() == 0:
        raise ValueError("Where every value is 0 there is no inequality to measure.")
    return numbers, weight / weight.sum()


def _theil(numbers: Floats, share: Floats) -> float:
    relative = numbers / (share * numbers).sum()
    # 0 log 0 is 0: a place with nothing adds nothing.
    logs = np.log(np.where(relative > 0, relative, 1.0))
    return float((share * relative * logs).sum())


def theil(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return Theil's T: 0 where all are equal; weights are the places' populations.

    Reference: Theil (1967), Economics and Information Theory.

    >>> round(theil([1, 1, 4]), 4)
    0.231
    """
    return _theil(*_shares(values, weights))


@dataclass(frozen=True)
class TheilParts:
    """Theil's T as what lies between groups and what lies within them."""

    total: float
    between: float
    within: float


def theil_parts(
    values: ArrayLike, group: ArrayLike, weights: ArrayLike | None = None
) -> TheilParts:
    """Return T split into between and within groups; the two add up to the total.

    >>> theil_parts([0, 0, 10, 10], ["a", "a", "b", "b"]).within
    0.0
    """
    numbers, share = _shares(values, weights)
    labels, place = np.unique(np.asarray(group), return_inverse=True)
    same_length(values=numbers, group=place)
    group_share = np.bincount(place, share, len(labels))
    group_mean = np.bincount(place, share * numbers, len(labels)) / group_share
    total, between = _theil(numbers, share), _theil(group_mean, group_share)
    return TheilParts(total, between, total - between)


def lorenz(values: ArrayLike) -> Floats:
    """Return the cumulative share held by the lowest 0, 1, ... n values.

    >>> lorenz([1, 3]).tolist()
    [0.0, 0.25, 1.0]
    """
    numbers, _ = _shares(values, None)
    held = np.cumsum(np.sort(numbers))
    return np.concatenate([[0.0], held / held[-1]])


def gini(values: ArrayLike) -> float:
    """Return the Gini coefficient of the values as a whole population (not a sample of one).

    >>> gini([0, 0, 0, 8])
    0.75
    """
    numbers, _ = _shares(values, None)
    n = numbers.size
    ranks = np.arange(1, n + 1)
    return float((2 * ranks - n - 1) @ np.sort(numbers) / (n * numbers.sum()))


def wolfson(values: ArrayLike) -> float:
    """Return Wolfson's index of how far values gather at two ends.

    Scaled as (mean / median) x (1 - 2 L(1/2) - Gini), which is half of the figure some texts print.

    Reference: Wolfson (1994), American Economic Review 84, 353-358.

    >>> round(wolfson([6, 6, 8, 8, 10, 10, 12, 12]), 4)
    0.0833
    """
    numbers, _ = _shares(values, None)
    median = float(np.median(numbers))
    if median == 0:
        raise ValueError("Wolfson's index needs a median above 0.")
    curve = lorenz(numbers)
    at_half = float(np.interp(0.5, np.linspace(0, 1, curve.size), curve))
    return float(numbers.mean()) / median * (1 - 2 * at_half - gini(numbers))
