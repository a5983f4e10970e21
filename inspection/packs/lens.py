"""The inspector's lens: an area and a district, the three hardest questions and our answer."""

from collections.abc import Sequence

from inspection.draft_chapter import name_of
from inspection.pack_context import Context
from inspection.packs.tables import asked, figures, states, title
from inspection.paper import Block, Paper, Section
from inspection.questions import Question, hardest, questions


def lens(context: Context) -> Paper:
    """Every area, for the county and for each place that any measure is known in."""
    draft = context.draft
    places = places_of(context)
    every = questions(context)
    sections = [title(context, "The inspector's lens", "whoever prepares for the interviews")]
    for area in draft.areas:
        sections.append(Section(f"area-{area.number}", name_of(area), 1, ()))
        for number, place in enumerate(("", *places)):
            sections.append(
                Section(
                    f"area-{area.number}-{number}",
                    f"Area {area.number}: {place or 'the whole county'}",
                    2,
                    blocks(context, area.number, place, every),
                )
            )
    return Paper(
        "inspectors-lens",
        "The inspector's lens",
        f"{draft.place}, edition {draft.edition}",
        draft.as_of,
        draft.classification,
        tuple(sections),
        figures(draft),
        states(draft),
        draft.terms,
    )


def places_of(context: Context) -> tuple[str, ...]:
    """Every district, and every other place that a measure is known in, in the lens's order."""
    return tuple(dict.fromkeys([*context.districts, *(one.place for one in context.places)]))


def blocks(
    context: Context, area: int, place: str = "", among: Sequence[Question] | None = None
) -> tuple[Block, ...]:
    """The three hardest questions on one area and place, for a page or a pack."""
    found = hardest(context, area, place, among=among)
    where = place or "the whole county"
    return (asked(found, f"Area {area}, {where}: the hardest questions", "No question is known."),)
