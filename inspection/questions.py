"""The questions that senior leaders should expect, made from gaps and contradictions.

Each question comes from one thing that the workbook knows to be missing, late, weak or at odds, and
says which. How hard it is follows a stated rule: `HARDNESS`, one more where families are
concerned. Our answer is put together from claims that stand; where none does, it says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inspection.draft import DraftAction, DraftArea, DraftClaim
from inspection.pack_context import PARTNERSHIP, Context, PlaceValue, organisations
from inspection.paper import REHEARSAL

HARDNESS = {
    "contradiction": 6,
    "case against": 5,
    "place": 5,
    "place unknown": 4,
    "no impact": 4,
    "not on track": 4,
    "critical action": 3,
    "cannot tell": 3,
    "gap": 2,
    "overdue action": 2,
    "changed chair": 1,
    "missing document": 1,
}
"""How hard a question is to answer, by what it comes from; higher is harder."""


@dataclass(frozen=True)
class Question:
    """A question, whom it is for, why it will be asked, and what we can say today."""

    text: str
    kind: str
    organisation: str
    area: int
    """0 where it concerns all."""
    why: tuple[str, ...]
    answer: str
    place: str = ""
    role: str = ""
    made_up: bool = False
    rehearsed: str = ""
    """What made-up records add to the answer, without the mark."""

    @property
    def answers(self) -> str:
        """The answer with what is rehearsed behind it, marked."""
        if not self.rehearsed:
            return self.answer
        return f"{self.answer} {REHEARSAL}: {self.rehearsed}"

    @property
    def hardness(self) -> int:
        """By the rule above."""
        families = any(word in self.text.lower() for word in ("famil", "parent", "young people"))
        return HARDNESS[self.kind] + families


def questions(context: Context) -> tuple[Question, ...]:
    """Every question, the hardest first, then by area; none is asked twice of anybody."""
    found = dict.fromkeys(_all(context))
    return tuple(
        sorted(found, key=lambda one: (-one.hardness, one.area, one.kind, one.text, one.place))
    )


def parted(found: Sequence[Question]) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """Return the questions on what is real, with the real answer alone, and the rehearsed ones."""
    real = tuple(replace(one, rehearsed="") for one in found if not one.made_up)
    return real, tuple(one for one in found if one.made_up)


def by_organisation(context: Context) -> dict[str, tuple[Question, ...]]:
    """The questions for each organisation, in the order of the names; the partnership's last."""
    found: dict[str, list[Question]] = {}
    for question in questions(context):
        found.setdefault(question.organisation, []).append(question)
    names = sorted(found, key=lambda name: (name == PARTNERSHIP, name))
    return {name: tuple(found[name]) for name in names}


def hardest(
    context: Context,
    area: int,
    place: str = "",
    count: int = 3,
    among: Sequence[Question] | None = None,
) -> tuple[Question, ...]:
    """The inspector's lens: the hardest questions on an area and a place, of different kinds.

    `among` are all `questions(context)`, for who asks often and made them already.

    A question about that very place comes before the others; where nothing is known of it, that
    is the question. Of one kind the hardest is taken, and a second only when there are not kinds
    enough.
    """
    every = questions(context) if among is None else among
    of_area = [one for one in every if one.area == area]
    known = {(one.area, one.place) for one in context.places if one.number is not None}
    if place and (area, place) not in known:
        of_area.append(_unknown(area, place))
    fitting = [one for one in of_area if one.place in ("", place)]
    ranked = sorted(fitting, key=lambda one: (not (place and one.place == place), -one.hardness))
    chosen: list[Question] = []
    for again in (False, True):
        for question in ranked:
            new = question not in chosen and len(chosen) < count
            if new and (again or question.kind not in {one.kind for one in chosen}):
                chosen.append(question)
    return tuple(chosen)


def _unknown(area: int, place: str) -> Question:
    return Question(
        f"How do children and families in {place} fare on area {area}, against the rest of the "
        "county?",
        "place unknown",
        PARTNERSHIP,
        area,
        ("no figure by place",),
        f"We cannot tell: no measure of this area is known for {place}.",
        place=place,
    )


def _all(context: Context) -> Iterator[Question]:
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
        f"{'REHEARSAL: ' if claim.made_up else ''}{claim.sentence} [{claim.id}]"
        for claim in usable[:2]
    ]
    return " ".join(said) or "We have no sentence that stands: we cannot answer this yet."
