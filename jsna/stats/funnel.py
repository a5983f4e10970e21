"""Funnel limits: how far a place of its size may lie from the baseline by chance alone.

Two pairs of limits, at 95 % and 99.8 %. With many places and needs (72 comparisons on one page)
read the 99.8 % pair, or adjust as `jsna.stats.multiple_comparisons` does. No league table.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from jsna.stats.arrays import Floats, above_zero
from jsna.stats.rates import EXACT_BELOW, byar_limits, garwood_limits

TAIL_95 = 0.025
TAIL_99_8 = 0.001

Signal = Literal["high 99.8", "high 95", "within", "low 95", "low 99.8"]
"""Where a place lies: outside the wider limits, between the pairs, or within both."""


@dataclass(frozen=True)
class Limits:
    """Limits in the unit of the baseline, one value a place."""

    lower_95: Floats
    upper_95: Floats
    lower_99_8: Floats
    upper_99_8: Floats
    method: str


def of_proportions(wholes: ArrayLike, baseline: float) -> Limits:
    """Return the limits for shares of 1 around the baseline (county or England), by size of place.

    They are the inverse of Wilson's interval: a place lies on a limit when its own interval just
    touches the baseline. Clipped to 0 and 1. Refused: a baseline of 0 or 1.

    Reference: Spiegelhalter (2005), Stat Med 24, 1185-1202.

    >>> limits = of_proportions([100], 0.5)
    >>> round(float(limits.lower_95[0]), 3), round(float(limits.upper_99_8[0]), 3)
    (0.402, 0.655)
    """
    sizes = above_zero("wholes", wholes)
    if not 0 < baseline < 1:
        raise ValueError(f"A baseline share lies between 0 and 1, not at {baseline}.")
    error = np.sqrt(baseline * (1 - baseline) / sizes)

    def at(tail: float, side: int) -> Floats:
        return np.clip(baseline + side * norm.ppf(1 - tail) * error, 0, 1)

    return Limits(
        at(TAIL_95, -1),
        at(TAIL_95, 1),
        at(TAIL_99_8, -1),
        at(TAIL_99_8, 1),
        "score limits around the baseline",
    )


def proportion_signal(part: float, whole: float, baseline: float) -> Signal:
    """Return where a share lies in the funnel of shares.

    >>> proportion_signal(70, 100, 0.5), proportion_signal(55, 100, 0.5)
    ('high 99.8', 'within')
    """
    limits = of_proportions([whole], baseline)
    share = part / whole
    if share > limits.upper_95[0]:
        return "high 99.8" if share > limits.upper_99_8[0] else "high 95"
    if share < limits.lower_95[0]:
        return "low 99.8" if share < limits.lower_99_8[0] else "low 95"
    return "within"


def _poisson_limits(observed: float, tail: float) -> tuple[float, float]:
    limits = garwood_limits if observed < EXACT_BELOW else byar_limits
    lower, upper = limits([observed], 1 - 2 * tail)
    return float(lower[0]), float(upper[0])


def events_signal(observed: float, expected: float) -> Signal:
    """Return where an observed count lies against the expected one, as rates and ratios use it.

    A place is high when the whole interval of its count (exact below ten, else Byar's) lies above
    the expected count. For a crude rate the expected count is population times baseline rate.

    >>> events_signal(87, 45.3), events_signal(70, 72.7), events_signal(8, 17.0)
    ('high 99.8', 'within', 'low 95')
    """
    if not expected > 0:
        raise ValueError("A funnel of events needs an expected count above 0.")
    lower_95, upper_95 = _poisson_limits(observed, TAIL_95)
    lower_99_8, upper_99_8 = _poisson_limits(observed, TAIL_99_8)
    if lower_95 > expected:
        return "high 99.8" if lower_99_8 > expected else "high 95"
    if upper_95 < expected:
        return "low 99.8" if upper_99_8 < expected else "low 95"
    return "within"


@dataclass(frozen=True)
class RatioLimit:
    """The expected count at which an observed count lies on a limit, and the ratio there."""

    expected: float
    ratio: float
    """Observed over expected."""
    excess: float
    """(observed - expected) / expected."""


def ratio_limit(observed: float, tail: float, side: Literal["lower", "upper"]) -> RatioLimit:
    """Return the point of a ratio's funnel at which `observed` events lie on the limit.

    `tail` is `TAIL_95` or `TAIL_99_8`. The limit is exact (Garwood) for every count, since a line
    is drawn through many of them and must not jump where an approximation starts; published
    tables searched for to a tolerance differ in the fifth figure at one event.

    >>> round(ratio_limit(16, TAIL_95, "lower").expected, 3)
    25.983
    """
    if observed <= 0:
        raise ValueError("The funnel of a ratio is drawn for counts above 0.")
    lower, upper = garwood_limits([observed], 1 - 2 * tail)
    expected = float(upper[0]) if side == "lower" else float(lower[0])
    return RatioLimit(expected, observed / expected, (observed - expected) / expected)
