"""One area's chapter of the draft: the judgement with its reasons, then six parts, always the same.

The real stands before the rehearsed in every table; the whole paper puts the rehearsal apart.
"""

from collections.abc import Collection
from itertools import zip_longest

from inspection.changed import many
from inspection.claims import SECTIONS
from inspection.draft import DraftArea, DraftJudgement, claim_sentence
from inspection.paper import (
    Block,
    Bullets,
    OwnWords,
    Row,
    Section,
    Sentence,
    Table,
    as_sentence,
)

_PROMPTS = {
    "what good looks like": "[Your words. Write here what families would notice.]",
    "where we are": "[Your words. Write here where the area stands, in your own words.]",
    "evidence": "[Your words. Write here what the evidence shows and can be shown.]",
    "impact": "[Your words. Write here what is different for families, and how you know.]",
    "what is still weak": "[Your words. Write here what is still weak, and for whom.]",
    "what next": "[Your words. Write here what happens next, by when, and who answers for it.]",
}


def chapter(area: DraftArea, wording: str, everywhere: Collection[str] = ()) -> list[Section]:
    """The sections of an area's chapter; papers on every area are `everywhere` and named short."""
    judged, rehearsed = area.judgement, area.rehearsed
    blocks: list[Block] = [
        Sentence(found(area, wording)),
        Sentence(f"Judgement from real evidence alone: {answer(judged)}."),
    ]
    if rehearsed:
        told = f"judgement with made-up figures: {answer(rehearsed)}."
        blocks.append(Sentence(told, made_up=True))
    blocks += [*_replies(area), *_against(area)]
    made = [Section(f"area-{area.number}", name_of(area), 1, tuple(blocks))]
    for part in SECTIONS:
        made.append(_part(area, part, everywhere))
    return made


def found(area: DraftArea, wording: str) -> str:
    """What inspectors found; where it is the heading in our own words it is not said twice."""
    if area.finding.rstrip(".") == area.title:
        return f"What inspectors found stands in the heading, in {wording}."
    return f"What inspectors found, in {wording}: {area.finding}"


def _replies(area: DraftArea) -> list[Block]:
    """The five questions on one table; a rehearsed reply stands below the real one."""
    rehearsed = area.rehearsed.replies if area.rehearsed else ()
    rows = [
        Row((one.question, one.reply, as_sentence(one.because)), one.made_up)
        for pair in zip_longest(area.judgement.replies, rehearsed)
        for one in dict.fromkeys(pair)
        if one is not None
    ]
    if not rows:
        return []
    caption = f"Area {area.number}: the five questions of the judgement"
    return [Table(caption, ("Question", "Reply", "Why"), tuple(rows), (4, 1.6, 6))]


def _against(area: DraftArea) -> list[Block]:
    """The case against, the area's own first; of the rehearsal only what is not said already."""
    real = area.judgement.against
    rehearsed = [one for one in area.rehearsed.against if one not in real] if area.rehearsed else []
    told = [Sentence(f"Against: {one}") for one in real]
    told += [Sentence(f"Against: {one}", made_up=True) for one in rehearsed]
    return [Bullets(tuple(told))] if told else []


def _part(area: DraftArea, part: str, everywhere: Collection[str]) -> Section:
    slug = part.replace(" ", "-")
    blocks: list[Block] = []
    if part == "what good looks like" and area.good:
        blocks.append(Sentence(area.good))
    blocks += [claim_sentence(claim) for claim in area.claims if claim.section == part]
    blocks += {
        "where we are": _measures,
        "evidence": lambda area: _evidence(area, everywhere),
        "impact": _impact,
        "what is still weak": _weak,
        "what next": _next,
        "what good looks like": lambda _: [],
    }[part](area)
    if not blocks:
        blocks.append(Sentence("Nothing is recorded here yet that a figure or document supports."))
    blocks.append(OwnWords(f"area-{area.number}/{slug}", _PROMPTS[part]))
    title = "what next, and which action answers it" if part == "what next" else part
    return Section(f"area-{area.number}-{slug}", f"Area {area.number}: {title}", 2, tuple(blocks))


