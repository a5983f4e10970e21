"""Pages in a real browser: accessibility, keyboard, phone, print, no request, no complaint."""

from datetime import date
from types import SimpleNamespace

import pytest
from browsing import MODES, axe, browser, opened, violations
from nbformat import v4
from show_figures import needs, on_time, plans, safe

from jsna.publish import accessibility, capture, explorer, index
from jsna.publish.html import render
from jsna.publish.page import Link, Page
from jsna.show import charts, maps, tables, words

EDITION = SimpleNamespace(edition="demo-2021", edition_state="draft", as_of=date(2021, 8, 31))
HOSTILE = "<script>document.title='hacked'</script> \u202e O'Hara " + "x" * 120
LISTED = [index.Listed("pages/county/plans.html", "EHC plans", "The county", "", "")]
DISTRICTS = ["Allerdale", "Barrow-in-Furness", "Carlisle", "Copeland", "Eden", "South Lakeland"]


def _by_district():
    return safe(
        [
            {"area": name, "value": 50.0 + 5 * number, "status": "shown"}
            for number, name in enumerate(DISTRICTS[:5])
        ]
        + [{"area": "South Lakeland", "value": None, "status": "too few to show"}],
        id="by-district",
        dimensions=("area",),
    )


def _explorer():
    rows = [
        {"area": area, "need": need, "sex": sex, "value": 5.0 * (number + 1)}
        for number, area in enumerate([*DISTRICTS, "Total"])
        for need in ("Autistic spectrum disorder", "Hearing impairment", "Total")
        for sex in ("Female", "Male", "Total")
    ]
    figure = safe(
        rows,
        id="explorer-area-need-sex",
        dimensions=("area", "need", "sex"),
        unit="pupils",
        made_up=True,
    )
    return explorer.render({figure.figure.id: figure}, EDITION, {"Districts": DISTRICTS})


