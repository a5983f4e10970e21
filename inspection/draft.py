"""The draft of the self-evaluation: what may be said of each area, and what it rests on.

A `Draft` holds what the other rooms found, in the words that the paper prints; `draft_paper.paper`
lays it out. A claim that somebody should not rely on is refused by name, or goes in marked as
such when asked.
"""

from dataclasses import dataclass, field, replace

from inspection.paper import Number, Picture, Sentence
from jsna.errors import DataError

OFFICIAL = "OFFICIAL"


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
    value: Number | None = None
    """The number as printed and the catalogue's entry that it is a cell of."""


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
    shows: str = "impact"
    """activity, output or impact: only the last tells of families."""
    value: Number | None = None
    """The latest value as printed and the catalogue's entry that it is a cell of."""


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
    made_up: bool = False


@dataclass(frozen=True)
class DraftReply:
    """One of the rule's five questions with its reply, and why."""

    question: str
    reply: str
    because: str
    made_up: bool = False


@dataclass(frozen=True)
class DraftJudgement:
    """The rule's answer, why, and the strongest case against."""

    answer: str
    because: tuple[str, ...]
    against: tuple[str, ...]
    override: str = ""
    """A person's answer with role and reason; the rule's answer stays visible."""
    replies: tuple[DraftReply, ...] = ()
    """The five questions in order."""


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
            evidence=tuple(one for one in area.evidence if not one.made_up),
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


def claim_sentence(claim: DraftClaim) -> Sentence:
    """A claim as a sentence, its fault as a mark before it."""
    mark = ", ".join(fault.upper() for fault in claim.faults if fault != "rehearsal")
    return Sentence(claim.sentence, (claim.id, *claim.rests_on), claim.made_up, mark, claim.numbers)
