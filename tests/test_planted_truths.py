"""Each planted truth is said by the page that should see it, and equal groups are not set apart.

The list is that of docs/made-up-county.md. What holds for counties without any planted inequity,
drawn many times, stands in the tests of each subject, which the list names.
"""

import html
import re
from pathlib import Path

import pytest

from jsna.project import ROOT

CHANCE = "more than chance would give"
SAID = (
    ("Longer waits in the west", "waits/places", (
        r"West Cumbria.{0,40}first contact.{0,400}?(differences are real|difference is real)",
    )),
    ("Longer waits in the west", "places/allerdale", (
        r"CAMHS within 18 weeks: about \d+ percent of those referred in Allerdale .*?"
        r"lower than .*?" + CHANCE,
    )),
    ("SEND waits longer", "waits/places", (
        r"children with SEND against those without.{0,100}?The difference is real",
    )),
    ("Short breaks", "without/short-breaks", (
        r"18 to 25.{0,400}?" + CHANCE,
        r"under 18.{0,400}?(could be chance|cannot tell whether the difference is real)",
    )),
    ("Coding drift", "send/county", (
        r"Need recorded as social, emotional and mental health.*?The recording changed, so whether "
        r"the need itself grew cannot be told",
    )),
    ("A survey arm with biased non-response", "difference/voice", (
        r"if all who kept silent do not trust in 2020: about \d percent",
        r"if all who kept silent trust in 2020: about 9\d percent",
        r"I know where to find out about support not applicable",
    )),
    ("Linkage worse in one district", "about/data-quality", (
        r"The same by district: Barrow-in-Furness, about \d+% \(n [\d,]+\), is lower than every "
        r"other\. That is " + CHANCE,
    )),
    ("Auditors", "difference/plan-quality", (
        r"two auditors of one plan give the same grade .*?about 0\.\d+ of 1, likely between",
    )),
    ("The autism pathway and therapies", "without/who-goes-without", (
        r"Not everything differs from place to place: for autism assessment .*?physiotherapy .*?"
        r"could be chance, or these numbers cannot tell",
    )),
)  # fmt: skip
"""The planted truth as the docs name it, the page that should see it, and what it says."""


def text_of(page: str) -> str:
    """Return the words of a page's main part, without pictures, each space once."""
    main = page[page.index("<main") :]
    bare = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", main, flags=re.S)
    spaced = " ".join(html.unescape(bare).split())
    return re.sub(r" (?=[,.;:)])|(?<=\() ", "", spaced)


@pytest.mark.parametrize(("truth", "page", "said"), SAID, ids=[f"{t}-{p}" for t, p, _ in SAID])
def test_a_planted_truth_is_said_by_its_page(
    built: Path, truth: str, page: str, said: tuple[str, ...]
) -> None:
    path = built / "public" / "pages" / f"{page}.html"
    text = text_of(path.read_text(encoding="utf-8"))
    for pattern in said:
        assert re.search(pattern, text), f"{truth}: {page} does not say {pattern}"


def test_the_docs_list_each_planted_truth_with_its_page_and_a_test_that_is_there() -> None:
    docs = (ROOT / "docs" / "made-up-county.md").read_text(encoding="utf-8")
    table = docs[docs.index("### Where each is said") :]
    for truth, page, _ in SAID:
        assert re.search(rf"\| {re.escape(truth)}[^|]*\|[^|]*`{page}`", table), (truth, page)
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    named = re.findall(r"`(test_[a-z0-9_]+)`", table)
    assert len(named) >= len(SAID)
    for name in named:
        assert f"def {name}(" in tests, name


def test_no_place_page_sets_a_place_apart_by_what_was_planted_nowhere(built: Path) -> None:
    """Plans on time and annual reviews were planted alike everywhere: no page calls them real."""
    for path in sorted((built / "public" / "pages" / "places").glob("*.html")):
        text = text_of(path.read_text(encoding="utf-8"))
        said = re.search(r"issued within 20 weeks.*?(?=Those eligible)", text)
        assert said, path.name
        assert CHANCE not in said.group(), path.name
