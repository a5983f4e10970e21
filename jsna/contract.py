"""What a table must look like: one YAML file is its provenance, its dictionary and its check.

    contract = Contract.read(Path("data/published/ehc_plans.yaml"))
    frame = contract.load(Path("data/published/ehc_plans.csv"))

`load` returns a table known to match, or raises a DataError that lists everything wrong with
it. The description is ours; the checking underneath is done in `jsna.contract_check`, which
alone needs pandas, so reading a description costs nothing.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsna import kept, strict_yaml
from jsna.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

KINDS = {
    "text": "text",
    "code": "a code (letters, figures, - _ . only)",
    "count": "a count",
    "number": "a number",
    "percent": "a percentage from 0 to 100",
    "date": "a date such as 2021-08-31",
    "year": "a year such as 2021",
    "school_year": "a school year such as 2020/21",
    "flag": "yes or no",
}
"""What a column may be, and how a message names it."""

_COLUMN_KEYS = {"is", "means", "one_of", "unit", "may_be_missing", "state", "at_least", "at_most"}


@dataclass(frozen=True)
class Column:
    """One column, in the words of its description."""

    name: str
    kind: str
    """One of KINDS; `is` in the file."""
    means: str
    """What stands in it, in words, for the data dictionary."""
    one_of: tuple[str, ...] = ()
    """The only values it may hold, in their order; empty where any will do."""
    unit: str = ""
    """The unit of its numbers, where it differs from the table's."""
    may_be_missing: bool = False
    """Whether an empty cell means that there is nothing to say."""
    state: str = ""
    """The column that says why a cell is empty: empty exactly where that is not `shown`."""
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True)
class Contract:
    """The description of one table. Every field stands in the file; none has a default."""

    title: str
    publisher: str
    """Who answers for the figures."""
    release: str
    """Which publication they were taken from, in words."""
    released: str
    """The date of that publication, such as 2022-05-12."""
    how_dated: str
    """How sure the dates of publication are."""
    licence: str
    source: str
    """Where the figures came to us from, in words; never an address."""
    unit: str
    one_row_is: str
    key: tuple[str, ...]
    """The columns that together name a row; no two rows share them."""
    checked_against: str
    """What the figures were checked against, and how."""
    caveats: tuple[str, ...]
    """What a reader could get wrong."""
    sha256: str
    """Of the table as described, so that a changed file stops the run; "" for a file that is
    expected to change, such as an extract."""
    columns: tuple[Column, ...]
    path: Path
    """The description itself, for messages."""

    @classmethod
    def read(cls, path: Path) -> "Contract":
        """Return the description in a YAML file, or raise a DataError with all that is wrong."""
        contract, problems = read_with_problems(path)
        if contract is None:
            raise DataError(f"{_shown(path)} is not a description we can use:", problems)
        return contract

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the file."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column with this name."""
        return next(column for column in self.columns if column.name == name)

    def problems(
        self,
        frame: "pd.DataFrame",
        lines: Sequence[int] | None = None,
        show_cells: bool = True,
    ) -> list[str]:
        """Return all that is wrong with a table; `show_cells` is False for children's records."""
        from jsna import contract_check

        return contract_check.problems(self, frame, lines, show_cells)

    def check(self, frame: "pd.DataFrame", name: str = "the table") -> "pd.DataFrame":
        """Return the table with numbers as numbers, or raise a DataError with all problems."""
        from jsna import contract_check

        found = self.problems(frame)
        if found:
            raise DataError(f"{name} does not match {self.path.name}:", found)
        return contract_check.typed(self, frame)

    def load(self, path: Path) -> "pd.DataFrame":
        """Return the table in a CSV file, known to match, or raise a DataError.

        A file with the bytes that were described was checked when it was described, and is
        again by `jsna check` and the tests; so it is not checked at every reading.
        """
        return kept.of_bytes(("table", self), [path], lambda: self._load(path)).copy(deep=False)

    def _load(self, path: Path) -> "pd.DataFrame":
        from jsna import contract_check

        if self.sha256 and path.is_file() and fingerprint(path) == self.sha256:
            return contract_check.typed(self, contract_check.read_text(path)[0])
        frame, found = contract_check.read_and_check(self, path)
        if found:
            raise DataError(f"{_shown(path)} does not match {self.path.name}:", found)
        return contract_check.typed(self, frame)


