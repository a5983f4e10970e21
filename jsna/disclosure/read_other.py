"""What a notebook, a picture, a PDF or a plain file says that it should not."""

import csv
import io
import json
import re
import struct
import zlib
from collections.abc import Collection
from typing import Any

from jsna.disclosure import read_html
from jsna.disclosure.explained import NUMBER
from jsna.disclosure.read_json import data
from jsna.disclosure.reading import Leak, Reader

_ROWS = re.compile(r"^\s*\d+\s+\S+.*$", re.M)
"""Lines of a printed frame: a row number, then its values."""


def notebook(content: bytes, reader: Reader) -> list[Leak]:
    """Return the leaks of an executed notebook: outputs, texts, metadata."""
    try:
        held = json.loads(content)
        cells = held["cells"]
    except (ValueError, KeyError, TypeError):
        return reader.leak("unreadable", "it is no notebook that can be read: make it again")
    leaks = []
    metadata = held.get("metadata", {})
    if "widgets" in metadata:
        leaks += reader.leak("widget state", "it keeps the state of widgets: clear it")
    leaks += reader.traces(json.dumps(metadata), "the notebook's metadata")
    for number, cell in enumerate(cells, 1):
        where = f"cell {number}"
        source = "".join(cell.get("source", ""))
        leaks += reader.traces(json.dumps(cell.get("metadata", {})), f"the metadata of {where}")
        if cell.get("cell_type") == "code":
            leaks += reader.traces(source, where)
        else:
            leaks += reader.text(source, (), where)
        leaks += _attachments(cell, reader, where)
        for output in cell.get("outputs", ()):
            leaks += _output(output, reader, where)
    return leaks


def _attachments(cell: Any, reader: Reader, where: str) -> list[Leak]:
    if cell.get("attachments"):
        return reader.leak("attachment", f"{where} has a file attached: show a safe figure instead")
    return []


def _output(output: Any, reader: Reader, where: str) -> list[Leak]:
    kind = output.get("output_type")
    if kind == "error":
        return reader.leak("traceback", f"{where} ended in an error: build the page again")
    if kind == "stream":
        text = "".join(output.get("text", ""))
        if _ROWS.search(text):
            return reader.leak("rows", f"something with rows was printed in {where}: take it out")
        return reader.text(text, (), f"the printed output of {where}")
    held = output.get("data", {})
    markup = "".join(held.get("text/html", ""))
    leaks = reader.traces(json.dumps(output.get("metadata", {})), f"the output of {where}")
    if any("widget" in name for name in held):
        leaks += reader.leak("widget state", f"{where} shows a widget: show a safe figure")
    figures = read_html.figures_of(markup)
    for name, value in held.items():
        place = f"the output of {where}"
        text = "".join(map(str, value)) if isinstance(value, list) else value
        if name == "text/html" or name == "image/svg+xml":
            leaks += read_html.fragment(text, reader, embedded, place)
        elif name.startswith("image/"):
            leaks += reader.leak("picture", f"{place} is a picture: its numbers cannot be traced")
        elif "json" in name:
            leaks += data(value, reader, figures or (), place)
        elif isinstance(text, str):
            leaks += _plain(text, reader, markup, place)
    return leaks


def _plain(text: str, reader: Reader, markup: str, place: str) -> list[Leak]:
    """Return the leaks of the text twin of an output: it says no number that its HTML does not."""
    if not markup and _ROWS.search(text):
        return reader.leak("rows", f"a table with rows in {place}: show a safe figure instead")
    if not markup:
        return reader.text(text, (), place)
    said = set(NUMBER.findall(markup))
    found = reader.traces(text, place)
    for number in dict.fromkeys(NUMBER.findall(text)):
        if number not in said and number.lstrip("-−–") not in said:
            found += reader.text(number, read_html.figures_of(markup), f"the text of {place}")
    return found


