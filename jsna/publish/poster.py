"""An A3 poster of a page's figures with their numbers, to stand before in a workshop.

The figures keep the numbers that they have on the page, so that a word said of "Figure 4" is the
same in the room, on paper and in the capture file.
"""

import re

from jsna.errors import BuildError
from jsna.publish.html import whole
from jsna.publish.page import Page

MOST = 10
_FIGURE = re.compile(r'<figure class="shown.*?</figure>', re.S)
_LEFT_OUT = re.compile(r"<details.*?</details>|<a [^>]*>.*?</a>", re.S)
_IDS = re.compile(r'(\sid="|url\(#|href="#)')


def render(html: str, page: Page, prompts: tuple[str, ...] = ()) -> str:
    """Return the poster of a made page; `prompts` are the questions printed at its foot."""
    figures = _FIGURE.findall(html)
    if not figures:
        raise BuildError(f"The poster of '{page.path}' cannot be made:", ["the page has no figure"])
    pieces = [_IDS.sub(r"\1p-", _LEFT_OUT.sub("", figure)) for figure in figures[:MOST]]
    left = len(figures) - len(pieces)
    return whole("poster.html.j2", page=page, pieces=pieces, left=left, prompts=prompts)
