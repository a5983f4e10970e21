"""The records in pieces that have no cell in common: one population in one year each.

A piece is rounded on its own; what a figure needs of its records is looked at here, before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from jsna.disclosure.margins import SNAPSHOTS, Axis, Link, axis
from jsna.figures import Figure


@dataclass(frozen=True)
class PublishedTotal:
    """A total of records that their owner publishes exactly."""

    records: str
    where: Mapping[str, str]
    """Which of the records, such as `{"year": "2021", "provision": "EHC plan"}`."""
    value: float
    held: bool = True
    """Whether what is shown is its nearest multiple of five. False for the one part of a total that
    gives way where all parts so rounded would not add up to it."""


@dataclass(frozen=True)
class Piece:
    """The records of one population in one year, and the figures that count them."""

    name: str
    year: Mapping[str, str]
    frame: pd.DataFrame
    figures: tuple[Figure, ...]
    axes: tuple[Axis, ...]
    totals: tuple[PublishedTotal, ...]


def unfit(records: Mapping[str, pd.DataFrame], figures: Sequence[Figure]) -> list[str]:
    """Return why figures cannot be counted from their records."""
    problems = []
    for figure in figures:
        if figure.records not in records:
            known = ", ".join(sorted(records)) or "none"
            problems.append(f"'{figure.id}' counts '{figure.records}'; the records are: {known}")
            continue
        frame = records[figure.records]
        for name in dict.fromkeys([*figure.dimensions, *figure.where]):
            where = f"'{figure.id}': the column '{name}' of '{figure.records}'"
            if name not in frame.columns:
                problems.append(f"{where} is missing")
            elif not isinstance(frame[name].dtype, pd.CategoricalDtype):
                problems.append(f"{where} is not categorical: its categories are the code list")
            elif frame[name].isna().any():
                problems.append(f"{where} has gaps: give them a value of the code list")
        for name in sorted(SNAPSHOTS & set(frame.columns)):
            if name not in figure.dimensions and name not in figure.where:
                problems.append(
                    f"'{figure.id}' counts '{figure.records}' of every {name} together: "
                    f"add '{name}' to its dimensions or to where"
                )
        if figure.kind == "percentage" and figure.share_of not in figure.dimensions:
            problems.append(f"'{figure.id}' is a percentage: share_of must be a dimension of it")
    return list(dict.fromkeys(problems))


def in_pieces(
    records: Mapping[str, pd.DataFrame],
    figures: Sequence[Figure],
    hierarchy: Sequence[Link],
    totals: Sequence[PublishedTotal],
) -> Iterable[Piece]:
    """Return the pieces that have no cell in common, and can be solved one by one."""
    for name in sorted({figure.records for figure in figures}):
        own = [figure for figure in figures if figure.records == name]
        named = {x for figure in own for x in (*figure.dimensions, *figure.where)}
        frame = records[name]
        years = sorted(named & SNAPSHOTS)
        columns = sorted(named - SNAPSHOTS)
        axes = tuple(axis(item, list(frame[item].cat.categories), hierarchy) for item in columns)
        if not years:
            fit = tuple(total for total in totals if total.records == name)
            yield Piece(name, {}, frame, tuple(own), axes, fit)
            continue
        for value in frame[years[0]].cat.categories:
            kept = [x for x in own if x.where.get(years[0], value) == value]
            fit = tuple(
                replace(total, where={k: v for k, v in total.where.items() if k != years[0]})
                for total in totals
                if total.records == name and total.where.get(years[0]) == value
            )
            if kept:
                rows = frame[frame[years[0]] == value]
                yield Piece(name, {years[0]: str(value)}, rows, tuple(kept), axes, fit)


def work_of(piece: Piece) -> float:
    """Return how much of the search a piece asks for: what one round over all of it costs.

    A round tries each unit with each value of each axis in each table, so that a large population
    in few tables and a small one in many get alike many rounds.
    """
    tables = {frozenset(figure.dimensions) for figure in piece.figures}
    values = sum(len(axis.values) for axis in piece.axes)
    return float(max(len(piece.frame), 1) * values * len(tables))


def timeless(figure: Figure) -> Figure:
    """Return the figure as it is within one year."""
    return replace(
        figure,
        dimensions=tuple(name for name in figure.dimensions if name not in SNAPSHOTS),
        where={name: value for name, value in figure.where.items() if name not in SNAPSHOTS},
    )
