"""One line of the draft for each thing that is known: a judgement, claim, measure, action, figure.

Nothing is found out here: what another room answered is turned into the words that a paper prints.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from inspection import claims as ledger
from inspection import judgement, published_readings
from inspection.draft import (
    DraftAction,
    DraftClaim,
    DraftEvidence,
    DraftFigure,
    DraftJudgement,
    DraftMeasure,
    DraftReply,
)
from inspection.evidence import Evidence
from inspection.judgement import Judgement
from inspection.kpis import Standing
from inspection.paper import Number, as_sentence
from inspection.periods import said
from inspection.readings import Reading, in_words, plain
from inspection.register import Record
from inspection.value_figures import traced, traced_measure
from jsna import published


def judged(one: Judgement) -> DraftJudgement:
    """The rule's answer, why, and what speaks against; an override stands beside it."""
    override = ""
    if one.override:
        override = f"{one.override.answer}, by {one.override.role}: {one.override.reason}"
    return DraftJudgement(
        one.rule_answer,
        tuple(as_sentence(text) for text in one.because),
        tuple(as_sentence(text) for text in one.case_against if not text.startswith("not known")),
        override,
        tuple(
            DraftReply(judgement.QUESTIONS[line.question], line.reply, line.because, line.made_up)
            for line in one.lines
        ),
    )


def claim(checked: ledger.Checked) -> DraftClaim:
    """A claim as it reads today, its numbers traced to their figures."""
    told = checked.claim
    numbers = tuple(
        Number(one.text, traced(one.reading.figure_id), one.reading.value)
        for one in checked.pieces
        if one.reading is not None and one.reading.value is not None
    )
    bound = [binding.figure_id for binding in told.figures]
    return DraftClaim(
        id=told.id,
        area=told.area,
        section=told.section,
        sentence="".join(one.text for one in checked.pieces),
        rests_on=tuple(dict.fromkeys([*bound, *told.evidence, *told.actions, *told.kpis])),
        made_up=checked.made_up,
        faults=tuple(dict.fromkeys(one.fault for one in checked.refusals)),
        reasons=tuple(str(one) for one in checked.refusals),
        state=told.state,
        numbers=numbers,
    )


def printed(reading: Reading | None) -> str:
    """A value as the paper prints it, or why there is none."""
    if reading is None:
        return "not collected"
    if not reading.known or reading.value is None:
        return reading.status
    return in_words(reading.value, reading.unit)


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
    return Number(plain(reading.value), traced_measure(reading.figure_id), reading.value)


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


def figures(
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
            where = _where(one.reading.figure_id, bindings[one.name].where)
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


_OF_THE_PLAN = {
    "plan/actions": "Actions of the plan",
    "plan/kpis": "Measures of the plan",
    "plan/paper": "A number that a paper states",
    "plan/kpi": "A baseline or target as printed",
}
"""What the plan's own numbers are called."""


def _where(figure_id: str, where: Mapping[str, str]) -> str:
    """Which cell it is: the values alone, or with their names where those say little alone."""
    if figure_id in _OF_THE_PLAN:
        return ", ".join(f"{name} {value}" for name, value in where.items())
    return ", ".join(where.values())


def _title(figure_id: str) -> str:
    """The title of a published table; another figure is called by its id."""
    if figure_id in _OF_THE_PLAN:
        return _OF_THE_PLAN[figure_id]
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
