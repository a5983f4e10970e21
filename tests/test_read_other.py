"""What notebooks, pictures, PDFs and plain files may say."""

import io
import json
import struct
import zlib
from typing import Any

import pikepdf
import pytest
from reading import kinds, reader

from jsna.disclosure.read_other import (
    embedded,
    jpeg,
    notebook,
    pdf,
    plain,
    png,
    record,
    strange,
    table,
)


def chunk(kind: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))


def picture(*chunks: bytes, behind: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"") + behind


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (picture(), []),
        (picture(chunk(b"tEXt", b"Title\0Plans")), []),
        (picture(chunk(b"tEXt", b"Title\0of 7 plans")), ["number"]),
        (picture(chunk(b"pHYs", b"123456789"), chunk(b"tEXt", b"Title\0of 7 plans")), ["number"]),
        (picture(chunk(b"iTXt", b"Title\0of 7 plans")), ["number"]),
        (picture(chunk(b"zTXt", b"Title\0\0" + zlib.compress(b"of 7 plans"))), ["number"]),
        (picture(chunk(b"zTXt", b"Title\0\0broken")), []),
        (picture(chunk(b"tEXt", b"Software\0matplotlib 3.10")), []),
        (picture(chunk(b"eXIf", b"x")), ["metadata"]),
        (picture(behind=b"more"), ["metadata"]),
    ],
)
def test_a_picture_is_read_to_its_end(content: bytes, found: list[str]) -> None:
    assert kinds(png(content, reader())) == found


def test_what_a_page_embeds_is_known_by_its_first_bytes() -> None:
    text = chunk(b"tEXt", b"Title\0of 7 plans")
    assert kinds(embedded(picture(text), reader(), "x")) == ["number"]
    assert kinds(embedded(b"\xff\xd8..Exif\0\0", reader(), "x")) == ["metadata"]
    assert kinds(embedded(b"\xff\xd8..http://ns.adobe.com/xap", reader(), "x")) == ["metadata"]
    assert kinds(jpeg(b"\xff\xd8" + b"." * 70_000 + b"Exif\0\0", reader())) == ["metadata"]
    assert jpeg(b"\xff\xd8" + b"." * 70_000, reader()) == []
    assert kinds(embedded(b" <svg><text>of 7 plans</text></svg>", reader(), "x")) == ["number"]
    assert kinds(embedded(b"<?xml version='1.0'?><svg><desc>7 wait</desc></svg>", reader(), "x"))
    assert embedded(b"wOF2 of 7 plans", reader(), "x") == []
    assert embedded(b"wOFF of 7 plans", reader(), "x") == []
    assert kinds(embedded(b"of 7 plans", reader(), "x")) == ["number"]


def book(*outputs: Any, metadata: Any = None, **cell: Any) -> list[str]:
    code = {"cell_type": "code", "metadata": {}, "source": "x = 7", "outputs": list(outputs)}
    held = {"cells": [code | cell], "metadata": metadata or {}}
    return kinds(notebook(json.dumps(held).encode(), reader()))


def result(**data: Any) -> Any:
    named = {name.replace("_", "/", 1): value for name, value in data.items()}
    return {"output_type": "display_data", "metadata": {}, "data": named}


PLANS = '<p data-figure="plans">3,503 plans</p>'


@pytest.mark.parametrize(
    ("outputs", "found"),
    [
        ([], []),
        ([{"output_type": "stream", "text": ["ready\n", "done\n"]}], []),
        ([{"output_type": "stream", "text": "about 7 done"}], ["number"]),
        ([{"output_type": "stream", "text": "a\n0 Eden 3\n"}], ["rows"]),
        ([result(text_html=[PLANS])], []),
        ([result(text_html="<p>7 wait</p>")], ["number"]),
        ([{"output_type": "display_data", "data": {"image/svg+xml": "<svg><desc>7 wait</desc>"
           "</svg>"}}], ["number"]),
        ([result(text_html=PLANS, text_plain="Plans: 3,503")], []),
        ([result(text_html=PLANS, text_plain="Plans: −3,503")], []),
        ([result(text_html=PLANS, text_plain="Plans: 3,503 and 0")], []),  # a cell of the figure
        ([result(text_html=PLANS, text_plain="Plans: 3,503 and 40")], ["number"]),
        ([result(text_plain="a chart")], []),
        ([result(text_plain="about 7 wait")], ["number"]),
        ([{"output_type": "display_data", "data": {"application/json": [3503]}}], ["number"]),
        ([{"output_type": "display_data", "data": {"application/json": [3503],
           "text/html": PLANS}}], []),
        ([{"output_type": "display_data", "metadata": {"p": "/home/analyst/x"}, "data": {}}],
         ["path"]),
    ],
)  # fmt: skip
def test_the_outputs_of_a_notebook(outputs: list[Any], found: list[str]) -> None:
    assert book(*outputs) == found


