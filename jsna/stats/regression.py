"""Poisson regression: ratios of rates or shares adjusted for age, need and deprivation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar
from scipy.special import gammaln
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from jsna.stats.arrays import Floats, above_zero, at_least_zero, same_length
from jsna.stats.estimate import Estimate, z_score

Errors = Literal["robust", "model", "quasi"]


@dataclass(frozen=True)
class Fit:
    """A fitted model, one value a column, the intercept first."""

    names: tuple[str, ...]
    coefficients: Floats
    errors: Floats
    covariance: Floats
    deviance: float
    dispersion: float
    """Pearson's chi-square over its degrees of freedom; far above 1: use robust or quasi errors."""
    n: float
    method: str
    confidence: float

    def ratio(self, name: str) -> Estimate:
        """Return the ratio of rates for one column, all others held equal."""
        place = self.names.index(name)
        step = z_score(self.confidence) * self.errors[place]
        low, value, high = np.exp(self.coefficients[place] + np.array([-step, 0.0, step]))
        return Estimate(float(value), float(low), float(high), self.n, self.method, self.confidence)


def categories(labels: Sequence[str], against: str) -> dict[str, Floats]:
    """Return one column of 0 and 1 for each label but the one that the others are held against.

    >>> {name: column.tolist() for name, column in categories(["a", "b", "a"], "a").items()}
    {'b': [0.0, 1.0, 0.0]}
    """
    words = np.asarray(labels)
    names = sorted({str(label) for label in labels})
    if against not in names:
        raise ValueError(f"None of the labels is '{against}': {', '.join(names)}.")
    return {name: (words == name).astype(float) for name in names if name != against}


def poisson(
    counts: ArrayLike,
    columns: Mapping[str, ArrayLike],
    exposure: ArrayLike | None = None,
    errors: Errors = "robust",
    confidence: float = 0.95,
    times: ArrayLike | None = None,
) -> Fit:
    """Return the Poisson model of counts (or of 0 and 1) on the columns.

    With 0 and 1, such as regular short breaks or none, and robust errors this gives ratios of
    shares, which people read rightly, where odds ratios mislead. `exposure` is the population
    behind each count; `times` is how many children each row is, where those who are alike in
    everything were put together: the answer is that of the single rows. Refused: columns that
    repeat each other, fewer rows than columns.

    Reference: Zou (2004), Am J Epidemiol 159, 702-706 (robust); McCullagh and Nelder (1989).

    >>> fit = poisson([1, 0, 0, 0, 1, 1, 1, 0], {"west": [0, 0, 0, 0, 1, 1, 1, 1]})
    >>> round(fit.ratio("west").value, 3)
    3.0
    """
    y, z = at_least_zero("counts", counts), z_score(confidence)
    del z
    x = np.column_stack([np.ones_like(y), *(np.asarray(each, float) for each in columns.values())])
    people = None if exposure is None else above_zero("exposures", exposure)
    if people is not None:
        same_length(counts=y, exposures=people)
    often = np.ones_like(y) if times is None else above_zero("times", times)
    same_length(counts=y, times=often)
    n = float(often.sum())
    if n <= x.shape[1] or np.linalg.matrix_rank(x) < x.shape[1]:
        raise ValueError("The columns repeat one another or outnumber the rows: take some out.")
    model = GLM(y, x, family=Poisson(), exposure=people, freq_weights=often)
    fitted = model.fit()
    expected = np.asarray(fitted.mu)
    spare = n - x.shape[1]
    dispersion = float((often * (y - expected) ** 2 / expected).sum() / spare)
    covariance = np.linalg.inv((x * (often * expected)[:, None]).T @ x)
    if errors == "robust":
        # HC1: what each child adds to the score, squared, with the small-sample factor.
        scores = (x * (often * (y - expected) ** 2)[:, None]).T @ x
        covariance = covariance @ scores @ covariance * n / spare
    if errors == "quasi":
        covariance = covariance * dispersion
    told = {
        "robust": "Poisson model, robust (HC1) interval",
        "model": "Poisson model, Wald interval",
        "quasi": "quasi-Poisson model, Wald interval",
    }
    return Fit(
        ("intercept", *columns),
        np.asarray(fitted.params),
        np.sqrt(np.diag(covariance)),
        covariance,
        float(fitted.deviance),
        dispersion,
        n,
        told[errors],
        confidence,
    )


@dataclass(frozen=True)
class NegativeBinomial:
    """A negative binomial fit: variance mean + mean squared / theta."""

    coefficients: Floats
    theta: float


def negative_binomial(counts: ArrayLike, columns: Mapping[str, ArrayLike]) -> NegativeBinomial:
    """Return the negative binomial model by maximum likelihood, for counts more spread than chance.

    >>> found = negative_binomial([0, 1, 9, 2, 0, 7, 3, 14], {"west": [0, 0, 0, 0, 1, 1, 1, 1]})
    >>> [round(float(each), 3) for each in found.coefficients]
    [1.099, 0.693]
    """
    from statsmodels.genmod.families import NegativeBinomial as Family

    y = at_least_zero("counts", counts)
    x = np.column_stack([np.ones_like(y), *(np.asarray(each, float) for each in columns.values())])

    def fitted(theta: float) -> tuple[Floats, Floats]:
        result = GLM(y, x, family=Family(alpha=1 / theta)).fit(tol=1e-12, maxiter=200)
        return np.asarray(result.params), np.asarray(result.mu)

    def loss(log_theta: float) -> float:
        theta = float(np.exp(log_theta))
        _, mu = fitted(theta)
        terms = (
            gammaln(y + theta)
            - gammaln(theta)
            - gammaln(y + 1)
            + theta * np.log(theta / (theta + mu))
            + y * np.log(mu / (theta + mu))
        )
        return -float(terms.sum())

    best = minimize_scalar(loss, bounds=(-5, 12), method="bounded", options={"xatol": 1e-10})
    theta = float(np.exp(best.x))
    return NegativeBinomial(fitted(theta)[0], theta)
