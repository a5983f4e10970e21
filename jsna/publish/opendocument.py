"""The same spreadsheet as an OpenDocument file: cover, contents, notes, one table a sheet.

Written as its four small XML files, on every machine, so that it needs no office program, takes
no time and is the same each time. Tests open it with odfpy.

Reference: OASIS OpenDocument 1.2, part 1 (schema) and part 3 (packages).
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from jsna.disclosure.safe import Safe
from jsna.packed import BEGINNING
from jsna.publish.index import Edition
from jsna.publish.workbook import NOTES, Sheet, left_out, sheets

_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
        ("number", "datastyle"), ("fo", "xsl-fo-compatible"), ("meta", "meta"),
        ("manifest", "manifest"),
    )
)  # fmt: skip
_FORMATS = {"#,##0": "whole", "#,##0.0": "tenth", "0.00": "hundredth"}
_STYLES = """<office:automatic-styles>
<style:style style:name="sheet" style:family="table" style:master-page-name="Paper">
<style:table-properties table:display="true"/></style:style>
<style:style style:name="wide" style:family="table-column"><style:table-column-properties
 style:column-width="6cm"/></style:style>
<style:style style:name="title" style:family="table-cell"><style:text-properties
 fo:font-weight="bold" fo:font-size="14pt"/></style:style>
<style:style style:name="heading" style:family="table-cell"><style:table-cell-properties
 fo:wrap-option="wrap"/><style:text-properties fo:font-weight="bold"/></style:style>
<number:number-style style:name="n0"><number:number number:decimal-places="0"
 number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<number:number-style style:name="n1"><number:number number:decimal-places="1"
 number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<number:number-style style:name="n2"><number:number number:decimal-places="2"
 number:min-integer-digits="1"/></number:number-style>
<style:style style:name="whole" style:family="table-cell" style:data-style-name="n0"/>
<style:style style:name="tenth" style:family="table-cell" style:data-style-name="n1"/>
<style:style style:name="hundredth" style:family="table-cell" style:data-style-name="n2"/>
</office:automatic-styles>"""
_PAPER = """<office:automatic-styles><style:page-layout style:name="landscape">
<style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm"
 style:print-orientation="landscape" fo:margin="1.2cm" style:scale-to-X="1" style:scale-to-Y="0"/>
</style:page-layout></office:automatic-styles><office:master-styles>
<style:master-page style:name="Paper" style:page-layout-name="landscape"/>
</office:master-styles>"""
"""A4 on its side, as many sheets high as it takes and one wide."""


def write_ods(path: Path, figures: Mapping[str, Safe], edition: Edition) -> Path:
    """Write the spreadsheet for LibreOffice and others; the same figures give the same bytes."""
    made = sheets(figures)
    title = f"SEND needs assessment: tables of the edition {edition.edition}"
    day = edition.as_of
    cover = [
        f"Figures published by {day.day} {day:%B %Y}. This is a {edition.edition_state} edition.",
        "Each sheet holds one table. Words in place of a number say why there is none.",
        *left_out(figures),
        "Contains public sector information licensed under the Open Government Licence v3.0.",
    ]
    used = {name for sheet in made for name in sheet.notes}
    notes = [(name, text) for name, text in NOTES.items() if name in used]
    contents = [(sheet.name, sheet.title) for sheet in made]
    tables = [
        _table("Cover", title, cover),
        _table("Contents", "Contents", (), ("Sheet name", "Table description"), contents),
        _table("Notes", "Notes", (), ("Note", "What it means"), notes),
        *(_of(sheet) for sheet in made),
    ]
    body = (
        f'<office:document-content {_SPACES} office:version="1.2">{_STYLES}<office:body>'
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    about = (
        f'<office:document-meta {_SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'office:version="1.2"><office:meta><dc:title>{escape(title)}</dc:title>'
        f"<dc:language>en-GB</dc:language><meta:creation-date>{day.isoformat()}T00:00:00"
        "</meta:creation-date></office:meta></office:document-meta>"
    )
    styles = (
        f'<office:document-styles {_SPACES} office:version="1.2">{_PAPER}</office:document-styles>'
    )
    parts = {"content.xml": body, "styles.xml": styles, "meta.xml": about}
    path.write_bytes(_packed(parts))
    return path


def _of(sheet: Sheet) -> str:
    return _table(sheet.name, sheet.title, sheet.about, sheet.header, sheet.rows, sheet.formats)


def _table(
    name: str,
    title: str,
    about: Sequence[str],
    header: Sequence[str] = (),
    rows: Sequence[Sequence[str | float]] = (),
    formats: Sequence[str] = (),
) -> str:
    width = max(1, len(header))
    looks = [_FORMATS.get(form, "") for form in formats] or [""] * width
    lines = "".join(_row([line], [""]) for line in about)
    head = ""
    if header:
        inner = _row(header, ["heading"] * width)
        head = f"<table:table-header-rows>{inner}</table:table-header-rows>"
    body = "".join(_row(row, looks) for row in rows)
    return (
        f'<table:table table:name={quoteattr(name)} table:style-name="sheet"><table:table-column '
        f'table:style-name="wide" table:number-columns-repeated="{width}"/>'
        f"{_row([title], ['title'])}{lines}{head}{body}</table:table>"
    )


def _row(parts: Sequence[str | float], looks: Sequence[str]) -> str:
    cells = "".join(_cell(part, look) for part, look in zip(parts, looks, strict=True))
    return f"<table:table-row>{cells}</table:table-row>"


def _cell(part: str | float, look: str) -> str:
    """Return a cell; text is text whatever it begins with."""
    if isinstance(part, float):
        style = f' table:style-name="{look}"' if look else ""
        text = f"{part:.12g}"
        return (
            f'<table:table-cell{style} office:value-type="float" office:value="{text}">'
            f"<text:p>{text}</text:p></table:table-cell>"
        )
    style = f' table:style-name="{look}"' if look in {"title", "heading"} else ""
    return (
        f'<table:table-cell{style} office:value-type="string"><text:p>{escape(part)}</text:p>'
        "</table:table-cell>"
    )


def _packed(parts: Mapping[str, str]) -> bytes:
    """Return the package: its type first and unpacked, as the format asks, with fixed times."""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in (("/", _KIND), *((name, "text/xml") for name in parts))
    )
    listing = f'<manifest:manifest {_SPACES} manifest:version="1.2">{entries}</manifest:manifest>'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(_entry("mimetype"), _KIND, zipfile.ZIP_STORED)
        for name, text in {**parts, "META-INF/manifest.xml": listing}.items():
            made.writestr(_entry(name), (head + text).encode("utf-8"), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, BEGINNING)
