"""Means, totals and shares of a designed survey, with the error its design gives (linearised).

Only for a survey whose answers were drawn from a known list. An open link is no sample: show
counts, no margin of error. The four arms of the yearly survey are never put together.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta, t

from jsna.stats.arrays import Floats, above_zero, finite, same_length
from jsna.stats.estimate import Estimate, z_score

FEWEST_ANSWERS = 10


@dataclass(frozen=True)
class Design:
    """How the answers were drawn, one value an answer."""

    weights: Floats
    """How many of the population an answer stands for."""
    cluster: NDArray[np.int_]
    """Which were drawn together, such as children of one parent or school."""
    stratum: NDArray[np.int_]
    population_of_stratum: Floats | None
    """How many clusters there are to draw from in the answer's stratum; None: very many."""

    @property
    def degrees(self) -> int:
        """Degrees of freedom: clusters less strata."""
        return len(np.unique(self.cluster)) - len(np.unique(self.stratum))


def design(
    weights: ArrayLike,
    cluster: ArrayLike | None = None,
    stratum: ArrayLike | None = None,
    population_of_stratum: ArrayLike | None = None,
) -> Design:
    """Return a design, checked.

    Answers of one family go together: give the family as `cluster`, since they are not
    independent. Refused: fewer than ten answers, a stratum of a single cluster (its spread cannot
    be known), a stratum larger than its population.

    >>> design([2.0] * 12).degrees
    11
    """
    weight = above_zero("weights", weights)
    n = weight.size
    if n < FEWEST_ANSWERS:
        raise ValueError(f"Under {FEWEST_ANSWERS} answers no figure is shown.")
    strata = _codes(np.zeros(n) if stratum is None else stratum)
    own = _codes(np.arange(n) if cluster is None else cluster)
    same_length(weights=weight, clusters=own, strata=strata)
    # A cluster number used again in another stratum is another cluster.
    clusters = _codes(strata * (own.max() + 1) + own)
    sizes = np.array([len(np.unique(clusters[strata == h])) for h in range(strata.max() + 1)])
    if (sizes < 2).any():
        raise ValueError("Each stratum needs at least two clusters: put small strata together.")
    finite_population = None
    if population_of_stratum is not None:
        finite_population = above_zero("populations", population_of_stratum)
        same_length(weights=weight, populations=finite_population)
        if (sizes[strata] > finite_population).any():
            raise ValueError("A stratum has no more clusters than its population.")
    return Design(weight, clusters, strata, finite_population)


def _codes(values: ArrayLike) -> NDArray[np.int_]:
    return np.unique(np.asarray(values), return_inverse=True)[1]


def variance(by: Design, influence: Floats) -> float:
    """Return the variance of a sum of the answers' influences under the design."""
    totals = np.bincount(by.cluster, influence)
    stratum = np.zeros(totals.size, dtype=int)
    stratum[by.cluster] = by.stratum
    left = np.ones(stratum.max() + 1)
    number = np.bincount(stratum)
    if by.population_of_stratum is not None:
        left[by.stratum] = 1 - number[by.stratum] / by.population_of_stratum
    centred = totals - (np.bincount(stratum, totals) / number)[stratum]
    squares = np.bincount(stratum, centred**2)
    return float((left * number / (number - 1) * squares).sum())


