"""Where measures began, where they are and where they should be: one row a measure."""

from dataclasses import dataclass
from typing import Any

from jsna.disclosure.safe import Safe
from jsna.figures import SHOWN
from jsna.show import alt
from jsna.show.canvas import INK, MAIN, MUTED, SECOND, WIDTH, drawing, margins, svg, wrapped
from jsna.show.chosen import choose, get
from jsna.show.framed import framed, identity
from jsna.show.numbers import written
from jsna.show.shown import Shown

_LINE, _ROW, _BOTTOM = 0.19, 0.34, 0.42


@dataclass(frozen=True)
class _Row:
    """One measure: its values by point, and the points that nobody measured."""

    name: str
    values: dict[str, float]
    missing: tuple[str, ...]


def targets(
    safe: Safe, by: str, *, points: str, start: str, latest: str, target: str, title: str
) -> Shown:
    """Return a row for each measure: hollow dot at the start, full dot at the latest, line at aim.

    `start`, `latest` and `target` are values of the dimension `points`. A point without a number is
    named under its row: it is no dot at nought.
    """
    chosen = choose(safe, by, points, asker="charts.targets")
    rows = [
        _Row(
            str(name),
            {
                str(row[points]): float(get(row, chosen.measure) or 0.0)
                for _, row in own.iterrows()
                if row["status"] == SHOWN
            },
            tuple(str(row[points]) for _, row in own.iterrows() if row["status"] != SHOWN),
        )
        for name, own in chosen.cells.groupby(by, sort=False)
    ]
    said = alt.described(
        f"Dots from start to target, {len(rows)} measures",
        [_told(row, start, latest, target, chosen.unit) for row in rows],
    )
    names = [wrapped(row.name, WIDTH - 0.2) for row in rows]
    below = [_below(row) for row in rows]
    high = sum(
        (len(part) + len(lines)) * _LINE + _ROW for part, lines in zip(names, below, strict=True)
    )
    height = high + _BOTTOM + 0.1
    with drawing(height) as (figure, axes):
        _draw(axes, rows, names, below, (start, latest, target), height)
        picture = svg(figure, identity("targets", title, chosen), said)
    key = (
        f"Hollow dot: {start}. Full dot: {latest}. Upright line: {target}. "
        "A missing full dot means that there is no such number."
    )
    return framed("targets", title, chosen, (by, points), picture, said, (key,))


def _told(row: _Row, start: str, latest: str, target: str, unit: str) -> str:
    known = [
        f"{written(row.values[point], unit)} ({point})"
        for point in (start, latest, target)
        if point in row.values
    ]
    return f"{row.name}: {', '.join(known) or 'no number'}"


def _below(row: _Row) -> list[str]:
    """Return the lines that name the points without a number."""
    return wrapped(f"No number: {'; '.join(row.missing)}", WIDTH - 0.2, 9.5) if row.missing else []


def _draw(
    axes: Any,
    rows: list[_Row],
    names: list[list[str]],
    below: list[list[str]],
    asked: tuple[str, str, str],
    height: float,
) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    start, latest, target = asked
    every = [row.values[point] for row in rows for point in asked if point in row.values] or [0.0]
    low, high = min([*every, 0.0]), max([*every, 0.0])
    spread = (high - low) or 1.0
    margins(axes, 0.1, 0.1, 0.05, _BOTTOM)
    axes.set_xlim(low - 0.02 * spread, high + 0.08 * spread)
    axes.set_ylim(height - _BOTTOM - 0.05, 0)
    left, at = axes.get_xlim()[0], 0.0
    for row, part, lines in zip(rows, names, below, strict=True):
        for number, text in enumerate(part):
            axes.text(left, at + _LINE * (number + 0.8), text, fontsize=11, color=INK)
        at += len(part) * _LINE
        _marks(axes, row, at + 0.16, start, latest, target)
        at += _ROW
        for text in lines:
            axes.text(left, at + _LINE * 0.5, text, fontsize=9.5, color=MUTED, va="center")
            at += _LINE
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: written(round(value, 6))))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.tick_params(length=3)


def _marks(axes: Any, row: _Row, middle: float, start: str, latest: str, target: str) -> None:
    values = row.values
    if start in values and latest in values:
        axes.plot(
            [values[start], values[latest]], [middle] * 2, color=MAIN, linewidth=1.4, zorder=1
        )
    if target in values:
        axes.plot(
            [values[target]] * 2, [middle - 0.12, middle + 0.12], color=SECOND, linewidth=2.6,
            zorder=2,
        )  # fmt: skip
    for point, filled in ((start, False), (latest, True)):
        if point in values:
            axes.plot(
                [values[point]], [middle], marker="o", markersize=7, markeredgecolor=MAIN,
                color=MAIN, markerfacecolor=MAIN if filled else "none", zorder=3,
            )  # fmt: skip
