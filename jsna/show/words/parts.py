"""One number, the parts of a whole, and whether they add up."""

from jsna.dimensions import NOT_RECORDED
from jsna.disclosure.safe import Safe
from jsna.errors import FigureError
from jsna.figures import SHOWN, TOTAL
from jsna.show.chosen import choose, get, label_of
from jsna.show.numbers import written
from jsna.show.sentence import Number, Part, cell_of, no_number, sentence, spoken, subject
from jsna.show.shown import Shown


def single(
    safe: Safe, *, what: str | None = None, measure: str | None = None, **where: str
) -> Shown:
    """Return one cell as a sentence, with its interval and n where it has them."""
    cell = cell_of(safe, where, "words.single", measure)
    start = subject(safe, what, where)
    nothing = no_number([("", cell)], start)
    if nothing is not None:
        return nothing
    parts: list[Part] = [start, cell.about(), cell.number(unit=True)]
    lower, upper = get(cell.row, "lower"), get(cell.row, "upper")
    if lower is not None and upper is not None:
        parts += [
            ", likely between ", Number(safe.figure.id, lower, cell.written(lower)),
            " and ", Number(safe.figure.id, upper, cell.written(upper)),
        ]  # fmt: skip
    return sentence(*parts, *cell.size(), ".")


def largest(
    safe: Safe,
    by: str,
    *,
    number: int = 1,
    what: str | None = None,
    measure: str | None = None,
    **where: str,
) -> Shown:
    """Return the largest group, or the largest few, with its share of the whole.

    What was not recorded is no group: it is never named as the largest.
    """
    narrowed = safe.where(**where) if where else safe
    chosen = choose(narrowed, by, measure=measure, asker="words.largest")
    cells = chosen.cells[(chosen.cells["status"] == SHOWN) & chosen.cells[chosen.measure].notna()]
    cells = cells[cells[by] != NOT_RECORDED]
    start = subject(safe, what, where)
    if cells.empty:
        return sentence(f"{start}there is no number to give.")
    top = cells.sort_values([chosen.measure, by], ascending=[False, True], kind="stable")
    top = top.head(number)
    about = "about " if safe.protection.base > 1 else ""
    # "The need recorded most often: ..." says already that it is the largest.
    said = number > 1 or (what is not None and "most" in what.split())
    parts: list[Part] = [start]
    whole = _whole(narrowed, by) if chosen.measure == "value" else None
    for position, (_, row) in enumerate(top.iterrows()):
        value = float(row[chosen.measure])
        parts.append("" if not position else " and " if position == len(top) - 1 else ", ")
        name = str(row[by])
        label = label_of(by, name) if said else _leading(safe, by, name)
        text = written(value, chosen.unit)
        if safe.figure.kind != "count" and chosen.unit != "%":
            text = f"{text} {chosen.unit}"
        parts += [
            f"{label}, {about}" if number == 1 else f"{label} (",
            Number(safe.figure.id, value, text),
        ]
        if whole and safe.figure.kind == "count":
            share = 100 * value / whole
            derived = Number(safe.figure.id, share, f"{share:.0f}%", "share", (value, whole))
            total = Number(safe.figure.id, whole, written(whole))
            parts += [" of ", total, " (", derived, ")"] if number == 1 else [", ", derived]
        parts.append("" if number == 1 else ")")
    counted = about and safe.figure.kind == "count"
    return sentence(*parts, ". Counts are rounded." if counted else ".")


def _leading(safe: Safe, by: str, value: str) -> str:
    """Return that a group is the largest, or has the highest number."""
    counted = safe.figure.kind == "count"
    if by == "area":
        return f"{'the most are' if counted else 'the highest is'} in {spoken(by, value)}"
    aged = "aged " if by in ("age", "age_group") else ""
    return f"{'the largest group is' if counted else 'the highest is'} {aged}{spoken(by, value)}"


def _whole(safe: Safe, by: str) -> float | None:
    """Return the total across `by`, where the figure shows one."""
    try:
        cell = cell_of(safe, {by: TOTAL}, "words.largest", "value")
    except FigureError:
        return None
    return cell.value if cell.shown and cell.value else None


def share(safe: Safe, *, what: str | None = None, **where: str) -> Shown:
    """Return a percentage with the numbers it is made of: `78.1% (90 of 115)`."""
    cell = cell_of(safe, where, "words.share", "percent")
    start = subject(safe, what, where)
    nothing = no_number([("", cell)], start)
    if nothing is not None:
        return nothing
    parts: list[Part] = [start, cell.about(), cell.number()]
    part, whole = get(cell.row, "value"), get(cell.row, "percent_of")
    if part is not None and whole is not None and safe.figure.unit != "%":
        parts += [
            " (", Number(safe.figure.id, part, written(part)), " of ",
            Number(safe.figure.id, whole, written(whole)), ")",
        ]  # fmt: skip
    elif whole is not None:
        parts += cell.size()
    return sentence(*parts, ".")


def adds_up(safe: Safe, to: Safe | None = None, *, by: str, **where: str) -> Shown:
    """Return whether the parts across `by` add up to the total, of this figure or of another."""
    chosen = choose(
        safe.where(**where) if where else safe, by, measure="value", asker="words.adds_up"
    )
    other = to if to is not None else safe
    values = {**where, by: TOTAL} if by in other.figure.dimensions else dict(where)
    whole = cell_of(other, values, "words.adds_up", "value")
    shown = chosen.cells[chosen.cells["status"] == SHOWN]
    hidden = len(chosen.cells) - len(shown)
    if not whole.shown or whole.value is None:
        return sentence("The total is not shown, so the parts cannot be checked.", kind="check")
    made = float(shown["value"].sum())
    operands = tuple(float(value) for value in shown["value"])
    total = whole.number()
    parts: list[Part] = [
        "The 1 part adds up to " if len(shown) == 1 else f"The {len(shown)} parts add up to ",
        Number(safe.figure.id, made, written(made), "sum", operands),
    ]
    difference = whole.value - made
    if abs(difference) < 1e-6:
        return sentence(*parts, ", which is the total shown.", kind="check")
    gap = Number(
        other.figure.id, abs(difference), written(abs(difference)), "difference",
        (whole.value, made),
    )  # fmt: skip
    parts += ["; the total is ", total, ", ", gap, " more" if difference > 0 else " fewer", ". "]
    if hidden:
        why = f"{hidden} {'part is' if hidden == 1 else 'parts are'} not shown."
    elif max(safe.protection.base, other.protection.base) > 1:
        why = "Rounded parts add up to the nearest multiple of five of the published total."
    else:
        why = "The publisher's own parts and total differ."
    return sentence(*parts, why, kind="check")
