"""Words that say a direction or a comparison, and what bears each out.

Each `Word` is a pattern and a judge of `inspection.claim_judges`. A negated word ("did not rise")
is borne out when the plain word is not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inspection.claim_judges import (
    ABOVE,
    BELOW,
    Judge,
    Tolerances,
    above,
    below,
    better,
    counted,
    extreme,
    fall,
    in_line,
    level,
    majority,
    rise,
    said_of,
    significant,
    times,
)
from inspection.claims import Says
from inspection.readings import Reading


@dataclass(frozen=True)
class Word:
    """A way of saying something of figures."""

    name: str
    pattern: re.Pattern[str]
    judge: Judge
    fewest: int
    """How many figures it needs."""


_PLACES = r"(?:districts?|places?|neighbours?|councils?|areas)"


def _word(name: str, pattern: str, judge: Judge, fewest: int = 2) -> Word:
    return Word(name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), judge, fewest)


WORDS: tuple[Word, ...] = (
    _word(
        "no place",
        rf"no (?:single )?{_PLACES}|none of the (?:\w+ )?{_PLACES}",
        counted(0.0, 0.0),
        2,
    ),
    _word(
        "every place",
        rf"(?:every|each) {_PLACES}|all (?:of )?(?:the )?(?:\w+ )?{_PLACES}",
        counted(1.0, 1.0),
        2,
    ),
    _word("most places", rf"most (?:of the )?(?:\w+ )?{_PLACES}", counted(0.5, 1.0), 2),
    _word("few places", rf"(?:few|a minority of) {_PLACES}", counted(-1.0, 0.4999), 2),
    _word("significant", r"(?:statistically )?significant(?:ly)?", significant),
    _word("majority", r"(?:a|the) majority of", majority, 1),
    _word("halved", r"(?:more than )?halved", times(0.5, 0.45, 0.55)),
    _word("doubled", r"(?:more than )?doubled", times(2.0, 1.9, 2.1)),
    _word("trebled", r"(?:more than )?(?:trebled|tripled)", times(3.0, 2.85, 3.15)),
    _word(
        "in line",
        r"in line with|similar to|close to|about the same as|on a par with|matche[sd]",
        in_line,
    ),
    _word("highest", r"the (?:highest|longest|largest|greatest|most|biggest)", extreme(True)),
    _word("lowest", r"the (?:lowest|shortest|smallest|fewest|least)", extreme(False)),
    _word("better than", r"better than", better(True)),
    _word("worse than", r"worse than", better(False)),
    _word("above", ABOVE, above),
    _word("below", BELOW, below),
    _word("improved", r"improv(?:ed|es|ing|ement)|got better", better(True)),
    _word("worsened", r"worsened|worsening|deteriorated|got worse", better(False)),
    _word("level", r"unchanged|steady|stable|stayed (?:level|the same)|flat", level),
    _word(
        "rose",
        r"rose|risen|rising|rises|rise|increas(?:e|ed|es|ing)|grew|grown|growing|went up"
        r"|gone up|climbed|climbing",
        rise,
    ),
    _word(
        "fell",
        r"fell|fallen|falling|falls|drop(?:ped|ping|s)?|declin(?:e|ed|es|ing)"
        r"|decreas(?:e|ed|es|ing)|went down|gone down|reduc(?:ed|es|ing|tion)|shortened|shorter"
        r"(?! than)",
        fall,
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
    return "" if wrong else f"{', '.join(said_of(one) for one in of)} say that it did"
