"""Where a figure comes from, in one line."""

import importlib
from functools import lru_cache

from jsna.disclosure.safe import Safe
from jsna.errors import JsnaError
from jsna.show.markup import words


@lru_cache(maxsize=256)
def publisher(source: str) -> tuple[str, str, str]:
    """Return the title of a source, and its publisher and licence; an extract has only its name."""
    try:
        contract = importlib.import_module("jsna.published").describe(source)
    except (ImportError, AttributeError, JsnaError, OSError):
        return source.replace("_", " ").replace("-", " "), "", ""
    title = str(getattr(contract, "title", "") or source)
    return title, str(getattr(contract, "publisher", "")), str(getattr(contract, "licence", ""))


def named(safe: Safe, licence: bool = False) -> list[str]:
    """Return each source of a figure with its publisher, and with its licence when asked."""
    found = []
    for source in safe.figure.source:
        title, who, terms = publisher(source)
        parts = [title, who, terms if licence else ""]
        found.append(", ".join(part for part in parts if part))
    if safe.made_up:
        return [f"{name} (made-up records)" for name in found] or ["made-up records"]
    return found


def source_words(safe: Safe, licence: bool = False) -> str:
    """Return the sources of a figure with publisher and period, as plain text."""
    period = safe.figure.period.rstrip(".")
    return f"Source: {'; '.join(named(safe, licence))}. Period: {period}."


def source_line(safe: Safe) -> str:
    """Return the same as markup."""
    return words(source_words(safe))
