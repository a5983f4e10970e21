"""The workbook of what was set aside: file, row, code and reason, never a child's values."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import xlsxwriter

from jsna.intake import effects
from jsna.intake.accept import Intake
from jsna.intake.extracts import code_lists
from jsna.intake.rules import RULES

MOST_ROWS = 1_000_000
"""Rows of one sheet; what is beyond goes on in the next."""
_SHOWN = ("file", "sheet", "row", "code", "fields", "reason", "rows", "sender")


def by_reason(intake: Intake) -> pd.DataFrame:
    """Return for each extract and rule how many rows it set aside or warned of."""
    found = intake.findings
    table = (
        found.groupby(["extract", "code", "severity"], as_index=False)
        .agg(files=("file", "nunique"), rows=("rows", "sum"))
        .sort_values(["severity", "rows", "code"], ascending=[True, False, True])
    )
    messages = {rule.code: rule.message for rule in RULES}
    return table.assign(reason=table["code"].map(messages)).reset_index(drop=True)


def write_workbook(path: Path, intake: Intake, as_of: datetime | None = None) -> None:
    """Write everything that was found into one workbook, each list on its own sheet.

    Texts are written as texts: a file named like a formula stays a name. With the same intake
    the file is the same, byte for byte.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        # The date of making would differ at each run; the day the extracts speak of does not.
        book.set_properties({"title": "Rows set aside", "created": as_of or datetime(2000, 1, 1)})
        bold = book.add_format({"bold": True})
        _sheet(book, "Read me", _about(intake), bold)
        found = intake.set_aside[list(_SHOWN)]
        for number, start in enumerate(range(0, max(len(found), 1), MOST_ROWS), start=1):
            name = "Set aside" if number == 1 else f"Set aside {number}"
            _sheet(book, name, found.iloc[start : start + MOST_ROWS], bold)
        warned = intake.warned[list(_SHOWN)]
        for number, start in enumerate(range(0, max(len(warned), 1), MOST_ROWS), start=1):
            name = "Please check" if number == 1 else f"Please check {number}"
            _sheet(book, name, warned.iloc[start : start + MOST_ROWS], bold)
        _sheet(book, "By reason", by_reason(intake), bold)
        _sheet(book, "Files", intake.files, bold)
        _sheet(book, "Not received", _named(intake.not_received), bold)
        _sheet(book, "What it does to figures", pd.DataFrame(
            {"effect": effects.sentences(intake)}, dtype="str"), bold)  # fmt: skip


def _about(intake: Intake) -> pd.DataFrame:
    files = intake.files
    lines = [
        "What was sent and could not be used as it stood. Restricted: do not pass on.",
        "Each line names the file and the row; no value of any child is in this workbook.",
        "Row numbers are those a spreadsheet or editor shows at the left; row 0 is the whole file.",
        f"Rows received: {int(files['rows_in'].sum()):,}",
        f"Rows accepted: {int(files['accepted'].sum()):,}",
        f"Rows set aside: {int(files['set_aside'].sum()):,}",
        *(f"Not run: {code}: {reason}" for code, reason in intake.not_run),
    ]
    return pd.DataFrame({"Rows set aside": lines})


def _named(gaps: pd.DataFrame) -> pd.DataFrame:
    names = code_lists()["provider"].labels
    return gaps.assign(sender=gaps["sender"].map(dict(names)))


def _sheet(book: xlsxwriter.Workbook, name: str, table: pd.DataFrame, bold: object) -> None:
    """Write one table, its header in row 1, frozen."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, min(60, max(12, len(str(column)) + 2)))
        sheet.write_string(0, place, str(column), bold)
    for row, values in enumerate(table.itertuples(index=False), start=1):
        for place, value in enumerate(values):
            if isinstance(value, bool | str) or value is None:
                sheet.write_string(row, place, "" if value is None else str(value)[:32_000])
            elif pd.notna(value):
                sheet.write_number(row, place, float(value))
