"""One value of one figure, as inspection uses it, and how it is looked up.

Inspection never computes a figure: it asks for a cell by the figure's id and its dimensions.
The edition's safe figures, the published tables and the plan's own counts each answer through
a `Lookup`, so a KPI, a judgement and a sentence rest on the same cell, and a test needs no county.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from jsna.errors import FigureError
from jsna.figures import SHOWN


@dataclass(frozen=True)
class Reading:
    """One cell of one figure."""

    value: float | None
    """None where it is not shown; never 0 for "not known"."""
    unit: str = ""
    period: str = ""
    """What it covers, in words: `January 2021`, `2018/19`, `calendar 2020`."""
    figure_id: str = ""
    """The figure in the catalogue, the published table, or `plan/...` for the plan's own counts."""
    source: str = ""
    made_up: bool = False
    lower: float | None = None
    upper: float | None = None
    n: float | None = None
    """How many records it rests on, where that is known."""
    status: str = SHOWN
    place: str = ""
    first_published: date | None = None
    newest_period: str = ""
    """The newest period that the figure holds; a claim that says "latest" must be of it."""
    rounded_to: float = 0
    """What a count was rounded to; 0 where it is exact."""

    @property
    def known(self) -> bool:
        """Whether there is a value to speak of."""
        return self.value is not None and self.status == SHOWN


def in_words(value: float, unit: str) -> str:
    """Return a value with its unit as papers print it, to one decimal where it has any.

    `38%`, `40% of those counted`, `34 weeks`, `ratio 1.2`, `score -0.8`, `2,650,019 pounds`.
    """
    number = plain(value)
    if unit == "%":
        return f"{number}%"
    if unit.startswith("percent "):
        return f"{number}% {unit.removeprefix('percent ')}"
    if unit in ("ratio", "score"):
        return f"{unit} {number}"
    return f"{number} {unit}".strip()


def plain(value: float) -> str:
    """Return a number as papers print it: thousands parted, one decimal where it has any."""
    return f"{value:,.1f}".removesuffix(".0")


Lookup = Callable[..., Reading]
"""`lookup(figure_id, **dimensions) -> Reading`; raises FigureError where there is no such cell."""


def in_turn(*lookups: Lookup) -> Lookup:
    """Return a lookup that asks each in turn, and refuses with the reasons of all."""

    def look(figure_id: str, **dimensions: str) -> Reading:
        problems: list[str] = []
        for lookup in lookups:
            try:
                return lookup(figure_id, **dimensions)
            except FigureError as error:
                problems += error.problems or [error.what]
        raise FigureError(f"The figure '{figure_id}' cannot be read:", problems)

    return look


def from_table(readings: Mapping[tuple[str, tuple[tuple[str, str], ...]], Reading]) -> Lookup:
    """Return a lookup over readings held in memory, keyed by `key(figure_id, **dimensions)`."""

    def look(figure_id: str, **dimensions: str) -> Reading:
        wanted = key(figure_id, **dimensions)
        if wanted not in readings:
            known = sorted({figure for figure, _ in readings})
            told = (
                f"it has no cell for {dict(wanted[1])}"
                if figure_id in known
                else f"there is no figure '{figure_id}'"
            )
            raise FigureError(f"The figure '{figure_id}' cannot be read:", [told])
        return readings[wanted]

    return look


def key(figure_id: str, **dimensions: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the key of a cell in `from_table`; the order of dimensions never matters."""
    return figure_id, tuple(sorted((name, str(value)) for name, value in dimensions.items()))
