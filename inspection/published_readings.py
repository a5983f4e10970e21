"""Values of KPIs and claims from the published tables, as of a day.

A figure id `published/attainment` names the table; the dimensions pick its rows. `series` gives
all periods in order of time, `lookup` one cell. A column `reached/pupils` is a percentage, with
Wilson's interval and the denominator as `n`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd

from inspection.kpis import Measure, read_measures
from inspection.periods import period_end
from inspection.readings import Lookup, Reading
from jsna import kept, published
from jsna.errors import FigureError
from jsna.figures import SHOWN
from jsna.stats.proportions import wilson

PREFIX = "published/"
_VALUES = ("value", "percent", "rate", "plans", "appeals")
"""The column of the value where none is named: the first of these that a table has."""


def series(
    figure_id: str, where: Mapping[str, str], as_of: date, column: str = ""
) -> tuple[Reading, ...]:
    """Return every period's value as of a day, oldest first, or raise a FigureError."""
    name = figure_id.removeprefix(PREFIX)
    frame = _rows(name, as_of)
    wanted = {key: value for key, value in where.items() if key != "column"}
    column = column or where.get("column", "") or _value_column(frame)
    problems = [
        f"'{key}' is no column of {name}; it has {', '.join(frame.columns)}"
        for key in (*wanted, *column.split("/"))
        if key not in frame.columns
    ]
    if problems:
        raise FigureError(f"The figure '{figure_id}' cannot be read:", problems)
    for key, value in wanted.items():
        frame = frame[frame[key] == value]
    if frame.empty:
        cells = ", ".join(f"{key}={value}" for key, value in wanted.items())
        raise FigureError(
            f"The figure '{figure_id}' cannot be read:",
            [f"as of {as_of} it has no cell for {cells}"],
        )
    twice = frame["period"].duplicated()
    if twice.any():
        raise FigureError(
            f"The figure '{figure_id}' cannot be read:",
            [
                f"{dict(wanted)} leaves several cells for {frame['period'][twice].iloc[0]}: "
                "name more dimensions"
            ],
        )
    ordered = sorted(
        frame.to_dict("records"), key=lambda row: period_end(row["period"]) or date.max
    )
    contract = published.describe(name)
    # The status of a row speaks of the columns that name it, and of no other.
    stated = any(contract.column(one).state == "status" for one in column.split("/"))
    found = [
        _reading(
            figure_id, {str(key): cell for key, cell in row.items()}, column, contract.unit, stated
        )
        for row in ordered
    ]
    newest = next((one.period for one in reversed(found) if one.known), "")
    return tuple(replace(one, newest_period=newest) for one in found)


def lookup(as_of: date) -> Lookup:
    """Return a lookup of single published cells as of a day; `period` must be named."""

    def look(figure_id: str, **dimensions: str) -> Reading:
        if not figure_id.startswith(PREFIX):
            raise FigureError(
                f"The figure '{figure_id}' cannot be read:", ["it is no published table"]
            )
        period = dimensions.get("period", "")
        others = {key: value for key, value in dimensions.items() if key != "period"}
        found = series(figure_id, others, as_of)
        for reading in found:
            if reading.period == period:
                return reading
        raise FigureError(
            f"The figure '{figure_id}' cannot be read:",
            [
                f"as of {as_of} it has no period '{period}'; "
                f"it has {', '.join(reading.period for reading in found)}"
            ],
        )

    return look


def kpi_readings(measures: Mapping[str, Measure], as_of: date) -> dict[str, tuple[Reading, ...]]:
    """Return the published values of each KPI row that a published table feeds."""
    return {
        row_id: series(measure.figure_id, measure.cells, as_of, measure.column)
        for row_id, measure in measures.items()
        if measure.figure_id.startswith(PREFIX)
    }


def _understand_tables() -> None:
    for measure in read_measures().values():
        if measure.figure_id.startswith(PREFIX):
            published.read(measure.figure_id.removeprefix(PREFIX), date.max)


kept.ahead(_understand_tables)


@cache
def _rows(name: str, as_of: date) -> pd.DataFrame:
    return published.read(name, as_of)


def _value_column(frame: pd.DataFrame) -> str:
    return next((name for name in _VALUES if name in frame.columns), "value")


def _reading(
    figure_id: str, row: Mapping[str, object], column: str, unit: str, stated: bool
) -> Reading:
    status = str(row.get("status", SHOWN)) if stated else SHOWN
    lower = upper = n = None
    value: float | None = None
    if "/" in column:
        part, whole = (float(str(row[name])) for name in column.split("/"))
        share = wilson(part, whole).scaled(100)
        value, lower, upper, n, unit = share.value, share.lower, share.upper, whole, "%"
    elif status == SHOWN and not pd.isna(row[column]):  # type: ignore[call-overload]
        value = float(str(row[column]))
    return Reading(
        value=value,
        unit=str(row.get("unit", "") or unit),
        period=str(row["period"]),
        figure_id=figure_id,
        source=f"{figure_id.removeprefix(PREFIX)} ({row['vintage']})",
        lower=lower,
        upper=upper,
        n=n,
        status=status if value is not None else status.replace(SHOWN, "not collected"),
        place=str(row.get("area", "")),
        first_published=date.fromisoformat(str(row["first_published"])),
    )
