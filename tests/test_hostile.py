"""Twenty hostile texts and fifty odd names pass through every output whole, as text."""

import csv
import io
import json
import warnings
from datetime import date
from types import SimpleNamespace

import docx
import openpyxl
import pytest
from browsing import chromium
from hostile_words import HOSTILE, ODD
from lxml import html as parser
from nbformat import v4
from odf.opendocument import load
from odf.table import TableCell
from show_figures import needs, safe

from inspection import word
from inspection.paper import Paper, Row, Section, Sentence, Table
from jsna.disclosure import release
from jsna.publish import capture, cards, explorer, index, pdf, poster, you_said
from jsna.publish.chromium import browser
from jsna.publish.html import render
from jsna.publish.opendocument import write_ods
from jsna.publish.page import Link, Page
from jsna.publish.workbook import write_xlsx
from jsna.run.contents import slug
from jsna.show import charts, easy, tables

WORDS = (*HOSTILE, *ODD)
EDITION = SimpleNamespace(edition="demo", edition_state="draft", as_of=date(2021, 8, 31))


def test_there_are_twenty_hostile_texts_and_fifty_odd_names():
    assert (len(set(HOSTILE)), len(set(ODD))) == (20, 50)
    assert max(map(len, ODD)) == 80


def figure(dimension="school", **changes):
    rows = [{dimension: text, "value": 5.0 * (number + 1)} for number, text in enumerate(WORDS)]
    return safe(rows, id="odd", dimensions=(dimension,), title="Pupils by school", **changes)


def a_page(title="Odd", *pieces):
    outputs = [v4.new_output("display_data", data=one._repr_mimebundle_()) for one in pieces]
    page = Page(
        path="a/b.html", title=title, section=title, edition="demo", as_of="31 August 2021",
        limits=(title,), tell_us=title, related=(Link("c.html", title),),
        elsewhere=(Link("d.html", title),), previous=Link("e.html", title),
        next=Link("f.html", title), breadcrumbs=(Link("index.html#x", title),),
    )  # fmt: skip
    return render(v4.new_notebook(cells=[v4.new_code_cell("x", outputs=outputs)]), page)


def as_text(made):
    """Return the page's tree, once sure that nothing in it runs or is fetched."""
    tree = parser.fromstring(made)
    assert len(tree.xpath("//script[not(@type)]")) == 1
    assert tree.xpath("//img | //iframe | //*[@onerror] | //@src") == []
    assert [a for a in tree.xpath("//@href") if a.startswith("javascript")] == []
    return tree


@pytest.mark.parametrize("text", WORDS)
def test_a_title_stands_as_text_wherever_a_page_says_it(text):
    tree = as_text(a_page(text))
    assert tree.xpath("//h1")[0].text_content() == text
    for place in ("Breadcrumb", "Related pages", "Next and previous page"):
        assert text in tree.xpath(f"//nav[@aria-label='{place}']")[0].text_content()


def test_the_labels_of_charts_and_tables_stand_as_text():
    shown = (
        charts.bars(figure(), "school", title=HOSTILE[0]),
        tables.table(figure(), "school", title=HOSTILE[1]),
    )
    tree = as_text(a_page("Odd", *shown))
    cells = {one.text_content() for one in tree.xpath("//th[@scope='row']")}
    assert set(WORDS) <= cells
    titles = tree.xpath("//figcaption/strong")
    assert [one.text_content() for one in titles] == [f"Figure 1. {HOSTILE[0]}"]


def test_a_poster_keeps_them_as_text():
    made = a_page("Odd", charts.bars(needs(), "need", title=HOSTILE[3]))
    page = Page(path="p.html", title=HOSTILE[0], section="", edition="demo", as_of="31 August 2021")
    tree = as_text(poster.render(made, page, WORDS))
    assert [item.text_content() for item in tree.xpath("//main//section//li")] == list(WORDS)


def test_the_start_page_and_its_search_hold_them_whole():
    listed = [
        index.Listed(f"pages/{number}.html", text, text, text, a_page(text))
        for number, text in enumerate(WORDS)
    ]
    tree = as_text(index.render(listed, EDITION))
    assert [one.text_content() for one in tree.xpath("//nav//li/a")] == list(WORDS)
    found = json.loads(tree.xpath("//script[@id='index']")[0].text)
    assert [one["t"] for one in found] == list(WORDS)


def test_the_explorer_holds_them_whole():
    cube = safe(
        [{"area": text, "value": 5.0} for text in WORDS], id="explorer-area", dimensions=("area",)
    )
    tree = as_text(explorer.render({"explorer-area": cube}, EDITION, {"Places": WORDS}))
    held = json.loads(tree.xpath("//script[@id='data']")[0].text)
    assert held["tables"][0]["values"] == [list(WORDS)]


