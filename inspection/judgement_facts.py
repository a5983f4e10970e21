"""The facts on which an area is judged, taken from KPIs, evidence, the action log and places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from inspection.evidence import Evidence
from inspection.kpi_status import noise
from inspection.kpis import Standing
from inspection.periods import period_end, said
from inspection.readings import Reading, in_words
from inspection.register import Record

if TYPE_CHECKING:
    from inspection.judgement import Line

COUNTED = ("strong", "moderate")
"""Only evidence of this strength is a sign."""

SILENT = "with nothing reported in any paper"
"""How actions of which no paper speaks are told."""

_WEIGHT = {"strong": 3, "moderate": 2, "measure": 2, "weak": 1}


@dataclass(frozen=True)
class Sign:
    """Something known since the plan that speaks for or against."""

    says: str
    good: bool
    source: str
    """The KPI row or the evidence id."""
    weight: int
    on: date
    values_since: int = 1
    fell_back: bool = False
    made_up: bool = False


@dataclass(frozen=True)
class PlaceFact:
    """One measure in one place against the county."""

    row_id: str
    place: str
    value: Reading
    county: Reading
    high_is_good: bool

    @property
    def made_up(self) -> bool:
        """Whether either value is made up."""
        return self.value.made_up or self.county.made_up

    @property
    def said(self) -> str:
        """The two values in words."""
        ours, county = self.value.value or 0.0, self.county.value or 0.0
        return (
            f"{self.row_id} in {self.place} {in_words(ours, self.value.unit)} against "
            f"{in_words(county, self.county.unit)} ({self.value.period})"
        )

    def behind(self, behind_percent: float) -> bool:
        """Say whether the place is worse beyond chance and by that percent of the county."""
        if self.value.value is None or self.county.value is None:
            return False
        worse = (self.county.value - self.value.value) * (1 if self.high_is_good else -1)
        far = worse >= behind_percent / 100 * abs(self.county.value)
        return worse > 0 and far and worse > noise(self.value, self.county)


@dataclass(frozen=True)
class Facts:
    """What is known of an area on a day."""

    area_no: int
    as_of: date
    impact: tuple[Sign, ...] = ()
    voice: tuple[Sign, ...] = ()
    places: tuple[PlaceFact, ...] = ()
    actions: int = 0
    logged: bool = False
    """Whether the action log says anything of the area's actions."""
    implemented: tuple[date, ...] = ()
    """The days on which actions were implemented."""
    log_made_up: bool = False
    others: tuple[Sign, ...] = ()
    """What speaks for or against and is no sign of impact: overdue actions, weak evidence."""

    @property
    def newest_impact(self) -> date | None:
        """The last day that any sign of impact is of."""
        return max((sign.on for sign in self.impact), default=None)

    @property
    def made_up(self) -> bool:
        """Whether anything among the facts is made up."""
        signs = (*self.impact, *self.voice, *self.others)
        return (
            self.log_made_up
            or any(sign.made_up for sign in signs)
            or any(place.made_up for place in self.places)
        )

    @property
    def real(self) -> "Facts":
        """The facts without anything made up."""
        return replace(
            self,
            impact=tuple(sign for sign in self.impact if not sign.made_up),
            voice=tuple(sign for sign in self.voice if not sign.made_up),
            others=tuple(sign for sign in self.others if not sign.made_up),
            places=tuple(place for place in self.places if not place.made_up),
            logged=self.logged and not self.log_made_up,
            implemented=() if self.log_made_up else self.implemented,
            log_made_up=False,
        )

    def ranked(self, good: bool) -> tuple[Sign, ...]:
        """Return the signs that speak for, or against, the weightiest and newest first."""
        signs = {sign.source: sign for sign in (*self.others, *self.voice, *self.impact)}
        kept = [sign for sign in signs.values() if sign.good == good]
        return tuple(sorted(kept, key=lambda one: (-one.weight, -one.on.toordinal(), one.source)))

    def weak_places(self, lines: Sequence["Line"]) -> tuple[str, ...]:
        """Return what is not known, and which places are behind, as the case against."""
        told = [line.because for line in lines if line.question == "even" and line.reply == "no"]
        told += [f"not known: {line.because}" for line in lines if line.reply == "not known"]
        return tuple(told)


def facts(
    area_no: int,
    as_of: date,
    approved_on: date,
    standings: Sequence[Standing],
    evidence: Mapping[str, Evidence],
    records: Sequence[Record],
    places: Mapping[str, Sequence[Reading]] | None = None,
    county: Mapping[str, Reading] | None = None,
) -> Facts:
    """Return the facts of an area.

    `places` gives the newest value of a KPI row in each place and `county` that of the county.
    """
    measures = [one for one in standings if area_no in one.kpi.area_nos]
    pieces = [one for one in evidence.values() if area_no in one.area_nos]
    since = [one for one in pieces if one.effective_on > approved_on and one.known_on <= as_of]
    impact = [_measured(one) for one in measures if one.measure.shows == "impact"]
    signs = tuple(sign for sign in impact if sign is not None)
    told = tuple(
        _told(one, as_of)
        for one in since
        if one.kind == "impact" and one.strength(as_of) in COUNTED and one.bears != "neither"
    )
    ours = [one for one in records if area_no in one.action.area_nos]
    logged = [one for one in ours if one.newest]
    days = [one.newest.implemented for one in logged if one.newest]
    rows = {one.kpi.row_id: one for one in measures}
    surveyed = {one.kpi.row_id for one in measures if one.measure.collected == "survey"}
    heard = {one.evidence_id for one in since if one.of_families}
    return Facts(
        area_no=area_no,
        as_of=as_of,
        impact=(*signs, *told),
        voice=tuple(
            sign for sign in (*signs, *told) if sign.source in surveyed or sign.source in heard
        ),
        places=_place_facts(rows, places or {}, county or {}),
        actions=len(ours),
        logged=bool(logged),
        implemented=tuple(sorted(day for day in days if day is not None and day <= as_of)),
        log_made_up=any(one.made_up for one in logged),
        others=(*_late(ours, as_of), *_silent(ours, as_of), *_weak(pieces, told, as_of)),
    )


