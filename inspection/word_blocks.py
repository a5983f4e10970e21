"""Our own blocks of a paper as a locked control: headings, sentences, tables, pictures."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from zlib import crc32

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from inspection.paper import (
    REHEARSAL,
    Block,
    Bullets,
    Links,
    Picture,
    Row,
    Section,
    Sentence,
    Table,
)
from inspection.word_parts import OURS, REFERENCE, bookmark, control, element, run

PAGE_WIDTH_CM = 17.0
TWIPS_PER_CM = 567
HEADER_FILL = "E5EBF0"


def style_ids(document: Document) -> dict[str, str]:
    """The id of each style by its name; looking one up in the document is slow."""
    return {str(style.name): str(style.style_id) for style in document.styles}


def our_part(
    document: Document,
    styles: Mapping[str, str],
    section: Section,
    part: int,
    blocks: Sequence[Block],
) -> Any:
    """Make a locked control; its first part in a section holds the heading."""
    made = [_heading(section, styles)] if part == 0 and section.heading else []
    for block in blocks:
        made += _block(document, styles, block)
    return control(
        f"{OURS}{section.id}/{part}",
        f"Figures, locked: {section.heading}",
        "sdtContentLocked",
        made or [element("w:p")],
    )


def _block(document: Document, styles: Mapping[str, str], block: Block) -> list[Any]:
    if isinstance(block, Sentence):
        return [_sentence(block, styles["Body Text"], styles)]
    if isinstance(block, Bullets):
        return [_sentence(one, styles["List Bullet"], styles) for one in block.sentences]
    if isinstance(block, Table):
        return _table(block, styles)
    if isinstance(block, Picture):
        return _picture(document, block, styles)
    if isinstance(block, Links):
        return [_link(to, text, styles) for to, text in block.to]
    raise TypeError(f"{type(block).__name__} is not ours to write")


def paragraph(style_id: str, *pieces: Any, keep: bool = False) -> Any:
    """Make one paragraph; `keep` holds it on the page of the next."""
    made = element("w:p")
    properties = element("w:pPr")
    properties.append(element("w:pStyle", val=style_id))
    if keep:
        properties.append(element("w:keepNext"))
    made.append(properties)
    for piece in pieces:
        made.append(piece)
    return made


def _heading(section: Section, styles: Mapping[str, str]) -> Any:
    style = "Title" if section.level == 0 else f"Heading {section.level}"
    number = str(1000 + crc32(section.id.encode("utf-8")) % 900_000_000)
    return paragraph(
        styles[style],
        element("w:bookmarkStart", id=number, name=bookmark(section.id)),
        run(section.heading),
        element("w:bookmarkEnd", id=number),
    )


def _sentence(sentence: Sentence, style_id: str, styles: Mapping[str, str]) -> Any:
    marks = sentence.exported.removesuffix(sentence.text)
    pieces = [run(marks, bold=True)] if marks else []
    pieces.append(run(sentence.text))
    if sentence.reference:
        pieces.append(run(f" {sentence.reference}", styles[REFERENCE]))
    return paragraph(style_id, *pieces)


def _caption(kind: str, text: str, styles: Mapping[str, str]) -> Any:
    number = element("w:fldSimple", instr=f" SEQ {kind} \\* ARABIC ")
    number.append(run("0"))
    words = (run(f"{kind} "), number, run(f". {text}"))
    return paragraph(styles["Caption"], *words, keep=kind == "Table")


def _table(table: Table, styles: Mapping[str, str]) -> list[Any]:
    shares = table.widths or tuple(1.0 for _ in table.header)
    widths = [round(PAGE_WIDTH_CM * TWIPS_PER_CM * share / sum(shares)) for share in shares]
    made = element("w:tbl")
    properties = element("w:tblPr")
    properties.append(element("w:tblStyle", val=styles["Table Grid"]))
    properties.append(element("w:tblW", w=str(sum(widths)), type="dxa"))
    properties.append(element("w:tblLayout", type="fixed"))
    look = {"firstRow": "1", "firstColumn": "1", "noHBand": "1", "noVBand": "1"}
    properties.append(element("w:tblLook", val="06A0", **look))
    for name in ("w:tblCaption", "w:tblDescription"):
        properties.append(element(name, val=table.caption))
    made.append(properties)
    grid = element("w:tblGrid")
    for width in widths:
        grid.append(element("w:gridCol", w=str(width)))
    made.append(grid)
    for place, row in enumerate((Row(table.header), *table.rows)):
        made.append(_row(row, widths, place == 0, styles["Table Text"]))
    return [_caption("Table", table.caption, styles), made, paragraph(styles["Table Text"])]


def _row(row: Row, widths: Sequence[int], header: bool, style_id: str) -> Any:
    made = element("w:tr")
    properties = element("w:trPr")
    properties.append(element("w:cantSplit"))
    if header:
        properties.append(element("w:tblHeader"))
    made.append(properties)
    for text, width in zip(row.exported, widths, strict=True):
        cell = element("w:tc")
        about = element("w:tcPr")
        about.append(element("w:tcW", w=str(width), type="dxa"))
        if header:
            about.append(element("w:shd", val="clear", color="auto", fill=HEADER_FILL))
        cell.append(about)
        mark, found, rest = text.partition(f"{REHEARSAL}: ")
        pieces = [run(text, bold=header)]
        if row.made_up and found and not mark:
            pieces = [run(found, bold=True), run(rest)]
        cell.append(paragraph(style_id, *pieces, keep=header))
        made.append(cell)
    return made


def _picture(document: Document, picture: Picture, styles: Mapping[str, str]) -> list[Any]:
    scratch = document.add_paragraph()
    inline = scratch.add_run().add_picture(BytesIO(picture.png), width=Cm(PAGE_WIDTH_CM))
    prefix = f"{REHEARSAL}: " if picture.made_up else ""
    inline._inline.docPr.set("descr", prefix + picture.alternative)
    inline._inline.docPr.set("name", picture.caption[:60])
    drawn = scratch.runs[0]._r
    scratch._p.getparent().remove(scratch._p)
    held = paragraph(styles["Body Text"], drawn, keep=True)
    return [held, _caption("Picture", prefix + picture.caption, styles)]


def _link(section_id: str, text: str, styles: Mapping[str, str]) -> Any:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark(section_id))
    link.append(run(text, styles["Contents Link"]))
    return paragraph(styles["Contents Line"], link)
