"""Short forms of a page's first screen, with their words: nobody should have to look them up."""

import csv
import re
from functools import lru_cache

from jsna.project import DATA
from jsna.show.markup import words

_SHORT = re.compile(r"\b[A-Z]{2,}[a-z]?\b")
_TAG = re.compile(r"<(svg|script|style)\b.*?</\1>|<[^>]+>", re.S)
_OURS = {
    "EHC": "education, health and care",
    "SEN": "special educational needs",
    "SEND": "special educational needs and disabilities",
    "CCG": "clinical commissioning group",
    "CAMHS": "child and adolescent mental health services",
}
"""As pages say them; all others are in the glossary of the plan."""


GLOSSARY = DATA / "plan" / "glossary.csv"
"""Every page rests on it: rendering explains what it names."""


@lru_cache(maxsize=1)
def known() -> dict[str, str]:
    """Return each short form, in capitals, and its words."""
    if not GLOSSARY.is_file():
        return dict(_OURS)
    with GLOSSARY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {row[0].upper(): row[1] for row in rows} | _OURS


def line(title: str, body: str) -> str:
    """Return a line that explains each short form above the first heading; '' if none needs it.

    >>> line("Waits for CAMHS", "<p>Child and adolescent mental health services.</p>")
    ''
    """
    first = f"{title} {_plain(body.split('<h2', 1)[0])}"
    said = _plain(body).lower()
    meanings = {
        short: known()[short.upper()]
        for short in dict.fromkeys(map(_singular, _SHORT.findall(first)))
        if short.upper() in known() and known()[short.upper()].lower() not in said
    }
    if not meanings:
        return ""
    parts = "; ".join(f"{words(short)}: {words(text)}" for short, text in meanings.items())
    return f'<p class="note">Short forms. {parts}.</p>'


def _singular(short: str) -> str:
    """Return CCG for CCGs."""
    one = short.removesuffix("s")
    return one if short.upper() not in known() and one in known() else short


def _plain(markup: str) -> str:
    return " ".join(_TAG.sub(" ", markup).split())
