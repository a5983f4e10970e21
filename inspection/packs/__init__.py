"""The packs: for each reader the same figures, cut to what that reader decides.

    packs.make("board", context, folder) -> folder/board-pack.docx, with board-pack.html beside it

To add a pack: write a function from `Context` to `Paper` in a module here, and add one line to
`PACKS`. Every pack is OFFICIAL and lives in `partnership/`.
"""

from collections.abc import Callable
from pathlib import Path

from inspection import paper_html, word
from inspection.apart import apart
from inspection.pack_context import Context
from inspection.packs.accelerated_plan import accelerated_plan
from inspection.packs.board import board
from inspection.packs.dfe import dfe
from inspection.packs.highs_and_lows import highs_and_lows
from inspection.packs.inspector import inspector
from inspection.packs.leaders import leaders
from inspection.packs.lens import lens
from inspection.paper import Paper
from jsna.errors import DataError

PACKS: dict[str, Callable[[Context], Paper]] = {
    "board": board,
    "dfe-nhse": dfe,
    "inspector": inspector,
    "highs-and-lows": highs_and_lows,
    "accelerated-plan": accelerated_plan,
    "questions": leaders,
    "lens": lens,
}
NAMES = tuple(PACKS)

TOGETHER = ("highs-and-lows", "questions", "lens")
"""Papers of one page or for our own preparation: the rehearsal stays, marked, beside the real."""


def paper(name: str, context: Context) -> Paper:
    """One pack as a paper, or a DataError that names those there are."""
    if name not in PACKS:
        raise DataError(f"There is no pack '{name}':", [f"choose one of {', '.join(NAMES)}"])
    made = PACKS[name](context)
    return made if name in TOGETHER else apart(made)


def make(name: str, context: Context, folder: Path, keep: Path | None = None) -> Path:
    """Write one pack as Word and HTML; the words of an earlier one come along from `keep`."""
    made = paper(name, context)
    path = folder / f"{made.name}.docx"
    page = path.with_suffix(".html")
    if page.exists():
        raise DataError(
            f"{path} was not written:", [f"{page} is already there: give another folder"]
        )
    written = word.write(made, path, keep, list_changes=keep is not None)
    page.write_text(paper_html.page(written.paper, written.words), encoding="utf-8", newline="\n")
    return path