def embedded(content: bytes, reader: Reader, where: str) -> list[Leak]:
    """Return the leaks of a picture or other file inside a page, by its first bytes."""
    if content.startswith(b"\x89PNG"):
        return png(content, reader, where)
    if content.startswith(b"\xff\xd8"):
        return jpeg(content, reader, where)
    if content.lstrip().startswith((b"<svg", b"<?xml")):
        return read_html.drawing(content, reader, embedded)
    if content.startswith(b"wOF2") or content.startswith(b"wOFF"):
        return []
    text = content.decode("utf-8", errors="replace")
    return reader.text(text, (), where)


def png(content: bytes, reader: Reader, where: str = "the picture") -> list[Leak]:
    """Return the leaks of a PNG's text chunks and of what stands behind its end."""
    leaks, place = [], 8
    while place + 12 <= len(content):
        size, kind = struct.unpack(">I4s", content[place : place + 8])
        held = content[place + 8 : place + 8 + size]
        if kind in (b"tEXt", b"iTXt", b"zTXt", b"eXIf"):
            text = _chunk(kind, held)
            leaks += reader.text(text, (), f"the metadata of {where}")
            if kind == b"eXIf":
                leaks += reader.leak("metadata", f"{where} carries camera data: take it out")
        place += 12 + size
        if kind == b"IEND":
            break
    if len(content) > place:
        leaks += reader.leak("metadata", f"something stands behind the end of {where}")
    return leaks


def _chunk(kind: bytes, held: bytes) -> str:
    head, _, rest = held.partition(b"\0")
    if kind == b"zTXt":
        try:
            rest = zlib.decompress(rest[1:])
        except zlib.error:
            rest = b""
    # The software's own name and version is no figure.
    if head in (b"Software", b"Creation Time", b"date:create"):
        return ""
    return (head + b" " + rest).decode("utf-8", errors="replace")


def jpeg(content: bytes, reader: Reader, where: str = "the picture") -> list[Leak]:
    """Return the leak of a JPEG that carries camera data or a comment."""
    if b"Exif\0\0" in content or b"http://ns.adobe.com/xap" in content:
        return reader.leak("metadata", f"{where} carries camera data: take it out")
    return []


def table(content: bytes, reader: Reader) -> list[Leak]:
    """Return the leaks of a CSV that is not one of the edition's tables."""
    text = content.decode("utf-8-sig", errors="replace")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    leaks = []
    if rows and read_html._ROWS.search(" | ".join(rows[0])):
        leaks += reader.leak("rows", "it has one row a child: take it out")
    for number, row in enumerate(rows, 1):
        for cell in row:
            leaks += reader.text(cell, reader.own, f"row {number}")
    return leaks


def plain(content: bytes, reader: Reader) -> list[Leak]:
    """Return the leaks of a text file."""
    leaks = []
    for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), 1):
        leaks += reader.text(line, reader.own, f"line {number}")
    return leaks


def record(content: bytes, reader: Reader) -> list[Leak]:
    """Return the leaks of a JSON file of checksums and descriptions: no trace of a child."""
    return reader.traces(content.decode("utf-8", errors="replace"), "the file")


def pdf(content: bytes, reader: Reader, of_page: Collection[str] | None = None) -> list[Leak]:
    """Return the leaks of a PDF: properties, attachments, notes, scripts and its text.

    Of a page's print copy the runs of digits are those `of_page`; of any other PDF each number is
    a cell of a figure.
    """
    import pikepdf

    try:
        held = pikepdf.open(io.BytesIO(content))
    except pikepdf.PdfError:
        return reader.leak("unreadable", "it is no PDF that can be read: make it again")
    leaks = []
    with held:
        for name, value in held.docinfo.items():
            said = str(value)
            if name == "/Author" and said.strip():
                leaks += reader.leak("property", "the property Author names somebody: empty it")
            if name not in ("/CreationDate", "/ModDate", "/Producer", "/Creator"):
                leaks += _said(said, reader, of_page, "a property")
            leaks += reader.traces(said, "a property")
        if len(held.attachments):
            leaks += reader.leak("attachment", "it has a file attached: take it out")
        root = held.Root
        if "/Names" in root and "/JavaScript" in root.Names:
            leaks += reader.leak("script", "it has a script: take it out")
        for number, page in enumerate(held.pages, 1):
            where = f"page {number}"
            for note in page.get("/Annots", ()):
                action = note.get("/A")
                if action is not None and str(action.get("/URI", "")).startswith("file:"):
                    leaks += reader.leak("path", f"{where} leads to a file of a machine: unlink it")
                if str(note.get("/Subtype")) != "/Link":
                    if reader.public:
                        leaks += reader.leak("comment", f"{where} has a note: take it out")
                    leaks += reader.text(str(note.get("/Contents", "")), None, "a note")
            for line in _lines(page):
                leaks += _said(line, reader, of_page, where)
    return leaks


