"""Waits that follow known laws: piecewise-constant hazards, and what they imply.

Two clocks: referral to first contact, first to second contact; a referral may close untreated
on either. Each hazard is constant between `EDGES` days and multiplied by what the child's
place, SEND and urgency do; so the true ratios, and the true chance of being seen by any day,
are known for every child.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jsna.demo.draws import Floats

EDGES = np.array([0.0, 7.0, 28.0, 91.0, 182.0])
"""Days at which a hazard changes; the last piece has no end."""
FOLLOWED = 366
_BANDS = ((0, 27), (27, 41), (41, 55), (55, 69), (69, 83), (83, FOLLOWED))
"""Wait bands in days of the law: each of two clocks is rounded up to whole days, a day in all."""


@dataclass(frozen=True)
class Baseline:
    """Events a day for a routine referral without SEND outside the west, by piece of time."""

    first: Floats
    """First contact, since referral."""
    close_first: Floats
    """Closed before a first contact, since referral."""
    second: Floats
    """Second contact, since the first."""
    close_second: Floats
    """Closed between the contacts, since the first."""


def cumulative(hazard: Floats, time: npt.NDArray[np.float64]) -> Floats:
    """Return the hazard added up to each time."""
    ends = np.append(EDGES[1:], np.inf)
    spent = np.clip(time[..., None] - EDGES, 0.0, ends - EDGES)
    return spent @ hazard


def waits(hazard: Floats, ratio: Floats, exponential: Floats) -> Floats:
    """Return event times whose cumulative hazard, times the ratio, equals unit exponentials."""
    need = exponential / ratio
    steps = hazard[:-1] * np.diff(EDGES)
    before = np.concatenate([[0.0], np.cumsum(steps)])
    piece = np.searchsorted(before, need, side="right") - 1
    return EDGES[piece] + (need - before[piece]) / hazard[piece]


def seen_by(
    baseline: Baseline, ratio: Floats, day: float, until: Floats, clock: str = "first"
) -> Floats:
    """Return the true chance of the contact by a day, closure competing, for each child.

    `until` is when the child turns 18 or otherwise certainly leaves, in days on the same clock.
    """
    hazard = baseline.first if clock == "first" else baseline.second
    close = baseline.close_first if clock == "first" else baseline.close_second
    ends = np.append(EDGES[1:], np.inf)
    survived = np.ones(len(ratio))
    chance = np.zeros(len(ratio))
    limit = np.minimum(until, day)
    for piece in range(len(EDGES)):
        length = np.clip(limit - EDGES[piece], 0.0, ends[piece] - EDGES[piece])
        rate = ratio * hazard[piece] + close[piece]
        left = np.exp(-rate * length)
        chance += survived * ratio * hazard[piece] / rate * (1 - left)
        survived *= left
    return chance


def fates(
    baseline: Baseline, first: Floats, second: Floats, weight: Floats, leaving: float = 0.0
) -> Floats:
    """Return the expected shares of a year's referrals by wait band, end and state, and the mean.

    Referrals arrive evenly through the year and are looked at when it ends, as in the published
    table: waits to the second contact in six bands, closed untreated, still waiting without and
    with one contact, mean days. `first`, `second` are the ratios of each group of children and
    `weight` its share; `leaving` is a further hazard of ending untreated, such as turning 18.
    """
    day = np.arange(FOLLOWED, dtype="float64")
    open_for = np.clip(1 - day / 365.0, 0.0, 1.0)
    result = np.zeros(10)
    total = np.zeros(FOLLOWED)
    for ratio_1, ratio_2, share in zip(first, second, weight, strict=True):
        before = _steps(ratio_1 * baseline.first, baseline.close_first + leaving)
        after = _steps(ratio_2 * baseline.second, baseline.close_second + leaving)
        seen = np.convolve(before.event, after.event)[:FOLLOWED]
        closed = before.other + np.convolve(before.event, after.other)[:FOLLOWED]
        one = np.convolve(before.event, after.left)[:FOLLOWED]
        total += share * seen
        result[6] += share * (closed * open_for).sum()
        result[7] += share * before.left[:365].mean()
        result[8] += share * one[:365].mean()
    shown = total * open_for
    for number, (low, high) in enumerate(_BANDS):
        result[number] = shown[low:high].sum()
    result[9] = (shown * (day + 1.5)).sum() / max(shown.sum(), 1e-12)
    return result


@dataclass(frozen=True)
class _Steps:
    event: Floats
    other: Floats
    left: Floats


def _steps(hazard: Floats, close: Floats) -> _Steps:
    """Return the chance of the event and of the other end on each day, and of still waiting."""
    edges = np.arange(FOLLOWED + 1, dtype="float64")
    all_ends = np.diff(cumulative(hazard + close, edges))
    left = np.exp(-cumulative(hazard + close, edges))
    gone = left[:-1] - left[1:]
    part = np.diff(cumulative(hazard, edges)) / np.maximum(all_ends, 1e-15)
    return _Steps(gone * part, gone * (1 - part), left[:-1])


@dataclass(frozen=True)
class PathwayLaw:
    """The law of one pathway: the same for every child and place."""

    a_year: float
    """Referrals a year in a county of Cumbria's size."""
    usual_age: int
    start: Floats
    close: Floats
    course: float
    """Mean days from the start to the end of an assessment or course."""
