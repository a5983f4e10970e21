"""Estimates with the range that chance could give: a dot and its line, one row a group."""

from typing import Any

from jsna.disclosure.safe import Safe
from jsna.errors import FigureError
from jsna.figures import SHOWN
from jsna.show import alt
from jsna.show.canvas import (
    INK,
    MAIN,
    MUTED,
    SECOND,
    WIDTH,
    drawing,
    margins,
    svg,
    text_width,
    wrapped,
)
from jsna.show.chosen import Chosen, choose, get, label_of, name_of
from jsna.show.framed import framed, identity
from jsna.show.numbers import written
from jsna.show.sentence import Cell, cell_of
from jsna.show.shown import Shown

_LINE, _ROW = 0.19, 0.36


def intervals(
    safe: Safe,
    by: str,
    *,
    title: str,
    reference: str | None = None,
    measure: str | None = None,
    largest_first: bool = False,
) -> Shown:
    """Return one row for each value of `by`: a dot, its interval and its number.

    `reference` is the value of `by` drawn as a line through all rows, such as `England`. Rows
    stand in the figure's own order: a list sorted by an uncertain number is a league table.
    """
    chosen = choose(safe, by, measure=measure, asker="charts.intervals")
    mark = _reference(safe, by, reference, chosen)
    cells = chosen.cells
    if reference is not None:
        cells = cells[cells[by] != reference]
    if largest_first:
        cells = cells.sort_values([chosen.measure, by], ascending=[False, True], kind="stable")
    chosen = Chosen(safe, cells.reset_index(drop=True), chosen.held, chosen.measure, chosen.unit)
    names = [label_of(by, value) for value in chosen.cells[by]]
    said = _described(chosen, by, names, mark, reference)
    lines = [wrapped(name, WIDTH - 0.9) for name in names]
    height = sum(len(part) * _LINE + _ROW for part in lines) + 0.75
    with drawing(height) as (figure, axes):
        _draw(axes, chosen, lines, height, mark, label_of(by, reference) if reference else "")
        picture = svg(figure, identity("intervals", title, chosen), said)
    extra: tuple[str, ...] = ()
    if mark is not None and mark.value is not None and reference is not None:
        number = written(mark.value, chosen.unit)
        extra = (f"The dashed line is {label_of(by, reference)}, {number}.",)
    return framed("intervals", title, chosen, (by,), picture, said, extra)


def _reference(safe: Safe, by: str, reference: str | None, chosen: Chosen) -> Cell | None:
    if reference is None:
        return None
    cell = cell_of(safe, {by: reference}, "charts.intervals", chosen.measure)
    if not cell.shown:
        raise FigureError(
            f"charts.intervals cannot draw the figure '{safe.figure.id}':",
            [f"its reference, {reference}, has no number: {cell.row['status']}"],
        )
    return cell


def _described(
    chosen: Chosen, by: str, names: list[str], mark: Cell | None, reference: str | None
) -> str:
    points, beyond = [], []
    for name, (_, row) in zip(names, chosen.cells.iterrows(), strict=True):
        value = get(row, chosen.measure)
        if row["status"] != SHOWN or value is None:
            continue
        points.append((name, value))
        low, high = get(row, "lower"), get(row, "upper")
        if mark is not None and mark.value is not None and low is not None and high is not None:
            if low > mark.value:
                beyond.append(f"{name} lies above")
            elif high < mark.value:
                beyond.append(f"{name} lies below")
    said = [alt.ranking(points, chosen.unit)]
    if mark is not None and mark.value is not None and reference is not None:
        said.append(f"The line is {label_of(by, reference)}, {written(mark.value, chosen.unit)}")
        said.append(
            "Beyond chance: " + ", ".join(beyond) if beyond else "All ranges reach the line"
        )
    shape = f"Dots with ranges of {chosen.unit or 'values'} by {name_of(by).lower()}"
    return alt.described(f"{shape}, {len(names)} rows", [*said, alt.withheld(chosen)])


def _draw(
    axes: Any,
    chosen: Chosen,
    lines: list[list[str]],
    height: float,
    mark: Cell | None,
    named: str,
) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    rows = [row for _, row in chosen.cells.iterrows()]
    numbers = [
        number
        for row in rows
        for number in (get(row, chosen.measure), get(row, "lower"), get(row, "upper"))
        if number is not None and row["status"] == SHOWN
    ] + ([mark.value] if mark is not None and mark.value is not None else [])
    top, bottom = max([*numbers, 0.0]) or 1.0, min([*numbers, 0.0])
    if chosen.unit == "%":
        top = min(100.0, top * 1.02) if top > 0 else 1.0
    longest = max(text_width(written(number, chosen.unit)) for number in [*numbers, 0.0])
    margins(axes, 0.1, longest + 0.15, 0.28 if mark is not None else 0.05, 0.42)
    inches = height - 0.42 - (0.28 if mark is not None else 0.05)
    axes.set_xlim(bottom, top)
    axes.set_ylim(inches, 0)
    at = 0.0
    for row, part in zip(rows, lines, strict=True):
        for number, text in enumerate(part):
            axes.text(bottom, at + _LINE * (number + 0.8), text, fontsize=11, color=INK)
        at += len(part) * _LINE
        _row(axes, row, at + 0.13, chosen)
        at += _ROW
    if mark is not None and mark.value is not None:
        axes.axvline(mark.value, color=SECOND, linewidth=1.6, linestyle=(0, (4, 2)), zorder=0)
        share = (mark.value - bottom) / (top - bottom)
        side = "left" if share < 0.35 else "right" if share > 0.65 else "center"
        axes.text(
            mark.value, -0.06, f"{named} {written(mark.value, chosen.unit)}", ha=side, va="bottom",
            fontsize=10, color=INK,
        )  # fmt: skip
    sign = "%" if chosen.unit == "%" else ""
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{written(round(value, 6))}{sign}")
    )
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.tick_params(length=3)


def _row(axes: Any, row: Any, middle: float, chosen: Chosen) -> None:
    value = get(row, chosen.measure)
    if row["status"] != SHOWN or value is None:
        left = axes.get_xlim()[0]
        axes.text(left, middle, str(row["status"]), va="center", fontsize=10, color=MUTED)
        return
    low, high = get(row, "lower"), get(row, "upper")
    if low is not None and high is not None:
        axes.plot([low, high], [middle, middle], color=MAIN, linewidth=2.2, solid_capstyle="butt")
        for edge in (low, high):
            axes.plot([edge, edge], [middle - 0.05, middle + 0.05], color=MAIN, linewidth=2.2)
    axes.plot([value], [middle], marker="o", markersize=6.5, color=MAIN, markeredgecolor=MAIN)
    axes.text(
        1.02, middle, written(value, chosen.unit), transform=axes.get_yaxis_transform(),
        va="center", fontsize=11, fontweight="bold", color=INK,
    )  # fmt: skip
