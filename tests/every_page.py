"""How each page of a report is met in a browser, and the record of what was found.

Two files of tests share the pages, so that two processes try them at the same time; each leaves
its part of the record, and the record is whole when both are there.
"""

import hashlib
import json
from datetime import date
from pathlib import Path

from browsing import FURTHER_ROWS, NEW_CHECKS, axe, browser, violations

PARTS = ("first", "second")
"""Every other page each, so that the heavy ones are shared out."""
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


def pages_of(report: Path) -> list[Path]:
    return sorted(report.glob("*/**/*.html"))


def part_of(pages: list[Path], part: str) -> list[Path]:
    return pages[PARTS.index(part) :: len(PARTS)]


def try_part(report: Path, part: str) -> dict[str, list[str]]:
    """Return what is wrong with this part's pages, and leave its part of the record."""
    source, found = axe(), {}
    pages = part_of(pages_of(report), part)
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
    _written(_path_of(part), record)
    return found


def put_together() -> bool:
    """Make one record of the parts and take them away; nothing is recorded of a part alone."""
    paths = [_path_of(part) for part in PARTS]
    parts = [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.is_file()]
    forget_parts()
    if len(parts) < len(PARTS):
        return False
    pages = {name: content for part in parts for name, content in part["pages"].items()}
    found = {name: lines for part in parts for name, lines in part["violations"].items()}
    _written(NEW_CHECKS, {**parts[0], "pages": pages, "violations": found})
    return True


def forget_parts() -> None:
    """Take away what a run that was broken off has left: it is not this run's."""
    for part in PARTS:
        _path_of(part).unlink(missing_ok=True)


def _path_of(part: str) -> Path:
    return NEW_CHECKS.with_name(f"{NEW_CHECKS.name}.{part}")


def _written(path: Path, record: dict[str, object]) -> None:
    text = json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
