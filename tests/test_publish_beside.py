import json
from datetime import date
from types import SimpleNamespace

import pytest
from lxml import html as parser
from show_figures import needs, plans, safe

from jsna.disclosure import read_html, read_other
from jsna.disclosure.explained import Explained
from jsna.disclosure.reading import Reader
from jsna.errors import DataError
from jsna.publish import accessibility, beside, you_said
from jsna.publish.index import Listed

EDITION = SimpleNamespace(edition="demo", edition_state="draft", as_of=date(2021, 8, 31))
PAGES = [Listed("pages/a.html", "A", "S", "", "<main></main>")]


def test_everything_offered_is_there(tmp_path):
    cube = safe([{"sex": "Total", "value": 5.0}], id="explorer-sex", dimensions=("sex",))
    figures = {one.figure.id: one for one in (plans(), needs(), cube)}
    offers = beside.write_tables(tmp_path, figures, EDITION)
    offers += beside.write_papers(tmp_path, EDITION, PAGES, register=tmp_path / "none.csv")
    made = {path.name for path in tmp_path.iterdir()}
    offered = {offer.path for offer in offers if "/" not in offer.path}
    assert offered == made
    assert "explorer.html" in offered


def test_without_the_explorers_figures_it_is_not_offered(tmp_path):
    offers = beside.write_tables(tmp_path, {"x": plans()}, EDITION)
    assert "explorer.html" not in {offer.path for offer in offers}


def test_a_statement_without_a_test_says_so():
    text = parser.fromstring(accessibility.render(EDITION, None)).text_content()
    assert "No browser test was recorded" in text


def test_a_statement_tells_what_was_found(tmp_path):
    path = tmp_path / "checks.json"
    record = {
        "day": "2021-09-01", "modes": ["light", "dark"], "tool": "axe-core 4.12",
        "pages": {"public/pages/a.html": "0", "public/pages/b.html": "1"},
        "browser": "140", "violations": {"a.html (dark)": ["color-contrast: <p>"]},
    }  # fmt: skip
    path.write_text(json.dumps(record), encoding="utf-8")
    text = parser.fromstring(accessibility.render(EDITION, accessibility.read(path))).text_content()
    assert "2 pages were tried with axe-core 4.12" in text
    assert "Problems were found:" in text
    assert "a.html (dark): color-contrast" in text


def test_the_statement_counts_the_pages_that_were_tried_exactly_as_they_stand(tmp_path):
    # sha256 of "<main></main>", as sha256sum gives it
    tried = "4cff6d6aa4040c3d97d4ad5de83c3b9e78d400768a069871ebaf95d3ee52ce1f"
    path = tmp_path / "checks.json"
    record = {
        "day": "2021-09-01", "modes": ["light"], "tool": "axe-core 4.12", "browser": "140",
        "violations": {}, "pages": {"public/pages/a.html": tried, "public/pages/b.html": "old"},
    }  # fmt: skip
    path.write_text(json.dumps(record), encoding="utf-8")
    checked = accessibility.read(path)
    changed = Listed("pages/b.html", "B", "S", "", "<main>new</main>")

    def said(pages):
        return parser.fromstring(accessibility.render(EDITION, checked, pages)).text_content()

    assert "Every one of the 1 pages of this report" in said(PAGES)
    assert "Of the 2 pages of this report, 1 pages were tried exactly" in said([*PAGES, changed])


def test_a_broken_record_is_refused(tmp_path):
    path = tmp_path / "checks.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        accessibility.read(path)
    assert caught.value.problems == ["delete it and run: make test"]


def test_no_record_is_no_error(tmp_path):
    assert accessibility.read(tmp_path / "none.json") is None


def test_what_the_statement_and_the_answers_count_passes_the_gate(tmp_path):
    path = tmp_path / "checks.json"
    record = {
        "day": "2021-09-01", "modes": ["light", "320 pixels"], "tool": "axe-core 4.10.3",
        "browser": "140.0.7339.185", "pages": {f"public/pages/{n}.html": "" for n in range(117)},
        "violations": {"public/pages/a.html (320 pixels)": ["color-contrast: <td>1,234</td>"]},
    }  # fmt: skip
    path.write_text(json.dumps(record), encoding="utf-8")
    row = {"id": "1", "received": "2021-09-14", "answered": "2021-09-30", "answer": "Asked."}
    rows = [{**row, "printed": "The wait."}, {**row, "printed": ""}]
    for made in (
        accessibility.render(EDITION, accessibility.read(path), PAGES),
        accessibility.render(EDITION, None, PAGES),
        you_said.render(EDITION, rows),
        you_said.render(EDITION, []),
    ):
        reader = Reader("x.html", Explained({}, {}, {}), public=True)
        assert read_html.page(made.encode("utf-8"), reader, read_other.embedded) == []
