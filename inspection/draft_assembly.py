"""Put the draft together from the plan, the measures, the evidence, the claims and the judgements.

Nothing is found out here: each room's answer is turned into the words that the paper prints.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from inspection import chain, judgement, published_readings
from inspection import claims as ledger
from inspection import evidence as register
from inspection.draft import (
    Draft,
    DraftAction,
    DraftArea,
    DraftClaim,
    DraftEvidence,
    DraftFigure,
    DraftJudgement,
    DraftMeasure,
    DraftReply,
)
from inspection.evidence import Evidence
from inspection.judgement import Judgement
from inspection.known import Known
from inspection.kpis import Standing, for_area
from inspection.paper import Number, Sentence
from inspection.periods import said
from inspection.pictures import measures_by_status
from inspection.readings import Reading
from inspection.register import Record
from inspection.value_figures import traced, traced_measure
from jsna import published
from jsna.errors import ParamError
from jsna.project import ROOT

OWN_WORDS = "our own words"
THE_LETTER = "the letter's words"


def assemble(known: Known, drawn: bool = True) -> Draft:
    """Return the draft of an edition: real standings and actions, then what is rehearsed.

    Packs and questions show no picture, and ask for none to be `drawn`.
    """
    private = outside(known.params.letter_file)
    told = [_claim(one) for one in known.claims]
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
        figures=tuple(_figures(every, known.claims)),
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


def judged(one: Judgement) -> DraftJudgement:
    """The rule's answer, why, and what speaks against; an override stands beside it."""
    override = ""
    if one.override:
        override = f"{one.override.answer}, by {one.override.role}: {one.override.reason}"
    return DraftJudgement(
        one.rule_answer,
        tuple(_as_sentence(text) for text in one.because),
        tuple(_as_sentence(text) for text in one.case_against if not text.startswith("not known")),
        override,
        tuple(
            DraftReply(judgement.QUESTIONS[line.question], line.reply, line.because, line.made_up)
            for line in one.lines
        ),
    )


def _own_first(told: DraftJudgement, of_all: Collection[str]) -> DraftJudgement:
    """The case against with what is the area's own before what stands against every area."""
    against = tuple(sorted(told.against, key=lambda one: one in of_all))
    return replace(told, against=against)


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


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


def _claim(checked: ledger.Checked) -> DraftClaim:
    claim = checked.claim
    numbers = tuple(
        Number(one.text, traced(one.reading.figure_id), one.reading.value)
        for one in checked.pieces
        if one.reading is not None and one.reading.value is not None
    )
    bound = [binding.figure_id for binding in claim.figures]
    return DraftClaim(
        id=claim.id,
        area=claim.area,
        section=claim.section,
        sentence="".join(one.text for one in checked.pieces),
        rests_on=tuple(dict.fromkeys([*bound, *claim.evidence, *claim.actions, *claim.kpis])),
        made_up=checked.made_up,
        faults=tuple(dict.fromkeys(one.fault for one in checked.refusals)),
        reasons=tuple(str(one) for one in checked.refusals),
        state=claim.state,
        numbers=numbers,
    )


def printed(reading: Reading | None) -> str:
    """A value as the paper prints it, or why there is none."""
    if reading is None:
        return "not collected"
    if not reading.known or reading.value is None:
        return reading.status
    number = _number(reading.value)
    if reading.unit == "%":
        return f"{number}%"
    return f"{number} {reading.unit}".strip()


def measure(standing: Standing) -> DraftMeasure:
    """One KPI row on one line; the target is the one that its status was held against."""
    kpi, latest = standing.kpi, standing.latest
    against = standing.judged.against
    target = f"{against.text} by {said(against.due)}" if against else ""
    return DraftMeasure(
        ref=kpi.row_id,
        indicator=kpi.indicator,
        baseline=kpi.baseline_text,
        target=target or kpi.target_18_24m_text or kpi.target_12m_text or kpi.target_6m_text,
        latest=printed(latest),
        status=standing.status,
        period=latest.period if latest else "",
        made_up=standing.made_up,
        note=standing.reason,
        owner=standing.measure.owner_role,
        shows=standing.measure.shows,
        value=_value(latest),
    )


