"""What a spreadsheet or a document may say: its parts are written here as a program would."""

import io
import zipfile

import pytest
from reading import kinds, reader

from jsna.disclosure import read_office
from jsna.disclosure.read_office import archive

TABLE = 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
OFFICE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
STYLE = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
TEXT = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
CONTENT = f"<c {TABLE} {OFFICE} {STYLE} {TEXT}>%s</c>"
WORD = '<w:d xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">%s</w:d>'


def packed(**parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return held.getvalue()


def of(name: str, text: str, public: bool = True) -> list[str]:
    return kinds(archive(packed(**{name: text}), reader(public)))


CLEAN = {
    "a sheet of cells": ("xl/worksheets/s.xml", '<s><c r="A1"><v>40</v></c><c t="n"/></s>'),
    "an index of a text": ("xl/worksheets/s.xml", '<s><c t="s"><v>7</v></c></s>'),
    "a row that is not hidden": ("xl/worksheets/s.xml", '<s><row hidden="0"/></s>'),
    "texts of cells": ("xl/sharedStrings.xml", "<s><si><t>3,503 plans</t></si></s>"),
    "a sheet that is seen": ("xl/workbook.xml", '<w><sheet name="x" state="visible"/></w>'),
    "nobody's name": ("docProps/core.xml", "<p><creator>openpyxl</creator></p>"),
    "a part of another kind": ("xl/theme/theme1.xml", "<t>7 colours</t>"),
    "a paragraph of cells": ("word/document.xml", WORD % "<w:p><w:t>3,503 plans</w:t></w:p>"),
    "text that is shown": ("word/document.xml", WORD % '<w:vanish w:val="0"/>'),
    "an open sheet of cells": (
        "content.xml",
        CONTENT % '<table:table-cell office:value="40"><text:p>40</text:p></table:table-cell>',
    ),
    "a value that is read, not its text": (
        "content.xml",
        CONTENT % '<table:table-cell office:value="40"><text:p>41</text:p></table:table-cell>',
    ),
    "an open sheet in a style that is seen": (
        "content.xml",
        CONTENT % '<style:style style:name="ta1"><style:p table:display="true"/></style:style>'
        '<table:table table:name="x" table:style-name="ta1"/>',
    ),
    "a picture's words": ("content.xml", CONTENT % "<desc>40 wait</desc>"),
    "a field's code": ("word/document.xml", WORD % "<w:p><w:instrText>PAGE 7</w:instrText></w:p>"),
}
LEAKS = {
    "an exact cell": ("xl/worksheets/s.xml", '<s><c r="B2"><v>7</v></c></s>', "number"),
    "a text in its cell": ("xl/worksheets/s.xml", "<s><c><is><t>7 wait</t></is></c></s>", "number"),
    "a text of cells": ("xl/sharedStrings.xml", "<s><si><t>7 wait</t></si></s>", "number"),
    "a hidden row": ("xl/worksheets/s.xml", '<s><row hidden="1"/></s>', "hidden cells"),
    "a hidden column": ("xl/worksheets/s.xml", '<s><col hidden="true"/></s>', "hidden cells"),
    "a formula": ("xl/worksheets/s.xml", "<s><c><f>A1-1</f></c></s>", "formula"),
    "a hidden sheet": ("xl/workbook.xml", '<w><sheet state="hidden"/></w>', "hidden sheet"),
    "a well hidden sheet": ("xl/workbook.xml", '<w><sheet state="veryHidden"/></w>',
                            "hidden sheet"),
    "a hidden name": ("xl/workbook.xml", '<w><definedName hidden="1"/></w>', "hidden name"),
    "a name in the properties": ("docProps/core.xml", "<p><creator>A Person</creator></p>",
                                 "property"),
    "a number in the properties": ("docProps/core.xml", "<p><subject>7 wait</subject></p>",
                                   "number"),
    "a path in the properties": ("meta.xml", "<m><x>/home/analyst/a.ods</x></m>", "path"),
    "a comment": ("xl/comments1.xml", "<c><t>who?</t></c>", "comment"),
    "a pivot": ("xl/pivotTables/p1.xml", "<p/>", "pivot cache"),
    "a macro": ("xl/vbaProject.bin", "x", "macro"),
    "a link outside": ("xl/externalLinks/e1.xml", "<e/>", "outside link"),
    "a query": ("xl/connections.xml", "<e/>", "query"),
    "a path in its links": ("word/_rels/d.xml.rels", '<r t="file:///home/analyst/a"/>', "path"),
    "a path elsewhere": ("xl/theme/theme1.xml", "<t>/home/analyst/a.xlsx</t>", "path"),
    "a tracked change": ("word/document.xml", WORD % "<w:ins/>", "tracked change"),
    "what a tracked change deleted": (
        "word/document.xml", WORD % "<w:p><w:t>x </w:t><w:delText>7 wait</w:delText></w:p>",
        "number"),
    "two texts of a line": (
        "word/document.xml", WORD % "<w:p><w:t>about</w:t><w:br/><w:t>7 wait</w:t></w:p>",
        "number"),
    "hidden text": ("word/document.xml", WORD % "<w:vanish/>", "hidden text"),
    "alt text": ("word/document.xml", WORD % '<w:docPr descr="7 wait"/>', "number"),
    "a note in an open document": ("content.xml", CONTENT % "<office:annotation/>", "comment"),
    "an exact cell of an open sheet": (
        "content.xml", CONTENT % '<table:table-cell office:value="7"/>', "number"),
    "a formula of an open sheet": (
        "content.xml", CONTENT % '<table:table-cell table:formula="of:=1"/>', "formula"),
    "a hidden row of an open sheet": (
        "content.xml", CONTENT % '<table:table-row table:visibility="collapse"/>', "hidden cells"),
    "a filtered row of an open sheet": (
        "content.xml", CONTENT % '<table:table-row table:visibility="filter"/>', "hidden cells"),
    "a sheet that is not displayed": (
        "content.xml", CONTENT % '<table:table table:display="false"/>', "hidden sheet"),
    "a sheet in a style that is not displayed": (
        "content.xml",
        CONTENT % '<style:style style:name="ta1"><style:p table:display="false"/></style:style>'
        '<table:table table:name="x" table:style-name="ta1"/>', "hidden sheet"),
    "a picture's title": ("content.xml", CONTENT % "<title>7 wait</title>", "number"),
    "words of an open document": ("content.xml", CONTENT % "<text:p>7 wait</text:p>", "number"),
    "words behind a mark": (
        "content.xml", CONTENT % "<text:p>about <text:s/> 7 wait</text:p>", "number"),
    "words in a mark": (
        "content.xml", CONTENT % "<text:p><text:span>7 wait</text:span></text:p>", "number"),
}  # fmt: skip


@pytest.mark.parametrize("said", CLEAN)
def test_a_file_may_hold(said: str) -> None:
    assert of(*CLEAN[said]) == []


@pytest.mark.parametrize("said", LEAKS)
def test_a_file_may_not_hold(said: str) -> None:
    name, text, kind = LEAKS[said]
    assert of(name, text) == [kind]


@pytest.mark.parametrize("said", ["a comment", "a tracked change", "a note in an open document"])
def test_what_is_still_being_argued_is_at_home_in_the_partnership(said: str) -> None:
    name, text, _ = LEAKS[said]
    assert of(name, text, public=False) == []


def test_a_word_paper_of_the_partnership_is_a_register_and_a_sheet_is_none() -> None:
    lines = WORD % "<w:p><w:t>4 of 24 actions; 3 children</w:t></w:p>"
    (leak,) = archive(packed(**{"word/document.xml": lines}), reader(False))
    assert "'3' in a paragraph" in leak.what
    cells = CONTENT % "<text:p>7 wait</text:p>"
    (leak,) = archive(packed(**{"content.xml": cells}), reader(False))
    assert "'7' in a cell" in leak.what


def test_cells_that_no_figure_explains_are_counted_and_the_first_named() -> None:
    sheet = '<s><c r="A1"><v>40</v></c><c r="B1"><v>7</v></c><c r="B2"><v>8.5</v></c></s>'
    (leak,) = archive(packed(**{"xl/worksheets/sheet1.xml": sheet}), reader())
    assert leak.what.startswith("2 cells of xl/worksheets/sheet1.xml are in no safe figure, such")
    assert "such as B1 (7):" in leak.what


def test_a_file_inside_a_file_is_read_too() -> None:
    inner = packed(**{"xl/workbook.xml": '<w><sheet state="hidden"/></w>'})
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("word/embeddings/book.xlsx", inner)
    assert kinds(archive(held.getvalue(), reader())) == ["hidden sheet"]


def test_what_cannot_be_read_or_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kinds(archive(b"nothing", reader())) == ["unreadable"]
    ten = packed(**{"xl/theme/theme1.xml": "<t>seven</t>"[:12]})
    monkeypatch.setattr(read_office, "LARGEST", 12)
    assert archive(ten, reader()) == []
    monkeypatch.setattr(read_office, "LARGEST", 11)
    assert kinds(archive(ten, reader())) == ["unreadable"]


def test_a_broken_part_is_read_as_far_as_it_goes() -> None:
    assert of("xl/sharedStrings.xml", "<s><si><t>7 wait") == ["number"]
