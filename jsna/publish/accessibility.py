"""The accessibility statement: what the last browser test found, and what no machine can test."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jsna.errors import DataError
from jsna.project import REPORTS
from jsna.publish.html import whole
from jsna.publish.index import Edition
from jsna.publish.page import Page

RECORD = REPORTS / "browser-checks.json"
"""Written by tests/test_browser.py; it is no part of a report's own files."""


@dataclass(frozen=True)
class Checked:
    """What the last browser test of the built pages found."""

    day: str
    pages: int
    modes: tuple[str, ...]
    tool: str
    browser: str
    violations: Mapping[str, tuple[str, ...]]
    """What was found, by page and mode; empty where nothing was."""


def read(path: Path = RECORD) -> Checked | None:
    """Return the last record, or None where no browser test was run on this machine."""
    if not path.is_file():
        return None
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        found = {name: tuple(lines) for name, lines in given["violations"].items()}
        return Checked(
            str(given["day"]), int(given["pages"]), tuple(given["modes"]), str(given["tool"]),
            str(given["browser"]), found,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, json.JSONDecodeError) as error:
        raise DataError(
            f"{path.name} is not a record of a browser test:",
            ["delete it and run: make test"],
        ) from error


def render(edition: Edition, checked: Checked | None) -> str:
    """Return the statement as a page beside the start page."""
    day = edition.as_of
    page = Page(
        path="accessibility.html", title="Accessibility", section="", edition=edition.edition,
        as_of=f"{day.day} {day:%B %Y}", at_top=True, draft=edition.edition_state == "draft",
    )  # fmt: skip
    return whole("accessibility.html.j2", page=page, checked=checked)
