"""Hold a table against its description; every failure becomes a message a reader can act on.

The checking of cells is pandera's; what it finds is turned into sentences of one shape:
what should be there, how many rows are not, which line is the first, what stands in it.
"""

import csv
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from jsna.contract import KINDS, Column, Contract, fingerprint, is_date
from jsna.figures import SHOWN

_PATTERNS = {
    "text": r"\S(?:.*\S)?",
    "code": r"[A-Za-z0-9][A-Za-z0-9_.-]*",
    "count": r"[0-9]+",
    "number": r"-?[0-9]+(?:\.[0-9]+)?",
    "percent": r"[0-9]+(?:\.[0-9]+)?",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "year": r"[12][0-9]{3}",
    "school_year": r"[12][0-9]{3}/[0-9]{2}",
    "flag": r"yes|no",
}
_NUMERIC = ("count", "number", "percent")


def read_and_check(contract: Contract, path: Path) -> tuple[pd.DataFrame, list[str]]:
    """Return a CSV file as text, one column each, and all that is wrong with it."""
    frame, lines, problems, broken = read_text(path)
    if broken:
        return frame, problems
    if contract.sha256 and fingerprint(path) != contract.sha256:
        problems.append(
            "it is not the file that was described (sha256 differs): take back the change, or "
            f"derive the table anew so that {contract.path.name} describes it"
        )
    return frame, problems + contract.problems(frame, lines)


def read_text(path: Path) -> tuple[pd.DataFrame, list[int], list[str], bool]:
    """Return a CSV file as text, the line of each row, its problems, and whether to stop here.

    Rows with too many or too few cells are reported and left out.
    """
    nothing = pd.DataFrame()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            rows, lines = [], []
            line = 1
            for row in reader:
                rows.append(row)
                lines.append(line)
                line = reader.line_num + 1
    except FileNotFoundError:
        return nothing, [], ["there is no such file"], True
    except UnicodeDecodeError as error:
        return nothing, [], [f"it is not UTF-8 text (byte {error.start}); save it as UTF-8"], True
    except csv.Error as error:
        return nothing, [], [f"line {line} cannot be read as CSV: {error}"], True
    if not rows or not any(rows[0]):
        return nothing, [], ["it is empty; its first line should name the columns"], True
    heading, width = rows[0], len(rows[0])
    repeated = list(dict.fromkeys(name for name in heading if heading.count(name) > 1))
    if repeated:
        return nothing, [], [f"it has the column '{name}' twice" for name in repeated], True
    kept = [(row, at) for row, at in zip(rows[1:], lines[1:], strict=True) if len(row) == width]
    problems = [
        f"line {at} has {len(row)} cell(s), but the heading has {width}: look for a missing or "
        "extra comma"
        for row, at in zip(rows[1:], lines[1:], strict=True)
        if len(row) != width
    ]
    frame = pd.DataFrame([row for row, _ in kept], columns=heading, dtype="str")
    return frame, [at for _, at in kept], problems, False


def problems(
    contract: Contract, frame: pd.DataFrame, lines: Sequence[int] | None, show_cells: bool
) -> list[str]:
    """Return all that is wrong with the table: its columns, its cells, its key."""
    text = pd.DataFrame({name: _as_text(frame[name]) for name in frame.columns}).reset_index(
        drop=True
    )
    at = list(lines) if lines is not None else list(range(2, len(text) + 2))
    found = _column_problems(contract, list(text.columns))
    if not len(text):
        found.append("it has no rows")
    found += _cell_problems(contract, text, at, show_cells)
    found += _state_problems(contract, text, at)
    found += _key_problems(contract, text, at, show_cells)
    return found


