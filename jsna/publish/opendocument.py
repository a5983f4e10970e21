"""The same spreadsheet as an OpenDocument file: cover, contents, notes, one table a sheet.

Written by odfpy on every machine, so that it needs no office program and is the same each time.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from odf import dc, meta
from odf.number import Number, NumberStyle
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import (
    Style,
    TableCellProperties,
    TableColumnProperties,
    TextProperties,
)
from odf.table import Table, TableCell, TableColumn, TableHeaderRows, TableRow
from odf.text import P

from jsna.disclosure.safe import Safe
from jsna.publish.index import Edition
from jsna.publish.workbook import NOTES, Sheet, sheets


def write_ods(path: Path, figures: Mapping[str, Safe], edition: Edition) -> Path:
    """Write the spreadsheet for LibreOffice and others; the same figures give the same bytes."""
    made = sheets(figures)
    book = OpenDocumentSpreadsheet()
    styles = _styles(book)
    title = f"SEND needs assessment: tables of the edition {edition.edition}"
    day = edition.as_of
    book.meta.addElement(dc.Title(text=title))
    book.meta.addElement(dc.Language(text="en-GB"))
    book.meta.addElement(meta.CreationDate(text=f"{day.isoformat()}T00:00:00"))
    cover = [
        title,
        f"Figures published by {day.day} {day:%B %Y}. This is a {edition.edition_state} edition.",
        "Each sheet holds one table. Words in place of a number say why there is none.",
        "Contains public sector information licensed under the Open Government Licence v3.0.",
    ]
    _lines(book, styles, "Cover", cover)
    _listing(
        book, styles, "Contents", ("Sheet name", "Table description"),
        [(sheet.name, sheet.title) for sheet in made],
    )  # fmt: skip
    used = {name for sheet in made for name in sheet.notes}
    notes = [(name, text) for name, text in NOTES.items() if name in used]
    if notes:
        _listing(book, styles, "Notes", ("Note", "What it means"), notes)
    for sheet in made:
        _sheet(book, styles, sheet)
    out = io.BytesIO()
    book.write(out)
    path.write_bytes(_without_times(out.getvalue()))
    return path


def _styles(book: Any) -> dict[str, Any]:
    bold = Style(name="heading", family="table-cell")
    bold.addElement(TextProperties(fontweight="bold"))
    bold.addElement(TableCellProperties(wrapoption="wrap"))
    title = Style(name="title", family="table-cell")
    title.addElement(TextProperties(fontweight="bold", fontsize="14pt"))
    wide = Style(name="wide", family="table-column")
    wide.addElement(TableColumnProperties(columnwidth="6cm"))
    made = {"heading": bold, "title": title, "wide": wide}
    for name, places in (("#,##0", 0), ("#,##0.0", 1), ("0.00", 2)):
        form = NumberStyle(name=f"number{places}")
        form.addElement(Number(decimalplaces=places, minintegerdigits=1, grouping=places < 2))
        book.automaticstyles.addElement(form)
        cell = Style(name=f"cell{places}", family="table-cell", datastylename=form)
        made[name] = cell
    for style in made.values():
        book.automaticstyles.addElement(style)
    return made


def _cell(part: str | float, style: Any = None) -> Any:
    """Return a cell; text is text whatever it begins with."""
    look = {"stylename": style} if style is not None else {}
    if isinstance(part, float):
        cell = TableCell(valuetype="float", value=f"{part:.12g}", **look)
        cell.addElement(P(text=f"{part:.12g}"))
    else:
        cell = TableCell(valuetype="string", **look)
        cell.addElement(P(text=part))
    return cell


def _row(parts: Sequence[str | float], looks: Sequence[Any] = ()) -> Any:
    row = TableRow()
    for number, part in enumerate(parts):
        row.addElement(_cell(part, looks[number] if number < len(looks) else None))
    return row


def _table(styles: dict[str, Any], name: str, columns: int) -> Any:
    table = Table(name=name)
    table.addElement(TableColumn(numbercolumnsrepeated=columns, stylename=styles["wide"]))
    return table


def _lines(book: Any, styles: dict[str, Any], name: str, lines: Sequence[str]) -> None:
    table = _table(styles, name, 1)
    for number, line in enumerate(lines):
        table.addElement(_row([line], [styles["title"]] if number == 0 else ()))
    book.spreadsheet.addElement(table)


def _listing(
    book: Any,
    styles: dict[str, Any],
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str | float]],
) -> None:
    table = _table(styles, name, len(header))
    table.addElement(_row([name], [styles["title"]]))
    _body(table, styles, header, rows, [""] * len(header))
    book.spreadsheet.addElement(table)


def _sheet(book: Any, styles: dict[str, Any], sheet: Sheet) -> None:
    table = _table(styles, sheet.name, len(sheet.header))
    table.addElement(_row([sheet.title], [styles["title"]]))
    for line in sheet.about:
        table.addElement(_row([line]))
    _body(table, styles, sheet.header, sheet.rows, sheet.formats)
    book.spreadsheet.addElement(table)


def _body(
    table: Any,
    styles: dict[str, Any],
    header: Sequence[str],
    rows: Sequence[Sequence[str | float]],
    formats: Sequence[str],
) -> None:
    head = TableHeaderRows()
    head.addElement(_row(header, [styles["heading"]] * len(header)))
    table.addElement(head)
    looks = [styles.get(form) for form in formats]
    for row in rows:
        table.addElement(
            _row(
                row,
                [
                    look if isinstance(part, float) else None
                    for part, look in zip(row, looks, strict=True)
                ],
            )
        )


def _without_times(content: bytes) -> bytes:
    """Return the file with fixed times inside, its type first and unpacked as the format asks."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as made:
        for item in given.infolist():
            entry = zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0))
            kind = zipfile.ZIP_STORED if item.filename == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(entry, given.read(item), kind)
    return out.getvalue()
