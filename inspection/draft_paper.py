"""The draft laid out as a paper: what changed, summary, strengths and weaknesses, nine chapters.

Faulty claims are refused by name, or go in marked when asked. The judgement from real figures and
documents alone always comes before the rehearsed one, in every table and every chapter.
"""

from itertools import zip_longest

from inspection.draft import (
    Draft,
    DraftAction,
    DraftArea,
    DraftJudgement,
    claim_sentence,
    refuse,
    refused,
)
from inspection.paper import (
    REHEARSAL,
    Block,
    Bullets,
    Figure,
    Links,
    OwnWords,
    Paper,
    Row,
    Section,
    Sentence,
    Table,
    date_in_words,
)

CHAPTER = (
    "what good looks like",
    "where we are",
    "evidence",
    "impact",
    "what is still weak",
    "what next",
)
"""The parts of each area's chapter, in order; the names that claims use for them."""

_PROMPTS = {
    "what good looks like": "[Your words. Write here what families would notice.]",
    "where we are": "[Your words. Write here where the area stands, in your own words.]",
    "evidence": "[Your words. Write here what the evidence shows and can be shown.]",
    "impact": "[Your words. Write here what is different for families, and how you know.]",
    "what is still weak": "[Your words. Write here what is still weak, and for whom.]",
    "what next": "[Your words. Write here what happens next, by when, and who answers for it.]",
}


def paper(draft: Draft, marked: bool = False) -> Paper:
    """Lay the draft out; faulty claims are refused, or go in marked when asked."""
    if not marked:
        refuse(draft)
    sections = [_title(draft), _contents(draft), _summary(draft), *_balance(draft)]
    for area in draft.areas:
        sections += _chapter(area, draft.wording)
    sections.append(_figures(draft))
    if marked and refused(draft):
        sections.append(_marked(draft))
    return Paper(
        name="self-evaluation",
        title="Self-evaluation against the nine areas",
        subtitle=f"{draft.place}, edition {draft.edition}",
        as_of=draft.as_of,
        classification=draft.classification,
        sections=tuple(sections),
        figures=tuple(
            Figure(one.id, one.title, one.number, one.printed, one.unit, one.made_up)
            for one in draft.figures
        ),
        terms=draft.terms,
        states=_states(draft),
    )


def _states(draft: Draft) -> tuple[tuple[str, str], ...]:
    """What the next version is compared with; a rehearsed state says so in its name."""
    states = [(f"Area {area.number}", area.judgement.answer) for area in draft.areas]
    states += [
        (f"{REHEARSAL}: Area {area.number}", area.rehearsed.answer)
        for area in draft.areas
        if area.rehearsed
    ]
    for claim in draft.claims:
        state = ", ".join(claim.faults) if claim.faults else claim.state
        states.append((f"{REHEARSAL}: {claim.id}" if claim.made_up else claim.id, state))
    for area in draft.areas:
        for measure in area.measures:
            prefix = f"{REHEARSAL}: " if measure.made_up else ""
            states.append((f"{prefix}{measure.ref}", measure.status))
    return tuple(dict(states).items())


def _title(draft: Draft) -> Section:
    blocks: list[Block] = [
        Sentence(f"{draft.place}, edition {draft.edition}. Draft, {draft.classification}."),
        Sentence(f"As of {date_in_words(draft.as_of)}: nothing published or dated later is used."),
    ]
    if _any_made_up(draft):
        blocks.append(
            Sentence(
                "this draft holds figures of a made-up county. Each sentence and each row that "
                "one of them touched begins with this word, and none of them can be signed off.",
                made_up=True,
            )
        )
    return Section("title", "Self-evaluation against the nine areas", 0, tuple(blocks))


def _any_made_up(draft: Draft) -> bool:
    return (
        any(figure.made_up for figure in draft.figures)
        or any(claim.made_up for claim in draft.claims)
        or any(
            area.rehearsed
            or any(one.made_up for one in area.measures)
            or any(one.made_up for one in area.actions)
            for area in draft.areas
        )
    )


