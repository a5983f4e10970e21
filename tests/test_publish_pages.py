import json
import re
from datetime import date
from types import SimpleNamespace

import nbformat
import pytest
from lxml import html as parser
from nbformat import v4
from show_figures import needs, plans

from jsna.errors import BuildError
from jsna.publish import index
from jsna.publish.html import render
from jsna.publish.page import Link, Page
from jsna.show import charts, tables, words
from jsna.show.shown import Shown

LONG_ALT = "Line chart of plans: up from 10 in 2019 to 20 in 2020."


def page(**changes):
    given = {
        "path": "county/plans.html", "title": "EHC plans", "section": "The county",
        "edition": "demo-2021", "as_of": "31 August 2021",
    }  # fmt: skip
    return Page(**{**given, **changes})


def notebook(*cells):
    return v4.new_notebook(cells=list(cells))


def code(*pieces):
    outputs = [
        v4.new_output("display_data", data=piece._repr_mimebundle_())
        if isinstance(piece, Shown)
        else piece
        for piece in pieces
    ]
    return v4.new_code_cell("hidden = 'source'", outputs=outputs)


def markup(text):
    return code(Shown(text, "text"))


def picture(alt=LONG_ALT, title="A title"):
    return markup(
        f'<figure><figcaption><strong class="title">{title}</strong></figcaption>'
        f'<svg role="img" aria-label="{alt}"></svg></figure>'
    )


def problems(*cells):
    with pytest.raises(BuildError) as caught:
        render(notebook(*cells), page())
    return caught.value.problems


def test_a_page_holds_all_it_needs_and_asks_for_nothing():
    chart = charts.line(plans(), "year", "area", title="Plans each January")
    made = render(notebook(v4.new_markdown_cell("# x\n\nLead."), code(chart)), page())
    tree = parser.fromstring(made)
    fetched = tree.xpath("//@src | //link/@href | //@srcset | //@action")
    assert fetched == []
    assert "://" not in re.sub(r'xmlns="http://www.w3.org/2000/svg"', "", made)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert policy.count("sha256-") == 2


def test_a_page_has_its_landmarks_its_skip_link_and_one_title():
    tree = parser.fromstring(render(notebook(v4.new_markdown_cell("# Other\n\nLead.")), page()))
    assert [heading.text_content() for heading in tree.xpath("//h1")] == ["EHC plans"]
    assert tree.get("lang") == "en-GB"
    assert tree.xpath("//a[@class='skip']/@href") == ["#main"]
    for landmark in ("header", "main", "footer", "nav[@aria-label='Breadcrumb']"):
        assert len(tree.xpath(f"//{landmark}")) == 1


def test_code_is_hidden_and_raw_markup_in_a_text_cell_is_shown_as_text():
    made = render(
        notebook(v4.new_markdown_cell("a <b>bold</b> <script>x()</script>"), code()), page()
    )
    assert "hidden = " not in made
    assert "&lt;b&gt;bold&lt;/b&gt;" in made
    assert "<script>x()" not in made


def test_the_contents_list_leads_to_every_question():
    cells = [v4.new_markdown_cell(f"## {name}\n\ntext") for name in ("How many?", "Where?")]
    tree = parser.fromstring(render(notebook(*cells), page()))
    links = tree.xpath("//nav[@aria-label='On this page']//a/@href")
    assert links == ["#how-many", "#where"]
    assert all(tree.xpath(f"//*[@id='{link[1:]}']") for link in links)


def test_what_a_page_found_stands_before_the_list_of_its_questions():
    cells = [v4.new_markdown_cell("# x\n\nFound: 3."), v4.new_markdown_cell("## A?\n\nb")]
    made = render(notebook(*cells, v4.new_markdown_cell("## C?\n\nd")), page())
    places = [made.index(text) for text in ("Found: 3.", 'aria-label="On this page"', ">A?</h2>")]
    assert places == sorted(places)
    assert "\x1e" not in made


def test_the_same_heading_twice_has_two_addresses():
    cells = [v4.new_markdown_cell("## Where?\n\ntext") for _ in range(2)]
    tree = parser.fromstring(render(notebook(*cells), page()))
    assert tree.xpath("//h2/@id")[:2] == ["where", "where-2"]


