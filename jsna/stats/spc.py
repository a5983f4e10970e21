"""XmR charts after Making Data Count: is a series steady, changing, and can it reach its target?

A target is not a limit. Limits are made anew only at documented changes (a new provider, a new
definition), and no rule joins points across one.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jsna.stats.arrays import Floats

TO_LIMIT = 2.66
"""3 / 1.128: from the mean moving range to the limits of single values."""
RANGE_LIMIT = 3.267
"""Moving ranges above this multiple of their mean are set aside before the limits are made."""
RUN = 7
PROVISIONAL_BELOW = 12
ICONS_FROM = 15
"""Below 12 points limits are provisional; below 15 no icon is shown (methods, house rule)."""

Better = Literal["up", "down", "neither"]
Rule = Literal[
    "common cause",
    "above upper limit",
    "below lower limit",
    "2 of 3 near upper limit",
    "2 of 3 near lower limit",
    "7 rising",
    "7 falling",
    "7 above mean",
    "7 below mean",
]
Variation = Literal["common cause", "improvement", "concern", "high", "low"]
Assurance = Literal["passing", "failing", "hit or miss", "no target"]


@dataclass(frozen=True)
class Chart:
    """One value a point, in time order."""

    mean: Floats
    lower: Floats
    upper: Floats
    rules: tuple[Rule, ...]
    """The rule that each point breaks, the first of: limits, two of three, trend, run."""
    variation: tuple[Variation, ...]
    """What each point means, given which direction is better."""
    icon: Variation | None
    """The last point's variation; None where the last stretch has too few points for an icon."""
    assurance: Assurance | None
    """Whether the last limits lie beyond the target; None where there are too few points."""
    provisional: bool
    """True where the last stretch has under twelve points: limits will still move."""


def xmr(
    values: ArrayLike,
    better: Better,
    target: float | None = None,
    rebase_at: tuple[int, ...] = (),
    icons_from: int = ICONS_FROM,
) -> Chart:
    """Return limits, broken rules and icons of a series, one value a month.

    `rebase_at` holds the places (0 is the first) at which a documented change begins a new
    stretch: limits and rules start afresh there. Limits are mean +/- 2.66 x mean moving range,
    ranges above 3.267 x their mean set aside once. A `nan` is a gap: no range, run or trend goes
    across it, and it breaks no rule. Refused: a stretch without two points side by side.

    Reference: Making Data Count, NHS England; Wheeler (1993), Understanding Variation.

    >>> chart = xmr([5, 6, 5.5, 7, 6.2, 6.6], "up")
    >>> round(float(chart.lower[0]), 4), round(float(chart.upper[0]), 4), chart.icon
    (3.8156, 8.2844, None)
    """
    series = np.asarray(values, dtype=float)
    if series.ndim != 1 or not series.size or np.isinf(series).any():
        raise ValueError("The values are one row of numbers, one a month, or nan for a gap.")
    edges = [0, *rebase_at, series.size]
    if sorted(set(edges)) != edges:
        raise ValueError("Rebase points are places in the series, in order, each once.")
    stretches = [slice(start, end) for start, end in pairwise(edges)]
    if not all(has_limits(series[part]) for part in stretches):
        raise ValueError("Each stretch between changes needs two points side by side for limits.")
    mean, lower, upper = np.empty((3, series.size))
    rules: list[Rule] = []
    for part in stretches:
        mean[part], lower[part], upper[part] = limits(series[part])
        rules += broken_rules(series[part], mean[part], lower[part], upper[part])
    variation = tuple(_variation(rule, better) for rule in rules)
    shown = np.flatnonzero(~np.isnan(series))
    last = int((shown >= stretches[-1].start).sum())
    enough = last >= icons_from
    told = assurance(float(lower[-1]), float(upper[-1]), target, better)
    return Chart(
        mean,
        lower,
        upper,
        tuple(rules),
        variation,
        variation[shown[-1]] if enough else None,
        told if enough else None,
        last < PROVISIONAL_BELOW,
    )


def has_limits(series: Floats) -> bool:
    """Return whether two points stand side by side, which the first moving range needs.

    >>> has_limits(np.array([4, np.nan, 5, 6])), has_limits(np.array([4, np.nan, 5]))
    (True, False)
    """
    return bool((~np.isnan(np.diff(series))).any())


