"""A described CSV table as a tuple of frozen records.

The description beside the table is checked first (`jsna.contract`); then each row becomes one
record, its cells typed by the record's own fields. Cells that hold several things join them by ;.
"""

import typing
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar

import pandas as pd

from jsna import kept
from jsna.contract import Contract

Record = TypeVar("Record")


def read(record: type[Record], path: Path) -> tuple[Record, ...]:
    """Return the rows of a CSV file as records, or raise a DataError with all that is wrong."""
    both = [path, path.with_suffix(".yaml")]
    return kept.of_bytes(record, both, lambda: _read(record, path))


def _read(record: type[Record], path: Path) -> tuple[Record, ...]:
    frame = Contract.read(path.with_suffix(".yaml")).load(path)
    hints = typing.get_type_hints(record)
    names = [field.name for field in fields(record) if field.name in frame.columns]  # type: ignore[arg-type]
    return tuple(
        record(**{name: typed(row[name], hints[name]) for name in names})
        for row in frame.to_dict("records")
    )


def typed(cell: Any, hint: Any) -> Any:
    """Return the cell as its field wants it: an empty cell is None, () or ""."""
    origin, options = typing.get_origin(hint), typing.get_args(hint)
    empty = cell == "" or pd.isna(cell)
    if origin in (UnionType, typing.Union):
        return None if empty else typed(cell, options[0])
    if origin is tuple:
        parts = [] if empty else [part.strip() for part in str(cell).split(";")]
        return tuple(options[0](part) for part in parts)
    if hint is date:
        return date.fromisoformat(str(cell))
    if hint is bool:
        return cell == "yes"
    if hint is int:
        return int(cell)
    if hint is float:
        return float(cell)
    return "" if empty else str(cell)
