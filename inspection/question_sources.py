"""Where questions come from: gaps, contradictions, late actions, measures off track, places.

Each comes from one thing that the workbook knows, and says which. Our answer is put together from
claims that stand; where none does, it says so.
"""

from collections.abc import Iterator
from dataclasses import replace

from inspection.draft import DraftAction, DraftArea, DraftClaim
from inspection.hardness import Question
from inspection.pack_context import PARTNERSHIP, Context, PlaceValue, organisations
from inspection.paper import REHEARSAL


def asked_of(context: Context) -> Iterator[Question]:
    """Every question that something missing, late, weak or at odds gives rise to."""
    for area in context.draft.areas:
        yield from _of_area(area)
    yield from _of_places(context)
    for one in context.contradictions:
        for organisation in organisations(one.owner):
            yield Question(
                f"{one.what} Which of the two should we believe, and why?",
                "contradiction",
                organisation,
                one.area,
                one.refs,
                _answer(context, one.area),
                role=one.owner,
                made_up=one.made_up,
            )
    for gap in context.gaps:
        for organisation in organisations(gap.owner):
            yield Question(
                f"{gap.what} What fills this gap?",
                "gap",
                organisation,
                gap.area,
                (gap.kind, *gap.refs),
                "We cannot show this today; the gap is open.",
                role=gap.owner,
            )
    yield from _of_groups(context)
    for request in context.requests:
        if request.state == "gap":
            for organisation in organisations(request.owner):
                yield Question(
                    f"Could you let us have: {request.item}?",
                    "missing document",
                    organisation,
                    0,
                    ("request list",),
                    "We do not have it today.",
                    role=request.owner,
                )


def _of_area(area: DraftArea) -> Iterator[Question]:
    answer = _standing(area.claims)
    doubt = f"Why should we believe that area {area.number} is improving all the same?"
    for against in area.judgement.against:
        yield Question(
            f"{against} {doubt}",
            "case against",
            PARTNERSHIP,
            area.number,
            ("judgement from real evidence",),
            answer,
        )
    if area.rehearsed:
        for against in area.rehearsed.against:
            if against in area.judgement.against:
                continue
            yield Question(
                f"{against} {doubt}",
                "case against",
                PARTNERSHIP,
                area.number,
                ("rehearsed judgement",),
                answer,
                made_up=True,
            )
    if not any(claim.section == "impact" and not claim.faults for claim in area.claims):
        yield Question(
            f"What is different for children and families because of the work on “{area.title}”, "
            "and how do you know?",
            "no impact",
            PARTNERSHIP,
            area.number,
            ("no impact claim stands",),
            "We cannot show it yet: no sentence about impact rests on evidence.",
        )
    yield from _of_measures(area)
    rehearsed = {one.uid or one.ref: one for one in area.actions if one.made_up}
    for action in area.actions:
        if not action.overdue or action.made_up:
            continue
        log = rehearsed.get(action.uid or action.ref)
        what = f"Action {action.ref} was due on {action.due}: {action.summary.rstrip('.')}."
        for organisation in organisations(action.lead):
            yield Question(
                f"{what} What has been done, and what shows it?",
                "critical action" if action.critical else "overdue action",
                organisation,
                area.number,
                (action.ref, action.state),
                _delay(action),
                role=action.lead,
                rehearsed=_delay(log) if log else "",
            )


def _delay(action: DraftAction) -> str:
    reason, changed = action.delay_reason, action.changed_approach
    parts = [f"State today: {action.state or 'not known'}."]
    parts.append(f"Reason for the delay: {reason}." if reason else "No reason is recorded.")
    if changed:
        parts.append(f"Changed approach: {changed}.")
    return " ".join(parts)


def _of_measures(area: DraftArea) -> Iterator[Question]:
    for measure in area.measures:
        named = f"{measure.ref}, {measure.indicator}"
        if measure.status == "not on track":
            text = (
                f"{named}, is at {measure.latest} against a target of {measure.target or 'none'}. "
                "What will move it, and when will families feel that?"
            )
            kind = "not on track"
        elif measure.status == "cannot tell yet":
            text = f"How do you know how you are doing on {named}?"
            kind = "cannot tell"
        else:
            continue
        for organisation in organisations(measure.owner):
            yield Question(
                text,
                kind,
                organisation,
                area.number,
                (measure.ref, measure.status),
                measure.note or "No reason is recorded.",
                role=measure.owner,
                made_up=measure.made_up,
            )


def _of_places(context: Context) -> Iterator[Question]:
    """For each measure the place that stands worst, and how far from the best."""
    measures: dict[tuple[int, str], list[PlaceValue]] = {}
    for value in context.places:
        if value.number is not None and value.high_is:
            measures.setdefault((value.area, value.measure), []).append(value)
    for (area, measure), values in measures.items():
        values = sorted(values, key=lambda one: (one.number or 0.0, one.place))
        if values[0].high_is == "bad":
            values.reverse()
        best = values[-1]
        for value in values[:-1]:
            if value.number == best.number:
                continue
            worst = "the furthest behind" if value is values[0] else "behind"
            question = Question(
                f"{value.title}: {value.place} is at {value.printed}, {best.place} at "
                f"{best.printed}. Why does it depend on where a family lives?",
                "place",
                PARTNERSHIP,
                area,
                (measure, f"{value.place} is {worst}"),
                _answer(context, area),
                place=value.place,
                made_up=value.made_up or best.made_up,
            )
            yield question
            if value is values[0]:
                yield replace(question, place="")


def _of_groups(context: Context) -> Iterator[Question]:
    for group in context.groups:
        roles = [role for role, _ in group.chairs]
        if len(set(roles)) > 1:
            yield Question(
                f"Working group {group.number}, {group.name}, has had "
                f"{len(set(roles))} chairs: {'; then '.join(dict.fromkeys(roles))}. "
                "Who answered for its actions in between?",
                "changed chair",
                organisations(roles[-1])[0],
                0,
                tuple(f"{role} ({since})" for role, since in group.chairs),
                "No record of the handover is filed.",
                role=roles[-1],
            )


def _answer(context: Context, area: int) -> str:
    chosen = [one for one in context.draft.areas if one.number == area]
    return _standing(chosen[0].claims) if chosen else _standing(())


def _standing(claims: tuple[DraftClaim, ...]) -> str:
    """Up to two sentences that stand, impact first, real before rehearsed."""
    usable = [
        claim
        for claim in claims
        if not set(claim.faults) - {"unsigned"} and claim.section in ("impact", "where we are")
    ]
    usable.sort(key=lambda claim: (claim.made_up, claim.section != "impact"))
    said = [
        f"{f'{REHEARSAL}: ' if claim.made_up else ''}{claim.sentence} [{claim.id}]"
        for claim in usable[:2]
    ]
    return " ".join(said) or "We have no sentence that stands: we cannot answer this yet."
