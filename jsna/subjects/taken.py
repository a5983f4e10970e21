"""Take the cells of a figure out of a published table: the one way in which subjects do it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from jsna.figures import SHOWN
from jsna.sources import Sources

_KEPT = ("first_published", "status")


def taken(
    sources: Sources,
    table: str,
    columns: Mapping[str, str],
    where: Mapping[str, str | Sequence[str]] | None = None,
    from_year: int | None = None,
) -> pd.DataFrame:
    """Return the rows of a published table that are out, with the columns renamed as given.

    `columns` names each column to keep and what the figure calls it; `where` keeps rows with
    these values; `from_year` leaves out periods that begin before it. A value that the owner
    did not give stays missing, with the owner's reason in `status`.
    """
    rows = sources.published(table)
    for column, wanted in (where or {}).items():
        rows = rows[rows[column].isin([wanted] if isinstance(wanted, str) else list(wanted))]
    if from_year is not None:
        rows = rows[rows["period"].astype(str).str[:4].astype(int) >= from_year]
    kept = [column for column in _KEPT if column in rows.columns]
    cells = rows[[*columns, *kept]].rename(columns=dict(columns))
    cells.loc[cells["status"] != SHOWN, [c for c in ("value", "percent") if c in cells]] = None
    return cells.reset_index(drop=True)


def comparators(sources: Sources) -> tuple[str, ...]:
    """Return the area and those it is set beside: England and its region."""
    return (sources.area.name, *sources.area.comparators)


def districts(sources: Sources) -> list[str]:
    """Return the names of the districts that stood on the edition's day, in the pack's order."""
    return [place.name for place in sources.area.places.all("district", sources.params.as_of)]


def latest(cells: pd.DataFrame, period: str = "{}") -> pd.DataFrame:
    """Return the rows of the last year, which becomes their `period` in the given words."""
    last = cells["year"].max()
    kept = cells[cells["year"] == last].drop(columns="year").reset_index(drop=True)
    return kept.assign(period=period.format(last))
