"""The inspector's lens: an area and a district, the three hardest questions and our answer."""

from collections.abc import Sequence

from inspection.draft_chapter import name_of
from inspection.hardness import Question
from inspection.pack_context import Context
from inspection.packs.tables import asked, pack, title
from inspection.paper import Block, Paper, Section
from inspection.questions import hardest, questions


def lens(context: Context) -> Paper:
    """Every area, for the county and for each place that any measure is known in."""
    draft = context.draft
    every = questions(context)
    sections = [title(context, "The inspector's lens", "whoever prepares for the interviews")]
    for area in draft.areas:
        sections.append(Section(f"area-{area.number}", name_of(area), 1, ()))
        for number, told in numbered(context, area.number):
            where = " or ".join([", ".join(told[:-1]), told[-1]] if told[1:] else told)
            sections.append(
                Section(
                    f"area-{area.number}-{number}",
                    f"Area {area.number}: {where or 'the whole county'}",
                    2,
                    blocks(context, area.number, where, every),
                )
            )
    return pack(draft, "inspectors-lens", "The inspector's lens", sections)


def numbered(context: Context, area: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The places that the lens shows on an area, with the number of each, from 0 for the county.

    Places of which nothing is known on the area would be asked the same, and are told as one,
    under the number of the first.
    """
    known = {one.place for one in context.places if one.area == area and one.number is not None}
    found = list(enumerate(("", *places_of(context))))
    apart: list[tuple[int, tuple[str, ...]]]
    apart = [(number, (place,)) for number, place in found if not place or place in known]
    unknown = [(number, place) for number, place in found if place and place not in known]
    if unknown:
        apart.append((unknown[0][0], tuple(place for _, place in unknown)))
    return tuple(sorted(apart))


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
