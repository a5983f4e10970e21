"""Files as they really arrive: wrong, broken, hostile. Each with what must come of its rows.

`accepted` and `aside` are typed by hand for a file of four good rows of short breaks (children
P0000 to P0003), of which the wreck loses none in silence. `aside` None: the number of rows
cannot be told, and then the file is named as unread.
"""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
from intake_county import clean

from jsna.intake.extracts import extracts

NAME = "short_breaks"
COLUMNS = extracts()[NAME].column_names
ROWS = [
    ["" if row.get(c) is None else str(row.get(c, "")) for c in COLUMNS]
    for row in clean()[NAME][:4]
]


def text(separator: str = ",", rows: list[list[str]] | None = None) -> str:
    """Return the four good rows under their header."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows if rows is not None else ROWS)
    return stream.getvalue()


def changed(column: str, value: str, row: int = 1) -> list[list[str]]:
    """Return the four rows with one cell changed."""
    rows = [list(r) for r in ROWS]
    rows[row][COLUMNS.index(column)] = value
    return rows


@dataclass(frozen=True)
class Wreck:
    """One kind of file."""

    kind: str
    make: Callable[[Path], None]
    accepted: int
    aside: int | None
    code: str = ""
    """A rule that must be named; empty for a file that can be read whole."""
    name: str = "short_breaks.csv"


def _bytes(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None


def _text(words: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    return _bytes(words.encode(encoding))


def _book(fill: Callable[[openpyxl.Workbook], None]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        book = openpyxl.Workbook()
        fill(book)
        book.save(path)

    return make


def _rows_into(sheet: object, above: list[list[str]] | None = None) -> None:
    for row in [*(above or []), list(COLUMNS), *ROWS]:
        sheet.append(row)  # type: ignore[attr-defined]


def _plain(book: openpyxl.Workbook) -> None:
    _rows_into(book.active)


def _titled(book: openpyxl.Workbook) -> None:
    _rows_into(book.active, [["Short breaks 2020/21"], ["Prepared by the team"], []])
    book.active.merge_cells("A1:F1")


def _two_sheets(book: openpyxl.Workbook) -> None:
    notes = book.active
    notes.title = "Notes"
    notes.append(["Please read"])
    notes.append(["We left out nothing"])
    _rows_into(book.create_sheet("Data"))


def _merged_header(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.append(["" for _ in COLUMNS])
    sheet.append(list(COLUMNS))
    for place in (0, 1, 2):
        letter = openpyxl.utils.get_column_letter(place + 1)
        sheet[f"{letter}1"] = COLUMNS[place]
        sheet[f"{letter}2"] = None
        sheet.merge_cells(f"{letter}1:{letter}2")
    for row in ROWS:
        sheet.append(row)


def _merged_body(book: openpyxl.Workbook) -> None:
    _rows_into(book.active)
    letter = openpyxl.utils.get_column_letter(COLUMNS.index("service_end_date") + 1)
    book.active.merge_cells(f"{letter}2:{letter}3")


def _error_cell(book: openpyxl.Workbook) -> None:
    _rows_into(book.active)
    cell = book.active.cell(3, COLUMNS.index("service_end_date") + 1)
    cell.value = "#N/A"
    cell.data_type = "e"


def _far_cell(book: openpyxl.Workbook) -> None:
    _rows_into(book.active)
    book.active["XFD1048576"] = "x"


def _typed(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.append(list(COLUMNS))
    for row in clean()[NAME][:4]:
        sheet.append([row.get(column) for column in COLUMNS])


def _empty_sheet(book: openpyxl.Workbook) -> None:
    pass


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(64):
                part.write(b"0" * 1_000_000)


def _lying_bomb(path: Path) -> None:
    """Write an archive whose directory declares a part to be small."""
    _bomb(path)
    data = bytearray(path.read_bytes())
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    path.write_bytes(bytes(data))


def _cut_book(path: Path) -> None:
    _book(_plain)(path)
    path.write_bytes(path.read_bytes()[:2000])


def _ods(path: Path) -> None:
    frame = pd.DataFrame(ROWS, columns=list(COLUMNS))
    frame.to_excel(path, index=False, engine="odf")


def _parquet(path: Path) -> None:
    pd.DataFrame(ROWS, columns=list(COLUMNS)).to_parquet(path)


def _cut_parquet(path: Path) -> None:
    _parquet(path)
    path.write_bytes(path.read_bytes()[:-200])


def _plain_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("short_breaks.csv", text())


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "inside.csv").write_text("nothing", encoding="utf-8")


def _unreadable(path: Path) -> None:
    """Write what cannot be opened, whoever asks: a link to itself."""
    path.symlink_to(path.name)


def _without(column: str) -> str:
    place = COLUMNS.index(column)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    for row in [list(COLUMNS), *ROWS]:
        writer.writerow(row[:place] + row[place + 1 :])
    return stream.getvalue()


_LINES = text().splitlines(keepends=True)
_ACCENT = text(rows=changed("child_id", "P0001")).replace("daytime", "Daytime or weekend group")
_FREE = text().replace("daytime", '"Daytime or weekend group"')

WRECKS = (
    Wreck("utf-8", _text(text()), 4, 0),
    Wreck("utf-8 with mark", _text("\ufeff" + text()), 4, 0),
    Wreck("utf-16", _text(text(), "utf-16"), 4, 0),
    Wreck("utf-16 big end without mark", _text(text(), "utf-16-be"), 4, 0),
    Wreck("utf-32", _text(text(), "utf-32"), 4, 0),
    Wreck("windows-1252", _text(text() + "", "cp1252"), 4, 0),
    Wreck("windows letters in a dropped column", _text(
        _LINES[0].rstrip("\n") + ",Colour\n"
        + "".join(line.rstrip("\n") + ",crème\n" for line in _LINES[1:]), "cp1252"), 4, 0),
    Wreck("one damaged byte in utf-8", _bytes(
        (_LINES[0].rstrip("\n") + ",Colour\n").encode()
        + (_LINES[1].rstrip("\n") + ",crème\n").encode()
        + (_LINES[2].rstrip("\n")).encode() + b",cr\xffme\n"
        + "".join(line.rstrip("\n") + ",rosé\n" for line in _LINES[3:]).encode()),
        3, 1, "READ-ENCODING"),
    Wreck("semicolons", _text(text(";")), 4, 0),
    Wreck("tabs", _text(text("\t")), 4, 0),
    Wreck("bars", _text(text("|")), 4, 0),
    Wreck("line ends of Windows", _text(text().replace("\n", "\r\n")), 4, 0),
    Wreck("line ends of old Macs", _text(text().replace("\n", "\r")), 4, 0),
    Wreck("no line end at the end", _text(text().rstrip("\n")), 4, 0),
    Wreck("blank lines between", _text(text().replace("\n", "\n\n")), 4, 0),
    Wreck("title rows above", _text("Short breaks 2020/21\nPrepared by the team,,\n\n" + text()),
          4, 0),
    Wreck("a footer below", _text(text() + "Source: council\n"), 4, 1, "READ-WIDTH"),
    Wreck("a line break inside a cell", _text(_FREE.replace("weekend group", "weekend\ngroup", 1)),
          4, 0),
    Wreck("a quotation mark never closed", _text(
        "".join([*_LINES[:2], '"' + _LINES[2], *_LINES[3:]])), 3, 1, "READ-QUOTE"),
    Wreck("two quotation marks never closed", _text(
        "".join([*_LINES[:2], '"' + _LINES[2], _LINES[3], '"' + _LINES[4]])), 2, 2, "READ-QUOTE"),
    Wreck("cut short in the last row", _text(text()[:-60]), 3, 1, "READ-WIDTH"),
    Wreck("more cells than headers", _text("".join([*_LINES[:4], _LINES[4].rstrip() + ",x,y\n"])),
          3, 1, "READ-WIDTH"),
    Wreck("blank cells beyond the header", _text(
        "".join([_LINES[0], *(line.rstrip("\n") + ",,\n" for line in _LINES[1:])])), 4, 0),
    Wreck("fewer cells than headers", _text("".join([*_LINES[:4], "2020/21,P0003\n"])),
          3, 1, "READ-WIDTH"),
    Wreck("empty", _bytes(b""), 0, 0, "FILE-EMPTY"),
    Wreck("blanks only", _bytes(b"  \n\n \n"), 0, 0, "FILE-EMPTY"),
    Wreck("header only", _text(_LINES[0]), 0, 0, "FILE-NO-ROWS"),
    Wreck("no header", _text("".join(_LINES[1:])), 0, 4, "FILE-UNKNOWN"),
    Wreck("headers in another tongue", _text("ein,zwei\n1,2\n"), 0, 2, "FILE-UNKNOWN"),
    Wreck("a column missing", _text(_without("eligible")), 0, 4, "FILE-COLUMNS"),
    Wreck("a column twice", _text("".join(
        [_LINES[0].rstrip("\n") + ",Sex\n", *(x.rstrip("\n") + ",M\n" for x in _LINES[1:])])),
        0, 4, "FILE-COLUMN-TWICE"),
    Wreck("names of children", _text("".join(
        [_LINES[0].rstrip("\n") + ",Surname\n", *(x.rstrip("\n") + ",Z\n" for x in _LINES[1:])])),
        4, 0, "FILE-NAMES"),
    Wreck("binary", _bytes(bytes(range(256)) * 40), 0, None, "FILE-BINARY"),
    Wreck("zeros", _bytes(b"\0" * 5000), 0, None, "FILE-BINARY"),
    Wreck("a PDF", _bytes(b"%PDF-1.7\n1 0 obj"), 0, None, "FILE-BINARY"),
    Wreck("a picture", _bytes(b"\x89PNG\r\n\x1a\n1234"), 0, None, "FILE-BINARY"),
    Wreck("a web page called a workbook", _text("<html><table><tr><td>child_id"), 0, None,
          "FILE-BINARY", "short_breaks.xls"),
    Wreck("gzip", _bytes(gzip.compress(text().encode())), 0, None, "FILE-BINARY"),
    Wreck("a zip archive of CSV", _plain_zip, 0, None, "FILE-ARCHIVE", "short_breaks.xlsx"),
    Wreck("a zip bomb", _bomb, 0, None, "FILE-ARCHIVE", "short_breaks.xlsx"),
    Wreck("a zip bomb that lies about its size", _lying_bomb, 0, None, "FILE-ARCHIVE",
          "short_breaks.xlsx"),
    Wreck("a workbook cut short", _cut_book, 0, None, "FILE-ARCHIVE", "short_breaks.xlsx"),
    Wreck("the first bytes of an old workbook", _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 90), 0,
          None, "FILE-WORKBOOK", "short_breaks.xls"),
    Wreck("a workbook", _book(_plain), 4, 0, "", "short_breaks.xlsx"),
    Wreck("a workbook with typed cells", _book(_typed), 4, 0, "", "short_breaks.xlsx"),
    Wreck("a workbook with title rows and merged titles", _book(_titled), 4, 0, "",
          "short_breaks.xlsx"),
    Wreck("a workbook with a header merged over two rows", _book(_merged_header), 4, 0, "",
          "short_breaks.xlsx"),
    Wreck("a workbook with merged cells among the rows", _book(_merged_body), 2, 2,
          "READ-MERGED", "short_breaks.xlsx"),
    Wreck("a workbook with an error in a cell", _book(_error_cell), 3, 1, "READ-CELL-ERROR",
          "short_breaks.xlsx"),
    Wreck("a workbook with a sheet of notes", _book(_two_sheets), 4, 2, "FILE-UNKNOWN",
          "short_breaks.xlsx"),
    Wreck("a workbook with one cell far away", _book(_far_cell), 0, None, "FILE-ARCHIVE",
          "short_breaks.xlsx"),
    Wreck("an empty workbook", _book(_empty_sheet), 0, 0, "FILE-EMPTY", "short_breaks.xlsx"),
    Wreck("a workbook called CSV", _book(_plain), 4, 0, "", "short_breaks.csv"),
    Wreck("OpenDocument", _ods, 4, 0, "", "short_breaks.ods"),
    Wreck("Parquet", _parquet, 4, 0, "", "short_breaks.parquet"),
    Wreck("Parquet cut short", _cut_parquet, 0, None, "FILE-WORKBOOK", "short_breaks.parquet"),
    Wreck("a folder in place of a file", _folder, 0, None, "FILE-FOLDER"),
    Wreck("a file that cannot be opened", _unreadable, 0, None, "FILE-UNREADABLE"),
    Wreck("a formula in a cell", _text(text(rows=changed("child_id", "=cmd|' /C calc'!A0"))), 3, 1,
          "VALUE-UNREADABLE"),
    Wreck("a script in a cell", _text(text(rows=changed("site_id", "<script>alert(1)</script>"))),
          4, 0, "VALUE-DROPPED"),
    Wreck("a word written from right to left",
          _text(text(rows=changed("service", "\u202eemityad"))), 3, 1, "VALUE-UNREADABLE"),
    Wreck("a cell of two million letters", _text(text(rows=changed("child_id", "x" * 2_000_000))),
          3, 1),
    Wreck("Excel's day numbers", _text(text(rows=changed("date_of_birth", "40179"))), 4, 0),
    Wreck("a month first", _text(text(rows=changed("service_start_date", "04/25/2020"))), 3, 1,
          "VALUE-UNREADABLE"),
    Wreck("a name that matches nothing", _text(text()), 4, 0, "", "Copy of FINAL v3 (2).csv"),
    Wreck("an upper-case ending", _text(text()), 4, 0, "", "SHORT_BREAKS.CSV"),
)  # fmt: skip
