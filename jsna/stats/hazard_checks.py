"""Whether a Cox model may be believed: proportional hazards, and how well it orders waits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from jsna.stats.arrays import Floats
from jsna.stats.hazard_ratio import Cox, moments, prepare
from jsna.stats.risk_table import checked, risk_table
from jsna.stats.survival import of_table

MOST_ROWS = 20_000


@dataclass(frozen=True)
class Proportional:
    """The test that hazard ratios stay the same over the wait."""

    chi_square: float
    degrees: int
    p: float


def proportional(
    fit: Cox,
    time: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    stratum: ArrayLike | None = None,
    entry: ArrayLike | None = None,
) -> Proportional:
    """Return the score test that each effect has no slope over (1 - Kaplan-Meier) time.

    A small p says that one hazard ratio for the whole wait hides a change: show restricted means
    instead. The records are those the fit was made from.

    Reference: Grambsch and Therneau (1994), Biometrika 81, 515-526, as the score test.

    >>> from jsna.stats.hazard_ratio import cox
    >>> data = [5, 8, 9, 12, 14, 20], [1, 1, 1, 1, 1, 0], [[1], [1], [0], [1], [0], [0]]
    >>> 0 < proportional(cox(*data), *data).p < 1
    True
    """
    times, causes, entries = checked(time, np.asarray(event).astype(bool), entry)
    x = np.asarray(covariates, dtype=float).reshape(len(times), -1)
    strata = (
        np.zeros(len(times), np.int64)
        if stratum is None
        else np.unique(np.asarray(stratum), return_inverse=True)[1]
    )
    ended = causes == 1
    rows = prepare(times, ended, x - x.mean(axis=0), strata, entries)
    found = moments(rows, fit.coefficients)
    waits = of_table(risk_table(times, causes, entries, causes=1))
    # Left-continuous: what had ended before the time.
    before = np.concatenate([[0.0], 1 - waits.waiting])
    grid = np.unique(times)
    scale = before[np.searchsorted(waits.times, grid, side="left")]
    line_scale = scale[found.cell % len(grid)]
    event_scale = scale[rows.cell[ended] % len(grid)]
    line_scale, event_scale = (
        line_scale - event_scale.mean(),
        event_scale - event_scale.mean(),
    )
    drift = event_scale @ rows.covariates[ended] - line_scale @ found.mean
    flat = found.spread.sum(axis=0)
    cross = np.tensordot(line_scale, found.spread, axes=1)
    slope = np.tensordot(line_scale**2, found.spread, axes=1)
    information = slope - cross @ np.linalg.solve(flat, cross)
    value = float(drift @ np.linalg.solve(information, drift))
    degrees = x.shape[1]
    return Proportional(value, degrees, float(chi2.sf(value, degrees)))


def concordance(
    score: ArrayLike, time: ArrayLike, event: ArrayLike, entry: ArrayLike | None = None
) -> float:
    """Return the share of pairs in which the one seen first had the higher score, ties half.

    Only pairs in which one is known to be seen first while the other waits. Refused above
    20,000 rows (every event is compared with everyone waiting) and where no pair compares.

    Reference: Harrell, Lee and Mark (1996), Stat Med 15, 361-387.

    >>> concordance([3, 2, 1], [10, 20, 30], [1, 1, 0])
    1.0
    """
    times, causes, entries = checked(time, np.asarray(event).astype(bool), entry)
    scores: Floats = np.asarray(score, dtype=float)
    if len(times) > MOST_ROWS:
        raise ValueError(f"Concordance compares at most {MOST_ROWS:,} rows: take a sample.")
    starts = np.full(len(times), -1.0) if entries is None else entries
    agree = pairs = 0.0
    for own in np.flatnonzero(causes == 1):
        later = (times > times[own]) | ((times == times[own]) & (causes == 0))
        others = scores[later & (starts < times[own])]
        pairs += others.size
        agree += (others < scores[own]).sum() + (others == scores[own]).sum() / 2
    if pairs == 0:
        raise ValueError("No two waits can be compared.")
    return float(agree / pairs)
