"""What a public page about the re-visit opens: the plan and its measures as known on one day.

It rests on published figures and papers alone and opens in a moment. What is being argued, the
programme's own returns, the chain and the judgement are `inspection.known`, for `partnership/`.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from inspection import kpis, plan, published_readings
from inspection.kpis import Standing
from inspection.plan import Plan
from jsna.params import Params

REPORTED = ("reported as worked on", "reported as started")
NOT_MENTIONED = "not mentioned in a report"


@dataclass(frozen=True)
class Readiness:
    """The Written Statement of Action and where each of its measures stands."""

    plan: Plan
    standings: tuple[Standing, ...]

    @classmethod
    def open(cls, params: Params) -> "Readiness":
        """Return what was known on the edition's day, from published figures and papers alone."""
        return _open(params.as_of, params.approved_on, params.fewest_for_statistic)

    def progress_of(self, uid: str) -> str:
        """Return the furthest that any paper reports of an action: never more than 'worked on'."""
        said = {item.status for item in self.plan.reported(uid)}
        return next((status for status in REPORTED if status in said), NOT_MENTIONED)


@lru_cache(maxsize=4)
def _open(as_of: date, approved_on: date, fewest: int) -> Readiness:
    known = plan.read(as_of)
    measures = kpis.read_measures()
    readings = published_readings.kpi_readings(measures, as_of)
    return Readiness(known, kpis.register(known, measures, readings, approved_on, fewest))
