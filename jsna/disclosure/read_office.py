"""What a spreadsheet, a document or a PDF says that it should not, open or hidden."""

import io
import re
import zipfile
from typing import Any

from lxml import etree

from jsna.disclosure.reading import Leak, Reader

LARGEST = 200_000_000
"""Bytes a file may unpack to; more is no report of ours."""
_DRAFT = {
    "comment": re.compile(
        r"(^|/)(comments?\d*|threadedComments?\d*|commentsExtended)\.xml$|/threadedComments/"
    ),
    "pivot cache": re.compile(r"pivotCache|pivotTable", re.I),
    "macro": re.compile(r"vbaProject\.bin$|(^|/)Basic/|/macrosheets/", re.I),
    "outside link": re.compile(r"externalLinks?/", re.I),
    "query": re.compile(r"(^|/)(connections\.xml|queryTables/)", re.I),
}
_PEOPLE = ("creator", "lastModifiedBy", "initial-creator", "author", "manager", "Manager")
_NOBODY = frozenset({"", "jsna", "python-docx", "openpyxl", "gptables", "un-named", "xlsxwriter"})


def archive(content: bytes, reader: Reader) -> list[Leak]:
    """Return the leaks of an xlsx, ods or docx file."""
    try:
        held = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        return reader.leak("unreadable", "it is no file that can be read: make it again")
    with held:
        names = held.namelist()
        if sum(info.file_size for info in held.infolist()) > LARGEST:
            return reader.leak("unreadable", "it unpacks to more than a report can hold")
        leaks: list[Leak] = []
        for kind, pattern in _DRAFT.items():
            if kind == "comment" and not reader.public:
                continue
            if any(pattern.search(name) for name in names):
                leaks += reader.leak(kind, f"it holds a {kind}: take it out")
        for name in names:
            leaks += _member(name, held, reader)
        return leaks


def _member(name: str, held: zipfile.ZipFile, reader: Reader) -> list[Leak]:
    if name.endswith((".xlsx", ".docx", ".ods")):
        return archive(held.read(name), reader)
    if not name.endswith((".xml", ".rels")):
        return []
    if name.endswith(".rels"):
        text = held.read(name).decode("utf-8", errors="replace")
        return reader.traces(text, f"the links of {name}")
    parser = etree.XMLParser(resolve_entities=False, recover=True, huge_tree=True)
    tree = etree.fromstring(held.read(name), parser)
    if tree is None:
        return []
    if name in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml"):
        return _properties(tree, reader)
    if name == "xl/workbook.xml":
        return _workbook(tree, reader)
    if name.startswith("xl/worksheets/"):
        return _sheet(tree, name, reader)
    if name == "xl/sharedStrings.xml":
        return _strings(tree, reader)
    if name.startswith("word/") or name == "content.xml":
        return _document(tree, name, reader)
    if "comment" in name.lower():
        return reader.text(" ".join(tree.itertext()), None, "a comment")
    return reader.traces(" ".join(tree.itertext()), name)


def _tag(element: Any) -> str:
    return _bare(element.tag) if isinstance(element.tag, str) else ""


