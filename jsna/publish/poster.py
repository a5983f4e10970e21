"""An A3 poster of a page's figures with their numbers, to stand before in a workshop.

The figures keep the numbers that they have on the page, so that a word said of "Figure 4" is the
same in the room, on paper and in the capture file.
"""

import re

from jsna.errors import BuildError
from jsna.publish import wall
from jsna.publish.html import whole
from jsna.publish.page import Page

MOST = 10
_FIGURE = re.compile(
    r'<figure class="shown.*?</figure>|<div class="shown table".*?</p></div>', re.S
)
_NUMBER = re.compile(r'<span class="no">Figure \d+\.</span>')
_LEFT_OUT = re.compile(
    r'<details.*?</details>|<p class="(?:source|note)">.*?</p>|<a [^>]*>.*?</a>', re.S
)
_NOTE = re.compile(r'<p class="note">(.*?)</p>', re.S)
_MADE_UP = re.compile(r'<p class="made-up">.*?</p>', re.S)
_IDS = re.compile(r'(\sid="|url\(#|href="#)')
_SENTENCE = re.compile(r"(?<=\.)\s+(?=[A-Z0-9])")


def render(html: str, page: Page, prompts: tuple[str, ...] = ()) -> str:
    """Return the poster of a made page; `prompts` are the questions printed at its foot.

    What a note says of several figures is said once, at the foot. How many numbers of one figure
    are not shown its own drawing tells; sources stand on the page.
    """
    figures = [figure for figure in _FIGURE.findall(html) if _NUMBER.search(figure)]
    if not figures:
        raise BuildError(f"The poster of '{page.path}' cannot be made:", ["the page has no figure"])
    chosen = figures[:MOST]
    said = [part for figure in chosen for part in _SENTENCE.split(" ".join(_NOTE.findall(figure)))]
    pieces = [_IDS.sub(r"\1p-", _LEFT_OUT.sub("", _short(figure))) for figure in chosen]
    columns, size = wall.laid_out(pieces)
    return whole(
        "poster.html.j2", page=page, columns=columns, size=size, left=len(figures) - len(pieces),
        prompts=prompts, notes=[note for note in dict.fromkeys(said) if note[:1].isalpha()],
    )  # fmt: skip


def _short(figure: str) -> str:
    return _MADE_UP.sub('<p class="made-up">Made-up records.</p>', figure)
