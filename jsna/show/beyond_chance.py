"""Do places differ beyond chance? One sentence of verdicts, and the table that they rest on."""

import pandas as pd

from jsna.disclosure.safe import Safe
from jsna.figures import SHOWN
from jsna.show import tables
from jsna.show.chosen import choose, get, label_of, name_of
from jsna.show.numbers import cell
from jsna.show.sentence import sentence
from jsna.show.shown import Shown

SAID = {
    "real": "The differences are real",
    "could be chance": "The differences could be chance",
    "cannot tell": "These numbers cannot tell whether they differ",
}
HEADER = ("Do places differ?", "Apart, %", "By chance, %", "As much by chance, of 1,000", "n")
EXPLAINED = (
    "Apart: how far a place lies from the county on average, in percent of the county's share.",
    "By chance: what equal places would show.",
    "As much by chance: how many of 1,000 counties of equal places differ as much as this one.",
)


def differ(index: Safe, often: Safe, *, down: str, title: str, **where: str) -> Shown:
    """Return whether places differ, one row a value of `down`, such as each kind of place.

    `index` and `often` carry the verdict as a dimension, judged among all questions of their page;
    see `jsna.subjects.waits.variation`. `where` holds their other dimensions.
    """
    mine, chances = index.where(**where), often.where(**where)
    here, equal = mine.values("index")[:2]
    chosen = choose(mine, down, "verdict", "index", asker="beyond_chance.differ", total=True)
    rows, verdicts = [], {}
    for value in mine.values(down):
        own = mine.cells[mine.cells[down] == value]
        by_index = {str(row["index"]): row for _, row in own.iterrows()}
        how_often = chances.cells[chances.cells[down] == value].iloc[0]
        verdicts[value] = str(how_often["verdict"])
        first = by_index[here]
        n = cell(get(first, "n"), SHOWN, "") if first["status"] == SHOWN else ""
        numbers = [_number(row) for row in (first, by_index[equal], how_often)]
        rows.append([label_of(down, value), verdicts[value], *numbers, n])
    figures = f"{index.figure.id} {often.figure.id}"
    period = f"{mine.figure.period[:1].upper()}{mine.figure.period[1:]}."
    header, numeric = [name_of(down), *HEADER], frozenset({2, 3, 4, 5})
    table = tables.write(title, header, rows, numeric=numeric, figure=figures, what=period)
    return _said(verdicts, down) + tables.piece(chosen, title, table, EXPLAINED)


def _number(row: "pd.Series[float]") -> str:
    return cell(get(row, "value"), str(row["status"]), "")


def _said(verdicts: dict[str, str], down: str) -> Shown:
    """Return the verdicts in one sentence each, those that agree named together."""
    told = []
    for verdict, words in SAID.items():
        names = [label_of(down, value) for value, said in verdicts.items() if said == verdict]
        if names:
            told.append(f"{words}: {'; '.join(names)}.")
    return sentence(" ".join(told))
