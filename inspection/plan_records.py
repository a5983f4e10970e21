"""The records of the Written Statement of Action: one for a row of each table in data/plan."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Area:
    """One of the nine areas of weakness, in our own words."""

    area_no: int
    title: str
    wg_no: int


@dataclass(frozen=True)
class WorkingGroup:
    """A working group and what it is for."""

    wg_no: int
    name: str
    ambition: str
    area_nos: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True)
class Chair:
    """Who chaired a group, by role, according to one paper."""

    wg_no: int
    chair_role: str
    document: str
    known_on: date


@dataclass(frozen=True)
class PriorityArea:
    """One of the 24 priority areas."""

    priority_ref: str
    title: str
    accountable_role: str
    wg_no: int
    area_nos: tuple[int, ...]
    mapping_confidence: str = "high"


@dataclass(frozen=True)
class Action:
    """One action as printed."""

    uid: str
    ref: str
    """The number as printed; two actions may share one."""
    part_of: str
    wg_no: int
    priority_ref: str
    summary: str
    due_text: str
    """As printed, slips and all."""
    due_date: date | None
    due_from: date | None
    date_precision: str
    lead_role: str
    area_nos: tuple[int, ...]
    cross_area_nos: tuple[int, ...] = ()
    mapping_confidence: str = "high"
    note: str = ""


@dataclass(frozen=True)
class Milestone:
    """A dated step inside an action."""

    action_uid: str
    step: int
    what: str
    date_text: str
    due: date
    where_printed: str


@dataclass(frozen=True)
class Kpi:
    """One measure, or one part of a measure that is printed with parts."""

    row_id: str
    kpi_ref: str
    wg_no: int
    also_under: int | None
    """The group under which it is printed again; the measure is computed once."""
    indicator: str
    unit: str
    unit_text: str
    unit_printed: str
    direction: str
    baseline_text: str
    baseline_value: float | None
    baseline_period: str
    later_baseline_value: float | None
    later_baseline_period: str
    baseline_due: date | None
    target_6m_text: str
    target_6m_value: float | None
    target_12m_text: str
    target_12m_value: float | None
    target_18_24m_text: str
    target_18_24m_value: float | None
    target_basis: str
    area_nos: tuple[int, ...]
    cross_area_nos: tuple[int, ...] = ()
    mapping_confidence: str = "high"
    note: str = ""

    @property
    def groups(self) -> tuple[int, ...]:
        """The working groups under which it is shown."""
        return (self.wg_no,) if self.also_under is None else (self.wg_no, self.also_under)

    @property
    def targets(self) -> tuple[float | None, float | None, float | None]:
        """The targets at 6, 12 and 18 to 24 months."""
        return self.target_6m_value, self.target_12m_value, self.target_18_24m_value


@dataclass(frozen=True)
class Progress:
    """What a paper reports as worked on or started: never, by itself, as done or felt."""

    item_id: str
    status: Literal["reported as worked on", "reported as started"]
    item: str
    action_uids: tuple[str, ...]
    area_nos: tuple[int, ...]
    confidence: str
    note: str
    document: str
    known_on: date


@dataclass(frozen=True)
class Event:
    """A dated event; `planned` when it lies after the day of reading."""

    event_id: str
    when: str
    """Day, month or year: `2019-03-11`, `2019-03`, `2019`."""
    precision: str
    event: str
    document: tuple[str, ...]
    known_on: date
    note: str = ""

    def planned(self, as_of: date) -> bool:
        """Say whether it still lay ahead on a day."""
        return self.when > as_of.isoformat()[: len(self.when)]


@dataclass(frozen=True)
class Term:
    """A word or abbreviation, in our own words."""

    term: str
    stands_for: str
    meaning: str
    in_plan_glossary: bool
    in_plan_text: bool
    note: str
    known_on: date


@dataclass(frozen=True)
class PaperFigure:
    """A number that a paper states of its own programme."""

    figure_no: str
    topic: str
    value: float
    unit: str
    qualifier: str
    period: str
    place: str
    kind: str
    document: tuple[str, ...]
    known_on: date
    note: str = ""


@dataclass(frozen=True)
class Oddity:
    """A slip of a paper, kept as printed, with our reading of it."""

    oddity_no: str
    rule: str
    place: tuple[str, ...]
    as_printed: str
    our_reading: str
    known_on: date


@dataclass(frozen=True)
class Dependency:
    """An action that needs another."""

    action_uid: str
    needs_uid: str
    why: str
    stated: str


@dataclass(frozen=True)
class Document:
    """A public paper."""

    document: str
    title: str
    kind: str
    publisher: str
    dated: date
    known_on: date
