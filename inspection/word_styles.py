"""How our Word papers look: type, colours, page, header and footer, language and title.

Arial at 11 points, dark text on white, real headings, A4. Colours keep a contrast of 7 : 1 or
better on white, so that a photocopy stays readable.
"""

import datetime

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from inspection.paper import Paper
from inspection.word_parts import PLACEHOLDER, REFERENCE, element, field

FONT = "Arial"
INK = RGBColor(0x12, 0x2B, 0x3F)
GREY = RGBColor(0x4A, 0x4A, 0x4A)
LINK = RGBColor(0x0B, 0x44, 0x7A)

# name, size, bold, space before, space after, colour
_PARAGRAPHS = (
    ("Normal", 11.0, False, 0, 6, None),
    ("Body Text", 11.0, False, 0, 6, None),
    ("List Bullet", 11.0, False, 0, 4, None),
    ("Title", 24.0, True, 0, 10, INK),
    ("Heading 1", 17.0, True, 22, 6, INK),
    ("Heading 2", 13.0, True, 14, 4, INK),
    ("Heading 3", 11.5, True, 10, 3, INK),
    ("Caption", 10.0, True, 8, 4, GREY),
    ("Table Text", 9.5, False, 2, 2, None),
    ("Contents Line", 11.0, False, 0, 3, None),
)


def set_styles(document: Document) -> None:
    """Set every style we write with, adding those the document lacks."""
    for name, size, bold, before, after, colour in _PARAGRAPHS:
        style = _style(document, name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        _type(style, size, bold, colour)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.0 if name == "Table Text" else 1.15
        if name.startswith(("Heading", "Title")):
            style.paragraph_format.keep_with_next = True
    title = document.styles["Title"].element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    if title is not None:
        title.getparent().remove(title)
    for name, size, colour in (
        (REFERENCE, 8.5, GREY),
        (PLACEHOLDER, 11.0, GREY),
        ("Contents Link", 11.0, LINK),
    ):
        style = _style(document, name, WD_STYLE_TYPE.CHARACTER)
        _type(style, size, False, colour)
        style.font.underline = True if name == "Contents Link" else None
        style.font.italic = True if name == PLACEHOLDER else None
    _language(document)


def _style(document: Document, name: str, kind: WD_STYLE_TYPE) -> CharacterStyle:
    if name in document.styles:
        return document.styles[name]  # type: ignore[return-value]
    made = document.styles.add_style(name, kind)
    if isinstance(made, ParagraphStyle):
        made.base_style = document.styles["Normal"]
    return made  # type: ignore[return-value]


def _type(style: CharacterStyle, size: float, bold: bool, colour: RGBColor | None) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.bold = bold or None
    if colour is not None:
        style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _language(document: Document) -> None:
    """British English as the document's language, for the spelling check and screen readers."""
    for language in document.styles.element.iter(qn("w:lang")):
        if language.get(qn("w:val")):
            language.set(qn("w:val"), "en-GB")
    settings = document.settings.element
    theme = settings.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), "en-GB")


def set_page(document: Document, paper: Paper) -> None:
    """Set the page, its header with the classification, its footer with the page number."""
    for section in document.sections:
        if section.page_width and section.page_height and section.page_width < section.page_height:
            section.page_width, section.page_height = Cm(21.0), Cm(29.7)
            section.left_margin = section.right_margin = Cm(2.0)
            section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)
    first = document.sections[0]
    words = f"{paper.classification}   {paper.title}"
    if paper.made_up:
        words += f"   {paper.marking}"
    header = first.header.paragraphs[0]
    header.clear()
    run = header.add_run(words)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(9), True, GREY
    footer = first.footer.paragraphs[0]
    footer.clear()
    for made in footer._p.findall(qn("w:fldSimple")):
        footer._p.remove(made)
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run("Page ")
    field(footer, "PAGE")
    footer.add_run(" of ")
    field(footer, "NUMPAGES")


def set_properties(document: Document, paper: Paper, new: bool) -> None:
    """Set title, language and dates; a person's own file keeps its author."""
    properties = document.core_properties
    properties.title = f"{paper.title}: {paper.subtitle}"
    properties.subject = paper.classification
    properties.language = "en-GB"
    if not new:
        return
    properties.author = ""  # a role signs off, never a person or a machine
    properties.comments = ""
    day = datetime.datetime.fromisoformat(paper.as_of)
    properties.created = properties.modified = day
    for identifier, relation in list(document.part.package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del document.part.package.rels[identifier]
    settings = document.settings.element
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = element("w:compat")
        settings.append(compat)
    compat.append(
        element(
            "w:compatSetting",
            name="compatibilityMode",
            uri="http://schemas.microsoft.com/office/word",
            val="15",
        )
    )