def limits(series: Floats) -> tuple[float, float, float]:
    """Return mean, lower and upper limit of single values; a range needs both of its points."""
    ranges = np.abs(np.diff(series))
    mean, ranges = float(np.nanmean(series)), ranges[~np.isnan(ranges)]
    kept = ranges[ranges <= RANGE_LIMIT * ranges.mean()]
    reach = TO_LIMIT * float(kept.mean())
    return mean, mean - reach, mean + reach


def broken_rules(series: Floats, mean: Floats, lower: Floats, upper: Floats) -> list[Rule]:
    """Return the rule that each point of one stretch breaks; a gap breaks none."""
    side = np.nan_to_num(np.sign(series - mean))
    third = (upper - mean) / 3
    outside = (series > upper) | (series < lower)
    near = ~outside & (np.abs(series - mean) > 2 * third)
    pair = part_of_two_in_three(near, side) & near
    run, trend = _backwards(run_of_seven(side)), _backwards(trend_of_seven(series))
    found: list[Rule] = []
    for place in range(series.size):
        if outside[place]:
            found.append("above upper limit" if side[place] > 0 else "below lower limit")
        elif pair[place]:
            found.append(
                "2 of 3 near upper limit" if side[place] > 0 else "2 of 3 near lower limit"
            )
        elif trend[place]:
            found.append("7 rising" if trend[place] > 0 else "7 falling")
        elif run[place]:
            found.append("7 above mean" if run[place] > 0 else "7 below mean")
        else:
            found.append("common cause")
    return found


def trend_of_seven(series: Floats) -> NDArray[np.int_]:
    """Return 1 or -1 where a point ends seven that each rise or fall; equal values break it.

    >>> trend_of_seven(np.array([1, 2, 3, 4, 5, 6, 7])).tolist()
    [0, 0, 0, 0, 0, 0, 1]
    """
    return _seven_alike(np.concatenate([[0], np.nan_to_num(np.sign(np.diff(series)))]), RUN - 1)


def run_of_seven(side: Floats) -> NDArray[np.int_]:
    """Return 1 or -1 where a point ends seven on one side of the mean; one on the mean breaks it.

    >>> run_of_seven(np.array([1, 1, 1, 1, 1, 1, 1])).tolist()
    [0, 0, 0, 0, 0, 0, 1]
    """
    return _seven_alike(side, RUN)


def _seven_alike(signs: Floats, length: int) -> NDArray[np.int_]:
    found = np.zeros(len(signs), dtype=int)
    for end in range(length, len(signs) + 1):
        total = int(signs[end - length : end].sum())
        if abs(total) == length:
            found[end - 1] = total // length
    return found


def _backwards(ends: NDArray[np.int_]) -> NDArray[np.int_]:
    """Return the seven points of each signal marked, not its last alone."""
    marked = np.zeros_like(ends)
    for end in np.flatnonzero(ends):
        marked[max(end - RUN + 1, 0) : end + 1] = ends[end]
    return marked


def part_of_two_in_three(near: NDArray[np.bool_], side: Floats) -> NDArray[np.bool_]:
    """Return which points lie in three on one side of the mean with two near a limit.

    A point past a limit is named by that rule and does not count as near.

    >>> part_of_two_in_three(np.array([True, False, True]), np.array([1, 1, 1])).tolist()
    [True, True, True]
    """
    found = np.zeros(len(near), dtype=bool)
    for start in range(len(near) - 2):
        three = slice(start, start + 3)
        if near[three].sum() >= 2 and abs(side[three].sum()) == 3:
            found[three] = True
    return found


def _variation(rule: Rule, better: Better) -> Variation:
    if rule == "common cause":
        return "common cause"
    high = rule in ("above upper limit", "2 of 3 near upper limit", "7 rising", "7 above mean")
    if better == "neither":
        return "high" if high else "low"
    return "improvement" if high == (better == "up") else "concern"


def assurance(lower: float, upper: float, target: float | None, better: Better) -> Assurance:
    """Return whether the process, unchanged, would always pass, always fail, or hit and miss.

    >>> assurance(5, 7, 4, "down")
    'failing'
    """
    if target is None or better == "neither":
        return "no target"
    if lower <= target <= upper:
        return "hit or miss"
    above = lower > target
    return "passing" if above == (better == "up") else "failing"
