"""The start page: leads a newcomer through the report, and finds a page without a network."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from jsna.errors import BuildError
from jsna.publish.html import whole
from jsna.publish.page import Audience, Page

_TAG = re.compile(r"<(script|style|svg|nav)\b.*?</\1>|<[^>]+>", re.S)
_LONGEST = 4000
_TITLES = {"partnership": "Ready for the re-visit: papers, packs and pages"}
"""The title of a start page that is not the report's own."""


@dataclass(frozen=True)
class Listed:
    """One page as the start page lists it."""

    path: str
    """From the audience's folder: `pages/county/children.html`."""
    title: str
    section: str
    group: str
    """Pages of one notebook, such as one a district, stand together under its name; or empty."""
    html: str | None
    """The page as made; None where it could not be made."""

    @property
    def made_up(self) -> bool:
        """Whether the page says that it rests on made-up records."""
        return self.html is not None and '<meta name="made-up" content="yes">' in self.html


@dataclass(frozen=True)
class Offer:
    """Something beside the pages: the explorer, the spreadsheet, the form."""

    path: str
    """From the report's folder, such as `explorer.html`."""
    title: str
    what: str
    """One sentence: what it is good for."""
    group: str = "Take along"
    rehearsal: bool = False
    """Whether it holds what a made-up figure touched."""
    beside: Sequence[tuple[str, str]] = ()
    """The same in other forms: path and name, such as `Word`."""


class Edition(Protocol):
    """What the start page says of the edition; `jsna.params.Params` has it."""

    @property
    def edition(self) -> str:
        """Its name."""

    @property
    def edition_state(self) -> str:
        """`draft` or `final`."""

    @property
    def as_of(self) -> date:
        """The day up to which publications are used."""


def render(
    pages: Sequence[Listed],
    edition: Edition,
    audience: Audience = "public",
    offers: Sequence[Offer] = (),
) -> str:
    """Return the start page of one audience's folder."""
    if not pages:
        raise BuildError("The start page cannot be made:", ["the edition has no pages"])
    day = edition.as_of
    taken: dict[str, list[Offer]] = {}
    for offer in offers:
        taken.setdefault(offer.group, []).append(offer)
    start = Page(
        path="index.html",
        title=_TITLES.get(
            audience, "Children and young people with special educational needs and disabilities"
        ),
        section="", edition=edition.edition, as_of=f"{day.day} {day:%B %Y}", audience=audience,
        draft=edition.edition_state == "draft", at_top=True,
        made_up=any(page.made_up for page in pages),
        rehearsal=audience == "partnership" and any(page.made_up for page in pages),
    )  # fmt: skip
    sections: dict[str, dict[str, list[Listed]]] = {}
    for page in pages:
        sections.setdefault(page.section or "Pages", {}).setdefault(page.group, []).append(page)
    found = [
        {"p": page.path, "t": page.title, "s": page.section, "w": searchable(page.html or "")}
        for page in pages
        if page.html is not None
    ]
    return whole(
        "index.html.j2", "index.js", page=start, sections=sections, taken=taken,
        search=as_data(found), tail=shared_tail,
    )  # fmt: skip


def shared_tail(titles: Sequence[str]) -> str:
    """Return the words with which all titles of a group end, from a colon or a space on.

    The heading of the group says them once, for the eye; each link keeps them for the ear.

    >>> shared_tail(["Eden: who waits?", "Carlisle: who waits?", "Copeland: who waits?"])
    ': who waits?'
    """
    if len(titles) < 3:
        return ""
    ends = (titles[0][at:] for at in range(len(titles[0])))
    common = next((end for end in ends if all(title.endswith(end) for title in titles)), "")
    starts = [at for at in (common.find(":"), common.find(" ")) if at >= 0]
    tail = common[min(starts) :] if starts else ""
    return "" if any(title == tail for title in titles) else tail


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
