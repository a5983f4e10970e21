"""What no page may have: the reasons to refuse one, each with the place where it was found."""

import re
from collections import Counter
from typing import Any

from lxml import html

SHORTEST_ALT = 40
_PLACEHOLDERS = (
    "no description",
    "image",
    "chart",
    "figure",
    "placeholder",
    "todo",
    "tbc",
    "alt text",
)
_SVG = re.compile(r"<svg\b([^>]*)>.*?</svg>", re.S)
_FETCHING = ("src", "srcset", "poster", "action", "background", "data")
_FROM_SVG = re.compile(r'href="(?!#)|url\((?!#)')
_NOT_DRAWN = re.compile(r"<(?:script|style|foreignObject|iframe)\b", re.I)
_OUTSIDE = "something is fetched from outside the page; make it part of it"
_REFUSED = {"script", "style", "iframe", "object", "embed", "link", "base", "meta", "form"}


def of_fragment(markup: str, where: str) -> list[str]:
    """Return what is wrong with one piece of a page."""
    problems = []
    without = _SVG.sub(r"<svg\1></svg>", markup)
    if any(_FROM_SVG.search(found.group(0)) for found in _SVG.finditer(markup)):
        problems.append(f"{where}: {_OUTSIDE}")
    if any(_NOT_DRAWN.search(found.group(0)) for found in _SVG.finditer(markup)):
        problems.append(f"{where}: a drawing holds more than shapes and text")
    if not without.strip():
        return problems
    tree = html.fragment_fromstring(without, create_parent="div")
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        problems += _of_element(element, where)
    return problems


def _of_element(element: Any, where: str) -> list[str]:
    tag, problems = element.tag, []
    if tag in _REFUSED:
        problems.append(f"{where}: <{tag}> cannot stand in a page; its template alone brings those")
    for name in element.attrib:
        if name == "style" or name.startswith("on"):
            problems.append(
                f"{where}: the attribute '{name}' does nothing on a strict page; use a class"
            )
        if name in _FETCHING and not element.attrib[name].startswith("data:"):
            problems.append(f"{where}: {_OUTSIDE}")
    if tag in {"svg", "img"} and element.get("aria-hidden") != "true":
        problems += _of_picture(element, where)
    if tag == "table":
        problems += _of_table(element, where)
    if tag == "span" and element.get("data-problem") == "image":
        problems.append(
            f"{where}: a picture in a text cell has no numbers; show a safe figure instead"
        )
    return problems


def _of_picture(element: Any, where: str) -> list[str]:
    alt = (element.get("alt") if element.tag == "img" else element.get("aria-label")) or ""
    alt = " ".join(alt.split())
    if not alt:
        return [f"{where}: a picture has no alt text; say what its numbers show"]
    if alt.lower().rstrip(".") in _PLACEHOLDERS or alt.lower().startswith("no description"):
        return [f"{where}: the alt text '{alt}' is a placeholder; say what its numbers show"]
    if len(alt) < SHORTEST_ALT:
        return [f"{where}: the alt text '{alt}' is shorter than {SHORTEST_ALT} characters"]
    if _plain(alt) in _titles(element):
        return [f"{where}: the alt text only repeats the title '{alt}'"]
    return []


def _titles(element: Any) -> set[str]:
    figure = next((a for a in element.iterancestors() if a.tag == "figure"), None)
    if figure is None:
        return set()
    found = figure.xpath(".//figcaption | .//*[contains(@class, 'title')]")
    return {_plain(part.text_content()) for part in found}


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(".")


def _of_table(element: Any, where: str) -> list[str]:
    problems = []
    caption = element.find("caption")
    name = " ".join(caption.text_content().split()) if caption is not None else ""
    if not name:
        problems.append(f"{where}: a table has no caption; make it with tables.table")
    heads = list(element.iter("th"))
    if not heads or any(
        head.get("scope") not in {"col", "row", "colgroup", "rowgroup"} for head in heads
    ):
        problems.append(f"{where}: the table '{name[:60]}' has headings without scope")
    if any(not head.text_content().strip() for head in heads):
        problems.append(f"{where}: the table '{name[:60]}' has an empty heading")
    return problems


def of_headings(headings: list[tuple[int, str]]) -> list[str]:
    """Return where a level is jumped over; the page's title is the only first level."""
    problems, before = [], 1
    for level, text in headings:
        if level == 1:
            problems.append(f"the heading '{text}' is a second title; begin it with ##")
        elif level > before + 1:
            problems.append(f"the heading '{text}' is of level {level} and follows level {before}")
        before = level
    return problems


def of_ids(markup: str) -> list[str]:
    """Return the ids that stand more than once."""
    counted = Counter(re.findall(r'<[^>]+?\sid="([^"]+)"', markup))
    return [
        f"the id '{name}' is there {number} times; the same figure is shown twice in the same way"
        for name, number in sorted(counted.items())
        if number > 1
    ]
