"""Is a measure changing, or moving about as it always did? An XmR chart of its values.

Limits start anew at documented changes, such as a new provider; a target is never a limit. With
fewer than `FEWEST` values no limits are drawn and the sentence says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspection.changed import many
from inspection.kpis import Sense, Standing
from inspection.periods import period_end
from inspection.readings import Reading
from jsna.stats.spc import ICONS_FROM, PROVISIONAL_BELOW, Better, Chart, xmr

FEWEST = PROVISIONAL_BELOW
"""Fewer values than this give no limits worth drawing."""

_WORDS = {
    "improvement": "has changed for the better, beyond its usual ups and downs",
    "concern": "has changed for the worse, beyond its usual ups and downs",
    "high": "is higher than its usual ups and downs",
    "low": "is lower than its usual ups and downs",
    "common cause": "moves within its usual ups and downs",
}


@dataclass(frozen=True)
class Trajectory:
    """A measure's values with their limits, and what they say in a sentence."""

    row_id: str
    readings: tuple[Reading, ...]
    """The values that are charted, oldest first."""
    chart: Chart | None
    """None where there are too few values."""
    sentence: str
    made_up: bool


def trajectory(standing: Standing, changes: Sequence[date] = ()) -> Trajectory:
    """Return the trajectory of a measure; `changes` are the days of documented changes."""
    skipped = standing.measure.not_assessed
    points = tuple(one for one in standing.readings if one.known and one.period not in skipped)
    row_id = standing.kpi.row_id
    if len(points) < FEWEST:
        held = many(len(points), "value")
        told = f"{row_id} has {held}; {FEWEST} values are needed to tell a change from noise"
        return Trajectory(row_id, points, None, f"{told}.", standing.made_up)
    better = _better(standing.measure.sense)
    aim = standing.judged.against.value if standing.judged.against else None
    chart = xmr(
        [one.value or 0.0 for one in points],
        better,
        target=aim if better != "neither" else None,
        rebase_at=_places(points, changes),
    )
    words = _WORDS[chart.icon or chart.variation[-1]]
    told = f"{row_id} {words}"
    if chart.icon is None:
        told += f"; with fewer than {ICONS_FROM} values since the last change this may still move"
    return Trajectory(row_id, points, chart, f"{told}.", standing.made_up)


def _better(sense: Sense) -> Better:
    if sense in ("increase", "maintain"):
        return "up"
    return "down" if sense in ("reduce", "reduce variation") else "neither"


def _places(points: Sequence[Reading], changes: Sequence[date]) -> tuple[int, ...]:
    """Return where new stretches begin: the first value after each change, two at least in each."""
    places: list[int] = []
    for change in sorted(changes):
        later = [
            place
            for place, one in enumerate(points)
            if (period_end(one.period) or date.min) > change
        ]
        first = later[0] if later else len(points)
        if first - (places[-1] if places else 0) >= 2 and len(points) - first >= 2:
            places.append(first)
    return tuple(places)
