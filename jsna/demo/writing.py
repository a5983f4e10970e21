"""Write the extracts as they would be sent, with the faults of real files where asked for.

The same county gives the same bytes: workbooks are packed again without the time of writing.
"""

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv

from jsna.demo import dirt as faults
from jsna.demo.county import County
from jsna.demo.habits import HABITS, Habit
from jsna.demo.shape import SCHOOL_YEARS
from jsna.packed import pack_again

ASIDE = "_made-up"
"""Folder of what is not an extract; intake skips names that begin with an underscore."""
MOST_IN_A_WORKBOOK = 60_000
NOTICE = (
    "MADE UP. Every record in this folder was made by a program. No child, family, school or\n"
    "site in it exists, and nothing in it may be presented as Cumbria's. Totals were fitted to\n"
    "published figures; docs/made-up-county.md in the project says which, and what is invented.\n"
    "NHS numbers begin with 99, a range that is never issued.\n"
)


def write_county(
    folder: Path,
    made: County,
    extracts: dict[str, pd.DataFrame],
    truths: dict[str, Any],
    dirt: float,
    form: str,
) -> None:
    """Write every file of every sender, and beside them what was planted."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / ASIDE
    aside.mkdir(exist_ok=True)
    sent = [(habit, table) for habit in _habits(form) for habit, table in _parts(habit, extracts)]
    planted: list[pd.DataFrame] = []
    rows = sum(len(table) for _, table in sent)
    plan = faults.plan(made, [habit.extract for habit, _ in sent], [len(t) for _, t in sent],
                       round(dirt * rows))  # fmt: skip
    for number, (habit, table) in enumerate(sent):
        text = _as_text(table, habit)
        if dirt > 0:
            text, found = faults.spoil(text, habit, plan[number], made.seed + number)
            found["row"] += 1 + len(habit.titles) if habit.form != "parquet" else 0
            planted.append(found)
        _write(folder / habit.file, text, habit)
    about = {
        "made_up": True,
        "notice": NOTICE.replace("\n", " ").strip(),
        "seed": made.seed,
        "scale": made.scale,
        "inequities": made.inequities,
        "dirt": dirt,
        "as_of": str(pd.Timestamp(made.as_of, unit="D").date()),
        "files": {habit.file: {"extract": habit.extract, "rows": len(table), "made_up": True}
                  for habit, table in sent},
    }  # fmt: skip
    _text(folder / "README-MADE-UP.txt", NOTICE)
    _text(aside / "provenance.json", json.dumps(about, indent=1) + "\n")
    _text(aside / "planted_truths.json", json.dumps(truths, indent=1) + "\n")
    if planted:
        listed = pd.concat(planted, ignore_index=True).sort_values(["file", "row", "code"])
        _text(aside / "planted_faults.csv", listed.to_csv(index=False, lineterminator="\n"))


def _habits(form: str) -> list[Habit]:
    """Return how files are written: each sender's way, or all as Parquet."""
    if form != "parquet":
        return list(HABITS)
    return [
        replace(habit, form="parquet", file=Path(habit.file).with_suffix(".parquet").as_posix(),
                titles=(), headers={}, dates="%Y-%m-%d")
        for habit in HABITS
    ]  # fmt: skip


def _parts(habit: Habit, extracts: dict[str, pd.DataFrame]) -> list[tuple[Habit, pd.DataFrame]]:
    """Return the files that a habit stands for, each with its rows."""
    table = extracts[habit.extract]
    if habit.provider:
        column = "provider" if "provider" in table.columns else "organisation"
        table = table[table[column] == habit.provider].reset_index(drop=True)
    if habit.form in ("xlsx", "ods") and len(table) > MOST_IN_A_WORKBOOK:
        file = str(Path(habit.file).with_suffix(".csv").as_posix())
        habit = replace(habit, form="csv", titles=(), file=file)
    if "{year}" not in habit.file:
        return [(habit, table)] if len(table) else []
    return [
        (
            replace(habit, file=habit.file.replace("{year}", year.replace("/", "-"))),
            table[table["school_year"] == year].reset_index(drop=True),
        )
        for year in SCHOOL_YEARS
        if (table["school_year"] == year).any()
    ]


def _as_text(table: pd.DataFrame, habit: Habit) -> pa.Table:
    """Return the table as the text that the sender writes."""
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    columns = []
    for name in arrow.column_names:
        column = arrow.column(name)
        if pa.types.is_timestamp(column.type):
            column = pc.strftime(column.cast(pa.timestamp("s")), format=habit.dates)
        elif pa.types.is_floating(column.type):
            column = _numbers(column)
        columns.append(pc.fill_null(column.cast(pa.string()), ""))
    return pa.table(dict(zip(arrow.column_names, columns, strict=True)))


def _numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return numbers as they are written: 12.5, but 12 for 12.0."""
    return pc.replace_substring_regex(column.cast(pa.string()), r"\.0$", "")


def _write(path: Path, text: pa.Table, habit: Habit) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if habit.form == "parquet":
        marked = text.replace_schema_metadata({"made_up": "true", "notice": NOTICE})
        pq.write_table(marked, path)
        return
    text = text.rename_columns([habit.headers.get(name, name) for name in text.column_names])
    if habit.form == "csv":
        path.write_bytes(_csv(text, habit))
    elif habit.form == "xlsx":
        path.write_bytes(pack_again(_xlsx(text, habit), _at_one_moment))
    else:
        path.write_bytes(pack_again(_ods(text), _at_one_moment))


def _csv(text: pa.Table, habit: Habit) -> bytes:
    buffer = io.BytesIO()
    options = arrow_csv.WriteOptions(delimiter=habit.separator, quoting_style="needed")
    arrow_csv.write_csv(text, buffer, options)
    data = buffer.getvalue().replace(b'"', b"") if _no_quotes(text, habit) else buffer.getvalue()
    if habit.encoding == "utf-8":
        return data
    return data.decode("utf-8").encode(habit.encoding)


def _no_quotes(text: pa.Table, habit: Habit) -> bool:
    """Return whether no cell needs quotation marks, which are then left out as Excel does."""
    special = f'["\n\r{re.escape(habit.separator)}]'
    return not any(
        pc.any(pc.match_substring_regex(column, special)).as_py() for column in text.columns
    )


def _xlsx(text: pa.Table, habit: Habit) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("MADE UP")
    for title in habit.titles:
        sheet.append([title] if title else [])
    sheet.append(text.column_names)
    for row in zip(*(column.to_pylist() for column in text.columns), strict=True):
        sheet.append([cell or None for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def _ods(text: pa.Table) -> bytes:
    """Return the smallest OpenDocument spreadsheet, so that its bytes depend on nothing else."""
    rows = [text.column_names, *zip(*(column.to_pylist() for column in text.columns), strict=True)]
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    body = "".join(
        f"<table:table-row>{''.join(cell.format(escape(word)) for word in row)}</table:table-row>"
        for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{_OASIS}:office:1.0" '
        f'xmlns:table="{_OASIS}:table:1.0" xmlns:text="{_OASIS}:text:1.0" office:version="1.2">'
        '<office:body><office:spreadsheet><table:table table:name="MADE UP">'
        f"{body}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), _ODS, zipfile.ZIP_STORED)
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?")


def _at_one_moment(name: str, data: bytes) -> bytes:
    """Return a part of a workbook without the moment of its writing."""
    if name in ("docProps/core.xml", "meta.xml"):
        return _MOMENT.sub(b"2021-08-31T00:00:00Z", data)
    return data


def _text(path: Path, words: str) -> None:
    path.write_text(words, encoding="utf-8", newline="\n")
