"""The text in a piece of a Word file, read as if every tracked change were accepted.

Inserted and moved-here words count, deleted and moved-away words do not.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), _FALLBACK}
_SHOWN = ("w:drawing", "w:pict", "w:object", "w:del", "w:moveFrom", "w:commentReference")
WORDS_OWN_PROMPTS = ("Click or tap here to enter text.", "Click here to enter text.")
"""What Word puts into a control that somebody emptied."""


def text_of(paragraph: Any) -> str:
    """The text of one paragraph; what stands in a text box is a paragraph of its own."""
    return " ".join("".join(_pieces(paragraph)).split())


def _pieces(node: Any) -> Iterator[str]:
    for child in node:
        if child.tag in _GONE or child.tag == qn("w:txbxContent"):
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")):
            yield " "
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        else:
            yield from _pieces(child)


def lines_of(node: Any) -> list[str]:
    """The text of every paragraph in an element that is not empty, in order."""
    paragraphs = [node, *node.iter(qn("w:p"))] if node.tag == qn("w:p") else node.iter(qn("w:p"))
    seen = dict.fromkeys(
        one for one in paragraphs if next(one.iterancestors(_FALLBACK), None) is None
    )
    return [text for text in map(text_of, seen) if text]


def heading_in(sdt: Any) -> str:
    """The last heading in a control, or nothing."""
    found = ""
    for paragraph in sdt.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is not None and style.get(qn("w:val"), "").startswith(("Heading", "Title")):
            found = text_of(paragraph) or found
    return found


def is_blank(child: Any) -> bool:
    """An empty paragraph is no loss; a picture, an object, a table or a tracked change is."""
    return child.tag == qn("w:p") and not text_of(child) and not _shows_more(child)


def holds_nothing(sdt: Any, prompts: Sequence[str]) -> bool:
    """Say whether a writer's control is empty or still shows a prompt, ours or Word's."""
    if _shows_more(sdt):
        return False
    lines = lines_of(sdt)
    prompted = sdt.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
    return not lines or (
        prompted and len(lines) == 1 and lines[0] in (*prompts, *WORDS_OWN_PROMPTS)
    )


def _shows_more(node: Any) -> bool:
    return any(node.find(f".//{qn(name)}") is not None for name in _SHOWN)


def notes_in(document: Document, node: Any) -> list[str]:
    """The text of the footnotes and endnotes that an element refers to."""
    found = []
    for kind in ("footnote", "endnote"):
        wanted = [mark.get(qn("w:id")) for mark in node.iter(qn(f"w:{kind}Reference"))]
        if not wanted:
            continue
        for relation in document.part.rels.values():
            if relation.reltype.endswith(f"/{kind}s") and not relation.is_external:
                notes = parse_xml(relation.target_part.blob)
                found += [
                    line
                    for note in notes.iter(qn(f"w:{kind}"))
                    if note.get(qn("w:id")) in wanted
                    for line in lines_of(note)
                ]
    return found


def page_lines(document: Document) -> tuple[str, ...]:
    """The head and foot of the first section's pages."""
    first = document.sections[0]
    return (*lines_of(first.header._element), *lines_of(first.footer._element))


def without_caption_numbers(line: str) -> str:
    """A caption without its number, which Word counts anew when somebody adds one."""
    return re.sub(r"^(Table|Picture) \d+\. ", r"\1. ", line)
