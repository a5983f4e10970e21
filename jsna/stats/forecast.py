"""Forecasts of a short yearly series: as it is, as it was going, and by policy, with intervals."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar
from scipy.stats import norm, t

from jsna.stats.arrays import Floats, at_least_zero, finite, same_length
from jsna.stats.estimate import z_score

FEWEST_POINTS = 5
DAMPING = (0.8, 0.85, 0.9, 0.95, 0.98)


@dataclass(frozen=True)
class Forecast:
    """One value a step ahead, the first step first."""

    value: Floats
    lower: Floats | None
    """None for a scenario: what would follow if, not what is likely."""
    upper: Floats | None
    method: str
    error: Floats | None = None
    """Standard error of each step, where there is one."""


def _series(values: ArrayLike, steps: int) -> Floats:
    series = finite("values", values)
    if series.size < FEWEST_POINTS:
        raise ValueError(f"A forecast needs at least {FEWEST_POINTS} points, not {series.size}.")
    if steps < 1:
        raise ValueError("A forecast looks at least one step ahead.")
    return series


def constant(values: ArrayLike, steps: int) -> Forecast:
    """Return the last value for every step: the scenario of no change, and the naive forecast.

    >>> constant([1, 2, 3, 4, 6], 2).value.tolist()
    [6.0, 6.0]
    """
    series = _series(values, steps)
    return Forecast(np.full(steps, series[-1]), None, None, "scenario: no change")


def logit(shares: ArrayLike) -> Floats:
    """Return the log odds of shares of 1; refused at 0 and 1."""
    values = finite("shares", shares)
    if ((values <= 0) | (values >= 1)).any():
        raise ValueError("On the logit scale shares lie between 0 and 1, without the ends.")
    return np.asarray(np.log(values / (1 - values)))


def share_of(logits: Floats) -> Floats:
    """Return the shares that have these log odds."""
    return np.asarray(1 / (1 + np.exp(-logits)))


def damped_filter(
    series: Floats, level_gain: float, trend_gain: float, damping: float
) -> tuple[float, float, float]:
    """Return last level, last trend and the squared one-step error of Holt's damped filter."""
    level, trend, errors = float(series[0]), float(series[1] - series[0]), 0.0
    for value in series[1:]:
        ahead = level + damping * trend
        miss = float(value) - ahead
        errors += miss**2
        level = ahead + level_gain * miss
        trend = damping * trend + level_gain * trend_gain * miss
    return level, trend, errors


def damped(values: ArrayLike, steps: int, shares: bool = False) -> Forecast:
    """Return the trend carried on ever more weakly: level + trend x (phi + phi^2 + ...).

    With `shares` it is fitted and carried on the logit scale, so stays within 0 and 1. Level and
    trend are followed by exponential smoothing; the two gains and the damping phi (0.8 to 0.98)
    are those of least squared one-step error on a fixed grid, so the same series always gives the
    same forecast. A scenario: no interval.

    Reference: Gardner and McKenzie (1985), Management Science 31, 1237-1246.

    >>> damped([1, 2, 3, 4, 5, 6], 2).value.round(2).tolist()
    [6.98, 7.94]
    """
    series = _series(values, steps)
    series = logit(series) if shares else series
    gains = np.linspace(0.05, 0.95, 10)
    options = [
        (damped_filter(series, a, b, phi), phi) for a in gains for b in gains for phi in DAMPING
    ]
    # Ties (a series that stays where it is) go to the least damping.
    (level, trend, _), phi = min(options, key=lambda option: (round(option[0][2], 12), -option[1]))
    ahead = level + trend * np.cumsum(phi ** np.arange(1, steps + 1))
    value = share_of(ahead) if shares else ahead
    return Forecast(value, None, None, f"scenario: damped trend, phi {phi:g}")


def policy(
    values: ArrayLike, steps: int, target: float, reached_in: int, shares: bool = False
) -> Forecast:
    """Return a straight way from the last value to the target, held once reached.

    With `shares` the way is straight on the logit scale.

    >>> policy([1, 2, 3, 4, 5], 3, target=9, reached_in=2).value.tolist()
    [7.0, 9.0, 9.0]
    """
    series = _series(values, steps)
    if reached_in < 1:
        raise ValueError("A target is reached in one step or more.")
    ends = np.array([series[-1], target])
    start, end = logit(ends) if shares else ends
    way = start + (end - start) * np.minimum(np.arange(1, steps + 1) / reached_in, 1)
    value = share_of(way) if shares else way
    return Forecast(value, None, None, f"scenario: {target:g} reached in {reached_in} steps")


