"""Which cells of a safe figure are drawn, by what they vary, and what was held fixed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from jsna.dimensions import DIMENSIONS
from jsna.disclosure.safe import Safe
from jsna.errors import DisclosureError, FigureError
from jsna.figures import TOTAL
from jsna.show.dimension_words import MONTHS, NAMES, month
from jsna.show.numbers import WHOLE_PERCENT

ORDERED = frozenset(
    {
        "year",
        "age",
        "age_group",
        "deprivation",
        "phase",
        "month",
        "week",
        "weeks",
        "quarter",
        "period",
    }
)
"""Dimensions whose values have an order of their own; others are drawn largest first."""

_ALL = {
    "area": "Whole county",
    "need": "All needs",
    "age": "All ages",
    "age_group": "All ages",
    "year": "All years",
    "sex": "All",
}


@dataclass(frozen=True)
class Chosen:
    """The cells to draw and how to speak of them."""

    safe: Safe
    cells: pd.DataFrame
    """One row a cell, varying only by the dimensions asked for."""
    held: dict[str, str]
    """The other dimensions, and the one value each was held at."""
    measure: str
    """`value` or `percent`."""
    unit: str
    """What the measure counts; `%` for a percentage."""

    def readable(self) -> str:
        """Return what was held fixed, in words: `Place: Allerdale; sex: Female`."""
        parts = [f"{name_of(name)}: {value}" for name, value in self.held.items() if value != TOTAL]
        return "; ".join(parts)

    def bounds(self) -> bool:
        """Whether any cell has an interval to draw."""
        has = {"lower", "upper"} <= set(self.cells.columns)
        return bool(has and self.cells[["lower", "upper"]].notna().all(axis=1).any())


def must_be_safe(safe: object, asker: str) -> Safe:
    """Return the figure, or say what to hand over instead."""
    if isinstance(safe, Safe):
        return safe
    handed = "an exact table" if isinstance(safe, pd.DataFrame | pd.Series) else "no safe figure"
    raise DisclosureError(
        f"{asker} was given {handed}:", ["take the safe one: edition.figure('its-id')"]
    )


def name_of(dimension: str) -> str:
    """Return the reader's name of a dimension, such as `Primary need`."""
    if dimension in NAMES:
        return NAMES[dimension]
    known = DIMENSIONS.get(dimension)
    return known.label if known is not None else dimension.replace("_", " ").capitalize()


def label_of(dimension: str, value: object) -> str:
    """Return the reader's name of a value; the total gets the name of the whole."""
    if value == TOTAL:
        return _ALL.get(dimension, "All")
    return month(str(value)) if dimension in MONTHS else str(value)


def in_order(values: Iterable[str], dimension: str) -> list[str]:
    """Return values in the order of their dimension, others as they came, the total last."""
    known = DIMENSIONS.get(dimension)
    place = {value: number for number, value in enumerate(known.values)} if known else {}
    found = list(values)
    if dimension in {"year", "period", "month"}:
        found.sort()
    found.sort(key=lambda value: place.get(value, len(place)))
    return sorted(found, key=lambda value: value == TOTAL)


def choose(
    safe: Safe, *dimensions: str, measure: str | None = None, asker: str, total: bool = False
) -> Chosen:
    """Return the cells that vary by the named dimensions; the others are taken at their total.

    `total` keeps the total's own row among the others. Groups whose members are there are left
    out; places are not: name those to show, `figure.where(area=[...])`.
    """
    must_be_safe(safe, asker)
    figure, cells, held, problems = safe.figure, safe.cells, {}, []
    for name in dimensions:
        if name not in figure.dimensions:
            problems.append(f"it has no dimension '{name}'; it has {', '.join(figure.dimensions)}")
    for name in figure.dimensions:
        values = list(dict.fromkeys(cells[name]))
        if name in dimensions:
            if not total and len(values) > 1:
                cells = cells[cells[name] != TOTAL]
            cells = _finest(cells, name)
        elif len(values) == 1:
            held[name] = str(values[0])
        elif TOTAL in values:
            held[name] = TOTAL
            cells = cells[cells[name] == TOTAL]
        else:
            problems.append(
                f"'{name}' has {len(values)} values here: choose one, "
                f"figure.where({name}={values[0]!r})"
            )
    chosen = measure or _usual(safe)
    if chosen not in cells.columns:
        problems.append(f"it has no column '{chosen}'; it has {', '.join(cells.columns)}")
    if problems:
        raise FigureError(f"{asker} cannot show the figure '{figure.id}':", problems)
    if cells.empty:
        raise FigureError(f"{asker} cannot show the figure '{figure.id}':", ["it has no cells"])
    unit = percent_of(safe) if chosen == "percent" or figure.unit == "%" else figure.unit
    return Chosen(safe, cells.reset_index(drop=True), held, chosen, unit)


def _finest(cells: pd.DataFrame, name: str) -> pd.DataFrame:
    """Leave out groups, such as broad areas of need, where their members are there too."""
    known = DIMENSIONS.get(name)
    groups = set(known.groups) if known is not None else set()
    finest = ~cells[name].isin(groups | {TOTAL})
    return cells[~cells[name].isin(groups)] if groups and finest.any() else cells


def _usual(safe: Safe) -> str:
    cells = safe.cells
    percent = safe.figure.kind == "percentage" and "percent" in cells.columns
    known = percent and (cells["percent"].notna().any() or "value" not in cells.columns)
    return "percent" if known else "value"


def percent_of(safe: Safe) -> str:
    """Return the unit of a figure's percentages, whole ones where its counts are rounded."""
    return WHOLE_PERCENT if safe.protection.base > 1 else "%"


def get(row: "pd.Series[Any]", column: str) -> float | None:
    """Return a number of a row, or None where the figure has none."""
    value = row.get(column)
    return None if value is None or pd.isna(value) else float(value)
