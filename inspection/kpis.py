"""The KPI register: each measure once, with its targets as dates, its latest value and standing.

    register(plan, read_measures(), readings, approved_on=params.approved_on)

`readings` holds the values of each row in order of time; `inspection.published_readings` makes
them from published tables, and the edition's safe figures feed the rest. A measure that is
printed under two groups is one entry, shown under both. Values that are made up say so here and
in everything built on them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from inspection import tables
from inspection.kpi_status import Judged, Status, TargetPoint, judge, travel
from inspection.periods import months_after
from inspection.plan import PLAN, Plan
from inspection.plan_records import Kpi
from inspection.readings import Reading
from jsna import kept

Sense = Literal[
    "increase", "reduce", "maintain", "reduce variation", "volume only", "not a measure"
]


@dataclass(frozen=True)
class Measure:
    """How a KPI row is counted, returned and read."""

    row_id: str
    measure: str
    sense: Sense
    """Which way is good; where the statement's own mark says something else, ours."""
    shows: Literal["activity", "output", "impact"]
    """What it can show at best: what was done, what was produced, or what changed in lives."""
    sign: str
    """How its sign can deceive: a falling count may be falling recording."""
    collected: str
    figure_id: str
    """The figure that feeds it; empty where none does."""
    where: str
    """Which of its cells: `area=Cumbria;stage=Early years`."""
    column: str
    not_assessed: tuple[str, ...]
    """Periods in which there was nothing to measure with."""
    why_not_assessed: str
    frequency: str
    first_return: date
    owner_role: str
    schedule: str
    measures_actions: tuple[str, ...] = ()
    """Actions whose effect it measures, by uid or by the number without its letter."""

    @property
    def cells(self) -> dict[str, str]:
        """The dimensions that pick its cells."""
        pairs = (pair.split("=", 1) for pair in self.where.split(";") if pair)
        return {name.strip(): value.strip() for name, value in pairs}


@dataclass(frozen=True)
class Standing:
    """One measure: where it started, where it should be, where it is, and what that means."""

    kpi: Kpi
    measure: Measure
    targets: tuple[TargetPoint, ...]
    readings: tuple[Reading, ...]
    """Every value there is, oldest first."""
    judged: Judged
    approved_on: date

    @property
    def status(self) -> Status:
        """Met, on track, not on track, cannot tell yet, or no target."""
        return self.judged.status

    @property
    def reason(self) -> str:
        """Why, in one sentence."""
        return self.judged.reason

    @property
    def latest(self) -> Reading | None:
        """The newest value that is known."""
        known = [reading for reading in self.readings if reading.known]
        return known[-1] if known else None

    @property
    def made_up(self) -> bool:
        """Whether any value behind it is made up."""
        return any(reading.made_up for reading in self.readings)

    @property
    def travel(self) -> str:
        """Better, worse, no clear change since the plan, or why there is no saying."""
        return travel(
            self.measure.sense, self.readings, self.approved_on, self.measure.not_assessed
        )

    @property
    def groups(self) -> tuple[int, ...]:
        """The working groups under which it is shown."""
        return self.kpi.groups


def read_measures(path: Path = PLAN / "kpi_measures.csv") -> dict[str, Measure]:
    """Return how each KPI row is counted, by its row id."""
    return {measure.row_id: measure for measure in tables.read(Measure, path)}


kept.ahead(read_measures)


def targets(kpi: Kpi, approved_on: date) -> tuple[TargetPoint, ...]:
    """Return the targets as dates: 6 and 12 months from approval, and 18 to 24."""
    texts = (kpi.target_6m_text, kpi.target_12m_text, kpi.target_18_24m_text)
    spans = (("6 months", 6, 6), ("12 months", 12, 12), ("18 to 24 months", 18, 24))
    return tuple(
        TargetPoint(
            label, months_after(approved_on, opens), months_after(approved_on, due), value, text
        )
        for (label, opens, due), value, text in zip(spans, kpi.targets, texts, strict=True)
    )


def register(
    plan: Plan,
    measures: Mapping[str, Measure],
    readings: Mapping[str, Sequence[Reading]],
    approved_on: date,
    fewest: int = 10,
) -> tuple[Standing, ...]:
    """Return each KPI row's standing on the plan's day, in the plan's order.

    `fewest` is the smallest number of children, answers or audits that we judge a value on.
    """
    found = []
    for kpi in plan.kpis:
        measure, points = measures[kpi.row_id], targets(kpi, approved_on)
        known = tuple(readings.get(kpi.row_id, ()))
        judged = judge(kpi, measure, points, known, plan.as_of, approved_on, fewest)
        found.append(Standing(kpi, measure, points, known, judged, approved_on))
    return tuple(found)


def under(standings: Sequence[Standing], wg_no: int) -> tuple[Standing, ...]:
    """Return the measures shown under a group: its own, and those it shares."""
    return tuple(one for one in standings if wg_no in one.groups)


def for_area(standings: Sequence[Standing], area_no: int) -> tuple[Standing, ...]:
    """Return the measures of an area of weakness."""
    return tuple(one for one in standings if area_no in one.kpi.area_nos)


def tally(standings: Sequence[Standing]) -> dict[Status, int]:
    """Return how many measures stand where, every status named."""
    order: tuple[Status, ...] = (
        "met",
        "on track",
        "not on track",
        "cannot tell yet",
        "no target",
    )
    return {status: sum(one.status == status for one in standings) for status in order}
