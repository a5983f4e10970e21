"""Places by their size: how far each may lie from the whole by chance alone. No league table.

Where counts are rounded, the share of the rounded counts is drawn, not the whole percent that is
printed: in a large place half a percent is more than chance gives. The limits stand further apart
by what rounding may move a place.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from jsna.disclosure.safe import Safe
from jsna.errors import FigureError
from jsna.figures import SHOWN, TOTAL
from jsna.show import alt
from jsna.show.canvas import CONTEXT, INK, MAIN, SECOND, drawing, margins, svg, text_width
from jsna.show.charts.axes import value_axis
from jsna.show.chosen import Chosen, choose, get, label_of, name_of
from jsna.show.framed import framed, identity
from jsna.show.numbers import written
from jsna.show.sentence import cell_of
from jsna.show.shown import Shown
from jsna.stats.funnel import Limits, of_proportions

Place = tuple[str, float, float]
"""Name, how many it counts, its percentage; of rounded counts where they are."""


def funnel(safe: Safe, by: str = "area", *, title: str, baseline: str = TOTAL) -> Shown:
    """Return the percentage of each place against how many it counts, with 95 and 99.8 % limits.

    Reference: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202.
    """
    chosen = choose(safe, by, measure="percent", asker="charts.funnel")
    middle = cell_of(safe, {by: baseline}, "charts.funnel", "percent")
    places = _places(chosen, by, baseline)
    problems = []
    if not middle.shown:
        problems.append(f"its baseline, {baseline}, has no number")
    if len(places) < 3:
        problems.append(f"it has {len(places)} places with a percentage and its base; 3 are needed")
    if problems or middle.value is None:
        raise FigureError(f"charts.funnel cannot draw the figure '{safe.figure.id}':", problems)
    centre = _share(middle.row) or middle.value
    low, high = min(size for _, size, _ in places), max(size for _, size, _ in places)
    sizes = np.linspace(max(5.0, low * 0.6), high * 1.15, 60)
    limits = _limits(sizes, centre, safe)
    out = {place[0]: _outside(place, centre, safe) for place in places}
    line = f"The line is {label_of(by, baseline)}, {written(middle.value, chosen.unit)}"
    verdicts = _verdicts(out)
    said = _described(chosen, by, out, [line, *verdicts])
    with drawing(3.3) as (figure, axes):
        _draw(axes, chosen, places, sizes, limits, centre, out)
        picture = svg(figure, identity("funnel", title, chosen), said)
    extra = (
        f"{'. '.join(verdicts)}. {line}. Inside the inner lines chance alone explains "
        "the difference in 19 of 20 cases; outside the outer lines it would in 1 of 500.",
    )
    return framed("funnel", title, chosen, (by,), picture, said, extra)


def _places(chosen: Chosen, by: str, baseline: str) -> list[Place]:
    found = []
    for _, row in chosen.cells.iterrows():
        size = get(row, "percent_of") or get(row, "n")
        share = _share(row)
        if row["status"] == SHOWN and row[by] != baseline and size and share is not None:
            found.append((label_of(by, row[by]), size, share))
    return found


def _share(row: Any) -> float | None:
    """Return the percentage of the counts shown, finer than the whole percent printed of them."""
    printed, part, whole = (get(row, name) for name in ("percent", "value", "percent_of"))
    if printed is None or part is None or not whole:
        return printed
    finer = 100 * part / whole
    return finer if abs(finer - printed) <= 0.5 else printed


def _limits(sizes: "np.ndarray[Any, Any]", centre: float, safe: Safe) -> Limits:
    """Return the limits of chance, further apart by what rounding may move a place of its size."""
    of_chance = of_proportions(sizes, centre / 100)
    moved = safe.protection.largest_change / sizes if safe.protection.base > 1 else 0 * sizes
    return replace(
        of_chance,
        lower_95=np.maximum(of_chance.lower_95 - moved, 0),
        upper_95=np.minimum(of_chance.upper_95 + moved, 1),
        lower_99_8=np.maximum(of_chance.lower_99_8 - moved, 0),
        upper_99_8=np.minimum(of_chance.upper_99_8 + moved, 1),
    )


def _outside(place: Place, centre: float, safe: Safe) -> int:
    """Return 0 within the limits, 1 beyond the inner and 2 beyond the outer ones."""
    limits = _limits(np.array([place[1]]), centre, safe)
    share = place[2] / 100
    if not limits.lower_99_8[0] <= share <= limits.upper_99_8[0]:
        return 2
    return 0 if limits.lower_95[0] <= share <= limits.upper_95[0] else 1


def _verdicts(out: dict[str, int]) -> list[str]:
    """Return which places lie where, one part a kind."""
    within, inner, outer = ([name for name, at in out.items() if at == level] for level in range(3))
    said = [f"Within chance: {', '.join(within) or 'none'}"]
    said += [f"Beyond the inner lines: {', '.join(inner)}"] if inner else []
    return said + ([f"Beyond the outer lines: {', '.join(outer)}"] if outer else [])


def _described(chosen: Chosen, by: str, out: dict[str, int], said: list[str]) -> str:
    """Return the alt text; the highest and the lowest are told as they are printed."""
    printed = [
        (label_of(by, row[by]), float(row["percent"]))
        for _, row in chosen.cells.iterrows()
        if label_of(by, row[by]) in out
    ]
    ranked = alt.ranking(printed, chosen.unit)
    return alt.described(f"Funnel of % by {name_of(by).lower()} and size", [*said, ranked])


def _draw(
    axes: Any,
    chosen: Chosen,
    places: list[Place],
    sizes: "np.ndarray[Any, Any]",
    limits: Limits,
    centre: float,
    out: dict[str, int],
) -> None:
    import seaborn

    axes.axhline(centre, color=INK, linewidth=1.2)
    for pair, style in (
        ((limits.lower_95, limits.upper_95), "-"),
        ((limits.lower_99_8, limits.upper_99_8), "--"),
    ):
        for edge in pair:
            axes.plot(sizes, edge * 100, color=CONTEXT, linewidth=1.1, linestyle=style)
    for colour, marker, wanted in ((MAIN, "o", (0,)), (SECOND, "D", (1, 2))):
        part = [place for place in places if out[place[0]] in wanted]
        if part:
            seaborn.scatterplot(
                x=[size for _, size, _ in part], y=[share for *_, share in part], ax=axes,
                color=colour, marker=marker, s=42, linewidth=0, legend=False, zorder=3,
            )  # fmt: skip
    value_axis(axes, chosen, [np.array([share for *_, share in places]), limits.upper_99_8 * 100])
    lowest = min(min(share for *_, share in places), float(limits.lower_99_8.min() * 100))
    highest = min(100.0, max(max(s for *_, s in places), float(limits.upper_99_8.max() * 100)))
    pad = (highest - lowest) * 0.08 or 1
    axes.set_ylim(max(0, lowest - pad), highest + pad)
    axes.set_xlim(sizes[0], sizes[-1])
    axes.set_xlabel("How many are counted (n)", fontsize=10)
    axes.set_ylabel("")
    axes.xaxis.get_major_locator().set_params(nbins=5)
    margins(axes, 0.62, 0.25, 0.2, 0.52)
    _names(axes, places, sizes)


def _names(axes: Any, places: list[Place], sizes: "np.ndarray[Any, Any]") -> None:
    """Write each name where it covers no other name and no point: beside, above or below."""
    low, high = axes.get_ylim()
    box = axes.get_position()
    wide, tall = axes.figure.get_size_inches()
    across, up = box.width * wide / (sizes[-1] - sizes[0]), box.height * tall / (high - low)
    points = [((size - sizes[0]) * across, (share - low) * up) for _, size, share in places]
    taken = [(x - 0.05, y - 0.05, x + 0.05, y + 0.05) for x, y in points]
    for (name, *_), (x, y) in sorted(zip(places, points, strict=True), key=lambda one: one[1]):
        width = text_width(name, 10)
        spots = [(x + 0.1, y), (x - 0.1 - width, y)]
        spots += [
            (x - width / 2 + side, y + 0.17 * step)
            for step in (1, -1, 2, -2)
            for side in (0, width / 2, -width / 2)
        ]
        left, middle = next(
            (spot for spot in spots if _free(spot, width, taken, box.width * wide)), spots[0]
        )
        taken.append((left, middle - 0.08, left + width, middle + 0.08))
        axes.text(
            sizes[0] + left / across, low + middle / up, name, va="center", fontsize=10, color=INK
        )


def _free(
    spot: tuple[float, float],
    width: float,
    taken: list[tuple[float, float, float, float]],
    room: float,
) -> bool:
    left, middle = spot
    if left < 0 or left + width > room + 0.2:
        return False
    return not any(
        left < right and start < left + width and middle - 0.08 < top and bottom < middle + 0.08
        for start, bottom, right, top in taken
    )
