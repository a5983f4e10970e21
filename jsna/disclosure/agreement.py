"""Which published totals the records agree with, and whether what is shown adds up to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from jsna.disclosure.limits import Limits
from jsna.disclosure.margins import SNAPSHOTS
from jsna.disclosure.pieces import PublishedTotal
from jsna.disclosure.safe import Safe
from jsna.figures import SHOWN, TOTAL, Agreement, Figure

CONTROLLED = "controlled rounding"


def totals_of(
    agreements: Iterable[Agreement], records: Mapping[str, pd.DataFrame], sources: object
) -> list[PublishedTotal]:
    """Return the published totals of the years that the records hold."""
    found = []
    for agreement in agreements:
        frame = records.get(agreement.records)
        if frame is None:
            continue
        (year,) = SNAPSHOTS & set(frame.columns)
        held = set(frame[year].astype(str))
        found += [
            PublishedTotal(agreement.records, {**agreement.where, year: label}, value)
            for label, value in agreement.totals(sources).items()
            if label in held
        ]
    return found


def agreeing(
    totals: Iterable[PublishedTotal], records: Mapping[str, pd.DataFrame], limits: Limits
) -> list[PublishedTotal]:
    """Return the totals from which the records differ by no more than a total may be moved.

    Records that differ by more count other children than their owner did: what is shown adds up
    to the records, and both numbers are shown.
    """
    return [
        total
        for total in totals
        if abs(_count(records[total.records], total) - nearest(total.value, limits.base))
        <= limits.place_or_need
    ]


def adding_up(totals: Sequence[PublishedTotal], base: int) -> list[PublishedTotal]:
    """Return the totals, with those let go that keep parts from adding up to their whole.

    Five age bands may each be nearest to a multiple of five whose sum is not that of all: then the
    band that rounding moves most takes up the difference.
    """
    let_go: list[PublishedTotal] = []
    for whole in totals:
        parts = [part for part in totals if _is_part(part, whole)]
        for name in sorted({name for part in parts for name in set(part.where) - set(whole.where)}):
            own = [part for part in parts if name in part.where]
            if sum(part.value for part in own) != whole.value:
                continue
            over = sum(nearest(part.value, base) for part in own) - nearest(whole.value, base)
            moved = sorted(
                own, key=lambda part: (part.value - nearest(part.value, base)) * np.sign(over)
            )
            let_go += moved[: round(abs(over) / base)]
    return [replace(total, held=total not in let_go) for total in totals]


def _is_part(part: PublishedTotal, whole: PublishedTotal) -> bool:
    """Return whether a total is of those of another that have one value of one more dimension."""
    return (
        part.records == whole.records
        and len(part.where) == len(whole.where) + 1
        and whole.where.items() <= part.where.items()
    )


def shown_by(
    totals: Iterable[PublishedTotal], figures: Sequence[Figure]
) -> tuple[PublishedTotal, ...]:
    """Return the totals whose every dimension some figure of the same children and year has."""
    return tuple(
        total for total in totals if set(total.where) - SNAPSHOTS <= _named(total, figures)
    )


def _named(total: PublishedTotal, figures: Sequence[Figure]) -> set[str]:
    """Return the dimensions of the figures that count a total's children in its year."""
    found: set[str] = set()
    for figure in figures:
        same = figure.records == total.records and all(
            figure.where.get(name, label) == label
            for name, label in total.where.items()
            if name in SNAPSHOTS
        )
        if same:
            found |= {*figure.dimensions, *figure.where}
    return found


def nearest(value: float, base: int) -> float:
    """Return the nearest multiple of the base, a half upwards."""
    return float(base * np.floor(value / base + 0.5))


def disagreements(figures: Mapping[str, Safe], totals: Iterable[PublishedTotal]) -> dict[str, str]:
    """Return in words, by figure, where a rounded table is not the nearest five of a total."""
    found: dict[str, str] = {}
    for total in (one for one in totals if one.held):
        for name, safe in figures.items():
            if safe.figure.records != total.records or safe.protection.method != CONTROLLED:
                continue
            cell = _cell(safe, total)
            if cell is not None and cell != nearest(total.value, safe.protection.base):
                where = ", ".join(f"{key} {label}" for key, label in total.where.items())
                found[name] = (
                    f"{where}: it shows {cell:,.0f}, and {total.value:,.0f} are published: "
                    "solve the edition with its published totals"
                )
    return found


def _cell(safe: Safe, total: PublishedTotal) -> float | None:
    """Return the shown count of a figure's cell that a total is of; None where it has none."""
    wanted = dict(total.where)
    for name, label in safe.figure.where.items():
        if wanted.pop(name, None) != label:
            return None
    if not set(wanted) <= set(safe.figure.dimensions):
        return None
    cells = safe.cells[safe.cells["status"] == SHOWN]
    for name in safe.figure.dimensions:
        cells = cells[cells[name] == wanted.get(name, TOTAL)]
    return float(cells["value"].iloc[0]) if len(cells) else None


def _count(frame: pd.DataFrame, total: PublishedTotal) -> int:
    kept = np.ones(len(frame), dtype=bool)
    for name, label in total.where.items():
        kept &= (frame[name].astype(str) == label).to_numpy()
    return int(kept.sum())
