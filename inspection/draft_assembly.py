"""Put the draft together from the plan, the measures, the evidence, the claims and the judgements.

Nothing is found out here: each room's answer is turned into the words that the paper prints.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from inspection import chain
from inspection import evidence as register
from inspection.draft import (
    Draft,
    DraftArea,
    DraftJudgement,
)
from inspection.draft_lines import action, claim, figures, judged, measure, piece
from inspection.evidence import Evidence
from inspection.known import Known
from inspection.kpis import Standing, for_area
from inspection.paper import Sentence
from inspection.periods import said
from inspection.pictures import measures_by_status
from jsna.errors import ParamError
from jsna.project import ROOT

OWN_WORDS = "our own words"
THE_LETTER = "the letter's words"


def assemble(known: Known, drawn: bool = True) -> Draft:
    """Return the draft of an edition: real standings and actions, then what is rehearsed.

    Packs and questions show no picture, and ask for none to be `drawn`.
    """
    private = outside(known.params.letter_file)
    told = [claim(one) for one in known.claims]
    rehearsed = known.rehearsed
    rehearsals = [one for one in rehearsed.standings if one.made_up] if rehearsed else []
    logged = [one for one in rehearsed.records if one.made_up] if rehearsed else []
    good = {
        number: group.ambition for group in known.plan.working_groups for number in group.area_nos
    }
    cases = [set(judged(pair.real).against) for pair in known.judgements.values()]
    of_all = set.intersection(*cases) if cases else set()
    gaps = chain.gaps(known.links, known.plan, known.real.standings)
    areas = []
    for area in known.plan.areas:
        number = area.area_no
        pair = known.judgements[number]
        found = [one.text.rstrip(".") for one in known.findings if one.area_no == number]
        every = [*known.real.standings, *rehearsals]
        records = [*known.real.records, *logged]
        areas.append(
            DraftArea(
                number=number,
                title=area.title,
                finding=f"{'. '.join(found)}.",
                good=f"What the plan set out to reach: {good.get(number, 'nothing is stated.')}",
                judgement=_own_first(judged(pair.real), of_all),
                rehearsed=_own_first(judged(pair.rehearsal), of_all) if pair.rehearsal else None,
                claims=tuple(one for one in told if one.area == number),
                measures=tuple(measure(one) for one in for_area(every, number)),
                actions=tuple(action(one) for one in records if number in one.action.area_nos),
                evidence=tuple(piece(one, known.plan.as_of) for one in _filed(known, number)),
                voice=tuple(_voice(known.evidence, number, known.plan.as_of)),
                gaps=tuple(_missing(gaps, number)),
            )
        )
    on = known.plan.as_of
    every = [*known.real.standings, *rehearsals]
    return Draft(
        place=known.county,
        edition=known.params.edition,
        as_of=on.isoformat(),
        areas=tuple(areas),
        summary=tuple(one for one in told if one.area == 0),
        figures=tuple(figures(every, known.claims)),
        strengths=tuple(_strengths(every, known.evidence, on)),
        weaknesses=tuple(_weaknesses(every, known.evidence, on)),
        pictures=(measures_by_status(areas),) if drawn else (),
        wording=THE_LETTER if private else OWN_WORDS,
        terms=known.terms,
    )


def outside(path: Path | None) -> Path | None:
    """Return the private file of the letter's wording; one inside the repository is refused."""
    if path is not None and path.resolve().is_relative_to(ROOT):
        raise ParamError(
            f"The letter's wording in {path.name} cannot be used:",
            ["it lies inside the repository: move it to a private folder outside"],
        )
    return path


def _own_first(told: DraftJudgement, of_all: Collection[str]) -> DraftJudgement:
    """The case against with what is the area's own before what stands against every area."""
    against = tuple(sorted(told.against, key=lambda one: one in of_all))
    return replace(told, against=against)


_GAPS = {
    "finding without action": "No action of the plan answers what inspectors found here.",
    "area without family voice": "No family was heard on it since the plan.",
    "action without KPI": "Nobody can tell whether these actions work, since no measure follows "
    "them: {}.",
    "KPI without action": "These measures follow no action: {}.",
    "KPI without figure": "No figure feeds these measures: {}.",
    "claim without family": "No family confirms these sentences on impact: {}.",
}
"""What an area's missing links are called in the draft."""


def _missing(gaps: Sequence[chain.Gap], number: int) -> Iterable[Sentence]:
    """Return the missing links of an area's chain, each kind once with all that it names."""
    for kind, told in _GAPS.items():
        own = [gap for gap in gaps if (gap.kind, gap.area_no) == (kind, number)]
        if own:
            yield Sentence(told.format(", ".join(ref for gap in own for ref in gap.refs)))


def _filed(known: Known, number: int) -> list[Evidence]:
    """The area's evidence, the real first; of what is made up only what could be used."""
    pieces = register.for_area(known.fullest.evidence, number)
    kept = [one for one in pieces if not one.made_up or one.usable(known.plan.as_of)]
    return sorted(kept, key=lambda one: one.made_up)


def _voice(evidence: Mapping[str, Evidence], area_no: int, on: date) -> Iterable[Sentence]:
    """What families say, whichever way it bears."""
    for one in register.for_area(evidence, area_no):
        if one.of_families and one.usable(on):
            speaker = one.voice[0].upper() + one.voice[1:]
            yield Sentence(
                f"{speaker}, {said(one.effective_on)}: {one.says}", (one.evidence_id,), one.made_up
            )


def _strengths(
    standings: Sequence[Standing], evidence: Mapping[str, Evidence], on: date
) -> Iterable[Sentence]:
    """What evidence of impact or a measure that is met speaks for; activity never does."""
    for one in evidence.values():
        if one.bears == "for" and one.kind == "impact" and one.usable(on):
            yield _says(one, on)
    for standing in standings:
        if standing.status == "met" and standing.measure.shows == "impact":
            yield _stands(standing)


def _weaknesses(
    standings: Sequence[Standing], evidence: Mapping[str, Evidence], on: date
) -> Iterable[Sentence]:
    for one in evidence.values():
        if one.bears == "against" and one.usable(on):
            yield _says(one, on)
    for standing in standings:
        if standing.status == "not on track":
            yield _stands(standing)


def _says(one: Evidence, on: date) -> Sentence:
    strength = f"{one.strength(on)} evidence, {said(one.effective_on)}"
    return Sentence(f"{one.says.rstrip('.')} ({strength}).", (one.evidence_id,), one.made_up)


def _stands(standing: Standing) -> Sentence:
    return Sentence(
        f"{standing.kpi.indicator}: {standing.status}. {standing.reason}.",
        (standing.kpi.row_id,),
        standing.made_up,
    )
