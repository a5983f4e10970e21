import base64
import hashlib
import io
import json
import re
import struct
import zipfile
import zlib

import docx
import openpyxl
import pandas as pd
import pikepdf
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from jsna.disclosure import protect, release
from jsna.disclosure.gate import _said, gate, main_text
from jsna.disclosure.protect import Released
from jsna.disclosure.remember import remember
from jsna.disclosure.safe import Protection, _mint
from jsna.figures import Figure

LINKS = [("area", "West", "Allerdale"), ("area", "West", "Carlisle"), ("area", "West", "Copeland")]


def entry(identity, dimensions, **changes):
    values = {
        "id": identity,
        "title": "EHC plans",
        "question": "How many?",
        "population": "Children",
        "dimensions": dimensions,
        "kind": "count",
        "unit": "plans",
        "source": ("ehc_plans",),
        "period": "January 2021",
        "geography": "Districts",
        "rule": "published",
    }
    return Figure(**(values | changes))


PLANS = entry("plans", ("area",))
WAITS = entry("children-waiting", ("area",), rule="rounded", records="referrals", unit="children")

TEMPLATE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>EHC plans</title>
<meta name="jsna:constants" content="within 20 weeks|18-week expectation"></head><body><main>
<h1>Plans in 2021</h1>
<p>In January 2021 <data class="figure" data-figure="plans" value="3503">3,503 plans</data>,
<data class="figure" data-figure="plans" data-derived="difference" data-operands="3503 3200"
value="303">303</data> more than before; WG5.3 and action 6.1.2 ask for the 18-week expectation.</p>
<figure data-figure="children-waiting"><svg viewBox="0 0 9 9" role="img"
aria-label="Bar chart of children waiting by place, 2 bars. Highest: Allerdale, 40."><g>
<text>0</text><text>25</text><text>50</text><text>Allerdale</text><text>40</text></g></svg>
<table data-figure="children-waiting"><caption>Waiting</caption><thead><tr><th scope="col">Area</th>
<th scope="col">Children</th></tr></thead><tbody><tr><th scope="row">Allerdale</th><td>40</td></tr>
<tr><th scope="row">Eden</th><td>0</td></tr></tbody></table></figure>
<p>Children aged 0 to 25, by 31 August 2021, within 20 weeks, with a 95% interval.</p>
EXTRA</main></body></html>"""
PAGE = TEMPLATE.replace("EXTRA", "")


def safes():
    plans = pd.DataFrame({"area": ["Cumbria", "Before"], "value": [3503, 3200]})
    waiting = pd.DataFrame(
        {
            "area": ["Allerdale", "Carlisle", "Copeland", "Eden", "West", "Total"],
            "value": [40.0, 30.0, 15.0, 0.0, 85.0, 85.0],
            "status": ["shown"] * 6,
        }
    )
    rounded = Protection("controlled rounding", 5, 4, "too few to show")
    return {
        "plans": protect.published(PLANS, plans, "2021-08-31"),
        "children-waiting": _mint(WAITS, waiting, rounded, True),
    }


def notebook(outputs=(), metadata=None):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Plans\n\nWhat is there in 2021?"},
        {
            "cell_type": "code",
            "metadata": {},
            "source": "words.single(plans)",
            "execution_count": 1,
            "outputs": list(outputs),
        },
    ]
    return json.dumps({"cells": cells, "metadata": metadata or {}, "nbformat": 4})


def listed(folder):
    outputs = {
        path.relative_to(folder).as_posix(): ""
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }
    (folder / "run.json").write_text(json.dumps({"outputs": outputs}), encoding="utf-8")


@pytest.fixture
def report(tmp_path):
    folder = tmp_path / "public"
    (folder / "pages").mkdir(parents=True)
    (folder / "notebooks").mkdir()
    release.write(safes(), folder, LINKS, "cumbria-2021")
    (folder / "pages" / "plans.html").write_text(PAGE, encoding="utf-8")
    (folder / "notebooks" / "plans.ipynb").write_text(notebook(), encoding="utf-8")
    listed(folder)
    return folder


def kinds(folder, **more):
    return {leak.kind for leak in gate(folder, released=Released(), **more)}


def test_a_clean_report_passes(report):
    assert gate(report, released=Released()) == ()


def extra(report, markup):
    path = report / "pages" / "plans.html"
    path.write_text(TEMPLATE.replace("EXTRA", markup), encoding="utf-8")


def spreadsheet(report, change, name="workbook.xlsx"):
    book = openpyxl.Workbook()
    book.active.append(["Allerdale", 40])
    book.properties.creator = ""
    change(book)
    book.save(report / name)
    listed(report)


def hide_a_sheet(book):
    book.create_sheet("work").sheet_state = "hidden"


def hide_a_row(book):
    book.active.append(["Eden", 0])
    book.active.row_dimensions[2].hidden = True


def comment_a_cell(book):
    book.active["A1"].comment = openpyxl.comments.Comment("who is this?", "a colleague")


def write_an_exact_count(book):
    book.active.append(["Eden", 3])


def write_a_formula(book):
    book.active["C1"] = "=B1-1"


def name_an_author(book):
    book.properties.creator = "Someone Real"


SHEETS = {
    "a hidden sheet": (hide_a_sheet, "hidden sheet"),
    "a hidden row": (hide_a_row, "hidden cells"),
    "a comment in a cell": (comment_a_cell, "comment"),
    "an exact count in a cell": (write_an_exact_count, "number"),
    "a formula that keeps its last result": (write_a_formula, "formula"),
    "the author's name in the properties": (name_an_author, "property"),
}


@pytest.mark.parametrize("planted", SHEETS)
def test_the_gate_finds_in_a_spreadsheet(report, planted):
    change, kind = SHEETS[planted]
    spreadsheet(report, change)
    assert kind in kinds(report)


def test_a_spreadsheet_of_safe_cells_passes(report):
    spreadsheet(report, lambda book: None)
    assert kinds(report) == set()


def test_a_pivot_cache_is_found(report):
    spreadsheet(report, lambda book: None)
    with zipfile.ZipFile(report / "workbook.xlsx", "a") as held:
        held.writestr("xl/pivotCache/pivotCacheRecords1.xml", "<r><n v='3'/></r>")
    assert "pivot cache" in kinds(report)


def png(text):
    def chunk(kind, held):
        whole = kind + held
        return struct.pack(">I", len(held)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"tEXt", b"Comment\0" + text)
    return b"\x89PNG\r\n\x1a\n" + parts + chunk(b"IEND", b"")


PICTURE = base64.b64encode(png(b"drawn from /home/analyst/exact.csv")).decode()
PAGES = {
    "an exact count in an alt text": ('<img alt="3 children wait in Eden">', "number"),
    "a percentage to two decimals": ('<p data-figure="plans">That is 14.29%.</p>', "number"),
    "a count typed into a sentence": ("<p>Three are in Eden, 7 in Copeland.</p>", "number"),
    "a count of another figure in a table": (
        '<table data-figure="children-waiting"><tr><td>3,503</td></tr></table>',
        "number",
    ),
    "a difference that is none": (
        '<data data-figure="plans" data-derived="difference" data-operands="3503 3499" '
        'value="4">4</data>',
        "number",
    ),
    "a printed number that is not the cell's": (
        '<data data-figure="plans" value="3503">3,498</data>',
        "number",
    ),
    "a figure nobody knows": ('<p data-figure="secret">40</p>', "figure"),
    "a frame shown as it is": (
        '<table border="1" class="dataframe"><tr><td>40</td></tr></table>',
        "table",
    ),
    "one row a child": ("<table><tr><th>UPN</th><th>Surname</th></tr></table>", "rows"),
    "a number in a comment": ("<!-- Eden: 3 -->", "comment"),
    "a count in embedded data": (
        '<script type="application/json">{"cells": [40, 3]}</script>',
        "number",
    ),
    "a list of numbers in a script": ("<script>var x = [1,2,3,4,5,6,7];</script>", "number"),
    "a source map": ("<script>//# sourceMappingURL=page.js.map</script>", "source map"),
    "a label on a bar": (
        '<svg aria-label="Bars"><text>0</text><text>20</text><text>40</text><text>3</text></svg>',
        "number",
    ),
    "a postcode": ("<p>Lives near CA28 7QE.</p>", "postcode"),
    "a pupil number": ("<p>Pupil A123456789012 moved.</p>", "identifier"),
    "a traceback": ("<pre>Traceback (most recent call last):</pre>", "traceback"),
    "a path of somebody's machine": ("<p>Read from C:\\Users\\analyst\\cases.csv</p>", "path"),
    "a path in a picture's metadata": (
        f'<img alt="" src="data:image/png;base64,{PICTURE}">',
        "path",
    ),
    "a constant that says nothing of what": (
        '<meta name="jsna:constants" content="3"><p>3 children</p>',
        "number",
    ),
}


def test_a_table_of_the_explorer_holds_cells_of_its_own_figure_and_states(report):
    block = (
        '<script type="application/json">{"tables":[{"id":"children-waiting","cells":%s}]}</script>'
    )
    extra(report, block % "[40,0,-1]")
    assert kinds(report) == set()
    extra(report, block % "[40,3503]")
    assert kinds(report) == {"number"}


@pytest.mark.parametrize("planted", PAGES)
def test_the_gate_finds_on_a_page(report, planted):
    markup, kind = PAGES[planted]
    extra(report, markup)
    assert kind in kinds(report)


def test_a_name_from_the_extracts_is_found_without_being_kept(report):
    extra(report, "<p>Asked by Madeup Testname of Eden.</p>")
    names = {hashlib.sha256(b"madeup testname").hexdigest()}
    assert kinds(report) == set()
    assert kinds(report, names=names) == {"name"}


def test_a_message_never_repeats_an_identifier(report):
    extra(report, "<p>Number 943 476 5919 and pupil A123456789012.</p>")
    said = " ".join(str(leak) for leak in gate(report, released=Released()))
    assert "NHS number" in said
    assert "943" not in said
    assert "A1234" not in said


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def shown(held):
    return {"output_type": "execute_result", "metadata": {}, "data": held}


NOTEBOOKS = {
    "rows printed in a cell": ([stream("0 Eden ASD 3\n1 Eden HI 1")], {}, "rows"),
    "an error": ([{"output_type": "error", "ename": "KeyError"}], {}, "traceback"),
    "a frame as text": ([shown({"text/plain": "  area\n0 Eden 3\n1 Eden 4"})], {}, "rows"),
    "a picture": ([shown({"image/png": "AAAA"})], {}, "picture"),
    "a widget": ([shown({"application/vnd.jupyter.widget-view+json": {}})], {}, "widget state"),
    "the state of widgets": ([], {"widgets": {"state": {}}}, "widget state"),
    "a path in the metadata": ([], {"papermill": {"input_path": "/home/x/a.ipynb"}}, "path"),
    "a text twin that says more than its page": (
        [shown({"text/html": '<p data-figure="plans">3,503</p>', "text/plain": "3,503 and 3"})],
        {},
        "number",
    ),
}


@pytest.mark.parametrize("planted", NOTEBOOKS)
def test_the_gate_finds_in_a_notebook(report, planted):
    outputs, metadata, kind = NOTEBOOKS[planted]
    path = report / "notebooks" / "plans.ipynb"
    path.write_text(notebook(outputs, metadata), encoding="utf-8")
    assert kind in kinds(report)


def test_a_text_twin_may_write_its_page_s_number_with_a_sign(report):
    # 303 is a difference that the page derived: alone, it would be explained by nothing.
    markup = re.search(r"<p>In January 2021.*?</p>", TEMPLATE, re.S).group()
    path = report / "notebooks" / "plans.ipynb"
    for twin, found in (("down by -303", set()), ("down by -304", {"number"})):
        held = shown({"text/html": markup, "text/plain": twin})
        path.write_text(notebook([held]), encoding="utf-8")
        assert kinds(report) == found


@pytest.mark.parametrize(("percent", "found"), [(33.0, set()), (33.5, {"table"})])
def test_a_percentage_of_rounded_counts_is_a_whole_one_odd_or_even(tmp_path, percent, found):
    cells = pd.DataFrame(
        {"area": ["Allerdale"], "value": [40.0], "percent": [percent], "status": ["shown"]}
    )
    rounded = Protection("controlled rounding", 5, 4, "too few to show")
    release.write({"children-waiting": _mint(WAITS, cells, rounded, True)}, tmp_path, (), "x-2021")
    listed(tmp_path)
    assert kinds(tmp_path) == found


def test_an_nhs_number_in_a_file_name_is_found(report):
    (report / "pages" / "case-943-476-5919.html").write_text(PAGE, encoding="utf-8")
    listed(report)
    assert "identifier" in kinds(report)


def test_ten_digits_that_are_no_nhs_number_are_no_leak(report):
    extra(report, "<p>Telephone 943 476 5918.</p>")
    assert "identifier" not in kinds(report)


def test_a_file_that_the_manifest_does_not_list_is_found(report):
    (report / "cases.txt").write_text("nothing", encoding="utf-8")
    assert kinds(report) == {"manifest"}


def test_a_file_that_is_gone_is_found(report):
    (report / "pages" / "plans.html").unlink()
    assert kinds(report) == {"manifest"}


def test_a_kind_of_file_that_nobody_can_read_is_refused(report):
    (report / "store.parquet").write_bytes(b"PAR1")
    listed(report)
    assert kinds(report) == {"unreadable"}


def test_a_table_that_was_edited_by_hand_is_found(report):
    path = report / "tables" / "children-waiting.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",15,", ",13,"), encoding="utf-8")
    assert "table" in kinds(report)


def test_two_tables_that_differ_by_one_district_are_found(tmp_path):
    exact = Protection("none", 1, 0, "")
    west = pd.DataFrame({"area": ["West"], "value": [57.0], "status": ["shown"]})
    two = pd.DataFrame(
        {"area": ["Allerdale", "Carlisle"], "value": [30.0, 25.0], "status": ["shown", "shown"]}
    )
    held = {
        "west": _mint(entry("west", ("area",), records="x", rule="suppressed"), west, exact, True),
        "two": _mint(entry("two", ("area",), records="x", rule="suppressed"), two, exact, True),
    }
    folder = tmp_path / "public"
    release.write(held, folder, LINKS, "cumbria-2021")
    listed(folder)
    leaks = gate(folder, released=Released())
    assert {leak.kind for leak in leaks} == {"narrowed"}
    assert any("Copeland" in leak.what for leak in leaks)


def word(text, report, comment=False, tracked=False):
    document = docx.Document()
    paragraph = document.add_paragraph(text)
    document.core_properties.author = ""
    if comment:
        document.add_comment(paragraph.runs, text="is this right?", author="x", initials="x")
    held = io.BytesIO()
    document.save(held)
    if tracked:
        held = _tracked(held)
    (report / "draft.docx").write_bytes(held.getvalue())
    listed(report)


def _tracked(held):
    out = io.BytesIO()
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:r>", b'<w:ins w:id="1" w:author="x"><w:r>', 1)
                content = content.replace(b"</w:r>", b"</w:r></w:ins>", 1)
            new.writestr(name, content)
    return out


def test_comments_and_tracked_changes_are_refused_in_public_and_allowed_in_partnership(report):
    word("Plans: 3,503.", report, comment=True, tracked=True)
    assert {"comment", "tracked change"} <= kinds(report)
    partnership = report.parent / "partnership"
    partnership.mkdir()
    (report / "draft.docx").rename(partnership / "draft.docx")
    listed(report)
    listed(partnership)
    assert kinds(partnership) == set()


def test_the_partnership_is_held_to_the_same_figures(report):
    partnership = report.parent / "partnership"
    partnership.mkdir()
    word("There are 3,503 plans, and 17 children wait in Eden.", partnership)
    listed(partnership)
    leaks = gate(report.parent, released=Released())
    assert [leak.file for leak in leaks] == ["partnership/draft.docx"]
    assert "'17'" in leaks[0].what


@pytest.mark.parametrize(
    "innocent",
    [
        "4 of 24 actions are overdue, 6.1.2 by 320 days.",
        "2 signs of impact, 1 measure and 3 pieces of evidence.",
        "Of 152 actions 148 critical ones follow.",
    ],
)
def test_lines_of_the_plan_may_be_counted_in_a_paper(report, innocent):
    partnership = report.parent / "partnership"
    partnership.mkdir()
    word(innocent, partnership)
    listed(partnership)
    assert kinds(partnership) == set()


@pytest.mark.parametrize("people", ["3 children", "2 young people", "1 disabled boy", "4 families"])
def test_a_few_people_are_a_leak_in_a_paper_whatever_other_figures_hold(report, people):
    partnership = report.parent / "partnership"
    partnership.mkdir()
    word(f"In Eden {people} wait, as the 3,503 plans say.", partnership)
    listed(partnership)
    leaks = gate(report.parent, released=Released())
    assert [leak.kind for leak in leaks] == ["number"]


def test_a_file_beside_the_two_folders_is_found(report):
    (report.parent / "exact.csv").write_text("area,value\n", encoding="utf-8")
    assert [leak.kind for leak in gate(report.parent, released=Released())] == ["stray file"]


def test_an_open_document_sheet_is_read(report):
    book = OpenDocumentSpreadsheet()
    table = Table(name="Waiting")
    for value in (40, 3):
        row = TableRow()
        cell = TableCell(valuetype="float", value=value)
        cell.addElement(P(text=str(value)))
        row.addElement(cell)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(report / "workbook.ods"))
    listed(report)
    leaks = gate(report, released=Released())
    assert {leak.kind for leak in leaks} == {"number"}
    assert "such as 3" in leaks[0].what


def test_a_pdf_is_read_with_its_properties_notes_and_text(report):
    held = pikepdf.new()
    page = held.add_blank_page()
    page.Contents = held.make_stream(b"BT /F1 12 Tf (Eden: 7 children) Tj ET")
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents="see A123456789012"
    )
    page.Annots = held.make_indirect(pikepdf.Array([note]))
    held.docinfo["/Author"] = "Someone Real"
    held.save(report / "print.pdf")
    listed(report)
    assert {"number", "comment", "identifier", "property"} <= kinds(report)


def test_a_number_of_the_edition_before_that_a_new_table_contradicts_is_found(report, tmp_path):
    cells = safes()["children-waiting"].cells.copy()
    cells.loc[cells["area"] == "Eden", "value"] = 5.0
    rounded = Protection("controlled rounding", 5, 4, "too few to show")
    before = {"children-waiting": _mint(WAITS, cells, rounded, True)}
    remember(before, tmp_path / "released" / "cumbria-2020", LINKS)
    earlier = Released.read(tmp_path / "released")
    leaks = gate(report, released=earlier)
    assert {leak.kind for leak in leaks} == {"narrowed"}
    assert "Eden is known to be 1 to 4" in leaks[0].what


def test_the_editions_that_the_project_keeps_are_read_where_none_are_given(
    report, tmp_path, monkeypatch
):
    cells = safes()["children-waiting"].cells.copy()
    cells.loc[cells["area"] == "Eden", "value"] = 5.0
    rounded = Protection("controlled rounding", 5, 4, "too few to show")
    before = {"children-waiting": _mint(WAITS, cells, rounded, True)}
    remember(before, tmp_path / "data" / "released" / "cumbria-2020", LINKS)
    monkeypatch.setattr("jsna.disclosure.gate.DATA", tmp_path / "data")
    assert "narrowed" in {leak.kind for leak in gate(report)}


def test_the_main_text_of_a_page_leaves_out_what_is_drawn(report):
    text = main_text(report / "pages" / "plans.html")
    assert text.startswith("Plans in 2021 In January 2021 3,503 plans")
    assert "Bar chart" not in text


def test_each_clause_of_what_the_catalogue_says_may_be_repeated():
    class Described(dict):
        def describe(self, figure):
            return dict.fromkeys(
                ("title", "question", "population", "period", "geography", "limits"), "A figure"
            ) | {"method": "Mean distance of places; 2,000 simulated counties of equal places. So."}

    said = _said(Described(one=None))
    assert "2,000 simulated counties of equal places" in said
    assert "Mean distance of places; 2,000 simulated counties of equal places. So." in said
