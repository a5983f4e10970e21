"""What a facilitator takes into the room: notes and a poster for each theme.

The figures keep the numbers that they have on the theme's page, so that "figure 4" is the same on a
phone, on the wall, in the notes and on the capture sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jsna.disclosure.safe import Safe
from jsna.edition import Edition
from jsna.publish import poster
from jsna.publish.html import whole
from jsna.publish.index import Listed, Offer
from jsna.publish.page import Page
from jsna.show.markup import slug
from jsna.show.themes import Chosen, Theme, narrowed

FOLDER = "workshops"
HUB = f"{FOLDER}/index.html"
PLAN = (
    (
        "10 minutes",
        "Welcome",
        "Who is here, how we listen to each other, and that nobody is named.",
    ),
    ("10 minutes", "What is real", "Say which figures are made up, and what a figure cannot know."),
    ("20 minutes", "The wall", "In pairs before the poster. Each pair picks two figures."),
    ("40 minutes", "At the tables", "Four at a table. Take each picked figure with its question."),
    ("10 minutes", "Break", "The poster stays up; people add notes to it."),
    ("20 minutes", "What is missing", "What no figure says. One thing on each capture sheet."),
    ("10 minutes", "Close", "What happens with the sheets, and when we say what came of them."),
)
"""Two hours: how long, what, how."""
CAREFUL = {
    "rounded": "Counts are rounded: a difference of one step means nothing.",
    "suppressed": "Small counts are withheld: a gap in it is no nought.",
    "statistic": "Where two ranges overlap, do not say that one is higher.",
    "published": "Its owner publishes it; ask when it was counted before you ask why.",
}
"""What to be careful with, by the rule that makes a figure safe."""


@dataclass(frozen=True)
class Talked:
    """One figure of a theme, as the notes speak of it."""

    number: int
    chosen: Chosen
    safe: Safe

    @property
    def careful(self) -> str:
        """What not to make of it."""
        return CAREFUL[self.safe.figure.rule]


@dataclass(frozen=True)
class Pack:
    """One theme, its page, and its papers."""

    theme: Theme
    page: Listed
    talked: tuple[Talked, ...]

    @property
    def name(self) -> str:
        """Its name as part of a file's."""
        return slug(self.theme.name, 60)


def packs(edition: Edition, themes: Sequence[Theme], pages: Sequence[Listed]) -> list[Pack]:
    """Return the themes that have a page in this report."""
    by_path = {Path(page.path).stem: page for page in pages if "/themes/" in page.path}
    return [
        Pack(
            theme,
            page,
            tuple(
                Talked(number, chosen, narrowed(chosen, edition))
                for number, chosen in enumerate(theme.figures, 1)
            ),
        )
        for theme in themes
        if (page := by_path.get(slug(theme.name, 60))) is not None and page.html is not None
    ]


def write(
    folder: Path, edition: Edition, themes: Sequence[Theme], pages: Sequence[Listed]
) -> list[Offer]:
    """Write notes and poster of each theme that has a page; return what the start page offers."""
    made = packs(edition, themes, pages)
    if not made:
        return []
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for pack in made:
        _page(folder / FOLDER / f"{pack.name}-notes.html", notes(pack, edition))
        _page(folder / FOLDER / f"{pack.name}-poster.html", wall(pack, edition))
    _page(folder / HUB, hub(made, edition))
    return [
        Offer(
            HUB, "Hold a workshop",
            "For each theme ten figures, a poster, notes for the facilitator and a capture sheet.",
        )
    ]  # fmt: skip


def notes(pack: Pack, edition: Edition) -> str:
    """Return the facilitator's notes of a theme."""
    page = _described(pack, edition, f"{pack.theme.name}: notes for the facilitator", "notes")
    return whole("facilitator.html.j2", page=page, pack=pack, plan=PLAN)


def wall(pack: Pack, edition: Edition) -> str:
    """Return the A3 poster of a theme."""
    page = _described(pack, edition, pack.theme.name, "poster")
    return poster.render(pack.page.html or "", page, pack.theme.prompts)


def hub(made: Sequence[Pack], edition: Edition) -> str:
    """Return the page that leads to every pack."""
    made_up = any(pack.page.made_up for pack in made)
    page = _page_of("index.html", "Hold a workshop", edition, made_up)
    return whole("workshops.html.j2", page=page, packs=made)


def _described(pack: Pack, edition: Edition, title: str, kind: str) -> Page:
    return _page_of(f"{pack.name}-{kind}.html", title, edition, pack.page.made_up)


def _page_of(name: str, title: str, edition: Edition, made_up: bool) -> Page:
    params, day = edition.params, edition.as_of
    return Page(
        path=name, title=title, section="", edition=params.edition,
        as_of=f"{day.day} {day:%B %Y}", made_up=made_up, draft=params.edition_state == "draft",
    )  # fmt: skip


def _page(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
