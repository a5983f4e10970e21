"""A real browser for the tests: Debian's Chromium, axe-core inside each page, no network."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from jsna.project import BROWSER_CHECKS

NEW_CHECKS = BROWSER_CHECKS.with_name(f".{BROWSER_CHECKS.name}")
"""The record of this run; it takes its place when all tests have ended, since builds read it."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
MODES: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "forced colours": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
    "320 px": {"viewport": {"width": 320, "height": 640}, "has_touch": True},
}


def chromium() -> Path:
    """Return the browser, or skip with one line; where CI is set, fail instead."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        found = shutil.which(name)
        if found:
            return Path(found)
    said = "no Chromium on this machine: pages were not tried in a browser (apt install chromium)"
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(said)


def axe() -> str:
    """Return the source of axe-core, which the pinned package carries."""
    try:
        return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    except ModuleNotFoundError:
        if os.environ.get("CI"):
            pytest.fail("axe-playwright-python is not installed: see requirements.in")
        pytest.skip("axe-playwright-python is not installed: accessibility was not measured")


@contextmanager
def browser() -> Iterator[Any]:
    """Give a running browser."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@contextmanager
def opened(running: Any, path: Path, mode: str = "light", fragment: str = "") -> Iterator[Any]:
    """Give a page opened from the disk; whatever it asks for or complains of is an error."""
    context = running.new_context(**MODES[mode], offline=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on(
        "console",
        lambda message: (
            wrong.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda request: (
            wrong.append(f"asked for {request.url}")
            if not request.is_navigation_request()
            and not request.url.startswith(("data:", "blob:"))
            else None
        ),
    )
    page.goto(path.as_uri() + fragment)
    yield page
    assert wrong == []
    context.close()


RUN = """async ([tags, alike]) => {
  const options = {resultTypes: ['violations'], preload: false, elementRef: false};
  const all = {...options, runOnly: {type: 'tag', values: tags}};
  const colour = {...options, runOnly: {type: 'rule', values: ['color-contrast']}};
  const found = alike
    ? [await axe.run(document, {...all, rules: {'color-contrast': {enabled: false}}}),
       await axe.run({exclude: [[alike]]}, colour)]
    : [await axe.run(document, all)];
  return found.flatMap(one => one.violations).flatMap(one =>
    one.nodes.map(node => one.id + ': ' + node.html.slice(0, 120))); }"""
FURTHER_ROWS = "tbody tr:nth-child(n+4)"
"""Rows of a table that are coloured as those above them, in whatever mode."""


def violations(page: Any, source: str = "", alike: str = "") -> list[str]:
    """Return what axe finds on the page as it stands, one line an element.

    `source` puts axe into the page; without it, it is there already. The contrast of elements
    that are `alike` to others is not measured again: it is nine tenths of the time.
    """
    if source:
        page.evaluate(source)
    return list(page.evaluate(RUN, [TAGS, alike]))
