"""What places without any true difference would show: chi-square, index, and the power to tell."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from jsna.stats.arrays import Floats
from jsna.stats.proportions import parts_of

ALARM = 0.05
"""A heterogeneity is noticed that equal places would show less often than this."""
MATERIAL = 0.35
"""A spread on the logit scale that would matter: some 9 points either side of 50 %."""
DRAWS = 2000


@dataclass(frozen=True)
class Heterogeneity:
    """What places without any true difference would show, by seeded simulation."""

    chi_square: float
    p: float
    """Share of simulated counties of equal places whose chi-square is at least as large."""
    index_of_disparity: float
    """Mean distance of the places' shares from the county's, in percent of the county's."""
    index_by_chance: float
    """Its mean among equal places."""
    index_by_chance_95: float
    """Its 95th percentile among equal places."""
    power: float
    """Chance of p below 0.05 were the spread between places material."""


def _chi_square(x: Floats, n: Floats) -> Floats:
    county = x.sum(axis=-1, keepdims=True) / n.sum()
    spread = np.where((county > 0) & (county < 1), county * (1 - county), 1.0)
    return np.asarray(((x - n * county) ** 2 / (n * spread)).sum(axis=-1))


def heterogeneity(parts: ArrayLike, wholes: ArrayLike, seed: int = 20210831) -> Heterogeneity:
    """Return the chi-square and index of disparity of places beside what equal places show.

    Counties of equal places are drawn from the binomial at the county's share, and counties of
    places with a material spread for the power. Numbers of children that are no whole number
    (effective numbers of a wait's curve) are rounded for the draws. Refused: a county in which
    nobody or everybody is a case.

    Reference: Besag and Clifford (1991), Biometrika 78, 301-304, for the simulated p.

    >>> found = heterogeneity([52, 48, 55, 45, 50, 50], [100] * 6)
    >>> round(found.chi_square, 2), found.p > 0.5
    (2.32, True)
    """
    x, n = parts_of(parts, wholes)
    if x.sum() in (0, n.sum()):
        raise ValueError("Where nobody or everybody is a case no difference can be measured.")
    rng = np.random.default_rng(seed)
    county = float(x.sum() / n.sum())
    whole = np.maximum(np.rint(n), 1).astype(np.int64)
    equal = rng.binomial(whole, county, (DRAWS, x.size)).astype(float)
    by_chance = _chi_square(equal, whole.astype(float))
    value = float(_chi_square(x, n))
    p = (1 + float((by_chance >= value - 1e-9).sum())) / (DRAWS + 1)
    noticed = np.quantile(by_chance, 1 - ALARM)
    places = expit(logit(county) + MATERIAL * rng.standard_normal((DRAWS, x.size)))
    apart = _chi_square(rng.binomial(whole, places).astype(float), whole.astype(float))
    index = 100 * np.abs(equal / whole - county).mean(axis=1) / county
    own = 100 * float(np.abs(x / n - county).mean()) / county
    return Heterogeneity(
        value,
        p,
        own,
        float(index.mean()),
        float(np.quantile(index, 0.95)),
        float((apart > noticed).mean()),
    )
