"""The figures as an accessible spreadsheet: cover, contents, notes, one real table a sheet.

After the Government Analysis Function's guidance on releasing statistics in spreadsheets. Text
is text: nothing that begins like a formula becomes one.
"""

import importlib
import io
import re
import textwrap
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd

from jsna.disclosure.safe import Safe
from jsna.errors import BuildError
from jsna.figures import MEASURES, NOT_APPLICABLE, NOT_COLLECTED, SHOWN, TOO_FEW
from jsna.packed import pack_again
from jsna.publish.index import Edition
from jsna.show.chosen import label_of, name_of
from jsna.show.framed import MADE_UP
from jsna.show.markup import printable
from jsna.show.sourced import source_words

_HEADINGS = {
    "value": "{unit}",
    "percent": "Percentage",
    "percent_of": "Out of",
    "lower": "Lowest likely value (95%)",
    "upper": "Highest likely value (95%)",
    "n": "How many it rests on",
}
LONGEST = 2000
"""Rows: a longer table is data for a program, and stands in `tables/` alone."""
NOTES = {
    "made up": MADE_UP,
    "published": "Shown exactly as its owner publishes it.",
    "suppressed": "Small counts are withheld, and others with them, so that none is worked out.",
    "statistic": "Made from records of at least ten children; withheld where there are fewer.",
    "rounded": "Counts of records are rounded to a multiple of five; 0 means none or very few.",
    TOO_FEW: "Too few to show: the number is small and is withheld to protect children.",
    NOT_COLLECTED: "Not collected: nobody counted this, or it was not recorded.",
    NOT_APPLICABLE: "Not applicable: the combination cannot occur.",
}
"""What a note on a sheet stands for."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: a figure as a table of words and numbers."""

    name: str
    """`Table 1` and so on; short, so that the tabs can be read."""
    title: str
    about: tuple[str, ...]
    """What stands above the table, one line a row."""
    header: tuple[str, ...]
    rows: tuple[tuple[str | float, ...], ...]
    formats: tuple[str, ...]
    """One number format a column; empty for text."""
    notes: tuple[str, ...]
    """Which of NOTES the sheet needs."""


def sheets(figures: Mapping[str, Safe]) -> list[Sheet]:
    """Return one sheet a figure, in the order of their ids.

    The explorer's tables are left out, and those too long to be read in a spreadsheet.
    """
    listed = [
        safe
        for name, safe in sorted(figures.items())
        if not name.startswith("explorer-") and 0 < len(safe.cells) <= LONGEST
    ]
    if not listed:
        raise BuildError("The spreadsheet cannot be made:", ["the edition has no figures"])
    return [_sheet(f"Table {number}", safe) for number, safe in enumerate(listed, 1)]


def left_out(figures: Mapping[str, Safe]) -> list[str]:
    """Return the sentence that names the tables too long for a sheet, if there are any."""
    names = [name for name, safe in sorted(figures.items()) if len(safe.cells) > LONGEST]
    names = [name for name in names if not name.startswith("explorer-")]
    if not names:
        return []
    return [f"Tables of more than {LONGEST} rows are only beside this file: {', '.join(names)}."]


def _sheet(name: str, safe: Safe) -> Sheet:
    figure, cells = safe.figure, safe.cells
    measures = [one for one in MEASURES if one in cells.columns and cells[one].notna().any()]
    measures = measures or ["value"]
    header = [name_of(dimension) for dimension in figure.dimensions]
    both = figure.unit == "%" and "percent" in measures
    unit = "How many" if both else printable(figure.unit or "Value")
    header += [_HEADINGS[one].format(unit=unit[:1].upper() + unit[1:]) for one in measures]
    rows = []
    for row in cells.to_dict("records"):
        texts: list[str | float] = [
            _text(label_of(dimension, row[dimension])) for dimension in figure.dimensions
        ]
        for one in measures:
            number = row[one]
            shown = row["status"] == SHOWN
            known = shown and not pd.isna(number)
            texts.append(float(number) if known else "" if shown else str(row["status"]))
        rows.append(tuple("not applicable" if part == "" else part for part in texts))
    formats = [""] * len(figure.dimensions) + [_format(cells[one]) for one in measures]
    about = [figure.question, source_words(safe, licence=True), f"Places: {figure.geography}."]
    if safe.made_up:
        about.insert(0, MADE_UP)
    about.append(f"Made safe: {safe.protection.method}.")
    about += [text for text in (figure.method, figure.limits) if text]
    return Sheet(
        name, _text(figure.title), tuple(_in_lines(about)),
        tuple(_unique([_plain(name) for name in header])), tuple(rows), tuple(formats),
        tuple(name for name in NOTES if name in _needed(safe, rows)),
    )  # fmt: skip


def _in_lines(about: list[str]) -> list[str]:
    return [part for line in about if line for part in textwrap.wrap(_text(line), 110)]


def _needed(safe: Safe, rows: list[tuple[str | float, ...]]) -> set[str | float]:
    said: set[str | float] = {part for row in rows for part in row if isinstance(part, str)}
    said |= {"made up"} if safe.made_up else set()
    return {*said, str(safe.figure.rule)}


def _text(text: object) -> str:
    """Return text that both formats can hold; the file cannot carry control characters."""
    return printable(text) or "not recorded"


