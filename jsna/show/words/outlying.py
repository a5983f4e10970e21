"""Which group lies apart from all others, in a sentence; most often none does."""

from jsna.dimensions import NOT_RECORDED, OUTSIDE
from jsna.disclosure.safe import Safe
from jsna.figures import SHOWN, TOTAL
from jsna.show.chosen import choose
from jsna.show.sentence import Cell, Part, sentence, spoken, subject
from jsna.show.shown import Shown

_NO_GROUP = frozenset({TOTAL, NOT_RECORDED, OUTSIDE})


def apart(safe: Safe, by: str, *, what: str | None = None, **where: str) -> Shown:
    """Return each group whose likely range lies wholly below, or above, those of all others.

    Ranges that meet may well be of equal groups, so nothing is said of those; a group without a
    number is not among them. It takes three groups to say that one lies apart.
    """
    narrowed = safe.where(**where) if where else safe
    chosen = choose(narrowed, by, asker="words.apart")
    rows = chosen.cells[(chosen.cells["status"] == SHOWN) & ~chosen.cells[by].isin(_NO_GROUP)]
    rows = rows.dropna(subset=["lower", "upper"])
    start = subject(safe, what, where)
    if len(rows) < 3:
        return sentence(f"{start}too few can be shown to say whether one lies apart.")
    said: list[Part] = []
    for place, row in rows.iterrows():
        others = rows.drop(index=place)
        below = row["upper"] < others["lower"].min()
        if not (below or row["lower"] > others["upper"].max()):
            continue
        cell = Cell(safe, row, chosen.measure, chosen.unit)
        said += [
            "; " if said else "", f"{spoken(by, str(row[by]))}, ", cell.about(),
            cell.number(unit=True), *cell.size(),
            f", is {'lower' if below else 'higher'} than every other",
        ]  # fmt: skip
    if not said:
        return sentence(f"{start}none lies apart from all others.")
    return sentence(start, *said, ". That is more than chance would give.")
