"""Where a figure comes from, in one line, in the words of the descriptions.

A list that a sender extracts and a table that somebody publishes may have one name (attainment):
the rule of the figure says which of the two it was made from.
"""

import importlib
from functools import lru_cache
from typing import NamedTuple

from jsna.disclosure.safe import Safe
from jsna.errors import JsnaError
from jsna.extract_titles import title_of
from jsna.figures import Figure
from jsna.show.markup import words

OURS = {"plan": "the plan of October 2019 and the papers that report on it"}
"""Sources that are neither an extract nor a published table, in words."""
MADE_UP = "made-up records"


class Source(NamedTuple):
    """What a reader is told of a source; an extract has only a title."""

    title: str
    publisher: str = ""
    licence: str = ""
    extract: bool = False


def described(source: str, figure: Figure) -> Source:
    """Return what the description of a figure's source calls it."""
    if figure.rule == "published" or figure.published_only:
        return _published(source) or _extract(source) or _bare(source)
    return _extract(source) or _published(source) or _bare(source)


@lru_cache(maxsize=256)
def _published(source: str) -> Source | None:
    try:
        contract = importlib.import_module("jsna.published").describe(source)
    except (ImportError, AttributeError, JsnaError, OSError):
        return None
    return Source(contract.title or source, contract.publisher, contract.licence)


@lru_cache(maxsize=256)
def _extract(source: str) -> Source | None:
    title = title_of(source)
    return None if title is None else Source(title, extract=True)


def _bare(source: str) -> Source:
    return Source(OURS.get(source, source.replace("_", " ").replace("-", " ")))


def named(safe: Safe, licence: bool = False) -> list[str]:
    """Return each source of a figure with its publisher, and with its licence when asked.

    Of a made-up figure each extract says that it is made up; what is published beside it is real.
    """
    found = []
    for source in safe.figure.source:
        one = described(source, safe.figure)
        parts = [one.title, one.publisher, one.licence if licence else ""]
        line = ", ".join(part for part in parts if part)
        found.append(f"{line} ({MADE_UP})" if safe.made_up and one.extract else line)
    if safe.made_up and not any(MADE_UP in line for line in found):
        return [f"{line} ({MADE_UP})" for line in found] or [MADE_UP]
    return found


def source_words(safe: Safe, licence: bool = False) -> str:
    """Return the sources of a figure with publisher and period, as plain text."""
    period = safe.figure.period.rstrip(".")
    return f"Source: {'; '.join(named(safe, licence))}. Period: {period}."


def source_line(safe: Safe) -> str:
    """Return the same as markup."""
    return words(source_words(safe))