def _unique(header: list[str]) -> list[str]:
    return [
        name if name not in header[:number] else f"{name} ({number + 1})"
        for number, name in enumerate(header)
    ]


def _format(column: "pd.Series[Any]") -> str:
    whole = (column.dropna() == column.dropna().round()).all()
    return "#,##0" if whole else "#,##0.0" if column.abs().max() >= 2 else "0.00"


def write_xlsx(path: Path, figures: Mapping[str, Safe], edition: Edition) -> Path:
    """Write the spreadsheet for Excel; the same figures give the same bytes."""
    made = sheets(figures)
    out = io.BytesIO()
    with warnings.catch_warnings():
        # gptables 2.0 leaves a file open when imported, and sorts in a way pandas 4 will drop.
        warnings.simplefilter("ignore", ResourceWarning)
        warnings.simplefilter("ignore", pd.errors.Pandas4Warning)
        _book(importlib.import_module("gptables"), out, made, edition, left_out(figures))
    path.write_bytes(pack_again(out.getvalue(), _in_english))
    return path


def _book(
    gptables: Any, out: io.BytesIO, made: list[Sheet], edition: Edition, left: list[str]
) -> Any:
    book = gptables.produce_workbook(
        out,
        {sheet.name: _gptable(gptables, sheet) for sheet in made},
        cover=_cover(gptables, edition, left),
        notes_table=_notes(made),
        workbook_options={
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,
        },
    )
    book.set_properties(
        {
            "title": f"SEND needs assessment, {edition.edition}",
            "subject": "Safe figures, one table a sheet",
            "author": "SEND needs assessment",
            "created": datetime(edition.as_of.year, edition.as_of.month, edition.as_of.day),
        }
    )
    rows = {sheet.name: len(sheet.rows) for sheet in made}
    for sheet in book.worksheets():
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&RPage &P of &N")
        if sheet.name in rows:
            # The table ends the sheet, so its heading is the row before as many as it has.
            heading = sheet.dim_rowmax - rows[sheet.name]
            sheet.repeat_rows(heading)
    book.close()
    return book


def _gptable(gptables: Any, sheet: Sheet) -> Any:
    rows = [[_stand_in(part) for part in row] for row in sheet.rows]
    frame = pd.DataFrame(rows, columns=list(sheet.header), dtype=object)
    formatting = [
        {"column": {"columns": [number], "format": {"num_format": form, "align": "right"}}}
        for number, form in enumerate(sheet.formats)
        if form
    ]
    return gptables.GPTable(
        table=frame,
        table_name=re.sub(r"\W", "_", sheet.name.lower()),
        title=_plain(sheet.title),
        subtitles=[_plain(line) for line in sheet.about] + _marked(sheet),
        instructions="This sheet holds one table. Words in place of a number say why.",
        index_columns={},
        additional_formatting=formatting,
    )


def _stand_in(part: str | float) -> str | float:
    """Return what gptables accepts: it refuses a text without a Latin letter, such as `Ŵ`."""
    if isinstance(part, float) or re.search("[a-zA-Z0-9]", part):
        return part
    return f"text{part.encode('utf-8').hex()}endoftext"


def _as_it_was(found: re.Match[bytes]) -> bytes:
    return escape(bytes.fromhex(found[1].decode("ascii")).decode("utf-8")).encode("utf-8")


def _marked(sheet: Sheet) -> list[str]:
    """Return the line that refers to the notes, as gptables marks them."""
    marks = "".join(f"$${name}$$" for name in sheet.notes)
    return [f"See the notes {marks}"] if marks else []


def _plain(text: str) -> str:
    """Return text in which gptables finds no reference to a note."""
    return text.replace("$$", "$ $")


def _cover(gptables: Any, edition: Edition, left: list[str]) -> Any:
    day = edition.as_of
    return gptables.Cover(
        title=f"SEND needs assessment: tables of the edition {edition.edition}",
        intro=[
            f"Figures published by {day.day} {day:%B %Y}.",
            f"This is a {edition.edition_state} edition.",
            "Every number has been made safe: no child can be counted from it.",
        ],
        about=[
            "Each sheet holds one table. The first sheet after this lists them all.",
            "Words in place of a number say why there is none; see the notes.",
            *left,
            "Contains public sector information licensed under the Open Government Licence v3.0.",
        ],
        contact=["Tell the people who gave you this file, or use the form beside the pages."],
    )


def _notes(made: list[Sheet]) -> pd.DataFrame | None:
    used = {name for sheet in made for name in sheet.notes}
    listed = [(name, text) for name, text in NOTES.items() if name in used]
    return pd.DataFrame(listed, columns=["Note reference", "Note text"]) if listed else None


def _in_english(name: str, data: bytes) -> bytes:
    """Return a part of the file with its language said, which readers aloud need."""
    if name == "docProps/core.xml":
        # Who made the file is nobody's business: a report has roles, not people.
        data = re.sub(rb"<(dc:creator|cp:lastModifiedBy)>[^<]*</\1>", b"", data)
        return data.replace(
            b"</cp:coreProperties>", b"<dc:language>en-GB</dc:language></cp:coreProperties>"
        )
    if name == "xl/sharedStrings.xml":
        return re.sub(rb"text([0-9a-f]+)endoftext", _as_it_was, data)
    return data