def test_figures_are_numbered_in_their_order_on_the_page():
    made = render(
        notebook(
            code(
                charts.bars(needs(), "need", title="One"), charts.bars(needs(), "need", title="Two")
            )
        ),
        page(),
    )
    captions = parser.fromstring(made).xpath("//figcaption/strong")
    assert [caption.text_content() for caption in captions] == ["Figure 1. One", "Figure 2. Two"]


def test_a_figure_that_brings_its_number_keeps_it():
    made = render(
        notebook(
            markup(
                '<figure><figcaption><strong class="title"><span class="no">Figure 7.</span> A'
                "</strong></figcaption></figure>"
            )
        ),
        page(),
    )
    captions = parser.fromstring(made).xpath("//figcaption/strong")
    assert [caption.text_content() for caption in captions] == ["Figure 7. A"]


def test_tables_called_alike_are_told_apart():
    plain = tables.write("Same", ["a", "b"], [["x", "y"]])
    made = render(notebook(markup(plain), markup(plain)), page())
    assert parser.fromstring(made).xpath("//*[@role='region']/@aria-label") == [
        "Table: Same",
        "Table: Same, number 2",
    ]


def test_tables_are_linked_from_wherever_the_page_stands():
    chart = code(charts.bars(needs(), "need", title="One"))
    assert 'href="../../tables/sen-by-need.csv"' in render(notebook(chart), page())
    assert 'href="../tables/sen-by-need.csv"' in render(notebook(chart), page(path="a.html"))
    inside = render(notebook(chart), page(audience="partnership"))
    assert 'href="../../../public/tables/sen-by-need.csv"' in inside


def test_a_page_leads_to_its_own_notebook_which_lies_with_its_audience():
    made = render(notebook(), page(notebook="a--b.ipynb", audience="partnership"))
    assert 'href="../../notebooks/a--b.ipynb"' in made


def test_made_up_records_rehearsal_and_marking_are_said_in_the_head():
    made = render(notebook(), page(made_up=True, rehearsal=True, audience="internal"))
    assert "<title>OFFICIAL-SENSITIVE - REHEARSAL - EHC plans</title>" in made
    assert '<meta name="made-up" content="yes">' in made
    assert "Made-up records." in made
    plain = render(notebook(), page())
    assert "Made-up records." not in plain
    assert "OFFICIAL" not in plain
    assert '<p class="marking">OFFICIAL</p>' in render(notebook(), page(audience="partnership"))


def test_previous_and_next_lead_on():
    made = render(
        notebook(), page(next=Link("health/waits.html", "Waits"), previous=Link("a.html", "A"))
    )
    tree = parser.fromstring(made)
    assert tree.xpath("//a[@rel='next']/@href") == ["../../pages/health/waits.html"]
    assert tree.xpath("//a[@rel='prev']/@href") == ["../../pages/a.html"]


