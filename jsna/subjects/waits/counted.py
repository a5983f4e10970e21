"""A cohort of waits counted once by home and one more group: then every place is a sum."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.figures import TOTAL
from jsna.stats.risk_counts import RiskCounts, risk_counts
from jsna.subjects.waits.estimates import CAUSES, Wait, of_table

OVERLAPPING = ("district", "locality", "camhs_area", "ccg", "unitary")
"""The kinds of places, in the order in which figures give them; they overlap."""


@dataclass(frozen=True)
class Homes:
    """Which places hold each home: homes are put into cells that no place divides."""

    cell: np.ndarray
    """The cell of each referral, in the order of the referrals."""
    size: int
    held: Mapping[str, np.ndarray]
    """The cells of each place: the county first, districts, then the others."""

    def places(self, cell: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
        """Yield each place with whether it holds each of these cells."""
        for name, own in self.held.items():
            inside = np.zeros(self.size, dtype=bool)
            inside[own] = True
            yield name, inside[cell]

    def sums(self, cell: np.ndarray) -> Iterator[tuple[str, int]]:
        """Yield each place with how many of these cells it holds."""
        counts = np.bincount(cell, minlength=self.size)
        for name, own in self.held.items():
            yield name, int(counts[own].sum())


def homes(groups: pd.DataFrame, places: Mapping[str, tuple[str, ...]]) -> Homes:
    """Return the cells of the homes; `groups` has one categorical column a kind of place."""
    code = np.zeros(len(groups), dtype=np.int64)
    for kind in OVERLAPPING:
        column = groups[kind].cat
        code = code * (len(column.categories) + 1) + column.codes.to_numpy() + 1
    _, first, cell = np.unique(code, return_index=True, return_inverse=True)
    held = {TOTAL: np.arange(len(first))}
    for kind in OVERLAPPING:
        # One row of a cell stands for all of its rows.
        named = groups[kind].iloc[first].astype("str").to_numpy()
        for name in places[kind]:
            held.setdefault(name, np.flatnonzero(named == name))
    return Homes(cell, len(first), held)


@dataclass(frozen=True)
class Counted:
    """A cohort by cell of homes and value of one more group."""

    counts: RiskCounts
    homes: Homes
    values: int

    def wait(self, place: str, value: int | None = None) -> Wait | None:
        """Return the waits of a place, of one value of the group or of all."""
        chosen = range(self.values) if value is None else [value]
        cells = self.homes.held[place][:, None] * self.values + np.array(chosen)
        return of_table(self.counts.table(cells.ravel()))

    def places(self) -> Iterator[tuple[str, Wait | None]]:
        """Yield each place with its waits, whatever the value of the group."""
        for name in self.homes.held:
            yield name, self.wait(name)


def counted(
    found: pd.DataFrame,
    homes: Homes,
    rows: np.ndarray,
    value: np.ndarray | None = None,
    values: int = 1,
) -> Counted:
    """Return waits counted by home; `rows` says which referral each wait is of.

    `value` is the place of each wait in a list of `values` values, where there is such a group.
    """
    group = homes.cell[rows] * values
    return Counted(
        risk_counts(
            found["time"].to_numpy(),
            found["cause"].to_numpy(),
            group if value is None else group + value,
            homes.size * values,
            CAUSES,
            found["entry"].to_numpy(),
        ),
        homes,
        values,
    )