def _measures(area: DraftArea) -> list[Block]:
    blocks: list[Block] = list(area.pictures)
    bare = [one for one in area.measures if one.status == "no target" and one.value is None]
    told = [one for one in area.measures if one not in bare]
    if told:
        rows = tuple(
            Row(
                (
                    f"{one.ref} {one.indicator}",
                    one.baseline or "none",
                    one.target or "none",
                    f"{one.latest}{f' ({one.period})' if one.period else ''}",
                    f"{one.status}{f': {one.note}' if one.note else ''}",
                ),
                one.made_up,
                ((3, one.value),) if one.value else (),
            )
            for one in told
        )
        header = ("Measure", "Baseline", "Target", "Latest", "Status")
        blocks.append(
            Table(f"Area {area.number}: measures", header, rows, (3.6, 1.8, 1.9, 1.9, 4.2))
        )
    if bare:
        rows = tuple(
            Row((f"{one.ref} {one.indicator}", one.baseline or "none"), one.made_up) for one in bare
        )
        caption = f"Area {area.number}: measures with no value and no target in numbers"
        blocks.append(Table(caption, ("Measure", "Baseline, as printed"), rows, (3, 1)))
    return blocks


def _evidence(area: DraftArea, everywhere: Collection[str]) -> list[Block]:
    if not area.evidence:
        return [Sentence("No document, feedback or audit is filed for this area.")]
    rows = tuple(
        Row(
            (f"{one.title} [{one.id}]", one.kind, one.effective, one.owner, one.strength),
            one.made_up,
        )
        for one in area.evidence
        if one.id not in everywhere
    )
    header = ("Evidence", "Shows", "Dated", "Owner", "Strength")
    blocks: list[Block] = []
    if rows:
        caption = f"Area {area.number}: evidence"
        blocks.append(Table(caption, header, rows, (4.6, 1.3, 2.5, 3.6, 1.5)))
    shared = [one for one in area.evidence if one.id in everywhere]
    if shared:
        named = "; ".join(f"{one.title} ({one.strength or one.kind})" for one in shared)
        rests = tuple(one.id for one in shared)
        touched = any(one.made_up for one in shared)
        blocks.append(Sentence(f"Papers on every area: {named}.", rests, touched))
    return blocks


def _impact(area: DraftArea) -> list[Block]:
    return list(area.voice)


def _weak(area: DraftArea) -> list[Block]:
    return [Bullets(area.gaps)] if area.gaps else []


def _next(area: DraftArea) -> list[Block]:
    if not area.actions:
        return [Sentence("No action of the plan answers this area.")]
    real = [one for one in area.actions if not one.made_up]
    late = sum(one.overdue for one in real)
    told = (
        f"Of {many(len(real), 'action')} {late or 'none'} {'is' if late == 1 else 'are'} overdue: "
        "past the date, and no dated record says that it is in place."
    )
    rows = tuple(Row((f"{one.ref} {one.summary}", one.lead, one.due, one.state)) for one in real)
    header = ("Action", "Lead", "Due", "State")
    table = Table(f"Area {area.number}: actions", header, rows, (5.4, 3.8, 2.3, 2.6))
    return [Sentence(told), table, *_logged(area)]


def _logged(area: DraftArea) -> list[Block]:
    """The actions as a made-up log has them, those of one state on one line."""
    states: dict[str, list[str]] = {}
    for one in area.actions:
        if one.made_up:
            state = f"{one.state}{', overdue' if one.overdue else ''}"
            states.setdefault(state, []).append(one.ref)
    if not states:
        return []
    rows = tuple(Row((state, ", ".join(refs)), True) for state, refs in states.items())
    caption = f"Area {area.number}: actions, rehearsed with a made-up action log"
    return [Table(caption, ("State", "Actions"), rows, (1, 2))]


def answer(judgement: DraftJudgement) -> str:
    """The rule's answer, and a person's beside it where there is one."""
    if judgement.override:
        return f"{judgement.answer} by the rule; overridden: {judgement.override}"
    return judgement.answer


def name_of(area: DraftArea) -> str:
    """`Area 6. Title`."""
    return f"Area {area.number}. {area.title}"
