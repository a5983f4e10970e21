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
    listed = _listed(safe, licence)
    return [f"{line} ({MADE_UP})" if made_up else line for line, made_up in listed] or (
        [MADE_UP] if safe.made_up else []
    )


def source_words(safe: Safe, licence: bool = False) -> str:
    """Return the sources of a figure with publisher and period, as plain text.

    What is made up is said once, before the extracts that it is true of.
    """
    listed = _listed(safe, licence)
    own = "; ".join(line for line, made_up in listed if made_up)
    real = "; ".join(line for line, made_up in listed if not made_up)
    if safe.made_up:
        own = f"{MADE_UP} ({own})" if own else MADE_UP
    said = f"{own}, with {real}" if own and real else own or real
    return f"Source: {said}. Period: {safe.figure.period.rstrip('.')}."


def _listed(safe: Safe, licence: bool) -> list[tuple[str, bool]]:
    """Return each source in words, and whether it is made up."""
    listed = [described(source, safe.figure) for source in safe.figure.source]
    none = not any(one.extract for one in listed)
    found = []
    for one in listed:
        parts = (one.title, one.publisher, one.licence if licence else "")
        line = ", ".join(part for part in parts if part)
        found.append((line, safe.made_up and (one.extract or none)))
    return found


def source_line(safe: Safe) -> str:
    """Return the same as markup."""
    return words(source_words(safe))
