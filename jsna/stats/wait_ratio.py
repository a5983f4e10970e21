"""How many times longer one group waits: ratios of medians and of the share seen in time.

For SEND against no SEND (WG5.5); the aim is 1. SEND is what was recorded at referral: recorded
during the wait, it makes long waits look like SEND waits (immortal time).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array, diags_array

from jsna.stats.arrays import Floats
from jsna.stats.competing_risks import Incidence, incidence
from jsna.stats.estimate import Estimate, z_score
from jsna.stats.risk_table import checked

DRAWS = 1000
MOST_CELLS = 4_000_000
"""Draws by cells held at once: the bootstrap runs in slices of this size."""


@dataclass(frozen=True)
class WaitRatio:
    """The first group against the second."""

    of_medians: Estimate
    """`nan` where a group's median is not reached; above 1: the first waits longer."""
    of_shares: Estimate
    """Ratio of the shares seen by the day asked for; below 1: fewer of the first are seen."""
    difference_of_shares: Estimate
    first: Incidence
    second: Incidence


@dataclass(frozen=True)
class _Cells:
    """Waits with equal time, cause and entry put together."""

    time_place: np.ndarray
    entry_place: np.ndarray
    cause: np.ndarray
    counts: Floats
    times: Floats


def _cells(time: Floats, cause: np.ndarray, entry: Floats | None) -> _Cells:
    times, place = np.unique(time, return_inverse=True)
    # The first time after the entry is the first at which the wait is at risk.
    start = np.zeros(len(time), np.int64)
    if entry is not None:
        start = np.where(entry > 0, np.searchsorted(times, entry, side="right"), 0)
    # All other ends are alike here: they only take a referral off the list.
    kinds, size = 3, len(times) + 1
    key, counts = np.unique(
        (place * kinds + np.minimum(cause, 2)) * size + start, return_counts=True
    )
    rest, start = np.divmod(key, size)
    place, kind = np.divmod(rest, kinds)
    return _Cells(place, start, kind, counts.astype(float), times)


def _summing(place: np.ndarray, size: int) -> csr_array:
    """Return the matrix that adds up cells by their place, shape (size, cells)."""
    cells = np.arange(len(place))
    return csr_array((np.ones(len(place)), (place, cells)), shape=(size, len(place)))


def _replicates(cells: _Cells, rng: np.random.Generator, draws: int) -> tuple[Floats, Floats]:
    """Return at each time the share seen, one row a resample, and the times."""
    size, total = len(cells.times), int(cells.counts.sum())
    leaving, joining = _summing(cells.time_place, size), _summing(cells.entry_place, size + 1)
    one = leaving @ diags_array((cells.cause == 1).astype(float))
    some = leaving @ diags_array((cells.cause > 0).astype(float))
    slices, out = max(1, MOST_CELLS // max(len(cells.counts), size)), []
    for start in range(0, draws, slices):
        rows = min(slices, draws - start)
        drawn = rng.multinomial(total, cells.counts / total, size=rows).T.astype(float)
        left = leaving @ drawn
        # In the records by each time, less those who left before it.
        risk = np.cumsum((joining @ drawn)[:size], axis=0) - (np.cumsum(left, axis=0) - left)
        risk = np.where(risk > 0, risk, 1.0)
        after = np.cumprod(1 - (some @ drawn) / risk, axis=0)
        free = np.concatenate([np.ones((1, rows)), after[:-1]])
        out.append(np.cumsum(free * (one @ drawn) / risk, axis=0).T)
    return np.concatenate(out), cells.times


def _medians(seen: Floats, times: Floats) -> Floats:
    """Return the first time at which half are seen, infinite where never."""
    reached = seen >= 0.5 - 1e-12
    first = reached.argmax(axis=1)
    return np.where(reached.any(axis=1), times[first], np.inf)


def _by(seen: Floats, times: Floats, day: float) -> Floats:
    place = int(np.searchsorted(times, day, side="right")) - 1
    return seen[:, place] if place >= 0 else np.zeros(len(seen))


def _percentiles(values: Floats, confidence: float) -> tuple[float, float]:
    """Return the limits; `nan` where they rest on resamples without an answer."""
    known = np.where(np.isnan(values), np.inf, values)
    ends = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2], method="inverted_cdf")
    low, high = (float(end) if np.isfinite(end) else float("nan") for end in ends)
    return low, high


def wait_ratio(
    first: tuple[ArrayLike, ArrayLike],
    second: tuple[ArrayLike, ArrayLike],
    day: float,
    entries: tuple[ArrayLike | None, ArrayLike | None] = (None, None),
    seed: int = 20210831,
    draws: int = DRAWS,
    confidence: float = 0.95,
) -> WaitRatio:
    """Return the ratios for two groups, each given as (times in days, causes).

    Cause 0 is still waiting, 1 seen, 2 and above ended otherwise; `day` is 126 for 18 weeks.
    The median is the first day by which half of everyone referred was seen. Intervals are the
    percentiles of `draws` seeded resamples of referrals within each group, drawn as counts of
    equal waits, which is the same and serves a million referrals. Refused: under ten in a group.

    Reference: Efron (1981), JASA 76, 312-319 (bootstrap of censored data).

    >>> slow = [20, 30, 40, 50, 60, 70, 80, 90, 100, 110], [1] * 10
    >>> fast = [10, 15, 20, 25, 30, 35, 40, 45, 50, 55], [1] * 10
    >>> found = wait_ratio(slow, fast, day=50)
    >>> found.of_medians.value, round(found.of_shares.value, 3)
    (2.0, 0.444)
    """
    z_score(confidence)
    rng = np.random.default_rng(seed)
    curves, replicates = [], []
    for (time, cause), entry in zip((first, second), entries, strict=True):
        times, causes, starts = checked(time, cause, entry)
        if times.size < 10:
            raise ValueError("A ratio of waits needs at least ten referrals in each group.")
        curves.append(incidence(times, causes, 1, starts, confidence))
        replicates.append(_replicates(_cells(times, causes, starts), rng, draws))
    (a, a_times), (b, b_times) = replicates
    one, two = curves
    n = one.table.n + two.table.n
    method = f"percentiles of {draws:,} seeded resamples"

    medians = [float(_medians(each.share[None], each.table.times)[0]) for each in curves]
    shares = [curve.by(day).value for curve in curves]
    with np.errstate(invalid="ignore", divide="ignore"):
        of_medians = _medians(a, a_times) / _medians(b, b_times)
        seen, other = _by(a, a_times, day), _by(b, b_times, day)
        of_shares = seen / other
    share_ratio = shares[0] / shares[1] if shares[1] > 0 else float("nan")
    reached = np.isfinite(medians).all() and medians[1] > 0
    median_ratio = medians[0] / medians[1] if reached else float("nan")

    def told(value: float, draws_of: Floats) -> Estimate:
        return Estimate(value, *_percentiles(draws_of, confidence), n, method, confidence)

    return WaitRatio(
        told(median_ratio, of_medians),
        told(share_ratio, of_shares),
        told(shares[0] - shares[1], seen - other),
        one,
        two,
    )
