"""Turn the text of one column into values, and say which cells could not be.

Each column is first reduced to its different cells; only those are looked at one by one, and
the answer is spread over the rows. A million rows hold few different dates, codes and places.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jsna.intake import cells, dates
from jsna.intake.extracts import COLUMN, VALUE, Column, code_lists
from jsna.intake.headers import plain
from jsna.intake.settings import NOT_RECORDED, OUTSIDE, IntakeSettings

YES = frozenset({"y", "yes", "true", "1", "t"})
NO = frozenset({"n", "no", "false", "0", "f"})
_LSOA = re.compile(r"^[EWS]010\d{5}$")
_POSTCODE = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})$")
_IDENTIFIER = r"^[A-Za-z0-9_./:\-]{1,64}$"
_REFERENCE = re.compile(r"^(?:WG)?\d{1,2}(?:\.\d{1,2}){1,2}[a-z]?(?:-\d)?(?:\([a-z]\))?$")
_NUMBER = re.compile(r"^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$")
LONGEST_TEXT = 20_000
_BAD = object()


@dataclass(frozen=True)
class Parsed:
    """One column as values."""

    values: pd.Series
    faults: dict[str, np.ndarray]
    """Code of the rule to the mask of the cells that break it."""
    states: np.ndarray | None
    """The state that a marker gives a cell, where there is any marker; else None."""
    marked: np.ndarray | None
    """Mask of the cells that hold a marker."""


def parse(raw: pa.ChunkedArray, column: Column, settings: IntakeSettings) -> Parsed:
    """Return a column's values, with each cell that breaks its contract by the rule it breaks."""
    encoded = pc.dictionary_encode(pc.utf8_trim_whitespace(raw)).combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # an empty column has no chunk to combine
        encoded = encoded.chunk(0) if encoded.num_chunks else _nothing()
    place = encoded.indices.to_numpy(zero_copy_only=False)
    if column.kind in ("identifier", "text", "free_text"):
        codes, states, series = _texts(column, encoded)
    else:
        words = encoded.dictionary.to_pylist()
        codes, states, values = _values(column, words, settings)
        series = _series(column, values, place)
    faults = {name: hit[place] for code, name in _FAULTS.items() if (hit := codes == code).any()}
    marked = states != ""
    any_marked = bool(marked.any())
    return Parsed(
        series, faults, states[place] if any_marked else None, marked[place] if any_marked else None
    )


_FAULTS = {
    1: "VALUE-UNREADABLE",
    2: "VALUE-DROPPED",
    3: "VALUE-MISSING",
    4: "VALUE-WITHHELD",
    5: "VALUE-OUT-OF-RANGE",
    6: "DATE-ORDER",
}


def _values(
    column: Column, words: list[str], settings: IntakeSettings
) -> tuple[np.ndarray, np.ndarray, list[Any]]:
    """Return fault, state and value of each different cell of a column."""
    reader = _reader(column, settings)
    values: list[Any] = []
    codes = np.zeros(len(words), dtype=np.int8)
    states = np.full(len(words), "", dtype=object)
    needed = column.required != "no"
    low = -np.inf if column.minimum is None else column.minimum
    high = np.inf if column.maximum is None else column.maximum
    month_first = column.kind in ("date", "month") and _month_first(words)
    for number, word in enumerate(words):
        value = reader(word) if word else None
        if value is _BAD:
            value = None
            state = cells.marker(word)
            if state is not None:
                states[number] = state
                codes[number] = _marker_fault(column, word)
            else:
                codes[number] = 1 if needed else 2
        elif month_first and dates.has_slashes(word):
            value, codes[number] = None, 6
        elif isinstance(value, int | float) and not low <= value <= high:
            value, codes[number] = None, 5 if needed else 2
        elif not word and column.required == VALUE:
            codes[number] = 3
        values.append(value)
    return codes, states, values


def _month_first(words: list[str]) -> bool:
    """Return whether a column is written month first: then each date with slashes would mislead."""
    return any(map(dates.only_month_first, words)) and not any(map(dates.only_day_first, words))


def _texts(column: Column, encoded: pa.DictionaryArray) -> tuple[np.ndarray, np.ndarray, pd.Series]:
    """Return fault and state of each different cell of a column of text, and its values."""
    words = encoded.dictionary
    empty = pc.equal(words, "")
    marker = pa.array(np.zeros(len(words), dtype=bool))
    if column.kind == "identifier":
        sound = pc.match_substring_regex(words, _IDENTIFIER)
        marker = pc.is_in(pc.utf8_lower(words), value_set=pa.array(list(cells.MARKERS)))
    else:
        sound = pc.less_equal(pc.utf8_length(words), LONGEST_TEXT)
    good = pc.and_(pc.and_(sound, pc.invert(marker)), pc.invert(empty))
    blank, marked, fine = (mask.to_numpy(zero_copy_only=False) for mask in (empty, marker, good))
    codes = np.zeros(len(words), dtype=np.int8)
    codes[~fine] = 1 if column.required != "no" and column.kind == "identifier" else 2
    codes[blank] = 3 if column.required == VALUE else 0
    codes[marked] = 4 if column.required == VALUE else 0
    states = np.full(len(words), "", dtype=object)
    for number in np.flatnonzero(marked):
        states[number] = cells.marker(words[int(number)].as_py())
    kept = pc.if_else(good, words, pa.scalar(None, pa.string()))
    texts = kept.take(encoded.indices)
    return codes, states, pd.Series(pd.array(texts, dtype="str"), name=column.name)


