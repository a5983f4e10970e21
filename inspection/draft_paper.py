"""The draft laid out as a paper: what changed, summary, strengths and weaknesses, nine chapters.

Faulty claims are refused by name, or go in marked when asked. The judgement from real figures and
documents alone always comes before the rehearsed one, in every table and every chapter.
"""

from inspection.apart import apart
from inspection.changed import many
from inspection.draft import (
    Draft,
    claim_sentence,
    refuse,
    refused,
)
from inspection.draft_chapter import answer, chapter, name_of
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


def paper(draft: Draft, marked: bool = False) -> Paper:
    """Lay the draft out, the rehearsal in an annex; faulty claims are refused, or go in marked."""
    if not marked:
        refuse(draft)
    held = [frozenset(one.id for one in area.evidence) for area in draft.areas]
    everywhere = frozenset.intersection(*held) if len(held) > 1 else frozenset()
    sections = [_title(draft), _contents(draft), _summary(draft), *_balance(draft)]
    for area in draft.areas:
        sections += chapter(area, draft.wording, everywhere)
    sections.append(_figures(draft))
    if marked and refused(draft):
        sections.append(_marked(draft))
    whole = Paper(
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
    return apart(whole)


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
                "the annex holds figures of a made-up county, and nothing before it does. Each "
                "sentence and each row there begins with this word; none can be signed off.",
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
        *((f"area-{area.number}", name_of(area)) for area in draft.areas),
        ("figures", "Appendix: figures"),
    ]
    return Section("contents", "Contents", 1, (Links(tuple(links)),))


def _summary(draft: Draft) -> Section:
    rehearsed = any(area.rehearsed for area in draft.areas)
    header: tuple[str, ...] = ("Area", "Judgement", "Why")
    rows = tuple(
        Row(
            (
                name_of(area),
                answer(area.judgement),
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
                            name_of(area),
                            answer(area.rehearsed),
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


def _figures(draft: Draft) -> Section:
    blocks: list[Block] = [Sentence("No figure is used in this draft.")]
    if draft.figures:
        rows = tuple(
            Row(
                (
                    one.id.partition(":")[0],
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
        blocks = [Table("Figures used in this draft", header, rows, (2.4, 5.4, 1.7, 1.8, 2.6))]
    return Section("figures", "Appendix: figures", 1, tuple(blocks))


def _marked(draft: Draft) -> Section:
    sentences = tuple(
        Sentence(reason, (claim.id,), claim.made_up)
        for claim in refused(draft)
        if claim.faults != ("unsigned",)
        for reason in (claim.reasons or claim.faults)
    )
    waiting = [claim.id for claim in refused(draft) if claim.faults == ("unsigned",)]
    if waiting:
        told = f"{many(len(waiting), 'claim')} only wait for a signature: {', '.join(waiting)}."
        sentences += (Sentence(told.replace("1 claim only wait", "1 claim only waits")),)
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
