"""Where the header of a table stands, below titles and across merged cells, and what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jsna.intake.extracts import Extract, extracts
from jsna.intake.headers import match, plain

LOOK_AT = 60
"""Rows from the top among which the header is sought."""

LEAST_MATCHED = 2


@dataclass(frozen=True)
class Header:
    """The header of one table and the contract it speaks for."""

    first_data_row: int
    """Place in the rows looked at, from 0, of the first row below the header."""
    names: tuple[str, ...]
    extract: str
    matched: int
    """Columns of the contract that it names."""


def find(
    rows: Sequence[Sequence[str]],
    candidates: Sequence[str] | None = None,
    mapping: Mapping[str, Mapping[str, str]] | None = None,
) -> Header | None:
    """Return the header that names most of a contract's columns, or None where no row names two.

    Besides each row alone, a row is tried with the row above it put before each word (a group
    heading over several columns) or in its gaps (cells merged downwards). `candidates` are the
    contracts to try, in order of preference; all of them when None.
    """
    best: Header | None = None
    best_score: tuple[float, ...] = ()
    names = tuple(candidates) if candidates else tuple(extracts())
    words = _vocabulary(names) | {
        plain(header) for name in names for header in (mapping or {}).get(name, {})
    }
    for place, row in enumerate(rows[:LOOK_AT]):
        above = rows[place - 1] if place else []
        for level, header in enumerate(_readings(row, above)):
            if sum(plain(cell) in words for cell in header) < LEAST_MATCHED:
                continue
            for preference, name in enumerate(names):
                found = match(header, extracts()[name], (mapping or {}).get(name))
                count = len(found.columns)
                needed = count_needed(extracts()[name])
                share = (needed - len(found.missing)) / max(needed, 1)
                score = (share, count, -level, -place, -preference)
                if count >= LEAST_MATCHED and (best is None or score > best_score):
                    best_score = score
                    best = Header(place + 1, tuple(header), name, count)
    return best


def count_needed(extract: Extract) -> int:
    """Return how many columns a contract requires."""
    return sum(column.required != "no" for column in extract.columns)


def _readings(row: Sequence[str], above: Sequence[str]) -> list[list[str]]:
    """Return the ways in which a row, with the one above, can be read as a header."""
    own = [cell.strip() for cell in row]
    readings = [own]
    if any(cell.strip() for cell in above):
        upper = [cell.strip() for cell in above] + [""] * (len(own) - len(above))
        readings.append([cell or upper[place] for place, cell in enumerate(own)])
        group, spread = "", []
        for cell in upper[: len(own)]:
            group = cell or group
            spread.append(group)
        readings.append([f"{head} {cell}".strip() for head, cell in zip(spread, own, strict=True)])
        if len(upper) > len(own):
            readings[1] += upper[len(own) :]
    return readings


@cache
def _vocabulary(names: tuple[str, ...]) -> frozenset[str]:
    """Return every plain word that is a header of one of the contracts."""
    return frozenset(
        plain(word)
        for name in names
        for column in extracts()[name].columns
        for word in (column.name, *column.aliases)
    )
