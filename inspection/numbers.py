"""The numbers in a text that somebody typed: what each says, and how exactly.

Dates, years, ages, references and the numbers of areas, groups and sections are no figures and
are left out. `78.1%`, `about 2,800`, `two thirds`, `one in five` and `twelve` are found.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_UNITS: tuple[str, ...] = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)
_UNITS += ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen")
_UNITS += ("eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IN_WORDS = {word: number for number, word in enumerate(_UNITS, start=1)}
_IN_WORDS |= {word: number * 10 for number, word in enumerate(_TENS, start=2)}
_PARTS = {"half": 50.0, "third": 100 / 3, "thirds": 100 / 3, "quarter": 25.0, "quarters": 25.0}
_PARTS |= {"fifth": 20.0, "fifths": 20.0, "tenth": 10.0, "tenths": 10.0}

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_WORD = "|".join(sorted(_IN_WORDS, key=len, reverse=True))
_NO_FIGURE = re.compile(
    rf"""
    \b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s+\d{{4}})?   # 31 August 2021
    | \b{_MONTH}\s+\d{{4}}\b                                 # August 2021
    | \b\d{{4}}-\d{{2}}-\d{{2}}\b                            # 2021-08-31
    | \b(?:19|20)\d\d\s?[/–-]\s?\d{{2,4}}\b                  # 2020/21
    | \b[A-Z]{{1,4}}-?\d[\w.:-]*                             # WG5.3, KS2, F012
    | \b\d+(?:\.\d+){{2,}}[a-z]?\b                           # 6.1.2a
    | \b(?:aged?|ages)\s+\d+(?:\s?(?:[-–]|to|and|or)\s?\d+)?
    | \b\d+\s?[-–]\s?\d+[\s-]year
    | \b0\s?[-–]\s?25\b | \b16\s?[-–]\s?(?:18|24|25)\b
    | \b(?:key\s+stages?|sections?|tables?|pictures?|pages?|areas?|(?:working\s+)?groups?|phases?
        |priorit(?:y|ies)|actions?|KPIs?|weeks?|years?|versions?|chapters?|editions?)
      \s+\d+(?:\.\d+)*[a-z]?(?:(?:\s?,\s?|\s?[-–]\s?|\s+(?:and|to|or)\s+)\d+(?:\.\d+)*[a-z]?)*\b(?!\s?%)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_HEDGE = re.compile(
    r"(more than|over|above|at least|upwards of|nearly|almost|under|below|fewer than|less than"
    r"|up to|at most)\s+(?:an?\s+)?$",
    re.IGNORECASE,
)
_ABOVE = {"more than", "over", "above", "at least", "upwards of"}
_CLOSE = {"nearly", "almost"}
_DIGITS = re.compile(r"(?<![\w.,])[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w]|[.,]\d)")
_SPELT = re.compile(
    rf"\b(?:(?P<of>{_WORD})\s+in\s+(?:every\s+)?(?P<every>{_WORD})"
    rf"|(?:(?P<times>two|three|four)[\s-]|an?\s+|one[\s-])?(?P<part>half|thirds?|quarters?|fifths?"
    rf"|tenths?)\b(?!\s+(?:of\s+the\s+year|term|time))"
    rf"|(?P<whole>(?:{'|'.join(_TENS)})[\s-](?:{'|'.join(_UNITS[:9])})|{_WORD}))\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b|percentage\b)", re.IGNORECASE)
_SPAN = re.compile(r"[\s-](hour|day|week|month|year)s?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """One number as somebody wrote it."""

    written: str
    value: float
    unit: str
    """`%`, a span of time in the singular, or nothing."""
    near: float
    """How far a figure may lie from it and still be this number to the places written."""
    rough: float
    """How far where it was rounded to its trailing noughts, never above a twentieth of it."""
    side: int
    """1 where it says `more than`, -1 where it says `fewer than` or `nearly`, 0 otherwise."""
    bound: bool
    """True where it only says `more than` or `fewer than`, which `nearly` does not."""
    sentence: str
    in_digits: bool

    def means(self, value: float, roughly: bool) -> bool:
        """Tell whether the writer may have meant a figure of this value."""
        room = self.rough * (2 if self.side else 1) if roughly else self.near
        return abs(value - self.value) <= room + 1e-9 and self._on_its_side(value)

    def holds(self, value: float) -> bool:
        """Tell whether it is true of a figure of this value; a bound holds however far off."""
        return self.means(value, roughly=True) or (self.bound and self._on_its_side(value))

    def _on_its_side(self, value: float) -> bool:
        return not (
            (self.side > 0 and value < self.value) or (self.side < 0 and value > self.value)
        )


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [part for part in re.split(r"(?<=[.!?])\s+(?=[\"'‘“(]?[A-Z0-9])", text.strip()) if part]


def numbers_in(text: str, terms: Sequence[str] = ()) -> list[Number]:
    """Every number in a paragraph that may be a figure, in order; one in a term is none."""
    return [number for sentence in sentences(text) for number in _in_sentence(sentence, terms)]


def _in_sentence(sentence: str, terms: Sequence[str]) -> list[Number]:
    barred = [match.span() for match in _NO_FIGURE.finditer(sentence)]
    for term in terms:
        words = re.compile(rf"\b{re.escape(term)}\b", re.IGNORECASE)
        barred += [match.span() for match in words.finditer(sentence)]
    found = []
    for match in [*_DIGITS.finditer(sentence), *_SPELT.finditer(sentence)]:
        if any(start <= match.start() < end for start, end in barred):
            continue
        number = _spelt(match) if match.re is _SPELT else _digits(match)
        if number is None:
            continue
        written, value, unit, near, rough = number
        after = sentence[match.end() :]
        if _PERCENT.match(after):
            unit, written = "%", written + _PERCENT.match(after).group()  # type: ignore[union-attr]
        elif span := _SPAN.match(after):
            unit = span.group(1).lower()
        hedge = _HEDGE.search(sentence[: match.start()])
        side = 0 if hedge is None else 1 if hedge.group(1).lower() in _ABOVE else -1
        bound = hedge is not None and hedge.group(1).lower() not in _CLOSE
        in_digits = match.re is _DIGITS
        found.append(
            (
                match.start(),
                Number(written, value, unit, near, rough, side, bound, sentence, in_digits),
            )
        )
    return [number for _, number in sorted(found, key=lambda pair: pair[0])]


def _digits(match: re.Match[str]) -> tuple[str, float, str, float, float] | None:
    written = match.group()
    if _YEAR.fullmatch(written):
        return None
    plain = written.replace(",", "").replace("−", "-")
    places = len(plain.partition(".")[2])
    value = float(plain)
    whole = plain.lstrip("-")
    noughts = 0 if places else len(whole) - len(whole.rstrip("0"))
    near = 0.5 * 10**-places
    rough = near if places else max(near, min(0.5 * 10**noughts, abs(value) / 20))
    return written, value, "", near, rough


def _spelt(match: re.Match[str]) -> tuple[str, float, str, float, float] | None:
    written = match.group()
    if match["of"]:
        value = 100 * _IN_WORDS[match["of"].lower()] / _IN_WORDS[match["every"].lower()]
        return written, value, "%", 0.5, 2.5
    if match["part"]:
        times = _IN_WORDS[match["times"].lower()] if match["times"] else 1
        return written, times * _PARTS[match["part"].lower()], "%", 0.5, 2.5
    value = float(sum(_IN_WORDS[word] for word in re.split(r"[\s-]", written.lower())))
    return written, value, "", 0.5, 0.5
