"""Partial pooling by maximum likelihood: a random intercept for each place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import expit

from jsna.stats.arrays import Floats
from jsna.stats.logit_normal import conditional
from jsna.stats.proportions import parts_of


@dataclass(frozen=True)
class Shrunken:
    """The fitted level and spread (logit scale) and each place's share drawn towards the level."""

    level: float
    spread: float
    """Standard deviation between places; 0 where chance explains all."""
    shares: Floats
    raw: Floats


def random_intercept(parts: ArrayLike, wholes: ArrayLike) -> Shrunken:
    """Return the binomial model logit(share) = level + place, place normal, by its likelihood.

    Places with few children are drawn further towards the level than those with many; the share
    is that at the place's most likely logit. For intervals, and where there are few places (the
    spread is then barely known), use `jsna.stats.between_places`.
    Refused: fewer than three places.

    Reference: Breslow and Clayton (1993), JASA 88, 9-25; nine-point adaptive quadrature.

    >>> found = random_intercept([3, 30, 12], [30, 100, 30])
    >>> found.shares.round(3).tolist()
    [0.172, 0.293, 0.345]
    """
    x, n = parts_of(parts, wholes)
    if x.size < 3:
        raise ValueError("A spread between places needs at least three places.")
    pooled = np.clip(x.sum() / n.sum(), 1e-6, 1 - 1e-6)
    start = np.array([np.log(pooled / (1 - pooled)), np.log(0.3)])

    def loss(at: Floats) -> float:
        spread = np.exp(np.clip(at[1], -12, 4))
        return -float(conditional(x, n, at[:1], np.array([spread])).log_evidence.sum())

    best = minimize(
        loss, start, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10, "maxiter": 5000}
    )
    level, spread = float(best.x[0]), float(np.exp(np.clip(best.x[1], -12, 4)))
    found = conditional(x, n, np.array([level]), np.array([spread]))
    shown = 0.0 if spread < 1e-4 else spread
    return Shrunken(level, shown, expit(found.mode[:, 0]), x / n)
