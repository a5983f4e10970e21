"""A table as it stood in a file: text cells, with the row each came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa


@dataclass
class Faulty:
    """Rows that could not be read as a row, by the code of the rule that says why."""

    rows: dict[int, str] = field(default_factory=dict)

    def add(self, row: int, code: str) -> None:
        """Remember the first reason for a row."""
        self.rows.setdefault(row, code)


@dataclass
class RawTable:
    """One table of one file. Columns are text; an empty cell is an empty text."""

    file: str
    """Name of the file, from the folder of extracts, with slashes."""
    sheet: str
    """Name of the sheet; empty for files that hold one table."""
    headers: tuple[str, ...]
    cells: tuple[pa.ChunkedArray, ...]
    """One for each header, each of the same length."""
    rows: np.ndarray
    """Row number of each record: the record's place in the file, counted from 1."""
    faulty: Faulty = field(default_factory=Faulty)
    """Rows that are in the file and not in `cells`, or in `cells` and not to be trusted."""
    extract: str = ""
    """Contract that the table matches; empty when none does."""

    @property
    def rows_in(self) -> int:
        """Rows that are not blank, readable or not."""
        return len(set(self.faulty.rows) - set_of(self.rows, self.faulty.rows)) + len(self.rows)


def set_of(rows: np.ndarray, among: Mapping[int, str]) -> set[int]:
    """Return those of the row numbers that stand in `rows` too."""
    if not among:
        return set()
    wanted = np.fromiter(among.keys(), dtype=np.int64, count=len(among))
    return set(wanted[np.isin(wanted, rows)].tolist())


@dataclass(frozen=True)
class Unread:
    """A file, or a sheet, that holds no table we can use; nothing of it was accepted."""

    file: str
    sheet: str
    code: str
    """Of the rule that says why."""
    reason: str
    rows: int | None = None
    """How many rows it holds, where that can be told."""


def without_blank_rows(
    cells: tuple[pa.ChunkedArray, ...], rows: np.ndarray
) -> tuple[tuple[pa.ChunkedArray, ...], np.ndarray]:
    """Return the cells and numbers of the rows in which anything stands."""
    import pyarrow.compute as pc

    filled = np.zeros(len(rows), dtype=bool)
    for column in cells:
        if filled.all():
            return cells, rows
        filled |= pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(column)), 0).to_numpy()
    mask = pa.array(filled)
    return tuple(column.filter(mask) for column in cells), rows[filled]
