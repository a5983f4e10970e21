"""The inspector's pack: for each area from finding to impact, and the case against beside it.

What is real comes first and whole; what a made-up figure touched stands in an annex at the end,
which is not for an inspector's eyes: leave it out of what is handed over.
"""

from inspection.changed import many
from inspection.draft import DraftArea, claim_sentence
from inspection.draft_chapter import found, name_of
from inspection.pack_context import Context
from inspection.packs.tables import asked, judgements, measures, pack, title
from inspection.paper import Block, Bullets, OwnWords, Paper, Row, Section, Sentence, Table
from inspection.questions import hardest, parted, questions


def inspector(context: Context) -> Paper:
    """One chapter an area, the request list, and where each document is."""
    draft = context.draft
    sections = (
        title(context, "Inspectors' pack", "the inspection team on arrival"),
        Section("judgements", "The nine areas at a glance", 1, tuple(judgements(draft))),
        *(_area(context, area) for area in draft.areas),
        Section("requests", "Documents and data asked for", 1, (_requests(context),)),
    )
    return pack(draft, "inspector-pack", "Inspectors' pack", sections)


def _area(context: Context, area: DraftArea) -> Section:
    real = [one for one in area.actions if not one.made_up]
    done = sum(bool(one.implemented) for one in real)
    reported = sum(one.state.startswith("reported") for one in real)
    blocks: list[Block] = [
        Sentence(found(area, context.draft.wording)),
        Sentence(
            f"What was promised: {many(len(real), 'action')} and "
            f"{many(len({one.ref for one in area.measures}), 'measure')}."
        ),
        Sentence(
            f"What was done: {done} of {len(real)} actions have evidence that they are in "
            f"place; {reported} more {'is' if reported == 1 else 'are'} only reported as worked on "
            "or started."
        ),
    ]
    impact = [claim for claim in area.claims if claim.section == "impact"]
    if impact:
        blocks.append(Bullets(tuple(claim_sentence(claim) for claim in impact)))
    else:
        blocks.append(Sentence("What changed for families: nothing that rests on evidence yet."))
    blocks.append(Sentence(f"Our judgement from real evidence alone: {area.judgement.answer}."))
    blocks += [Sentence(f"Against: {one}") for one in area.judgement.against]
    blocks.append(
        measures(area.measures, f"Area {area.number}: measures", "No measure is recorded.")
    )
    blocks.append(_evidence(area))
    blocks += _hardest(context, area.number)
    prompt = "[Your words. Write here what an inspector should see first.]"
    blocks.append(OwnWords(f"area-{area.number}", prompt))
    return Section(f"area-{area.number}", name_of(area), 1, tuple(blocks))


def _hardest(context: Context, area: int) -> list[Block]:
    """The three hardest questions on what is real; then three that only the rehearsal asks."""
    real, made_up = parted(questions(context))
    rehearsed = hardest(context, area, among=made_up)
    caption = f"Area {area}: the three hardest questions"
    none = "No question is known, which is itself a question."
    blocks = [asked(hardest(context, area, among=real), caption, none)]
    return [*blocks, asked(rehearsed, caption, none)] if rehearsed else blocks


def _evidence(area: DraftArea) -> Block:
    rows = tuple(
        Row((f"{one.id} {one.title}", one.kind, one.effective, one.owner), one.made_up)
        for one in area.evidence
    )
    if not rows:
        return Sentence("No document is filed for this area.")
    header = ("Evidence", "Shows", "Dated", "Owner")
    return Table(f"Area {area.number}: evidence", header, rows, (5, 2, 2, 3))


def _requests(context: Context) -> Block:
    rows = tuple(
        Row((one.item, one.state, one.owner, one.age or "not known")) for one in context.requests
    )
    if not rows:
        return Sentence("The request list has not been filled in.")
    return Table("The request list", ("Item", "State", "Owner", "Age"), rows, (5, 1.5, 3, 2))
