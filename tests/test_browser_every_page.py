"""Every page of the report that was built, in a real browser, as its readers meet it.

One browser and one tab try half of them: axe-core is put into a page once and run in each mode.
`test_browser_other_pages.py` tries the others at the same time. What was tried, and what was
found, is recorded; the accessibility statement is made from the record.
"""

import json
import os
import statistics
from pathlib import Path
from urllib.parse import unquote, urlsplit

import every_page
import pytest
from browsing import axe, browser
from every_page import Tab, pages_of, part_of, try_part
from lxml import html as parser


@pytest.fixture(scope="module")
def report(built: Path) -> Path:
    return built


@pytest.mark.slow
def test_every_page_is_met_in_every_way_without_a_fault(report: Path) -> None:
    assert try_part(report, "first") == {}


def test_each_page_is_in_one_part(tmp_path: Path) -> None:
    pages = [tmp_path / f"{number}.html" for number in range(7)]
    first, second = part_of(pages, "first"), part_of(pages, "second")
    assert [path.stem for path in first] == ["0", "2", "4", "6"]
    assert [path.stem for path in second] == ["1", "3", "5"]


def test_a_part_alone_makes_no_record_and_both_make_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(every_page, "NEW_CHECKS", tmp_path / ".checks.json")
    one = {"day": "2021-08-31", "pages": {"a.html": "1"}, "violations": {}}
    other = {**one, "pages": {"b.html": "2"}, "violations": {"b.html (dark)": ["x: <p>"]}}
    first, second = tmp_path / ".checks.json.first", tmp_path / ".checks.json.second"
    first.write_text(json.dumps(one), encoding="utf-8")
    assert not every_page.put_together()
    assert list(tmp_path.iterdir()) == []
    first.write_text(json.dumps(one), encoding="utf-8")
    second.write_text(json.dumps(other), encoding="utf-8")
    assert every_page.put_together()
    assert json.loads((tmp_path / ".checks.json").read_text(encoding="utf-8")) == {
        "day": "2021-08-31",
        "pages": {"a.html": "1", "b.html": "2"},
        "violations": {"b.html (dark)": ["x: <p>"]},
    }


def test_a_page_with_every_fault_is_found_out(tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        '<html lang="en"><title>x</title><style>a:focus{outline:none}</style><main><h1>x</h1>'
        '<svg role="img"></svg><p style="color:#aaa">pale <a href="#x">link</a></p>'
        '<img alt="A picture that is not there" src="https://example.org/x.png">'
        '<p style="width:900px">wide</p><script>nothing.there()</script></main></html>',
        encoding="utf-8",
    )
    with browser() as running:
        found = Tab(running).faults(bad, axe())
    said = {way: " ".join(lines) for way, lines in found.items()}
    assert "svg-img-alt" in said["light"]
    assert "color-contrast" in said["dark"]
    assert "wider than the screen" in said["320 pixels"]
    assert "does not show the focus" in said["keyboard"]
    assert "is cut off on paper" in said["print"]
    assert "request: https://example.org/x.png" in said["no request, no complaint"]
    assert "nothing is not defined" in said["no request, no complaint"]


@pytest.mark.slow
def test_each_poster_fits_one_sheet_and_each_one_page_one_sheet_and_its_back(
    report: Path, tmp_path: Path
) -> None:
    import pikepdf

    wanted = dict.fromkeys(report.glob("public/workshops/*-poster.html"), 1)
    wanted |= dict.fromkeys(report.glob("public/pages/one-page/*.html"), 2)
    wanted |= {report / "public" / "capture.html": 1}
    assert len(wanted) > 10
    found = {}
    with browser() as running:
        tab = Tab(running)
        for path in wanted:
            tab.page.goto(path.as_uri())
            copy = tmp_path / "copy.pdf"
            copy.write_bytes(tab.page.pdf(prefer_css_page_size=True))
            with pikepdf.open(copy) as document:
                found[path] = len(document.pages)
    assert {path.name: n for path, n in found.items() if n != wanted[path]} == {}


def test_a_page_is_light_enough_for_a_phone(report: Path) -> None:
    sizes = {path: path.stat().st_size for path in pages_of(report)}
    too_large = [path.name for path, size in sizes.items() if size > 1_000_000]
    assert too_large == []
    assert statistics.median(sizes.values()) < 300_000


def test_every_link_leads_to_something_that_is_there(report: Path) -> None:
    trees = {path: parser.fromstring(path.read_bytes()) for path in pages_of(report)}
    ids = {path.resolve(): set(tree.xpath("//@id")) for path, tree in trees.items()}
    broken = []
    for path, tree in trees.items():
        for address in tree.xpath("//a/@href"):
            parts = urlsplit(address)
            assert not parts.scheme, address
            target = Path(os.path.normpath(path.parent / unquote(parts.path)))
            target = (target if parts.path else path).resolve()
            if not target.is_file() or (
                parts.fragment and unquote(parts.fragment) not in ids.get(target, set())
            ):
                broken.append(f"{path.relative_to(report)}: {address}")
    assert broken == []
