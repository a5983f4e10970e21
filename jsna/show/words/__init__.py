"""Sentences made from safe figures only; typed text explains and never counts."""

from jsna.show.words.changes import change, compare, verdict
from jsna.show.words.outlying import apart
from jsna.show.words.pages import about, glossary, key_points, limits, sources
from jsna.show.words.parts import adds_up, largest, share, single

__all__ = [
    "about",
    "adds_up",
    "apart",
    "change",
    "compare",
    "glossary",
    "key_points",
    "largest",
    "limits",
    "share",
    "single",
    "sources",
    "verdict",
]
