"""The log-rank test that waits are the same in every group, stratified where asked."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from jsna.stats.arrays import Floats, same_length
from jsna.stats.risk_table import risk_table


@dataclass(frozen=True)
class LogRank:
    """Observed and expected events of each group and the test that they differ by chance."""

    groups: tuple[str, ...]
    observed: Floats
    expected: Floats
    """Events that the group would have had, were the waits of all the same."""
    chi_square: float
    degrees: int
    p: float


def log_rank(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    stratum: ArrayLike | None = None,
    entry: ArrayLike | None = None,
) -> LogRank:
    """Return the log-rank test; with `stratum`, groups are compared within each stratum only.

    Never shown without the difference in waits itself. Refused: fewer than two groups, no events.

    Reference: Mantel (1966), Cancer Chemother Rep 50, 163-170; Peto and Peto (1972), JRSS A 135.

    >>> found = log_rank([10, 20, 30, 10, 20, 50], [1, 0, 1, 1, 0, 1], [1, 1, 1, 0, 0, 0])
    >>> round(found.chi_square, 4), round(found.p, 4)
    (0.3846, 0.5351)
    """
    times = np.asarray(time, dtype=float)
    flags = np.asarray(event).astype(bool).astype(np.int64)
    names, place = np.unique(np.asarray(group), return_inverse=True)
    strata = np.zeros(len(times), int) if stratum is None else _codes(stratum)
    same_length(times=times, events=flags, groups=place, strata=strata)
    entries = None if entry is None else np.asarray(entry, dtype=float)
    if len(names) < 2:
        raise ValueError("A log-rank test compares at least two groups.")
    size = len(names)
    observed, expected, spread = np.zeros(size), np.zeros(size), np.zeros((size, size))
    for code in np.unique(strata):
        rows = strata == code
        risk, ended = _by_group(
            times[rows], flags[rows], place[rows], size, None if entries is None else entries[rows]
        )
        all_risk, all_ended = risk.sum(axis=0), ended.sum(axis=0)
        at = all_ended > 0
        share = risk[:, at] / all_risk[at]
        observed += ended.sum(axis=1)
        expected += share @ all_ended[at]
        left = np.maximum(all_risk[at] - 1, 1)
        scale = all_ended[at] * (all_risk[at] - all_ended[at]) / left
        spread += np.diag(share @ scale) - (share * scale) @ share.T
    if observed.sum() == 0:
        raise ValueError("A log-rank test needs events.")
    known = np.diag(spread) > 0
    gap = (observed - expected)[known][:-1]
    part = spread[np.ix_(known, known)][:-1, :-1]
    degrees = int(known.sum()) - 1
    if degrees < 1:
        raise ValueError("At no time were two groups waiting together: nothing to compare.")
    value = float(gap @ np.linalg.solve(part, gap))
    labels = tuple(str(name) for name in names)
    return LogRank(labels, observed, expected, value, degrees, float(chi2.sf(value, degrees)))


def _codes(stratum: ArrayLike) -> np.ndarray:
    return np.unique(np.asarray(stratum), return_inverse=True)[1]


def _by_group(
    times: Floats, flags: np.ndarray, place: np.ndarray, size: int, entries: Floats | None
) -> tuple[Floats, Floats]:
    """Return at risk and ended, one row a group, at the distinct times of all groups together."""
    grid = np.unique(times)
    risk, ended = np.zeros((size, len(grid))), np.zeros((size, len(grid)))
    for number in range(size):
        own = place == number
        if not own.any():
            continue
        late = None if entries is None else entries[own]
        # A weightless row at each time makes every group's table run over the same times.
        table = risk_table(
            np.concatenate([times[own], grid]),
            np.concatenate([flags[own], np.zeros(len(grid), np.int64)]),
            None if late is None else np.concatenate([late, np.zeros(len(grid))]),
            causes=1,
            weights=np.concatenate([np.ones(int(own.sum())), np.zeros(len(grid))]),
        )
        risk[number], ended[number] = table.at_risk, table.events[0]
    return risk, ended
