"""Whether figures bear a word out: a rise, a comparison, a count of places.

Each judge is given what is said, the figures that the words speak of and what each is held
against; it returns what is wrong, or nothing. A difference within the noise of both intervals is
no difference.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inspection.claims import Says
from inspection.kpi_status import noise
from inspection.periods import period_end
from inspection.readings import Reading

ABOVE = (
    r"(?:higher than|above|greater than|longer than|larger than|more than|exceed(?:s|ed)?"
    r"|ahead of)\b(?!\s*[\d£])"
)
BELOW = r"(?:lower than|below|less than|fewer than|shorter than|smaller than|behind)\b(?!\s*[\d£])"


@dataclass(frozen=True)
class Tolerances:
    """How near is "in line with" where no interval says it; chosen by the edition."""

    points: float = 2.0
    """Percentage points between two percentages."""
    share: float = 0.05
    """Share of the other value, for everything else."""


Judge = Callable[[Says, Sequence[Reading], Reading | None, Tolerances], str]


def rise(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    """The last figure is above the first, beyond chance."""
    return _turned(of, up=True)


def fall(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    """The last figure is below the first, beyond chance."""
    return _turned(of, up=False)


def level(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    """The last figure is as near the first as noise, or the tolerance, allows."""
    early, late = of[0], of[-1]
    wrong = _one_series(early, late)
    if wrong:
        return wrong
    if abs(_value(late) - _value(early)) > _room(early, late, near):
        return f"it went from {said_of(early)} to {said_of(late)}"
    return ""


def times(factor: float, low: float, high: float) -> Judge:
    """The last is so many times the first; `more than` opens that end."""

    def judge(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
        early, late = of[0], of[-1]
        wrong = _one_series(early, late)
        if wrong:
            return wrong
        if _value(early) == 0:
            return f"it started from {said_of(early)}"
        found = _value(late) / _value(early)
        lowest, highest = low, high
        if factor != 1 and re.search(r"\bmore than\b", says.words, re.I):
            lowest, highest = (factor, math.inf) if factor > 1 else (0.0, factor)
        if not lowest <= found <= highest:
            return f"{said_of(late)} is {found:.2f} times {said_of(early)}"
        return ""

    return judge


def better(better: bool) -> Judge:
    """It moved, or stands, on the side that is said to be good, or on the other."""

    def judge(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
        if not says.good:
            return "it is not said which way is good"
        up = (says.good == "up") == better
        first, last = of[0], of[-1]
        if first.place == last.place and first.period != last.period:
            return _turned(of, up)
        return _over(of, up)

    return judge


def above(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    """The first figure is above the last, at one time or in one place."""
    return _over(of, over=True)


def below(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    """The first figure is below the last, at one time or in one place."""
    return _over(of, over=False)


def in_line(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    """The two are as near as noise, or the tolerance, allows."""
    ours, theirs = of[0], of[-1]
    wrong = "" if ours.place == theirs.place else _one_time(ours, theirs)
    if wrong:
        return wrong
    if abs(_value(ours) - _value(theirs)) > _room(ours, theirs, near):
        return f"{said_of(ours)} and {said_of(theirs)} differ"
    return ""


def extreme(highest: bool) -> Judge:
    """No other figure of the time is higher, or lower."""

    def judge(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
        one, others = of[0], of[1:]
        for other in others:
            wrong = _one_time(one, other)
            if wrong:
                return wrong
            if (_value(other) >= _value(one)) if highest else (_value(other) <= _value(one)):
                return f"{said_of(other)} stands against {said_of(one)}"
        return ""

    return judge


def counted(least: float, most: float) -> Judge:
    """At least one share and at most another of the figures lie on the side that is said."""

    def judge(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
        if against is None:
            return "it is not said what each is compared with"
        side = side_of(says.words)
        if side is None:
            return "the words do not say above or below"
        over = [
            one
            for one in of
            if (_value(one) > _value(against)) == side and _value(one) != _value(against)
        ]
        share = len(over) / len(of)
        if not least < share <= most and not (least == most == share):
            return f"{len(over)} of {len(of)} are {'above' if side else 'below'} {said_of(against)}"
        return ""

    return judge


def majority(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    """The share is more than half."""
    return "" if _value(of[0]) > 50 else f"it is {said_of(of[0])}"


def significant(
    says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances
) -> str:
    """The two differ beyond their intervals."""
    first, last = of[0], of[-1]
    if not noise(first, last):
        return "there is no interval to tell it from chance"
    if abs(_value(last) - _value(first)) <= noise(first, last):
        return f"{said_of(first)} and {said_of(last)} may differ by chance alone"
    return ""


def side_of(words: str) -> bool | None:
    """Return True where words say above, False for below, None for neither."""
    if re.search(rf"\b{ABOVE}", words, re.I):
        return True
    return False if re.search(rf"\b{BELOW}", words, re.I) else None


def _turned(of: Sequence[Reading], up: bool) -> str:
    early, late = of[0], of[-1]
    wrong = _one_series(early, late)
    if wrong:
        return wrong
    change = _value(late) - _value(early)
    if (change > 0) != up or change == 0:
        return f"it went from {said_of(early)} to {said_of(late)}"
    if abs(change) <= noise(early, late):
        return f"{said_of(early)} to {said_of(late)} may be chance alone"
    return ""


def _over(of: Sequence[Reading], over: bool) -> str:
    ours, theirs = of[0], of[-1]
    wrong = "" if ours.place == theirs.place else _one_time(ours, theirs)
    if wrong:
        return wrong
    gap = _value(ours) - _value(theirs)
    if (gap > 0) != over or gap == 0:
        return f"{said_of(ours)} stands against {said_of(theirs)}"
    if abs(gap) <= noise(ours, theirs):
        return f"{said_of(ours)} and {said_of(theirs)} may differ by chance alone"
    return ""


def _one_series(early: Reading, late: Reading) -> str:
    if early.place != late.place:
        return f"it compares {early.place} with {late.place} over time"
    first, last = period_end(early.period), period_end(late.period)
    if first and last and first >= last:
        return f"{early.period} does not come before {late.period}"
    return ""


def _one_time(ours: Reading, theirs: Reading) -> str:
    if ours.period != theirs.period:
        return f"it compares {ours.period} with {theirs.period}"
    return ""


def _room(first: Reading, second: Reading, near: Tolerances) -> float:
    spread = noise(first, second)
    if spread:
        return spread
    return near.points if first.unit == "%" else near.share * abs(_value(second))


def _value(reading: Reading) -> float:
    return reading.value if reading.value is not None else float("nan")


def said_of(reading: Reading) -> str:
    """`58.3 in Cumbria (2021)`."""
    value = f"{reading.value:,g}" if reading.value is not None else reading.status
    where = f" in {reading.place}" if reading.place else ""
    return f"{value}{where} ({reading.period})"
