"""Rates standardised for age: directly (Dobson, or the gamma interval) and indirectly."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from jsna.stats.arrays import Floats, above_zero, at_least_zero, same_length
from jsna.stats.estimate import Estimate, z_score
from jsna.stats.rates import byar_limits, count_limits

FEWEST_EVENTS = 10
"""A directly standardised rate rests on at least ten events."""


def _counts(events: ArrayLike) -> Floats:
    # An age band nobody reported is a band without events, as the published methods take it.
    return at_least_zero("events", np.nan_to_num(np.atleast_1d(np.asarray(events, dtype=float))))


def direct(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    per: float = 1000,
    confidence: float = 0.95,
    variance_of_events: ArrayLike | None = None,
) -> Estimate:
    """Return the directly standardised rate per `per`, with Dobson's interval.

    One value an age band: `events`, `population` and the `standard` population, which the caller
    states (for children: England by single year of age). Where a child may have several events
    they are not independent: `variance_of_events` then gives each band's variance, see
    `variance_of_repeats`. A missing band of events counts as 0. Refused: fewer than ten events in
    all, a band without population.

    Reference: Dobson, Kuulasmaa, Eberle and Scherer (1991), Stat Med 10, 457-462.

    >>> found = direct([10, 20], [1000, 1000], [3000, 1000])
    >>> round(found.value, 2), round(found.lower, 2), round(found.upper, 2)
    (12.5, 7.83, 18.64)
    """
    counts = _counts(events)
    people, weights = above_zero("populations", population), at_least_zero("standard", standard)
    same_length(events=counts, populations=people, standard=weights)
    total = float(counts.sum())
    if total < FEWEST_EVENTS:
        raise ValueError(f"A directly standardised rate needs {FEWEST_EVENTS} events: too few.")
    spread = counts if variance_of_events is None else _counts(variance_of_events)
    share = weights / weights.sum()
    value = float((share * counts / people).sum())
    variance = float((share**2 * spread / people**2).sum())
    lower, upper = byar_limits(total, confidence)
    step = np.sqrt(variance / total)
    return Estimate(
        value,
        value + float(step * (lower[0] - total)),
        value + float(step * (upper[0] - total)),
        float(people.sum()),
        "Dobson's interval, total by Byar",
        confidence,
    ).scaled(per)


def variance_of_repeats(children_with: ArrayLike) -> Floats:
    """Return each age band's variance of events where children have one, two, three ... of them.

    `children_with[k - 1]` holds, by band, how many children have k events: a child with k events
    adds k squared. A missing entry counts as 0.

    >>> variance_of_repeats([[7, 4], [1, 0]]).tolist()
    [11.0, 4.0]
    """
    children = np.nan_to_num(np.asarray(children_with, dtype=float))
    times = np.arange(1, children.shape[0] + 1, dtype=float)
    return np.asarray((times**2) @ children)


def direct_gamma(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    per: float = 1000,
    confidence: float = 0.95,
) -> Estimate:
    """Return the directly standardised rate with the gamma interval, conservative for few events.

    Reference: Fay and Feuer (1997), Stat Med 16, 791-801.

    >>> found = direct_gamma([10, 20], [1000, 1000], [3000, 1000])
    >>> round(found.value, 2), round(found.lower, 2), round(found.upper, 2)
    (12.5, 7.9, 19.11)
    """
    z_score(confidence)
    counts = _counts(events)
    people, weights = above_zero("populations", population), at_least_zero("standard", standard)
    same_length(events=counts, populations=people, standard=weights)
    if counts.sum() == 0:
        raise ValueError("With no events the standardised rate has no gamma interval.")
    weight = weights / weights.sum() / people
    value, variance = float((weight * counts).sum()), float((weight**2 * counts).sum())
    tail, largest = (1 - confidence) / 2, float(weight.max())
    lower = variance / (2 * value) * chi2.ppf(tail, 2 * value**2 / variance)
    more, spread = value + largest, variance + largest**2
    upper = spread / (2 * more) * chi2.ppf(1 - tail, 2 * more**2 / spread)
    people_in_all = float(people.sum())
    method = "Fay-Feuer gamma interval"
    return Estimate(value, float(lower), float(upper), people_in_all, method, confidence).scaled(
        per
    )


def expected_events(
    population: ArrayLike, reference_events: ArrayLike, reference_population: ArrayLike
) -> float:
    """Return the events that the place would have at the reference's rate of each age band.

    >>> expected_events([1000, 0], [30, 5], [10000, 5000])
    3.0
    """
    people, counts = at_least_zero("populations", population), _counts(reference_events)
    reference = above_zero("reference populations", reference_population)
    same_length(populations=people, reference_events=counts, reference_populations=reference)
    return float((people * counts / reference).sum())


def indirect_ratio(
    observed: float, expected: float, per: float = 1, confidence: float = 0.95
) -> Estimate:
    """Return observed over expected events, times `per`; exact below ten events, else Byar's.

    Two places' ratios rest on different age mixes: compare each with the reference, never with
    each other. Refused: nothing expected.

    Reference: Breslow and Day (1987), Statistical Methods in Cancer Research II, chapter 2.

    >>> found = indirect_ratio(30, 24.0, per=100)
    >>> round(found.value, 1), round(found.lower, 1), round(found.upper, 1)
    (125.0, 84.3, 178.5)
    """
    if not expected > 0:
        raise ValueError("Where no events are expected there is no ratio to expectation.")
    lower, upper, method = count_limits(observed, confidence)
    n = float(observed)
    return Estimate(observed, lower, upper, n, method, confidence).scaled(per / expected)


def indirect_rate(
    observed: float,
    expected: float,
    reference_rate: float,
    confidence: float = 0.95,
) -> Estimate:
    """Return the indirectly standardised rate, in the unit of `reference_rate`.

    >>> round(indirect_rate(30, 24.0, 93.5).value, 3)
    116.875
    """
    return indirect_ratio(observed, expected, reference_rate, confidence)
