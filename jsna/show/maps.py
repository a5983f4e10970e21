"""Maps in three shades, with names and values printed, the boundary year, and the table below."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from jsna.disclosure.safe import Safe
from jsna.errors import FigureError
from jsna.figures import SHOWN
from jsna.show import alt, outlines
from jsna.show.canvas import DARK, INK, LIGHT, MIDDLE, WIDTH, drawing, svg, wrapped
from jsna.show.chosen import Chosen, choose, get, label_of, name_of
from jsna.show.framed import framed, identity
from jsna.show.numbers import written
from jsna.show.shown import Shown

SHADES = (LIGHT, MIDDLE, DARK)
_KEY = 0.95
"""Inches below the map for the key."""


def places(
    safe: Safe,
    *,
    title: str,
    by: str = "area",
    parts: Mapping[str, Sequence[str]] | None = None,
    measure: str | None = None,
) -> Shown:
    """Return a map of districts, or of places joined from them by `parts`.

    `parts` names the districts of each place, such as the two councils. A place without an
    outline is refused: it would silently be left off.
    """
    found = outlines.read("districts")
    shapes = found.shapes if parts is None else outlines.joined(found.shapes, parts)
    chosen = _matched(
        choose(safe, by, measure=measure, asker="maps.places"), by, shapes, "name", "maps.places"
    )
    return _map(chosen, by, shapes, "name", title, found.year, named=True)


def lsoas(safe: Safe, *, title: str, by: str = "lsoa", measure: str | None = None) -> Shown:
    """Return a map of small areas (LSOAs); names and values are in its table, not on it."""
    found = outlines.read("lsoas")
    key = "code" if safe.cells[by].astype(str).str.match(r"E010\d+").any() else "name"
    chosen = _matched(
        choose(safe, by, measure=measure, asker="maps.lsoas"), by, found.shapes, key, "maps.lsoas"
    )
    return _map(chosen, by, found.shapes, key, title, found.year, named=False)


def _matched(chosen: Chosen, by: str, shapes: Any, key: str, asker: str) -> Chosen:
    unknown = sorted(set(chosen.cells[by]) - set(shapes[key]))
    if unknown:
        raise FigureError(
            f"{asker} cannot draw the figure '{chosen.safe.figure.id}':",
            [
                f"there is no outline of '{name}'; leave it out, figure.where({by}=[...])"
                for name in unknown[:10]
            ],
        )
    return chosen


def _map(
    chosen: Chosen, by: str, shapes: Any, key: str, title: str, year: str, named: bool
) -> Shown:
    values = {
        str(row[by]): get(row, chosen.measure) if row["status"] == SHOWN else None
        for _, row in chosen.cells.iterrows()
    }
    states = {str(row[by]): str(row["status"]) for _, row in chosen.cells.iterrows()}
    kept = shapes[shapes[key].isin(list(values))].sort_values(key, kind="stable")
    classes = _classes([value for value in values.values() if value is not None])
    said = _described(chosen, by, values, classes, named)
    left, bottom, right, top = shapes.total_bounds
    aspect = 1 / math.cos(math.radians((bottom + top) / 2))
    tall = (WIDTH - 0.1) * (top - bottom) * aspect / (right - left)
    with drawing(tall + _KEY + 0.1) as (figure, axes):
        height = tall + _KEY + 0.1
        axes.set_position((0.05 / WIDTH, _KEY / height, (WIDTH - 0.1) / WIDTH, tall / height))
        _shapes(axes, shapes, kept, key, values, classes, named)
        axes.set_xlim(left, right)
        axes.set_ylim(bottom, top)
        axes.set_aspect(aspect)
        axes.set_axis_off()
        if named:
            _names(axes, kept, key, by, values, states, chosen)
        _legend(figure, classes, chosen, any(value is None for value in values.values()))
        picture = _haloed(svg(figure, identity("map", title, chosen), said))
    extra = (f"Boundaries of {year}." if year else chosen.safe.figure.geography,)
    return framed("map", title, chosen, (by,), picture, said, extra, opened=named)


def _classes(values: list[float]) -> list[tuple[float, float]]:
    """Return the lowest and highest value of each third, by how many places there are."""
    ordered = sorted(values)
    if not ordered:
        return []
    cuts = sorted({0, len(ordered) // 3, 2 * len(ordered) // 3})
    bounds = []
    for number, start in enumerate(cuts):
        end = cuts[number + 1] if number + 1 < len(cuts) else len(ordered)
        if start < end:
            bounds.append((ordered[start], ordered[end - 1]))
    merged = bounds[:1]
    for low, high in bounds[1:]:
        # Equal values never stand in two shades.
        if low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return merged


def _shade(value: float | None, classes: list[tuple[float, float]]) -> str | None:
    if value is None:
        return None
    for number, (_, high) in enumerate(classes):
        if value <= high:
            return SHADES[number if len(classes) == 3 else number * 2 // max(1, len(classes) - 1)]
    return SHADES[-1]


def _shapes(
    axes: Any,
    shapes: Any,
    kept: Any,
    key: str,
    values: dict[str, float | None],
    classes: list[tuple[float, float]],
    named: bool,
) -> None:
    edge = 1.2 if named else 0.3
    shapes.plot(ax=axes, facecolor="none", edgecolor="#8a8f93", linewidth=0.4, aspect=None)
    for shade in SHADES:
        part = kept[[_shade(values[name], classes) == shade for name in kept[key]]]
        if len(part):
            part.plot(ax=axes, color=shade, edgecolor="#ffffff", linewidth=edge, aspect=None)
    hidden = kept[[values[name] is None for name in kept[key]]]
    if len(hidden):
        hidden.plot(
            ax=axes, facecolor="#ffffff", edgecolor="#8a8f93", hatch="///", linewidth=0.6,
            aspect=None,
        )  # fmt: skip


def _names(
    axes: Any,
    kept: Any,
    key: str,
    by: str,
    values: dict[str, float | None],
    states: dict[str, str],
    chosen: Chosen,
) -> None:
    left, right = axes.get_xlim()
    for name, shape in zip(kept[key], kept.geometry, strict=True):
        value = values[name]
        point = shape.representative_point()
        said = written(value, chosen.unit) if value is not None else states[name]
        texts = [*wrapped(label_of(by, name), 1.3, 10), said]
        share = (point.x - left) / (right - left)
        side = "left" if share < 0.12 else "right" if share > 0.88 else "center"
        for number, text in enumerate(texts):
            axes.annotate(
                text, (point.x, point.y), xytext=(0, ((len(texts) - 1) / 2 - number) * 12.5),
                textcoords="offset points", ha=side, va="center", fontsize=10, color=INK,
                fontweight="bold" if number == len(texts) - 1 and value is not None else "normal",
            )  # fmt: skip


def _legend(figure: Any, classes: list[tuple[float, float]], chosen: Chosen, hidden: bool) -> None:
    from matplotlib.patches import Rectangle

    height = figure.get_size_inches()[1]
    unit = "" if chosen.unit == "%" else f" {chosen.unit}"
    entries = [
        (
            _shade(high, classes),
            written(low, chosen.unit)
            if low == high
            else f"{written(low, chosen.unit)} to {written(high, chosen.unit)}",
        )
        for low, high in classes
    ]
    figure.text(0.02, 0.76 / height, f"Three shades{unit and f',{unit}'}", fontsize=10, color=INK)
    for number, (shade, text) in enumerate(entries):
        at = (0.52 - 0.21 * number) / height
        place = (0.02, at)
        figure.add_artist(
            Rectangle(
                place,
                0.24 / WIDTH,
                0.16 / height,
                facecolor=shade,
                edgecolor="#505a5f",
                linewidth=0.6,
                transform=figure.transFigure,
            )
        )
        figure.text(0.02 + 0.32 / WIDTH, at + 0.02 / height, text, fontsize=10, color=INK)
    if hidden:
        figure.text(0.5, 0.54 / height, "Hatched: no number to show", fontsize=10, color=INK)


def _haloed(picture: str) -> str:
    """Give each label an edge of the paper's colour, so that it reads on any shade."""
    halo = 'paint-order="stroke" stroke="#ffffff" stroke-width="3.2"'

    def one(found: re.Match[str]) -> str:
        tag = found.group(0)
        if 'class="' in tag:
            tag = tag.replace('class="', 'class="s-paper ')
        else:
            tag = tag.replace("<text", '<text class="s-paper"', 1)
        return tag.replace("<text", f"<text {halo}", 1)

    return re.sub(r"<text\b[^>]*>", one, picture)


def _described(
    chosen: Chosen,
    by: str,
    values: dict[str, float | None],
    classes: list[tuple[float, float]],
    named: bool,
) -> str:
    points = [(label_of(by, name), value) for name, value in values.items() if value is not None]
    shape = f"Map of {chosen.unit or 'values'} by {name_of(by).lower()}, {len(values)} areas"
    said = [alt.ranking(points, chosen.unit)]
    if named:
        ordered = sorted(points, key=lambda point: (-point[1], point[0]))
        listed = ", ".join(f"{name} {written(value, chosen.unit)}" for name, value in ordered)
        said.append(f"From darkest to lightest: {listed}" if listed else "")
    elif classes:
        low, high = classes[-1]
        said.append(f"Darkest third: {written(low, chosen.unit)} to {written(high, chosen.unit)}")
    return alt.described(shape, [*said, alt.withheld(chosen)])
