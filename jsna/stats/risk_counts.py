"""The waits of many groups counted in one pass, from which any of their tables can be made.

Counts add up: the table of a county is the sum of the counts of its districts. So a million
referrals are read once, however many places and groups a page asks for.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jsna.stats.arrays import same_length
from jsna.stats.risk_table import RiskTable, checked


@dataclass(frozen=True)
class RiskCounts:
    """Counts of G groups over the whole days 0 to D - 1."""

    leaving: NDArray[np.int64]
    """How many were last known of on each day, by cause (0 still waiting), shape (G, C + 1, D)."""
    entering: NDArray[np.int64] | None
    """How many entered the records late on each day of their wait, shape (G, D), or None."""

    def table(self, groups: ArrayLike) -> RiskTable | None:
        """Return the table of these groups put together, or None where they hold nobody.

        The same as `jsna.stats.risk_table.risk_table` makes from their rows.
        """
        chosen = np.atleast_1d(np.asarray(groups, dtype=np.int64))
        counts = self.leaving[chosen].sum(axis=0)
        leaving = counts.sum(axis=0)
        days = np.flatnonzero(leaving)
        if days.size == 0:
            return None
        at_risk = _from(leaving)
        if self.entering is not None:
            at_risk = at_risk - _from(self.entering[chosen].sum(axis=0))
        return RiskTable(
            days.astype(float),
            at_risk[days].astype(float),
            counts[1:, days].astype(float),
            float(leaving.sum()),
        )


def _from(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many there are on each day and later."""
    return np.asarray(np.cumsum(counts[::-1])[::-1])


def risk_counts(
    time: ArrayLike,
    cause: ArrayLike,
    group: ArrayLike,
    groups: int,
    causes: int,
    entry: ArrayLike | None = None,
) -> RiskCounts:
    """Return the counts of waits in whole days, by group 0 to `groups` - 1.

    `time`, `cause` and `entry` as for `risk_table`; `causes` is how many there may be. Refused:
    waits in parts of days.

    >>> counts = risk_counts([2, 3, 3, 5], [1, 1, 0, 2], [0, 0, 1, 1], 2, causes=2)
    >>> counts.table([0, 1]).at_risk.tolist(), counts.table(1).times.tolist()
    ([4.0, 3.0, 1.0], [3.0, 5.0])
    """
    if np.size(time) == 0:
        return RiskCounts(np.zeros((groups, causes + 1, 1), dtype=np.int64), None)
    times, codes, entries = checked(time, cause, entry)
    place = np.asarray(group, dtype=np.int64)
    same_length(times=times, groups=place)
    day = times.astype(np.int64)
    if (day != times).any():
        raise ValueError("Waits are counted in whole days.")
    size = int(day.max(initial=0)) + 1
    shape = (groups, causes + 1, size)
    leaving = np.bincount(
        (place * shape[1] + codes) * size + day, minlength=groups * shape[1] * size
    )
    if entries is None:
        return RiskCounts(leaving.reshape(shape), None)
    late = entries > 0
    at = place[late] * size + entries[late].astype(np.int64)
    return RiskCounts(
        leaving.reshape(shape), np.bincount(at, minlength=groups * size).reshape(groups, size)
    )
