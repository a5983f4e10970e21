"""Write a paper as a Word file; refresh it around its writer's own words.

A refresh starts from the writer's file, held in memory: locked controls are made again, her
controls stay as they are with everything in them (bold, tracked changes, comments, pictures).
Her file is never written to: the new version is a new file, with its list of changes beside it.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn

from inspection.changed import CHECK, Changes, as_markdown, changes, check_section, three_sentences
from inspection.paper import Block, OwnWords, Paper, Section, Sentence
from inspection.stale import Checked, check
from inspection.word_blocks import our_part, style_ids
from inspection.word_ledger import ledger_of, write_ledger
from inspection.word_parts import (
    MINE,
    OURS,
    control,
    element,
    number_captions,
    own_words,
    tag_of,
)
from inspection.word_read import Returned, read
from inspection.word_styles import set_page, set_properties, set_styles
from inspection.word_text import holds_nothing, lines_of, page_lines
from jsna.errors import DataError
from jsna.packed import pack_again

KEPT = "kept"
"""Id of the control for words that could not be kept in place."""


@dataclass(frozen=True)
class Written:
    """What was written."""

    path: Path
    changes_path: Path | None
    changes: Changes
    paper: Paper
    """The paper as written: with what changed at its head and what to check at its end."""
    words: dict[str, tuple[str, ...]]
    """The writer's paragraphs, by the id of their control."""


def write(paper: Paper, path: Path, keep: Path | None = None, list_changes: bool = True) -> Written:
    """Write a new version, keeping the words in `keep`; refuse to overwrite anything.

    Without `list_changes` no list of changes is written beside it, for papers made in a build.
    """
    listed = path.with_suffix(".changes.md") if list_changes else None
    there = [str(one) for one in (path, listed) if one and one.exists()]
    if there:
        raise DataError(
            f"{path} was not written:",
            [f"{one} is already there: give a new name with --out" for one in there],
        )
    returned = read(keep, paper) if keep else None
    document = returned.document if returned else docx.Document()
    words = returned.words if returned else {}
    before = returned.ledger if returned else None
    checked = (
        check(words, paper.figures, before.figures if before else (), paper.terms)
        if returned
        else Checked()
    )
    found = changes(paper, before, checked, returned)
    whole = with_changes(paper, found)
    set_styles(document)
    kept_words = _lay_out(document, whole, returned)
    set_page(document, whole)
    set_properties(document, whole, new=returned is None)
    number_captions(document)
    _number_pictures(document)
    _drop_loose_ends(document)
    controls = {tag_of(sdt): sdt for sdt in document.element.body.iterchildren(qn("w:sdt"))}
    lines = {tag: tuple(lines_of(sdt)) for tag, sdt in controls.items() if tag.startswith(OURS)}
    page = page_lines(document)
    write_ledger(document, ledger_of(whole, before, tuple(controls), lines, page))
    _save(document, path, listed, as_markdown(paper, found, path.name))
    return Written(path, listed, found, whole, {**words, **kept_words})


def with_changes(paper: Paper, found: Changes) -> Paper:
    """The paper with what changed at its head and, after a refresh, what to check at its end."""
    opening = Section(
        "changed", "What changed since the last version", 1, three_sentences(paper, found)
    )
    head = 1 if paper.sections and paper.sections[0].level == 0 else 0
    sections = [*paper.sections[:head], opening, *paper.sections[head:]]
    if found.returned is not None:
        sections.append(check_section(found))
    return replace(paper, sections=tuple(sections))


def _parts(section: Section) -> Iterator[tuple[str, OwnWords | list[Block]]]:
    """The controls of a section in order: tag, and the writer's place or our blocks."""
    ours: list[Block] = []
    part = 0
    for block in section.blocks:
        if isinstance(block, OwnWords):
            if ours or part == 0:
                yield f"{OURS}{section.id}/{part}", ours
                ours, part = [], part + 1
            yield f"{MINE}{block.id}", block
        else:
            ours.append(block)
    if ours or part == 0:
        yield f"{OURS}{section.id}/{part}", ours


