"""The pieces of a Word document that python-docx has no call for: controls, captions, fields.

A control is a `w:sdt` directly in the body. Two kinds: `ours:<section>` is locked and made again at
each refresh; `mine:<id>` holds its writer's words, cannot be deleted, and is never touched.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from zlib import crc32

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from inspection.paper import (
    REHEARSAL,
    Block,
    Bullets,
    Links,
    OwnWords,
    Picture,
    Row,
    Section,
    Sentence,
    Table,
)

OURS = "ours:"
MINE = "mine:"
PLACEHOLDER = "Placeholder Text"
REFERENCE = "Reference Mark"
PAGE_WIDTH_CM = 17.0
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
    paragraph.append(_run(block.prompt, style="PlaceholderText"))
    return control(
        f"{MINE}{block.id}", f"Your words: {heading}", "sdtLocked", [paragraph], prompt=True
    )


def our_part(document: Document, section: Section, part: int, blocks: Sequence[Block]) -> Any:
    """Make a locked control; its first part in a section holds the heading."""
    scratch = _Scratch(document)
    if part == 0 and section.heading:
        scratch.heading(section)
    for block in blocks:
        scratch.add(block)
    if not scratch.made:
        scratch.made.append(element("w:p"))
    return control(
        f"{OURS}{section.id}/{part}",
        f"Figures, locked: {section.heading}",
        "sdtContentLocked",
        scratch.made,
    )


class _Scratch:
    """Builds paragraphs and tables in the document's body, and takes them out again."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.made: list[Any] = []

    def paragraph(self, style: str) -> Paragraph:
        added = self.document.add_paragraph(style=style)
        added._p.getparent().remove(added._p)
        self.made.append(added._p)
        return Paragraph(added._p, self.document._body)

    def heading(self, section: Section) -> None:
        style = "Title" if section.level == 0 else f"Heading {section.level}"
        paragraph = self.paragraph(style)
        name = bookmark(section.id)
        number = str(1000 + crc32(section.id.encode("utf-8")) % 900_000_000)
        paragraph._p.append(element("w:bookmarkStart", id=number, name=name))
        paragraph.add_run(section.heading)
        paragraph._p.append(element("w:bookmarkEnd", id=number))

    def add(self, block: Block) -> None:
        if isinstance(block, Sentence):
            self.sentence(block, "Body Text")
        elif isinstance(block, Bullets):
            for sentence in block.sentences:
                self.sentence(sentence, "List Bullet")
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Picture):
            self.picture(block)
        elif isinstance(block, Links):
            self.links(block)

    def sentence(self, sentence: Sentence, style: str) -> None:
        paragraph = self.paragraph(style)
        marks = sentence.exported.removesuffix(sentence.text)
        if marks:
            paragraph.add_run(marks).bold = True
        paragraph.add_run(sentence.text)
        if sentence.reference:
            paragraph.add_run(f" {sentence.reference}", style=REFERENCE)

    def caption(self, kind: str, text: str) -> None:
        paragraph = self.paragraph("Caption")
        paragraph.paragraph_format.keep_with_next = kind == "Table"
        paragraph.add_run(f"{kind} ")
        field = element("w:fldSimple", instr=f" SEQ {kind} \\* ARABIC ")
        field.append(_run("0"))
        paragraph._p.append(field)
        paragraph.add_run(f". {text}")

    def table(self, table: Table) -> None:
        self.caption("Table", table.caption)
        shares = table.widths or tuple(1.0 for _ in table.header)
        widths = [Cm(PAGE_WIDTH_CM * share / sum(shares)) for share in shares]
        made = self.document.add_table(rows=0, cols=len(table.header), style="Table Grid")
        made.autofit = False
        for grid, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
            grid.w = width
        look = made._tbl.tblPr.find(qn("w:tblLook"))
        if look is not None:
            made._tbl.tblPr.remove(look)
        for tag in ("w:tblCaption", "w:tblDescription"):
            made._tbl.tblPr.append(element(tag, val=table.caption))
        for place, row in enumerate((Row(table.header), *table.rows)):
            cells = made.add_row().cells
            properties = made.rows[-1]._tr.get_or_add_trPr()
            properties.append(element("w:cantSplit"))
            if place == 0:
                properties.append(element("w:tblHeader"))
            for column, (cell, text) in enumerate(zip(cells, row.exported, strict=True)):
                cell.width = widths[column]
                paragraph = cell.paragraphs[0]
                paragraph.style = "Table Text"
                paragraph.paragraph_format.keep_with_next = place == 0
                paragraph.add_run(text).bold = True if place == 0 or column == 0 else None
                if place == 0:
                    cell._tc.get_or_add_tcPr().append(
                        element("w:shd", val="clear", color="auto", fill="E5EBF0")
                    )
        made._tbl.getparent().remove(made._tbl)
        self.made.append(made._tbl)
        self.paragraph("Table Text")

    def picture(self, picture: Picture) -> None:
        paragraph = self.paragraph("Body Text")
        paragraph.paragraph_format.keep_with_next = True
        inline = paragraph.add_run().add_picture(BytesIO(picture.png), width=Cm(PAGE_WIDTH_CM))
        prefix = f"{REHEARSAL}: " if picture.made_up else ""
        inline._inline.docPr.set("descr", prefix + picture.alternative)
        inline._inline.docPr.set("name", picture.caption[:60])
        self.caption("Picture", prefix + picture.caption)

    def links(self, links: Links) -> None:
        for section_id, heading in links.to:
            paragraph = self.paragraph("Contents Line")
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), bookmark(section_id))
            link.append(_run(heading, style="ContentsLink"))
            paragraph._p.append(link)


def bookmark(section_id: str) -> str:
    """A name Word accepts: letters, digits and underscores, at most 40."""
    return ("s_" + "".join(c if c.isalnum() else "_" for c in section_id))[:40]


def _run(text: str, style: str = "") -> Any:
    run = element("w:r")
    if style:
        properties = element("w:rPr")
        properties.append(element("w:rStyle", val=style))
        run.append(properties)
    content = element("w:t")
    content.text = text
    content.set(XML_SPACE, "preserve")
    run.append(content)
    return run


def field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field such as PAGE, which Word and LibreOffice compute."""
    made = element("w:fldSimple", instr=f" {instruction} ")
    made.append(_run("1"))
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
