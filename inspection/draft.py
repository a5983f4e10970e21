"""The draft of the self-evaluation: what may be said of each area, and what it rests on.

A `Draft` holds what the other rooms found, in the words that the paper prints; `paper(draft)` lays
it out. A claim that somebody should not rely on is refused by name, or goes in marked as such when
asked. The judgement from real figures and documents alone always comes before the rehearsed one.
"""

from dataclasses import dataclass, field, replace

from inspection.paper import (
    REHEARSAL,
    Block,
    Bullets,
    Figure,
    Links,
    Number,
    OwnWords,
    Paper,
    Picture,
    Row,
    Section,
    Sentence,
    Table,
    date_in_words,
)
from jsna.errors import DataError

OFFICIAL = "OFFICIAL"

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


@dataclass(frozen=True)
class DraftFigure:
    """A figure as the draft prints it."""

    id: str
    title: str
    number: float | None
    printed: str
    unit: str
    period: str
    source: str
    place: str = ""
    made_up: bool = False
    provisional: bool = False


@dataclass(frozen=True)
class DraftClaim:
    """A sentence of the claim ledger as it reads today."""

    id: str
    area: int
    """0 in the executive summary."""
    section: str
    sentence: str
    """Without any mark."""
    rests_on: tuple[str, ...] = ()
    made_up: bool = False
    faults: tuple[str, ...] = ()
    """Kinds of fault: contradicted, stale, unsupported, rehearsal, unsigned."""
    reasons: tuple[str, ...] = ()
    """What is wrong and how to mend it, one for each fault."""
    state: str = "draft"
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True)
class DraftMeasure:
    """A KPI on one line."""

    ref: str
    indicator: str
    baseline: str
    target: str
    latest: str
    status: str
    period: str = ""
    made_up: bool = False
    note: str = ""
    owner: str = ""


@dataclass(frozen=True)
class DraftAction:
    """An action of the plan on one line; a state without evidence is `reported as worked on`."""

    ref: str
    summary: str
    lead: str
    due: str
    state: str
    overdue: bool = False
    delay_reason: str = ""
    changed_approach: str = ""
    wg_no: int = 0
    critical: bool = False
    """Others wait for it, or its date has long passed."""
    implemented: str = ""
    """Dates in words; empty where no evidence shows one."""
    embedded: str = ""
    overdue_days: int = 0
    uid: str = ""
    """Where two actions are printed under one number; the number itself otherwise."""
    made_up: bool = False
    """True for what the made-up county's action log says of it; the real state comes first."""


@dataclass(frozen=True)
class DraftEvidence:
    """A document, a piece of feedback, an audit."""

    id: str
    title: str
    kind: str
    """activity, output or impact."""
    effective: str
    owner: str
    strength: str = ""


@dataclass(frozen=True)
class DraftJudgement:
    """The rule's answer, why, and the strongest case against."""

    answer: str
    because: tuple[str, ...]
    against: tuple[str, ...]
    override: str = ""
    """A person's answer with role and reason; the rule's answer stays visible."""


