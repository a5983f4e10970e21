"""A table from text with separators, each row numbered, no row lost.

The fast way (pyarrow) is believed only when it found as many records as the text has lines.
Otherwise a cell holds a line break or a quotation mark is never closed, and the careful way
reads line by line: lines are joined only while that yields a row as wide as the header.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from jsna.intake import header_row
from jsna.intake.decode import DAMAGED, Decoded
from jsna.intake.header_row import Header
from jsna.intake.raw import Faulty, RawTable, without_blank_rows

SEPARATORS = (",", ";", "\t", "|")
LONGEST_CELL = 1_000_000
MOST_LINES_IN_A_CELL = 200
_HEAD_BYTES = 262_144
_BLOCK = 16 * 1024 * 1024


@dataclass(frozen=True)
class Layout:
    """How the text of a table is laid out."""

    separator: str
    header: Header
    body_from: int
    """Byte at which the rows below the header begin."""
    lines_above: int
    """Lines up to and with the header."""


def layout(
    data: bytes,
    candidates: Sequence[str] | None,
    mapping: Mapping[str, Mapping[str, str]] | None,
) -> Layout | None:
    """Return separator and header of a text, or None where no contract knows the headers."""
    head = data[:_HEAD_BYTES].decode("utf-8", errors="ignore")
    best: Layout | None = None
    for separator in SEPARATORS:
        records, ends = _first_records(head, separator)
        found = header_row.find(records, candidates, mapping)
        if found is not None and (best is None or found.matched > best.header.matched):
            body_from = len("".join(ends[: found.first_data_row]).encode("utf-8"))
            best = Layout(separator, found, body_from, data[:body_from].count(b"\n"))
    return best


def read(file: str, decoded: Decoded, plan: Layout) -> RawTable:
    """Return the rows below the header as text."""
    body = decoded.data[plan.body_from :]
    width = len(plan.header.names)
    faulty = Faulty()
    fast = _fast(body, plan.separator, width)
    if fast is None:
        cells, rows = _careful(body, plan, width, faulty)
    else:
        cells, invalid, rows = fast
        cells, rows = _mend(cells, rows, invalid, plan, width, faulty)
    cells, rows = without_blank_rows(cells, rows)
    if decoded.damaged:
        for column in cells:
            hit = pc.match_substring(column, DAMAGED).to_numpy()
            for row in rows[hit]:
                faulty.add(int(row), "READ-ENCODING")
    return RawTable(file, "", plan.header.names, cells, rows, faulty, plan.header.extract)


def _first_records(head: str, separator: str) -> tuple[list[list[str]], list[str]]:
    """Return the first records, and the lines that each took."""
    lines = io.StringIO(head, newline="\n")
    taken: list[str] = []

    def remembered() -> "object":
        for line in lines:
            taken.append(line)
            yield line

    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(remembered(), delimiter=separator)  # type: ignore[arg-type]
    records: list[list[str]] = []
    texts: list[str] = []
    start = 0
    while len(records) < header_row.LOOK_AT:
        try:
            records.append(next(reader))
        except (StopIteration, csv.Error):
            break
        texts.append("".join(taken[start:]))
        start = len(taken)
    return records, texts


def _fast(
    body: bytes, separator: str, width: int
) -> tuple[tuple[pa.ChunkedArray, ...], list[tuple[int, str]], np.ndarray] | None:
    """Return cells, odd records with their number, row numbers; None: not to be believed."""
    names = [f"c{place}" for place in range(width)]
    invalid: list[tuple[int, str]] = []
    if not body:
        empty = pa.chunked_array([pa.array([], pa.string())])
        return tuple(empty for _ in names), [], np.array([], dtype=np.int64)

    def skip(row: arrow_csv.InvalidRow) -> str:
        invalid.append((row.number or 0, row.text))
        return "skip"

    def parsed(threads: bool) -> pa.Table:
        return arrow_csv.read_csv(
            pa.BufferReader(body),
            read_options=arrow_csv.ReadOptions(
                column_names=names, use_threads=threads, block_size=_BLOCK
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=None if threads else skip,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )

    try:
        table = parsed(threads=True)
    except pa.ArrowInvalid:
        try:
            table = parsed(threads=False)
        except pa.ArrowInvalid:
            return None
    lines = body.count(b"\n") + (not body.endswith(b"\n"))
    if table.num_rows + len(invalid) != lines:
        return None
    rows = np.arange(1, lines + 1, dtype=np.int64)
    if invalid:
        rows = np.delete(rows, [number - 1 for number, _ in invalid])
    return tuple(table.columns), invalid, rows


def _mend(
    cells: tuple[pa.ChunkedArray, ...],
    rows: np.ndarray,
    invalid: list[tuple[int, str]],
    plan: Layout,
    width: int,
    faulty: Faulty,
) -> tuple[tuple[pa.ChunkedArray, ...], np.ndarray]:
    """Return the table with the odd records that can be trusted; the others are faulty."""
    rows = rows + plan.lines_above
    kept: list[list[str]] = []
    numbers: list[int] = []
    for number, text in invalid:
        row = number + plan.lines_above
        record = _one(text, plan.separator)
        if record is not None and not any(cell.strip() for cell in record):
            continue
        if record is not None and _only_blanks_beyond(record, width):
            kept.append(record[:width])
            numbers.append(row)
        else:
            faulty.add(row, "READ-WIDTH")
    if kept:
        cells = tuple(
            pa.chunked_array([*column.chunks, pa.array([r[place] for r in kept], pa.string())])
            for place, column in enumerate(cells)
        )
        rows = np.concatenate([rows, np.array(numbers, dtype=np.int64)])
    return cells, rows


def _careful(
    body: bytes, plan: Layout, width: int, faulty: Faulty
) -> tuple[tuple[pa.ChunkedArray, ...], np.ndarray]:
    """Return the table read line by line; row numbers are those of each record's first line."""
    lines = body.decode("utf-8").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    kept: list[list[str]] = []
    numbers: list[int] = []
    place = 0
    while place < len(lines):
        record, taken = _joined(lines, place, plan.separator, width)
        row = place + 1 + plan.lines_above
        if record is None:
            faulty.add(row, "READ-QUOTE")
        elif not any(cell.strip() for cell in record):
            pass
        elif len(record) == width or _only_blanks_beyond(record, width):
            kept.append(record[:width])
            numbers.append(row)
        else:
            faulty.add(row, "READ-WIDTH")
        place += taken
    cells = tuple(
        pa.chunked_array([pa.array([record[column] for record in kept], pa.string())])
        for column in range(width)
    )
    return cells, np.array(numbers, dtype=np.int64)


def _joined(
    lines: list[str], place: int, separator: str, width: int
) -> tuple[list[str] | None, int]:
    """Return the record that begins on a line and how many lines it took; None: never closed."""
    text = lines[place]
    if text.count('"') % 2 == 0:
        return _one(text, separator), 1
    for more in range(1, min(MOST_LINES_IN_A_CELL, len(lines) - place)):
        text += "\n" + lines[place + more]
        if text.count('"') % 2 == 0:
            record = _one(text, separator)
            if record is not None and len(record) == width:
                return record, more + 1
            return None, 1
    return None, 1


def _one(text: str, separator: str) -> list[str] | None:
    """Return the cells of one record, or None where they are not one."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return None
    if not records:
        return []
    return records[0] if len(records) == 1 else None


def _only_blanks_beyond(record: list[str], width: int) -> bool:
    return len(record) > width and not any(cell.strip() for cell in record[width:])
