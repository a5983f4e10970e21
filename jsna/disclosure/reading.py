"""One text of a released file, held against everything that may stand in it."""

import csv
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import isclose
from pathlib import Path

from jsna import strict_yaml
from jsna.disclosure.explained import (
    NUMBER,
    Explained,
    bare,
    unexplained,
    worked_out,
)
from jsna.disclosure.leftovers import leftovers

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_COUNTED = re.compile(r"\w*\d[\w,.]*\b")
SMALL = ("1", "2", "3", "4")
FEWEST_WORDS = 2
"""A phrase of the plan has at least so many words; a number alone is none."""
_PEOPLE = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+) (?:\w+ ){0,2}"
    r"(?:child(?:ren)?|pupils?|young (?:people|person)|famil(?:y|ies)|boys?|girls?|learners?)\b"
)
"""A count of people: only a cell explains it, never a number that the plan happens to print."""
SHOWN_OF = 60
"""How much of a text a message shows around a number."""


@dataclass(frozen=True)
class Leak:
    """Something in a released folder that should not be there."""

    file: str
    """Its path inside the folder."""
    kind: str
    """Such as `number`, `identifier`, `hidden sheet`, `narrowed`."""
    what: str
    """What, where in the file, and what to do; never a child's value."""

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.file}: {self.what}"


class Phrases:
    """Phrases with numbers that the plan and the sources print; a page may repeat them."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Keep the texts that are phrases with a number."""
        self.longest_first = longest_first(texts)
        self._without: dict[str, str] = {}
        self._by_number: dict[str, list[int]] = {}
        for place, phrase in enumerate(self.longest_first):
            self._by_number.setdefault(NUMBER.findall(phrase)[0], []).append(place)

    def taken_out_of(self, text: str) -> str:
        """Return the text without them; only those are looked for whose number stands in it."""
        if text in self._without:  # most texts stand in several files
            return self._without[text]
        plain = " ".join(text.split())
        found = (self._by_number[number] for number in self._by_number if number in plain)
        for place in sorted(place for places in found for place in places):
            plain = plain.replace(self.longest_first[place], " ")
        self._without[text] = plain
        return plain