def fingerprint(path: Path) -> str:
    """Return the sha256 of a text file, whatever its line endings."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def read_with_problems(path: Path) -> tuple[Contract | None, list[str]]:
    """Return the description and no problems, or None and every problem."""
    contract, problems = kept.of_bytes("description", [path], lambda: _read(path))
    return contract, list(problems)


def _read(path: Path) -> tuple[Contract | None, tuple[str, ...]]:
    text, problems = strict_yaml.text_of(path)
    contract, found = (None, problems) if problems else _understood(text, path)
    return contract, tuple(found)


def _understood(text: str, path: Path) -> tuple[Contract | None, list[str]]:
    data, problems = strict_yaml.mapping(text)
    if not data:
        return None, problems
    asked = [field.name for field in fields(Contract) if field.name != "path"]
    problems += unknown_names(data, asked)
    problems += [f"'{name}' is missing" for name in asked if name not in data]
    texts = [name for name in asked if name not in ("key", "caveats", "columns")]
    problems += [
        f"'{name}' should be text in quotes, but is {_kind(data[name])}"
        for name in texts
        if name in data and not isinstance(data[name], str)
    ]
    problems += [
        f"'{name}' is empty; say it, or say that it is not known"
        for name in texts
        if name != "sha256" and data.get(name) == ""
    ]
    if isinstance(data.get("released"), str) and data["released"] and not is_date(data["released"]):
        problems.append(f"'released' should be {KINDS['date']}, but is '{data['released']}'")
    for name in ("key", "caveats"):
        if name in data and not _is_list_of_text(data[name]):
            problems.append(f"'{name}' should be a list of texts, but is {_kind(data[name])}")
    columns, column_problems = _columns(data.get("columns", {}))
    problems += column_problems
    if columns and _is_list_of_text(data.get("key")):
        names = {column.name for column in columns}
        problems += [
            f"'key' names '{name}', which is no column{_did_you_mean(name, names)}"
            for name in data["key"]
            if name not in names
        ]
    if problems:
        return None, problems
    return (
        Contract(
            **{name: data[name] for name in texts},
            key=tuple(data["key"]),
            caveats=tuple(data["caveats"]),
            columns=tuple(columns),
            path=path,
        ),
        [],
    )


def unknown_names(data: Mapping[Any, Any], known: Sequence[str]) -> list[str]:
    """Return a problem for each name that is not known, with the nearest that is."""
    return [
        f"'{name}' is not a name we know{_did_you_mean(str(name), known)}"
        for name in data
        if name not in known
    ]


def is_date(text: str) -> bool:
    """Say whether the text is a day of the calendar, written as 2021-08-31."""
    try:
        return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is not None and bool(
            date.fromisoformat(text)
        )
    except ValueError:
        return False


def _columns(data: Any) -> tuple[list[Column], list[str]]:
    if not isinstance(data, dict):
        return [], [f"'columns' should hold names with descriptions, but is {_kind(data)}"]
    columns, problems = [], []
    for name, entry in data.items():
        where = f"column '{name}'"
        if not isinstance(entry, dict):
            problems.append(f"{where} should be described as {{is: ..., means: ...}}")
            continue
        problems += [f"{where}: {problem}" for problem in _column_problems(entry, data)]
        columns.append(
            Column(
                name=str(name),
                kind=str(entry.get("is", "")),
                means=str(entry.get("means", "")),
                one_of=tuple(str(value) for value in _listed(entry.get("one_of"))),
                unit=str(entry.get("unit", "")),
                may_be_missing=entry.get("may_be_missing") is True,
                state=str(entry.get("state", "")),
                at_least=entry.get("at_least"),
                at_most=entry.get("at_most"),
            )
        )
    return columns, problems


def _column_problems(entry: Mapping[str, Any], columns: Mapping[str, Any]) -> list[str]:
    problems = unknown_names(entry, sorted(_COLUMN_KEYS))
    problems += [
        f"'{name}' is missing" for name in ("is", "means") if entry.get(name) in (None, "")
    ]
    if "is" in entry and entry["is"] not in KINDS:
        problems.append(f"it cannot be '{entry['is']}'; use one of {', '.join(KINDS)}")
    if "one_of" in entry and not (_listed(entry["one_of"])):
        problems.append("'one_of' should be a list of the values it may hold")
    values = [str(value) for value in _listed(entry.get("one_of"))]
    repeated = dict.fromkeys(value for value in values if values.count(value) > 1)
    problems += [f"'one_of' lists '{value}' twice" for value in repeated]
    if not isinstance(entry.get("may_be_missing", False), bool):
        problems.append("'may_be_missing' should be true or false")
    if "state" in entry and entry["state"] not in columns:
        problems.append(f"'state' names '{entry['state']}', which is no column")
    for name in ("at_least", "at_most"):
        value = entry.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            problems.append(f"'{name}' should be a number, but is {_kind(value)}")
    return problems


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _did_you_mean(name: str, known: Sequence[str] | set[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _kind(value: Any) -> str:
    names = {type(None): "empty", bool: "true or false", list: "a list", dict: "names with values"}
    if type(value) in names:
        return names[type(value)]
    return f"'{value}'" if isinstance(value, str) else f"the number {value}"


def _shown(path: Path) -> str:
    """Return the path from the folder above, so that a message holds no path of a machine."""
    return "/".join(path.parts[-3:]) if "data" in path.parts[-3:-1] else path.name
