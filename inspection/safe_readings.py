"""The edition's safe figures as readings: for KPIs, judgements and claims.

    look = lookup(edition.figures)
    look("plans-on-time", area="Cumbria", year="2020", reading="with exceptions")

What is withheld stays withheld: a reading without a value, with the state that says why.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import Any

import pandas as pd

from inspection.kpis import Measure
from inspection.periods import period_end, said
from inspection.readings import Lookup, Reading
from jsna.disclosure.safe import Safe
from jsna.errors import FigureError
from jsna.figures import SHOWN, TOTAL

_TIMES = ("year", "period", "quarter", "month")
"""Dimensions that say when, the first that a figure has."""

Cell = Mapping[str, Any]


@dataclass(frozen=True)
class Rows:
    """A figure's cells as plain rows: hundreds are looked up, and a frame is slow to narrow."""

    safe: Safe
    cells: tuple[Cell, ...]
    found: dict[tuple[str, ...], dict[tuple[str, ...], list[Cell]]] = field(default_factory=dict)
    """The rows by the values of the dimensions that were asked for, each set of them once."""

    def where(self, where: Mapping[str, str]) -> Sequence[Cell]:
        """Return the rows with these values, or raise a FigureError for what is never there."""
        names = tuple(sorted(where))
        if names not in self.found and set(names) <= set(self.safe.figure.dimensions):
            index: dict[tuple[str, ...], list[Cell]] = {}
            for cell in self.cells:
                index.setdefault(tuple(cell[name] for name in names), []).append(cell)
            self.found[names] = index
        rows = self.found.get(names, {}).get(tuple(where[name] for name in names), [])
        if not rows:
            self.safe.where(**where)  # says what is never there
        return rows

    @cached_property
    def when(self) -> str:
        """The dimension that says when; empty for a figure of one day."""
        return next((name for name in _TIMES if name in self.safe.figure.dimensions), "")

    @cached_property
    def newest(self) -> str:
        """The newest period that the figure has cells of; empty for a figure of one day."""
        periods = {str(cell[self.when]) for cell in self.cells} if self.when else set()
        return max(periods - {TOTAL}, key=lambda one: str(period_end(one) or one), default="")


def lookup(figures: Mapping[str, Safe], county: str = "Cumbria") -> Lookup:
    """Return a lookup of single cells; `measure` may name a column other than the figure's own."""
    rows = _each_once(figures)

    def look(figure_id: str, **dimensions: str) -> Reading:
        table = rows(figure_id)
        measure = dimensions.pop("measure", "")
        cells = table.where(dimensions)
        if len(cells) != 1:
            table.safe.cell(**dimensions)  # says how many there are, and what to name
        return reading(table, cells[0], measure, county)

    return look


def series(
    table: Rows, where: Mapping[str, str], measure: str = "", county: str = "Cumbria"
) -> tuple[Reading, ...]:
    """Return a figure's cells with these values in order of time, for a KPI's trajectory."""
    when = table.when
    cells = [cell for cell in table.where(where) if cell.get(when, "") != TOTAL]
    if when and len({str(cell[when]) for cell in cells}) < len(cells):
        raise FigureError(
            f"The figure '{table.safe.figure.id}' cannot be read:",
            [f"{dict(where)} leaves several cells for one {when}: name more dimensions"],
        )
    readings = [reading(table, cell, measure, county) for cell in cells]
    return tuple(sorted(readings, key=lambda one: str(period_end(one.period) or one.period)))


def kpi_readings(
    figures: Mapping[str, Safe],
    measures: Mapping[str, Measure],
    as_of: date,
    county: str = "Cumbria",
) -> dict[str, tuple[Reading, ...]]:
    """Return the values of each KPI row that a figure of this edition feeds, oldest first.

    A figure whose period names no day ends on the edition's.
    """
    rows = _each_once(figures)
    return {
        row_id: _dated(
            series(rows(measure.figure_id), measure.cells, measure.column, county), as_of
        )
        for row_id, measure in measures.items()
        if measure.figure_id in figures
    }


def place_readings(
    figures: Mapping[str, Safe],
    measures: Mapping[str, Measure],
    places: Sequence[str],
    as_of: date,
    county: str = "Cumbria",
) -> dict[str, tuple[Reading, ...]]:
    """Return the newest value of each KPI row in each place that its figure knows.

    A row that is itself of one place, such as a CCG, is of no other.
    """
    rows = _each_once(figures)
    found: dict[str, tuple[Reading, ...]] = {}
    for row_id, measure in measures.items():
        if measure.figure_id not in figures or measure.cells.get("area", TOTAL) != TOTAL:
            continue
        table = rows(measure.figure_id)
        if "area" not in table.safe.figure.dimensions:
            continue
        known = {cell["area"] for cell in table.cells}
        values = [
            series(table, {**measure.cells, "area": place}, measure.column, county)
            for place in places
            if place in known
        ]
        found[row_id] = _dated([one[-1] for one in values if one], as_of)
    return found


def rows_of(safe: Safe) -> Rows:
    """Return a figure's cells as plain rows."""
    names = [str(name) for name in safe.cells.columns]
    columns = (safe.cells[name].tolist() for name in safe.cells.columns)
    return Rows(
        safe, tuple(dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
    )


def _each_once(figures: Mapping[str, Safe]) -> Callable[[str], Rows]:
    @cache
    def rows(figure_id: str) -> Rows:
        if figure_id not in figures:
            raise FigureError(
                f"The figure '{figure_id}' cannot be read:",
                [f"there is no figure '{figure_id}' in this edition"],
            )
        return rows_of(figures[figure_id])

    return rows


def _dated(readings: Sequence[Reading], as_of: date) -> tuple[Reading, ...]:
    day = f"to {said(as_of)}"
    return tuple(
        one if period_end(one.period) else replace(one, period=day, newest_period=day)
        for one in readings
    )


def reading(table: Rows, cell: Cell, measure: str, county: str) -> Reading:
    """Return one cell as a reading; a percentage is read from `percent` unless told otherwise."""
    safe, when = table.safe, table.when
    own = "percent" if safe.figure.kind == "percentage" else "value"
    column = measure or own
    status = str(cell["status"])
    shown = status == SHOWN
    place = str(cell.get("area", "") or "")
    return Reading(
        value=_number(cell, column) if shown else None,
        unit="%" if column == "percent" or safe.figure.unit == "percent" else safe.figure.unit,
        period=str(cell[when]) if when else safe.figure.period,
        figure_id=safe.figure.id,
        source="; ".join(safe.figure.source),
        made_up=safe.made_up,
        lower=_number(cell, "lower") if shown and column == own else None,
        upper=_number(cell, "upper") if shown and column == own else None,
        n=_number(cell, "n") if shown else None,
        status=status,
        place=county if place == TOTAL else place,
        newest_period=table.newest,
        rounded_to=safe.protection.base if safe.protection.base > 1 else 0,
    )


def _number(cell: Cell, column: str) -> float | None:
    value = cell.get(column)
    return None if value is None or pd.isna(value) else float(str(value))
