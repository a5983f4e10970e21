"""What the programme itself returns: KPI values by place, and the action log, out of the intake.

    returned = programme.read(accepted, plan, made_up=params.made_up)

No row here is a child: KPI returns are totals, and the log speaks of actions. Values that are
made up carry that on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from inspection.kpis import Measure
from inspection.periods import said
from inspection.plan import Plan
from inspection.readings import Reading
from inspection.register import Entry, entries
from jsna.disclosure.safe import Safe
from jsna.figures import NOT_COLLECTED, SHOWN

if TYPE_CHECKING:
    import pandas as pd

_UNITS = {"percent": "%", "gbp": "pounds"}
_PART_OF = {"WG2.2": {"North Cumbria CCG": "WG2.2-N", "Morecambe Bay CCG": "WG2.2-S"}}
"""A KPI printed once with a baseline for each CCG is two rows of the plan."""


@dataclass(frozen=True)
class Programme:
    """The programme's own returns as known on a day."""

    log: tuple[Entry, ...] = ()
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    """For each KPI row its county values, oldest first."""
    places: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    """For each KPI row the newest value of each place."""
    made_up: bool = False

    @property
    def county(self) -> dict[str, Reading]:
        """The newest county value of each KPI row."""
        return {row_id: values[-1] for row_id, values in self.readings.items() if values}


def read(
    accepted: Mapping[str, "pd.DataFrame"],
    plan: Plan,
    measures: Mapping[str, Measure],
    county: str,
    made_up: bool,
) -> Programme:
    """Return what was received of the programme's own records, as known on the plan's day."""
    log: tuple[Entry, ...] = ()
    if "action_log" in accepted:
        log = entries(accepted["action_log"].to_dict("records"), made_up)
    rows: Sequence[Mapping[Any, Any]] = ()
    if "kpi_returns" in accepted:
        rows = accepted["kpi_returns"].to_dict("records")
    found: dict[tuple[str, str], list[tuple[date, Reading]]] = {}
    for row in rows:
        ended, returned = _day(row["period_end"]), _day(row["returned_date"])
        if ended is None or max(ended, returned or ended) > plan.as_of:
            continue
        row_id = _PART_OF.get(row["kpi_ref"], {}).get(row["place"], row["kpi_ref"])
        if row_id not in measures:
            continue
        place = county if row_id != row["kpi_ref"] else row["place"]
        reading = _reading(row_id, row, ended, returned, place, made_up)
        found.setdefault((row_id, place), []).append((ended, reading))
    readings: dict[str, tuple[Reading, ...]] = {}
    places: dict[str, tuple[Reading, ...]] = {}
    for (row_id, place), dated in found.items():
        ordered = tuple(one for _, one in sorted(dated, key=lambda pair: pair[0]))
        if place == county:
            readings[row_id] = ordered
        else:
            places[row_id] = (*places.get(row_id, ()), ordered[-1])
    return Programme(log, readings, places, made_up)


def as_shown(returned: Programme, safe: Safe) -> Programme:
    """Return the programme's returns as the edition's safe figure shows them, cell by cell."""
    names = list(safe.figure.dimensions)
    cells = {tuple(str(row[name]) for name in names): row for row in safe.cells.to_dict("records")}

    def shown(row_id: str, reading: Reading) -> Reading:
        cell = cells.get((row_id, reading.place, reading.period))
        status = NOT_COLLECTED if cell is None else str(cell["status"])
        held = status == SHOWN and cell is not None
        return replace(
            reading,
            value=float(cell["value"]) if held and cell else None,
            n=float(cell["n"]) if held and cell and cell["n"] == cell["n"] else None,
            status=status,
            figure_id=safe.figure.id,
        )

    def all_shown(values: Mapping[str, tuple[Reading, ...]]) -> dict[str, tuple[Reading, ...]]:
        return {name: tuple(shown(name, one) for one in held) for name, held in values.items()}

    return replace(
        returned, readings=all_shown(returned.readings), places=all_shown(returned.places)
    )


def _reading(
    row_id: str,
    row: Mapping[Any, Any],
    ended: date,
    returned: date | None,
    place: str,
    made_up: bool,
) -> Reading:
    known = row["value"] is not None and row["value"] == row["value"]
    denominator = row.get("denominator")
    counted = denominator is not None and denominator == denominator
    return Reading(
        value=float(row["value"]) if known else None,
        unit=_UNITS.get(str(row["unit"]), str(row["unit"]).replace("count", "")),
        period=f"quarter to {said(ended)}",
        figure_id=f"kpi-returns/{row_id}",
        source=f"KPI return of {row['organisation']}{', made up' if made_up else ''}",
        made_up=made_up,
        n=float(denominator) if counted and denominator is not None else None,
        status="shown" if known else "not collected",
        place=place,
        first_published=returned,
    )


def _day(cell: Any) -> date | None:
    if cell is None or cell != cell:
        return None
    return cell.date() if hasattr(cell, "date") else cell
