"""The accessibility statement: what the last browser test found, and what no machine can test.

The record names each page that was tried and its checksum, so the statement can say how many of
the pages that it stands beside were tried exactly as they are.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jsna.errors import DataError
from jsna.project import BROWSER_CHECKS
from jsna.publish.html import whole
from jsna.publish.index import Edition, Listed
from jsna.publish.page import Page


@dataclass(frozen=True)
class Checked:
    """What the last browser test of the built pages found."""

    day: str
    pages: Mapping[str, str]
    """SHA-256 of each page tried, by its path from the report's folder."""
    modes: tuple[str, ...]
    """The ways in which each page was met, such as `dark` or `keyboard`."""
    tool: str
    browser: str
    violations: Mapping[str, tuple[str, ...]]
    """What was found, by page and mode, as `rule: where`; empty where nothing was."""

    @property
    def rules(self) -> dict[str, list[str]]:
        """Which rules were broken, by page and mode, without the piece of the page."""
        return {
            name: list(dict.fromkeys(line.partition(":")[0] for line in lines))
            for name, lines in self.violations.items()
        }


def read(path: Path = BROWSER_CHECKS) -> Checked | None:
    """Return the last record, or None where no browser test was run on this machine."""
    if not path.is_file():
        return None
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        found = {name: tuple(lines) for name, lines in given["violations"].items()}
        return Checked(
            str(given["day"]), dict(given["pages"]), tuple(given["modes"]), str(given["tool"]),
            str(given["browser"]), found,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(
            f"{path.name} is not a record of a browser test:",
            ["delete it and run: make test"],
        ) from error


def render(edition: Edition, checked: Checked | None, pages: Sequence[Listed] = ()) -> str:
    """Return the statement as a page beside the start page; `pages` are those it speaks of."""
    day = edition.as_of
    page = Page(
        path="accessibility.html", title="Accessibility", section="", edition=edition.edition,
        as_of=f"{day.day} {day:%B %Y}", at_top=True, draft=edition.edition_state == "draft",
    )  # fmt: skip
    made = [one for one in pages if one.html is not None]
    as_they_are = sum(_was_tried(one, checked) for one in made)
    return whole(
        "accessibility.html.j2", page=page, checked=checked, here=len(made),
        as_they_are=as_they_are,
    )  # fmt: skip


def _was_tried(page: Listed, checked: Checked | None) -> bool:
    """Return whether this very page, byte by byte, was tried."""
    if checked is None or page.html is None:
        return False
    content = hashlib.sha256(page.html.encode("utf-8")).hexdigest()
    return checked.pages.get(f"public/{page.path}") == content
