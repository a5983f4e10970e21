"""A workshop pack: notes, poster and the page that leads to them, for each theme with a page."""

from datetime import date
from types import SimpleNamespace

import pytest
from lxml import html as parser
from show_figures import needs, plans

from jsna.publish import workshop
from jsna.publish.index import Listed
from jsna.show import charts
from jsna.show.themes import Chosen, Theme, with_number

HOSTILE = "<script>x()</script> \u202e O'Hara & Ŵyn 😀"


class Edition(SimpleNamespace):
    def figure(self, name):
        return {"sen-by-need": needs(), "plans": plans()}[name]


EDITION = Edition(
    params=SimpleNamespace(edition="demo", edition_state="draft"), as_of=date(2021, 8, 31)
)
THEME = Theme(
    name="Speech & language",
    about=HOSTILE,
    figures=(
        Chosen("sen-by-need", {}, "bars", "need", "", f"Needs {HOSTILE}", "", "Which surprises?"),
    ),
    prompts=(HOSTILE,),
    silent=("How it felt.",),
)


def listed(html="<main></main>"):
    return Listed("pages/themes/speech-language.html", "Speech", "Themes", "", html)


def theme_page():
    shown = with_number(charts.bars(needs(), "need", title=HOSTILE), 1)
    return listed(f'<meta name="made-up" content="yes"><main>{shown.html}</main>')


@pytest.fixture
def made(tmp_path):
    offers = workshop.write(tmp_path, EDITION, [THEME], [theme_page()])
    assert [offer.path for offer in offers] == ["workshops/index.html"]
    return {
        path.name: parser.fromstring(path.read_text(encoding="utf-8"))
        for path in (tmp_path / "workshops").iterdir()
    }


def test_a_theme_with_a_page_has_notes_a_poster_and_a_way_to_them(made):
    assert set(made) == {"index.html", "speech-language-notes.html", "speech-language-poster.html"}
    assert made["index.html"].xpath("//main//ul//a/@href") == [
        "../pages/themes/speech-language.html",
        "speech-language-notes.html",
        "speech-language-poster.html",
        "../capture.html?page=themes/speech-language.html&theme=Speech%20%26%20language",
    ]


def test_the_notes_say_of_each_figure_what_it_can_and_cannot_say(made):
    notes = made["speech-language-notes.html"]
    (section,) = notes.xpath("//section[@data-figure='sen-by-need']")
    said = " ".join(section.text_content().split())
    assert "Figure 1. Needs" in said
    assert "Ask: Which surprises?" in said
    assert "It can say:" in said
    assert "It cannot say:" in said
    assert "a difference of one step means nothing" in said
    minutes = notes.xpath("//tbody//td[1]/text()")
    assert sum(int(text.split()[0]) for text in minutes) == 120


def test_the_numbers_in_the_room_are_those_of_the_page(made):
    poster = made["speech-language-poster.html"]
    assert poster.xpath("//figure//span[@class='no']/text()") == ["Figure 1."]
    assert made["speech-language-notes.html"].xpath("//section/h3/@id") == ["figure-1"]


def test_hostile_words_of_a_theme_stay_words(made):
    for tree in made.values():
        assert len(tree.xpath("//script")) == 1
    assert HOSTILE in made["index.html"].xpath("//main")[0].text_content()


def test_made_up_records_are_said_on_each_paper(made):
    for tree in made.values():
        assert "Made-up records." in tree.text_content()


def test_without_a_page_there_is_no_pack(tmp_path):
    assert workshop.write(tmp_path, EDITION, [THEME], [listed(None)]) == []
    assert list(tmp_path.iterdir()) == []
