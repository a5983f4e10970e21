"""Whether a workbook, which is a zip archive, may be opened: a bomb is refused unopened.

The declared sizes are not believed: each part is unpacked in pieces, counted and thrown away,
before a library that holds everything in memory is given the file. On the way the parts that
are sheets are searched for cells that hold an error (`#N/A`), which the reading library would
hand over as blanks, and for the rectangle that they span.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from jsna.intake.settings import Limits

_PIECE = 1024 * 1024
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})\d')
_PLACE_AND_ROW = re.compile(rb'r="[A-Z]{1,3}(\d{1,7})"')
_ERROR = re.compile(rb'\bt="e"')
_REPEATED_ROWS = re.compile(rb'number-rows-repeated="(\d+)"')
_REPEATED_COLUMNS = re.compile(rb'number-columns-repeated="(\d+)"')
_ODS_TOKEN = re.compile(
    rb"<table:table-row\b[^>]*>|</table:table-row>|<table:table-cell\b[^>]*>|<table:table\b[^>]*>"
)


@dataclass
class Inside:
    """What the parts of a workbook hold."""

    kind: str
    """`xlsx`, `ods`, or what else the archive is."""
    errors: dict[int, set[int]] = field(default_factory=dict)
    """Sheet (by the number in its part's name) to the rows in which a cell holds an error."""


def inspect(path: Path, limits: Limits) -> tuple[Inside | None, str]:
    """Return what a workbook holds, or None with the reason for which it may not be opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _inspect(archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return None, "the workbook is damaged or cut short; save it again and send it whole"
    except (NotImplementedError, RuntimeError):
        return None, "the workbook is protected or packed in an unusual way; save it without"
    except (OSError, ValueError, OverflowError):
        return None, "the workbook cannot be opened; save it again"


def _inspect(archive: zipfile.ZipFile, limits: Limits) -> tuple[Inside | None, str]:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > limits.parts:
        return None, f"the archive has more than {limits.parts:,} parts; this is no workbook"
    if any(part.flag_bits & 1 for part in parts):
        return None, "the file is protected by a password; send it without"
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        return None, "the workbook would unpack to more than may be opened; send it as CSV"
    inside = Inside(_kind(names))
    if not inside.kind:
        return None, "the file is a zip archive; unpack it and put in the files it holds"
    left = limits.unpacked_bytes
    for part in parts:
        if part.is_dir():
            continue
        size, cells = 0, 0
        scan = _scanner(inside, part.filename)
        with archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > left or (
                    size > _PIECE and size > limits.ratio * max(part.compress_size, 1)
                ):
                    return None, (
                        "the workbook unpacks to far more than its size (it may be a zip bomb); "
                        "send it as CSV"
                    )
                if scan is not None:
                    cells = scan.feed(piece)
                    if cells > limits.cells:
                        return None, (
                            "a sheet spans more cells than may be opened; clear what lies far "
                            "outside the table, or send it as CSV"
                        )
        left -= size
        if scan is not None and scan.errors:
            inside.errors[scan.sheet] = scan.errors
    return inside, ""


def _kind(names: set[str]) -> str:
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    return ""


def _scanner(inside: Inside, part: str) -> "_SheetScan | _OdsScan | None":
    found = re.fullmatch(r"xl/worksheets/\D*(\d*)\.xml", part)
    if inside.kind == "xlsx" and found:
        return _SheetScan(int(found[1] or 1))
    if inside.kind == "ods" and part == "content.xml":
        return _OdsScan()
    return None


class _SheetScan:
    """The rectangle that the cells of one xlsx sheet span, and the rows with errors."""

    def __init__(self, sheet: int) -> None:
        self.sheet = sheet
        self.errors: set[int] = set()
        self._rest = b""
        self._right = self._bottom = 0

    def feed(self, piece: bytes) -> int:
        """Return the cells of the rectangle so far."""
        text = self._rest + piece
        cut = text.rfind(b"<")
        text, self._rest = (text[:cut], text[cut:]) if cut > 0 else (b"", text[-4096:])
        if b't="e"' in text:
            for cell in _CELL.finditer(text):
                if _ERROR.search(cell[0]):
                    self.errors.add(int(cell[2]))
        places = _PLACE.findall(text)
        if places:
            self._right = max(self._right, *(_column_number(name) for name in set(places)))
            last = _PLACE_AND_ROW.match(text, text.rfind(b'r="' + places[-1]))
            self._bottom = max(self._bottom, int(last[1]) if last else 0)
        return self._right * self._bottom


class _OdsScan:
    """The cells that an ods document's filled rows come to when its repetitions are written out."""

    sheet = 1

    def __init__(self) -> None:
        self.errors: set[int] = set()
        self._rest = b""
        self._row_repeat = 1
        self._columns = 0
        self._filled = False
        self._right = self._bottom = self._seen = 0

    def feed(self, piece: bytes) -> int:
        """Return the cells of the rectangle so far."""
        text = self._rest + piece
        cut = text.rfind(b"<")
        text, self._rest = (text[:cut], text[cut:]) if cut > 0 else (b"", text[-4096:])
        for token in _ODS_TOKEN.finditer(text):
            word = token[0]
            if word.startswith(b"<table:table-row"):
                found = _REPEATED_ROWS.search(word)
                self._row_repeat = int(found[1]) if found else 1
                self._columns, self._filled = 0, False
                if word.endswith(b"/>"):
                    self._seen += self._row_repeat
            elif word.startswith(b"<table:table-cell"):
                found = _REPEATED_COLUMNS.search(word)
                self._columns += int(found[1]) if found else 1
                if b"office:value-type" in word:
                    self._filled = True
                    self._right = max(self._right, self._columns)
            elif word.startswith(b"</"):
                self._seen += self._row_repeat
                if self._filled:
                    self._bottom = max(self._bottom, self._seen)
            else:
                self._seen = 0
        return self._right * self._bottom


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def sheet_parts(stream: IO[bytes]) -> list[str]:
    """Return the part of each sheet of an xlsx file in the order in which they are shown."""
    with zipfile.ZipFile(stream) as archive:
        book = archive.read("xl/workbook.xml")
        links = archive.read("xl/_rels/workbook.xml.rels")
    targets = {}
    for link in re.findall(rb"<Relationship\b[^>]*>", links):
        name = re.search(rb'\bId="([^"]*)"', link)
        target = re.search(rb'\bTarget="([^"]*)"', link)
        if name and target:
            targets[name[1]] = target[1].decode("utf-8", "replace").lstrip("/").removeprefix("xl/")
    shown = re.findall(rb'<(?:\w+:)?sheet\b[^>]*\br:id="([^"]*)"', book)
    return [targets.get(name, "") for name in shown]