def test_related_pages_and_the_way_down_have_addresses():
    made = render(
        notebook(),
        page(
            related=(Link("one-page/eden.html", "Eden on one page"),),
            elsewhere=(Link("places/carlisle.html", "Carlisle"),),
            breadcrumbs=(Link("index.html#by-district", "By district"),),
        ),
    )
    tree = parser.fromstring(made)
    assert tree.xpath("//nav[@aria-label='Related pages']//a/@href") == [
        "../../pages/one-page/eden.html",
        "../../pages/places/carlisle.html",
    ]
    assert tree.xpath("//nav[@aria-label='Breadcrumb']//a/@href") == [
        "../../index.html",
        "../../index.html#by-district",
    ]


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (picture(alt=""), "cell 1: a picture has no alt text; say what its numbers show"),
        (
            picture(alt="No description has been provided for this image"),
            "cell 1: the alt text 'No description has been provided for this image' is a "
            "placeholder; say what its numbers show",
        ),
        (picture(alt="Plans"), "cell 1: the alt text 'Plans' is shorter than 40 characters"),
        (
            picture(alt=LONG_ALT, title=LONG_ALT),
            f"cell 1: the alt text only repeats the title '{LONG_ALT}'",
        ),
        (
            markup("<table><thead><tr><th scope='col'>a</th></tr></thead></table>"),
            "cell 1: a table has no caption; make it with tables.table",
        ),
        (
            markup("<table><caption>c</caption><tr><th>a</th></tr></table>"),
            "cell 1: the table 'c' has headings without scope",
        ),
        (
            markup("<table><caption>c</caption><tr><th scope='col'></th></tr></table>"),
            "cell 1: the table 'c' has an empty heading",
        ),
        (
            code(v4.new_output("stream", name="stderr", text="a warning\n")),
            "cell 1 printed to stderr: a warning",
        ),
        (
            code(v4.new_output("error", ename="ValueError", evalue="secret", traceback=["secret"])),
            "cell 1 failed: ValueError",
        ),
        (
            code(v4.new_output("display_data", data={"image/png": "x", "text/plain": "<Figure>"})),
            "cell 1 shows image/png, text/plain, which is not for a page; show it with charts, "
            "tables or words",
        ),
        (
            markup('<p><img src="https://example.org/x.png" alt="' + LONG_ALT + '"></p>'),
            "cell 1: something is fetched from outside the page; make it part of it",
        ),
        (
            markup('<p style="color:red">x</p>'),
            "cell 1: the attribute 'style' does nothing on a strict page; use a class",
        ),
        (
            markup(
                f'<svg role="img" aria-label="{LONG_ALT}"><image href="https://e.org/x"/></svg>'
            ),
            "cell 1: something is fetched from outside the page; make it part of it",
        ),
        (
            markup(f'<svg role="img" aria-label="{LONG_ALT}"><script>x()</script></svg>'),
            "cell 1: a drawing holds more than shapes and text",
        ),
        (
            markup("<script>x()</script>"),
            "cell 1: <script> cannot stand in a page; its template alone brings those",
        ),
        (
            v4.new_markdown_cell("## One\n\n#### Deep"),
            "the heading 'Deep' is of level 4 and follows level 2",
        ),
        (
            v4.new_markdown_cell("text\n\n![a picture](x.png)"),
            "cell 1: a picture in a text cell has no numbers; show a safe figure instead",
        ),
    ],
)  # fmt: skip
def test_what_no_page_may_have_is_refused(cell, problem):
    assert problem in problems(cell)


def test_everything_that_is_wrong_is_said_at_once():
    found = problems(
        picture(alt=""), markup("<p onclick='x()'>x</p>"), v4.new_markdown_cell("#### x")
    )
    assert len(found) == 3


def test_the_same_figure_shown_twice_is_refused():
    chart = charts.bars(needs(), "need", title="One")
    assert any("is there 2 times" in problem for problem in problems(code(chart, chart)))


def test_a_second_title_is_refused():
    found = problems(v4.new_markdown_cell("# One\n\ntext"), v4.new_markdown_cell("# Two\n\ntext"))
    assert found == ["the heading 'Two' is a second title; begin it with ##"]


def test_the_same_notebook_gives_the_same_bytes():
    cells = [v4.new_markdown_cell("# A\n\nb"), code(words.single(needs(), need="Autism"))]
    assert render(notebook(*cells), page()) == render(notebook(*cells), page())


def test_a_real_notebook_file_can_be_rendered(tmp_path):
    path = tmp_path / "x.ipynb"
    nbformat.write(notebook(code(words.single(needs(), need="Autism"))), path)
    made = render(nbformat.read(path, as_version=4), page())
    assert '<data class="figure" data-figure="sen-by-need" value="520">' in made


EDITION = SimpleNamespace(edition="demo-2021", edition_state="draft", as_of=date(2021, 8, 31))


def listed(title="Waits", html="<main><p>Longest waits</p></main>", **changes):
    given = {"path": "pages/w.html", "title": title, "section": "Health", "group": "", "html": html}
    return index.Listed(**{**given, **changes})


def test_the_start_page_lists_every_page_below_its_section():
    made = index.render([listed(), listed("Plans", section="The county")], EDITION)
    tree = parser.fromstring(made)
    assert [heading.text_content() for heading in tree.xpath("//nav//h2")] == [
        "Health",
        "The county",
    ]
    assert tree.xpath("//nav//li/a/text()") == ["Waits", "Plans"]


