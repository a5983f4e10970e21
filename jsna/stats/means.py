"""A mean with Student's interval."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t

from jsna.stats.arrays import finite
from jsna.stats.estimate import Estimate, z_score


def mean(values: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Return the mean of the values, in their unit, with Student's t interval.

    For long-tailed values such as waits show a median from `jsna.stats.survival` instead.
    Refused: fewer than two values, whose spread nobody can know.

    >>> found = mean([4.0, 6.0, 8.0])
    >>> found.value, round(found.lower, 3), round(found.upper, 3)
    (6.0, 1.032, 10.968)
    """
    numbers = finite("values", values)
    z_score(confidence)
    if numbers.size < 2:
        raise ValueError("A mean with an interval needs at least two values.")
    n = numbers.size
    error = float(numbers.std(ddof=1)) / np.sqrt(n)
    step = float(t.ppf(0.5 + confidence / 2, n - 1) * error)
    value = float(numbers.mean())
    return Estimate(value, value - step, value + step, n, "Student's t interval", confidence)
