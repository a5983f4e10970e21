"""How a poster's figures stand on one sheet of A3: in columns, read downwards, as large as fit.

No browser is at hand when a page is made, so heights are reckoned from the drawings' own shape and
the length of the words, in a wide font: a narrower one leaves room.
"""

import math
import re
from collections.abc import Sequence
from itertools import combinations

from lxml import html

COLUMNS = 5
SIZES = (150, 125, 105, 90, 75, 60)
"""Millimetres that a drawing may be high, largest first; `page.css` has a class for each."""
_WIDTH, _ROOM = 76.0, 216.0
"""Millimetres: a column's width, and the height between the title and the questions."""
_TITLE, _SMALL = (33, 4.1), (49, 3.2)
"""Letters to a line and its height, of a title and of all else."""
_NUMBER = 16
"""Letters of a title that its large number takes the room of."""


def laid_out(figures: Sequence[str]) -> tuple[list[list[str]], int]:
    """Return the figures by column, and how high (one of SIZES) a drawing may be on paper."""
    columns: list[list[str]] = []
    for size in SIZES:
        heights = [height(figure, size) for figure in figures]
        for parts in (_split(heights), _packed(heights)):
            columns = [[figures[at] for at in part] for part in parts]
            if max(sum(heights[at] for at in part) for part in parts) <= _ROOM:
                return columns, size
    return columns, SIZES[-1]


def _packed(heights: Sequence[float]) -> list[list[int]]:
    """Return what each column holds where order gives way to room: the highest are placed first.

    Each column still reads downwards in order, and the columns by their first.
    """
    columns: list[list[int]] = [[] for _ in range(min(COLUMNS, len(heights)))]
    for at in sorted(range(len(heights)), key=lambda at: -heights[at]):
        lowest = min(columns, key=lambda column: sum(heights[one] for one in column))
        lowest.append(at)
    return sorted(sorted(column) for column in columns)


def _split(heights: Sequence[float]) -> list[range]:
    """Return runs of neighbours, one a column, so that the highest column is as low as can be."""
    count = len(heights)
    ways = combinations(range(1, count), min(COLUMNS, count) - 1)
    cuts = min(
        ways,
        key=lambda way: max(
            sum(heights[start:end]) for start, end in zip((0, *way), (*way, count), strict=True)
        ),
    )
    return [range(start, end) for start, end in zip((0, *cuts), (*cuts, count), strict=True)]


def height(figure: str, most: float) -> float:
    """Return about how many millimetres a figure takes in a column; `most` bounds its drawing."""
    tree = html.fragment_fromstring(figure)
    title, what = (
        "".join(tree.xpath(f"string(({path})[1])")).strip()
        for path in ("//*[@class='title'] | //caption", ".//*[@class='what']")
    )
    title = title.removesuffix(what)
    taken = 8.0 + _lines(_NUMBER + len(title), _TITLE) + _lines(len(what), _SMALL)
    taken += 4.0 if tree.xpath(".//*[@class='made-up']") else 0.0
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', figure)
    if box:
        taken += min(most, _WIDTH * float(box[2]) / float(box[1])) + 1.0
    rows = [[cell.text_content() for cell in row] for row in tree.iter("tr")]
    return taken + _table(rows) if rows else taken


def _lines(letters: float, kind: tuple[int, float]) -> float:
    return math.ceil(letters / kind[0]) * kind[1]


def _table(rows: Sequence[Sequence[str]]) -> float:
    """Return the height of a table: numbers keep their width, the first column wraps."""
    whole = [row for row in rows if len(row) == len(rows[0])]
    across = [list(column) for column in zip(*whole, strict=True)]
    widths = [
        max(max(len(word) for word in cell.split() or [""]) for cell in column) + 1
        for column in across
    ]
    widths[:1] = [max(10, _SMALL[0] - sum(widths[1:]))]
    return sum(
        0.9
        + max(
            _lines(len(cell), (width, _SMALL[1])) for cell, width in zip(row, widths, strict=False)
        )
        for row in rows
    )
