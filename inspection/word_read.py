"""Read a person's Word file back: her words, what she changed where she could not, what is lost.

Text is read as if every tracked change were accepted: inserted and moved-here words count,
deleted and moved-away words do not. `document.paragraphs` skips controls, so the XML is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from inspection.paper import Paper
from inspection.word_ledger import Ledger, read_ledger
from inspection.word_parts import MINE, OURS, tag_of
from inspection.word_text import (
    heading_in,
    holds_nothing,
    is_blank,
    lines_of,
    notes_in,
    page_lines,
    without_caption_numbers,
)
from jsna.errors import DataError

ENOUGH = 0.9
"""The least share of controls that must come back; a program that strips tags loses far more."""

_MARKERS = {
    qn(f"w:{name}{end}")
    for name in ("bookmark", "commentRange", "moveFromRange", "moveToRange", "perm")
    for end in ("Start", "End")
} | {qn("w:proofErr")}


@dataclass(frozen=True)
class Edited:
    """A line inside a locked control that is not as it was written."""

    heading: str
    was: str
    """Empty where the line was added."""
    now: str
    """Empty where the line was deleted."""

    @property
    def line(self) -> str:
        """One line for a list."""
        if not self.was:
            return f"under “{self.heading}”, added: “{self.now}”"
        if not self.now:
            return f"under “{self.heading}”, deleted: “{self.was}”"
        return f"under “{self.heading}”, “{self.was}” had become “{self.now}”"


@dataclass(frozen=True)
class Outside:
    """Something that stood in no control of ours."""

    after: str
    """The heading after which it stood."""
    text: str
    element: Any


@dataclass(frozen=True)
class Returned:
    """A person's file, read."""

    document: Document
    ledger: Ledger | None
    controls: dict[str, Any]
    """Each control at its place, by tag; of a doubled one, the first."""
    words: dict[str, tuple[str, ...]]
    """Her paragraphs by the id of their control; none where the prompt still stands."""
    edited: tuple[Edited, ...]
    outside: tuple[Outside, ...]
    missing: tuple[str, ...]
    """Tags written that did not come back."""
    comments: tuple[tuple[str, str], ...]
    """Heading and text of comments anchored in locked controls, which a refresh lifts out."""


def read(path: Path, paper: Paper | None = None) -> Returned:
    """Read a person's file, or say why its words could not be kept."""
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as fault:
        raise DataError(
            f"{path} cannot be read back:",
            ["it is not a Word file (.docx), or it is missing: save it from Word as .docx"],
        ) from fault
    ledger = read_ledger(document)
    controls: dict[str, Any] = {}
    outside: list[Outside] = []
    heading = "the start"
    for child in list(document.element.body):
        tag = tag_of(child) if child.tag == qn("w:sdt") else ""
        if tag.startswith((OURS, MINE)) and tag not in controls:
            controls[tag] = child
            heading = heading_in(child) or heading
        elif child.tag not in _MARKERS and child.tag != qn("w:sectPr") and not is_blank(child):
            text = " / ".join(lines_of(child)) or "a picture or an object without text"
            outside.append(Outside(heading, text, child))
    missing = _missing(path, ledger, controls, paper)
    return Returned(
        document=document,
        ledger=ledger,
        controls=controls,
        words={
            tag.removeprefix(MINE): _words(document, sdt, ledger)
            for tag, sdt in controls.items()
            if tag.startswith(MINE)
        },
        edited=tuple(_edited(document, controls, ledger)),
        outside=tuple(outside),
        missing=missing,
        comments=tuple(_locked_comments(document, controls)),
    )


def _missing(
    path: Path, ledger: Ledger | None, controls: dict[str, Any], paper: Paper | None
) -> tuple[str, ...]:
    """Tags that did not come back; a file that lost too many is refused."""
    if ledger and paper and ledger.paper != paper.name:
        raise DataError(
            f"{path} cannot be refreshed:",
            [f"it is the paper '{ledger.paper}', not '{paper.name}': name the right file"],
        )
    if ledger:
        expected = ledger.controls
    elif paper:
        expected = tuple(f"{MINE}{block.id}" for block in paper.own_words)
    else:
        expected = ()
    missing = tuple(tag for tag in expected if tag not in controls)
    mend = (
        "LibreOffice, Google Docs and some converters strip the controls when they save: open the "
        "last version that Word saved, make the edits there, and name that file; nothing was "
        "written and your file was not changed"
    )
    if not controls or (expected and len(missing) > (1 - ENOUGH) * len(expected)):
        came = f"{len(expected) - len(missing)} of {len(expected)}" if expected else "none"
        raise DataError(
            f"{path} cannot be refreshed without losing words:",
            [f"{came} tagged controls came back", mend],
        )
    return missing


def _words(document: Document, sdt: Any, ledger: Ledger | None) -> tuple[str, ...]:
    if holds_nothing(sdt, ledger.prompts if ledger else ()):
        return ()
    return (*lines_of(sdt), *notes_in(document, sdt))


def _edited(
    document: Document, controls: dict[str, Any], ledger: Ledger | None
) -> Iterator[Edited]:
    if ledger is None:
        return
    yield from _differences("head and foot of the page", ledger.page, page_lines(document))
    heading = "the start"
    for tag, sdt in controls.items():
        heading = heading_in(sdt) or heading
        if tag not in ledger.lines:
            continue
        yield from _differences(heading, ledger.lines[tag], lines_of(sdt))


def _differences(heading: str, was: Sequence[str], now: Sequence[str]) -> Iterator[Edited]:
    """Each line that is not as it was; Word may count captions anew, which is no edit."""
    plain_was = [without_caption_numbers(line) for line in was]
    plain_now = [without_caption_numbers(line) for line in now]
    matched = SequenceMatcher(None, plain_was, plain_now, autojunk=False)
    for code, a, b, c, d in matched.get_opcodes():
        if code == "equal":
            continue
        for place in range(max(b - a, d - c)):
            yield Edited(
                heading,
                was[a + place] if a + place < b else "",
                now[c + place] if c + place < d else "",
            )


def _locked_comments(document: Document, controls: dict[str, Any]) -> Iterator[tuple[str, str]]:
    heading = "the start"
    said: dict[str, str] = {}
    if any(list(sdt.iter(qn("w:commentReference"))) for sdt in controls.values()):
        said = {str(comment.comment_id): comment.text for comment in document.comments}
    for tag, sdt in controls.items():
        heading = heading_in(sdt) or heading
        if tag.startswith(OURS):
            for mark in sdt.iter(qn("w:commentReference")):
                yield heading, said.get(mark.get(qn("w:id"), ""), "")
