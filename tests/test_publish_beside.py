import json
from datetime import date
from types import SimpleNamespace

import pytest
from lxml import html as parser
from show_figures import needs, plans, safe

from jsna.errors import DataError
from jsna.publish import accessibility, beside
from jsna.publish.index import Listed

EDITION = SimpleNamespace(edition="demo", edition_state="draft", as_of=date(2021, 8, 31))
PAGES = [Listed("pages/a.html", "A", "S", "", "<main></main>")]


def test_everything_offered_is_there(tmp_path):
    cube = safe([{"sex": "Total", "value": 5.0}], id="explorer-sex", dimensions=("sex",))
    figures = {one.figure.id: one for one in (plans(), needs(), cube)}
    offers = beside.write(tmp_path, figures, EDITION, PAGES)
    made = {path.name for path in tmp_path.iterdir()}
    offered = {offer.path for offer in offers if "/" not in offer.path}
    assert offered == made
    assert "explorer.html" in offered


def test_without_the_explorers_figures_it_is_not_offered(tmp_path):
    offers = beside.write(tmp_path, {"x": plans()}, EDITION, PAGES)
    assert "explorer.html" not in {offer.path for offer in offers}


def test_a_statement_without_a_test_says_so():
    text = parser.fromstring(accessibility.render(EDITION, None)).text_content()
    assert "No browser test was recorded" in text


def test_a_statement_tells_what_was_found(tmp_path):
    path = tmp_path / "checks.json"
    record = {
        "day": "2021-09-01", "pages": 25, "modes": ["light", "dark"], "tool": "axe-core 4.12",
        "browser": "140", "violations": {"a.html (dark)": ["color-contrast: <p>"]},
    }  # fmt: skip
    path.write_text(json.dumps(record), encoding="utf-8")
    text = parser.fromstring(accessibility.render(EDITION, accessibility.read(path))).text_content()
    assert "25 pages were tried with axe-core 4.12" in text
    assert "Problems were found on 1 of these tries" in text
    assert "color-contrast: <p>" in text


def test_a_broken_record_is_refused(tmp_path):
    path = tmp_path / "checks.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        accessibility.read(path)
    assert caught.value.problems == ["delete it and run: make test"]


def test_no_record_is_no_error(tmp_path):
    assert accessibility.read(tmp_path / "none.json") is None
