"""Everything that is known of the re-visit on one day: the real first, the rehearsal apart.

    known = open_known(params, accepted)

`accepted` are the programme's own records out of the intake (never a child's). Real ones join the
real side; the made-up county's make a second side, which only rehearses. This is for
`partnership/`; public pages open `inspection.readiness`, which knows papers alone.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from inspection import (
    chain,
    claim_checks,
    claim_file,
    evidence,
    judgement,
    judgement_facts,
    kpis,
    plan,
    plan_counts,
    programme,
    published_readings,
    readings,
    register,
    requests,
    safe_readings,
    tables,
)
from inspection.claim_ground import Ground
from inspection.claims import Checked, Ledger
from inspection.evidence import Evidence
from inspection.judgement import Override, Pair, Thresholds
from inspection.judgement_facts import Facts
from inspection.kpis import Standing
from inspection.plan import PLAN, Plan
from inspection.programme import Programme
from inspection.register import Record
from inspection.requests import Answer
from inspection.value_figures import RETURNS
from jsna import places
from jsna.disclosure.safe import Safe
from jsna.errors import DataError, FigureError
from jsna.params import Params
from jsna.project import PARAMS
from jsna.sources import Sources

if TYPE_CHECKING:
    import pandas as pd

CLAIMS = PLAN / "claims.yaml"


@dataclass(frozen=True)
class LetterAdvice:
    """One piece of advice of the last monitoring letter, and our answer."""

    advice_id: str
    letter: str
    advice: str
    answer: str
    owner_role: str
    action_uids: tuple[str, ...]
    evidence_ids: tuple[str, ...]
    known_on: date


@dataclass(frozen=True)
class Side:
    """The plan's actions and measures as one set of sources has them."""

    records: tuple[Record, ...]
    standings: tuple[Standing, ...]
    returned: Programme
    evidence: Mapping[str, Evidence]
    """The register of the papers, and the programme's own pieces where they are of this side."""


@dataclass(frozen=True)
class Known:
    """What the draft, the packs and the questions are made from."""

    params: Params
    county: str
    districts: tuple[str, ...]
    plan: Plan
    real: Side
    rehearsed: Side | None
    evidence: Mapping[str, Evidence]
    """That of the real side."""
    answers: tuple[Answer, ...]
    advice: tuple[LetterAdvice, ...]
    findings: tuple[chain.Finding, ...]
    claims: tuple[Checked, ...]
    claims_without_family: Mapping[int, tuple[str, ...]]
    """Claims of impact of each area that rest on no word of a family."""
    terms: tuple[str, ...]
    facts: Mapping[int, Facts]
    """For each area all facts, made-up ones among them."""
    judgements: Mapping[int, Pair]
    figure_ids: tuple[str, ...] = ()
    """Every figure of the edition."""

    @property
    def used(self) -> frozenset[str]:
        """The figures that a claim rests on."""
        return frozenset(bound.figure_id for one in self.claims for bound in one.claim.figures)

    @cached_property
    def links(self) -> tuple[chain.AreaLinks, ...]:
        """The chain of each area on the real side: what hangs on what."""
        return chain.chain(
            self.findings,
            self.plan,
            self.real.records,
            self.real.standings,
            self.evidence,
            {number: pair.real.answer for number, pair in self.judgements.items()},
            self.claims_without_family,
        )

    @property
    def limits(self) -> Thresholds:
        """How much is enough in this edition."""
        return Thresholds.of(self.params)

    @property
    def fullest(self) -> Side:
        """The side with everything on it: the rehearsed one where there is one."""
        return self.rehearsed or self.real


