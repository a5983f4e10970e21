from pathlib import Path

import pytest
from browsing import chromium
from lxml import html as parser
from nbformat import v4
from show_figures import needs, on_time, plans

from jsna.errors import BuildError
from jsna.publish import cards, pdf, poster
from jsna.publish.chromium import browser
from jsna.publish.html import render
from jsna.publish.page import Page
from jsna.show import charts, tables, themes


def page():
    return Page(
        path="a.html", title="EHC plans", section="S", edition="demo", as_of="31 August 2021"
    )


def made(tmp_path, *pieces) -> Path:
    outputs = [v4.new_output("display_data", data=one._repr_mimebundle_()) for one in pieces]
    path = tmp_path / "a.html"
    notebook = v4.new_notebook(cells=[v4.new_code_cell("x", outputs=outputs)])
    path.write_text(render(notebook, page()), encoding="utf-8")
    return path


def pieces():
    return (
        charts.line(plans(), "year", "area", title="Plans"),
        charts.bars(needs(), "need", title="Needs"),
        tables.table(plans(), "area", "year", title="Table"),
    )


def test_a_print_copy_is_tagged_and_its_pictures_have_their_words(tmp_path):
    chromium()
    import pikepdf

    with browser() as context:
        copy = pdf.write(context, made(tmp_path, *pieces()), tmp_path / "a.pdf", "20210831")
    with pikepdf.open(copy) as document:
        assert str(document.Root.Lang) == "en-GB"
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.docinfo["/Title"]) == "EHC plans"
        assert str(document.docinfo["/CreationDate"]) == "D:20210831000000Z"
        elements = list(pdf._elements(document.Root.StructTreeRoot.K))
        pictures = [one for one in elements if str(one.S) == "/Figure"]
        assert [str(one.Alt)[:10] for one in pictures] == ["Line chart", "Bar chart "]
        heads = [one for one in elements if str(one.S) == "/TH"]
        assert heads
        assert all("Scope" in repr(one.A) for one in heads)


def test_a_picture_without_its_words_stops_the_print_copy(tmp_path):
    chromium()
    import pikepdf

    with browser() as context:
        copy = pdf.write(context, made(tmp_path, *pieces()), tmp_path / "a.pdf", "20210831")
    with pikepdf.open(copy) as document, pytest.raises(BuildError) as caught:
        pdf.repair(document, ["only one"], "20210831", "a.html")
    assert caught.value.problems == ["it has 2 pictures and 1 descriptions"]


def test_each_figure_has_a_card_and_its_words_beside_it(tmp_path):
    chromium()
    from PIL import Image

    with browser() as context:
        made_cards = cards.write(context, made(tmp_path, *pieces()), tmp_path / "cards")
    assert len(made_cards) == 2
    for card in made_cards:
        with Image.open(card) as picture:
            assert picture.width > 1000
        assert "chart" in card.with_suffix(".txt").read_text(encoding="utf-8")


def test_a_poster_keeps_the_numbers_of_the_figures_and_leaves_out_links(tmp_path):
    chart = charts.intervals(on_time(), "area", title="On time")
    text = made(tmp_path, *pieces(), chart).read_text(encoding="utf-8")
    tree = parser.fromstring(poster.render(text, page(), ("What helps?",)))
    titles = [one.text_content() for one in tree.xpath("//figcaption/strong")]
    assert titles == ["Figure 1. Plans", "Figure 2. Needs", "Figure 3. On time"]
    assert tree.xpath("//figure//a") == []
    assert tree.xpath("//main//li/text()") == ["What helps?"]
    assert set(tree.xpath("//figure/@id")) == {
        f"p-{name}" for name in parser.fromstring(text).xpath("//figure/@id")
    }


def test_a_poster_says_once_what_several_figures_note_and_leaves_sources_to_the_page(tmp_path):
    text = made(tmp_path, *pieces()).read_text(encoding="utf-8")
    tree = parser.fromstring(poster.render(text, page()))
    assert tree.xpath("//figure//p[@class='note' or @class='source']") == []
    (note,) = tree.xpath("//main/p[@class='note']")
    assert note.text_content().count("rounded to a multiple of 5, by at most 8,") == 1
    assert note.text_content().endswith("Sources and all numbers are on the page.")


def test_a_table_of_a_workshop_pack_has_its_number_and_stands_on_the_poster(tmp_path):
    shown = themes.with_number(tables.table(plans(), "area", "year", title="Table"), 10)
    text = made(tmp_path, shown).read_text(encoding="utf-8")
    (caption,) = parser.fromstring(poster.render(text, page())).xpath("//caption")
    assert caption.text_content().startswith("Figure 10. Table.")


def test_a_page_without_figures_has_no_poster():
    with pytest.raises(BuildError) as caught:
        poster.render("<main></main>", page())
    assert caught.value.problems == ["the page has no figure"]
