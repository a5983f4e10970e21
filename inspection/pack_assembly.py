"""Put the facts for packs and questions together: gaps, contradictions, places, what lies ahead."""

from collections.abc import Iterable
from datetime import date

from inspection import chain, register, triangulation
from inspection.draft import Draft
from inspection.known import Known, Side
from inspection.pack_context import (
    Advice,
    Ahead,
    Context,
    Contradiction,
    Gap,
    Group,
    PlaceValue,
    Request,
)
from inspection.paper import Sentence
from inspection.periods import said
from inspection.readings import in_words


def context(known: Known, draft: Draft, changed: tuple[Sentence, ...] = ()) -> Context:
    """Return everything a pack may print, beside the draft."""
    return Context(
        draft=draft,
        groups=tuple(
            Group(
                group.wg_no,
                group.name,
                tuple(
                    (chair.chair_role, said(chair.known_on))
                    for chair in sorted(known.plan.chairs, key=lambda one: one.known_on)
                    if chair.wg_no == group.wg_no
                ),
            )
            for group in known.plan.working_groups
        ),
        places=tuple(_places(known)),
        gaps=tuple(_gaps(known)),
        contradictions=tuple(_contradictions(known)),
        advice=tuple(
            Advice(
                one.advice_id,
                one.letter,
                one.advice,
                one.answer,
                one.evidence_ids,
                one.owner_role,
                one.action_uids,
            )
            for one in known.advice
        ),
        requests=tuple(
            Request(
                one.request.item,
                one.held,
                one.request.owner_role,
                "" if one.age_days is None else f"{one.age_days} days",
            )
            for one in known.answers
        ),
        ahead=tuple(_ahead(known)),
        districts=known.districts,
        changed=changed,
    )


def _places(known: Known) -> Iterable[PlaceValue]:
    titles = {kpi.row_id: kpi for kpi in known.plan.kpis}
    for number, facts in known.facts.items():
        for one in facts.places:
            reading = one.value
            yield PlaceValue(
                area=number,
                measure=one.row_id,
                title=titles[one.row_id].indicator,
                place=one.place,
                printed="" if reading.value is None else in_words(reading.value, reading.unit),
                number=reading.value,
                high_is="good" if one.high_is_good else "bad",
                unit=reading.unit,
                made_up=one.made_up,
            )


def _gaps(known: Known) -> Iterable[Gap]:
    """Missing links of the chain, from papers alone."""
    for one in chain.gaps(known.links, known.plan, known.real.standings):
        sentence = one.sentence
        yield Gap(
            one.area_no,
            one.kind,
            f"{sentence[:1].upper()}{sentence[1:].rstrip('.')}.",
            one.refs,
            one.owner_role,
        )


def _contradictions(known: Known) -> Iterable[Contradiction]:
    yield from _disagreements(known, known.real)
    if known.rehearsed:
        yield from (one for one in _disagreements(known, known.rehearsed) if one.made_up)
    for checked in known.claims:
        for refusal in checked.refusals:
            if refusal.fault == "contradicted":
                yield Contradiction(
                    checked.claim.area,
                    f"We say “{''.join(piece.text for piece in checked.pieces)}”, "
                    f"but {refusal.what}.",
                    (checked.claim.id,),
                    made_up=checked.made_up,
                )
    side = known.rehearsed or known.real
    areas = {action.uid: action.area_nos for action in known.plan.actions}
    newest = [record.newest for record in side.records if record.newest]
    for told in register.contradictions(known.plan, newest):
        uid = told.split(",")[0]
        for area in areas.get(uid, ())[:1]:
            yield Contradiction(
                area, f"The action log: {told}.", (uid,), made_up=side.returned.made_up
            )


def _disagreements(known: Known, side: Side) -> Iterable[Contradiction]:
    kpis = {kpi.row_id: kpi for kpi in known.plan.kpis}
    owners = {one.kpi.row_id: one.measure.owner_role for one in side.standings}
    for line in triangulation.triangulate(side.standings, side.evidence, known.plan.as_of):
        if line.disagreement:
            kpi = kpis[line.row_id]
            for area in kpi.area_nos[:1]:
                yield Contradiction(
                    area,
                    f"On {line.row_id}, {kpi.indicator}, {line.disagreement}.",
                    (line.row_id,),
                    owners[line.row_id],
                    line.made_up,
                )


def _ahead(known: Known) -> Iterable[Ahead]:
    """Events planned and actions due after the day, in order of time."""
    on = known.plan.as_of
    events = [
        (event.when, Ahead(_when(event.when), event.event, ""))
        for event in known.plan.events
        if event.planned(on)
    ]
    actions = [
        (
            record.due.isoformat(),
            Ahead(
                said(record.due),
                f"Action {record.action.ref} is due: {record.action.summary}",
                record.action.lead_role,
            ),
        )
        for record in known.real.records
        if record.due is not None and record.due > on
    ]
    for _, one in sorted([*events, *actions], key=lambda pair: pair[0]):
        yield one


def _when(text: str) -> str:
    """A day or a month in words; a year as it is."""
    parts = text.split("-")
    if len(parts) == 3:
        return said(date.fromisoformat(text))
    if len(parts) == 2:
        return said(date(int(parts[0]), int(parts[1]), 1)).partition(" ")[2]
    return text