def _lay_out(
    document: Document, paper: Paper, returned: Returned | None
) -> dict[str, tuple[str, ...]]:
    """Put every control in its place; return the words moved to the end, by their control."""
    body, styles = document.element.body, style_ids(document)
    old = dict(returned.controls) if returned else {}
    prompts = returned.ledger.prompts if returned and returned.ledger else ()
    displaced: list[tuple[str, list[Any]]] = []
    for one in returned.outside if returned else ():
        body.remove(one.element)
        displaced.append((one.after, _contents(one.element)))
    cursor: Any = None
    for section in paper.sections:
        for tag, what in _parts(section):
            if isinstance(what, OwnWords):
                wanted = old.pop(tag, None)
                if wanted is None or holds_nothing(wanted, prompts):
                    stood, wanted = wanted, own_words(what, section.heading)
                    if stood is not None:
                        stood.getparent().replace(stood, wanted)
            else:
                part = int(tag.rpartition("/")[2])
                wanted = our_part(document, styles, section, part, what)
                stood = old.pop(tag, None)
                if stood is not None:
                    stood.getparent().replace(stood, wanted)
            cursor = _place(body, cursor, wanted)
    for tag, sdt in old.items():
        if tag == f"{MINE}{KEPT}":
            continue
        mine = tag.removeprefix(MINE)
        if tag.startswith(MINE) and not holds_nothing(sdt, prompts):
            displaced.append((f"{mine}, which this paper no longer has", _contents(sdt)))
        sdt.getparent().remove(sdt)
    kept = old.get(f"{MINE}{KEPT}")
    if kept is not None and holds_nothing(kept, prompts) and not displaced:
        kept.getparent().remove(kept)
        kept = None
    if kept is None and not displaced:
        _end(body)
        return {}
    cursor = _place(
        body, cursor, our_part(document, styles, _KEPT_SECTION, 0, _KEPT_SECTION.blocks)
    )
    if kept is None:
        kept = control(f"{MINE}{KEPT}", "Your words: kept", "sdtLocked", [])
    holder = kept.find(qn("w:sdtContent"))
    for after, pieces in displaced:
        holder.append(_note(f"Stood after “{after}”:"))
        for piece in pieces:
            holder.append(piece)
    _place(body, cursor, kept)
    _end(body)
    return {KEPT: tuple(lines_of(kept))}


_KEPT_SECTION = Section(
    KEPT,
    "Words that could not be kept in place",
    1,
    (
        Sentence(
            "These stood outside every control, or in one that this paper lost. Nothing of "
            "them was changed: move each to the place where it belongs, or delete it."
        ),
    ),
)


def _place(body: Any, cursor: Any, wanted: Any) -> Any:
    """Put a control after the last one placed, unless it is the next control already."""
    following = (
        body.iterchildren(qn("w:sdt")) if cursor is None else cursor.itersiblings(qn("w:sdt"))
    )
    if next(iter(following), None) is not wanted:
        if cursor is None:
            body.insert(0, wanted)
        else:
            cursor.addnext(wanted)
    return wanted


def _contents(node: Any) -> list[Any]:
    """What an element holds, without a control around it or a page section in it."""
    holder = node.find(qn("w:sdtContent")) if node.tag == qn("w:sdt") else None
    pieces = [node] if holder is None else list(holder)
    made = []
    for piece in pieces:
        copied = deepcopy(piece)
        for page in list(copied.iter(qn("w:sectPr"))):
            page.getparent().remove(page)
        made.append(copied)
    return made


def _note(text: str) -> Any:
    paragraph = element("w:p")
    run = element("w:r")
    content = element("w:t")
    content.text = text
    run.append(content)
    paragraph.append(run)
    return paragraph


def _end(body: Any) -> None:
    """Word wants a paragraph after the last control, where the cursor can go."""
    page = body.find(qn("w:sectPr"))
    last = page.getprevious() if page is not None else body[-1]
    if last is None or last.tag != qn("w:p"):
        paragraph = element("w:p")
        if page is not None:
            page.addprevious(paragraph)
        else:
            body.append(paragraph)


def _number_pictures(document: Document) -> None:
    """Give every drawing its own number, as Word requires."""
    for number, properties in enumerate(document.element.body.iter(qn("wp:docPr")), start=1):
        properties.set("id", str(number))


def _drop_loose_ends(document: Document) -> None:
    """Remove marks whose other half went with a locked control, and pictures nobody shows."""
    body = document.element.body
    for name in ("bookmark", "commentRange", "moveFromRange", "moveToRange"):
        starts = {mark.get(qn("w:id")) for mark in body.iter(qn(f"w:{name}Start"))}
        ends = {mark.get(qn("w:id")) for mark in body.iter(qn(f"w:{name}End"))}
        for end in ("Start", "End"):
            for mark in list(body.iter(qn(f"w:{name}{end}"))):
                if mark.get(qn("w:id")) not in starts & ends:
                    mark.getparent().remove(mark)
    used = {value for node in body.iter() for value in node.attrib.values()}
    for identifier, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/image") and identifier not in used:
            del document.part.rels[identifier]


def _save(document: Document, path: Path, listed: Path | None, changes_text: str) -> None:
    """Write what is new, the same bytes for the same paper; `x` refuses a file that came since."""
    held = BytesIO()
    document.save(held)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(pack_again(held.getvalue()))
    if listed is not None:
        with listed.open("x", encoding="utf-8", newline="\n") as text:
            text.write(changes_text)


__all__ = ["CHECK", "KEPT", "Written", "with_changes", "write"]
