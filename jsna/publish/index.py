"""The start page: leads a newcomer through the report, and finds a page without a network."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jsna.errors import BuildError
from jsna.publish.html import whole
from jsna.publish.page import Page

_TAG = re.compile(r"<(script|style|svg|nav)\b.*?</\1>|<[^>]+>", re.S)
_LONGEST = 4000


@dataclass(frozen=True)
class Offer:
    """Something beside the pages: the explorer, the spreadsheet, the form."""

    path: str
    """From the report's folder, such as `explorer.html`."""
    title: str
    what: str
    """One sentence: what it is good for."""


def render(
    pages: Sequence[Page],
    edition: str,
    html: Mapping[str, str] | None = None,
    offers: Sequence[Offer] = (),
) -> str:
    """Return the start page; `html` holds the made pages by path, whose words can be searched."""
    if not pages:
        raise BuildError("The start page cannot be made:", ["the edition has no pages"])
    first = pages[0]
    start = Page(
        path="index.html", title=f"SEND needs assessment: {edition}", section="", edition=edition,
        as_of=first.as_of, audience=first.audience, draft=first.draft, at_top=True,
        made_up=any(page.made_up for page in pages),
        rehearsal=any(page.rehearsal for page in pages),
    )  # fmt: skip
    sections: dict[str, list[Page]] = {}
    for page in pages:
        sections.setdefault(page.section or "Pages", []).append(page)
    found = [
        {
            "p": f"pages/{page.path}",
            "t": page.title,
            "s": page.section,
            "q": page.question,
            "w": searchable((html or {}).get(page.path, "")),
        }
        for page in pages
    ]
    return whole(
        "index.html.j2", "index.js", page=start, sections=sections, offers=offers,
        search=as_data(found),
    )  # fmt: skip


def searchable(html: str) -> str:
    """Return the different words of a page's main part, in the order they come."""
    start, end = html.find("<main"), html.find('<section class="about"')
    main = html[start : end if end > start else None] if start >= 0 else html
    seen = dict.fromkeys(re.findall(r"[^\W\d_][\w'-]{2,}", _TAG.sub(" ", main).lower()))
    return " ".join(seen)[:_LONGEST]


def as_data(value: object) -> str:
    """Return JSON that can stand inside a page: no text in it can end its element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text
