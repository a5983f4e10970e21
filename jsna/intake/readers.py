"""Read a file of any of the forms that are sent: its tables, or why there is none.

What a file is, is told from its first bytes, not from its name: a workbook called `.csv` is
read as the workbook it is. Whatever happens, each file ends as tables or as `Unread`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jsna.intake import cells, csv_reader, decode, header_row, sheet_reader
from jsna.intake.raw import RawTable, Unread, without_blank_rows
from jsna.intake.settings import Limits

_NOT_TABLES = (
    (b"%PDF", "it is a PDF; ask for the table it was printed from"),
    (b"\x1f\x8b", "it is packed (gzip); unpack it and put in the file it holds"),
    (b"7z\xbc\xaf", "it is packed (7-Zip); unpack it and put in the file it holds"),
    (b"Rar!", "it is packed (RAR); unpack it and put in the file it holds"),
    (b"\x89PNG", "it is a picture; ask for the table"),
    (b"\xff\xd8\xff", "it is a picture; ask for the table"),
)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read(
    path: Path,
    file: str,
    candidates: Sequence[str] | None = None,
    mapping: Mapping[str, Mapping[str, str]] | None = None,
    limits: Limits | None = None,
) -> tuple[list[RawTable], list[Unread]]:
    """Return every table of a file, and every part of it that holds none, with the reason.

    `candidates` are the contracts to try for its headers, by preference; None for all.
    """
    limits = limits or Limits()
    try:
        if path.is_dir():
            return [], [Unread(file, "", "FILE-FOLDER", "it is a folder, not a file")]
        if not path.is_file():
            return [], [Unread(file, "", "FILE-UNREADABLE", "it is not an ordinary file")]
        size = path.stat().st_size
        if size == 0:
            return [], [Unread(file, "", "FILE-EMPTY", "it is empty", 0)]
        if size > limits.file_bytes:
            return [], [
                Unread(file, "", "FILE-HUGE", f"it is larger than {limits.file_bytes:,} bytes")
            ]
        with path.open("rb") as stream:
            start = stream.read(64)
        for mark, reason in _NOT_TABLES:
            if start.startswith(mark):
                return [], [Unread(file, "", "FILE-BINARY", reason)]
        if start.startswith((b"PK", _OLD_EXCEL)):
            return sheet_reader.read(path, file, candidates, mapping, limits)
        if start.startswith(b"PAR1"):
            return _parquet(path, file, candidates, mapping, limits)
        return _text(path.read_bytes(), file, candidates, mapping)
    except OSError as error:
        reason = f"it cannot be opened ({error.strerror or 'no reason given'})"
        return [], [Unread(file, "", "FILE-UNREADABLE", reason)]


def _text(
    data: bytes,
    file: str,
    candidates: Sequence[str] | None,
    mapping: Mapping[str, Mapping[str, str]] | None,
) -> tuple[list[RawTable], list[Unread]]:
    if data.lstrip()[:64].lower().startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        reason = "it is a web page or XML under another name; save it as CSV or a workbook"
        return [], [Unread(file, "", "FILE-BINARY", reason)]
    decoded = decode.decode(data)
    if decoded is None:
        return [], [Unread(file, "", "FILE-BINARY", "it is not text, nor a form that we know")]
    if not decoded.data.strip():
        return [], [Unread(file, "", "FILE-EMPTY", "it holds blanks only", 0)]
    plan = csv_reader.layout(decoded.data, candidates, mapping)
    if plan is None:
        lines = sum(1 for line in decoded.data.split(b"\n") if line.strip())
        return [], [Unread(file, "", "FILE-UNKNOWN", "no row of headers that we know", lines)]
    return [csv_reader.read(file, decoded, plan)], []


def _parquet(
    path: Path,
    file: str,
    candidates: Sequence[str] | None,
    mapping: Mapping[str, Mapping[str, str]] | None,
    limits: Limits,
) -> tuple[list[RawTable], list[Unread]]:
    """Return the table of a Parquet file. Its rows count from 1; there is no header row."""
    damaged = "the Parquet file is damaged or cut short; send it again"
    try:
        about = pq.ParquetFile(path).metadata
        if about.num_rows * about.num_columns > limits.cells * 10:
            return [], [Unread(file, "", "FILE-HUGE", "it holds more cells than may be read")]
        if sum(about.row_group(n).total_byte_size for n in range(about.num_row_groups)) > (
            limits.unpacked_bytes
        ):
            return [], [Unread(file, "", "FILE-HUGE", "it would unpack to more than may be read")]
        table = pq.read_table(path)
    except (pa.ArrowException, OSError, ValueError, KeyError):
        return [], [Unread(file, "", "FILE-WORKBOOK", damaged)]
    header = header_row.find([table.column_names], candidates, mapping)
    if header is None:
        return [], [
            Unread(file, "", "FILE-UNKNOWN", "no column names that we know", table.num_rows)
        ]
    columns = tuple(_as_text(table.column(place)) for place in range(table.num_columns))
    numbers = np.arange(1, table.num_rows + 1, dtype=np.int64)
    columns, numbers = without_blank_rows(columns, numbers)
    return [RawTable(file, "", header.names, columns, numbers, extract=header.extract)], []


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column of any type as the text a CSV file would hold."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_string(kind):
        written = column
    elif pa.types.is_large_string(kind) or pa.types.is_integer(kind) or pa.types.is_date(kind):
        written = column.cast(pa.string())
    else:
        written = pa.chunked_array(
            [pa.array([cells.text(value) for value in chunk.to_pylist()], pa.string())
             for chunk in column.chunks],
            pa.string(),
        )  # fmt: skip
    return pc.fill_null(written, "")