def _measured(standing: Standing) -> Sign | None:
    """A measure is a sign by how it moved since the plan; where it did not, by its target.

    One without a target speaks by its movement alone; one that got better and is not where it
    should be is better all the same.
    """
    skipped = standing.measure.not_assessed
    since = [
        one
        for one in standing.readings
        if one.known
        and one.period not in skipped
        and (period_end(one.period) or date.min) > standing.approved_on
    ]
    if not since:
        return None
    moved, status = standing.travel, standing.status
    good = moved == "better" or (moved != "worse" and status == "met")
    bad = moved == "worse" or (moved != "better" and status == "not on track")
    if good == bad:
        return None
    return Sign(
        says=f"{standing.kpi.row_id}, {standing.kpi.indicator}: {moved}; {standing.reason}",
        good=good,
        source=standing.kpi.row_id,
        weight=_WEIGHT["measure"],
        on=period_end(since[-1].period) or standing.approved_on,
        values_since=len(since),
        fell_back=good and _fell_back(standing, since),
        made_up=standing.made_up,
    )


def _fell_back(standing: Standing, since: Sequence[Reading]) -> bool:
    """Whether the newest value is worse than the first since the plan, beyond chance."""
    if len(since) < 2:
        return False
    change = (since[-1].value or 0.0) - (since[0].value or 0.0)
    if standing.measure.sense in ("reduce", "reduce variation"):
        change = -change
    return change < 0 and abs(change) > noise(since[0], since[-1])


def _told(piece: Evidence, as_of: date) -> Sign:
    return Sign(
        says=f"{piece.title}: {piece.says}",
        good=piece.bears == "for",
        source=piece.evidence_id,
        weight=_WEIGHT.get(piece.strength(as_of), 0),
        on=piece.effective_on,
        made_up=piece.made_up,
    )


def _weak(pieces: Sequence[Evidence], told: Sequence[Sign], as_of: date) -> tuple[Sign, ...]:
    counted = {sign.source for sign in told}
    return tuple(
        _told(one, as_of)
        for one in pieces
        if one.evidence_id not in counted
        and one.bears != "neither"
        and one.usable(as_of)
        and one.known_on <= as_of
    )


def _late(records: Sequence[Record], as_of: date) -> tuple[Sign, ...]:
    """Overdue actions of which the log speaks: the most overdue stands for all."""
    late = sorted(
        (one for one in records if one.overdue and one.newest), key=lambda one: -one.overdue_days
    )
    if not late:
        return ()
    worst = late[0]
    return (
        Sign(
            says=f"{len(late)} of {len(records)} actions {'is' if len(late) == 1 else 'are'} "
            f"overdue, {worst.action.uid} by {worst.overdue_days} days",
            good=False,
            source="actions",
            weight=1,
            on=as_of,
            made_up=any(one.made_up for one in late),
        ),
    )


def _silent(records: Sequence[Record], as_of: date) -> tuple[Sign, ...]:
    """Actions past the statement's date of which neither a paper nor a real log says anything."""
    silent = [
        (one.action.due_date, one.action.uid)
        for one in records
        if one.action.due_date is not None
        and one.action.due_date < as_of
        and not one.reported
        and (one.newest is None or one.made_up)
    ]
    if not silent:
        return ()
    due, uid = min(silent)
    verb = "is past its date" if len(silent) == 1 else "are past their date"
    return (
        Sign(
            says=f"{len(silent)} of {len(records)} actions {verb} {SILENT}, {uid} since "
            f"{said(due)}",
            good=False,
            source="papers",
            weight=0,
            on=as_of,
        ),
    )


def _place_facts(
    rows: Mapping[str, Standing],
    places: Mapping[str, Sequence[Reading]],
    county: Mapping[str, Reading],
) -> tuple[PlaceFact, ...]:
    """Return each place against the county; a count or a sum of money cannot be compared so.

    A place always has fewer children than its county, whatever becomes of them.
    """
    found = []
    for row_id, standing in rows.items():
        whole = county.get(row_id)
        sense = standing.measure.sense
        if standing.kpi.unit in ("count", "gbp"):
            continue
        if whole is None or not whole.known or sense not in ("increase", "reduce", "maintain"):
            continue
        found += [
            PlaceFact(row_id, one.place, one, whole, sense != "reduce")
            for one in places.get(row_id, ())
            if one.known and one.period == whole.period
        ]
    return tuple(found)
