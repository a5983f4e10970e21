import warnings
import zipfile
from datetime import date
from types import SimpleNamespace

import openpyxl
import pytest
from odf.opendocument import load
from odf.table import Table, TableCell
from show_figures import needs, on_time, plans, safe

from jsna.errors import BuildError
from jsna.publish.opendocument import write_ods
from jsna.publish.workbook import sheets, write_xlsx

EDITION = SimpleNamespace(edition="demo", edition_state="final", as_of=date(2021, 8, 31))
HOSTILE = [
    "=1+1", "+44 1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://x.y", "<b>&amp;</b>",
    "\u202eevil", "x" * 300, "Ŵ", "😀", "$$note 1$$", "O'Hara", "a/b",
]  # fmt: skip


def hostile():
    return safe(
        [{"school": text, "value": 5.0} for text in HOSTILE],
        id="hostile",
        dimensions=("school",),
        title="=HYPERLINK(1)",
    )


def figures(*listed):
    return {one.figure.id: one for one in listed}


def book(tmp_path, *listed):
    path = write_xlsx(tmp_path / "w.xlsx", figures(*listed), EDITION)
    return openpyxl.load_workbook(path)


def test_a_spreadsheet_has_cover_contents_notes_and_one_real_table_a_sheet(tmp_path):
    made = book(tmp_path, plans(), needs())
    assert made.sheetnames == ["Cover", "Contents", "Notes", "Table 1", "Table 2"]
    assert [len(made[name].tables) for name in ("Table 1", "Table 2")] == [1, 1]
    assert [cell.value for cell in made["Contents"][4]] == [
        "Table 1", "Children and young people with an EHC plan",
    ]  # fmt: skip


def test_numbers_are_numbers_and_withheld_ones_are_words(tmp_path):
    sheet = book(tmp_path, needs())["Table 1"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["Whole county", "Autism", 520] in rows
    assert ["Whole county", "Vision", "too few to show"] in rows


def test_made_up_figures_say_so_on_their_sheet(tmp_path):
    sheet = book(tmp_path, needs())["Table 1"]
    assert any("Made-up records" in str(row[0].value) for row in sheet.iter_rows())


def test_the_file_says_its_title_and_language(tmp_path):
    path = write_xlsx(tmp_path / "w.xlsx", figures(plans()), EDITION)
    with zipfile.ZipFile(path) as content:
        core = content.read("docProps/core.xml").decode("utf-8")
    assert "<dc:title>SEND needs assessment, demo</dc:title>" in core
    assert "<dc:language>en-GB</dc:language>" in core


def test_text_never_becomes_a_formula_or_a_link_and_stays_whole(tmp_path):
    made = book(tmp_path, hostile())
    cells = [cell for row in made["Table 1"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert set(HOSTILE) <= {cell.value for cell in cells}


def test_the_opendocument_file_holds_the_same_words_and_numbers(tmp_path):
    path = write_ods(tmp_path / "w.ods", figures(hostile(), needs(), on_time()), EDITION)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        spreadsheet = load(str(path))
    tables = spreadsheet.getElementsByType(Table)
    assert [table.getAttribute("name") for table in tables] == [
        "Cover", "Contents", "Notes", "Table 1", "Table 2", "Table 3",
    ]  # fmt: skip
    cells = tables[3].getElementsByType(TableCell)
    assert all(cell.getAttribute("formula") is None for cell in cells)
    assert set(HOSTILE) <= {str(cell) for cell in cells}
    values = [cell.getAttribute("value") for cell in tables[5].getElementsByType(TableCell)]
    assert "520" in values


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_the_same_figures_give_the_same_bytes(tmp_path, write):
    one = write(tmp_path / "a", figures(plans(), needs()), EDITION).read_bytes()
    other = write(tmp_path / "b", figures(plans(), needs()), EDITION).read_bytes()
    assert one == other


def test_the_explorers_tables_are_not_repeated_in_the_spreadsheet():
    extra = safe([{"sex": "Total", "value": 5.0}], id="explorer-sex", dimensions=("sex",))
    assert [sheet.title for sheet in sheets(figures(extra, needs()))] == ["Pupils with SEN"]


def test_an_edition_without_figures_has_no_spreadsheet():
    with pytest.raises(BuildError) as caught:
        sheets({})
    assert caught.value.problems == ["the edition has no figures"]


def test_a_table_too_long_to_read_is_named_and_not_written(tmp_path):
    long = safe(
        [{"school": str(number), "value": 5.0} for number in range(2001)],
        id="long", dimensions=("school",),
    )  # fmt: skip
    made = book(tmp_path, long, needs())
    assert made.sheetnames == ["Cover", "Contents", "Notes", "Table 1"]
    cover = [str(row[0].value) for row in made["Cover"].iter_rows()]
    assert "Tables of more than 2000 rows are only beside this file: long." in cover


def test_on_paper_a_long_table_repeats_its_heading_on_landscape_sheets_one_wide(tmp_path):
    made = book(tmp_path, needs(), plans())
    for name, headings in (("Table 1", ["Place", "Year"]), ("Table 2", ["Place", "Primary need"])):
        sheet = made[name]
        first, last = (int(part.strip("$")) for part in sheet.print_title_rows.split(":"))
        assert first == last
        assert [sheet.cell(first, at + 1).value for at in range(len(headings))] == headings
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert made["Cover"].print_title_rows is None


def test_the_opendocument_file_prints_alike(tmp_path):
    path = write_ods(tmp_path / "w.ods", figures(needs()), EDITION)
    with zipfile.ZipFile(path) as archive:
        styles = archive.read("styles.xml").decode("utf-8")
        content = archive.read("content.xml").decode("utf-8")
    assert 'style:print-orientation="landscape"' in styles
    assert 'style:scale-to-X="1"' in styles
    assert content.count("<table:table-header-rows>") == 3
    assert 'style:master-page-name="Paper"' in content
