"""Words that say a direction or a comparison, and when figures bear them out.

Each `Word` is a pattern and a judge: given the figures that the words speak of, it returns what
is wrong, or nothing. A difference within the noise of both intervals is no difference. A negated
word ("did not rise") is borne out when the plain word is not.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inspection.claims import Says
from inspection.kpi_status import noise
from inspection.periods import period_end
from inspection.readings import Reading


@dataclass(frozen=True)
class Tolerances:
    """How near is "in line with" where no interval says it; chosen by the edition."""

    points: float = 2.0
    """Percentage points between two percentages."""
    share: float = 0.05
    """Share of the other value, for everything else."""


Judge = Callable[[Says, Sequence[Reading], Reading | None, Tolerances], str]


@dataclass(frozen=True)
class Word:
    """A way of saying something of figures."""

    name: str
    pattern: re.Pattern[str]
    judge: Judge
    fewest: int
    """How many figures it needs."""


def _rise(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    return _turned(of, up=True)


def _fall(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    return _turned(of, up=False)


def _level(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    early, late = of[0], of[-1]
    wrong = _one_series(early, late)
    if wrong:
        return wrong
    if abs(_value(late) - _value(early)) > _room(early, late, near):
        return f"it went from {_said(early)} to {_said(late)}"
    return ""


def _times(factor: float, low: float, high: float) -> Judge:
    def judge(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
        early, late = of[0], of[-1]
        wrong = _one_series(early, late)
        if wrong:
            return wrong
        if _value(early) == 0:
            return f"it started from {_said(early)}"
        found = _value(late) / _value(early)
        more = re.search(r"\bmore than\b", says.words, re.I)
        low_here = factor if more and factor > 1 else low
        high_here = factor if more and factor < 1 else high
        if more and factor > 1:
            high_here = float("inf")
        if more and factor < 1:
            low_here = 0.0
        if not low_here <= found <= high_here:
            return f"{_said(late)} is {found:.2f} times {_said(early)}"
        return ""

    return judge


def _better(better: bool) -> Judge:
    def judge(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
        if not says.good:
            return "it is not said which way is good"
        up = (says.good == "up") == better
        first, last = of[0], of[-1]
        if first.place == last.place and first.period != last.period:
            return _turned(of, up)
        return _over(of, up)

    return judge


def _above(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    return _over(of, over=True)


def _below(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    return _over(of, over=False)


def _in_line(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    ours, theirs = of[0], of[-1]
    wrong = "" if ours.place == theirs.place else _one_time(ours, theirs)
    if wrong:
        return wrong
    if abs(_value(ours) - _value(theirs)) > _room(ours, theirs, near):
        return f"{_said(ours)} and {_said(theirs)} differ"
    return ""


def _extreme(highest: bool) -> Judge:
    def judge(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
        one, others = of[0], of[1:]
        for other in others:
            wrong = _one_time(one, other)
            if wrong:
                return wrong
            if (_value(other) >= _value(one)) if highest else (_value(other) <= _value(one)):
                return f"{_said(other)} stands against {_said(one)}"
        return ""

    return judge


def _counted(least: float, most: float) -> Judge:
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
            return f"{len(over)} of {len(of)} are {'above' if side else 'below'} {_said(against)}"
        return ""

    return judge


def _majority(says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances) -> str:
    return "" if _value(of[0]) > 50 else f"it is {_said(of[0])}"


def _significant(
    says: Says, of: Sequence[Reading], against: Reading | None, near: Tolerances
) -> str:
    first, last = of[0], of[-1]
    if not noise(first, last):
        return "there is no interval to tell it from chance"
    if abs(_value(last) - _value(first)) <= noise(first, last):
        return f"{_said(first)} and {_said(last)} may differ by chance alone"
    return ""


_PLACES = r"(?:districts?|places?|neighbours?|councils?|areas)"
_ABOVE = (
    r"(?:higher than|above|greater than|longer than|larger than|more than|exceed(?:s|ed)?"
    r"|ahead of)\b(?!\s*[\d£])"
)
_BELOW = r"(?:lower than|below|less than|fewer than|shorter than|smaller than|behind)\b(?!\s*[\d£])"


def _word(name: str, pattern: str, judge: Judge, fewest: int = 2) -> Word:
    return Word(name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), judge, fewest)


WORDS: tuple[Word, ...] = (
    _word(
        "no place",
        rf"no (?:single )?{_PLACES}|none of the (?:\w+ )?{_PLACES}",
        _counted(0.0, 0.0),
        2,
    ),
    _word(
        "every place",
        rf"(?:every|each) {_PLACES}|all (?:of )?(?:the )?(?:\w+ )?{_PLACES}",
        _counted(1.0, 1.0),
        2,
    ),
    _word("most places", rf"most (?:of the )?(?:\w+ )?{_PLACES}", _counted(0.5, 1.0), 2),
    _word("few places", rf"(?:few|a minority of) {_PLACES}", _counted(-1.0, 0.4999), 2),
    _word("significant", r"(?:statistically )?significant(?:ly)?", _significant),
    _word("majority", r"(?:a|the) majority of", _majority, 1),
    _word("halved", r"(?:more than )?halved", _times(0.5, 0.45, 0.55)),
    _word("doubled", r"(?:more than )?doubled", _times(2.0, 1.9, 2.1)),
    _word("trebled", r"(?:more than )?(?:trebled|tripled)", _times(3.0, 2.85, 3.15)),
    _word(
        "in line",
        r"in line with|similar to|close to|about the same as|on a par with|matche[sd]",
        _in_line,
    ),
    _word("highest", r"the (?:highest|longest|largest|greatest|most|biggest)", _extreme(True)),
    _word("lowest", r"the (?:lowest|shortest|smallest|fewest|least)", _extreme(False)),
    _word("better than", r"better than", _better(True)),
    _word("worse than", r"worse than", _better(False)),
    _word("above", _ABOVE, _above),
    _word("below", _BELOW, _below),
    _word("improved", r"improv(?:ed|es|ing|ement)|got better", _better(True)),
    _word("worsened", r"worsened|worsening|deteriorated|got worse", _better(False)),
    _word("level", r"unchanged|steady|stable|stayed (?:level|the same)|flat", _level),
    _word(
        "rose",
        r"rose|risen|rising|rises|rise|increas(?:e|ed|es|ing)|grew|grown|growing|went up"
        r"|gone up|climbed|climbing",
        _rise,
    ),
    _word(
        "fell",
        r"fell|fallen|falling|falls|drop(?:ped|ping|s)?|declin(?:e|ed|es|ing)"
        r"|decreas(?:e|ed|es|ing)|went down|gone down|reduc(?:ed|es|ing|tion)|shortened|shorter"
        r"(?! than)",
        _fall,
    ),
)
"""In the order in which they are tried: a stretch of text is taken by the first that fits."""

_NOT = re.compile(r"(?:\bnot|\bnever|\bno longer|n't|\bhardly|\bwithout)\s+(?:\w+\s+){0,2}$", re.I)


@dataclass(frozen=True)
class Spoken:
    """A word found in a text, and whether it is negated."""

    word: Word
    written: str
    start: int
    end: int
    negated: bool


def words_in(text: str) -> tuple[Spoken, ...]:
    """Return every direction and comparison in a text, in its order; none overlap."""
    found: list[Spoken] = []
    for word in WORDS:
        for match in word.pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            negated = bool(_NOT.search(text[: match.start()]))
            found.append(Spoken(word, match.group(), match.start(), match.end(), negated))
    return tuple(sorted(found, key=lambda one: one.start))


def judge(
    spoken: Spoken,
    says: Says,
    of: Sequence[Reading],
    against: Reading | None,
    near: Tolerances,
) -> str:
    """Return why the figures do not bear the word out, or nothing."""
    if len(of) < spoken.word.fewest:
        return f"it needs {spoken.word.fewest} figures and is given {len(of)}"
    units = {one.unit for one in (*of, *([against] if against else []))}
    if len(units) > 1:
        return f"it compares {' with '.join(sorted(units))}"
    wrong = spoken.word.judge(says, of, against, near)
    if not spoken.negated:
        return wrong
    return "" if wrong else f"{', '.join(_said(one) for one in of)} say that it did"


def side_of(words: str) -> bool | None:
    """Return True where words say above, False for below, None for neither."""
    if re.search(rf"\b{_ABOVE}", words, re.I):
        return True
    return False if re.search(rf"\b{_BELOW}", words, re.I) else None


def _turned(of: Sequence[Reading], up: bool) -> str:
    early, late = of[0], of[-1]
    wrong = _one_series(early, late)
    if wrong:
        return wrong
    change = _value(late) - _value(early)
    if (change > 0) != up or change == 0:
        return f"it went from {_said(early)} to {_said(late)}"
    if abs(change) <= noise(early, late):
        return f"{_said(early)} to {_said(late)} may be chance alone"
    return ""


def _over(of: Sequence[Reading], over: bool) -> str:
    ours, theirs = of[0], of[-1]
    wrong = "" if ours.place == theirs.place else _one_time(ours, theirs)
    if wrong:
        return wrong
    gap = _value(ours) - _value(theirs)
    if (gap > 0) != over or gap == 0:
        return f"{_said(ours)} stands against {_said(theirs)}"
    if abs(gap) <= noise(ours, theirs):
        return f"{_said(ours)} and {_said(theirs)} may differ by chance alone"
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


def _said(reading: Reading) -> str:
    value = f"{reading.value:,g}" if reading.value is not None else reading.status
    where = f" in {reading.place}" if reading.place else ""
    return f"{value}{where} ({reading.period})"