def test_the_rest_of_a_notebook() -> None:
    assert book(source=["open('/home/analyst/x')"]) == ["path"]
    assert book(cell_type="markdown", source="7 wait") == ["number"]
    two = {"cells": [{"source": ""}, {"cell_type": "markdown", "source": "7 wait"}]}
    (leak,) = notebook(json.dumps(two).encode(), reader())
    assert "'7' in cell 2 (" in leak.what
    assert book(attachments={"a.png": {}}) == ["attachment"]
    assert book(metadata={"widgets": {}}) == ["widget state"]
    assert kinds(notebook(b"{}", reader())) == ["unreadable"]
    assert kinds(notebook(b"[", reader())) == ["unreadable"]


def test_a_table_names_the_row_of_a_number_and_columns_of_one_child() -> None:
    assert table(b"\xef\xbb\xbfarea,plans\nEden,0\n", reader(own=("plans",))) == []
    (leak,) = table(b"area,plans\nEden,0\nCopeland,7\n", reader(own=("plans",)))
    assert "'7' in row 3" in leak.what
    assert kinds(table(b"NHS number,area\n", reader())) == ["rows"]
    assert table(b"", reader()) == []


def test_a_text_file_names_the_line() -> None:
    (leak,) = plain(b"plans\n7 wait\n", reader())
    assert "'7' in line 2" in leak.what
    assert record(b'{"a": 7}', reader()) == []
    assert kinds(record(b'"/home/analyst/x"', reader())) == ["path"]


UNICODE = b"""2 beginbfchar <0000> <0037> <0003> <0020> endbfchar
2 beginbfrange <0010> <0019> <0030> <0020> <0022> [<0057> <0061> <0069>] endbfrange"""

WIDE = b"1 beginbfrange <0100> <0101> [<0030> <0034>] endbfrange"

NARROW = b"1 beginbfrange <FE> <FF> [<0030> <0034>] endbfrange"


def paper(stream: bytes, **page: Any) -> pikepdf.Pdf:
    held = pikepdf.new()
    made = held.add_blank_page()
    made.Contents = held.make_stream(stream)
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0)
    font.ToUnicode = held.make_stream(UNICODE)
    wide = pikepdf.Dictionary(Type=pikepdf.Name.Font, ToUnicode=held.make_stream(WIDE))
    narrow = pikepdf.Dictionary(Type=pikepdf.Name.Font, ToUnicode=held.make_stream(NARROW))
    plain = pikepdf.Dictionary(Type=pikepdf.Name.Font)
    made.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(F1=plain, F2=font, F3=wide, F4=narrow)
    )
    for name, value in page.items():
        made[f"/{name}"] = value
    return held


def of_pdf(held: pikepdf.Pdf, public: bool = True, of_page: Any = None) -> list[str]:
    out = io.BytesIO()
    held.save(out)
    return kinds(pdf(out.getvalue(), reader(public), of_page))


