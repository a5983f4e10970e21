"""You said, we did: the page that tells what came of what people said, and how long it took.

Only words that a person has agreed to print are printed; all else is counted.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median_low

from jsna.publish import capture
from jsna.publish.html import whole
from jsna.publish.index import Edition
from jsna.publish.page import Page

EXAMPLE = (
    {
        "received": "2021-09-14",
        "said": "The page on short breaks does not say whom to ring.",
        "did": "The service's number now stands in the Local Offer, and the page says so.",
        "took": "6 days",
    },
    {
        "received": "2021-09-15",
        "said": "Nobody asked us how the move to college went.",
        "did": "not answered yet",
        "took": "not answered yet",
    },
)
"""What the table will look like; the page says that nobody said this."""


def read(register: Path) -> list[dict[str, str]]:
    """Return the rows of the register; none where nothing was handed in yet."""
    return capture.registered(register) if register.is_file() else []


def render(edition: Edition, rows: Sequence[Mapping[str, str]]) -> str:
    """Return the page beside the start page."""
    day = edition.as_of
    page = Page(
        path="you-said.html", title="You said, we did", section="", edition=edition.edition,
        as_of=f"{day.day} {day:%B %Y}", at_top=True, draft=edition.edition_state == "draft",
    )  # fmt: skip
    answered = [capture.days_taken(row) for row in rows if row["answered"]]
    return whole(
        "you_said.html.j2", page=page, said=capture.answers(rows), handed_in=len(rows),
        answered=len(answered),
        half=capture.in_days(median_low(answered)) if answered else "", example=EXAMPLE,
        waiting=sum(1 for row in rows if not row["printed"]),
    )  # fmt: skip