def _page():
    def code(*pieces):
        return v4.new_code_cell(
            "x",
            outputs=[v4.new_output("display_data", data=p._repr_mimebundle_()) for p in pieces],
        )

    hostile = safe(
        [{"school": HOSTILE, "value": 10.0}, {"school": "Other", "value": 5.0}],
        dimensions=("school",), id="hostile",
    )  # fmt: skip
    cells = [
        v4.new_markdown_cell(f"# x\n\nWhat is counted here. {HOSTILE}"),
        code(words.key_points([words.single(on_time(), area="Eden")])),
        v4.new_markdown_cell("## How many plans?"),
        code(charts.line(plans(), "year", "area", title="Plans each January")),
        code(words.change(plans(), "2019", "2021", area="Cumbria")),
        v4.new_markdown_cell("## Which needs?"),
        code(charts.bars(needs(), "need", title="Needs"), words.largest(needs(), "need")),
        v4.new_markdown_cell("## Where?"),
        code(charts.intervals(on_time(), "area", title="On time", reference="Total")),
        code(charts.funnel(on_time(), title="Funnel"), maps.places(_by_district(), title="Map")),
        code(tables.table(plans(), "area", "year", title="Plans by year")),
        code(tables.table(hostile, "school", title=HOSTILE)),
        code(words.glossary({"EHC plan": "A legal paper."}), words.sources([plans()])),
    ]
    return render(
        v4.new_notebook(cells=cells),
        Page(
            path="county/plans.html", title="EHC plans", section="The county",
            edition="demo-2021", as_of="31 August 2021", made_up=True, limits=("Not all.",),
            next=Link("b.html", "Next"), previous=Link("a.html", "Before"),
            breadcrumbs=(Link("", "The county"),), related=(Link("c.html", "Waits"),),
            elsewhere=(Link("d.html", "Eden"),), tell_us="Use the Post Box.",
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("public")
    page = _page()
    (folder / "pages" / "county").mkdir(parents=True)
    made = {
        "pages/county/plans.html": page,
        "explorer.html": _explorer(),
        "capture.html": capture.form(LISTED, EDITION, ["Autism"]),
        "accessibility.html": accessibility.render(EDITION, None),
        "index.html": index.render(
            [index.Listed("pages/county/plans.html", "EHC plans", "The county", "", page)], EDITION
        ),
    }
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def running():
    with browser() as started:
        yield started


NAMES = (
    "pages/county/plans.html",
    "explorer.html",
    "index.html",
    "capture.html",
    "accessibility.html",
)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_and_the_page_asks_for_nothing(running, report, name, mode):
    with opened(running, report / name, mode) as page:
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        assert violations(page, axe()) == []


def test_axe_finds_a_picture_without_words_and_pale_text(running, tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text(
        '<html lang="en"><title>x</title><main><h1>x</h1><svg role="img"></svg>'
        '<p style="color:#aaa">pale</p></main></html>',
        encoding="utf-8",
    )
    with opened(running, bad) as page:
        found = {line.split(":")[0] for line in violations(page, axe())}
    assert {"svg-img-alt", "color-contrast"} <= found


@pytest.mark.parametrize("name", NAMES)
def test_nothing_sticks_out_of_a_phone_also_with_text_twice_as_large(running, report, name):
    with opened(running, report / name, "320 px") as page:
        wide = "document.documentElement.scrollWidth"
        assert page.evaluate(wide) <= 320
        page.set_viewport_size({"width": 640, "height": 900})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(wide) <= 640


def test_wider_spacing_of_text_cuts_nothing_off(running, report):
    with opened(running, report / NAMES[0], "320 px") as page:
        page.evaluate(
            """document.querySelectorAll('body *').forEach(part => {
                 part.style.letterSpacing = '0.12em'; part.style.wordSpacing = '0.16em';
                 part.style.lineHeight = '1.5'; })"""
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert (
            page.evaluate(
                """[...document.querySelectorAll('main p, main li, main h2')].filter(part =>
                 getComputedStyle(part).overflow === 'hidden' &&
                 !part.className.includes('hidden')).length"""
            )
            == 0
        )


@pytest.mark.parametrize("name", NAMES)
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(running, report, name):
    with opened(running, report / name) as page:
        wanted = page.evaluate(
            """[...document.querySelectorAll(
                 'a[href], summary, button, select, input, textarea, [tabindex="0"]')]
               .filter(part => part.checkVisibility() && !part.disabled)
               .filter(part => part.type !== 'radio' || part.checked).length"""
        )
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.goto((report / name).as_uri())
        seen = set()
        for _ in range(wanted + 3):
            page.keyboard.press("Tab")
            where = page.evaluate(
                """() => { const part = document.activeElement;
                   if (!part || part === document.body) { return null; }
                   const style = getComputedStyle(part);
                   const all = [...document.querySelectorAll('*')];
                   return [all.indexOf(part), style.outlineStyle, part.className]; }"""
            )
            if where is None:
                break
            assert where[1] == "solid", where
            seen.add(where[0])
        assert len(seen) == wanted


def test_print_opens_what_is_closed_and_leaves_out_what_paper_cannot_use(running, report):
    with opened(running, report / NAMES[0]) as page:
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        closed = "[...document.querySelectorAll('details')].filter(part => !part.open).length"
        assert page.evaluate(closed) == 0
        assert page.locator("figure table").first.is_visible()
        assert not page.locator(".turn").is_visible()
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(closed) > 0
        # Without the script the style alone shows what is closed.
        assert (
            page.evaluate(
                "document.querySelector('figure details table').getBoundingClientRect().height"
            )
            > 20
        )


def test_hostile_text_runs_nothing(running, report):
    with opened(running, report / NAMES[0]) as page:
        assert page.title() == "EHC plans"
        assert HOSTILE[:40] in page.locator(".lead").inner_text()


def test_the_search_finds_a_page_by_a_word_on_it(running, report):
    with opened(running, report / "index.html") as page:
        page.get_by_label("Find a page").fill("hearing")
        assert page.locator("#count").inner_text() == "1 page"
        assert page.locator("#results a").get_attribute("href") == "pages/county/plans.html"
        page.get_by_label("Find a page").fill("zebra")
        assert page.locator("#count").inner_text().startswith("No page has these words.")


def test_the_explorer_shows_the_published_cell_of_a_choice_and_keeps_it_in_its_link(
    running, report
):
    with opened(running, report / "explorer.html") as page:
        page.get_by_label("Show by").select_option("need|0")
        page.get_by_label("First filter", exact=True).select_option("area")
        page.get_by_label("Value of the first filter").select_option("Eden")
        page.get_by_label("Second filter", exact=True).select_option("sex")
        page.get_by_label("Value of the second filter").select_option("Male")
        assert page.url.endswith("#by=need&area=Eden&sex=Male")
        cells = page.locator("#rows td").all_inner_texts()
        assert cells[0] == "25"
        assert "Place: Eden; Sex: Male" in page.locator("#shown").inner_text()
    with opened(running, report / "explorer.html", fragment="#by=need&area=Copeland") as page:
        assert page.get_by_label("Value of the first filter").input_value() == "Copeland"
        assert page.locator("#rows td").all_inner_texts()[0] == "20"


def test_the_explorer_saves_what_it_shows_under_a_telling_name(running, report):
    with opened(running, report / "explorer.html", fragment="#by=need&area=Eden") as page:
        with page.expect_download() as saving:
            page.get_by_role("button", name="Download these numbers (CSV)").click()
        assert saving.value.suggested_filename.startswith(
            "children-and-young-people-with-an-ehc-plan-by-primary-need-place-eden"
        )
        text = saving.value.path().read_text(encoding="utf-8-sig")
        assert text.splitlines()[1] == '"Autistic spectrum disorder",25,"shown"'


def test_the_explorer_is_worked_by_keyboard_alone(running, report):
    with opened(running, report / "explorer.html") as page:
        page.get_by_label("First filter", exact=True).focus()
        page.keyboard.press("ArrowDown")
        assert page.get_by_label("First filter", exact=True).input_value() == "need"
        assert "Primary need" in page.locator("#shown").inner_text()


def test_the_form_says_what_is_missing_and_saves_what_was_written(running, report):
    with opened(running, report / "capture.html", fragment="?page=county/plans.html") as page:
        assert page.get_by_label("Which page is it about?").input_value() == "county/plans.html"
        page.get_by_role("button", name="Add this").click()
        assert page.locator("#text-error").inner_text() == "Write something first."
        assert page.evaluate("document.activeElement.id") == "text"
        page.get_by_label("What would you like to say?").fill("=1+1 <b>waits</b>")
        page.get_by_label("Number of the figure, if you mean one").fill("2")
        page.get_by_role("button", name="Add this").click()
        assert "=1+1 <b>waits</b>" in page.locator("#list").inner_text()
        with page.expect_download() as saving:
            page.get_by_role("button", name="Save the file to hand in").click()
        captured = capture.read([saving.value.path()], ["county/plans.html"])
        assert captured.problems == ()
        assert [(entry.text, entry.figure) for entry in captured.entries] == [
            ("=1+1 <b>waits</b>", "2")
        ]