@pytest.mark.parametrize(
    ("stream", "found"),
    [
        (b"BT /F1 12 Tf (3,503 plans) Tj ET", []),
        (b"BT /F1 12 Tf (7 wait) Tj ET", ["number"]),
        (b"BT /F1 12 Tf [(3,) -20 (503)] TJ ET", []),
        (b"BT /F1 12 Tf [(3,503) -200 (7)] TJ ET", ["number"]),
        (b"BT /F1 12 Tf (3) ' (5) ' ET", ["number"]),
        (b"BT /F1 12 Tf (4) Tj 6 0 Td (0) Tj ET", []),  # a number set letter by letter
        (b"BT /F1 12 Tf (4) Tj 9 0 Td (0) Tj ET", ["number"]),  # as wide as a letter and a space
        (b"BT /F1 12 Tf (4) Tj 6 -14 Td (0) Tj ET", ["number"]),
        (b"BT /F1 12 Tf (4) Tj T* (0) Tj ET", ["number"]),
        (b"BT /F1 12 Tf (40) Tj ET BT (40) Tj ET", []),
        (b"BT /F2 12 Tf <00140010> Tj ET", []),  # 4 0
        (b"BT /F1 12 Tf (Wait) Tj ET BT (4) Tj 6 0 Td (0) Tj ET", []),
        (b"BT /F1 12 Tf (4) Tj ET BT (0) Tj ET", ["number"]),  # two pieces are two numbers
        (b"BT /F2 12 Tf <00140017> Tj ET", ["number"]),  # 4 7
        (b"BT /F2 12 Tf <1410> Tj ET", []),  # 4 0 in codes of one byte
        (b"BT /F2 12 Tf <1417> Tj ET", ["number"]),  # 4 7
        (b"BT /F2 12 Tf <001410> Tj ET", ["number"]),  # 7 4 0
        (b"BT /F3 12 Tf <01010100> Tj ET", []),  # 4 0 in codes of two
        (b"BT /F3 12 Tf <01010101> Tj ET", ["number"]),  # 4 4
        (b"BT /F4 12 Tf <FFFE> Tj ET", []),  # 4 0, the last code that one byte holds
        (b"BT /F4 12 Tf <FFFF> Tj ET", ["number"]),  # 4 4
        (b"BT /F2 12 Tf <0018> Tj ET", ["number"]),  # 8
        (b"BT /F2 12 Tf <0019> Tj ET", ["number"]),  # 9, the last of its range
        (b"BT /F2 12 Tf <0020002100220003001700030020> Tj ET", ["number"]),  # Wai 7 W
    ],
)
def test_the_text_of_a_pdf_is_read_as_it_is_set(stream: bytes, found: list[str]) -> None:
    assert [*dict.fromkeys(of_pdf(paper(stream)))] == found


def test_a_leak_of_a_pdf_names_its_page() -> None:
    held = paper(b"BT /F1 12 Tf (Plans) Tj ET")
    held.pages.extend(paper(b"BT /F1 12 Tf (7 wait) Tj ET").pages)
    out = io.BytesIO()
    held.save(out)
    (leak,) = pdf(out.getvalue(), reader())
    assert "'7' in page 2 (" in leak.what


def test_the_numbers_of_a_print_copy_are_those_of_its_page() -> None:
    held = paper(b"BT /F1 12 Tf (7 wait, 8 came) Tj ET")
    assert of_pdf(held, of_page={"7", "8"}) == []
    assert of_pdf(held, of_page={"7"}) == ["number"]
    (leak,) = strange("8 of 8 came", {"7"}, reader(), "page 1")
    assert leak.what == "'8' in page 1 is not on its page: make it anew"


def test_notes_links_properties_attachments_and_scripts_of_a_pdf() -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents="7 wait")
    assert of_pdf(paper(b"", Annots=pikepdf.Array([note]))) == ["comment", "number"]
    assert of_pdf(paper(b"", Annots=pikepdf.Array([note])), public=False) == ["number"]
    for address, found in (("file:///x", ["path"]), ("https://example.org", [])):
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)
        assert of_pdf(paper(b"", Annots=pikepdf.Array([link]))) == found
    titled = paper(b"")
    titled.docinfo["/Title"] = "7 wait"
    assert of_pdf(titled) == ["number"]
    named = paper(b"")
    named.docinfo["/Author"] = "Someone"
    named.docinfo["/Producer"] = "maker 7"
    assert of_pdf(named) == ["property"]
    attached = paper(b"")
    attached.attachments["x.txt"] = b"x"
    assert of_pdf(attached) == ["attachment"]
    scripted = paper(b"")
    scripted.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary())
    assert of_pdf(scripted) == ["script"]
    assert kinds(pdf(b"nothing", reader())) == ["unreadable"]
