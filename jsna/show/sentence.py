"""A sentence whose every number says which safe figure it is, and how it was worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from jsna.disclosure.safe import Safe
from jsna.errors import FigureError
from jsna.figures import SHOWN, TOTAL
from jsna.show.chosen import choose, get, label_of
from jsna.show.markup import attribute, words
from jsna.show.numbers import written
from jsna.show.shown import Shown

OF = {"area": "in ", "year": "in "}
NEEDS_OF = frozenset({"need", "second_need"})
"""Dimensions whose values begin small in a sentence; `SEN Support` keeps its capitals."""
TIMES = frozenset({"year", "month", "quarter", "period"})
SPOKEN = {
    "Rest of the county": "the rest of the county",
    "With SEND": "children with SEND",
    "No SEND": "children without SEND",
    "SEN Support": "pupils on SEN Support",
    "No SEN": "pupils without SEN",
    "1 (most deprived)": "the most deprived fifth of neighbourhoods",
    "5 (least deprived)": "the least deprived fifth",
    "Primary": "primary schools",
    "Secondary": "secondary schools",
    "Rural": "rural homes",
    "Urban": "urban homes",
    "All needs": "all children with SEND together",
    "Female": "girls and young women",
    "Male": "boys and young men",
}
"""How a value is spoken of in a sentence, where a heading's words do not fit one."""


@dataclass(frozen=True)
class Number:
    """One number of a sentence."""

    figure: str
    """Id of the safe figure."""
    value: float
    text: str
    """As it is printed."""
    derived: str = ""
    """`difference`, `ratio`, `share`, `sum`; empty for a cell as it stands."""
    operands: tuple[float, ...] = ()
    """The safe numbers that it was worked out from."""

    @property
    def html(self) -> str:
        """The number as markup that the disclosure gate can trace."""
        how = ""
        if self.derived:
            how = f' data-derived="{attribute(self.derived)}"'
            how += f' data-operands="{" ".join(f"{number:.10g}" for number in self.operands)}"'
        return (
            f'<data class="figure" data-figure="{attribute(self.figure)}"{how} '
            f'value="{self.value:.10g}">{words(self.text)}</data>'
        )


Part = str | Number


def sentence(*parts: Part, kind: str = "finding") -> Shown:
    """Return the parts as one paragraph."""
    html = "".join(part.html if isinstance(part, Number) else words(part) for part in parts)
    text = "".join(part.text if isinstance(part, Number) else part for part in parts)
    return Shown(f'<p class="{kind}">{html}</p>', text)


@dataclass(frozen=True)
class Cell:
    """One cell of a safe figure and how to speak of it."""

    safe: Safe
    row: "pd.Series[Any]"
    measure: str
    unit: str

    @property
    def shown(self) -> bool:
        """Whether it has a number."""
        return bool(self.row["status"] == SHOWN) and self.value is not None

    @property
    def value(self) -> float | None:
        """The number, or None."""
        return get(self.row, self.measure)

    def number(self, *, unit: bool = False) -> Number:
        """Return the number as part of a sentence; `unit` adds what it counts."""
        value = self.value
        if value is None:
            raise FigureError(f"The figure '{self.safe.figure.id}' has no number here:", [])
        text = self.written(value)
        named = unit and self.unit != "%" and not self.unit.startswith(("ratio", "index", "score"))
        return Number(self.safe.figure.id, value, f"{text} {self.unit}".rstrip() if named else text)

    def written(self, value: float) -> str:
        """Return a number in the unit of the cell."""
        return written(value, self.unit)

    def about(self) -> str:
        """Return `about ` where the number was rounded."""
        return "about " if self.safe.protection.base > 1 else ""

    def size(self) -> list[Part]:
        """Return in brackets how many it rests on, where the figure says so."""
        for column in ("n", "percent_of"):
            number = get(self.row, column)
            if number is not None:
                return [" (n ", Number(self.safe.figure.id, number, written(number)), ")"]
        return []


def cell_of(safe: Safe, values: dict[str, str], asker: str, measure: str | None = None) -> Cell:
    """Return the one cell with these values; what is not named is taken at its total."""
    chosen = choose(safe, *values, measure=measure, asker=asker, total=True)
    cells = chosen.cells
    problems = []
    for name, value in values.items():
        if value not in set(cells[name]):
            known = ", ".join(str(other) for other in list(dict.fromkeys(cells[name]))[:12])
            problems.append(f"'{name}' is never '{value}'; it is {known}")
    for name, value in values.items():
        cells = cells[cells[name] == value]
    if not problems and len(cells) != 1:
        problems.append(f"it has {len(cells)} cells for {values}, not one")
    if problems:
        raise FigureError(f"{asker} cannot speak of the figure '{safe.figure.id}':", problems)
    return Cell(safe, cells.iloc[0], chosen.measure, chosen.unit)


def spoken(dimension: str, value: str) -> str:
    """Return a value as a sentence speaks of it."""
    label = label_of(dimension, value)
    if label in SPOKEN:
        return SPOKEN[label]
    name_of_a_need = dimension in NEEDS_OF and label[:2] != label[:2].upper()
    return label[:1].lower() + label[1:] if name_of_a_need else label


def compared(dimension: str, value: str) -> str:
    """Return a value of which a number is said: ` in Eden`, ` in 2020`, ` for boys`."""
    if dimension == "area":
        return placed({dimension: value})
    return f" {'in' if dimension in TIMES else 'for'} {spoken(dimension, value)}"


def placed(values: dict[str, str]) -> str:
    """Return where and whom a cell is about: ` in Allerdale, Female`."""
    said = ""
    for name, value in values.items():
        label = "the whole county" if (name, value) == ("area", TOTAL) else spoken(name, value)
        said += f" {OF[name].strip()} {label}" if name in OF else f", {label}"
    return said


def subject(safe: Safe, what: str | None, values: dict[str, str]) -> str:
    """Return what a sentence is about, with who and where."""
    if what is not None:
        # Who speaks in words of their own has said whom they mean; the place is still named.
        values = {name: value for name, value in values.items() if name in OF}
    return f"{what or safe.figure.title}{placed(values)}: "


def no_number(cells: Sequence[tuple[str, Cell]], about: str) -> Shown | None:
    """Return the sentence that says why there is nothing to say, or None where there is."""
    missing = [
        f"{name}: {cell.row['status']}" if name else str(cell.row["status"])
        for name, cell in cells
        if not cell.shown
    ]
    return (
        sentence(f"{about}there is no number to give ({'; '.join(missing)}).") if missing else None
    )