def typed(contract: Contract, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a checked table in the order of its description, with numbers as numbers.

    Counts are whole numbers, or floats where some are missing; a missing text is "".
    """
    columns: dict[str, Any] = {}
    for column in contract.columns:
        text = _as_text(frame[column.name])
        if column.kind in _NUMERIC:
            numbers = pd.to_numeric(text.where(text != "", None), errors="raise")
            whole = column.kind == "count" and not numbers.isna().any()
            columns[column.name] = numbers.astype("int64" if whole else "float64")
        else:
            columns[column.name] = text
    return pd.DataFrame(columns, index=frame.index)


def _as_text(series: "pd.Series[Any]") -> "pd.Series[str]":
    if isinstance(series.dtype, pd.StringDtype):
        return series.fillna("")
    if pd.api.types.is_datetime64_any_dtype(series):
        return series.dt.strftime("%Y-%m-%d").fillna("").astype("str")
    return pd.Series([_cell_text(cell) for cell in series], index=series.index, dtype="str")


def _cell_text(cell: Any) -> str:
    if cell is None or cell is pd.NA or (isinstance(cell, float) and cell != cell):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _column_problems(contract: Contract, names: list[str]) -> list[str]:
    missing = [name for name in contract.column_names if name not in names]
    extra = [name for name in names if name not in contract.column_names]
    found = [f"column '{name}' is missing" for name in missing]
    for name in extra:
        near = get_close_matches(name, missing, n=1)
        advice = f"; did you mean '{near[0]}'?" if near else "; describe it or take it out"
        found.append(f"column '{name}' is not in the description{advice}")
    return found


def _cell_problems(
    contract: Contract, text: pd.DataFrame, at: list[int], show_cells: bool
) -> list[str]:
    """Run pandera over every described column that is there; one message a column and rule.

    It is asked only where a rule is broken: a list of failures is what it is for, and slow to make.
    """
    present = [column for column in contract.columns if column.name in text.columns]
    if not present or not len(text) or all(_sound(c, text[c.name]) for c in present):
        return []
    import pandera.pandas as pa

    rules: dict[tuple[str, str], str] = {}
    schema: dict[str, pa.Column] = {}
    for column in present:
        checks = []
        for number, (words, holds) in enumerate(_rules(column)):
            rules[column.name, f"rule {number}"] = words
            checks.append(pa.Check(holds, element_wise=False, error=f"rule {number}"))
        schema[column.name] = pa.Column(
            checks=checks, nullable=column.may_be_missing or bool(column.state)
        )
    try:
        pa.DataFrameSchema(schema).validate(text.replace("", None), lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    found = []
    for (name, check), rows in cases.groupby(["column", "check"], sort=False):
        first = rows.sort_values("index").iloc[0]
        line = at[int(first["index"])]
        count = f"{len(rows)} row(s)"
        if check == "not_nullable":
            found.append(
                f"column '{name}' should never be empty: {count} are, the first is line {line}"
            )
            continue
        cell = str(first["failure_case"])
        found.append(
            f"column '{name}' should be {rules[str(name), str(check)]}: {count} are not, "
            f"the first is line {line}, {_shown_cell(cell, show_cells)}"
            f"{_advice(contract.column(str(name)), cell) if show_cells else ''}"
        )
    return found


def _sound(column: Column, cells: "pd.Series[Any]") -> bool:
    """Return whether a column keeps all its rules."""
    empty = cells == ""
    if empty.any() and not (column.may_be_missing or column.state):
        return False
    told = cells[~empty]
    return told.empty or all(bool(holds(told).all()) for _, holds in _rules(column))


def _rules(column: Column) -> list[tuple[str, "Callable[[pd.Series[Any]], pd.Series[bool]]"]]:
    """Return each rule of a column in words and as a test of its cells; null passes."""
    pattern, kind = _PATTERNS[column.kind], column.kind

    def right_kind(cells: "pd.Series[Any]") -> "pd.Series[bool]":
        matches = cells.astype("str").str.fullmatch(pattern).astype(bool)
        if kind == "date":
            matches &= cells.map(lambda cell: is_date(str(cell)))
        if kind == "school_year":
            matches &= cells.map(lambda cell: _is_school_year(str(cell)))
        if kind == "percent":
            matches &= pd.to_numeric(cells, errors="coerce").le(100)
        return matches

    rules: list[tuple[str, Callable[[pd.Series[Any]], pd.Series[bool]]]] = [
        (KINDS[kind], right_kind)
    ]
    if column.one_of:
        words = ", ".join(column.one_of[:12]) + (", ..." if len(column.one_of) > 12 else "")
        allowed = set(column.one_of)
        rules.append((f"one of {words}", lambda cells: cells.isin(allowed)))
    if column.at_least is not None:
        rules.append((f"at least {column.at_least:g}", _bound(column.at_least, 1)))
    if column.at_most is not None:
        rules.append((f"at most {column.at_most:g}", _bound(column.at_most, -1)))
    return rules


def _bound(bound: float, sign: int) -> "Callable[[pd.Series[Any]], pd.Series[bool]]":
    """Return a test that no number is beyond the bound; what is no number is reported elsewhere."""

    def within(cells: "pd.Series[Any]") -> "pd.Series[bool]":
        return ((pd.to_numeric(cells, errors="coerce") - bound) * sign).fillna(0) >= 0

    return within


def _is_school_year(text: str) -> bool:
    return text[:4].isdigit() and text[5:] == f"{(int(text[:4]) + 1) % 100:02d}"


def _shown_cell(cell: str, show_cells: bool) -> str:
    if show_cells:
        return f"'{cell}'"
    return "which holds a number" if cell.lstrip("-").isdigit() else "which holds text"


def _advice(column: Column, cell: str) -> str:
    if column.state and cell in ("z", "x", "c", ":", "..", "-", "n/a"):
        return f"; leave the cell empty and say why in '{column.state}'"
    if column.one_of:
        near = get_close_matches(cell, column.one_of, n=1)
        return f"; did you mean '{near[0]}'?" if near else ""
    return ""


def _state_problems(contract: Contract, text: pd.DataFrame, at: list[int]) -> list[str]:
    found = []
    for column in contract.columns:
        if not column.state or not {column.name, column.state} <= set(text.columns):
            continue
        empty, shown = text[column.name] == "", text[column.state] == SHOWN
        for wrong, words in (
            (empty & shown, f"is empty though '{column.state}' says 'shown'"),
            (~empty & ~shown, f"holds a value though '{column.state}' says that there is none"),
        ):
            if wrong.any():
                first = at[int(wrong.to_numpy().argmax())]
                found.append(
                    f"column '{column.name}' {words}: {int(wrong.sum())} row(s), the first is "
                    f"line {first}"
                )
    return found


def _key_problems(
    contract: Contract, text: pd.DataFrame, at: list[int], show_cells: bool
) -> list[str]:
    key = list(contract.key)
    if not key or not set(key) <= set(text.columns):
        return []
    again = text.duplicated(key)
    if not again.any():
        return []
    second = int(again.to_numpy().argmax())
    same = (text[key] == text[key].iloc[second]).all(axis=1)
    first = int(same.to_numpy().argmax())
    cells = " (" + ", ".join(text[name].iloc[second] for name in key) + ")" if show_cells else ""
    return [
        f"{int(again.sum())} row(s) repeat the {' + '.join(key)} of an earlier row, the first is "
        f"line {at[second]}, which repeats line {at[first]}{cells}"
    ]
