"""Axes that do not lie and labels that do not collide."""

from typing import Any

import numpy as np

from jsna.show.canvas import INK, MUTED, WIDTH, margins, text_width, wrapped
from jsna.show.charts.series import Series
from jsna.show.chosen import Chosen
from jsna.show.numbers import written

HEIGHT = 2.9
LEFT, COLUMN, TOP = 0.62, 1.15, 0.32
_STEP = 0.17
"""Inches between two lines of a label."""


def time_axis(axes: Any, series: Series, title: str = "") -> None:
    """Name as many steps as fit, the last one always."""
    steps, positions = series.steps, series.positions
    widest = max(text_width(step, 10) for step in steps) + 0.15
    room = (WIDTH - LEFT - COLUMN - 0.1) / max(1, len(steps) - 1)
    every = max(1, int(np.ceil(widest / room)))
    kept = list(range(len(steps) - 1, -1, -every))[::-1]
    if steps[0] == "0":
        # A clock that starts at nought keeps nought; the weeks count on from there.
        kept = [i for i in range(len(steps)) if i % every == 0]
    axes.set_xticks([positions[i] for i in kept], [steps[i] for i in kept])
    pad = (positions[-1] - positions[0]) * 0.03 or 0.5
    axes.set_xlim(positions[0] - pad, positions[-1] + pad)
    axes.set_xlabel(title, fontsize=10)
    axes.set_ylabel("")
    margins(axes, LEFT, COLUMN + 0.1, TOP, 0.52 if title else 0.32)


def value_axis(axes: Any, chosen: Chosen, values: "list[Any]", top: float | None = None) -> None:
    """Begin at nought, reach a little above the highest number, name the unit."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    every = np.concatenate([np.ravel(part) for part in values])
    every = every[~np.isnan(every)]
    highest, lowest = (float(every.max()), float(every.min())) if len(every) else (1.0, 0.0)
    highest, lowest = max(highest, 0.0) if top is None else top, min(0.0, lowest)
    spread = (highest - lowest) or 1.0
    axes.set_ylim(lowest - (0.05 * spread if lowest else 0), highest + 0.06 * spread)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=spread >= 4))
    sign = "%" if chosen.unit == "%" else ""
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{written(round(value, 6))}{sign}")
    )
    axes.grid(axis="y")
    axes.tick_params(length=0)
    axes.tick_params(axis="x", pad=5)
    axes.spines["left"].set_visible(False)
    name = "" if sign else chosen.unit[:1].upper() + chosen.unit[1:60]
    height = axes.figure.get_size_inches()[1]
    axes.figure.text(0.02, 1 - 0.12 / height, name, fontsize=10, color=INK, va="center")


def label_ends(
    axes: Any, ends: list[tuple[float, list[str]]], context: list[tuple[float, str]] | None = None
) -> None:
    """Write each line's name and last number beside it, kept apart from the others'.

    `context` are the grey lines: their names alone, in grey.
    """
    low, high = axes.get_ylim()
    box = axes.get_position()
    inches = box.height * axes.figure.get_size_inches()[1]
    every = [(value, texts, True) for value, texts in ends]
    every += [(value, [name], False) for value, name in context or []]
    blocks = []
    for value, texts, strong in sorted(every, key=lambda end: -end[0]):
        names = texts[:-1] if strong else texts
        parts = [part for text in names for part in wrapped(text, COLUMN, 10)]
        parts += texts[-1:] if strong else []
        blocks.append(((value - low) / ((high - low) or 1) * inches, parts, strong))
    middles = _apart([(at, len(parts) * _STEP) for at, parts, _ in blocks], inches)
    for (_, parts, strong), middle in zip(blocks, middles, strict=True):
        for number, part in enumerate(parts):
            below = ((len(parts) - 1) / 2 - number) * _STEP
            bold = strong and number == len(parts) - 1
            axes.text(
                1.03, (middle + below) / inches, part, transform=axes.transAxes, fontsize=10,
                color=INK if strong else MUTED, va="center",
                fontweight="bold" if bold else "normal",
            )  # fmt: skip


def _apart(wanted: list[tuple[float, float]], inches: float) -> list[float]:
    """Return middles, highest first, that do not overlap; pushed down, then up from the floor."""
    placed: list[float] = []
    edge = inches + 0.3
    for at, height in wanted:
        middle = min(at, edge - height / 2)
        placed.append(middle)
        edge = middle - height / 2 - 0.05
    floor = -0.1
    for number in range(len(placed) - 1, -1, -1):
        height = wanted[number][1]
        placed[number] = max(placed[number], floor + height / 2)
        floor = placed[number] + height / 2 + 0.05
    return placed