def _said(text: str, reader: Reader, of_page: Collection[str] | None, where: str) -> list[Leak]:
    if of_page is None:
        return reader.text(text, None, where)
    return [*reader.traces(text, where), *strange(text, of_page, reader, where)]


def strange(text: str, known: Collection[str], reader: Reader, where: str) -> list[Leak]:
    """Return the numbers of a text that the page it was made from does not say."""
    return [
        leak
        for digits in dict.fromkeys(re.findall(r"\d+", text))
        if digits not in known
        for leak in reader.leak("number", f"'{digits}' in {where} is not on its page: make it anew")
    ]


WIDEST = 0.75
"""A step to the next letter of a word, in font sizes; a letter and a space are more."""


def _lines(page: Any) -> list[str]:
    """Return the text of a PDF page, piece by piece, through the fonts' own tables."""
    import pikepdf

    fonts: dict[str, dict[int, str]] = {}
    for name, font in (page.get("/Resources", {}).get("/Font", {}) or {}).items():
        fonts[str(name)] = _letters(font)
    lines, line, letters, since = [], "", {}, 0
    wide, size = False, 0.0
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        sign = str(instruction.operator)
        if sign == "Tf":
            font, points = operands
            letters = fonts.get(str(font), {})
            wide, size = bool(letters), abs(float(points))
        elif sign in ("Tj", "'", '"'):
            line += _decoded(bytes(operands[-1]), letters, wide)
        elif sign == "TJ":
            for part in operands[0]:
                if isinstance(part, pikepdf.String):
                    line += _decoded(bytes(part), letters, wide)
                elif float(part) < -180:
                    line += " "
        elif sign == "ET":
            lines.append(line)
            line, since = "", 0
        elif sign in ("Td", "TD", "T*"):
            # Letters that are placed one by one, as figures of equal width are, are one word.
            beside = sign == "Td" and float(operands[1]) == 0
            if not (beside and len(line) - since == 1 and abs(float(operands[0])) < size * WIDEST):
                line += " "
            since = len(line)
    return [*lines, line]


def _decoded(held: bytes, letters: dict[int, str], wide: bool) -> str:
    if not wide:
        return held.decode("latin-1")
    if max(letters) > 255 or (len(held) % 2 == 0 and held[:1] == b"\0"):
        codes = [int.from_bytes(held[i : i + 2], "big") for i in range(0, len(held), 2)]
    else:
        codes = list(held)
    return "".join(letters.get(code, "") for code in codes)


def _letters(font: Any) -> dict[int, str]:
    """Return what each code of a font stands for, from its ToUnicode table."""
    if "/ToUnicode" not in font:
        return {}
    text = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, letter in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letter).decode("utf-16-be", errors="replace")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for low, high, first in re.findall(
            r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block
        ):
            for step in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + step] = chr(int(first, 16) + step)
        for low, _, many in re.findall(
            r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\[(.*?)\]", block, re.S
        ):
            for step, letter in enumerate(re.findall(r"<([0-9A-Fa-f]+)>", many)):
                held = bytes.fromhex(letter).decode("utf-16-be", errors="replace")
                found[int(low, 16) + step] = held
    return found
