"""Every figure that may be shown, in one list. Adding one is one entry in its subject."""

from collections.abc import Callable
from importlib.metadata import entry_points

import pandas as pd

from jsna.errors import FigureError
from jsna.figures import Agreement, Figure
from jsna.sources import Sources
from jsna.subjects import (
    access,
    audits,
    by_need,
    camhs,
    camhs_waits,
    children,
    forum,
    future,
    identification,
    inequity_summary,
    outcomes,
    pathways,
    plan_process,
    plans,
    quality,
    school_support,
    sen_support,
    send,
    short_breaks,
    transition,
    voice,
)

SUBJECTS = (
    children,
    send,
    identification,
    plans,
    plan_process,
    sen_support,
    school_support,
    transition,
    voice,
    forum,
    audits,
    camhs,
    camhs_waits,
    short_breaks,
    pathways,
    access,
    inequity_summary,
    outcomes,
    by_need,
    future,
    quality,
    *(point.load() for point in sorted(entry_points(group="jsna.subjects"))),
)
"""In reading order; other packages add theirs by the entry point `jsna.subjects`."""

FIGURES: tuple[Figure, ...] = tuple(f for subject in SUBJECTS for f in subject.FIGURES)

POPULATIONS: dict[str, Callable[[Sources], pd.DataFrame]] = {
    name: count for subject in SUBJECTS for name, count in subject.POPULATIONS.items()
}
"""Records behind the rounded figures: one row a child, one column a dimension."""


AGREEMENTS: tuple[Agreement, ...] = tuple(
    agreement for subject in SUBJECTS for agreement in getattr(subject, "AGREEMENTS", ())
)
"""Totals of the same children that their owners publish."""


def figure(figure_id: str) -> Figure:
    """Return the catalogue's entry."""
    for entry in FIGURES:
        if entry.id == figure_id:
            return entry
    raise FigureError(
        f"The catalogue has no figure '{figure_id}':",
        ["jsna/subjects/ lists them, one file a subject"],
    )
