"""The evidence register: what we hold, what it can show, how old it is and how strong.

The strength of a piece is stated by rule, never by feeling; the first that holds decides:

* *may not be used*: a family can be known from it and has not given consent;
* *out of date*: older on the day than its age limit;
* *strong*: it can show impact, its makers are independent of those who deliver, and it is an
  external review or rests on at least `ENOUGH_ANSWERS` answers, audits or children;
* *moderate*: its makers are independent, or it rests on at least that many;
* *weak*: everything else, such as a report by the programme on itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from inspection import tables
from inspection.plan import PLAN, Plan
from jsna.errors import DataError

DAYS_A_MONTH = 365.25 / 12

ENOUGH_ANSWERS = 30
"""From this many answers a share can be told to within some 18 percentage points."""

Kind = Literal["activity", "output", "impact"]
Strength = Literal["strong", "moderate", "weak", "out of date", "may not be used"]
STRENGTHS: tuple[Strength, ...] = ("strong", "moderate", "weak", "out of date", "may not be used")
USABLE: tuple[Strength, ...] = ("strong", "moderate", "weak")


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence."""

    evidence_id: str
    title: str
    form: Literal["document", "feedback", "audit", "case study", "external review"]
    kind: Kind
    """What it can show at best: that something was done, was produced, or changed lives."""
    area_nos: tuple[int, ...]
    places: tuple[str, ...]
    """Places it is about; empty for the whole county."""
    bears: Literal["for", "against", "neither"]
    says: str
    voice: str
    independent: bool
    answers: int | None
    owner_role: str
    effective_on: date
    """When it was true, which is not when it was filed."""
    filed_on: date
    age_limit_days: int | None
    document: str
    action_uids: tuple[str, ...]
    row_ids: tuple[str, ...]
    consent: Literal["not needed", "given", "asked", "withdrawn"]
    known_on: date
    made_up: bool = False

    @property
    def of_families(self) -> bool:
        """Whether parents or young people speak in it."""
        return self.voice in ("parents", "young people", "young people and parents")

    def age(self, on: date) -> int:
        """Return how many days ago it was true."""
        return (on - self.effective_on).days

    def expires(self) -> date | None:
        """Return the last day on which it may be used; None where it does not age."""
        if self.age_limit_days is None:
            return None
        return self.effective_on + timedelta(days=self.age_limit_days)

    def strength(self, on: date) -> Strength:
        """Return how strong it is on a day, by the rule above."""
        if self.consent in ("asked", "withdrawn"):
            return "may not be used"
        last = self.expires()
        if last is not None and on > last:
            return "out of date"
        enough = self.answers is not None and self.answers >= ENOUGH_ANSWERS
        if (
            self.kind == "impact"
            and self.independent
            and (enough or self.form == "external review")
        ):
            return "strong"
        return "moderate" if self.independent or enough else "weak"

    def usable(self, on: date) -> bool:
        """Say whether it may be used at all on a day."""
        return self.strength(on) in USABLE


def read(
    as_of: date, path: Path = PLAN / "evidence.csv", plan: Plan | None = None
) -> dict[str, Evidence]:
    """Return the evidence known on a day by its id; with a plan, its references are checked."""
    return known_by(as_of, {one.evidence_id: one for one in tables.read(Evidence, path)}, plan)


def known_by(
    as_of: date, register: Mapping[str, Evidence], plan: Plan | None = None
) -> dict[str, Evidence]:
    """Return what of a register was known on a day; with a plan, its references are checked."""
    known = {name: one for name, one in register.items() if one.known_on <= as_of}
    found = problems(known, plan) if plan else []
    if found:
        raise DataError("The evidence register does not agree with the plan:", found)
    return known


def from_extract(rows: Iterable[Mapping[str, Any]], made_up: bool) -> dict[str, Evidence]:
    """Return the accepted evidence register as evidence, by its id.

    The extract does not say whether a piece speaks for or against, so it is no sign of impact; it
    answers requests and stands in the chain. A case study without recorded consent is not used.
    """
    found = {}
    for row in rows:
        form = _text(row["form"]).replace("_", " ")
        recorded = _text(row["consent_recorded"]).casefold() in ("y", "yes", "true")
        months = _text(row["age_limit_months"])
        filed = _day(row["filed_date"]) or _day(row["effective_date"])
        story = form == "case study"
        found[str(row["evidence_id"])] = Evidence(
            evidence_id=str(row["evidence_id"]),
            title=_text(row["title"]),
            form="document" if form == "data" else form,  # type: ignore[arg-type]
            kind=_text(row["kind"]),  # type: ignore[arg-type]
            area_nos=tuple(int(number) for number in _parts(row["area_nos"])),
            places=_parts(row["place"]),
            bears="neither",
            says=_text(row["title"]),
            voice="none",
            independent=form == "external review",
            answers=None,
            owner_role=_text(row["owner_role"]),
            effective_on=_day(row["effective_date"]) or date.min,
            filed_on=filed or date.min,
            age_limit_days=round(float(months) * DAYS_A_MONTH) if months else None,
            document="",
            action_uids=_parts(row["action_refs"]),
            row_ids=_parts(row["kpi_refs"]),
            consent=("given" if recorded else "asked") if story else "not needed",
            known_on=filed or date.min,
            made_up=made_up,
        )
    return found


def problems(register: Mapping[str, Evidence], plan: Plan) -> list[str]:
    """Return every action, KPI row, area or paper that a piece names and the plan lacks."""
    known: dict[str, set[object]] = {
        "area": {area.area_no for area in plan.areas},
        "action": {action.uid for action in plan.actions},
        "KPI row": {kpi.row_id for kpi in plan.kpis},
        "paper": {paper.document for paper in plan.documents},
    }
    found = []
    for one in register.values():
        named: dict[str, Iterable[object]] = {
            "area": one.area_nos,
            "action": one.action_uids,
            "KPI row": one.row_ids,
            "paper": [one.document] if one.document else [],
        }
        for what, values in named.items():
            found += [
                f"'{one.evidence_id}' names {what} {value}, which is not listed"
                for value in values
                if value not in known[what]
            ]
        if one.filed_on < one.effective_on:
            found.append(f"'{one.evidence_id}' was filed before it was true")
    return found


def for_area(register: Mapping[str, Evidence], area_no: int) -> tuple[Evidence, ...]:
    """Return the evidence about an area, the newest truth first."""
    found = [one for one in register.values() if area_no in one.area_nos]
    return tuple(sorted(found, key=lambda one: (one.effective_on, one.evidence_id), reverse=True))


def _text(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell).strip()


def _parts(cell: object) -> tuple[str, ...]:
    return tuple(part.strip() for part in _text(cell).split(";") if part.strip())


def _day(cell: Any) -> date | None:
    if cell is None or cell != cell or cell == "":
        return None
    if isinstance(cell, str):
        return date.fromisoformat(cell[:10])
    day: date = cell.date() if hasattr(cell, "date") else cell
    return day