def test_a_page_that_could_not_be_made_has_no_link():
    tree = parser.fromstring(index.render([listed(html=None)], EDITION))
    assert tree.xpath("//nav//li//a") == []
    assert "could not be made" in tree.xpath("//nav//li")[0].text_content()


def test_the_search_knows_the_words_of_each_page_and_no_title_can_end_it():
    evil = "</script><script>alert(1)</script>"
    made = index.render([listed(evil)], EDITION)
    tree = parser.fromstring(made)
    found = json.loads(tree.xpath("//script[@id='index']")[0].text)
    assert found[0]["t"] == evil
    assert found[0]["w"] == "longest waits"
    assert len(tree.xpath("//script")) == 2


def test_the_partnerships_start_page_leads_to_its_papers_first_each_group_apart():
    offers = [
        index.Offer("a.html", "Draft", "Says it.", "The paper", True, (("a.docx", "Word"),)),
        index.Offer("b.html", "Board", "Decides.", "For meetings"),
    ]
    tree = parser.fromstring(index.render([listed()], EDITION, "partnership", offers))
    assert tree.xpath("//h1")[0].text_content() == "Ready for the re-visit: papers, packs and pages"
    headings = [one.text_content() for one in tree.xpath("//main//h2")]
    assert headings == ["The paper", "For meetings", "Health"]
    draft, board = tree.xpath("//ul[not(ancestor::nav)]/li")
    assert draft.xpath("a/@href") == ["a.html", "a.docx"]
    assert "holds REHEARSAL" in draft.text_content()
    assert "REHEARSAL" not in board.text_content()


def test_a_public_start_page_offers_what_to_take_along_after_its_pages():
    offers = [index.Offer("x.html", "Explore", "Filter.")]
    tree = parser.fromstring(index.render([listed()], EDITION, "public", offers))
    assert [one.text_content() for one in tree.xpath("//main//h2")] == ["Health", "Take along"]
    assert tree.xpath("//h2[@id='take-along']/following-sibling::ul/li/a/@href") == ["x.html"]


def test_an_edition_without_pages_has_no_start_page():
    with pytest.raises(BuildError) as caught:
        index.render([], EDITION)
    assert caught.value.problems == ["the edition has no pages"]


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "\u202eevil", "O'Hara & Ŵyn 😀"])
def test_hostile_titles_are_shown_as_text(text):
    made = render(notebook(), page(title=text, limits=(text,), tell_us=text))
    tree = parser.fromstring(made)
    assert tree.xpath("//h1")[0].text_content() == text
    assert not tree.xpath("//img")


def test_a_page_says_what_changed_since_the_last_edition():
    made = render(notebook(), page(changed=("New in this edition: Plans & waits.",)))
    assert "<summary>What changed since the last edition</summary>" in made
    assert "<li>New in this edition: Plans &amp; waits.</li>" in made
    assert "What changed since the last edition" not in render(notebook(), page())


def test_what_all_pages_of_a_group_ask_is_shown_once_and_still_heard_with_each_link():
    listed = [
        index.Listed(f"pages/{name}.html", f"{name} on one page: what now?", "S", "On one page", "")
        for name in ("Eden", "Carlisle", "Copeland")
    ]
    edition = SimpleNamespace(edition="demo", edition_state="final", as_of=date(2021, 8, 31))
    tree = parser.fromstring(index.render(listed, edition))
    assert tree.xpath("//h3")[0].text_content() == "On one page: what now?"
    links = tree.xpath("//ul[contains(@class, 'many')]//a")
    assert [link.text for link in links] == ["Eden", "Carlisle", "Copeland"]
    assert links[0].text_content() == "Eden on one page: what now?"


def test_titles_of_a_group_that_end_differently_stay_whole():
    assert index.shared_tail(["Group 1: Local need", "Group 2: Access", "Group 3: Voice"]) == ""
    assert index.shared_tail(["Eden: who?", "Carlisle: who?"]) == ""
