"""A measure month by month with the limits it keeps by itself: steady, or changing?"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from jsna.disclosure.safe import Safe
from jsna.errors import FigureError
from jsna.figures import SHOWN
from jsna.show import alt
from jsna.show.canvas import CONTEXT, INK, MAIN, SECOND, drawing, svg
from jsna.show.charts.axes import HEIGHT, label_ends, time_axis, value_axis
from jsna.show.charts.series import Floats, Series, read
from jsna.show.chosen import choose, name_of
from jsna.show.framed import framed, identity
from jsna.show.numbers import written
from jsna.show.shown import Shown
from jsna.stats.spc import Better, Chart, has_limits
from jsna.stats.spc import xmr as limits_of

_SAID = {
    "common cause": "The last point is within what this measure does by itself",
    "improvement": "The last point is a change for the better",
    "concern": "The last point is a change for the worse",
    "high": "The last points are higher than before",
    "low": "The last points are lower than before",
}


def xmr(
    safe: Safe,
    x: str = "month",
    *,
    title: str,
    better: Better,
    target: float | None = None,
    rebase_at: Sequence[str] = (),
    measure: str | None = None,
) -> Shown:
    """Return the course of a measure with mean and limits; points that break a rule are marked.

    `rebase_at` names the steps at which a documented change begins a new stretch. A month without
    a number is a gap: the line is not joined over it, no rule counts across it, and the note and
    the alt text say which months they are and why.

    Reference: Making Data Count, NHS England; `jsna.stats.spc` computes the limits.
    """
    chosen = choose(safe, x, measure=measure, asker="charts.xmr", total=True)
    found = read(chosen, x, None, None, "charts.xmr")
    values = found.lines[""][:, 0]
    problems = [
        f"it has no step '{step}' to rebase at" for step in rebase_at if step not in found.steps
    ]
    if not has_limits(values):
        problems.append("no two months side by side have a number: take charts.line, or a table")
    if problems:
        raise FigureError(f"charts.xmr cannot draw the figure '{safe.figure.id}':", problems)
    places = _with_points(sorted(found.steps.index(step) for step in rebase_at), values)
    chart = limits_of(values, better, target, places)
    said = _described(found, chart, x, target)
    with drawing(HEIGHT) as (figure, axes):
        _draw(axes, found, values, chart, places, target)
        time_axis(axes, found)
        value_axis(axes, found.chosen, [values, chart.upper, np.maximum(chart.lower, 0)])
        last = float(values[~np.isnan(values)][-1])
        unit = found.chosen.unit
        # The mean and the limits are drawn without their numbers: they are no cells.
        label_ends(axes, [(last, ["Last", written(last, unit)]), (float(chart.mean[-1]), ["Mean"])])
        picture = svg(figure, identity("xmr", title, found.chosen), said)
    notes = (*_notes(chart, target, unit), *_gaps(found, x))
    return framed("xmr", title, found.chosen, (x,), picture, said, notes)


def _with_points(places: Sequence[int], values: Floats) -> tuple[int, ...]:
    """Return the changes at which new limits begin: two points side by side follow and precede.

    >>> _with_points([3, 11], np.arange(12.0))
    (3,)
    """
    kept: list[int] = []
    for place in places:
        before = values[kept[-1] if kept else 0 : place]
        if has_limits(before) and has_limits(values[place:]):
            kept.append(place)
    return tuple(kept)


def _gaps(found: Series, x: str) -> tuple[str, ...]:
    """Return what is said of steps without a number: which, and why."""
    cells = found.chosen.cells
    why: dict[str, list[str]] = {}
    for step, status in zip(cells[x], cells["status"], strict=True):
        if status != SHOWN:
            why.setdefault(str(status), []).append(str(step))
    return tuple(
        f"Left blank: {', '.join(steps)} ({status}). The line is not joined over a blank, and no "
        "rule counts across one."
        for status, steps in why.items()
    )


def _draw(
    axes: Any,
    found: Series,
    values: Any,
    chart: Chart,
    places: tuple[int, ...],
    target: float | None,
) -> None:
    at = np.array(found.positions)
    for start, end in zip((0, *places), (*places, len(at)), strict=True):
        part = slice(start, end)
        axes.plot(at[part], chart.mean[part], color=INK, linewidth=1)
        for edge in (chart.lower[part], chart.upper[part]):
            axes.plot(at[part], np.maximum(edge, 0), color=CONTEXT, linewidth=1.2, linestyle="--")
        axes.plot(at[part], values[part], color=MAIN, linewidth=1.8)
    marked = np.array([rule != "common cause" for rule in chart.rules])
    axes.plot(at[~marked], values[~marked], "o", color=MAIN, markersize=4.5)
    axes.plot(at[marked], values[marked], "D", color=SECOND, markersize=6)
    if target is not None:
        axes.axhline(target, color=SECOND, linewidth=1.4, linestyle=":")


def _described(found: Series, chart: Chart, x: str, target: float | None) -> str:
    unit = found.chosen.unit
    marked = [
        step for step, rule in zip(found.steps, chart.rules, strict=True) if rule != "common cause"
    ]
    said = [
        alt.course(found.chosen.safe.figure.title, found.points(""), unit),
        f"Marked: {', '.join(marked)}" if marked else "No point is marked",
        *_gaps(found, x),
        f"Target {written(target, unit)}" if target is not None else "",
    ]
    return alt.described(f"Chart of a process by {name_of(x).lower()}", said)


def _notes(chart: Chart, target: float | None, unit: str) -> tuple[str, ...]:
    said = [
        "Between the dashed lines the measure moves by itself; diamonds mark what is unlikely "
        "to be chance."
    ]
    if chart.provisional:
        said.append("There are too few points yet: the limits will still move.")
    elif chart.icon is not None:
        said.append(f"{_SAID[chart.icon]}.")
    if target is not None:
        said.append(f"The dotted line is the target, {written(target, unit)}.")
    return tuple(said)
