"""The questions that senior leaders should expect: all, each organisation's, the hardest.

`inspection.question_sources` says where they come from, `inspection.hardness` how hard they are.
"""

from collections.abc import Sequence
from dataclasses import replace

from inspection.hardness import Question
from inspection.pack_context import PARTNERSHIP, Context
from inspection.question_sources import asked_of


def questions(context: Context) -> tuple[Question, ...]:
    """Every question, the hardest first, the real before the rehearsed; none is asked twice."""
    found = dict.fromkeys(asked_of(context))
    return tuple(
        sorted(
            found,
            key=lambda one: (-one.hardness, one.made_up, one.area, one.kind, one.text, one.place),
        )
    )


def parted(found: Sequence[Question]) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """Return the questions on what is real, with the real answer alone, and the rehearsed ones."""
    real = tuple(replace(one, rehearsed="") for one in found if not one.made_up)
    return real, tuple(one for one in found if one.made_up)


def by_organisation(context: Context) -> dict[str, tuple[Question, ...]]:
    """The questions for each organisation, in the order of the names; the partnership's last."""
    found: dict[str, list[Question]] = {}
    for question in questions(context):
        found.setdefault(question.organisation, []).append(question)
    names = sorted(found, key=lambda name: (name == PARTNERSHIP, name))
    return {name: tuple(found[name]) for name in names}


def hardest(
    context: Context,
    area: int,
    place: str = "",
    count: int = 3,
    among: Sequence[Question] | None = None,
) -> tuple[Question, ...]:
    """The inspector's lens: the hardest questions on an area and a place, of different kinds.

    `among` are all `questions(context)`, for who asks often and made them already.

    A question about that very place comes before the others; where nothing is known of it, that
    is the question. Of one kind the hardest is taken, and a second only when there are not kinds
    enough.
    """
    every = questions(context) if among is None else among
    of_area = [one for one in every if one.area == area]
    known = {(one.area, one.place) for one in context.places if one.number is not None}
    if place and (area, place) not in known:
        of_area.append(_unknown(area, place))
    fitting = [one for one in of_area if one.place in ("", place)]
    ranked = sorted(fitting, key=lambda one: (not (place and one.place == place), -one.hardness))
    chosen: list[Question] = []
    for again in (False, True):
        for question in ranked:
            new = question not in chosen and len(chosen) < count
            if new and (again or question.kind not in {one.kind for one in chosen}):
                chosen.append(question)
    return tuple(chosen)


def _unknown(area: int, place: str) -> Question:
    return Question(
        f"How do children and families in {place} fare on area {area}, against the rest of the "
        "county?",
        "place unknown",
        PARTNERSHIP,
        area,
        ("no figure by place",),
        f"We cannot tell: no measure of this area is known for {place}.",
        place=place,
    )
