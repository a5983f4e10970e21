"""Pictures for Word papers, with an alternative made from the same numbers that are drawn."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from inspection.changed import many
from inspection.draft import DraftArea
from inspection.paper import Picture
from jsna.show.canvas import DARK, INK, LIGHT, MIDDLE, PAPER, SECOND

STATUSES = ("met", "on track", "not on track", "cannot tell yet", "no target")
_FILLS = (DARK, MIDDLE, SECOND, LIGHT, PAPER)
_HATCHES = ("", "", "//", "..", "")


def measures_by_status(areas: Sequence[DraftArea]) -> Picture:
    """How each area's measures stand, from real figures alone: one bar an area, counts printed."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    counts = [_counts(area) for area in areas]
    with rc_context({"font.family": "DejaVu Sans", "font.size": 11}):
        figure = Figure(figsize=(6.9, 0.42 * len(areas) + 1.3))
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        left = [0] * len(areas)
        names = [f"Area {area.number}" for area in areas]
        for place, status in enumerate(STATUSES):
            values = [one[place] for one in counts]
            bars = axes.barh(
                names,
                values,
                left=left,
                color=_FILLS[place],
                hatch=_HATCHES[place],
                edgecolor=INK if _FILLS[place] != DARK else PAPER,
                linewidth=0.8,
                label=status,
            )
            _print_counts(axes, bars, values, _FILLS[place])
            left = [one + value for one, value in zip(left, values, strict=True)]
        for row, total in enumerate(left):
            if total == 0:
                axes.text(0.1, row, "no measure", va="center", color=INK)
        axes.invert_yaxis()
        axes.set_xlabel("Measures of the statement")
        axes.set_xlim(0, max([*left, 1]))
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize=10)
        held = BytesIO()
        figure.savefig(
            held, format="png", dpi=150, bbox_inches="tight", metadata={"Software": None}
        )
    return Picture(
        held.getvalue(),
        "How the measures of each area stand, from published figures alone",
        _alternative(areas, counts),
    )


def _counts(area: DraftArea) -> list[int]:
    real = [one for one in area.measures if not one.made_up]
    return [sum(one.status == status for one in real) for status in STATUSES]


def _print_counts(axes: Any, bars: Any, values: Sequence[int], fill: str) -> None:
    for bar, value in zip(bars, values, strict=True):
        if value:
            axes.text(
                bar.get_x() + bar.get_width() / 2,
                bar.get_y() + bar.get_height() / 2,
                str(value),
                ha="center",
                va="center",
                fontsize=10,
                color=PAPER if fill == DARK else INK,
                bbox=None if fill == DARK else {"facecolor": PAPER, "edgecolor": "none", "pad": 1},
            )


def _alternative(areas: Sequence[DraftArea], counts: Sequence[Sequence[int]]) -> str:
    said = []
    for area, values in zip(areas, counts, strict=True):
        parts = [
            f"{many(value, 'measure')} {status}"
            for status, value in zip(STATUSES, values, strict=True)
            if value
        ]
        said.append(f"area {area.number}: {', '.join(parts) or 'no measure'}")
    return f"Bars, one for each area, of its measures by where they stand. {'; '.join(said)}."