@dataclass(frozen=True)
class DraftArea:
    """One of the nine areas of weakness."""

    number: int
    title: str
    finding: str
    """What inspectors found: the letter's wording where a private file gives it, else our words."""
    good: str
    judgement: DraftJudgement
    """From real figures and documents alone."""
    rehearsed: DraftJudgement | None = None
    """With the made-up county's figures, where there are any."""
    claims: tuple[DraftClaim, ...] = ()
    measures: tuple[DraftMeasure, ...] = ()
    actions: tuple[DraftAction, ...] = ()
    evidence: tuple[DraftEvidence, ...] = ()
    voice: tuple[Sentence, ...] = ()
    """What families say, and where that disagrees with the figures."""
    gaps: tuple[Sentence, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Draft:
    """Everything the self-evaluation says."""

    place: str
    edition: str
    as_of: str
    areas: tuple[DraftArea, ...]
    summary: tuple[DraftClaim, ...] = ()
    figures: tuple[DraftFigure, ...] = ()
    strengths: tuple[Sentence, ...] = ()
    weaknesses: tuple[Sentence, ...] = ()
    pictures: tuple[Picture, ...] = ()
    """For the executive summary."""
    terms: tuple[str, ...] = ()
    """Phrases whose number is a name and no figure, such as `20 weeks`."""
    wording: str = "our own words"
    """Whose words the findings are in: `our own words` or `the letter`."""
    classification: str = field(default=OFFICIAL)

    @property
    def claims(self) -> tuple[DraftClaim, ...]:
        """Every claim, the summary's first."""
        return (*self.summary, *(claim for area in self.areas for claim in area.claims))


def real_only(draft: Draft) -> Draft:
    """The draft without anything that a made-up figure touched: what may one day be signed."""
    areas = tuple(
        replace(
            area,
            rehearsed=None,
            claims=tuple(one for one in area.claims if not one.made_up),
            measures=tuple(one for one in area.measures if not one.made_up),
            voice=tuple(one for one in area.voice if not one.made_up),
            gaps=tuple(one for one in area.gaps if not one.made_up),
            actions=tuple(one for one in area.actions if not one.made_up),
            pictures=tuple(one for one in area.pictures if not one.made_up),
        )
        for area in draft.areas
    )
    return replace(
        draft,
        areas=areas,
        summary=tuple(one for one in draft.summary if not one.made_up),
        figures=tuple(one for one in draft.figures if not one.made_up),
        strengths=tuple(one for one in draft.strengths if not one.made_up),
        pictures=tuple(one for one in draft.pictures if not one.made_up),
        weaknesses=tuple(one for one in draft.weaknesses if not one.made_up),
    )


def refused(draft: Draft) -> tuple[DraftClaim, ...]:
    """The claims that somebody should not rely on as they stand."""
    return tuple(claim for claim in draft.claims if claim.faults)


def refuse(draft: Draft) -> None:
    """Refuse a draft that holds a faulty claim, naming each and its mend."""
    problems = [
        reason
        for claim in refused(draft)
        for reason in (claim.reasons or tuple(f"{claim.id}: {fault}" for fault in claim.faults))
    ]
    if problems:
        raise DataError(
            "The draft was not written, since these claims may not stand "
            "(mend or sign each, or ask for them marked with --marked):",
            problems,
        )


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


def claim_sentence(claim: DraftClaim) -> Sentence:
    """A claim as a sentence, its fault as a mark before it."""
    mark = ", ".join(fault.upper() for fault in claim.faults if fault != "rehearsal")
    return Sentence(claim.sentence, (claim.id, *claim.rests_on), claim.made_up, mark, claim.numbers)


def _chapter(area: DraftArea, wording: str) -> list[Section]:
    judged = area.judgement
    blocks: list[Block] = [
        Sentence(f"What inspectors found, in {wording}: {area.finding}"),
        Sentence(f"Judgement from real evidence alone: {_answer(judged)}."),
        *_reasons(judged, made_up=False),
    ]
    if area.rehearsed:
        blocks.append(
            Sentence(f"judgement with made-up figures: {_answer(area.rehearsed)}.", made_up=True)
        )
        blocks += _reasons(area.rehearsed, made_up=True)
    made = [Section(f"area-{area.number}", _name(area), 1, tuple(blocks))]
    for part in CHAPTER:
        made.append(_part(area, part))
    return made


def _reasons(judgement: DraftJudgement, made_up: bool) -> list[Block]:
    blocks: list[Block] = []
    for title, reasons in (("Why", judgement.because), ("Against", judgement.against)):
        if reasons:
            blocks.append(
                Bullets(tuple(Sentence(f"{title}: {one}", made_up=made_up) for one in reasons))
            )
    return blocks


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
    title = "What next, and which action answers it" if part == "what next" else part.capitalize()
    return Section(f"area-{area.number}-{slug}", f"{area.number}. {title}", 2, tuple(blocks))


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
        Row((f"{one.title} [{one.id}]", one.kind, one.effective, one.owner, one.strength))
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