def mean(by: Design, values: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Return the weighted mean with its design-based t interval.

    Reference: Binder (1983), International Statistical Review 51, 279-292; Lumley (2010), Complex
    Surveys.

    >>> found = mean(design([2.0] * 12), [1, 2, 3, 4] * 3)
    >>> found.value, round(found.lower, 3), round(found.upper, 3)
    (2.5, 1.758, 3.242)
    """
    z_score(confidence)
    numbers = finite("values", values)
    same_length(values=numbers, weights=by.weights)
    value = float(np.average(numbers, weights=by.weights))
    error = np.sqrt(variance(by, _influence(by, numbers, value)))
    step = float(t.ppf(0.5 + confidence / 2, by.degrees) * error)
    method = "linearised design-based t interval"
    return Estimate(value, value - step, value + step, numbers.size, method, confidence)


def _influence(by: Design, numbers: Floats, value: float) -> Floats:
    return by.weights * (numbers - value) / by.weights.sum()


def standard_error(by: Design, values: ArrayLike) -> float:
    """Return the design-based standard error of the weighted mean."""
    numbers = finite("values", values)
    value = float(np.average(numbers, weights=by.weights))
    return float(np.sqrt(variance(by, _influence(by, numbers, value))))


def total(by: Design, values: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Return the weighted total with its design-based t interval.

    >>> total(design([2.0] * 12), [1, 2, 3, 4] * 3).value
    60.0
    """
    z_score(confidence)
    numbers = finite("values", values)
    same_length(values=numbers, weights=by.weights)
    value = float(by.weights @ numbers)
    error = np.sqrt(variance(by, by.weights * numbers))
    step = float(t.ppf(0.5 + confidence / 2, by.degrees) * error)
    method = "linearised design-based t interval"
    return Estimate(value, value - step, value + step, numbers.size, method, confidence)


def share(by: Design, answers: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Return the weighted share of yes (1) among yes and no, with Korn and Graubard's interval.

    The exact binomial interval at the size that a simple sample of the same error would have: it
    stays within 0 and 1 and holds near them, where the t interval does not.

    Reference: Korn and Graubard (1998), Survey Methodology 24, 193-201.

    >>> found = share(design([2.0] * 20), [1] * 15 + [0] * 5)
    >>> found.value, round(found.lower, 3), round(found.upper, 3)
    (0.75, 0.502, 0.917)
    """
    z_score(confidence)
    flags = _yes_or_no(by, answers)
    value = float(np.average(flags, weights=by.weights))
    n = flags.size
    spread = variance(by, _influence(by, flags, value))
    tail = (1 - confidence) / 2
    if spread > 0:
        size = value * (1 - value) / spread
        size *= float(t.ppf(tail, n - 1) / t.ppf(tail, by.degrees)) ** 2
    else:
        # All said the same: the error is not 0, so the answers themselves are the size.
        size = float(n)
    yes = value * size
    lower = float(beta.ppf(tail, yes, size - yes + 1)) if value > 0 else 0.0
    upper = float(beta.ppf(1 - tail, yes + 1, size - yes)) if value < 1 else 1.0
    return Estimate(value, lower, upper, n, "Korn-Graubard design-based interval", confidence)


def share_on_logit(by: Design, answers: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Return the weighted share with the t interval made on the logit scale.

    Refused: all yes or all no, where the scale has no end; `share` has an interval there.

    >>> found = share_on_logit(design([2.0] * 20), [1] * 15 + [0] * 5)
    >>> round(found.lower, 3), round(found.upper, 3)
    (0.497, 0.901)
    """
    z_score(confidence)
    flags = _yes_or_no(by, answers)
    value = float(np.average(flags, weights=by.weights))
    if value in (0.0, 1.0):
        raise ValueError("Where all gave one answer the logit interval does not exist.")
    error = np.sqrt(variance(by, _influence(by, flags, value))) / (value * (1 - value))
    step = t.ppf(0.5 + confidence / 2, by.degrees) * error
    middle = np.log(value / (1 - value))
    lower, upper = 1 / (1 + np.exp(-(middle - step))), 1 / (1 + np.exp(-(middle + step)))
    method = "design-based interval on the logit scale"
    return Estimate(value, float(lower), float(upper), flags.size, method, confidence)


def _yes_or_no(by: Design, answers: ArrayLike) -> Floats:
    flags = finite("answers", answers)
    same_length(answers=flags, weights=by.weights)
    if not np.isin(flags, (0, 1)).all():
        raise ValueError("Answers are 1 for yes and 0 for no; who did not answer is left out.")
    return flags


def design_effect(by: Design, values: ArrayLike) -> float:
    """Return how many times the variance is that of a simple random sample of the same size.

    >>> round(design_effect(design([2.0] * 12), [1, 2, 3, 4] * 3), 3)
    2.0
    """
    numbers = finite("values", values)
    n, people = numbers.size, float(by.weights.sum())
    value = float(np.average(numbers, weights=by.weights))
    spread = float(by.weights @ (numbers - value) ** 2) / people * n / (n - 1)
    simple = spread * (people - n) / (people * n)
    if simple <= 0:
        raise ValueError("Where everyone was asked, or all said the same, there is no effect.")
    return variance(by, _influence(by, numbers, value)) / simple
