"""The skeleton of an accelerated progress plan, for each area that is not sufficient."""

from inspection.draft import DraftArea
from inspection.draft_chapter import name_of
from inspection.pack_context import Context
from inspection.packs.tables import first, pack, title
from inspection.paper import Block, OwnWords, Paper, Row, Section, Sentence, Table

REVIEWS = ("6 months", "12 months", "18 months")
"""When DfE and NHS England review such a plan."""


def accelerated_plan(context: Context) -> Paper:
    """One chapter for each area whose judgement from real evidence is not sufficient progress."""
    draft = context.draft
    wanting = [area for area in draft.areas if area.judgement.answer != "sufficient progress"]
    opening = (
        f"{len(wanting)} of {len(draft.areas)} areas are not shown to have made sufficient "
        "progress. Where we cannot tell yet, the first step is to find out."
    )
    sections = (
        title(context, "Accelerated progress plan: skeleton", "the Board, should it be needed"),
        Section("opening", "What this answers", 1, (Sentence(opening),)),
        *(_area(area) for area in wanting),
    )
    return pack(draft, "accelerated-plan", "Accelerated progress plan: skeleton", sections)


def _area(area: DraftArea) -> Section:
    real = [one for one in area.actions if not one.made_up]
    open_actions = [one for one in real if not one.embedded]
    blocks: list[Block] = [
        Sentence(f"Judgement from real evidence alone: {area.judgement.answer}."),
        Sentence(f"Why: {first(area.judgement.because)}"),
        Sentence(f"Strongest case against: {first(area.judgement.against)}"),
        Sentence(
            f"Of {len(real)} actions {len(open_actions)} are not shown to be embedded: "
            f"{', '.join(one.ref for one in open_actions) or 'none'}."
        ),
        _milestones(area),
        OwnWords(
            f"area-{area.number}",
            "[Your words. Write here what will be done differently, by whom and by when.]",
        ),
    ]
    return Section(f"area-{area.number}", name_of(area), 1, tuple(blocks))


def _milestones(area: DraftArea) -> Block:
    rows = tuple(
        Row(
            (
                f"{one.ref} {one.indicator}",
                f"{one.latest}, {one.status}",
                one.target or "to be set",
                one.owner or "to be named",
            ),
            one.made_up,
        )
        for one in area.measures
        if one.status != "met"
    )
    if not rows:
        return Sentence(
            "No measure is recorded that could show progress: set one before the review at "
            f"{REVIEWS[0]}."
        )
    header = ("Measure", "Today", f"Aim by the reviews at {', '.join(REVIEWS)}", "Owner")
    return Table(f"Area {area.number}: what the reviews will look at", header, rows, (4, 3, 3, 3))
