"""A claim's sentence with today's figures in it, figures apart from words."""

import hashlib
from collections.abc import Mapping

from inspection.claims import SLOT, Claim, Piece
from inspection.readings import Reading

FORMATS = (
    "number",
    "whole",
    "percent",
    "percent 1",
    "decimal 1",
    "decimal 2",
    "pounds",
    "weeks",
    "days",
)
"""How a figure may be written in a sentence."""


def printed(reading: Reading, shown_as: str) -> str:
    """Return a figure as a sentence prints it; one that is not shown says so and is never 0.

    >>> printed(Reading(3887.0), "number")
    '3,887'
    >>> printed(Reading(78.14), "percent 1")
    '78.1%'
    """
    if not reading.known or reading.value is None:
        return f"[{reading.status}]"
    value = reading.value
    if shown_as.startswith("percent"):
        return f"{value:.{_places(shown_as)}f}%"
    if shown_as.startswith("decimal"):
        return f"{value:.{_places(shown_as)}f}"
    if shown_as == "whole":
        return f"{value:,.0f}"
    if shown_as == "pounds":
        return f"£{value:,.0f}"
    if shown_as in ("weeks", "days"):
        unit = shown_as.removesuffix("s") if round(value) == 1 else shown_as
        return f"{value:,.0f} {unit}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"


def render(claim: Claim, readings: Mapping[str, Reading]) -> tuple[Piece, ...]:
    """Return the sentence in pieces; a slot without a reading stands as a question."""
    shown = {binding.name: binding.shown_as for binding in claim.figures}
    pieces, at = [], 0
    for slot in SLOT.finditer(claim.text):
        if slot.start() > at:
            pieces.append(Piece(claim.text[at : slot.start()]))
        reading = readings.get(slot["name"])
        text = printed(reading, shown[slot["name"]]) if reading else f"[{slot['name']}?]"
        pieces.append(Piece(text, slot["name"], reading))
        at = slot.end()
    if at < len(claim.text):
        pieces.append(Piece(claim.text[at:]))
    return tuple(pieces)


def fingerprint(claim: Claim, pieces: tuple[Piece, ...]) -> str:
    """Return what a sign-off is of: the sentence as it reads, and what it rests on."""
    sentence = "".join(piece.text for piece in pieces)
    rests = (
        *sorted(f"{one.figure_id} {sorted(one.where.items())}" for one in claim.figures),
        *sorted(claim.evidence),
    )
    return hashlib.sha256("\n".join((sentence, *rests)).encode()).hexdigest()[:16]


def _places(shown_as: str) -> int:
    return int(shown_as.split()[1]) if " " in shown_as else 0
