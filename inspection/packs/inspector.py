"""The inspector's pack: for each area from finding to impact, and the case against beside it."""

from inspection.draft import DraftArea, claim_sentence
from inspection.draft_chapter import name_of
from inspection.pack_context import Context
from inspection.packs.tables import asked, figures, judgements, measures, states, title
from inspection.paper import Block, Bullets, OwnWords, Paper, Row, Section, Sentence, Table
from inspection.questions import hardest


def inspector(context: Context) -> Paper:
    """One chapter an area, the request list, and where each document is."""
    draft = context.draft
    sections = (
        title(context, "Inspectors' pack", "the inspection team on arrival"),
        Section("judgements", "The nine areas at a glance", 1, tuple(judgements(draft))),
        *(_area(context, area) for area in draft.areas),
        Section("requests", "Documents and data asked for", 1, (_requests(context),)),
    )
    return Paper(
        "inspector-pack",
        "Inspectors' pack",
        f"{draft.place}, edition {draft.edition}",
        draft.as_of,
        draft.classification,
        sections,
        figures(draft),
        states(draft),
        draft.terms,
    )


def _area(context: Context, area: DraftArea) -> Section:
    real = [one for one in area.actions if not one.made_up]
    done = sum(bool(one.implemented) for one in real)
    reported = sum(one.state.startswith("reported") for one in real)
    blocks: list[Block] = [
        Sentence(f"What was found, in {context.draft.wording}: {area.finding}"),
        Sentence(
            f"What was promised: {len(real)} actions and "
            f"{len({one.ref for one in area.measures})} measures."
        ),
        Sentence(
            f"What was done: {done} of {len(real)} actions have evidence that they are in "
            f"place; {reported} more are only reported as worked on or started."
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
    blocks.append(
        asked(
            hardest(context, area.number),
            f"Area {area.number}: the three hardest questions",
            "No question is known, which is itself a question.",
        )
    )
    prompt = "[Your words. Write here what an inspector should see first.]"
    blocks.append(OwnWords(f"area-{area.number}", prompt))
    return Section(f"area-{area.number}", name_of(area), 1, tuple(blocks))


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
