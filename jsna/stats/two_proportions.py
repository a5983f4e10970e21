"""Two shares compared: difference (Newcombe), ratio (Katz), and tests that they are equal."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2_contingency, fisher_exact
from scipy.stats.contingency import odds_ratio
from statsmodels.stats.proportion import confint_proportions_2indep

from jsna.stats.estimate import Estimate, z_score
from jsna.stats.proportions import parts_of, wilson_limits

NEWCOMBE = "Newcombe's interval (method 10)"


def _newcombe(
    part: np.ndarray,
    whole: np.ndarray,
    other_part: np.ndarray,
    other_whole: np.ndarray,
    conf: float,
) -> tuple[np.ndarray, np.ndarray]:
    first, second = part / whole, other_part / other_whole
    low_1, high_1 = wilson_limits(part, whole, conf)
    low_2, high_2 = wilson_limits(other_part, other_whole, conf)
    gap = first - second
    lower = gap - np.sqrt((first - low_1) ** 2 + (high_2 - second) ** 2)
    upper = gap + np.sqrt((high_1 - first) ** 2 + (second - low_2) ** 2)
    return lower, upper


def difference(
    part: float, whole: float, other_part: float, other_whole: float, confidence: float = 0.95
) -> Estimate:
    """Return the first share less the second, as a share of 1, with Newcombe's interval.

    `n` is the two wholes together. Refused: no whole, a part above its whole.

    Reference: Newcombe (1998), Stat Med 17, 873-890, method 10 (without continuity correction).

    >>> gap = difference(6, 7, 2, 7)
    >>> round(gap.value, 4), round(gap.lower, 4), round(gap.upper, 4)
    (0.5714, 0.0582, 0.8062)
    """
    parts_of([part, other_part], [whole, other_whole])
    z_score(confidence)
    lower, upper = confint_proportions_2indep(
        part, whole, other_part, other_whole, method="newcomb", alpha=1 - confidence
    )
    gap = part / whole - other_part / other_whole
    n = float(whole + other_whole)
    return Estimate(gap, float(lower), float(upper), n, NEWCOMBE, confidence)


def widened_difference(
    part: float,
    whole: float,
    other_part: float,
    other_whole: float,
    change: int,
    confidence: float = 0.95,
) -> Estimate:
    """Return the difference of rounded shares, wide enough for all true counts within `change`.

    The limits are the outermost of Newcombe's over every set of four counts that the rounded ones
    may stand for; `change` above 6 looks at the ends and middle of each range only.

    >>> plain, wide = difference(40, 100, 20, 100), widened_difference(40, 100, 20, 100, change=4)
    >>> wide.lower < plain.lower and wide.upper > plain.upper
    True
    """
    parts_of([part, other_part], [whole, other_whole])
    if change < 0:
        raise ValueError("A change by rounding is 0 or more children.")

    def pairs(of: float, among: float) -> tuple[np.ndarray, np.ndarray]:
        steps = np.arange(-change, change + 1) if change <= 6 else np.linspace(-change, change, 9)
        parts, wholes = (axis.ravel() for axis in np.meshgrid(of + steps, among + steps))
        possible = (parts >= 0) & (wholes >= 1) & (parts <= wholes)
        return parts[possible], wholes[possible]

    parts, wholes = pairs(part, whole)
    others, other_wholes = pairs(other_part, other_whole)
    first, second = (
        axis.ravel() for axis in np.meshgrid(np.arange(len(parts)), np.arange(len(others)))
    )
    lower, upper = _newcombe(
        parts[first], wholes[first], others[second], other_wholes[second], confidence
    )
    gap = part / whole - other_part / other_whole
    method = f"{NEWCOMBE}, widened for counts rounded by up to {change}"
    n = float(whole + other_whole)
    return Estimate(gap, float(lower.min()), float(upper.max()), n, method, confidence)


def ratio(
    part: float, whole: float, other_part: float, other_whole: float, confidence: float = 0.95
) -> Estimate:
    """Return the first share over the second with the log interval of Katz.

    Refused: no case in either group, since the ratio or its interval is then without bound.

    Reference: Katz, Baptista, Azen and Pike (1978), Biometrics 34, 469-474.

    >>> found = ratio(6, 7, 2, 7)
    >>> round(found.value, 3), round(found.lower, 3), round(found.upper, 3)
    (3.0, 0.895, 10.058)
    """
    parts_of([part, other_part], [whole, other_whole])
    if min(part, other_part) == 0:
        raise ValueError("A ratio of shares needs at least one case in each group.")
    value = part / whole / (other_part / other_whole)
    error = np.sqrt(1 / part - 1 / whole + 1 / other_part - 1 / other_whole)
    step = float(np.exp(z_score(confidence) * error))
    n = float(whole + other_whole)
    return Estimate(value, value / step, value * step, n, "Katz's log interval", confidence)


@dataclass(frozen=True)
class EqualShares:
    """Tests that two shares are equal. Never shown without the difference itself."""

    fisher_p: float
    conditional_odds_ratio: float
    """Conditional maximum likelihood; infinite or 0 where a cell is empty."""
    chi_square: float
    chi_square_p: float


def equal_shares(part: float, whole: float, other_part: float, other_whole: float) -> EqualShares:
    """Return Fisher's exact and Pearson's chi-square test (no continuity correction).

    The odds ratio is solved to full precision; R prints 11.7174 for the example, where its search
    stops early and the likelihood is not yet at its top (11.7143).
    Refused: whole numbers only, and both tests need some case and some child without.

    >>> round(equal_shares(6, 7, 2, 7).fisher_p, 4)
    0.1026
    """
    parts_of([part, other_part], [whole, other_whole])
    counts = np.array([[part, whole - part], [other_part, other_whole - other_part]])
    table = counts.astype(int)
    if (table != counts).any():
        raise ValueError("The exact test of two shares needs whole numbers of children.")
    if 0 in table.sum(axis=0):
        raise ValueError("Where all or none are cases there is nothing to test.")
    chi = chi2_contingency(table, correction=False)
    return EqualShares(
        float(fisher_exact(table).pvalue),
        float(odds_ratio(table, kind="conditional").statistic),
        float(chi.statistic),
        float(chi.pvalue),
    )
