"""Whether a difference is real, could be chance, or cannot be told: sentences and verdicts."""

from typing import Literal

from jsna.disclosure.safe import Safe
from jsna.show.chosen import get, label_of
from jsna.show.numbers import written
from jsna.show.sentence import Number, Part, cell_of, no_number, sentence
from jsna.show.shown import Shown

Verdict = Literal["real", "could be chance", "cannot tell"]
SAID = {
    "real": "The differences are real",
    "could be chance": "The differences could be chance",
    "cannot tell": "These numbers cannot tell whether they differ",
}
MATERIAL = 1.25
"""A ratio beyond this, or below 1 over it, would matter: one in four longer."""


def places_vary(index: Safe, often: Safe, geography: str, clock: str) -> Shown:
    """Return whether places of a geography differ beyond chance, with what chance would show.

    `index` and `often` carry the verdict as a dimension; see `jsna.subjects.waits.variation`.
    """
    mine = index.where(geography=geography, clock=clock)
    verdict = mine.values("verdict")[0]
    here, equal = mine.values("index")[:2]
    how_often = cell_of(
        often.where(geography=geography, clock=clock), {"verdict": verdict}, "chance.places_vary"
    )
    measured = cell_of(mine, {"verdict": verdict, "index": here}, "chance.places_vary")
    by_chance = cell_of(mine, {"verdict": verdict, "index": equal}, "chance.places_vary")
    parts: list[Part] = [
        f"{geography}, {_lower(clock)}: {_lower(SAID[verdict])}. A place lies ",
        measured.number(), "% of the county's share away from it on average, equal places would "
        "lie ", by_chance.number(), "% away by chance alone, and ", how_often.number(),
        " of 1,000 counties of equal places would differ as much", *how_often.size(), ".",
    ]  # fmt: skip
    return sentence(*parts)


def every_geography(index: Safe, often: Safe, clock: str) -> Shown:
    """Return that sentence for every geography of the figure, one below the other."""
    names = index.where(clock=clock).values("geography")
    said = [places_vary(index, often, name, clock) for name in names]
    return Shown("".join(one.html for one in said), "\n".join(one.text for one in said))


def ratio(safe: Safe, longer: str, than: str, **where: str) -> Shown:
    """Return a ratio with its interval and whether it differs from 1, in words.

    `longer` and `than` name the two groups, such as `children with SEND` and `those without`.
    """
    cell = cell_of(safe, where, "chance.ratio")
    what = next((label_of(name, value) for name, value in where.items() if name == "ratio"), "")
    start = f"{what}, {longer} against {than}: "
    nothing = no_number([("", cell)], start)
    if nothing is not None:
        return nothing
    lower, upper = get(cell.row, "lower"), get(cell.row, "upper")
    parts: list[Part] = [start, cell.number(), " times"]
    if lower is not None and upper is not None:
        parts += [
            ", likely between ", Number(safe.figure.id, lower, written(lower, cell.unit)), " and ",
            Number(safe.figure.id, upper, written(upper, cell.unit)),
        ]  # fmt: skip
    parts += [*cell.size(), ". ", _RATIOS[against_one(lower, upper)]]
    return sentence(*parts)


_RATIOS = {
    "real": "The difference is real.",
    "could be chance": "It could be chance.",
    "cannot tell": "These numbers cannot tell: a difference that matters may be there or not.",
}


def against_one(lower: float | None, upper: float | None) -> Verdict:
    """Return the verdict on a ratio from its interval.

    Real where the interval leaves out 1; could be chance where it holds 1 and no ratio that would
    matter; cannot tell where it holds both, or has no end.

    >>> against_one(1.1, 1.6), against_one(0.9, 1.1), against_one(0.7, 1.6)
    ('real', 'could be chance', 'cannot tell')
    """
    if (lower is not None and lower > 1) or (upper is not None and upper < 1):
        return "real"
    if lower is None or upper is None:
        return "cannot tell"
    within = lower >= 1 / MATERIAL and upper <= MATERIAL
    return "could be chance" if within else "cannot tell"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
