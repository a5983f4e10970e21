"""The rate across deprivation: slope (SII) and relative index (RII) of inequality."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from jsna.stats.arrays import Floats, above_zero, finite, same_length
from jsna.stats.estimate import Estimate, z_score

Scale = Literal["as it is", "log", "logit"]


@dataclass(frozen=True)
class Gradient:
    """The two indices and the fitted rate at the most deprived end."""

    slope: Estimate
    """Fitted value at the least deprived end less that at the most deprived, in the rate's unit:
    negative where the most deprived have the higher rate."""
    relative: Estimate
    """Fitted value at the least deprived end over that at the most deprived."""
    at_most_deprived: float


def _to(scale: Scale, values: Floats) -> Floats:
    if scale == "log":
        return np.log(values)
    return np.log(values / (1 - values)) if scale == "logit" else values


def _back(scale: Scale, values: Floats) -> Floats:
    if scale == "log":
        return np.exp(values)
    return 1 / (1 + np.exp(-values)) if scale == "logit" else values


def _check_range(scale: Scale, *rates: Floats) -> None:
    top = 1.0 if scale == "logit" else np.inf
    if scale != "as it is" and any(((rate <= 0) | (rate >= top)).any() for rate in rates):
        within = "between 0 and 1" if scale == "logit" else "above 0"
        raise ValueError(f"On the {scale} scale every rate and limit lies {within}.")


def gradient(
    populations: ArrayLike,
    rates: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    error_on: Scale,
    fit_on: Scale = "as it is",
    per: float = 1.0,
    confidence: float = 0.95,
    confidence_of_limits: float = 0.95,
    draws: int = 10_000,
    seed: int = 20210831,
) -> Gradient:
    """Return slope (SII) and relative index (RII) of inequality with simulated intervals.

    One value a deprivation group, **most deprived first**: population, rate, and the limits of the
    rate, whose width on the scale `error_on` (log for a rate, logit for a share) is its standard
    error. The rate is regressed on the middle of each group's cumulative population share, with
    the population as weight; `fit_on` fits on a transformed scale. A negative `per` turns the
    sign, for measures where high is good; the relative index is then turned over.
    The interval is the percentiles of `draws` seeded refits to rates drawn from their errors.
    Whether groups are ranked in England or within the county is the caller's to say.
    Refused: fewer than three groups, limits that do not hold the rate, values off the scale.

    Reference: Low and Low (2004), J Public Health 26, 390-395; Regidor (2004), JECH 58, 858-861.

    >>> found = gradient([100, 100, 100], [30, 20, 10], [27, 18, 9], [33, 22, 11], "as it is")
    >>> round(found.slope.value, 6), round(found.relative.value, 3)
    (-30.0, 0.143)
    """
    people, rate = above_zero("populations", populations), finite("rates", rates)
    low, high = finite("lower limits", lower), finite("upper limits", upper)
    n = same_length(populations=people, rates=rate, lower=low, upper=high)
    if n < 3:
        raise ValueError(f"A gradient needs at least three deprivation groups, not {n}.")
    if ((low > rate) | (rate > high)).any():
        raise ValueError("Each rate lies within its own limits.")
    _check_range(error_on, rate, low, high)
    _check_range(fit_on, rate)

    share = people / people.sum()
    middle = np.cumsum(share) - share / 2
    centred = middle - (share * middle).sum()
    slope_weights = share * centred / (share * centred**2).sum()

    def ends(of_rates: Floats) -> tuple[Floats, Floats]:
        """Return the fitted rate at the most (rank 0) and the least deprived end (rank 1)."""
        on_scale = _to(fit_on, of_rates)
        slope = on_scale @ slope_weights
        start = on_scale @ share - slope * (share * middle).sum()
        return _back(fit_on, start), _back(fit_on, start + slope)

    error = (_to(error_on, high) - _to(error_on, low)) / 2 / z_score(confidence_of_limits)
    rng = np.random.default_rng(seed)
    drawn = _back(error_on, _to(error_on, rate) + error * rng.standard_normal((draws, n)))
    first, last = ends(drawn)
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    slope_low, slope_high = np.quantile(last - first, tails)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio_low, ratio_high = np.quantile(last / first, tails)
    start, end = (float(value) for value in ends(rate))
    method = f"percentiles of {draws:,} simulated refits, seed {seed}"
    total = float(people.sum())
    slope = Estimate(end - start, slope_low, slope_high, total, method, confidence).scaled(per)
    relative = Estimate(end / start, ratio_low, ratio_high, total, method, confidence)
    if per < 0:
        relative = Estimate(start / end, 1 / ratio_high, 1 / ratio_low, total, method, confidence)
    return Gradient(slope, relative, start * abs(per))
