"""Waits that may end in several ways: the share that each way had taken by each day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from jsna.stats.arrays import Floats, same_length
from jsna.stats.estimate import Estimate
from jsna.stats.risk_table import RiskTable, refuse_empty_start, risk_table
from jsna.stats.survival import Curve, limits, rows_of

AALEN_JOHANSEN = "Aalen-Johansen"


@dataclass(frozen=True)
class Incidence:
    """The share ended by one cause by each time, with what its error needs."""

    table: RiskTable
    own: Floats
    """How many ended by this cause at each time, shape (T,)."""
    free: Floats
    """Share that no cause has ended just before each time, shape (T,)."""
    share: Floats
    """Share ended by this cause by each time, shape (T,)."""
    confidence: float

    @property
    def error(self) -> Floats:
        """Standard error of the share, shape (T,).

        What one referral adds to the estimate is a sum of uncorrelated steps. At time v, who ends
        by this cause adds a - b, by another -b, and all at risk their mean less, where
        a = free(v) / at risk and b = (share(t) - share(v)) x g, g = 1 / (at risk x (1 - hazard)).

        Reference: Aalen (1978), Ann Stat 6, 534-545; the same as the infinitesimal jackknife.
        """
        risk, own_hazard, hazard, g = self.hazards()
        a, ended = self.free / risk, self.table.all_events
        fixed = self.own * a**2 - risk * (a * own_hazard) ** 2
        linear = 2 * a * g * (risk * own_hazard * hazard - self.own)
        square = (ended - risk * hazard**2) * g**2
        # b holds share(t): multiplied out, so that one pass serves every t.
        share = self.share
        zero = np.cumsum(fixed - linear * share + square * share**2)
        one = np.cumsum(linear - 2 * square * share)
        return np.sqrt(np.maximum(zero + one * share + np.cumsum(square) * share**2, 0.0))

    def hazards(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Return at risk, this cause's hazard, all causes' hazard, and g as `error` names it."""
        risk = np.where(self.table.at_risk > 0, self.table.at_risk, 1.0)
        hazard = self.table.all_events / risk
        staying = risk * (1 - hazard)
        g = np.divide(1.0, staying, out=np.zeros_like(staying), where=staying > 1e-9)
        return risk, self.own / risk, hazard, g

    def as_curve(self) -> Curve:
        """Return it as the share that has *not* ended by this cause, to read like a wait.

        Its quantiles are the days by which that share of everyone referred had this end.
        """
        # Shares that add up to all but a rounding error leave nobody.
        error, left = self.error, np.where(self.share > 1 - 1e-12, 0.0, 1 - self.share)
        relative = np.divide(error, left, out=np.zeros_like(error), where=left > 0)
        lower, upper = limits(left, relative, "log-log", self.confidence)
        return Curve(
            self.table.times,
            self.table.at_risk,
            self.own,
            left,
            error,
            lower,
            upper,
            self.table.n,
            f"{AALEN_JOHANSEN}, log-log interval",
            self.confidence,
            self.table.all_ended,
        )

    def by(self, day: float) -> Estimate:
        """Return the share of everyone referred ended by this cause by `day`, that day included."""
        return self.as_curve().seen_by(day)


def of_table(table: RiskTable, cause: int = 1, confidence: float = 0.95) -> Incidence:
    """Return the incidence of one cause from a risk table."""
    if not 1 <= cause <= len(table.events):
        raise ValueError(f"Causes are 1 to {len(table.events)}, not {cause}.")
    refuse_empty_start(table)
    risk = np.where(table.at_risk > 0, table.at_risk, 1.0)
    free = np.concatenate([[1.0], np.cumprod(1 - table.all_events / risk)[:-1]])
    own = table.events[cause - 1]
    return Incidence(table, own, free, np.cumsum(free * own / risk), confidence)


def incidence(
    time: ArrayLike,
    cause: ArrayLike,
    of: int = 1,
    entry: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Incidence:
    """Return the share of all referred whose wait had ended by cause `of`, by each day.

    `cause` is 0 for still waiting, 1, 2, ... for how the wait ended. Taking a child who moved away
    as censored would answer another question (how long, if nobody ever left); this one answers how
    many were seen. The shares of all causes and of those still waiting add up to 1.

    Reference: Aalen and Johansen (1978), Scand J Stat 5, 141-150.

    >>> found = incidence([1, 2, 3, 4], [1, 2, 1, 0])
    >>> found.share.tolist()
    [0.25, 0.25, 0.5, 0.5]
    >>> round(found.by(3).lower, 3), round(found.by(3).upper, 3)
    (0.155, 0.942)
    """
    return of_table(risk_table(time, cause, entry), of, confidence)


def incidences(
    time: ArrayLike,
    cause: ArrayLike,
    group: ArrayLike,
    of: int = 1,
    entry: ArrayLike | None = None,
    confidence: float = 0.95,
) -> dict[str, Incidence]:
    """Return the incidence of one cause in each group, in the order of the groups' names.

    A group in which nobody ended by the cause has a share of 0 throughout.

    >>> found = incidences([1, 2, 3, 4], [1, 2, 2, 0], ["a", "a", "b", "b"])
    >>> {name: each.share.tolist() for name, each in found.items()}
    {'a': [0.5, 0.5], 'b': [0.0, 0.0]}
    """
    times, causes = np.asarray(time), np.asarray(cause)
    entries = None if entry is None else np.asarray(entry)
    same_length(times=times, causes=causes, groups=np.asarray(group))
    kinds = max(int(causes.max()), of)
    return {
        name: of_table(
            risk_table(
                times[rows], causes[rows], None if entries is None else entries[rows], kinds
            ),
            of,
            confidence,
        )
        for name, rows in rows_of(group).items()
    }
