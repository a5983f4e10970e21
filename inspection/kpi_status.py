"""The rule by which a KPI is met, on track, not on track, not to be told yet, or without target.

In order; the first that holds decides:

1. A task, or a measure without any target in numbers: *no target*.
2. A target that counts from a baseline nobody recorded: *cannot tell yet*.
3. No value, or the newest is from before the plan was approved: *cannot tell yet*; where
   assessments were cancelled the reason is that it was not assessed.
4. The value rests on fewer than `fewest`: *cannot tell yet*.
5. A target is due: *met* when the newest value reaches it. When it does not, *not on track*,
   unless the value is of a time more than `STALE_DAYS` before the target's date: *cannot tell yet*.
6. No target is due yet: *on track* when the value is on or beyond the straight line from the
   baseline at approval to the next target at its date, else *not on track*; without a baseline
   *cannot tell yet*, unless the target is reached already (*met*).

A value whose interval holds the target keeps its status and says that chance could explain it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from inspection.periods import period_end, said
from inspection.plan_records import Kpi
from inspection.readings import Reading, in_words, plain

if TYPE_CHECKING:
    from inspection.kpis import Measure, Sense

Status = Literal["met", "on track", "not on track", "cannot tell yet", "no target"]

STALE_DAYS = 184
"""A value measured longer than this before a target's date says nothing of the target."""


@dataclass(frozen=True)
class TargetPoint:
    """One target and the days it is for; `opens` differs from `due` for 18 to 24 months."""

    label: str
    opens: date
    due: date
    value: float | None
    text: str


@dataclass(frozen=True)
class Judged:
    """A status, why, and what it was held against."""

    status: Status
    reason: str
    against: TargetPoint | None = None
    reading: Reading | None = None
    gap: float | None = None
    """The value less the target, with the sign turned so that a positive gap is good."""


def judge(
    kpi: Kpi,
    measure: "Measure",
    points: Sequence[TargetPoint],
    readings: Sequence[Reading],
    as_of: date,
    approved_on: date,
    fewest: int,
) -> Judged:
    """Return where a measure stands on a day, by the rule above."""
    if measure.sense == "not a measure":
        return Judged("no target", measure.sign or "it is a task, not a measure")
    numbered = [point for point in points if point.value is not None]
    if not numbered:
        return Judged("no target", _untargeted(kpi, as_of))
    usable = [one for one in readings if one.known and one.period not in measure.not_assessed]
    if "unknown baseline" in kpi.target_basis:
        return Judged(
            "cannot tell yet",
            f"the target, '{numbered[0].text}', counts from a baseline that was never recorded",
            numbered[0],
            usable[-1] if usable else None,
        )
    if not usable:
        return Judged("cannot tell yet", _unmeasured(measure), numbered[0])
    newest = usable[-1]
    ended = period_end(newest.period)
    if ended is None or ended <= approved_on:
        return Judged("cannot tell yet", _before(measure, newest, approved_on), numbered[0], newest)
    if newest.n is not None and newest.n < fewest:
        few = f"the value of {newest.period} rests on {newest.n:g}, fewer than {fewest}"
        return Judged("cannot tell yet", few, numbered[0], newest)
    due = [point for point in numbered if point.due <= as_of]
    return (
        _due(measure, due[-1], newest, ended)
        if due
        else _ahead(kpi, measure, numbered[0], newest, ended, approved_on)
    )


def _due(measure: "Measure", point: TargetPoint, newest: Reading, ended: date) -> Judged:
    gap = _gap(measure.sense, newest, point)
    aim = _aim(point, newest)
    held = f"{_value(newest)} in {newest.period} against {aim} due {said(point.due)}"
    chance = _chance(newest, point)
    if gap >= 0:
        return Judged("met", f"{held}{chance}{_sign(measure)}", point, newest, gap)
    if (point.due - ended).days > STALE_DAYS:
        return Judged(
            "cannot tell yet",
            f"{held}: measured too long before the target's date",
            point,
            newest,
            gap,
        )
    return Judged("not on track", f"{held}{chance}{_sign(measure)}", point, newest, gap)


