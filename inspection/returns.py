"""The schedule of KPI returns: what was due by a day, what came, what is overdue and since when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspection.kpis import Measure
from inspection.periods import months_after

MONTHS = {
    "monthly": 1,
    "half-termly": 2,
    "quarterly": 3,
    "termly": 4,
    "half-yearly": 6,
    "yearly": 12,
}
"""Months between returns; a half term is taken as two months and a term as four."""


@dataclass(frozen=True)
class Returns:
    """The returns of one measure by a day."""

    row_id: str
    owner_role: str
    frequency: str
    schedule: str
    """Whether the statement sets the frequency (`plan`) or we propose it (`proposed`)."""
    due: tuple[date, ...]
    """Every day by which one was due."""
    received: tuple[date, ...]
    missed: tuple[date, ...]
    """Due days before whose successor nothing came."""
    next_due: date | None
    """None where there is only one and it is due already."""

    @property
    def overdue(self) -> bool:
        """Whether the newest return that is due has not come."""
        return bool(self.due) and self.due[-1] in self.missed

    @property
    def never_came(self) -> bool:
        """Whether some were due and none ever came."""
        return bool(self.due) and not self.received


def schedule(measure: Measure, as_of: date, received: Sequence[date] = ()) -> Returns:
    """Return the due days of a measure up to a day and which of them went by without a return.

    A return counts for a due day when it comes after the due day before it and no later than
    the day before the next: an early one is a return, and a late one is until the next is due.
    """
    step = MONTHS.get(measure.frequency)
    dues = [measure.first_return]
    while step and dues[-1] <= as_of:
        dues.append(months_after(measure.first_return, step * len(dues)))
    due = tuple(day for day in dues if day <= as_of)
    ahead = [day for day in dues if day > as_of]
    came = tuple(sorted(day for day in received if day <= as_of))
    missed = []
    for place, day in enumerate(due):
        opens = due[place - 1] if place else date.min
        closes = due[place + 1] if place + 1 < len(due) else date.max
        if not any(opens < one < closes for one in came):
            missed.append(day)
    return Returns(
        measure.row_id,
        measure.owner_role,
        measure.frequency,
        measure.schedule,
        due,
        came,
        tuple(missed),
        ahead[0] if ahead else None,
    )


def schedules(
    measures: Mapping[str, Measure],
    as_of: date,
    received: Mapping[str, Iterable[date]] | None = None,
) -> tuple[Returns, ...]:
    """Return the schedule of every measure that is one, the longest overdue first."""
    known = received or {}
    found = [
        schedule(measure, as_of, tuple(known.get(row_id, ())))
        for row_id, measure in measures.items()
        if measure.sense != "not a measure"
    ]
    return tuple(sorted(found, key=lambda one: (not one.overdue, one.missed[:1], one.row_id)))
