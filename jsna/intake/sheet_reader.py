"""Tables from workbooks: Excel (new and old) and OpenDocument, every sheet of them."""

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import python_calamine

from jsna.intake import archive_guard, cells, header_row
from jsna.intake.raw import Faulty, RawTable, Unread, without_blank_rows
from jsna.intake.settings import Limits


def read(
    path: Path,
    file: str,
    candidates: Sequence[str] | None,
    mapping: Mapping[str, Mapping[str, str]] | None,
    limits: Limits,
) -> tuple[list[RawTable], list[Unread]]:
    """Return the table of each sheet, and each sheet in which none was found.

    Row numbers are those that the spreadsheet shows at its left.
    """
    errors: dict[int, set[int]] = {}
    parts: list[str] = []
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(b"PK"):
        inside, why_not = archive_guard.inspect(path, limits)
        if inside is None:
            return [], [Unread(file, "", "FILE-ARCHIVE", why_not)]
        if inside.kind == "xlsx" and inside.errors:
            errors = inside.errors
            parts = archive_guard.sheet_parts(io.BytesIO(path.read_bytes()))
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        names = list(book.sheet_names)
    except BaseException as error:
        return [], [Unread(file, "", "FILE-WORKBOOK", _cannot_open(error))]
    tables: list[RawTable] = []
    unread: list[Unread] = []
    for number, name in enumerate(names):
        try:
            sheet = book.get_sheet_by_index(number)
            grid = sheet.to_python(skip_empty_area=False)
            merged = sheet.merged_cell_ranges or []
        except BaseException as error:
            unread.append(Unread(file, name, "FILE-WORKBOOK", _cannot_open(error)))
            continue
        rows = [[cells.text(value) for value in row] for row in grid]
        filled = sum(any(row) for row in rows)
        if not filled:
            if len(names) == 1:
                unread.append(Unread(file, name, "FILE-EMPTY", "the sheet is empty", 0))
            continue
        header = header_row.find(_with_merged(rows, merged), candidates, mapping)
        if header is None:
            unread.append(
                Unread(file, name, "FILE-UNKNOWN", "no row of headers that we know", filled)
            )
            continue
        faulty = Faulty()
        if errors:
            for row in errors.get(_part_number(parts, number), ()):
                faulty.add(row, "READ-CELL-ERROR")
        for top, bottom in _merged_down(merged):
            for row in range(max(top, header.first_data_row), bottom + 1):
                faulty.add(row + 1, "READ-MERGED")
        tables.append(_table(file, name, rows, header, faulty))
    return tables, unread


def _table(
    file: str, sheet: str, rows: list[list[str]], header: header_row.Header, faulty: Faulty
) -> RawTable:
    """Return the rows below the header."""
    width = len(header.names)
    body = rows[header.first_data_row :]
    numbers = np.arange(
        header.first_data_row + 1, header.first_data_row + 1 + len(body), dtype=np.int64
    )
    for place, row in enumerate(body):
        if len(row) > width and any(row[width:]):
            faulty.add(header.first_data_row + 1 + place, "READ-WIDTH")
    columns = tuple(
        pa.chunked_array(
            [pa.array([row[place] if place < len(row) else "" for row in body], pa.string())]
        )
        for place in range(width)
    )
    columns, numbers = without_blank_rows(columns, numbers)
    faulty.rows = {row: code for row, code in faulty.rows.items() if row > header.first_data_row}
    return RawTable(file, sheet, header.names, columns, numbers, faulty, header.extract)


def _with_merged(
    rows: list[list[str]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> list[list[str]]:
    """Return the first rows with what a cell merged downwards says in each row it covers."""
    head = [list(row) for row in rows[: header_row.LOOK_AT]]
    for (top, left), (bottom, _) in merged:
        if bottom > top and bottom < len(head):
            for row in range(top + 1, bottom + 1):
                if left < len(head[row]) and not head[row][left]:
                    head[row][left] = head[top][left]
    return head


def _merged_down(
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
) -> list[tuple[int, int]]:
    """Return first and last row (from 0) of each range that is merged over several rows."""
    return [(top, bottom) for (top, _), (bottom, _) in merged if bottom > top]


def _part_number(parts: Sequence[str], number: int) -> int:
    """Return the number in the name of the part that holds a sheet."""
    part = parts[number] if number < len(parts) else ""
    found = re.search(r"(\d+)\.xml$", part)
    return int(found[1]) if found else number + 1


def _cannot_open(error: BaseException) -> str:
    """Return why a workbook was not opened, in words; what is not about the file goes on up."""
    # The library, written in Rust, reports a fault of its own as a BaseException.
    if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError | GeneratorExit):
        raise error
    words = str(error).lower()
    if "password" in words or "encrypt" in words:
        return "the file is protected by a password; send it without"
    return "the workbook is damaged, cut short or protected; save it again and send it whole"
