"""A measure over time: one or two series strongly drawn, the others as grey context."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from jsna.disclosure.safe import Safe
from jsna.errors import FigureError
from jsna.figures import SHOWN
from jsna.show import alt
from jsna.show.canvas import (
    BAND,
    CONTEXT,
    INK,
    MAIN,
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
from jsna.show.shown import Shown

STRONG = 2
"""At most two series are drawn strongly: more cannot be told apart in greyscale."""


def line(
    safe: Safe,
    x: str = "year",
    series: str | None = None,
    *,
    title: str,
    highlight: str | Sequence[str] | None = None,
    measure: str | None = None,
    target: Safe | None = None,
    from_zero: bool = True,
) -> Shown:
    """Return the course of a figure along `x`, one line for each value of `series`.

    `highlight` names the one or two values of `series` drawn strongly; by default the first two.
    A gap in the numbers is a gap in the line.
    """
    asked = (x,) if series is None else (x, series)
    chosen = choose(safe, *asked, measure=measure, asker="charts.line", total=series is not None)
    if series is not None:
        chosen = _without_total(chosen, x)
    steps = sorted(dict.fromkeys(str(value) for value in chosen.cells[x]))
    lines = _lines(chosen, x, series, steps)
    strong = _strong(lines, highlight, safe.figure.id)
    positions = _positions(steps)
    description = _description(chosen, x, steps, lines, strong)
    with drawing(2.9) as (figure, axes):
        ends = _draw(axes, chosen, lines, strong, positions, x)
        _time_axis(axes, steps, positions)
        _value_axis(axes, chosen, lines, from_zero)
        _label_ends(axes, ends, chosen)
        picture = svg(figure, identity("line", title, chosen), description)
    return framed("line", title, chosen, asked, picture, description)


def _without_total(chosen: Chosen, x: str) -> Chosen:
    cells = chosen.cells
    kept = cells[cells[x] != "Total"] if len(set(cells[x])) > 1 else cells
    return Chosen(
        chosen.safe, kept.reset_index(drop=True), chosen.held, chosen.measure, chosen.unit
    )


def _lines(
    chosen: Chosen, x: str, series: str | None, steps: list[str]
) -> dict[str, np.ndarray[Any, Any]]:
    """Return for each series one row a step: value, lower, upper; NaN where nothing is shown."""
    found: dict[str, np.ndarray[Any, Any]] = {}
    for _, row in chosen.cells.iterrows():
        name = label_of(series, row[series]) if series else ""
        values = found.setdefault(name, np.full((len(steps), 3), np.nan))
        if row["status"] == SHOWN:
            numbers = [get(row, column) for column in (chosen.measure, "lower", "upper")]
            values[steps.index(str(row[x]))] = [np.nan if n is None else n for n in numbers]
    return found


def _strong(lines: dict[str, Any], highlight: str | Sequence[str] | None, figure: str) -> list[str]:
    if highlight is None:
        return list(lines)[:STRONG]
    wanted = [highlight] if isinstance(highlight, str) else list(highlight)
    unknown = [name for name in wanted if name not in lines]
    problems = [f"there is no line '{name}'; there are {', '.join(lines)}" for name in unknown]
    if len(wanted) > STRONG:
        problems.append(f"{len(wanted)} lines are highlighted; at most two can be told apart")
    if problems:
        raise FigureError(f"charts.line cannot highlight in the figure '{figure}':", problems)
    return wanted


def _positions(steps: list[str]) -> list[float]:
    """Return where each step stands: years by their number, so that a missing year leaves a gap."""
    years = [step[:4] for step in steps]
    if all(year.isdigit() for year in years) and len(set(years)) == len(years):
        return [float(year) for year in years]
    if all(step.isdigit() for step in steps):
        return [float(step) for step in steps]
    return [float(number) for number in range(len(steps))]


def _draw(
    axes: Any,
    chosen: Chosen,
    lines: dict[str, np.ndarray[Any, Any]],
    strong: list[str],
    positions: list[float],
    x: str,
) -> list[tuple[float, float, str, str]]:
    import pandas as pd
    import seaborn

    for name, values in lines.items():
        if name not in strong:
            axes.plot(positions, values[:, 0], color=CONTEXT, linewidth=1, zorder=1)
    ends = []
    for number, name in reversed(list(enumerate(strong))):
        values = lines[name]
        if not np.isnan(values[:, 1:]).all():
            lower, upper = values[:, 1], values[:, 2]
            axes.fill_between(positions, lower, upper, color=BAND, linewidth=0, zorder=0)
        colour = SECOND if number else MAIN
        frame = pd.DataFrame({"x": positions, "y": values[:, 0]})
        # seaborn joins over a missing step; each unbroken stretch is its own line.
        stretch = frame["y"].isna().cumsum()
        for _, part in frame.dropna().groupby(stretch[frame["y"].notna()]):
            seaborn.lineplot(
                data=part, x="x", y="y", ax=axes, color=colour, linewidth=2.4, estimator=None,
                errorbar=None, linestyle="--" if number else "-", legend=False, zorder=3 - number,
            )  # fmt: skip
        shown = frame.dropna()
        axes.plot(
            shown["x"], shown["y"], linestyle="none", marker="s" if number else "o",
            markersize=4.5, color=colour, markeredgecolor=colour, zorder=4,
        )  # fmt: skip
        if len(shown):
            last = shown.iloc[-1]
            text = written(float(last["y"]), chosen.unit)
            ends.append((float(last["x"]), float(last["y"]), name, text))
    axes.set_xlabel("")
    axes.set_ylabel("")
    return ends


def _time_axis(axes: Any, steps: list[str], positions: list[float]) -> None:
    widest = max(text_width(step, 10) for step in steps) + 0.15
    room = (WIDTH - 1.7) / max(1, len(steps) - 1) if len(steps) > 1 else WIDTH
    every = max(1, int(np.ceil(widest / room)))
    kept = list(range(len(steps) - 1, -1, -every))[::-1]
    axes.set_xticks([positions[i] for i in kept], [steps[i] for i in kept])
    pad = (positions[-1] - positions[0]) * 0.03 or 0.5
    axes.set_xlim(positions[0] - pad, positions[-1] + pad)


def _value_axis(
    axes: Any, chosen: Chosen, lines: dict[str, np.ndarray[Any, Any]], from_zero: bool
) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    every = np.concatenate([values.ravel() for values in lines.values()])
    every = every[~np.isnan(every)]
    top, bottom = (float(every.max()), float(every.min())) if len(every) else (1.0, 0.0)
    if from_zero or chosen.safe.figure.kind == "count":
        bottom = min(0.0, bottom)
    spread = (top - bottom) or 1.0
    axes.set_ylim(bottom - (0.05 * spread if bottom else 0), top + 0.08 * spread)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=top - bottom >= 4))
    unit = "%" if chosen.unit == "%" else ""
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value, unit)))
    axes.grid(axis="y")
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)


def _tick(value: float, unit: str) -> str:
    text = written(round(value, 6))
    return f"{text}%" if unit == "%" else text


def _label_ends(axes: Any, ends: list[tuple[float, float, str, str]], chosen: Chosen) -> None:
    """Write name and last value beside each strong line, kept apart from each other."""
    column = 1.15
    left = 0.62
    margins(axes, left, column + 0.1, 0.32, 0.32)
    low, high = axes.get_ylim()
    plot_height = 2.9 - 0.64
    placed: list[float] = []
    for end_x, end_y, name, text in sorted(ends, key=lambda end: -end[1]):
        texts = [*(wrapped(name, column, 10) if name else []), text]
        half = len(texts) * 0.165 / 2 * (high - low) / plot_height
        middle = end_y
        if placed:
            middle = min(middle, placed[-1] - half)
        middle = min(max(middle, low + half), high - half) if not placed else middle
        placed.append(middle - half)
        for number, part in enumerate(texts):
            axes.annotate(
                part, (axes.get_xlim()[1], middle),
                xytext=(6, (len(texts) / 2 - number - 1) * 12 + 2), textcoords="offset points",
                fontsize=10, color=INK, annotation_clip=False,
                fontweight="bold" if part == text else "normal",
            )  # fmt: skip
        del end_x
    axes.figure.text(0.02, 1 - 0.17 / 2.9, _axis_words(chosen), fontsize=10, color=INK, va="center")


def _axis_words(chosen: Chosen) -> str:
    unit = chosen.unit
    words = "Per cent" if unit == "%" else unit[:1].upper() + unit[1:] if unit else "Value"
    return words[:60]


def _description(
    chosen: Chosen,
    x: str,
    steps: list[str],
    lines: dict[str, np.ndarray[Any, Any]],
    strong: list[str],
) -> str:
    said = []
    for name in strong:
        values = lines[name][:, 0]
        points = [
            (step, float(value))
            for step, value in zip(steps, values, strict=True)
            if not np.isnan(value)
        ]
        said.append(alt.course(name or chosen.safe.figure.title, points, chosen.unit))
    others = len(lines) - len(strong)
    if others:
        said.append(f"{others} other {'line is' if others == 1 else 'lines are'} drawn in grey")
    shape = f"Line chart of {chosen.unit or 'values'} by {name_of(x).lower()}"
    return alt.described(shape, [*said, alt.withheld(chosen)])
