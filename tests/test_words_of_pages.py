"""The first screen of every page explains its abbreviations: spelled out there, or in a list.

The first screen is the title, the opening words and the box of key points: what a reader sees
before scrolling. An abbreviation is in the plan's glossary, and its words stand on the page.
"""

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jsna.project import DATA
from jsna.publish import short_forms

ABBREVIATION = re.compile(r"\b[A-Z]{2,}[a-z]?\b")
NOT_ABBREVIATIONS = {"OFFICIAL", "SENSITIVE", "DRAFT", "II", "III"}
"""Markings and numbers in capitals."""
OURS = {
    "EHC": "education, health and care",
    "SEN": "special educational needs",
    "SEND": "special educational needs",
    "CCG": "clinical commissioning group",
    "CAMHS": "child and adolescent mental health services",
}
"""Short forms that pages use, and the words that explain them, in small letters."""
EVERYDAY = {"NHS", "GCSE", "CSV", "PDF"}
"""Known to every reader by its letters alone."""


class FirstScreen(HTMLParser):
    """Reads the text of the main part, up to the second heading of the second level."""

    def __init__(self) -> None:
        super().__init__()
        self.main, self.skip, self.ended = 0, 0, False
        self.first: list[str] = []
        self.whole: list[str] = []
        self.points_seen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "main":
            self.main += 1
        if tag in {"script", "style", "svg", "nav"}:
            self.skip += 1
        if tag in {"h2", "figure", "table"} and self.main:
            self.ended = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "svg", "nav"}:
            self.skip -= 1

    def handle_data(self, data: str) -> None:
        if self.skip or not self.main:
            return
        self.whole.append(data)
        if not self.ended:
            self.first.append(data)


def read(page: str) -> tuple[str, str]:
    """Return the first screen and the whole page as text."""
    parser = FirstScreen()
    parser.feed(page)
    return " ".join(" ".join(parser.first).split()), " ".join(" ".join(parser.whole).split())


def glossary() -> dict[str, str]:
    """Return each abbreviation of the plan's glossary in capitals, and its words."""
    with (DATA / "plan" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    short, full = list(rows[0])[:2]
    return {row[short].upper(): row[full].lower() for row in rows}


def unexplained(first: str, whole: str, known: dict[str, str]) -> list[str]:
    """Return each abbreviation of the first screen whose words do not stand on the page."""
    said = whole.lower()
    found = []
    for short in sorted(set(ABBREVIATION.findall(first)) - NOT_ABBREVIATIONS - EVERYDAY):
        names = (short.upper(), short.removesuffix("s"))
        words = [held.get(name, "") for held in (OURS, known) for name in names]
        if not any(one and one in said for one in words):
            found.append(short)
    return found


def test_an_abbreviation_without_its_words_is_found() -> None:
    page = "<main><h1>Waits for CAMHS</h1><p>Seen by LSCFT.</p><h2>More</h2><p>ABC</p></main>"
    first, whole = read(page)
    assert first == "Waits for CAMHS Seen by LSCFT."
    assert unexplained(first, whole, {"LSCFT": "lancashire trust"}) == ["CAMHS", "LSCFT"]


def test_a_short_form_in_the_plural_is_explained_by_its_words() -> None:
    assert short_forms.line("Waits", "<p>Two CCGs.</p><h2>More</h2>") == (
        '<p class="note">Short forms. CCG: clinical commissioning group.</p>'
    )
    page = "<main><h1>Waits</h1><p>Two CCGs. Clinical commissioning group.</p></main>"
    assert unexplained(*read(page), {}) == []
    assert unexplained(*read("<main><h1>Two CCGs</h1></main>"), {}) == ["CCGs"]


def test_an_abbreviation_spelled_out_on_the_page_is_explained() -> None:
    page = (
        "<main><h1>Waits for CAMHS</h1><h2>Words</h2><p>Child and adolescent mental health "
        "services</p></main>"
    )
    assert unexplained(*read(page), {}) == []


def test_the_words_of_a_menu_or_a_drawing_do_not_explain() -> None:
    page = "<main><nav>education, health and care</nav><h1>EHC plans</h1></main>"
    assert unexplained(*read(page), {}) == ["EHC"]


def test_the_first_screen_of_every_page_has_no_unexplained_abbreviation(built: Path) -> None:
    known = glossary()
    problems = {}
    pages = sorted((built / "public" / "pages").rglob("*.html"))
    assert len(pages) >= 60
    for path in pages:
        first, whole = read(path.read_text(encoding="utf-8"))
        assert first, path.name
        short = unexplained(first, whole, known)
        if short:
            problems[path.relative_to(built / "public" / "pages").as_posix()] = short
    if problems:
        listed = "\n".join(f"{page}: {', '.join(short)}" for page, short in problems.items())
        pytest.fail(f"Spell these out on the page, or explain them in its opening:\n{listed}")


def test_a_page_explains_what_its_first_screen_shortens_and_nothing_twice() -> None:
    line = short_forms.line("EHC plans", "<p>EHC plans and CAMHS.</p><h2>SEND</h2>")
    assert line == (
        '<p class="note">Short forms. EHC: education, health and care; CAMHS: child and '
        "adolescent mental health services.</p>"
    )
    assert short_forms.line("EHC plans", "<p>Education, health and care plans.</p>") == ""


def test_every_page_says_what_changed_since_the_last_edition(built: Path) -> None:
    for path in sorted((built / "public" / "pages").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert "<summary>What changed since the last edition</summary>" in text, path.name
