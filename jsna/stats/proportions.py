"""A proportion with its interval: Wilson's, or the exact one; widened where counts were rounded."""

import numpy as np
from numpy.typing import ArrayLike
from statsmodels.stats.proportion import proportion_confint

from jsna.stats.arrays import Floats, above_zero, at_least_zero, same_length
from jsna.stats.estimate import Estimate, z_score

WILSON = "Wilson score interval"
EXACT = "Clopper-Pearson exact interval"


def parts_of(part: ArrayLike, whole: ArrayLike) -> tuple[Floats, Floats]:
    """Return parts and wholes as arrays, or say that a part is larger than its whole."""
    parts, wholes = at_least_zero("parts", part), above_zero("wholes", whole)
    same_length(parts=parts, wholes=wholes)
    over = int((parts > wholes).sum())
    if over:
        raise ValueError(f"A part is no larger than its whole, but {over} of {parts.size} are.")
    return parts, wholes


def wilson_limits(
    part: ArrayLike, whole: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Return lower and upper Wilson limits, one a pair of part and whole, as shares of 1."""
    parts, wholes = parts_of(part, whole)
    z_score(confidence)
    lower, upper = proportion_confint(parts, wholes, alpha=1 - confidence, method="wilson")
    # At none and at all the limit is the end of the range, which rounding would just miss.
    return np.where(parts == 0, 0.0, lower), np.where(parts == wholes, 1.0, upper)


def wilson(part: float, whole: float, confidence: float = 0.95) -> Estimate:
    """Return the share `part / whole` with Wilson's score interval, as a share of 1.

    Good for small numbers and near 0 or 1, where the textbook interval leaves the range.
    Groups are summed first: the share of a county is the sum of parts over the sum of wholes.
    Refused: no whole, a part above its whole.

    Reference: Wilson (1927), JASA 22, 209-212; Newcombe (1998), Stat Med 17, 857-872, method 3.

    >>> share = wilson(81, 263)
    >>> round(share.value, 4), round(share.lower, 4), round(share.upper, 4)
    (0.308, 0.2553, 0.3662)
    """
    lower, upper = wilson_limits(part, whole, confidence)
    value = float(part) / float(whole)
    return Estimate(value, float(lower[0]), float(upper[0]), float(whole), WILSON, confidence)


def exact(part: float, whole: float, confidence: float = 0.95) -> Estimate:
    """Return the share with the Clopper-Pearson interval: never below nominal, often too wide.

    Reference: Clopper and Pearson (1934), Biometrika 26, 404-413.

    >>> round(exact(3, 14).upper, 4)
    0.508
    """
    parts, wholes = parts_of(part, whole)
    z_score(confidence)
    lower, upper = proportion_confint(parts, wholes, alpha=1 - confidence, method="beta")
    # With no part, or nothing but, the library leaves the limit undefined at the edge.
    low = 0.0 if parts[0] == 0 else float(lower[0])
    high = 1.0 if parts[0] == wholes[0] else float(upper[0])
    return Estimate(float(parts[0] / wholes[0]), low, high, float(wholes[0]), EXACT, confidence)


def widened(
    part: float,
    whole: float,
    change: int,
    whole_change: int | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Return Wilson's interval of rounded counts, wide enough for every count they may stand for.

    `part` may lie up to `change` children from the true count and `whole` up to `whole_change`
    (the same, if not given). The limits are the lowest and highest Wilson limits of all pairs of
    true counts in that range, so the exact count's own interval lies inside and coverage is at
    least nominal. The value is that of the rounded counts.

    >>> plain, wide = wilson(40, 100), widened(40, 100, change=4)
    >>> wide.lower < plain.lower and plain.upper < wide.upper
    True
    """
    parts, wholes = parts_of(part, whole)
    around = change if whole_change is None else whole_change
    if change < 0 or around < 0:
        raise ValueError("A change by rounding is 0 or more children.")
    true_parts = np.arange(max(parts[0] - change, 0), parts[0] + change + 1)
    true_wholes = np.arange(max(wholes[0] - around, 1), wholes[0] + around + 1)
    grid_parts, grid_wholes = (
        axis.ravel() for axis in np.meshgrid(true_parts, true_wholes, indexing="ij")
    )
    possible = grid_parts <= grid_wholes
    lower, upper = wilson_limits(grid_parts[possible], grid_wholes[possible], confidence)
    method = f"{WILSON}, widened for counts rounded by up to {max(change, around)}"
    value = float(parts[0] / wholes[0])
    return Estimate(
        value, float(lower.min()), float(upper.max()), float(wholes[0]), method, confidence
    )
