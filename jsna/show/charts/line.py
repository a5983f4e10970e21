"""A measure over time: one or two series strongly drawn, the others as grey context."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from jsna.disclosure.safe import Safe
from jsna.show.canvas import BAND, CONTEXT, MAIN, SECOND, drawing, svg
from jsna.show.charts.axes import HEIGHT, label_ends, time_axis, value_axis
from jsna.show.charts.series import Floats, Series, read
from jsna.show.chosen import choose, name_of
from jsna.show.framed import framed, identity
from jsna.show.numbers import written
from jsna.show.shown import Shown

NAMED = 3
"""Up to so many grey lines have their name beside them; more are in the table alone."""


def line(
    safe: Safe,
    x: str = "year",
    series: str | None = None,
    *,
    title: str,
    highlight: str | Sequence[str] | None = None,
    measure: str | None = None,
) -> Shown:
    """Return the course of a figure along `x`, one line for each value of `series`.

    `highlight` names the one or two values of `series` drawn strongly; by default the first, and
    England or the second. A gap in the numbers is a gap in the line.
    """
    asked = (x,) if series is None else (x, series)
    chosen = choose(safe, *asked, measure=measure, asker="charts.line", total=True)
    found = read(chosen, x, series, highlight, "charts.line")
    unit = found.chosen.unit or "values"
    said = found.described(f"Line chart of {unit} by {name_of(x).lower()}")
    with drawing(HEIGHT) as (figure, axes):
        draw(axes, found)
        time_axis(axes, found)
        value_axis(axes, found.chosen, list(found.lines.values()))
        label_ends(axes, ends(found), grey(found))
        picture = svg(figure, identity("line", title, found.chosen), said)
    return framed("line", title, found.chosen, asked, picture, said)


def curves(
    safe: Safe,
    x: str = "week",
    series: str | None = None,
    *,
    title: str,
    highlight: str | Sequence[str] | None = None,
    measure: str | None = None,
) -> Shown:
    """Return the share still waiting (or seen) at each step, as stairs, with its band.

    Reference: Kaplan and Meier (1958); the steps come from `jsna.stats.survival`.
    """
    asked = (x,) if series is None else (x, series)
    chosen = choose(safe, *asked, measure=measure, asker="charts.curves", total=True)
    found = read(chosen, x, series, highlight, "charts.curves")
    said = found.described(f"Stairs of {found.chosen.unit or 'values'} by {name_of(x).lower()}")
    with drawing(HEIGHT + 0.2) as (figure, axes):
        draw(axes, found, stairs=True)
        time_axis(axes, found, name_of(x))
        full = 100.0 if found.chosen.unit == "%" else None
        value_axis(axes, found.chosen, list(found.lines.values()), full)
        label_ends(axes, ends(found), grey(found))
        picture = svg(figure, identity("curves", title, found.chosen), said)
    return framed("curves", title, found.chosen, asked, picture, said)


def draw(axes: Any, found: Series, stairs: bool = False) -> None:
    """Draw grey lines first, then the strong ones: the main one solid, the second dashed."""
    import seaborn

    for name, values in found.lines.items():
        if name not in found.strong:
            style = "steps-post" if stairs else "default"
            axes.plot(
                found.positions, values[:, 0], color=CONTEXT, linewidth=1, zorder=1, drawstyle=style
            )
    for number, name in reversed(list(enumerate(found.strong))):
        values = found.lines[name]
        _band(axes, found.positions, values, stairs)
        colour = SECOND if number else MAIN
        frame = pd.DataFrame({"x": found.positions, "y": values[:, 0]})
        # seaborn joins over a missing step; each unbroken stretch is its own line.
        stretch = frame["y"].isna().cumsum()
        for _, part in frame.dropna().groupby(stretch[frame["y"].notna()]):
            seaborn.lineplot(
                data=part, x="x", y="y", ax=axes, color=colour, linewidth=2.4, estimator=None,
                errorbar=None, linestyle="--" if number else "-", legend=False, zorder=3 - number,
                drawstyle="steps-post" if stairs else "default",
            )  # fmt: skip
        if not stairs:
            shown = frame.dropna()
            axes.plot(
                shown["x"], shown["y"], linestyle="none", marker="s" if number else "o",
                markersize=4.5, color=colour, markeredgecolor=colour, zorder=4,
            )  # fmt: skip


def _band(axes: Any, positions: list[float], values: Floats, stairs: bool) -> None:
    lower, upper = values[:, 1], values[:, 2]
    if not np.isnan(lower).all():
        step = "post" if stairs else None
        axes.fill_between(positions, lower, upper, color=BAND, linewidth=0, zorder=0, step=step)


def ends(found: Series) -> list[tuple[float, list[str]]]:
    """Return the last number of each strong line with its name."""
    last = []
    for name in found.strong:
        points = found.points(name)
        if points:
            step, value = points[-1]
            when = [] if step == found.steps[-1] else [f"in {step}"]
            names = [name] if name else []
            last.append((value, [*names, *when, written(value, found.chosen.unit)]))
    return last


def grey(found: Series) -> list[tuple[float, str]]:
    """Return the last number and name of each grey line, where there are few enough to name."""
    others = [name for name in found.lines if name not in found.strong]
    if len(others) > NAMED:
        return []
    last = [(found.points(name), name) for name in others]
    return [(points[-1][1], name) for points, name in last if points]
