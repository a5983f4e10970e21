"""Every request for a plan: its clock, its outcome, and how many there are.

As many requests, refusals and assessments without a plan in a calendar year as were published,
and as many plans in time, with and without exceptions.
"""

from dataclasses import dataclass

import numpy as np

from jsna.demo.calibration import Targets
from jsna.demo.draws import Flags, Ints, days, deal, pick, stream
from jsna.demo.needs import SUPPORT
from jsna.demo.plan_lives import PlanLives
from jsna.demo.population import YEARS, People
from jsna.demo.rolls import Rolls

LIMIT = 140
"""Days in 20 weeks; the last of them is still in time."""


@dataclass(frozen=True)
class Requests:
    """One array entry a request; dates in days since 1970, -1 where none came."""

    person: Ints
    plan: Ints
    """Row of the plan it led to, -1 for none (or none yet)."""
    received: Ints
    decided: Ints
    agreed: Flags
    refused: Flags
    withdrawn: Flags
    assessed: Ints
    """Date of the decision whether to issue a plan."""
    not_issued: Flags
    exception: Flags


def requests(
    people: People, plans: PlanLives, rolls: Rolls, targets: Targets, seed: int, scale: float
) -> Requests:
    """Return all requests from 2017 on that were made by the end of 2021."""
    draw = stream(seed, "requests")
    took = np.zeros(len(plans.person), dtype="int64")
    exception = np.zeros(len(plans.person), dtype=bool)
    for year in (2018, 2019, 2020, 2021):
        rows = np.flatnonzero(plans.new_in == year)
        kinds = _timeliness(targets.process[year], len(rows))
        kind = deal(draw, kinds)
        exception[rows] = kind >= 2
        quick = LIMIT - np.floor(75 * draw.random(len(rows)) ** 2.2)
        slow = LIMIT + 1 + np.floor(140 * draw.random(len(rows)) ** 1.8)
        took[rows] = np.where(kind % 2 == 0, quick, slow).astype("int64")
    led = np.flatnonzero(plans.new_in > 0)
    received = plans.start[led] - took[led]
    decided = received + 21 + draw.integers(0, 21, len(led))
    assessed = decided + (
        (plans.start[led] - decided) * (0.55 + 0.3 * draw.random(len(led)))
    ).astype("int64")
    no = np.zeros(len(led), dtype=bool)
    parts = [Requests(plans.person[led], led, received, decided, ~no, no, no, assessed, no,
                      exception[led])]  # fmt: skip
    has_plan = np.zeros(len(people), dtype=bool)
    has_plan[plans.person] = True
    tried = has_plan.copy()
    for year in (2018, 2019, 2020, 2021):
        total = round(targets.process[year]["requests"] * scale)
        counts = {
            name: round(targets.process[year][name] * scale) for name in ("refused", "not_issued")
        }
        linked = int(((received >= days(year, 1, 1)) & (received <= days(year, 12, 31))).sum())
        counts["other"] = max(0, total - linked - sum(counts.values()))
        step = min(year - 1 - YEARS[0], len(YEARS) - 1)
        asks = (rolls.provision[:, step] == SUPPORT) & ~tried & ~people.visitor
        asks &= people.present[:, step]
        for name, count in counts.items():
            chosen = pick(draw, asks, count, np.exp(people.liability))
            asks[chosen] = False
            tried[chosen] = True
            parts.append(_other(draw, chosen, name, year))
    joined = Requests(*(np.concatenate([getattr(part, name) for part in parts])
                        for name in Requests.__dataclass_fields__))  # fmt: skip
    order = np.lexsort((joined.person, joined.received))
    return Requests(*(getattr(joined, name)[order] for name in Requests.__dataclass_fields__))


def _timeliness(process: dict[str, int], total: int) -> Ints:
    """Return how many plans are in time, late, and in time and late with an exception."""
    plain = process["timed_no_exceptions"]
    excused = process["timed"] - plain
    in_time = process["on_time_no_exceptions"]
    excused_in_time = process["on_time"] - in_time
    counts = np.array([in_time, plain - in_time, excused_in_time, excused - excused_in_time])
    scaled = np.rint(counts * total / counts.sum()).astype("int64")
    scaled[1] += total - scaled.sum()
    return scaled


def _other(draw: np.random.Generator, person: Ints, name: str, year: int) -> Requests:
    size = len(person)
    received = days(year, 1, 1) + draw.integers(0, 365, size)
    none = np.full(size, -1, dtype="int64")
    no = np.zeros(size, dtype=bool)
    decided = received + 21 + draw.integers(0, 21, size)
    if name == "refused":
        return Requests(person, none, received, decided, no, ~no, no, none, no, no)
    if name == "not_issued":
        later = decided + 40 + draw.integers(0, 30, size)
        return Requests(person, none, received, decided, ~no, no, no, later, ~no, no)
    # The rest of a year's requests: withdrawn, but for those of which the plan came in 2022.
    late = (received >= days(2021, 5, 15)) & (draw.random(size) < 0.9)
    later = np.where(late, decided + 80, -1)
    return Requests(person, none, received, decided, late, no, ~late, later, no, no)
