"""The edition's safe figures as readings: for KPIs, judgements and claims.

    look = lookup(edition.figures)
    look("plans-on-time", area="Cumbria", year="2020", reading="with exceptions")

What is withheld stays withheld: a reading without a value, with the state that says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
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


def lookup(figures: Mapping[str, Safe], county: str = "Cumbria") -> Lookup:
    """Return a lookup of single cells; `measure` may name a column other than the figure's own."""

    def look(figure_id: str, **dimensions: str) -> Reading:
        if figure_id not in figures:
            raise FigureError(
                f"The figure '{figure_id}' cannot be read:",
                [f"there is no figure '{figure_id}' in this edition"],
            )
        safe = figures[figure_id]
        measure = dimensions.pop("measure", "")
        return reading(safe, safe.cell(**dimensions), measure, county)

    return look


def series(
    figures: Mapping[str, Safe],
    figure_id: str,
    where: Mapping[str, str],
    measure: str = "",
    county: str = "Cumbria",
) -> tuple[Reading, ...]:
    """Return a figure's cells with these values in order of time, for a KPI's trajectory."""
    if figure_id not in figures:
        raise FigureError(
            f"The figure '{figure_id}' cannot be read:",
            [f"there is no figure '{figure_id}' in this edition"],
        )
    safe = figures[figure_id]
    when = _time(safe)
    cells = safe.where(**where).cells
    rows = [cell for _, cell in cells.iterrows() if cell.get(when, "") != TOTAL]
    if when and len({str(cell[when]) for cell in rows}) < len(rows):
        raise FigureError(
            f"The figure '{figure_id}' cannot be read:",
            [f"{dict(where)} leaves several cells for one {when}: name more dimensions"],
        )
    readings = [reading(safe, cell, measure, county) for cell in rows]
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
    return {
        row_id: _dated(
            series(figures, measure.figure_id, measure.cells, measure.column, county), as_of
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
    """Return the newest value of each KPI row in each place that its figure knows."""
    found: dict[str, tuple[Reading, ...]] = {}
    for row_id, measure in measures.items():
        safe = figures.get(measure.figure_id)
        if safe is None or "area" not in safe.figure.dimensions:
            continue
        here = [place for place in places if place in set(safe.cells["area"])]
        values = [
            series(
                figures,
                measure.figure_id,
                {**measure.cells, "area": place},
                measure.column,
                county,
            )
            for place in here
        ]
        found[row_id] = _dated([one[-1] for one in values if one], as_of)
    return found


def _dated(readings: Sequence[Reading], as_of: date) -> tuple[Reading, ...]:
    day = f"to {said(as_of)}"
    return tuple(
        one if period_end(one.period) else replace(one, period=day, newest_period=day)
        for one in readings
    )


def reading(safe: Safe, cell: "pd.Series[Any]", measure: str, county: str) -> Reading:
    """Return one cell as a reading; a percentage is read from `percent` unless told otherwise."""
    column = measure or ("percent" if safe.figure.kind == "percentage" else "value")
    status = str(cell["status"])
    when = _time(safe)
    place = str(cell.get("area", "") or "")
    newest = (
        max(
            (str(one) for one in safe.cells[when] if one != TOTAL),
            key=lambda one: str(period_end(one) or one),
            default="",
        )
        if when
        else ""
    )
    with_limits = column == ("percent" if safe.figure.kind == "percentage" else "value")
    return Reading(
        value=_number(cell, column) if status == SHOWN else None,
        unit="%" if column == "percent" or safe.figure.unit == "percent" else safe.figure.unit,
        period=str(cell[when]) if when else safe.figure.period,
        figure_id=safe.figure.id,
        source="; ".join(safe.figure.source),
        made_up=safe.made_up,
        lower=_number(cell, "lower") if with_limits and status == SHOWN else None,
        upper=_number(cell, "upper") if with_limits and status == SHOWN else None,
        n=_number(cell, "n") if status == SHOWN else None,
        status=status,
        place=county if place == TOTAL else place,
        newest_period=newest,
        rounded_to=safe.protection.base if safe.protection.base > 1 else 0,
    )


def _time(safe: Safe) -> str:
    return next((name for name in _TIMES if name in safe.figure.dimensions), "")


def _number(cell: "pd.Series[Any]", column: str) -> float | None:
    value = cell.get(column)
    return None if value is None or pd.isna(value) else float(str(value))