def _marker_fault(column: Column, word: str) -> int:
    """Return 4 where a marker stands for a value that we may not do without."""
    if column.required == VALUE:
        return 4
    blank_has_meaning = column.required == COLUMN and column.kind == "date"
    return 4 if blank_has_meaning and word.lower() not in cells.MEANS_BLANK else 0


def _reader(column: Column, settings: IntakeSettings) -> Callable[[str], Any]:
    """Return what turns one cell into a value, or into _BAD."""
    kind = column.kind
    if kind == "code":
        spellings = code_lists()[column.code_list].spellings
        return lambda word: spellings.get(plain(word), _BAD)
    if kind == "district":
        districts = _district_spellings(settings)
        return lambda word: districts.get(plain(word), _BAD)
    return _READERS[kind]


def _district_spellings(settings: IntakeSettings) -> dict[str, str]:
    """Return each way of writing a district to its name."""
    spellings = {
        "outofcounty": OUTSIDE,
        "outofarea": OUTSIDE,
        plain(OUTSIDE): OUTSIDE,
        "other": OUTSIDE,
        "notrecorded": NOT_RECORDED,
        "notknown": NOT_RECORDED,
        "unknown": NOT_RECORDED,
    }
    for code, name in settings.districts.items():
        spellings[plain(code)] = name
        spellings[plain(name)] = name
        spellings[plain(f"{name} District Council")] = name
        spellings[plain(f"{name} Borough Council")] = name
        spellings.setdefault(plain(name.split("-in-")[0]), name)
    return spellings


def _flag(word: str) -> Any:
    low = word.lower()
    return True if low in YES else False if low in NO else _BAD


def _number(word: str) -> Any:
    bare = word.removeprefix("£").strip()
    bare = bare.removesuffix("%").strip()
    if not _NUMBER.match(bare) or not any(letter.isdigit() for letter in bare):
        return _BAD
    number = float(bare.replace(",", ""))
    return number if np.isfinite(number) else _BAD


def _whole(word: str) -> Any:
    number = _number(word)
    if number is _BAD or not float(number).is_integer() or abs(float(number)) > 1e12:  # type: ignore[arg-type]
        return _BAD
    return int(number)  # type: ignore[call-overload]


def _lsoa(word: str) -> Any:
    code = word.upper().replace(" ", "")
    return code if _LSOA.match(code) else _BAD


def _postcode(word: str) -> Any:
    found = _POSTCODE.match(" ".join(word.upper().split()))
    return f"{found[1]} {found[2]}" if found else _BAD


def _reference(word: str) -> Any:
    bare = word.replace(" ", "")
    return bare if _REFERENCE.match(bare) else _BAD


def _or_bad(value: Any) -> Any:
    return _BAD if value is None else value


_READERS: dict[str, Callable[[str], Any]] = {
    "flag": _flag,
    "date": lambda word: _or_bad(dates.parse_date(word)),
    "month": lambda word: _or_bad(dates.parse_month(word)),
    "school_year": lambda word: _or_bad(dates.parse_school_year(word)),
    "whole": _whole,
    "number": _number,
    "lsoa": _lsoa,
    "postcode": _postcode,
    "reference": _reference,
}


def _series(column: Column, values: list[Any], place: np.ndarray) -> pd.Series:
    """Return the values spread over the rows, in the type of the column."""
    if column.kind in ("date", "month"):
        days = np.array(
            ["NaT" if value is None else value for value in values], dtype="datetime64[D]"
        )
        return pd.Series(days.astype("datetime64[us]")[place], name=column.name)
    if column.kind == "flag":
        return pd.Series(pd.array(values, dtype="boolean").take(place), name=column.name)
    if column.kind == "whole":
        return pd.Series(pd.array(values, dtype="Int64").take(place), name=column.name)
    if column.kind == "number":
        numbers = np.array([np.nan if value is None else value for value in values], dtype=float)
        return pd.Series(numbers[place], name=column.name)
    texts = pd.array(values, dtype="str").take(place)
    return pd.Series(texts, name=column.name)


def _nothing() -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), pa.array([], pa.string()))