@dataclass(frozen=True)
class Reader:
    """What a file may hold, and which file it is."""

    file: str
    known: Explained
    public: bool
    """Whether comments and tracked changes are refused."""
    printed: Phrases = field(default_factory=Phrases)
    """What the plan and the sources print."""
    plan_numbers: Collection[str] = ()
    """The numbers of the plan, which a register may repeat."""
    names: Collection[str] = ()
    """SHA-256 of each name in the extracts, `forename surname` in small letters."""
    constants: tuple[str, ...] = ()
    """What the page declares as a definition, such as `18 weeks`."""
    own: tuple[str, ...] | None = None
    """The figures that this file may show; None for any of the edition."""
    seen: set[tuple[str, str]] = field(default_factory=set)

    def leak(self, kind: str, what: str) -> list[Leak]:
        """Return one leak, the same one only once a file."""
        if (kind, what) in self.seen:
            return []
        self.seen.add((kind, what))
        return [Leak(self.file, kind, what)]

    def text(
        self,
        text: str,
        figures: Iterable[str] | None,
        where: str,
        labels: Collection[str] = (),
    ) -> list[Leak]:
        """Return what is wrong with a text in which these figures may be spoken of.

        Of the figures in `labels` only words are allowed: the names of their groups and periods.
        """
        if not text.strip():
            return []
        return [*self.traces(text, where), *self.numbers(text, figures, where, labels)]

    def register(self, text: str, where: str) -> list[Leak]:
        """Return what is wrong with a text of a register, which says what the plan prints.

        Any figure's cell may stand there, and a target or baseline of the plan; never a 1 to 4
        that is in none of the plan's own sentences. A count of people must be a cell, no 1 to 4.
        """
        found = self.traces(text, where)
        if not _DIGIT.search(text):
            return found
        allowed = {*self.constants, *(part for part in self.plan_numbers if part in text)}
        plain = self.printed.taken_out_of(text)
        wrong = [
            number
            for number in unexplained(plain, self.known, None, self.constants)
            if number.lstrip("-−–") not in allowed or number.lstrip("-−–") in SMALL
        ]
        wrong += [
            number
            for number in _PEOPLE.findall(bare(plain))
            if number in SMALL or not self.known.number(number, None)
        ]
        for number in dict.fromkeys(wrong):
            found += self._number(number, text, where)
        return found

    def traces(self, text: str, where: str) -> list[Leak]:
        """Return the identifiers, names and leftovers of a text."""
        found = []
        for leftover in leftovers(text):
            found += self.leak(leftover.kind, f"{leftover.what} in {where}: take it out")
        if self.names and self._named(text):
            found += self.leak("name", f"a name from the extracts in {where}: take it out")
        return found

    def numbers(
        self, text: str, figures: Iterable[str] | None, where: str, labels: Collection[str] = ()
    ) -> list[Leak]:
        """Return the numbers of a text that nothing explains."""
        words = {x for name in labels for x in self.known.words.get(name, ())}
        wrong = unexplained(text, self.known, figures, self.constants)
        if wrong:
            plain = self.printed.taken_out_of(text)
            wrong = unexplained(plain, self.known, figures, self.constants)
        found = []
        for number in dict.fromkeys(wrong):
            if number not in words:
                found += self._number(number, text, where)
        return found

    def _number(self, number: str, text: str, where: str) -> list[Leak]:
        if any(leftover.kind in ("identifier", "postcode") for leftover in leftovers(text)):
            return self.leak("number", f"a number beside an identifier in {where}: take both out")
        return self.leak(
            "number",
            f"'{number}' in {where} ({_around(text, number)}) is in no safe figure that may "
            "stand there: show it from its figure, say how it is worked out, or declare it",
        )

    def derived(self, how: str, operands: str, value: float, figure: str, where: str) -> list[Leak]:
        """Return what is wrong with a number that a page has worked out from cells."""
        try:
            given = [float(part) for part in operands.split()]
        except ValueError:
            given = []
        # An operand that was worked out itself is not a cell.
        strange = [part for part in given if not self.known.cell(part, (figure,))]
        result = None if strange or not given else worked_out(how, given)
        if result is None or not isclose(result, abs(value), rel_tol=1e-7):
            return self.leak(
                "number",
                f"'{value:g}' in {where} is said to be the {how or 'result'} of cells of "
                f"'{figure}' and is not: its operands must be cells of that figure",
            )
        return []

    def _named(self, text: str) -> bool:
        words = [word.lower() for word in _WORD.findall(text)]
        return any(
            hashlib.sha256(f"{one} {two}".encode()).hexdigest() in self.names
            for one, two in pairwise(words)
        )


def _around(text: str, number: str) -> str:
    plain = " ".join(text.split())
    place = max(plain.find(number), 0)
    start = max(place - SHOWN_OF // 2, 0)
    # Other numbers of the sentence need not be repeated in a message.
    shown = plain[start : place + SHOWN_OF // 2]
    return "…" + _COUNTED.sub(lambda m: m.group(0) if m.group(0) in number else "#", shown) + "…"


@dataclass(frozen=True)
class Documents:
    """What the plan and the descriptions of published tables print, longest first."""

    folder: Path
    """The project's `data/`."""

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Phrases of them with a number and words; sentences, never a number alone."""
        found: set[str] = set()
        for path in sorted(self.folder.glob("plan/*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.reader(file):
                    found.update(" ".join(cell.split()) for cell in row)
        for path in sorted(self.folder.glob("*/*.yaml")):
            found.update(strings(strict_yaml.load(path)[0]))
        found = {part.strip(" .") for phrase in found for part in (phrase, *phrase.split("; "))}
        return longest_first(found)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers that the plan prints: targets, baselines, references."""
        found: set[str] = set()
        for path in sorted(self.folder.glob("plan/*.csv")):
            found.update(x.lstrip("-−–") for x in NUMBER.findall(path.read_text(encoding="utf-8")))
        return frozenset(found)


def longest_first(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that are phrases with a number, so that no part is taken before a whole."""
    phrases = {x for x in texts if NUMBER.search(x) and len(_WORD.findall(x)) >= FEWEST_WORDS}
    return tuple(sorted(phrases, key=lambda x: (-len(x), x)))


def strings(held: object) -> Iterator[str]:
    """Give every text in what a YAML file holds."""
    if isinstance(held, str):
        yield " ".join(held.split())
    elif isinstance(held, Mapping):
        for value in held.values():
            yield from strings(value)
    elif isinstance(held, list):
        for value in held:
            yield from strings(value)
