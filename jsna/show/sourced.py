"""Where a figure comes from, in one line."""

import importlib
from functools import lru_cache

from jsna.disclosure.safe import Safe
from jsna.errors import JsnaError
from jsna.show.markup import words


@lru_cache(maxsize=256)
def publisher(source: str) -> tuple[str, str]:
    """Return the title of a source, and its publisher and licence; an extract has only its name."""
    try:
        contract = importlib.import_module("jsna.published").describe(source)
    except (ImportError, AttributeError, JsnaError, OSError):
        return source.replace("_", " ").replace("-", " "), ""
    title = str(getattr(contract, "title", "") or source)
    said = (getattr(contract, "publisher", ""), getattr(contract, "licence", ""))
    return title, ", ".join(str(part) for part in said if part)


def source_words(safe: Safe) -> str:
    """Return the sources of a figure with publisher and period, as plain text."""
    named = []
    for source in safe.figure.source:
        title, producer = publisher(source)
        named.append(f"{title}, {producer}" if producer else title)
    if safe.made_up:
        named = [f"{name} (made-up records)" for name in named] or ["made-up records"]
    return f"Source: {'; '.join(named)}. Period: {safe.figure.period.rstrip('.')}."


def source_line(safe: Safe) -> str:
    """Return the same as markup."""
    return words(source_words(safe))