def _contents(draft: Draft) -> Section:
    links = [
        ("changed", "What changed since the last version"),
        ("summary", "Executive summary"),
        ("strengths", "Strengths"),
        ("weaknesses", "Weaknesses"),
        *((f"area-{area.number}", _name(area)) for area in draft.areas),
        ("figures", "Appendix: figures"),
    ]
    return Section("contents", "Contents", 1, (Links(tuple(links)),))


def _name(area: DraftArea) -> str:
    return f"Area {area.number}. {area.title}"


def _summary(draft: Draft) -> Section:
    rehearsed = any(area.rehearsed for area in draft.areas)
    header: tuple[str, ...] = ("Area", "Judgement", "Why")
    rows = tuple(
        Row(
            (
                _name(area),
                _answer(area.judgement),
                area.judgement.because[0] if area.judgement.because else "No reason is recorded.",
            )
        )
        for area in draft.areas
    )
    blocks: list[Block] = [
        Sentence("The judgements below come from real figures and documents alone."),
        Table("The nine areas, judged from real evidence alone", header, rows, (3, 2, 5)),
    ]
    if rehearsed:
        blocks.append(
            Table(
                "The nine areas, rehearsed with made-up figures",
                ("Area", "Judgement", "Why"),
                tuple(
                    Row(
                        (
                            _name(area),
                            _answer(area.rehearsed),
                            area.rehearsed.because[0] if area.rehearsed.because else "",
                        ),
                        made_up=True,
                    )
                    for area in draft.areas
                    if area.rehearsed
                ),
                (3, 2, 5),
            )
        )
    blocks += draft.pictures
    blocks += [claim_sentence(claim) for claim in draft.summary]
    blocks.append(
        OwnWords(
            "summary", "[Your words. Write here the story of the last months in your own words.]"
        )
    )
    return Section("summary", "Executive summary", 1, tuple(blocks))


def _answer(judgement: DraftJudgement) -> str:
    if judgement.override:
        return f"{judgement.answer} by the rule; overridden: {judgement.override}"
    return judgement.answer


def _balance(draft: Draft) -> list[Section]:
    made = []
    for section_id, heading, sentences, none, prompt in (
        (
            "strengths",
            "Strengths",
            draft.strengths,
            "No strength stands on impact evidence yet.",
            "[Your words. Write here what the area does well, and who says so.]",
        ),
        (
            "weaknesses",
            "Weaknesses",
            draft.weaknesses,
            "No weakness is recorded, which no reader will believe: see the gaps in each area.",
            "[Your words. Write here what worries you most.]",
        ),
    ):
        ours = Bullets(sentences) if sentences else Sentence(none)
        made.append(Section(section_id, heading, 1, (ours, OwnWords(section_id, prompt))))
    return made


def _chapter(area: DraftArea, wording: str) -> list[Section]:
    judged, rehearsed = area.judgement, area.rehearsed
    blocks: list[Block] = [
        Sentence(f"What inspectors found, in {wording}: {area.finding}"),
        Sentence(f"Judgement from real evidence alone: {_answer(judged)}."),
    ]
    if rehearsed:
        told = f"judgement with made-up figures: {_answer(rehearsed)}."
        blocks.append(Sentence(told, made_up=True))
    blocks += [*_replies(area), *_against(area)]
    made = [Section(f"area-{area.number}", _name(area), 1, tuple(blocks))]
    for part in CHAPTER:
        made.append(_part(area, part))
    return made


def _replies(area: DraftArea) -> list[Block]:
    """The five questions on one table; a rehearsed reply stands below the real one."""
    rehearsed = area.rehearsed.replies if area.rehearsed else ()
    rows = [
        Row((one.question, one.reply, _sentence(one.because)), one.made_up)
        for pair in zip_longest(area.judgement.replies, rehearsed)
        for one in dict.fromkeys(pair)
        if one is not None
    ]
    if not rows:
        return []
    caption = f"Area {area.number}: the five questions of the judgement"
    return [Table(caption, ("Question", "Reply", "Why"), tuple(rows), (4, 1.6, 6))]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _against(area: DraftArea) -> list[Block]:
    """The case against, the area's own first; of the rehearsal only what is not said already."""
    real = area.judgement.against
    rehearsed = [one for one in area.rehearsed.against if one not in real] if area.rehearsed else []
    told = [Sentence(f"Against: {one}") for one in real]
    told += [Sentence(f"Against: {one}", made_up=True) for one in rehearsed]
    return [Bullets(tuple(told))] if told else []