def open_known(
    params: Params,
    accepted: "Mapping[str, pd.DataFrame] | None" = None,
    figures: Mapping[str, Safe] | None = None,
    overrides: tuple[Override, ...] = (),
    claims_path: Path = CLAIMS,
) -> Known:
    """Return all that is known on the edition's day; without extracts from papers alone."""
    pack = places.read_pack(PARAMS / "areas" / f"{params.area}.yaml")
    whole = plan.read(params.as_of)
    measures = kpis.read_measures()
    published = published_readings.kpi_readings(measures, params.as_of)
    every = evidence.read(date.max)
    filed = evidence.known_by(params.as_of, every, whole)
    returned = programme.read(accepted or {}, whole, measures, pack.name, params.made_up)
    pieces = _pieces(accepted or {}, params)

    shown = figures or {}
    if RETURNS in shown:
        returned = programme.as_shown(returned, shown[RETURNS])
    fed = safe_readings.kpi_readings(shown, measures, params.as_of, pack.name)
    districts = tuple(one.name for one in pack.places.all("district", params.as_of))

    def side(returned: Programme, made_up: bool) -> Side:
        own = {
            row_id: values
            for row_id, values in fed.items()
            if made_up or not any(one.made_up for one in values)
        }
        values = {**returned.readings, **own, **published}
        return Side(
            register.register(whole, returned.log),
            kpis.register(whole, measures, values, params.approved_on, params.fewest_for_statistic),
            returned,
            {**pieces, **filed} if made_up or not params.made_up else filed,
        )

    real = side(Programme() if returned.made_up else returned, made_up=False)
    made_up = params.made_up and bool(returned.log or returned.readings or pieces)
    made_up = made_up or any(one.made_up for values in fed.values() for one in values)
    rehearsed = side(returned, made_up=True) if made_up else None
    fullest = rehearsed or real
    by_place = {
        **fullest.returned.places,
        **safe_readings.place_readings(shown, measures, districts, params.as_of, pack.name),
    }
    county = {one.kpi.row_id: one.latest for one in fullest.standings if one.latest}
    facts = {
        area.area_no: judgement_facts.facts(
            area.area_no,
            params.as_of,
            params.approved_on,
            fullest.standings,
            fullest.evidence,
            fullest.records,
            by_place,
            county,
        )
        for area in whole.areas
    }
    ledger = claim_file.read(claims_path) if claims_path.is_file() else Ledger(())
    lookups = [published_readings.lookup(params.as_of)]
    lookups.append(plan_counts.lookup(whole, real.records, real.standings))
    lookups += [safe_readings.lookup(figures, pack.name)] if figures else []
    ground = Ground(
        readings.in_turn(*lookups),
        real.evidence,
        params.as_of,
        tuple(one.name for one in pack.places.items),
        pack.name,
        districts,
        {one.action.uid: one.state for one in real.records},
        {one.kpi.row_id: one.status for one in real.standings},
    )
    return Known(
        params=params,
        county=pack.name,
        districts=districts,
        plan=whole,
        real=real,
        rehearsed=rehearsed,
        evidence=real.evidence,
        # The whole register: what was not known yet is a gap, not an unknown reference.
        answers=requests.answers(requests.read(), every, params.as_of),
        advice=tuple(
            one
            for one in tables.read(LetterAdvice, PLAN / "advice.csv")
            if one.known_on <= params.as_of
        ),
        findings=chain.findings(whole, params.letter_file),
        claims=claim_checks.check_all(ledger, ground),
        claims_without_family=chain.claims_without_family(ledger, real.evidence, params.as_of),
        terms=tuple(ledger.terms),
        facts=facts,
        judgements={
            number: judgement.both(one, Thresholds.of(params), overrides)
            for number, one in facts.items()
        },
        figure_ids=tuple(shown),
    )


PROGRAMME = ("action_log", "kpi_returns", "evidence_register")
"""The extracts that inspection reads: totals and actions, never a child's record."""


def of_sources(sources: Sources) -> Known:
    """Return what is known while the edition's figures are being made: papers and returns."""
    accepted = {}
    for name in PROGRAMME:
        with suppress(FigureError):  # an extract that was not received
            accepted[name] = sources.accepted(name)
    return open_known(sources.params, accepted)


def stored(params: Params) -> "dict[str, pd.DataFrame]":
    """Return the programme's own tables as the last build left them; no other one is opened."""
    from jsna.intake import store

    accepted = {}
    for name in PROGRAMME:
        with suppress(DataError):  # an extract that was not received, or no build yet
            accepted[name] = store.table(params.edition, name)
    return accepted


def _pieces(accepted: "Mapping[str, pd.DataFrame]", params: Params) -> dict[str, Evidence]:
    """Return the programme's own evidence that was filed by the edition's day."""
    if "evidence_register" not in accepted:
        return {}
    rows = (
        {str(name): cell for name, cell in row.items()}
        for row in accepted["evidence_register"].to_dict("records")
    )
    found = evidence.from_extract(rows, params.made_up)
    return {name: one for name, one in found.items() if one.known_on <= params.as_of}