def _value(reading: Reading | None) -> Number | None:
    """The number of a measure's reading with the figure that it can be traced to."""
    if reading is None or not reading.known or reading.value is None:
        return None
    return Number(_number(reading.value), traced_measure(reading.figure_id), reading.value)


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


def action(record: Record) -> DraftAction:
    """One action on one line; done only where the action log says so with a date."""
    one, newest = record.action, record.newest
    state = record.state
    if newest is None and record.reported:
        state += f", {record.reported[-1].known_on:%B %Y}"
    return DraftAction(
        ref=one.ref,
        summary=one.summary,
        lead=(newest.owner_role if newest else "") or one.lead_role,
        due=said(record.due) if record.due else f"as printed: {one.due_text or 'no date'}",
        state=state,
        overdue=record.overdue,
        delay_reason=record.delay_reason,
        changed_approach=record.changed_approach,
        wg_no=one.wg_no,
        critical=record.critical,
        implemented=_on(newest.implemented if newest else None, record.as_of),
        embedded=_on(newest.embedded if newest else None, record.as_of),
        overdue_days=record.overdue_days,
        uid=one.uid,
        made_up=record.made_up,
    )


def _on(day: date | None, as_of: date) -> str:
    """A day in words, or nothing where it has not come."""
    return said(day) if day is not None and day <= as_of else ""


def piece(one: Evidence, on: date) -> DraftEvidence:
    """One piece of evidence on one line, with its strength on the day."""
    return DraftEvidence(
        id=one.evidence_id,
        title=one.title,
        kind=one.kind,
        effective=said(one.effective_on),
        owner=one.owner_role,
        strength=one.strength(on),
        made_up=one.made_up,
    )


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


def _figures(
    standings: Sequence[Standing], claims: Sequence[ledger.Checked]
) -> Iterable[DraftFigure]:
    """Every figure that a measure or a sentence of the draft rests on, each once."""
    seen: set[str] = set()
    for standing in standings:
        name = standing.kpi.row_id + (" rehearsed" if standing.made_up else "")
        if standing.latest is not None:
            value = _value(standing.latest)
            made = _figure(name, standing.kpi.indicator, standing.latest, standing.made_up)
            yield replace(made, value=value)
            seen.add(name)
    for checked in claims:
        bindings = {binding.name: binding for binding in checked.claim.figures}
        for one in checked.pieces:
            if one.reading is None or one.name not in bindings:
                continue
            where = ", ".join(bindings[one.name].where.values())
            figure_id = f"{one.reading.figure_id}: {where}" if where else one.reading.figure_id
            if figure_id not in seen:
                seen.add(figure_id)
                name = _title(one.reading.figure_id)
                title = f"{name} ({where})" if where else name
                made = _figure(figure_id, title, one.reading, one.reading.made_up, one.text)
                number = one.reading.value
                trace = traced(one.reading.figure_id)
                known = None if number is None else Number(one.text, trace, number)
                yield replace(made, value=known)


def _title(figure_id: str) -> str:
    """The title of a published table; another figure is called by its id."""
    prefix = published_readings.PREFIX
    if figure_id.startswith(prefix):
        return published.describe(figure_id.removeprefix(prefix)).title
    return figure_id


def _figure(
    figure_id: str, title: str, reading: Reading, made_up: bool, text: str = ""
) -> DraftFigure:
    return DraftFigure(
        id=figure_id,
        title=title,
        number=reading.value if reading.known else None,
        printed=text or printed(reading),
        unit=reading.unit,
        period=reading.period,
        source=reading.source,
        place=reading.place,
        made_up=made_up,
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
