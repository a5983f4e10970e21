"""Text made safe to stand in a page: whatever it holds, it stays text."""

import re

from markupsafe import escape

_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def printable(text: object) -> str:
    """Return the text without the control characters that no page can carry."""
    return _CONTROL.sub("\ufffd", str(text))


def words(text: object) -> str:
    """Return text as markup; one that turns the direction of reading is kept to itself."""
    plain = printable(text)
    safe = str(escape(plain))
    return f"<bdi>{safe}</bdi>" if _TURNS.search(plain) else safe


def attribute(text: object) -> str:
    """Return text for an attribute in double quotes, without marks that turn its direction."""
    return str(escape(_TURNS.sub("", printable(text))))


def slug(text: str, longest: int = 120) -> str:
    """Return lower-case words joined by hyphens, for ids and file names."""
    joined = re.sub(r"[^\w]+", "-", printable(text).lower()).strip("-")
    return joined[:longest].rstrip("-") or "x"
