"""Which numbers in kept words no longer hold, and which rest on no figure at all.

A number is tied to every figure that has, or had in an earlier version of the paper, the value
that it says. It no longer holds where a figure it is tied to says something else today. Where
the same number is also today's value of another figure, it is listed all the same and that is
said: silence would pass a stale number by chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspection.numbers import Number, numbers_in
from inspection.paper import Figure

_SPANS = ("hour", "day", "week", "month", "year")


@dataclass(frozen=True)
class PastFigure:
    """What earlier versions of the paper printed for a figure, oldest first."""

    id: str
    title: str
    unit: str
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class Stale:
    """One number in kept words that no longer holds."""

    place: str
    """Where the words stand: the id of the control."""
    written: str
    sentence: str
    was: str
    """The figure it was true of, by id and title."""
    now: str
    """What that figure says today."""
    also: tuple[str, ...] = ()
    """Figures of which it is true today: the writer may mean one of these."""
    made_up: bool = False
    """True where the figure is made up: the line that gives its value says REHEARSAL."""

    @property
    def line(self) -> str:
        """One line for a list."""
        line = f"'{self.written}' no longer holds: it was {self.was}, which is now {self.now}."
        if self.also:
            line += f" It is also today's value of {'; '.join(self.also)}: check which is meant."
        return f"{line} The sentence: “{self.sentence}”"


@dataclass(frozen=True)
class Unfounded:
    """One number in kept words that is the value of no figure of the paper."""

    place: str
    written: str
    sentence: str


@dataclass(frozen=True)
class Checked:
    """What holding kept words against the figures gave."""

    stale: tuple[Stale, ...] = ()
    unfounded: tuple[Unfounded, ...] = ()
    rehearsal: tuple[tuple[str, str], ...] = ()
    """Place and sentence of words that give a made-up figure."""


def check(
    words: Mapping[str, Sequence[str]],
    figures: Sequence[Figure],
    past: Sequence[PastFigure] = (),
    terms: Sequence[str] = (),
) -> Checked:
    """Hold every number in the kept words against today's figures and those printed before.

    A number inside one of the `terms`, such as the statutory `20 weeks`, is a name.
    """
    now = {figure.id: figure for figure in figures}
    before = {figure.id: figure for figure in past}
    stale: list[Stale] = []
    unfounded: list[Unfounded] = []
    rehearsal: list[tuple[str, str]] = []
    for place, paragraphs in words.items():
        for number in (number for text in paragraphs for number in numbers_in(text, terms)):
            tied = _tied(number, now, before)
            true = [figure_id for figure_id, holds in tied.items() if holds]
            for figure_id in (figure_id for figure_id, holds in tied.items() if not holds):
                stale.append(
                    Stale(
                        place,
                        number.written,
                        number.sentence,
                        _named(figure_id, now, before),
                        _today(now.get(figure_id)),
                        tuple(_named(other, now, before) for other in true),
                        figure_id in now and now[figure_id].made_up,
                    )
                )
            if not tied and number.in_digits:
                unfounded.append(Unfounded(place, number.written, number.sentence))
            if true and all(now[figure_id].made_up for figure_id in true):
                rehearsal.append((place, number.sentence))
    return Checked(tuple(stale), tuple(unfounded), tuple(dict.fromkeys(rehearsal)))


def _tied(
    number: Number, now: Mapping[str, Figure], before: Mapping[str, PastFigure]
) -> dict[str, bool]:
    """Each figure that the number is tied to, and whether it is still true of it."""
    for roughly in (False, True):
        tied = {}
        for figure_id in dict.fromkeys([*now, *before]):
            figure = now.get(figure_id)
            unit = figure.unit if figure else before[figure_id].unit
            if not _same_unit(number, unit):
                continue
            today = figure.number if figure else None
            past = before[figure_id].numbers if figure_id in before else ()
            values = [*past, *([] if today is None else [today])]
            if any(number.means(value, roughly) for value in values):
                tied[figure_id] = today is not None and number.holds(today)
        if tied:
            return tied
    return {}


def _same_unit(number: Number, unit: str) -> bool:
    percent = "%" in unit or "percent" in unit.lower() or "per cent" in unit.lower()
    if number.unit == "%" or percent:
        return number.unit == "%" and percent
    span = next((span for span in _SPANS if unit.lower().rstrip("s") == span), "")
    return not number.unit or not span or number.unit == span


def _named(figure_id: str, now: Mapping[str, Figure], before: Mapping[str, PastFigure]) -> str:
    title = now[figure_id].title if figure_id in now else before[figure_id].title
    return f"{title} [{figure_id}]"


def _today(figure: Figure | None) -> str:
    if figure is None:
        return "no longer in the paper"
    return figure.printed
