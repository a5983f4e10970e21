"""Papers made from a report: what is printed passed the gate, and is read again."""

import json
from pathlib import Path

import pytest
from browsing import chromium
from nbformat import v4
from show_figures import needs, plans

from jsna.disclosure import prints as checked
from jsna.errors import BuildError, DisclosureError
from jsna.publish import prints
from jsna.publish.html import render
from jsna.publish.page import Page
from jsna.run.checksums import of_file
from jsna.show import charts


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """Return a public folder with two pages, two posters' worth of figures, and its record."""
    folder = tmp_path / "demo" / "public"
    chart = (
        charts.bars(needs(), "need", title="Needs"),
        charts.line(plans(), "year", "area", title="Plans"),
    )
    outputs = [v4.new_output("display_data", data=one._repr_mimebundle_()) for one in chart]
    notebook = v4.new_notebook(cells=[v4.new_code_cell("x", outputs=outputs)])
    for name in ("pages/places/eden.html", "pages/one-page/eden.html", "workshops/a-poster.html"):
        page = Page(
            path="places/eden.html", title="Eden", section="S", edition="demo",
            as_of="31 August 2021",
        )  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(render(notebook, page), encoding="utf-8")
    record(folder)
    return folder


def record(folder: Path) -> None:
    outputs = {
        path.relative_to(folder).as_posix(): of_file(path) for path in folder.rglob("*.html")
    }
    text = json.dumps({"as_of": "2021-08-31", "outputs": outputs})
    (folder / "run.json").write_text(text, encoding="utf-8")


def test_each_page_has_its_copy_each_figure_its_card_and_each_theme_its_poster(
    public: Path, tmp_path: Path
) -> None:
    chromium()
    made = prints.write(public, tmp_path / "print")
    there = {
        path.relative_to(tmp_path / "print").as_posix()
        for path in (tmp_path / "print").rglob("*")
        if path.is_file()
    }
    assert {name for name in there if name.endswith(".pdf")} == {
        "pdf/places--eden.pdf", "pdf/one-page--eden.pdf", "posters/a-poster.pdf",
    }  # fmt: skip
    assert sum(name.endswith(".png") for name in there) == 4
    assert sum(name.endswith(".txt") for name in there) == 4
    assert len(made) == 11
    assert "prints.json" in there


def test_only_the_pages_and_kinds_asked_for_are_printed(public: Path, tmp_path: Path) -> None:
    chromium()
    made = prints.write(public, tmp_path / "print", "one-page/*", ["pdf"])
    assert [one.page for one in made] == ["pages/one-page/eden.html"]
    again = prints.write(public, tmp_path / "print", "places/*", ["pdf"])
    assert [path.name for path in (tmp_path / "print" / "pdf").iterdir()] == ["places--eden.pdf"]
    assert again[0].path.is_file()


def test_a_print_copy_leads_to_no_file_of_this_machine(public: Path, tmp_path: Path) -> None:
    chromium()
    import pikepdf

    (one,) = prints.write(public, tmp_path / "print", "places/*", ["pdf"])
    with pikepdf.open(one.path) as document:
        addresses = [
            str(note.get("/A", {}).get("/URI", ""))
            for page in document.pages
            for note in page.get("/Annots", ())
        ]
    assert [address for address in addresses if address.startswith("file:")] == []


def test_without_a_report_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(BuildError) as caught:
        prints.write(tmp_path / "demo" / "public", tmp_path / "print")
    assert caught.value.problems == ["'demo' was not built here; run: jsna build"]


def test_a_page_changed_since_the_gate_is_not_printed(public: Path, tmp_path: Path) -> None:
    page = public / "pages" / "places" / "eden.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        prints.write(public, tmp_path / "print")
    assert caught.value.problems == [
        "pages/places/eden.html was changed or taken away since; build again"
    ]


def test_a_page_that_is_not_there_is_named_with_those_that_are(
    public: Path, tmp_path: Path
) -> None:
    with pytest.raises(BuildError) as caught:
        prints.write(public, tmp_path / "print", "moon/*")
    assert caught.value.problems == ["the pages are: one-page/eden, places/eden"]


def test_a_folder_that_holds_something_else_is_left_alone(public: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(BuildError):
        prints.write(public, tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "x"


def test_a_number_that_the_page_does_not_say_is_a_leak(public: Path, tmp_path: Path) -> None:
    page = public / "pages" / "places" / "eden.html"
    text = tmp_path / "alt.txt"
    text.write_text("Bar chart of 7654 children", encoding="utf-8")
    (leak,) = checked.leaks(text, page)
    assert leak.what == "'7654' in its text is not on its page: make it anew"
    text.write_text("Bar chart: 520 children", encoding="utf-8")
    assert checked.leaks(text, page) == ()


def test_papers_with_a_leak_are_not_kept(
    public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chromium()
    monkeypatch.setattr(checked, "numbers_of", lambda page: frozenset())
    with pytest.raises(DisclosureError):
        prints.write(public, tmp_path / "print", "places/*", ["pdf"])
    assert not (tmp_path / "print").exists()
    assert not (tmp_path / "print.partial").exists()


def test_the_partnerships_papers_bear_its_marking_in_their_names(
    public: Path, tmp_path: Path
) -> None:
    chromium()
    own = public.rename(public.with_name("partnership"))
    prints.write(own, tmp_path / "print", "places/*")
    assert [path.name for path in (tmp_path / "print" / "pdf").iterdir()] == [
        "OFFICIAL--places--eden.pdf"
    ]
    assert [path.name for path in (tmp_path / "print" / "cards").iterdir()] == [
        "OFFICIAL--places--eden"
    ]
