"""Whether a need that is recorded more often may only be named more often, in a sentence."""

from jsna.disclosure.safe import Safe
from jsna.show.sentence import Part, cell_of, compared, no_number, sentence, spoken
from jsna.show.shown import Shown


def renamed(named: Safe, need: str, unassessed: str, start: str, end: str, **where: str) -> Shown:
    """Return how the share of a need and that without an assessment moved, and what follows.

    `named` is shares of recorded need with an interval, by `need` and `year`. Where the share
    without an assessment fell by more than chance would give, children have been given a need
    who had none before: that the other need rose then says nothing of children.
    """
    asked = [
        {"need": one, "year": year, **where} for one in (need, unassessed) for year in (start, end)
    ]
    cells = [cell_of(named, values, "naming.renamed") for values in asked]
    group = "".join(compared(name, value) for name, value in where.items()).strip()
    about = f"Need recorded as {spoken('need', need)}{f', {group}' if group else ''}: "
    nothing = no_number(
        [(f"{v['need']}, {v['year']}", c) for v, c in zip(asked, cells, strict=True)], about
    )
    if nothing is not None:
        return nothing
    before, after, left_before, left_after = cells
    parts: list[Part] = [
        about, "about ", after.number(unit=True), f" in {end}", *after.size(), ", about ",
        before.number(), f" in {start}", *before.size(), ". Without an assessed need: about ",
        left_after.number(), ", before ", left_before.number(), ". ",
    ]  # fmt: skip
    rose = _apart(before.row["upper"], after.row["lower"])
    fell = _apart(left_after.row["upper"], left_before.row["lower"])
    if rose and fell:
        said = "The recording changed, so whether the need itself grew cannot be told."
    elif rose:
        said = "That is more than chance would give, and the recording did not change with it."
    else:
        said = "A difference of this size could be chance."
    return sentence(*parts, said)


def _apart(lower: float, higher: float) -> bool:
    """Return whether the end of one range lies below the beginning of the other."""
    return bool(lower < higher)