def _ahead(
    kpi: Kpi,
    measure: "Measure",
    point: TargetPoint,
    newest: Reading,
    ended: date,
    approved_on: date,
) -> Judged:
    gap = _gap(measure.sense, newest, point)
    held = f"{_value(newest)} in {newest.period}; {_aim(point, newest)} is due {said(point.due)}"
    if gap >= 0:
        return Judged("met", f"{held}{_sign(measure)}", point, newest, gap)
    start = kpi.later_baseline_value if kpi.later_baseline_value is not None else kpi.baseline_value
    if start is None or point.value is None or newest.value is None:
        return Judged(
            "cannot tell yet", f"{held}: no baseline to draw a line from", point, newest, gap
        )
    share = min(1.0, (ended - approved_on).days / (point.due - approved_on).days)
    wanted = start + (point.value - start) * share
    ahead = (newest.value - wanted) * (-1 if _falls(measure.sense) else 1) >= 0
    line = f"; the straight line from the baseline is at {wanted:.1f} by then"
    return Judged(
        "on track" if ahead else "not on track", f"{held}{line}{_sign(measure)}", point, newest, gap
    )


def travel(
    sense: "Sense",
    readings: Sequence[Reading],
    approved_on: date,
    not_assessed: Sequence[str] = (),
) -> str:
    """Return how the newest value compares with the last one from before the plan.

    `better` or `worse` only beyond the noise of both intervals; where nothing was measured
    before the plan, the first value since is the start.
    """
    usable = [one for one in readings if one.known and one.period not in not_assessed]
    if sense == "not a measure" or not usable:
        return ""
    before = [one for one in usable if (period_end(one.period) or date.max) <= approved_on]
    since = usable[len(before) :]
    if not since:
        return "no value since the plan"
    start = before[-1] if before else since[0]
    if start is since[-1]:
        return "one value only"
    change = (since[-1].value or 0.0) - (start.value or 0.0)
    if change == 0 or abs(change) <= noise(start, since[-1]):
        return "no clear change"
    if sense == "volume only":
        return "more" if change > 0 else "fewer"
    return "better" if (change < 0) == _falls(sense) else "worse"


def noise(first: Reading, second: Reading) -> float:
    """Return the difference that chance alone gives two values, from their intervals; 0 without.

    The root of the summed squares of the half widths: the interval of a difference of two
    independent values (normal approximation).
    """
    squares = 0.0
    for one in (first, second):
        if one.lower is not None and one.upper is not None:
            squares += ((one.upper - one.lower) / 2) ** 2
    return float(squares**0.5)


def _falls(sense: "Sense") -> bool:
    return sense in ("reduce", "reduce variation")


def _gap(sense: "Sense", reading: Reading, point: TargetPoint) -> float:
    gap = (reading.value or 0.0) - (point.value or 0.0)
    return -gap if _falls(sense) else gap


def _chance(reading: Reading, point: TargetPoint) -> str:
    if reading.lower is None or reading.upper is None or point.value is None:
        return ""
    inside = reading.lower <= point.value <= reading.upper
    return "; chance alone could explain the difference" if inside else ""


def _sign(measure: "Measure") -> str:
    return f"; {measure.sign}" if measure.sign else ""


def _value(reading: Reading) -> str:
    return in_words(reading.value or 0.0, reading.unit)


def _aim(point: TargetPoint, reading: Reading) -> str:
    """Return a target's number, with the sign where it is a percentage."""
    number = plain(point.value or 0.0)
    return f"{number}%" if reading.unit.startswith(("%", "percent")) else number


def _untargeted(kpi: Kpi, as_of: date) -> str:
    reason = f"no number was agreed ('{kpi.target_12m_text}')"
    if kpi.baseline_value is None and kpi.baseline_due is not None and kpi.baseline_due <= as_of:
        reason += f"; the baseline promised by {said(kpi.baseline_due)} is not in any paper we hold"
    return reason


def _unmeasured(measure: "Measure") -> str:
    if measure.collected == "published elsewhere":
        return "it is published, but in no table that we hold"
    if not measure.figure_id:
        return "no figure feeds it"
    if measure.not_assessed:
        return f"not assessed: {measure.why_not_assessed}"
    return "no value is known yet"


def _before(measure: "Measure", newest: Reading, approved_on: date) -> str:
    before = f"the newest value, {newest.period}, is from before {said(approved_on)}"
    if measure.not_assessed:
        return f"not assessed: {measure.why_not_assessed}; {before}"
    return f"{before}: it says nothing of the plan"
