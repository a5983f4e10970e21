"""Which printed numbers a safe figure explains, and which are no figures at all.

A number stands on a page because a cell says so, because it was worked out from cells and says
how, or because it is no measurement: a date, a reference, an age, a length of time.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from typing import Any

from jsna.disclosure.release import Figures
from jsna.figures import MEASURES, SHOWN

_DIGIT = re.compile(r"\d")
MOST_DECIMALS = 2


def same(number: float) -> float:
    """Return a number to eight figures, to which a cell and its printed twin are the same."""
    return float(f"{number:.8g}")


NUMBER = re.compile(r"(?<![\w.,])[-−–]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w]|[.,]\d)")
"""A number that stands alone; one inside a word or a code is no measurement."""

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_TIME = r"(?:school |working |calendar )?(?:weeks?|months?|years?|days?|hours?|minutes?)"
_NAMED = (
    r"areas?(?: of weakness)?|weakness|actions?|measures?|figures?|tables?|sections?|groups?|"
    r"notes?|steps?|pages?|parts?|versions?|editions?|phase|key stages?|KS|tiers?|item|question|"
    r"prompt|chapter|decile|fifth|quintile|years?|issue|article|regulation|band|stage|number|no\."
)
_REF = r"\d+(?:\.\d+)?[a-z]?"
_DRAWN = (
    r"bars?|lines?|rows?|columns?|places?|points?|series|dots?|maps?|panels?|districts?|areas|"
    r"LSOAs|neighbourhoods|parts?|measures?|tables?|figures|pages?|categories|years"
)
_LISTED = (
    r"actions?|measures?|signs?|claims?|sentences?|questions?|documents?|items?|"
    r"pieces? of evidence|decisions?|gaps?|chairs?|baselines?|targets?|returns?|findings?|"
    r"critical ones|areas are"
)
"""What a plan or a paper is made of; its lines may be counted, as nobody stands behind them."""
_ALL = r"(?<![\d,.])\b\d+"
"""A number from its first digit: 503 is no number of 3,503."""
RATE = r"\b(?i:per|of|(?:for )?each|for) (?:1,000|10,000|100,000)\b"
"""What a rate is counted on."""
NOT_FIGURES = re.compile(
    "|".join(
        (
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: (?:to|and|or) \d{{1,2}}(?:st|nd|rd|th)?)? {_MONTH}\b",
            rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b",
            r"\b(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?\b",
            r"\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b",
            r"\b(?:19|20)\d\d(?:\s?[/–-]\s?(?:\d{4}|\d\d))?(?:s)?\b(?![,.]\d)",
            r"\b\d{1,2}[:.]\d\d ?(?:am|pm)?\b(?= ?(?:am|pm|o'clock|hours))",
            r"\bWG ?\d+(?:\.\d+)*[a-z]?(?:/[a-z])*\b",
            r"\b\d+(?:\.\d+){2,}[a-z]?\b",
            rf"(?i:\b(?:{_NAMED}))[ -]{_REF}(?:(?:, | and | or | to |–|-){_REF})*\b",
            rf"{_ALL}(?:\s?(?:to|or|and|–|-)\s?\d+)?[ -]{_TIME}\b",
            r"(?i:\b(?:aged?|ages|under|over|from|born)[ -])\d{1,2}"
            r"(?:s\b|(?:\s?(?:to|–|-|and|or)\s?\d{1,2})?)\b",
            r"\b\d{1,2}\s?(?:–|-|to)\s?\d{1,2}\b(?= (?:year|year-old|population|only))",
            r"\b0\s?(?:–|-|to)\s?25\b|\b16\s?(?:–|-|to)\s?25\b|\b18\s?(?:–|-|to)\s?25\b",
            r"\b1[48]\+",
            r"\b(?:95|99\.8|99)\s?(?:%|per cent)"
            r"(?= (?:\w+ ){0,2}(?:interval|confidence|limits?|range))",
            r"\(95\s?%\)",
            r"(?i:\bat) (?:5|7|11|14|16|18|19|25)(?:, (?:7|11|16))?"
            r"(?: (?:and|to) (?:7|11|16|18|24|25))?\b"
            r"(?! \w+s\b)",
            r"(?i:\bbirth to) 25\b|(?i:\bstarts? at|index of|=) 100\b(?![,.]\d)",
            r"\b(?:Attainment|Progress) 8\b",
            r"\b\d+ of (?:the )?\d+ (?:numbers|cells)\b",
            RATE,
            r"\bper (?:1000|100)\b",
            r"\brounded to the nearest 5\b|\b0 means none or very few\b",
            r"\brounded to a multiple of 5, by at most \d{1,2}\b",
            r"(?i:\b(?:turns?|turned|reach(?:es|ed)?|until|before|after|past)) "
            r"(?:14|16|18|19|25)\b",
            r"\b\d{3,4} pixels\b|^\s*\d{1,2}\. (?=[A-Z])",
            r"\bNot drawn: \d+\b|\btimes 1\.4\b|\bat \d+ kilometres an hour\b",
            r"\b(?:ratio of|ratios? (?:above|below)|above|below) 1\b(?![.,]\d)",
            rf"{_ALL} (?:other )?(?:{_DRAWN})\b",
            rf"(?:{_ALL} of (?:the |all )?)?{_ALL}(?:,\d{{3}})* "
            rf"(?:other |overdue |critical )*(?:{_LISTED})\b",
            r"\b(?:OGL|v|WCAG|A|H|Level|Part|Act) ?\d+(?:\.\d+)*\b",
            r"\b[A-Z]\d{8}\b",
        )
    )
)


@dataclass(frozen=True)
class Explained:
    """What the figures of an edition explain, figure by figure."""

    values: Mapping[str, frozenset[Decimal]]
    """For each figure its numbers as they may be printed."""
    exact: Mapping[str, frozenset[float]]
    """For each figure its numbers as they are."""
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For each figure the numbers that its labels, title and period contain."""

    def number(self, text: str, figures: Iterable[str] | None) -> bool:
        """Return whether one of the figures has this number, or its labels do; None is any."""
        plain = text.replace(",", "").lstrip("-−–")
        amount = Decimal(plain)
        if -int(amount.as_tuple().exponent) > MOST_DECIMALS:
            return False
        if figures is None:
            return amount in self.any_value or plain in self.any_word
        return any(
            amount in self.values.get(name, ()) or plain in self.words.get(name, ())
            for name in figures
        )

    def cell(self, value: float, figures: Iterable[str] | None) -> bool:
        """Return whether one of the figures has exactly this number in a cell; None is any."""
        if figures is None:
            return same(value) in self.any_exact
        return any(same(value) in self.exact.get(name, ()) for name in figures)

    @cached_property
    def any_value(self) -> frozenset[Decimal]:
        """The numbers of all figures as they may be printed."""
        return frozenset().union(*self.values.values())

    @cached_property
    def any_exact(self) -> frozenset[float]:
        """The numbers of all figures as they are."""
        return frozenset().union(*self.exact.values())

    @cached_property
    def any_word(self) -> frozenset[str]:
        """The numbers in the labels of all figures."""
        return frozenset().union(*self.words.values())


