"""Which column of a contract a header means, however the sender wrote it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jsna.intake.extracts import Extract

_NOT_PLAIN = re.compile(r"[^0-9a-z]+")

IDENTIFIERS_NOT_WANTED = frozenset(
    {
        "forename", "firstname", "givenname", "surname", "lastname", "familyname", "fullname",
        "childname", "pupilname", "patientname", "name", "middlename", "preferredname", "address",
        "addressline1", "addressline2", "homeaddress", "telephone", "phone", "mobile", "email",
        "emailaddress", "upn", "uniquepupilnumber", "uln", "parentname", "carername",
    }
)  # fmt: skip
"""Plain headers that name a person. Such a column is dropped at the door, and its sender told."""


def plain(words: str) -> str:
    """Return words without case, accents, spaces or punctuation, for comparing.

    >>> plain("  Primary-Need (Code) ")
    'primaryneedcode'
    """
    text = unicodedata.normalize("NFKD", words.replace("%", " percent")).lower()
    return _NOT_PLAIN.sub("", text)


@dataclass(frozen=True)
class Matched:
    """How the headers of one table stand to one contract."""

    columns: Mapping[str, int]
    """Contract column to its place in the table."""
    unknown: tuple[str, ...]
    """Headers that mean nothing here."""
    twice: tuple[str, ...]
    """Contract columns that two headers claim; the first header keeps it."""
    missing: tuple[str, ...]
    """Required columns that no header names."""


def match(
    headers: Sequence[str], extract: "Extract", mapping: Mapping[str, str] | None = None
) -> Matched:
    """Return which header stands for which column.

    A header of the mapping in the params file comes first, then the name in the contract, then
    its aliases in the order of the contract.
    """
    given = {plain(header): column for header, column in (mapping or {}).items()}
    by_name = {plain(column.name): column.name for column in extract.columns}
    by_alias: dict[str, str] = {}
    for column in extract.columns:
        for alias in column.aliases:
            by_alias.setdefault(plain(alias), column.name)
    columns: dict[str, int] = {}
    strength: dict[str, int] = {}
    losers: list[str] = []
    unknown: list[str] = []
    for place, header in enumerate(headers):
        word = plain(header)
        for level, known in enumerate((given, by_name, by_alias)):
            if word and word in known and known[word] in by_name.values():
                column_name = known[word]
                if column_name in columns and strength[column_name] <= level:
                    losers.append(column_name)
                else:
                    if column_name in columns:
                        losers.append(column_name)
                    columns[column_name] = place
                    strength[column_name] = level
                break
        else:
            unknown.append(header)
    missing = tuple(
        column.name
        for column in extract.columns
        if column.required != "no" and column.name not in columns
    )
    return Matched(columns, tuple(unknown), tuple(dict.fromkeys(losers)), missing)
