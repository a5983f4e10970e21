"""How far rounding may move a count, and below what nothing is shown."""

from collections.abc import Collection
from dataclasses import dataclass, field

PLACE_OR_NEED = frozenset({"area", "need"})
EXPLORER = "explorer-"
"""The ids of the explorer's figures start so."""


@dataclass(frozen=True)
class Limits:
    """The thresholds of an edition. What `Limits()` holds was measured to be within reach."""

    base: int = 5
    """Counts are rounded to a multiple of this."""
    place_or_need: int = 4
    """Totals, one-way tables, and two-way tables by place or need move by at most this."""
    page: int = 9
    """Every other table of a page moves by at most this."""
    explorer: int = 12
    """Tables that only the explorer holds move by at most this."""
    fewest_for_percent: int = 20
    """No percentage on a denominator below this."""
    fewest_for_statistic: int = 10
    """No median, rate or curve of fewer children than this."""
    fewest_in_part: int = 10
    """A KPI percentage of a small place needs this many both with and without."""
    small_place: int = 100
    """A place in which a KPI percentage rests on fewer than this is small."""
    kpi_figures: Collection[str] = field(default_factory=frozenset)
    """Ids of the percentages that the KPI register shows."""
    effort: float = 2.5e9
    """How many cells the search may price in all; a number, since time would not repeat itself."""

    def of(self, figure_id: str, dimensions: Collection[str]) -> int:
        """Return the limit of a cell that is not the total in these dimensions.

        The years of a series are not counted: each is a table of its own.
        """
        ways = [name for name in dimensions if name != "year"]
        if len(ways) <= 1:
            return self.place_or_need
        if figure_id.startswith(EXPLORER):
            return self.explorer
        return self.place_or_need if len(ways) == 2 and PLACE_OR_NEED & set(ways) else self.page