def random_walk(
    values: ArrayLike,
    steps: int,
    shares: bool = False,
    confidence: float = 0.95,
    drift_known: bool = False,
) -> Forecast:
    """Return the random walk with drift and its interval: how far such a series strays by itself.

    The drift is the mean yearly change. Its own error counts: with m changes of variance s^2 the
    error h steps ahead is s sqrt(h + h^2 / m), with a t quantile of m - 1 degrees. `drift_known`
    leaves that out and divides by m, as R's arima does; with 8 to 12 points its intervals are too
    narrow. With `shares` it is made on the logit scale.

    Reference: Hyndman and Athanasopoulos (2021), Forecasting, 5.2 and 5.5.

    >>> found = random_walk([1, 2, 4, 5, 7, 8], 2)
    >>> found.value.round(2).tolist(), found.lower.round(2).tolist()
    ([9.4, 10.8], [7.73, 8.26])
    """
    series = _series(values, steps)
    z_score(confidence)
    series = logit(series) if shares else series
    changes = np.diff(series)
    m, drift = changes.size, float(changes.mean())
    ahead = np.arange(1, steps + 1)
    middle = series[-1] + drift * ahead
    if drift_known:
        error = np.sqrt(((changes - drift) ** 2).mean() * ahead)
        reach = float(norm.ppf(0.5 + confidence / 2))
    else:
        error = np.sqrt(changes.var(ddof=1) * (ahead + ahead**2 / m))
        reach = float(t.ppf(0.5 + confidence / 2, m - 1))
    low, high = middle - reach * error, middle + reach * error
    method = "random walk with drift" + (", error of the drift counted" if not drift_known else "")
    if shares:
        return Forecast(share_of(middle), share_of(low), share_of(high), method + ", on the logit")
    return Forecast(middle, low, high, method, error)


@dataclass(frozen=True)
class Smoothed:
    """An ARIMA(0,1,1) fit, which is simple exponential smoothing, and its forecast."""

    moving_average: float
    variance: float
    forecast: Forecast


def smoothed_level(values: ArrayLike, steps: int, confidence: float = 0.95) -> Smoothed:
    """Return the level followed by ARIMA(0,1,1) by maximum likelihood, with its interval.

    The exact likelihood of the yearly changes, a moving average of order one, by its innovations;
    one search over the moving average between -1 and 1, so that nothing depends on a start.

    Reference: Brockwell and Davis (1991), Time Series: Theory and Methods, 8.6.

    >>> found = smoothed_level([5, 7, 6, 8, 5, 7, 6, 7, 6, 7], 2)
    >>> bool(found.forecast.value[0] == found.forecast.value[1])
    True
    """
    series = _series(values, steps)
    changes = np.diff(series)

    def loss(moving: float) -> float:
        misses, scales = _innovations(changes, moving)
        return float(np.log(np.mean(misses**2 / scales)) + np.log(scales).mean())

    moving = float(minimize_scalar(loss, bounds=(-1, 1), method="bounded").x)
    misses, scales = _innovations(changes, moving)
    variance = float(np.mean(misses**2 / scales))
    value = np.full(steps, series[-1] + moving / scales[-1] * misses[-1])
    next_scale = 1 + moving**2 - moving**2 / scales[-1]
    error = np.sqrt(variance * (next_scale + np.arange(steps) * (1 + moving) ** 2))
    reach = z_score(confidence)
    made = Forecast(value, value - reach * error, value + reach * error, "ARIMA(0,1,1)", error)
    return Smoothed(moving, variance, made)


def _innovations(changes: Floats, moving: float) -> tuple[Floats, Floats]:
    """Return the one-step misses of a moving average and their variances in units of sigma^2."""
    misses, scales = np.empty_like(changes), np.empty_like(changes)
    expected, scale = 0.0, 1 + moving**2
    for place, change in enumerate(changes):
        misses[place], scales[place] = change - expected, scale
        expected = moving / scale * misses[place]
        scale = 1 + moving**2 - moving**2 / scale
    return misses, scales


def children(populations: ArrayLike, shares: ArrayLike) -> float:
    """Return the children expected: population of each age times the share of that age.

    >>> children([1000, 2000], [0.03, 0.05])
    130.0
    """
    people, share = at_least_zero("populations", populations), at_least_zero("shares", shares)
    same_length(populations=people, shares=share)
    return float(people @ share)