def _part(area: DraftArea, part: str) -> Section:
    slug = part.replace(" ", "-")
    blocks: list[Block] = []
    if part == "what good looks like" and area.good:
        blocks.append(Sentence(area.good))
    blocks += [claim_sentence(claim) for claim in area.claims if claim.section == part]
    blocks += {
        "where we are": _measures,
        "evidence": _evidence,
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
    if area.measures:
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
            for one in area.measures
        )
        header = ("Measure", "Baseline", "Target", "Latest", "Status")
        blocks.append(
            Table(f"Area {area.number}: measures", header, rows, (3.6, 1.8, 1.9, 1.9, 4.2))
        )
    return blocks


def _evidence(area: DraftArea) -> list[Block]:
    if not area.evidence:
        return [Sentence("No document, feedback or audit is filed for this area.")]
    rows = tuple(
        Row(
            (f"{one.title} [{one.id}]", one.kind, one.effective, one.owner, one.strength),
            one.made_up,
        )
        for one in area.evidence
    )
    header = ("Evidence", "Shows", "Dated", "Owner", "Strength")
    return [Table(f"Area {area.number}: evidence", header, rows, (5, 1.6, 2.2, 2.6, 1.8))]


def _impact(area: DraftArea) -> list[Block]:
    return list(area.voice)


def _weak(area: DraftArea) -> list[Block]:
    return [Bullets(area.gaps)] if area.gaps else []


def _next(area: DraftArea) -> list[Block]:
    if not area.actions:
        return [Sentence("No action of the plan answers this area.")]
    rehearsed = {(one.uid or one.ref): one for one in area.actions if one.made_up}
    rows = tuple(
        Row(
            (
                f"{one.ref} {one.summary}",
                one.lead,
                one.due,
                _state(one, rehearsed.get(one.uid or one.ref)),
            )
        )
        for one in area.actions
        if not one.made_up
    )
    header = ("Action", "Lead", "Due", "State")
    return [Table(f"Area {area.number}: actions", header, rows, (5.6, 3, 1.9, 2.8))]


def _state(action: DraftAction, rehearsed: DraftAction | None) -> str:
    state = f"{action.state}{', overdue' if action.overdue else ''}"
    if rehearsed is not None:
        late = ", overdue" if rehearsed.overdue else ""
        state += f". {REHEARSAL}: {rehearsed.state}{late}"
    return state


def _figures(draft: Draft) -> Section:
    blocks: list[Block] = [Sentence("No figure is used in this draft.")]
    if draft.figures:
        rows = tuple(
            Row(
                (
                    one.id,
                    one.title + (f", {one.place}" if one.place else ""),
                    one.printed + (" (provisional)" if one.provisional else ""),
                    one.period,
                    one.source,
                ),
                one.made_up,
                ((2, one.value),) if one.value else (),
            )
            for one in draft.figures
        )
        header = ("Figure", "What it is", "Value", "Period", "Source")
        blocks = [Table("Figures used in this draft", header, rows, (2.6, 4, 1.8, 2, 3))]
    return Section("figures", "Appendix: figures", 1, tuple(blocks))


def _marked(draft: Draft) -> Section:
    sentences = tuple(
        Sentence(reason, (claim.id,), claim.made_up)
        for claim in refused(draft)
        for reason in (claim.reasons or claim.faults)
    )
    return Section(
        "marked",
        "Appendix: claims that may not stand yet",
        1,
        (
            Sentence(
                "These claims are marked in the text. They must be mended, signed or deleted."
            ),
            Bullets(sentences),
        ),
    )
