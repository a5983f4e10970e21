"""A figure that may be shown. Charts, tables, sentences and notebooks take `Safe`, never a frame.

Only this package makes one: `_mint` is not imported elsewhere, which a test holds.
"""

from dataclasses import dataclass, replace
from typing import Any, final

import pandas as pd

from jsna.errors import DisclosureError, FigureError
from jsna.figures import SHOWN, Figure

_MINT = object()


@dataclass(frozen=True)
class Protection:
    """How a figure was made safe, as the datapackage prints it."""

    method: str
    """`published by its owner`, `controlled rounding`, `joint suppression` or `statistic`."""
    base: int
    """What counts were rounded to a multiple of; 1 where they were not."""
    largest_change: float
    """The most that any cell of this figure was moved, in its unit."""
    marker: str
    """What stands in `status` where a number is withheld."""


@final
@dataclass(frozen=True)
class Safe:
    """A figure with its values, safe to show."""

    figure: Figure
    cells: pd.DataFrame
    """One row a cell: the figure's dimensions, `value`, where they apply `percent`,
    `percent_of`, `lower`, `upper`, `n`, `provisional`, and `status`."""
    protection: Protection
    made_up: bool
    """True where any record behind it is made up."""
    minted: object = None

    def __post_init__(self) -> None:
        """Refuse a figure that did not come out of this package."""
        if self.minted is not _MINT:
            raise DisclosureError(
                "A safe figure was made outside jsna.disclosure:",
                ["take it from the edition: edition.figure('its-id')"],
            )

    def where(self, **values: str | list[str]) -> "Safe":
        """Return the cells in which each named dimension has the value, or one of the values."""
        cells = self.cells
        problems = []
        for name, wanted in values.items():
            if name not in self.figure.dimensions:
                problems.append(
                    f"it has no dimension '{name}'; it has {', '.join(self.figure.dimensions)}"
                )
                continue
            options = [wanted] if isinstance(wanted, str) else list(wanted)
            known = set(self.cells[name])
            problems += [
                f"'{name}' is never '{option}'" for option in options if option not in known
            ]
            cells = cells[cells[name].isin(options)]
        if problems:
            raise FigureError(f"The figure '{self.figure.id}' cannot be narrowed:", problems)
        return replace(self, cells=cells.reset_index(drop=True))

    def cell(self, **values: str) -> "pd.Series[Any]":
        """Return the one cell with these values; a dimension with one value need not be named."""
        found = self.where(**values).cells
        if len(found) != 1:
            raise FigureError(
                f"The figure '{self.figure.id}' has {len(found)} cells for {values}, not one:",
                [f"name each of {', '.join(self.figure.dimensions)}"],
            )
        return found.iloc[0]

    def values(self, dimension: str) -> list[str]:
        """Return the values of a dimension among these cells, in the figure's order."""
        return list(dict.fromkeys(self.cells[dimension]))

    @property
    def shown(self) -> pd.DataFrame:
        """The cells that have a value to show."""
        return self.cells[self.cells["status"] == SHOWN]


def _mint(figure: Figure, cells: pd.DataFrame, protection: Protection, made_up: bool) -> Safe:
    return Safe(figure, cells.reset_index(drop=True), protection, made_up, _MINT)
