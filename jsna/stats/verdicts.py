"""Real, could be chance, cannot tell: what an interval says, alone or among others of a page."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from scipy.special import ndtr, ndtri

from jsna.stats.estimate import Estimate, z_score
from jsna.stats.multiple_comparisons import adjusted

Verdict = Literal["real", "could be chance", "cannot tell"]

MATERIAL = 1.25
"""A ratio beyond this, or below 1 over it, would matter: one in four longer."""
POINTS = 0.05
"""Five points either way: a difference of shares that would matter. Ours, until the partnership
decides."""
ALARM = 0.05
"""Where nothing differs, a page says `real` anywhere at most five times in 100."""


def on_ratio(lower: float | None, upper: float | None) -> Verdict:
    """Return the verdict on a ratio from its interval.

    Real where the interval leaves out 1; could be chance where it holds 1 and no ratio that would
    matter; cannot tell where it holds both, or has no end.

    >>> on_ratio(1.1, 1.6), on_ratio(0.9, 1.1), on_ratio(0.7, 1.6)
    ('real', 'could be chance', 'cannot tell')
    """
    if (lower is not None and lower > 1) or (upper is not None and upper < 1):
        return "real"
    if lower is None or upper is None:
        return "cannot tell"
    within = lower >= 1 / MATERIAL and upper <= MATERIAL
    return "could be chance" if within else "cannot tell"


def on_gap(differs: bool, lower: float, upper: float, matters: float = POINTS) -> Verdict:
    """Return the verdict on a place's difference, given whether its places differ beyond chance.

    Real: they do, and its own interval leaves out nought. Could be chance: the interval lies
    within what would matter. Cannot tell: the rest.

    >>> on_gap(True, -0.07, -0.03), on_gap(True, -0.04, 0.01), on_gap(False, -0.07, -0.03)
    ('real', 'could be chance', 'cannot tell')
    """
    if differs and (lower > 0 or upper < 0):
        return "real"
    return "could be chance" if lower >= -matters and upper <= matters else "cannot tell"


def on_ratios(found: Sequence[Estimate], beside: Sequence[float] = ()) -> list[Verdict]:
    """Return the verdict on each ratio of a page, each judged among all questions of the page.

    `beside` are the p-values of the page's other questions. `real` must stand on its own interval
    and among all p (Benjamini and Hochberg); what does not is `cannot tell`.

    >>> sure = Estimate(1.5, 1.3, 1.73, 500, "", 0.95)
    >>> slight = Estimate(1.2, 1.01, 1.43, 500, "", 0.95)
    >>> on_ratios([sure, slight]), on_ratios([sure, slight], [0.5] * 8)
    (['real', 'real'], ['real', 'cannot tell'])
    """
    if not found:
        return []
    p = adjusted([*(p_of_ratio(one) for one in found), *beside])[: len(found)]
    alone = [on_ratio(one.lower, one.upper) for one in found]
    return [
        "cannot tell" if verdict == "real" and own >= ALARM else verdict
        for verdict, own in zip(alone, p, strict=True)
    ]


def p_value(found: Estimate) -> float:
    """Return the p of an estimate as its interval says it: normal, the limit nearer to nought.

    It is below 0.05 where a 95 % interval leaves nought out, and nowhere else.

    >>> round(p_value(Estimate(0.196, 0.0, 0.392, 100, "", 0.95)), 3)
    0.05
    """
    near = found.lower if found.value > 0 else found.upper
    error = abs(found.value - near) / z_score(found.confidence)
    if not np.isfinite(error) or error == 0:
        return 1.0
    return float(2 * ndtr(-abs(found.value) / error))


def p_of_ratio(found: Estimate) -> float:
    """Return the p of a ratio, nought being 1, on the scale of logarithms.

    >>> round(p_of_ratio(Estimate(0.8, 0.64, 1.0, 100, "", 0.95)), 3)
    0.05
    """
    if not found.value > 0:
        return 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        value, lower, upper = np.log([found.value, max(found.lower, 0.0), max(found.upper, 0.0)])
    return p_value(Estimate(value, lower, upper, found.n, found.method, found.confidence))


def further_out(among: int, confidence: float = 0.95) -> float:
    """Return how many times as far a limit must lie, judged as one of so many (Bonferroni).

    >>> further_out(1), round(further_out(10), 3)
    (1.0, 1.432)
    """
    if among < 1:
        raise ValueError("At least the question itself is asked.")
    if among == 1:
        return 1.0
    return float(-ndtri((1 - confidence) / (2 * among)) / z_score(confidence))