def _bare(name: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    *_, last = name.split("}")
    return last


def _get(element: Any, name: str) -> str:
    """Return an attribute, whatever its namespace."""
    for key, value in element.attrib.items():
        if _bare(key) == name:
            return str(value)
    return ""


def _properties(tree: Any, reader: Reader) -> list[Leak]:
    leaks = []
    for element in tree.iter():
        text = (element.text or "").strip()
        if _tag(element) in _PEOPLE and text.lower() not in _NOBODY:
            leaks += reader.leak(
                "property", f"the document property '{_tag(element)}' names somebody: empty it"
            )
        leaks += reader.traces(text, "a document property")
        if text and _tag(element) in ("description", "keywords", "subject", "comments", "lpwstr"):
            leaks += reader.text(text, None, "a document property")
    return leaks


def _workbook(tree: Any, reader: Reader) -> list[Leak]:
    leaks = []
    for element in tree.iter():
        if _tag(element) == "sheet" and _get(element, "state") in ("hidden", "veryHidden"):
            leaks += reader.leak("hidden sheet", f"the sheet '{_get(element, 'name')}' is hidden")
        if _tag(element) == "definedName" and _get(element, "hidden") in ("1", "true"):
            leaks += reader.leak("hidden name", "a hidden name: take it out")
    return leaks


def _sheet(tree: Any, name: str, reader: Reader) -> list[Leak]:
    leaks, wrong = [], []
    for element in tree.iter():
        tag = _tag(element)
        if tag in ("row", "col") and _get(element, "hidden") in ("1", "true"):
            leaks += reader.leak("hidden cells", f"{name} has hidden rows or columns: show or drop")
        elif tag == "f":
            leaks += reader.leak(
                "formula", f"{name} has a formula, whose last result is kept: write values"
            )
        elif tag == "c" and _get(element, "t") in ("", "n"):
            value = next((child.text for child in element if _tag(child) == "v"), None)
            # A date is a number too; a workbook of ours writes dates as text.
            if value is not None and not reader.known.cell(float(value), None):
                wrong.append((_get(element, "r"), value))
        elif tag == "is":
            leaks += reader.text("".join(element.itertext()), None, f"a cell of {name}")
    for place, value in wrong[:1]:
        leaks += reader.leak(
            "number",
            f"{len(wrong)} cells of {name} are in no safe figure, such as {place} "
            f"({float(value):g}): write safe cells only",
        )
    return leaks


def _strings(tree: Any, reader: Reader) -> list[Leak]:
    leaks = []
    for element in tree:
        leaks += reader.text("".join(element.itertext()), None, "a cell")
    return leaks


def _document(tree: Any, name: str, reader: Reader) -> list[Leak]:
    """Return the leaks of a Word part or of an OpenDocument's content."""
    leaks: list[Leak] = []
    hidden = {
        _get(style, "name")
        for style in tree.iter()
        if _tag(style) == "style"
        for part in style
        if _get(part, "display") in ("false", "none")
    }
    wrong = []
    for element in tree.iter():
        tag = _tag(element)
        if tag in ("ins", "del", "moveFrom", "moveTo", "tracked-changes", "changed-region"):
            if reader.public:
                leaks += reader.leak("tracked change", "a tracked change: accept or reject it")
        elif tag == "annotation" and reader.public:
            leaks += reader.leak("comment", "it holds a comment: take it out")
        elif tag in ("vanish", "webHidden") and _get(element, "val") not in ("0", "false"):
            leaks += reader.leak("hidden text", "hidden text: take it out")
        elif tag == "table" and (
            _get(element, "display") == "false" or _get(element, "style-name") in hidden
        ):
            leaks += reader.leak("hidden sheet", f"the sheet '{_get(element, 'name')}' is hidden")
        elif tag in ("table-row", "table-column") and _get(element, "visibility") in (
            "collapse",
            "filter",
        ):
            leaks += reader.leak("hidden cells", "hidden rows or columns: show or drop them")
        elif tag == "table-cell":
            if _get(element, "formula"):
                leaks += reader.leak(
                    "formula", "a formula, whose last result is kept: write values"
                )
            value = _get(element, "value")
            if value and not reader.known.cell(float(value), None):
                wrong.append(value)
        elif tag == "p" and not (_tag(element.getparent()) == "table-cell" and _value(element)):
            text = "".join(_texts(element))
            if name.startswith("word/") and not reader.public:
                leaks += reader.register(text, "a paragraph")
            else:
                leaks += reader.text(text, None, "a paragraph" if "word" in name else "a cell")
        elif tag in ("docPr", "cNvPr"):
            said = f"{_get(element, 'descr')} {_get(element, 'title')}"
            leaks += reader.text(said, None, "the alt text of a picture")
        elif tag in ("desc", "title") and name == "content.xml":
            leaks += reader.text("".join(element.itertext()), None, "the alt text of a picture")
    if wrong:
        leaks += reader.leak(
            "number",
            f"{len(wrong)} cells are in no safe figure, such as {float(wrong[0]):g}: write safe "
            "cells only",
        )
    return leaks


def _value(element: Any) -> str:
    return _get(element.getparent(), "value")


def _texts(element: Any) -> list[str]:
    """Return the texts of a paragraph, with what a tracked change has deleted; no field codes."""
    found = []
    for part in element.iter():
        tag = _tag(part)
        if tag in ("t", "delText"):
            found.append(part.text or "")
        elif tag in ("tab", "br", "cr"):
            found.append(" ")
        elif part.tag and "opendocument" in str(part.tag):
            found.append(part.text or "")
        if part is not element and "opendocument" in str(part.tag):
            found.append(part.tail or "")
    return found
