"""Do places truly differ, or would chance do this? Partial pooling, a simulated null, a verdict.

A range or a ratio of best to worst grows with noise alone. So: how far places differ on the logit
scale once chance is taken out, each place drawn towards the county by how little it tells, the
chance that it truly lies above the county, and what equal places would have shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, ndtr

from jsna.stats.arrays import Floats
from jsna.stats.estimate import Estimate, z_score
from jsna.stats.heterogeneity import ALARM, Heterogeneity, heterogeneity
from jsna.stats.logit_normal import Conditional, conditional
from jsna.stats.multiple_comparisons import adjusted
from jsna.stats.proportions import parts_of

Verdict = Literal["real", "could be chance", "cannot tell"]

FEWEST = 10
"""A place takes part from ten children (the rule for any statistic that is not a count)."""
SLIGHT = 0.1
"""A spread on the logit scale that nobody would act on: some 2.5 points either side of 50 %."""
SURE = 0.95
"""`real` needs this posterior chance that the spread is above `SLIGHT`."""
POWER = 0.8
"""`could be chance` needs this chance that a material spread would have been noticed."""
PRIOR_SCALE = 1.0
"""The spread's prior is half-normal with this deviation: rules out only ratios nobody has seen."""
WIDER = 1.05
"""A place's limits are set this much further out. A posterior interval holds on average over its
prior; around six places with one true spread it held 94 times in 100, so it is made longer."""
SPREADS = 80
LEVELS = 41


@dataclass(frozen=True)
class Place:
    """One place, drawn towards the county by how little it tells."""

    raw: float
    shrunken: Estimate
    difference: Estimate
    """Its share less the county's, drawn in the same way."""
    chance_above: float
    """Posterior chance that its share is above that of the county as a whole."""


@dataclass(frozen=True)
class Between:
    """How places differ."""

    county: float
    spread: Estimate
    """Standard deviation between places on the logit scale (posterior median)."""
    places: tuple[Place, ...]
    heterogeneity: Heterogeneity
    verdict: Verdict


def between_places(
    parts: ArrayLike,
    wholes: ArrayLike,
    seed: int = 20210831,
    confidence: float = 0.95,
    prior_scale: float = PRIOR_SCALE,
) -> Between:
    """Return what the places' counts say about true differences between them.

    `parts` of `wholes` children, one a place, in the places' order (the same order comes out).
    Model: logit of each place's share is normal around a common level; flat prior for the level,
    half-normal for the spread; posterior summed over a grid, so the same data always give the
    same figures. With six places the spread is barely known: show its interval.
    Verdict: `real` where equal places would seldom show as much (simulated p below 0.05) and the
    spread is above a slight one with 95 % posterior chance; `could be chance` where equal places
    would often show as much and these numbers would have shown a material spread (power 80 %);
    `cannot tell` for the rest: too few children, or a difference too slight to be sure of.
    Repeat by district, unitary, CCG and ward, so that nobody can pick the geography.
    Refused: fewer than two places, a place of fewer than ten children (put it with a neighbour or
    leave it out), nobody or everybody a case.

    Reference: Spiegelhalter, Abrams and Myles (2004), Bayesian Approaches to Clinical Trials and
    Health-Care Evaluation; Gelman (2006), Bayesian Analysis 1, 515-534, for the prior.

    >>> found = between_places([52, 48, 55, 45, 50, 50], [100] * 6)
    >>> found.verdict
    'cannot tell'
    >>> between_places([120, 80, 150, 60, 100, 90], [200] * 6).verdict
    'real'
    """
    x, n = parts_of(parts, wholes)
    z_score(confidence)
    if x.size < 2:
        raise ValueError("To differ there must be at least two places.")
    if (n < FEWEST).any():
        raise ValueError(f"Each place needs at least {FEWEST} children.")
    noticed = heterogeneity(x, n, seed)
    level, spread, weight, within = _posterior(x, n, prior_scale)
    del level
    county = float(x.sum() / n.sum())
    spread_of = _spread(spread, weight, float(n.sum()), confidence)
    places = _places(x, n, within, weight, confidence)
    beyond = float(weight[spread > SLIGHT].sum())
    verdict: Verdict = "cannot tell"
    if noticed.p < ALARM:
        verdict = "real" if beyond >= SURE else "cannot tell"
    elif noticed.power >= POWER:
        verdict = "could be chance"
    return Between(county, spread_of, places, noticed, verdict)


def together(asked: Sequence[Between], beside: Sequence[float] = ()) -> list[Between]:
    """Return the answers to all questions of one page, each judged among the others.

    One question says `real` of equal places up to five times in 100; a dozen would do so far
    oftener. So `real` must also stand among all p of the page (Benjamini and Hochberg): a page on
    which nothing differs then says real anywhere at most five times in 100. What falls is
    `cannot tell`. `beside` are the p-values of other questions of the same page.

    >>> slight = between_places([90, 120, 100], [200, 200, 200])
    >>> slight.verdict, together([slight] * 2)[0].verdict
    ('real', 'real')
    >>> nothing = between_places([100, 101, 99], [200, 200, 200])
    >>> together([slight, *[nothing] * 11])[0].verdict
    'cannot tell'
    """
    if not asked:
        return []
    p = adjusted([*(one.heterogeneity.p for one in asked), *beside])[: len(asked)]
    return [
        replace(one, verdict="cannot tell") if one.verdict == "real" and own >= ALARM else one
        for one, own in zip(asked, p, strict=True)
    ]


