"""Every page of the report that was built, in a real browser, as its readers meet it.

One browser and one tab try them all: axe-core is put into a page once and run in each mode. What
was tried, and what was found, is recorded; the accessibility statement is made from the record.
"""

import hashlib
import json
import os
import statistics
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from browsing import FURTHER_ROWS, NEW_CHECKS, axe, browser, violations
from lxml import html as parser

SCREEN = {"media": "screen", "color_scheme": "light", "forced_colors": "none"}
WIDE, PHONE, PAPER, POSTER = 1280, 320, 680, 1520
"""Pixels; paper is A4, and a poster A3 on its side, each less its margins."""
MODES = {
    "light": (SCREEN, WIDE),
    "dark": ({**SCREEN, "color_scheme": "dark"}, WIDE),
    "forced colours": ({**SCREEN, "forced_colors": "active"}, WIDE),
    "320 pixels": (SCREEN, PHONE),
}
FOCUSABLE = """[...document.querySelectorAll(
  'a[href], summary, button, select, input, textarea, [tabindex="0"]')]
  .filter(part => part.checkVisibility() && !part.disabled)
  .filter(part => part.type !== 'radio' || part.checked)"""
LISTEN = """() => { window.reached = new Map();
  document.addEventListener('focusin', event => window.reached.set(event.target,
    getComputedStyle(event.target).outlineStyle)); }"""
MISSED = f"""() => {FOCUSABLE}.filter(part => window.reached.get(part) !== 'solid')
  .map(part => (window.reached.has(part) ? 'does not show the focus: ' : 'is not reached: ')
    + part.outerHTML.slice(0, 120))"""
CUT_OFF = """() => [...document.querySelectorAll('main *')]
  .filter(part => part.checkVisibility() && !part.closest('.hidden')
    && part.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 3).map(part => 'is cut off on paper: ' + part.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def report(built: Path) -> Path:
    return built


def pages_of(report: Path) -> list[Path]:
    return sorted(report.glob("*/**/*.html"))


class Tab:
    """One tab that every page is opened in; what a page asks for or complains of is kept."""

    def __init__(self, running) -> None:
        self.page = running.new_context(offline=True).new_page()
        self.wrong: list[str] = []
        self.page.on("console", self._complaint)
        self.page.on("pageerror", lambda error: self.wrong.append(f"fault of a script: {error}"))
        self.page.on("request", self._request)

    def _complaint(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(f"complaint: {message.text}")

    def _request(self, request) -> None:
        if not request.is_navigation_request() and not request.url.startswith(("data:", "blob:")):
            self.wrong.append(f"request: {request.url}")

    def look(self, settings, width: int) -> None:
        """Change how the page is looked at, and wait until it has been drawn so."""
        self.page.emulate_media(**settings)
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def too_wide(self) -> list[str]:
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return [f"wider than the screen: by {wide} px"] if wide > 0 else []

    def faults(self, path: Path, source: str) -> dict[str, list[str]]:
        """Return what is wrong with a page, by the way in which it was met."""
        self.wrong.clear()
        self.look(SCREEN, WIDE)
        self.page.goto(path.as_uri())
        self.page.evaluate(
            "document.querySelectorAll('details').forEach(part => { part.open = true; })"
        )
        self.page.evaluate(source)
        found = {}
        for mode, (settings, width) in MODES.items():
            self.look(settings, width)
            found[mode] = violations(self.page, alike=FURTHER_ROWS) + self.too_wide()
        self.look(SCREEN, 2 * PHONE)
        self.page.evaluate("document.documentElement.style.fontSize = '200%'")
        found["text twice as large"] = self.too_wide()
        self.page.evaluate("document.documentElement.style.fontSize = ''")
        self.look(SCREEN, WIDE)
        found["keyboard"] = self._by_keyboard()
        sheet = POSTER if self.page.locator(".poster").count() else PAPER
        self.look({**SCREEN, "media": "print"}, sheet)
        found["print"] = self.page.evaluate(CUT_OFF)
        found["no request, no complaint"] = list(self.wrong)
        return {mode: lines for mode, lines in found.items() if lines}

    def _by_keyboard(self) -> list[str]:
        self.page.evaluate(LISTEN)
        self.page.evaluate("window.scrollTo(0, 0)")
        for _ in range(self.page.evaluate(f"{FOCUSABLE}.length") + 1):
            self.page.keyboard.press("Tab")
        return self.page.evaluate(MISSED)


WAYS = (*MODES, "text twice as large", "keyboard", "print", "no request, no complaint")


@pytest.mark.slow
def test_every_page_is_met_in_every_way_without_a_fault(report: Path) -> None:
    source, found = axe(), {}
    pages = pages_of(report)
    with browser() as running:
        tab, version = Tab(running), running.version
        for path in pages:
            name = path.relative_to(report).as_posix()
            found.update(
                {f"{name} ({way})": lines for way, lines in tab.faults(path, source).items()}
            )
    record = {
        "day": date.today().isoformat(),
        "tool": f"axe-core {source[:40].split('axe v')[1].split()[0]}",
        "browser": version,
        "modes": list(WAYS),
        "pages": {
            path.relative_to(report).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in pages
        },
        "violations": {name: sorted(set(lines)) for name, lines in found.items()},
    }
    text = json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    NEW_CHECKS.write_text(text, encoding="utf-8", newline="\n")
    assert found == {}


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
