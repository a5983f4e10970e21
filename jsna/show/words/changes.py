"""One number against another: over time, between places, and whether chance could do it."""

import math
from typing import Literal

from jsna.disclosure.safe import Safe
from jsna.figures import TOTAL
from jsna.show.chosen import get, label_of
from jsna.show.numbers import written
from jsna.show.sentence import Cell, Number, Part, cell_of, compared, no_number, sentence, subject
from jsna.show.shown import Shown
from jsna.show.words.parts import single
from jsna.stats.verdicts import further_out

Verdict = Literal["real", "could be chance", "cannot tell"]
SMALLEST_N = 10
"""Under ten children or answers nothing is said about chance."""


def change(
    safe: Safe,
    from_: str,
    to_: str,
    *,
    by: str = "year",
    what: str | None = None,
    measure: str | None = None,
    **where: str,
) -> Shown:
    """Return how a figure changed from one value of `by` to another.

    For a percentage the difference is in percentage points.
    """
    first = cell_of(safe, {**where, by: from_}, "words.change", measure)
    last = cell_of(safe, {**where, by: to_}, "words.change", measure)
    start = subject(safe, what, where)
    then, now = label_of(by, from_), label_of(by, to_)
    nothing = no_number([(then, first), (now, last)], start)
    if nothing is not None:
        return nothing
    before, after = first.number(), last.number()
    difference = after.value - before.value
    way = "up from" if difference > 0 else "down from" if difference < 0 else "the same as"
    parts: list[Part] = [
        start, last.about(), last.number(unit=True), f" in {now}", *last.size(), f", {way} ",
        first.about() if difference else "", before, f" in {then}", *first.size(),
    ]  # fmt: skip
    if difference:
        parts += [", which is ", last.about(), *_difference(safe, after, before, last)]
    return sentence(*parts, ".")


def _difference(safe: Safe, after: Number, before: Number, cell: Cell) -> list[Part]:
    difference = after.value - before.value
    size = Number(
        safe.figure.id, abs(difference), _size(abs(difference), cell.unit), "difference",
        (after.value, before.value),
    )  # fmt: skip
    if cell.unit == "%":
        return [size, f" percentage point{'' if size.text == '1.0' else 's'} ", _way(difference)]
    if safe.figure.kind != "count":
        points = " points" if cell.unit.startswith("percent") else ""
        return [size, f"{points} ", _way(difference)]
    parts: list[Part] = [size, " more" if difference > 0 else " fewer"]
    if before.value >= 50:
        rate = 100 * abs(difference) / before.value
        share = Number(safe.figure.id, rate, f"{rate:.0f}%", "change", (after.value, before.value))
        parts += [" (", share, ")"]
    return parts


def _size(value: float, unit: str) -> str:
    return f"{value:,.1f}" if unit == "%" else written(value, unit)


def _way(difference: float) -> str:
    return "higher" if difference > 0 else "lower"


def compare(
    safe: Safe,
    place: str,
    to: str,
    *,
    by: str = "area",
    what: str | None = None,
    measure: str | None = None,
    among: int = 1,
    **where: str,
) -> Shown:
    """Return one place beside another, and whether the difference could be chance.

    A place beside itself, the county on a page that sets places beside it, is stated alone.
    `among` is how many questions the page judges: each must then be that much surer (Bonferroni).
    """
    if place == to:
        return single(safe, what=what, measure=measure, **{**where, by: place})
    here = cell_of(safe, {**where, by: place}, "words.compare", measure)
    there = cell_of(safe, {**where, by: to}, "words.compare", measure)
    start = subject(safe, what, where)
    nothing = no_number([(label_of(by, place), here), (label_of(by, to), there)], start)
    if nothing is not None:
        return nothing
    ours, theirs = here.number(unit=True), there.number()
    difference = ours.value - theirs.value
    way = "the same as" if not difference else f"{_way(difference)} than"
    parts: list[Part] = [
        start, here.about(), ours, compared(by, place), *here.size(),
        f", {way} ", there.about(), theirs, compared(by, to), *there.size(), ".",
    ]  # fmt: skip
    said = verdict(safe, place, to, by=by, measure=measure, among=among, **where)
    if here.safe.figure.kind != "count" and difference and said != "cannot tell":
        parts.append(
            " The difference is more than chance would give."
            if said == "real"
            else " A difference of this size could be chance."
        )
    return sentence(*parts)


def verdict(
    safe: Safe,
    first: str,
    second: str,
    *,
    by: str = "area",
    measure: str | None = None,
    among: int = 1,
    **where: str,
) -> Verdict:
    """Return whether two values differ by more than chance would give.

    The interval of the difference is made from the two intervals (the square-and-add method,
    which for Wilson intervals is Newcombe's); `real` where it leaves out nought, `cannot tell`
    without intervals or under ten. Judged as one `among` so many questions of a page. A place
    beside the county that holds it is treated as if the two were apart, which makes `real` rarer,
    never commoner.

    Reference: Newcombe RG (1998) Statistics in Medicine 17, 873-890, method 10; Zou GY, Donner A
    (2008) Statistics in Medicine 27, 1693-1702.
    """
    cells = [
        cell_of(safe, {**where, by: value}, "words.verdict", measure) for value in (first, second)
    ]
    if not all(cell.shown for cell in cells):
        return "cannot tell"
    bounds = [(cell.value, get(cell.row, "lower"), get(cell.row, "upper")) for cell in cells]
    sizes = [get(cell.row, "n") or get(cell.row, "percent_of") for cell in cells]
    if any(size is not None and size < SMALLEST_N for size in sizes):
        return "cannot tell"
    (one, one_low, one_high), (two, two_low, two_high) = bounds
    numbers = (one, one_low, one_high, two, two_low, two_high)
    if any(number is None for number in numbers):
        return "cannot tell"
    a, a_low, a_high, b, b_low, b_high = (float(number or 0.0) for number in numbers)
    wider = further_out(among)
    low = (a - b) - wider * math.hypot(a - a_low, b_high - b)
    high = (a - b) + wider * math.hypot(a_high - a, b - b_low)
    return "real" if low > 0 or high < 0 else "could be chance"


__all__ = ["TOTAL", "change", "compare", "verdict"]
