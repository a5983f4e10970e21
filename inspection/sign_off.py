"""The signed-off self-evaluation, which alone may go to `public/`, and what stands in its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from docx.oxml.ns import qn

from inspection import paper_html
from inspection.draft import Draft, real_only
from inspection.draft_paper import paper
from inspection.paper import (
    REHEARSAL,
    Links,
    Paper,
    Section,
    Sentence,
    block_made_up,
    date_in_words,
)
from inspection.stale import check
from inspection.word_parts import MINE
from inspection.word_read import Returned, read
from jsna.errors import DataError

_OPEN = {
    "w:ins": "a tracked insertion",
    "w:del": "a tracked deletion",
    "w:moveFrom": "a tracked move",
    "w:commentReference": "a comment",
}


@dataclass(frozen=True)
class SignedBy:
    """Who signs: a role, never a name."""

    role: str
    on: date


def hindrances(draft: Draft, returned: Returned | None = None) -> list[str]:
    """Everything that must be settled before anybody may sign; an empty list is leave to sign."""
    whole = paper(draft, marked=True)
    found = [
        f"{claim.id}: {', '.join(claim.faults)}: mend it and have it signed"
        for claim in draft.claims
        if claim.faults
    ]
    for section, block in whole.blocks():
        if block_made_up(block):
            found.append(
                f"“{section.heading}” holds a {REHEARSAL} sentence, row or picture: "
                "use real figures alone"
            )
    if returned is not None:
        found += _in_words(whole, returned)
    return list(dict.fromkeys(found))


def _in_words(whole: Paper, returned: Returned) -> list[str]:
    found = []
    for tag, sdt in returned.controls.items():
        if tag.startswith(MINE):
            found += [
                f"{tag.removeprefix(MINE)} holds {what}: accept, reject or resolve it in Word"
                for name, what in _OPEN.items()
                if sdt.find(f".//{qn(name)}") is not None
            ]
    past = returned.ledger.figures if returned.ledger else ()
    checked = check(returned.words, whole.figures, past, whole.terms)
    found += [f"{one.place}: {one.line}" for one in checked.stale]
    found += [
        f"{place}: “{sentence}” gives a made-up figure ({REHEARSAL})"
        for place, sentence in checked.rehearsal
    ]
    found += [
        f"{one.place}: '{one.written}' in “{one.sentence}” is no figure of the paper: "
        "bind it to one in the claim ledger, or write it without the number"
        for one in checked.unfounded
    ]
    found += [f"locked text was edited {one.line}: refresh the draft" for one in returned.edited]
    found += [
        f"“{one.text}” stands outside every control: refresh, then move it"
        for one in returned.outside
    ]
    return found


def public_page(draft: Draft, signed: SignedBy, mine: Path | None = None) -> str:
    """The signed-off self-evaluation as a page of `public/`, without anything that is made up.

    A DataError lists what stands in its way; a signature on what is made up is one of them.
    """
    touched = [
        f"{claim.id}: it is signed off and rests on made-up figures: take the signature back"
        for claim in draft.claims
        if claim.made_up and claim.state == "signed off"
    ]
    if touched:
        raise DataError("The self-evaluation cannot be signed off and made public:", touched)
    public, words = signed_off(real_only(draft), signed, mine)
    return paper_html.page(public, words)


def public_fragment(draft: Draft, signed: SignedBy, mine: Path | None = None, top: int = 2) -> str:
    """The signed-off self-evaluation as HTML, or a DataError that lists what stands in its way."""
    public, words = signed_off(draft, signed, mine)
    return paper_html.fragment(public, words, top)


def signed_off(
    draft: Draft, signed: SignedBy, mine: Path | None = None
) -> tuple[Paper, Mapping[str, Sequence[str]]]:
    """The paper under its seal and the writer's words, or a DataError with every hindrance."""
    whole = paper(draft, marked=True)
    returned = read(mine, whole) if mine else None
    found = hindrances(draft, returned)
    if signed.on < date.fromisoformat(draft.as_of):
        found.append(f"it was signed on {signed.on.isoformat()}, before the day it speaks of")
    if found:
        raise DataError("The self-evaluation cannot be signed off and made public:", found)
    words: Mapping[str, Sequence[str]] = returned.words if returned else {}
    sealed = Section(
        "signed",
        "Signed off",
        1,
        (
            Sentence(
                f"Signed off by {signed.role} on {date_in_words(signed.on.isoformat())}, "
                f"as of {date_in_words(draft.as_of)}."
            ),
        ),
    )
    sections = [section for section in whole.sections if section.level > 0]
    sections = [_plain_contents(section, whole) for section in sections]
    return replace(whole, sections=(sealed, *sections), classification=""), words


def _plain_contents(section: Section, whole: Paper) -> Section:
    """The contents without what only a draft has."""
    if section.id != "contents":
        return section
    held = {one.id for one in whole.sections}
    blocks = tuple(
        Links(tuple(pair for pair in block.to if pair[0] in held))
        if isinstance(block, Links)
        else block
        for block in section.blocks
    )
    return replace(section, blocks=blocks)
