"""What a claim is held against: figures, evidence, the plan's register, places and the day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inspection.claim_judges import Tolerances
from inspection.evidence import Evidence
from inspection.readings import Lookup


@dataclass(frozen=True)
class Ground:
    """Everything that a sentence may rest on, as known on one day."""

    lookup: Lookup
    evidence: Mapping[str, Evidence]
    as_of: date
    places: tuple[str, ...]
    """Every name of a place that a sentence may use."""
    county: str = "Cumbria"
    """Whose figures these are where a sentence names no place."""
    districts: tuple[str, ...] = ()
    """All of which "most districts" must speak."""
    action_states: Mapping[str, str] = field(default_factory=dict)
    """Each action's state by uid (`inspection.register`)."""
    kpi_statuses: Mapping[str, str] = field(default_factory=dict)
    """Each KPI row's status (`inspection.kpis`)."""
    tolerances: Tolerances = field(default_factory=Tolerances)
