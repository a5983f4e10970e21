"""A rate with its interval: Byar's, exact below ten events; and the ratio of two rates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binomtest, chi2

from jsna.stats.arrays import Floats, at_least_zero
from jsna.stats.estimate import Estimate, z_score

EXACT_BELOW = 10
"""Byar's approximation is good from ten events; below, the exact interval is used."""

BYAR = "Byar's interval"
EXACT = "exact (Garwood) Poisson interval"


def byar_limits(events: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return Byar's limits of a count, in events; the lower limit of no events is 0.

    Reference: Breslow and Day (1987), Statistical Methods in Cancer Research II, p. 69.

    >>> lower, upper = byar_limits([10], confidence=0.998)
    >>> round(float(lower[0]), 4), round(float(upper[0]), 4)
    (2.9163, 24.1937)
    """
    counts, z = at_least_zero("events", events), z_score(confidence)
    some = np.where(counts > 0, counts, 1.0)
    lower = some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    more = counts + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(counts > 0, lower, 0.0), upper


def garwood_limits(events: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the exact Poisson limits of a count, in events.

    Reference: Garwood (1936), Biometrika 28, 437-442.

    >>> lower, upper = garwood_limits([5])
    >>> round(float(lower[0]), 4), round(float(upper[0]), 4)
    (1.6235, 11.6683)
    """
    counts = at_least_zero("events", events)
    z_score(confidence)
    tail = (1 - confidence) / 2
    some = np.where(counts > 0, counts, 1.0)
    lower = np.where(counts > 0, chi2.ppf(tail, 2 * some) / 2, 0.0)
    return lower, chi2.ppf(1 - tail, 2 * counts + 2) / 2


def count_limits(events: float, confidence: float) -> tuple[float, float, str]:
    """Return the limits of a count and how they were made: exact below ten events, else Byar's."""
    limits, method = (garwood_limits, EXACT) if events < EXACT_BELOW else (byar_limits, BYAR)
    lower, upper = limits(events, confidence)
    return float(lower[0]), float(upper[0]), method


def rate(events: float, population: float, per: float = 1000, confidence: float = 0.95) -> Estimate:
    """Return events per `per` of the population, such as children, with its interval.

    Several years or places are pooled by summing events and populations first. Events may exceed
    the population (a child may be referred twice). Refused: a population of 0 or less.

    >>> seen = rate(9, 1800)
    >>> round(seen.value, 2), round(seen.lower, 2), round(seen.upper, 2), seen.method
    (5.0, 2.29, 9.49, 'exact (Garwood) Poisson interval')
    """
    if not population > 0:
        raise ValueError(f"A rate needs a population above 0, not {population}.")
    lower, upper, method = count_limits(events, confidence)
    return Estimate(events, lower, upper, population, method, confidence).scaled(per / population)


def widened(
    events: float, population: float, change: float, per: float = 1000, confidence: float = 0.95
) -> Estimate:
    """Return the rate of a rounded count, its interval holding that of every count within `change`.

    >>> wide, plain = widened(40, 1000, change=4), rate(40, 1000)
    >>> wide.value == plain.value and wide.lower < plain.lower and wide.upper > plain.upper
    True
    """
    if change < 0:
        raise ValueError("A change by rounding is 0 or more events.")
    plain = rate(events, population, per, confidence)
    lower = rate(max(events - change, 0), population, per, confidence).lower
    upper = rate(events + change, population, per, confidence).upper
    words = f"{plain.method}, widened for counts rounded by up to {change:g}"
    return Estimate(plain.value, lower, upper, population, words, confidence)


@dataclass(frozen=True)
class RateRatio:
    """The ratio of two rates and the exact test that it is 1."""

    ratio: Estimate
    p: float
    """Two-sided exact p-value."""


def rate_ratio(
    events: float,
    population: float,
    other_events: float,
    other_population: float,
    confidence: float = 0.95,
) -> RateRatio:
    """Return the first rate over the second, exact given the sum of their events.

    Given the sum, the first count is binomial; its Clopper-Pearson interval is carried over.
    Refused: populations of 0, events that are no whole number, or none in either group.

    Reference: Przyborowski and Wilenski (1940), Biometrika 31, 313-323.

    >>> found = rate_ratio(24, 1900, 60, 5200)
    >>> round(found.ratio.value, 4), round(found.ratio.lower, 4), round(found.ratio.upper, 4)
    (1.0947, 0.652, 1.7845)
    """
    z_score(confidence)
    if min(population, other_population) <= 0:
        raise ValueError("A ratio of rates needs two populations above 0.")
    if any(count != int(count) or count < 0 for count in (events, other_events)):
        raise ValueError("The exact ratio of rates needs whole numbers of events.")
    both = int(events) + int(other_events)
    if both == 0:
        raise ValueError("With no events in either group the ratio of their rates is unknown.")
    test = binomtest(int(events), both, population / (population + other_population))
    share = test.proportion_ci(confidence, method="exact")

    def as_ratio(of_both: float) -> float:
        if of_both == 1:
            return float("inf")
        return of_both / (1 - of_both) * other_population / population

    ratio = Estimate(
        as_ratio(events / both),
        as_ratio(share.low),
        as_ratio(share.high),
        both,
        "exact conditional interval",
        confidence,
    )
    return RateRatio(ratio, float(test.pvalue))
