"""How a way of forecasting would have done in past years, printed beside its forecast."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from jsna.stats.arrays import Floats, finite
from jsna.stats.forecast import FEWEST_POINTS, Forecast


@dataclass(frozen=True)
class Backtest:
    """One value a step ahead; `nan` where no past year could be forecast that far."""

    origins: Floats
    """From how many past years the step could be tried."""
    error: Floats
    """Mean absolute error, in the unit of the series."""
    naive_error: Floats
    """The same for 'no change': a method that does not beat it is not worth drawing."""
    coverage: Floats
    """Share of past outcomes that the interval held; `nan` for a scenario without one."""

    @property
    def beats_naive(self) -> bool:
        """Whether the error over all steps is below that of no change."""
        tried = self.origins > 0
        weights = self.origins[tried]
        return bool(self.error[tried] @ weights < self.naive_error[tried] @ weights)


def backtest(
    values: ArrayLike,
    steps: int,
    forecast: Callable[[Floats, int], Forecast],
    first_origin: int = FEWEST_POINTS,
) -> Backtest:
    """Return errors and coverage with the forecast made anew at each past year (rolling origin).

    Each origin knows only the years before it, at least `first_origin` of them. With 8 to 12
    yearly points there are few origins, and coverage is known poorly: print `origins` too.
    Refused: a series with no year left to try.

    Reference: Tashman (2000), International Journal of Forecasting 16, 437-450.

    >>> from jsna.stats.forecast import random_walk
    >>> tried = backtest([1, 2, 3, 4, 5, 6, 7.5], 2, random_walk)
    >>> tried.origins.tolist(), tried.error.tolist()
    ([2.0, 1.0], [0.25, 0.5])
    """
    series = finite("values", values)
    if series.size <= first_origin:
        raise ValueError(f"A back-test needs more than {first_origin} points, not {series.size}.")
    missed = np.full((series.size, steps), np.nan)
    naive, held = missed.copy(), missed.copy()
    for origin in range(first_origin, series.size):
        known, outcome = series[:origin], series[origin : origin + steps]
        made = forecast(known, steps)
        ahead = slice(0, outcome.size)
        missed[origin, ahead] = np.abs(made.value[ahead] - outcome)
        naive[origin, ahead] = np.abs(known[-1] - outcome)
        if made.lower is not None and made.upper is not None:
            held[origin, ahead] = (made.lower[ahead] <= outcome) & (outcome <= made.upper[ahead])
    counts = np.isfinite(missed).sum(axis=0).astype(float)
    return Backtest(counts, _mean(missed), _mean(naive), _mean(held))


def _mean(values: Floats) -> Floats:
    """Return the mean of each column over the years that were tried."""
    known = np.isfinite(values)
    number = known.sum(axis=0)
    sums = np.where(known, values, 0.0).sum(axis=0)
    return np.divide(sums, number, out=np.full(number.shape, np.nan), where=number > 0)
