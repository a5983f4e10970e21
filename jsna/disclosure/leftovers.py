"""What must be in no released file: identifiers, postcodes, traces of the work."""

import re
from dataclasses import dataclass
from functools import lru_cache

_NHS = re.compile(r"(?<![\d.,])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d.,]\d|\d)")
_CHECKSUM = re.compile(r"\b[0-9a-f]{32}(?:[0-9a-f]{32})?\b")
"""Of a file; one in a few hundred holds ten digits that look like a number of the NHS."""
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b")
_POSTCODE = re.compile(
    r"\b(?:CA|LA|BB|DL|NE|TD|DG|BD|HG|PR|FY)\d{1,2}[A-Z]?\s?\d[ABD-HJLNP-UW-Z]{2}\b"
)
_TRACEBACK = re.compile(
    r"Traceback \(most recent call last\)|\bFile \"[^\"]+\", line \d+|-{20,}\s*\w+Error"
)
_PATH = re.compile(
    r"(?<![\w.:/])/(?:home|Users|root|tmp|work|mnt|var|opt|srv|data|private)/[\w.-]+"
    r"|\b[A-Za-z]:\\(?:Users|[\w .-]+\\)[\w .\\-]*|file:///\S+|\\\\[\w.-]+\\[\w.-]+"
)
_MARKING = re.compile(r"OFFICIAL[ -]SENSITIVE")
"""Stands on every page and file name of the workbench, and nowhere else."""
_SOURCE_MAP = re.compile(r"sourceMappingURL|\"sourcesContent\"")


@dataclass(frozen=True)
class Leftover:
    """One kind of thing that must not be there; its value is never repeated in a message."""

    kind: str
    what: str


def check_digit(number: str) -> bool:
    """Return whether ten digits are an NHS number: the last is a check on the others (mod 11)."""
    digits = [int(letter) for letter in number if letter.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    weighted = sum(weight * digits[place] for place, weight in enumerate(range(10, 1, -1)))
    return (11 - weighted % 11) % 11 == digits[9]


@lru_cache(maxsize=100_000)
def leftovers(text: str) -> tuple[Leftover, ...]:
    """Return what a text holds that no released file may; most texts stand in several files."""
    found = []
    if any(check_digit(number) for number in _NHS.findall(_CHECKSUM.sub(" ", text))):
        found.append(Leftover("identifier", "an NHS number (its check digit is right)"))
    if _UPN.search(text):
        found.append(Leftover("identifier", "a unique pupil number"))
    if _POSTCODE.search(text):
        found.append(Leftover("postcode", "a full postcode"))
    if _TRACEBACK.search(text):
        found.append(Leftover("traceback", "a traceback"))
    if _PATH.search(text):
        found.append(Leftover("path", "a path on somebody's machine"))
    if _MARKING.search(text):
        found.append(Leftover("marking", "the marking of exact, internal work"))
    if _SOURCE_MAP.search(text):
        found.append(Leftover("source map", "a source map"))
    return tuple(found)
