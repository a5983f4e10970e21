"""What the template must know of a page beside its notebook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Audience = Literal["public", "partnership", "internal"]
MARKINGS = {
    "public": "",
    "partnership": "OFFICIAL",
    "internal": "OFFICIAL-SENSITIVE",
}
"""The government's classification words, one for each folder."""


@dataclass(frozen=True)
class Link:
    """Another page of the report."""

    path: str
    """Below `pages/`, such as `county/children.html`; `index.html` is the start page."""
    title: str


@dataclass(frozen=True)
class Page:
    """One page of a report."""

    path: str
    """Below `pages/`, such as `county/children.html`."""
    title: str
    """The page's one first-level heading."""
    section: str
    """The part of the report it stands in, such as `The county`."""
    edition: str
    """Such as `cumbria-2021`."""
    as_of: str
    """The date up to which figures had been published, in words: `31 August 2021`."""
    audience: Audience = "public"
    made_up: bool = False
    """Any figure of the page rests on made-up records."""
    rehearsal: bool = False
    """A made-up figure touched a judgement."""
    previous: Link | None = None
    next: Link | None = None
    breadcrumbs: tuple[Link, ...] = ()
    """The way down to this page, without the start page and itself; a path may be empty."""
    related: tuple[Link, ...] = ()
    """Pages on the same place, need or theme, or in the same part of the report."""
    elsewhere: tuple[Link, ...] = ()
    """Pages that ask the same question of another place, need or theme."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """What the notebook was run with."""
    limits: tuple[str, ...] = ()
    """What the page does not tell: one sentence each."""
    changed: tuple[str, ...] = ()
    """What changed since the edition before, or that there was none: one sentence each."""
    question: str = ""
    """The page's question, for the start page and the search."""
    draft: bool = True
    """Whether the edition is a draft."""
    tell_us: str = ""
    """How to answer, in words of the area; the page offers its own form besides."""
    notebook: str = ""
    """Name of the executed notebook, such as `county-children.ipynb`."""
    at_top: bool = False
    """It stands beside the start page, not below `pages/`."""

    @property
    def top(self) -> str:
        """The way from the page up to its audience's folder: `../../`."""
        return "" if self.at_top else "../" * (self.path.count("/") + 1)

    @property
    def public(self) -> str:
        """The way from the page to the public folder, where the tables are."""
        return self.top if self.audience == "public" else f"{self.top}../public/"

    def to(self, path: str) -> str:
        """Return the address of another page, seen from this one."""
        return self.top + (path if path.startswith("index.html") else f"pages/{path}")
