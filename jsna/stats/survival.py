"""Waits with those still waiting counted: Kaplan-Meier, its quantiles and its interval.

A median of completed waits alone is biased down while a list grows; here everyone referred is
counted, and who still waits counts for as long as is known. Where a wait can also end
otherwise (declined, moved, aged out), use `jsna.stats.competing_risks` instead.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta

from jsna.stats.arrays import Floats, same_length
from jsna.stats.estimate import Estimate, z_score
from jsna.stats.risk_table import RiskTable, refuse_empty_start, risk_table

Scale = Literal["log-log", "log"]

KAPLAN_MEIER = "Kaplan-Meier"


@dataclass(frozen=True)
class Curve:
    """The share still waiting after each time, with its interval."""

    times: Floats
    """Distinct times, shape (T,); the curve is 1 before the first and flat between."""
    at_risk: Floats
    events: Floats
    waiting: Floats
    """Share still waiting just after each time, shape (T,)."""
    error: Floats
    """Standard error of the share, shape (T,)."""
    lower: Floats
    upper: Floats
    n: float
    method: str
    confidence: float
    all_ended: bool
    """Whether nobody still waits after the last time: the curve then goes on flat."""

    def _at(self, day: float) -> int:
        """Return the place of the last time not after `day`, or -1 before the first."""
        return int(np.searchsorted(self.times, day, side="right")) - 1

    def waiting_after(self, day: float) -> Estimate:
        """Return the share still waiting once `day` has passed (an end on `day` counts as ended).

        Refused: a day after the last wait that anything is known of.
        """
        if day > self.times[-1] and not self.all_ended:
            raise ValueError(f"Nothing is known after day {self.times[-1]:g}, so not on {day:g}.")
        place = self._at(day)
        if place < 0:
            return self._edge(1.0, self.at_risk[0])
        share = float(self.waiting[place])
        if share in (0.0, 1.0):
            return self._edge(share, float(self.at_risk[place]))
        low, high = float(self.lower[place]), float(self.upper[place])
        return Estimate(share, low, high, self.n, self.method, self.confidence)

    def _edge(self, share: float, waiting: float) -> Estimate:
        """Return the interval where none or all have ended: the formula has no width there.

        The exact binomial limit of 0 among those at risk on that day.
        """
        tail = (1 - self.confidence) / 2
        room = float(beta.ppf(1 - tail, 1, max(waiting, 1)))
        ends = (1 - room, 1.0) if share == 1 else (0.0, room)
        method = "exact limit among those at risk"
        return Estimate(share, *ends, self.n, method, self.confidence)

    def seen_by(self, day: float) -> Estimate:
        """Return the share whose wait had ended by `day`, that day included (day 126: 18 weeks)."""
        left = self.waiting_after(day)
        ends = (1 - left.upper, 1 - left.lower)
        return Estimate(1 - left.value, *ends, self.n, left.method, self.confidence)

    def quantile(self, share: float) -> Estimate:
        """Return the time by which `share` of waits had ended, such as 0.5 for the median.

        The limits are where the curve's own limits cross (Brookmeyer and Crowley 1982). Where the
        curve rests exactly at the share, the middle of that stretch is taken. `nan` means not
        reached by the last time known.
        """
        if not 0 < share < 1:
            raise ValueError(f"A share lies between 0 and 1, such as 0.5; this is {share}.")
        level = 1 - share
        value = _crossing(self.times, self.waiting, level)
        low, high = (_crossing(self.times, line, level) for line in (self.lower, self.upper))
        method = f"{self.method}, limits where the curve's limits cross"
        return Estimate(value, low, high, self.n, method, self.confidence)

    @property
    def median(self) -> Estimate:
        """The median wait."""
        return self.quantile(0.5)

    def in_steps(self, children: int) -> tuple[Floats, Floats]:
        """Return times and shares where at least `children` more have ended since the last step.

        For a curve that may be shown: no step betrays fewer than that many, and the curve ends
        before fewer than that many are left at risk.
        """
        if children < 1:
            raise ValueError("A step holds at least one child.")
        times, shares, held = [0.0], [1.0], 0.0
        for time, risk, ended, share in zip(
            self.times, self.at_risk, self.events, self.waiting, strict=True
        ):
            held += ended
            if held >= children and risk - ended >= children:
                times.append(float(time))
                shares.append(float(share))
                held = 0.0
        return np.array(times), np.array(shares)


def _crossing(times: Floats, line: Floats, level: float) -> float:
    """Return the first time at which a falling line is at or below the level."""
    known = np.where(np.isnan(line), np.inf, line)
    below = np.flatnonzero(known <= level + 1e-12)
    if below.size == 0:
        return float("nan")
    first = below[0]
    # Where the line rests on the level, the middle of the rest; else both are one time.
    falls = np.flatnonzero(known < level - 1e-12)
    last = falls[0] if falls.size else first
    return float((times[first] + times[last]) / 2)


def limits(
    share: Floats, relative_error: Floats, scale: Scale, confidence: float
) -> tuple[Floats, Floats]:
    """Return the limits of a share on the log-log scale (or log), from error / share."""
    z = z_score(confidence)
    inside = (share > 0) & (share < 1)
    safe, error = np.where(inside, share, 0.5), np.where(inside, relative_error, 0.0)
    if scale == "log":
        lower, upper = safe * np.exp(-z * error), np.minimum(safe * np.exp(z * error), 1.0)
    else:
        logs = np.log(safe)
        step = z * error / np.abs(logs)
        lower, upper = np.exp(logs * np.exp(step)), np.exp(logs * np.exp(-step))
    at_one = share >= 1
    return (
        np.where(inside, lower, np.where(at_one, 1.0, np.nan)),
        np.where(inside, upper, np.where(at_one, 1.0, np.nan)),
    )


def of_table(table: RiskTable, scale: Scale = "log-log", confidence: float = 0.95) -> Curve:
    """Return the Kaplan-Meier curve of a risk table, every cause taken as the event."""
    ended, risk = table.all_events, table.at_risk
    refuse_empty_start(table)
    positive = risk > 0
    waiting = np.cumprod(1 - np.divide(ended, risk, out=np.zeros_like(risk), where=positive))
    left = risk * (risk - ended)
    growth = np.divide(ended, left, out=np.zeros_like(risk), where=left > 0)
    relative = np.sqrt(np.cumsum(growth))
    lower, upper = limits(waiting, relative, scale, confidence)
    # Greenwood's formula is undefined once nobody waits.
    error = np.where(waiting > 0, waiting * relative, np.nan)
    method = f"{KAPLAN_MEIER}, {scale} interval"
    return Curve(
        table.times,
        risk,
        ended,
        waiting,
        error,
        lower,
        upper,
        table.n,
        method,
        confidence,
        table.all_ended,
    )


def curve(
    time: ArrayLike,
    event: ArrayLike,
    entry: ArrayLike | None = None,
    scale: Scale = "log-log",
    confidence: float = 0.95,
) -> Curve:
    """Return the Kaplan-Meier curve: the share still waiting after each day.

    `time` in days from referral to the event or to when last known (the census date); `event` 1
    where it happened and 0 where the child still waits; `entry` the day of the wait on which the
    records begin, for waits that started before them. Every day is counted from the clock's own
    start. Refused: a curve that falls to nobody waiting before late entries arrive.

    Reference: Kaplan and Meier (1958), JASA 53, 457-481; Kalbfleisch and Prentice (2002), The
    Statistical Analysis of Failure Time Data, for the log-log interval.

    >>> waits = curve([10, 20, 30, 40], [1, 1, 0, 1])
    >>> waits.waiting.tolist(), waits.median.value
    ([0.75, 0.5, 0.5, 0.0], 30.0)
    >>> round(waits.seen_by(25).value, 2)
    0.5
    """
    flags = np.atleast_1d(np.asarray(event)).astype(bool).astype(np.int64)
    return of_table(risk_table(time, flags, entry, causes=1), scale, confidence)


def curves(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    entry: ArrayLike | None = None,
    confidence: float = 0.95,
) -> dict[str, Curve]:
    """Return one curve a group, in the order of the groups' names.

    >>> {name: line.n for name, line in curves([5, 6, 7], [1, 1, 0], ["a", "b", "a"]).items()}
    {'a': 2.0, 'b': 1.0}
    """
    times, events = np.asarray(time), np.asarray(event)
    entries = None if entry is None else np.asarray(entry)
    same_length(times=times, events=events, groups=np.asarray(group))
    return {
        name: curve(
            times[rows],
            events[rows],
            None if entries is None else entries[rows],
            confidence=confidence,
        )
        for name, rows in rows_of(group).items()
    }


def rows_of(group: ArrayLike) -> dict[str, NDArray[np.int_]]:
    """Return the places of each group's rows, in the order of the groups' names.

    >>> {name: rows.tolist() for name, rows in rows_of(["b", "a", "b"]).items()}
    {'a': [1], 'b': [0, 2]}
    """
    names, place = np.unique(np.asarray(group), return_inverse=True)
    order = np.argsort(place, kind="stable")
    edges = np.searchsorted(place[order], np.arange(len(names) + 1))
    return {str(name): order[edges[k] : edges[k + 1]] for k, name in enumerate(names)}