def test_the_spreadsheets_hold_them_as_text_and_never_as_a_formula(tmp_path):
    figures = {"odd": figure()}
    book = openpyxl.load_workbook(write_xlsx(tmp_path / "w.xlsx", figures, EDITION))
    cells = [cell for row in book["Table 1"].iter_rows() for cell in row]
    assert set(WORDS) <= {cell.value for cell in cells}
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        opened = load(str(write_ods(tmp_path / "w.ods", figures, EDITION)))
    held = opened.spreadsheet.getElementsByType(TableCell)
    assert set(WORDS) <= {str(cell) for cell in held}
    assert all(cell.getAttribute("formula") is None for cell in held)


def test_the_published_table_gives_them_back(tmp_path):
    rows = list(csv.DictReader(io.StringIO(release.as_csv(figure()), newline="")))
    assert [row["school"] for row in rows] == list(WORDS)
    release.write([figure()], tmp_path, [("area", text, text) for text in WORDS], "demo")
    again = release.open_figures(tmp_path)["odd"]
    assert again.cells["school"].tolist() == list(WORDS)


def test_a_word_paper_holds_them(tmp_path):
    block = Table("Odd", ("Name", "Again"), tuple(Row((text, text)) for text in WORDS))
    said = tuple(Sentence(text) for text in WORDS)
    made = Paper(
        name="odd", title=HOSTILE[0], subtitle=HOSTILE[1], as_of="2021-08-31",
        classification="OFFICIAL", sections=(Section("one", HOSTILE[2], 1, (*said, block)),),
        figures=(), states=(),
    )  # fmt: skip
    path = word.write(made, tmp_path / "odd.docx").path
    text = "\n".join(
        part.text or "" for part in docx.Document(path).element.body.iter() if part.text
    )
    for one in WORDS:
        assert one in text


def test_what_people_write_comes_back_as_they_wrote_it(tmp_path):
    entries = [
        {
            "id": f"{number:016x}", "received": "2021-09-14", "page": "", "figure": "",
            "kind": "idea", "theme": text, "who": "parent", "text": text,
        }
        for number, text in enumerate(WORDS)
    ]  # fmt: skip
    path = tmp_path / "form.json"
    content = {"format": capture.FORMAT, "edition": "demo", "entries": entries}
    path.write_text(json.dumps(content), encoding="utf-8")
    captured = capture.read([path])
    assert captured.problems == ()
    register = tmp_path / "gaps.csv"
    register.write_text(capture.added(register, captured.entries), encoding="utf-8", newline="")
    rows = capture.registered(register)
    assert {row["text"] for row in rows} == set(WORDS)
    with register.open(encoding="utf-8", newline="") as stream:
        raw = [cell for row in csv.reader(stream) for cell in row]
    assert [cell for cell in raw if cell[:1] in tuple("=+-@")] == []
    printed = [{**row, "printed": row["text"]} for row in rows]
    tree = as_text(you_said.render(EDITION, printed))
    assert {one.text_content() for one in tree.xpath("//tbody//th")} == set(WORDS)


def test_the_form_offers_pages_and_themes_as_text():
    listed = [
        index.Listed(f"pages/{number}", text, "", "", "") for number, text in enumerate(WORDS)
    ]
    tree = as_text(capture.form(listed, EDITION, WORDS, HOSTILE[0]))
    turned = "\u202e\u2066\u2069\u200f"
    wanted = [text.translate(dict.fromkeys(map(ord, turned))) for text in WORDS]
    assert [one.text_content() for one in tree.xpath("//select[@id='page']/option")][1:] == wanted
    assert [one.text_content() for one in tree.xpath("//select[@id='theme']/option")][1:] == wanted


@pytest.mark.parametrize("name", [name for name in ODD if not any(c.isdigit() for c in name)])
def test_an_easy_read_page_names_an_odd_place_whole(name):
    lines = [easy.text("map", f"This page is about {name}."), easy.text("talk", "Tell us more.")]
    assert name in parser.fromstring(easy.read(lines, names=[name]).html).text_content()


def test_a_page_of_an_odd_place_has_a_path_that_every_system_takes():
    for text in WORDS:
        assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_print_copies_and_cards_hold_them(tmp_path):
    chromium()
    import pikepdf

    chart = charts.bars(figure(), "school", title=HOSTILE[0])
    path = tmp_path / "odd.html"
    path.write_text(a_page(HOSTILE[3], chart), encoding="utf-8")
    with browser() as context:
        copy = pdf.write(context, path, tmp_path / "odd.pdf", "20210831")
        (card,) = cards.write(context, path, tmp_path / "cards")
    with pikepdf.open(copy) as document:
        assert str(document.docinfo["/Title"]) == HOSTILE[3]
        pictures = [
            e for e in pdf._elements(document.Root.StructTreeRoot.K) if str(e.S) == "/Figure"
        ]
        alt = str(pictures[0].Alt)
    assert alt == card.with_suffix(".txt").read_text(encoding="utf-8").rstrip("\n")
    assert HOSTILE[0] in alt