def _posterior(
    x: Floats, n: Floats, prior_scale: float
) -> tuple[Floats, Floats, Floats, Conditional]:
    """Return the grid of level and spread, its posterior weights, and the places given each."""
    half = (np.arange(SPREADS) + 0.5) / SPREADS
    spreads, width = 4 * prior_scale * half**2, half
    logits = np.log((x + 0.5) / (n - x + 0.5))
    noise = 1 / (x + 0.5) + 1 / (n - x + 0.5)
    # For each spread the level is looked for where a normal approximation puts it.
    precision = 1 / (noise + spreads[:, None] ** 2)
    middle = (precision * logits).sum(axis=1) / precision.sum(axis=1)
    reach = 1 / np.sqrt(precision.sum(axis=1))
    steps = np.linspace(-5, 5, LEVELS)
    level = (middle[:, None] + reach[:, None] * steps).ravel()
    spread = np.repeat(spreads, LEVELS)
    area = np.repeat(width * reach, LEVELS)
    within = conditional(x, n, level, spread)
    log_weight = within.log_evidence.sum(axis=0) + np.log(area) - (spread / prior_scale) ** 2 / 2
    weight = np.exp(log_weight - log_weight.max())
    kept = weight > 1e-8 * weight.sum()
    weight = weight[kept] / weight[kept].sum()
    rest = (getattr(within, name)[:, kept] for name in within.__dataclass_fields__)
    return level[kept], spread[kept], weight, Conditional(*rest)


def _spread(spread: Floats, weight: Floats, n: float, confidence: float) -> Estimate:
    values, place = np.unique(spread, return_inverse=True)
    mass = np.bincount(place, weight)
    # Half of a point's weight lies below it.
    below = np.cumsum(mass) - mass / 2
    tails = [(1 - confidence) / 2, 0.5, (1 + confidence) / 2]
    low, value, high = (float(v) for v in np.interp(tails, below, values))
    return Estimate(value, low, high, n, "posterior interval (grid)", confidence)


def _quantiles(middle: Floats, deviation: Floats, weight: Floats, share: float) -> Floats:
    """Return the quantile of each row's mixture of normals, by halving."""
    low = (middle - 10 * deviation).min(axis=1)
    high = (middle + 10 * deviation).max(axis=1)
    for _ in range(40):
        at = (low + high) / 2
        below = ndtr((at[:, None] - middle) / deviation) @ weight < share
        low, high = np.where(below, at, low), np.where(below, high, at)
    return (low + high) / 2


def _limits(
    middle: Floats, deviation: Floats, weight: Floats, confidence: float
) -> tuple[Floats, Floats]:
    """Return each row's limits, `WIDER` than the mixture's own on either side of its median."""
    tails = ((1 - confidence) / 2, 0.5, (1 + confidence) / 2)
    low, centre, high = (_quantiles(middle, deviation, weight, tail) for tail in tails)
    return centre - WIDER * (centre - low), centre + WIDER * (high - centre)


def _places(
    x: Floats, n: Floats, within: Conditional, weight: Floats, confidence: float
) -> tuple[Place, ...]:
    low, high = map(expit, _limits(within.mean, within.deviation, weight, confidence))
    share = within.mean_share @ weight
    # The county is the sum of its places: this place and, by their children, the others.
    of_county = (n / n.sum())[:, None]
    gap = within.mean_share - (of_county * within.mean_share).sum(axis=0)
    spread = within.share_deviation**2
    others = (of_county**2 * spread).sum(axis=0) - of_county**2 * spread
    error = np.sqrt((1 - of_county) ** 2 * spread + others)
    above = ndtr(gap / error) @ weight
    gap_low, gap_high = _limits(gap, error, weight, confidence)
    method = "posterior interval, partial pooling, widened by 5 %"
    return tuple(
        Place(
            float(x[k] / n[k]),
            Estimate(
                float(share[k]), float(low[k]), float(high[k]), float(n[k]), method, confidence
            ),
            Estimate(
                float(gap[k] @ weight),
                float(gap_low[k]),
                float(gap_high[k]),
                float(n[k]),
                method,
                confidence,
            ),
            float(above[k]),
        )
        for k in range(x.size)
    )


def effective_counts(shares: ArrayLike, errors: ArrayLike) -> tuple[Floats, Floats]:
    """Return the part and whole of a simple sample that would know each share as well.

    For shares from curves with children still waiting, such as seen by day 126: n = s (1 - s) /
    error squared. Feed them to `between_places`. Refused: a share of 0 or 1, or no error, where
    the formula has no answer: give the number at risk instead.

    >>> parts, wholes = effective_counts([0.5], [0.05])
    >>> parts.round(6).tolist(), wholes.round(6).tolist()
    ([50.0], [100.0])
    """
    share, error = np.asarray(shares, dtype=float), np.asarray(errors, dtype=float)
    if ((share <= 0) | (share >= 1) | ~(error > 0)).any():
        raise ValueError("An effective number needs shares between 0 and 1 with errors above 0.")
    whole = share * (1 - share) / error**2
    return share * whole, whole
