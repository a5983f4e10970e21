"""Whether a difference is real, could be chance, or cannot be told: sentences and verdicts."""

from jsna.disclosure.safe import Safe
from jsna.figures import SHOWN, TOTAL
from jsna.show.chosen import get, label_of
from jsna.show.numbers import written
from jsna.show.sentence import Cell, Number, Part, cell_of, no_number, sentence
from jsna.show.shown import Shown
from jsna.stats.verdicts import POINTS, on_gap, on_ratio

_GAPS = {
    "real": "The difference is real: more than chance would give.",
    "could be chance": "It could be chance.",
    "cannot tell": "These numbers cannot tell whether the difference is real.",
}


def behind(
    gap: Safe, index: Safe, share: Safe, place: str, *, geography: str, what: str, **where: str
) -> Shown:
    """Return how far a place lies from the county: both shares, the gap with its range, n, verdict.

    `gap` is drawn towards the county and `share` is as counted; `index` carries the verdict on
    the geography as a dimension. `what` goes on after `children`, such as `referred were seen`.
    """
    differs = index.where(geography=geography, **where).values("verdict")[0] == "real"
    found = cell_of(gap, {"geography": geography, "area": place, **where}, "chance.behind")
    ours = cell_of(share, {"area": place}, "chance.behind")
    county = cell_of(share, {"area": TOTAL}, "chance.behind")
    start = f"In {place}, {what}: "
    nothing = no_number([("", found), (place, ours), ("the county", county)], start)
    if nothing is not None:
        return nothing
    lower, upper = (get(found.row, name) or 0.0 for name in ("lower", "upper"))
    parts: list[Part] = [
        start, "about ", ours.number(unit=True), ", in the whole county ", county.number(),
        ". With chance taken out that is ", *_points(found), *_resting(found), ". ",
        _GAPS[on_gap(differs, lower, upper, 100 * POINTS)],
    ]  # fmt: skip
    return sentence(*parts)


def places_behind(gap: Safe, index: Safe, *, geography: str, what: str, **where: str) -> Shown:
    """Return the places that lie behind the county for sure, the one furthest behind first.

    Each with its gap drawn towards the county, its range and n; where none is sure, that.
    """
    differs = index.where(geography=geography, **where).values("verdict")[0] == "real"
    mine = gap.where(geography=geography, **where)
    shown = mine.cells[mine.cells["status"] == SHOWN].sort_values("value", kind="stable")
    cells = [Cell(mine, row, "value", mine.figure.unit) for _, row in shown.iterrows()]
    sure = [one for one in cells if differs and (get(one.row, "upper") or 0.0) < 0]
    if not sure:
        return sentence(f"{geography}, {what}: none lies behind the county for sure.")
    parts: list[Part] = [f"Furthest behind the whole county, {what}: "]
    for number, one in enumerate(sure):
        parts += ["; " if number else "", f"{label_of('area', one.row['area'])}, "]
        parts += [*_points(one), *_resting(one)]
    which = "This difference is" if len(sure) == 1 else "These differences are"
    return sentence(*parts, f". {which} real: more than chance would give.")


def _points(cell: Cell) -> list[Part]:
    """Return a difference in points as `5 in a hundred fewer, likely 3 to 6 fewer`."""
    number, figure = cell.value or 0.0, cell.safe.figure.id

    def size(value: float) -> Number:
        return Number(figure, value, written(abs(value)))

    # A gap that is printed as nought leans neither way.
    parts: list[Part] = (
        [size(number), f" in a hundred {_way(number)}"] if number else ["no difference"]
    )
    lower, upper = (get(cell.row, name) for name in ("lower", "upper"))
    if lower is None or upper is None:
        return parts
    near, far = (upper, lower) if number < 0 else (lower, upper)
    alike = _way(near) == _way(far) or not near
    said = "" if alike else f" {_way(near)}"
    return [*parts, ", likely ", size(near), f"{said} to ", size(far), f" {_way(far)}"]


def _way(points: float) -> str:
    return "fewer" if points < 0 else "more"


def _resting(cell: Cell) -> list[Part]:
    """Return n and the period, in brackets."""
    size = cell.size()
    period = cell.safe.figure.period
    return [*size[:-1], f", {period})"] if size else [f" ({period})"]


def guard(safe: Safe, known: str = "known") -> Shown:
    """Return whether it matters when SEND was recorded; equal ratios are said to be equal."""
    at_referral, today = (
        cell_of(safe, {known: value}, "chance.guard") for value in safe.values(known)[:2]
    )
    nothing = no_number([("at the referral", at_referral), ("today", today)], "")
    if nothing is not None:
        return nothing
    one, other = at_referral.number(), today.number()
    if at_referral.row.drop(known).equals(today.row.drop(known)):
        return sentence(
            "Both ways give ", one, ": in these records no child was found to have SEND during "
            "the wait, so nothing hangs on when it was recorded. That is a fact about this extract "
            "and not about waits: another may hold such children, so the flag stays fixed at the "
            "referral.",
        )  # fmt: skip
    return sentence(
        "Fixed at the referral the ratio is ", one, ", by the flag of today ", other,
        ". What lies between the two comes from children who were found to have SEND while they "
        "waited: the first is right.",
    )  # fmt: skip


def ratio(safe: Safe, longer: str, than: str, **where: str) -> Shown:
    """Return a ratio with its interval and whether it differs from 1, in words.

    The verdict is the figure's own where it carries one, judged among all questions of its page;
    else that of the interval alone.
    `longer` and `than` name the two groups, such as `children with SEND` and `those without`.
    """
    said = ""
    if "verdict" in safe.figure.dimensions:
        said = safe.where(**where).values("verdict")[0]
        where = {**where, "verdict": said}
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
    parts += [*cell.size(), ". ", _RATIOS[said or on_ratio(lower, upper)]]
    return sentence(*parts)


_RATIOS = {
    "real": "The difference is real.",
    "could be chance": "It could be chance.",
    "cannot tell": "These numbers cannot tell: a difference that matters may be there or not.",
}
