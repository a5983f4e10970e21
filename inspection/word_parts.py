"""The pieces of a Word document that python-docx has no call for: controls, captions, fields.

A control is a `w:sdt` directly in the body. Two kinds: `ours:<section>` is locked and made again at
each refresh; `mine:<id>` holds its writer's words, cannot be deleted, and is never touched.
"""

from collections.abc import Iterable
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from inspection.paper import OwnWords

OURS = "ours:"
MINE = "mine:"
PLACEHOLDER = "Placeholder Text"
REFERENCE = "Reference Mark"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(kind: str, /, **attributes: str) -> Any:
    """Make one element of the w: name space with w: attributes."""
    made = OxmlElement(kind)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def control(tag: str, alias: str, lock: str, content: Iterable[Any], prompt: bool = False) -> Any:
    """Make a block-level control; `prompt` says that its content is only a placeholder."""
    made = element("w:sdt")
    properties = element("w:sdtPr")
    properties.append(element("w:alias", val=alias[:64]))
    properties.append(element("w:tag", val=tag))
    properties.append(element("w:lock", val=lock))
    if prompt:
        properties.append(element("w:showingPlcHdr"))
    holder = element("w:sdtContent")
    for piece in content:
        holder.append(piece)
    made.append(properties)
    made.append(holder)
    return made


def tag_of(sdt: Any) -> str:
    """The tag of a control, or an empty string."""
    found = sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    return "" if found is None else str(found.get(qn("w:val"), ""))


def own_words(block: OwnWords, heading: str) -> Any:
    """Make an empty control for the writer, showing its prompt."""
    paragraph = element("w:p")
    paragraph.append(run(block.prompt, style="PlaceholderText"))
    return control(
        f"{MINE}{block.id}", f"Your words: {heading}", "sdtLocked", [paragraph], prompt=True
    )


def bookmark(section_id: str) -> str:
    """A name Word accepts: letters, digits and underscores, at most 40."""
    return ("s_" + "".join(c if c.isalnum() else "_" for c in section_id))[:40]


def run(text: str, style: str = "", bold: bool = False) -> Any:
    """Make one run of text, in a character style by its id, or bold."""
    made = element("w:r")
    if style or bold:
        properties = element("w:rPr")
        if style:
            properties.append(element("w:rStyle", val=style))
        if bold:
            properties.append(element("w:b"))
        made.append(properties)
    content = element("w:t")
    content.text = text
    content.set(XML_SPACE, "preserve")
    made.append(content)
    return made


def field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field such as PAGE, which Word and LibreOffice compute."""
    made = element("w:fldSimple", instr=f" {instruction} ")
    made.append(run("1"))
    paragraph._p.append(made)


def number_captions(document: Document) -> None:
    """Write the numbers of tables and pictures, so that they are right before Word counts them."""
    counts: dict[str, int] = {}
    for made in document.element.body.iter(qn("w:fldSimple")):
        words = made.get(qn("w:instr"), "").split()
        if words[:1] == ["SEQ"]:
            counts[words[1]] = counts.get(words[1], 0) + 1
            for text in made.iter(qn("w:t")):
                text.text = str(counts[words[1]])