def explained(figures: Figures) -> Explained:
    """Return what all figures of a folder explain; every table is read."""
    values, exact, words = {}, {}, {}
    for name in figures:
        safe = figures[name]
        cells = safe.cells[safe.cells["status"] == SHOWN]
        numbers = {
            float(number)
            for measure in MEASURES
            if measure in cells.columns
            for number in cells[measure].dropna().unique()
        }
        # A page writes ten figures, and rounding twice is not rounding once.
        exact[name] = frozenset(
            same(x) for number in numbers for x in (number, float(f"{number:.10g}"))
        )
        values[name] = frozenset(x for number in numbers for x in _printed(abs(number)))
        said = [safe.figure.title, safe.figure.period, safe.figure.question, safe.figure.population]
        said += [safe.figure.method, safe.figure.limits, safe.figure.unit, safe.figure.geography]
        said += [str(x) for dim in safe.figure.dimensions for x in safe.cells[dim].unique()]
        said += [str(value) for value in safe.figure.where.values()]
        words[name] = frozenset(x for text in said for x in re.findall(r"\d+(?:\.\d+)?", text))
    return Explained(values, exact, words)


def _printed(number: float) -> set[Decimal]:
    """Return a number as it may be printed: with up to two decimals, halves either way."""
    exact = Decimal(repr(number))
    found = set()
    for decimals in range(MOST_DECIMALS + 1):
        step = Decimal(1).scaleb(-decimals)
        for rounding in (ROUND_HALF_EVEN, ROUND_HALF_UP):
            found.add(exact.quantize(step, rounding=rounding))
        # What the machine makes of a half that is not quite one.
        found.add(Decimal(f"{number:.{decimals}f}"))
    return found


def worked_out(how: str, operands: list[float]) -> float | None:
    """Return a number that a page works out from cells, or None for a sum we do not know."""
    if how == "sum":
        return sum(operands)
    if len(operands) == 1:
        return _simpler(how, operands[0])
    if len(operands) != 2:
        return None
    first, second = operands
    sums: dict[str, Any] = {
        "difference": lambda: abs(first - second),
        "change": lambda: abs(100 * (first - second) / second),
        "share": lambda: 100 * first / second,
        "ratio": lambda: first / second,
    }
    if how not in sums or (how != "difference" and second == 0):
        return None
    return float(sums[how]())


def _simpler(how: str, number: float) -> float | None:
    """Return what easy read makes of one cell: two figures that count, or 4 out of every 5."""
    if how == "rounded":
        step = 10 ** max(0, len(str(int(abs(number)))) - 2)
        return float(round(number / step) * step)
    simple = re.fullmatch(r"(parts|whole) of (2|3|4|5|10)", how)
    if simple is None:
        return None
    whole = int(simple[2])
    return float(round(number * whole / 100) if simple[1] == "parts" else whole)


def unexplained(
    text: str, known: Explained, figures: Iterable[str] | None, constants: Iterable[str] = ()
) -> list[str]:
    """Return the numbers of a text that nothing explains, in the order in which they stand."""
    if not _DIGIT.search(text):
        return []
    names = None if figures is None else list(figures)
    for constant in constants:
        text = text.replace(constant, " ")
    return [found for found in NUMBER.findall(bare(text)) if not known.number(found, names)]


@lru_cache(maxsize=100_000)
def bare(text: str) -> str:
    """Return a text without numbers that are no figures; most texts stand in several files."""
    return NOT_FIGURES.sub(" ", text)
