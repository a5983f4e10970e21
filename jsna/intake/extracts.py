"""What each extract must look like: its columns, types, code lists, keys and headers.

One file in `contracts/` describes one extract; `shared_columns.yaml` describes once what several
carry, `code_lists.yaml` the codes (`params/areas/needs.csv` those of needs). `extracts()` returns
them all as frozen values. The pages in `docs/extracts/` are printed from the same values
(`jsna.intake.extract_pages`), and the rules that belong to an extract stand in
`jsna.intake.rules`, which name the extract themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jsna import needs, strict_yaml
from jsna.errors import DataError
from jsna.extract_titles import CONTRACTS
from jsna.intake.headers import plain

HERE = Path(__file__).parent

KINDS = {
    "identifier": "a reference without spaces, kept as it was written",
    "text": "text",
    "free_text": "text in a person's own words",
    "code": "a code of the list",
    "flag": "yes or no; blank means not recorded",
    "date": "a date",
    "month": "a month",
    "school_year": "a year such as 2020/21",
    "whole": "a whole number",
    "number": "a number",
    "lsoa": "a 2011 LSOA code such as E01019298",
    "district": "a district, by name or ONS code",
    "postcode": "a postcode",
    "nhs_number": "an NHS number",
    "reference": "a reference of the plan, such as 1.1.2 or WG2.8",
}
"""What a column may be, in the words of its page."""

NO, COLUMN, VALUE = "no", "column", "value"
_REQUIRED = (NO, COLUMN, VALUE)
_COLUMN_NAMES = {"use", "is", "list", "required", "personal", "aliases", "means", "min", "max"}
_CONTRACT_NAMES = {
    "title",
    "one_row_is",
    "based_on",
    "senders",
    "frequency",
    "file_names",
    "period",
    "key",
    "chapters",
    "columns",
}


@dataclass(frozen=True)
class CodeList:
    """The codes a column may hold: each with the words a reader sees."""

    name: str
    labels: Mapping[str, str]
    """Code to the words a reader sees, in the order of reading."""
    spellings: Mapping[str, str]
    """Any known way of writing (plain: lower case, letters and digits only) to its code."""


@dataclass(frozen=True)
class Column:
    """One column of one extract."""

    name: str
    kind: str
    """One of KINDS."""
    means: str
    required: str = NO
    """`no`; `column`: the header must be there, blanks are allowed; `value`: no blanks."""
    personal: bool = False
    """Whether it could help to recognise a child."""
    code_list: str = ""
    aliases: tuple[str, ...] = ()
    """Headers that organisations really use for it."""
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class Extract:
    """The contract of one extract."""

    name: str
    title: str
    one_row_is: str
    based_on: str
    """The return or data set whose names and codes it follows."""
    senders: tuple[str, ...]
    """Codes of the list `provider`: each is expected to send its own file."""
    frequency: str
    file_names: tuple[str, ...]
    """Patterns of file names, tried before headers are compared."""
    period: str
    """The column that places a row in time; empty for a list that has no period."""
    key: tuple[str, ...]
    chapters: tuple[str, ...]
    """The subjects of the needs assessment that need it."""
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the column with this name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the contract."""
        return tuple(column.name for column in self.columns)

    def kinds(self, *kinds: str) -> tuple[Column, ...]:
        """Return the columns of these kinds."""
        return tuple(column for column in self.columns if column.kind in kinds)


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Return every code list by its name; that of needs stands beside the area packs."""
    raw, problems = strict_yaml.load(HERE / "code_lists.yaml")
    raw["need"] = {one.code: [one.name, *one.also_called] for one in needs.read()}
    lists = {}
    for name, codes in raw.items():
        labels: dict[str, str] = {}
        spellings: dict[str, str] = {}
        for code, words in codes.items():
            labels[str(code)] = str(words[0])
            for spelling in (str(code), *(str(word) for word in words)):
                if spellings.setdefault(plain(spelling), str(code)) != str(code):
                    problems.append(f"list '{name}': '{spelling}' stands for two codes")
        lists[name] = CodeList(name, MappingProxyType(labels), MappingProxyType(spellings))
    if problems:
        raise DataError("code_lists.yaml cannot be used:", problems)
    return MappingProxyType(lists)


@cache
def extracts() -> Mapping[str, Extract]:
    """Return every contract by the name of its extract, or raise one DataError with all faults."""
    shared, problems = strict_yaml.load(HERE / "shared_columns.yaml")
    problems = [f"shared_columns.yaml: {problem}" for problem in problems]
    found = {}
    for path in sorted(CONTRACTS.glob("*.yaml")):
        raw, faults = strict_yaml.load(path)
        extract, more = read_contract(path.stem, raw, shared)
        problems += [f"{path.name}: {problem}" for problem in (*faults, *more)]
        if extract is not None:
            found[path.stem] = extract
    if problems:
        raise DataError("The contracts of the extracts cannot be used:", problems)
    return MappingProxyType(found)


def read_contract(
    name: str, raw: Mapping[str, Any], shared: Mapping[str, Any]
) -> tuple[Extract | None, list[str]]:
    """Return the contract that a mapping describes, and every fault of the description."""
    problems = [f"'{key}' is missing" for key in sorted(_CONTRACT_NAMES - raw.keys())]
    problems += [f"'{key}' is not known here" for key in sorted(raw.keys() - _CONTRACT_NAMES)]
    if problems:
        return None, problems
    columns = []
    for column_name, given in raw["columns"].items():
        column, faults = _column(column_name, given or {}, shared)
        problems += faults
        if column is not None:
            columns.append(column)
    names = {column.name for column in columns}
    needed = [*raw["key"], *([raw["period"]] if raw["period"] else [])]
    problems += [f"'{key}' is no column" for key in needed if key not in names]
    for sender in raw["senders"]:
        if sender not in code_lists()["provider"].labels:
            problems.append(f"sender '{sender}' is not in the list 'provider'")
    extract = Extract(
        name=name,
        title=raw["title"],
        one_row_is=raw["one_row_is"],
        based_on=raw["based_on"],
        senders=tuple(raw["senders"]),
        frequency=raw["frequency"],
        file_names=tuple(raw["file_names"]),
        period=raw["period"],
        key=tuple(raw["key"]),
        chapters=tuple(raw["chapters"]),
        columns=tuple(columns),
    )
    return extract, problems


def _column(
    name: str, given: Mapping[str, Any], shared: Mapping[str, Any]
) -> tuple[Column | None, list[str]]:
    """Return one column, with what it uses of the shared ones, and the faults of its entry."""
    problems = [f"{name}: '{key}' is not known here" for key in given.keys() - _COLUMN_NAMES]
    base = shared.get(given["use"]) if "use" in given else {}
    if base is None:
        return None, [*problems, f"{name}: there is no shared column '{given['use']}'"]
    merged = {**base, **given}
    if "is" not in merged or "means" not in merged:
        return None, [*problems, f"{name}: 'is' and 'means' are both needed"]
    column = Column(
        name=name,
        kind=merged["is"],
        means=merged["means"],
        required=merged.get("required", NO),
        personal=merged.get("personal", False),
        code_list=merged.get("list", ""),
        aliases=tuple(str(alias) for alias in merged.get("aliases", ())),
        minimum=merged.get("min"),
        maximum=merged.get("max"),
    )
    if column.kind not in KINDS:
        problems.append(f"{name}: '{column.kind}' is no kind of column")
    if column.required not in _REQUIRED:
        problems.append(f"{name}: required is no, column or value")
    if (column.kind == "code") != bool(column.code_list):
        problems.append(f"{name}: a code has a list, and nothing else has")
    if column.code_list and column.code_list not in code_lists():
        problems.append(f"{name}: there is no list '{column.code_list}'")
    return column, problems
