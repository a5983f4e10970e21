"""Groups side by side: one bar a group from nought, its name above and its number at its end."""

from typing import Any

import pandas as pd

from jsna.disclosure.safe import Safe
from jsna.errors import FigureError
from jsna.figures import SHOWN
from jsna.show import alt
from jsna.show.canvas import (
    CONTEXT,
    INK,
    MAIN,
    MUTED,
    WIDTH,
    drawing,
    margins,
    svg,
    text_width,
    wrapped,
)
from jsna.show.chosen import ORDERED, Chosen, choose, get, in_order, label_of, name_of
from jsna.show.framed import framed, identity
from jsna.show.numbers import written
from jsna.show.shown import Shown

_LINE = 0.19
_BAR = 0.2
_GAP = 0.14
_SHORT = 0.6
"""Inches: names up to this, such as ages, stand beside their bars."""


def bars(
    safe: Safe,
    by: str,
    *,
    title: str,
    measure: str | None = None,
    highlight: str | None = None,
    largest_first: bool | None = None,
) -> Shown:
    """Return one bar for each value of `by`, with its interval where the figure has one.

    `highlight` is drawn strongly and the others in grey. Groups without an order of their own
    stand largest first. A withheld number has its words where the bar would be, never a bar of
    length nought.
    """
    chosen = choose(safe, by, measure=measure, asker="charts.bars")
    sort = by not in ORDERED if largest_first is None else largest_first
    cells = chosen.cells
    if sort:
        cells = cells.sort_values(
            [chosen.measure, by], ascending=[False, True], na_position="last", kind="stable"
        )
    else:
        place = {value: at for at, value in enumerate(in_order(dict.fromkeys(cells[by]), by))}
        cells = cells.sort_values(by, key=lambda values: values.map(place), kind="stable")
    chosen = Chosen(safe, cells.reset_index(drop=True), chosen.held, chosen.measure, chosen.unit)
    names = [label_of(by, value) for value in chosen.cells[by]]
    if highlight is not None and label_of(by, highlight) not in names:
        raise FigureError(
            f"charts.bars cannot highlight in the figure '{safe.figure.id}':",
            [f"there is no bar '{highlight}'; there are {', '.join(names)}"],
        )
    strong = [highlight is None or name == label_of(by, highlight) for name in names]
    points = [
        (name, value)
        for name, value in zip(names, _values(chosen), strict=True)
        if value is not None
    ]
    description = alt.described(
        f"Bar chart of {chosen.unit or 'values'} by {name_of(by).lower()}, {len(names)} bars",
        [alt.ranking(points, chosen.unit), alt.withheld(chosen)],
    )
    lines = [wrapped(name, WIDTH - 0.1) for name in names]
    height = sum(_row_height(part, lines) for part in lines) + 0.1
    with drawing(height) as (figure, axes):
        _draw(axes, chosen, lines, height, strong)
        picture = svg(figure, identity("bars", title, chosen), description)
    return framed("bars", title, chosen, (by,), picture, description)


def _beside(lines: list[list[str]]) -> float:
    """Return the inches that short names take on the left, or 0 where names stand above."""
    widest = max(text_width(text) for part in lines for text in part)
    return widest if widest <= _SHORT and all(len(part) == 1 for part in lines) else 0.0


def _row_height(part: list[str], lines: list[list[str]]) -> float:
    return _BAR + 0.07 if _beside(lines) else len(part) * _LINE + _BAR + _GAP


def _values(chosen: Chosen) -> list[float | None]:
    return [
        get(row, chosen.measure) if row["status"] == SHOWN else None
        for _, row in chosen.cells.iterrows()
    ]


def _draw(
    axes: Any, chosen: Chosen, lines: list[list[str]], height: float, strong: list[bool]
) -> None:
    import seaborn

    values = _values(chosen)
    uppers = [get(row, "upper") or 0.0 for _, row in chosen.cells.iterrows()]
    top = max([value for value in values if value is not None] + uppers + [0.0]) or 1.0
    bottom = min([value for value in values if value is not None] + [0.0])
    longest = max(
        text_width(written(value, chosen.unit)) for value in [*values, 0] if value is not None
    )
    beside = _beside(lines)
    margins(axes, beside + 0.1 if beside else 0.05, longest + 0.15, 0.05, 0.05)
    axes.set_xlim(bottom, top)
    axes.set_ylim(height - 0.1, 0)
    middles, at = [], 0.0
    for part in lines:
        if beside:
            axes.annotate(
                part[0], (bottom, at + _BAR / 2), xytext=(-5, 0), textcoords="offset points",
                ha="right", va="center", color=INK, fontsize=11, annotation_clip=False,
            )  # fmt: skip
            middles.append(at + _BAR / 2)
        else:
            for number, text in enumerate(part):
                axes.text(bottom, at + _LINE * (number + 0.8), text, color=INK, fontsize=11)
            middles.append(at + len(part) * _LINE + _BAR / 2)
        at += _row_height(part, lines)
    frame = pd.DataFrame({"value": [value or 0.0 for value in values], "middle": middles})
    colours = [MAIN if one else CONTEXT for one in strong]
    seaborn.barplot(
        data=frame, x="value", y="middle", orient="h", ax=axes, native_scale=True, errorbar=None,
        color=MAIN, width=0.8, saturation=1,
    )  # fmt: skip
    for bar, middle, colour in zip(axes.patches, middles, colours, strict=True):
        bar.set_y(middle - _BAR / 2)
        bar.set_height(_BAR)
        bar.set_facecolor(colour)
        bar.set_edgecolor("none")
    for (_, row), value, middle in zip(chosen.cells.iterrows(), values, middles, strict=True):
        _mark(axes, row, value, middle, chosen)
    axes.set_axis_off()


def _mark(
    axes: Any, row: "pd.Series[Any]", value: float | None, middle: float, chosen: Chosen
) -> None:
    """Write the number, or its state, and draw the interval."""
    if value is None:
        axes.text(
            axes.get_xlim()[0], middle, str(row["status"]), va="center", color=MUTED, fontsize=10
        )
        return
    lower, upper = get(row, "lower"), get(row, "upper")
    end = value
    if lower is not None and upper is not None:
        axes.plot([lower, upper], [middle, middle], color="#ffffff", linewidth=3.4)
        axes.plot([lower, upper], [middle, middle], color=INK, linewidth=1.4)
        for edge in (lower, upper):
            axes.plot([edge, edge], [middle - 0.06, middle + 0.06], color=INK, linewidth=1.4)
        end = max(value, upper)
    axes.annotate(
        written(value, chosen.unit), (max(end, 0), middle), xytext=(5, 0),
        textcoords="offset points", va="center", color=INK, fontsize=11, fontweight="bold",
        annotation_clip=False,
    )  # fmt: skip
