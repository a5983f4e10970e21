"""Questions to leaders of each organisation, and the inspector's lens of areas and places."""

from collections.abc import Sequence

from inspection import packs, paper_html
from inspection.draft_assembly import assemble
from inspection.known import Known
from inspection.pack_assembly import context
from inspection.pack_context import Context
from inspection.packs.lens import numbered, places_of
from inspection.paper import Paper, Table
from jsna.show.markup import words
from jsna.show.shown import Shown


def facts(known: Known) -> Context:
    """Return what questions are made from: gaps, contradictions, places, delays."""
    return context(known, assemble(known, drawn=False))


def to_leaders(told: Context) -> Shown:
    """Return each organisation's questions, the hardest first."""
    return _shown("questions", told)


def lens(told: Context) -> Shown:
    """Return the three hardest questions on each area and place, and a table to choose them by.

    The table holds links alone, so that it works without a network and without a script.
    """
    made = packs.paper("lens", told)
    places = ("The whole county", *places_of(told))
    head = "".join(f'<th scope="col">{words(one)}</th>' for one in ("Area", *places))
    rows = "".join(_choices(told, area.number, area.title, places) for area in told.draft.areas)
    title = "Choose an area and a place"
    choose = (
        '<div class="scroll" role="region" tabindex="0" '
        f'aria-label="Table: {title}"><table><caption>{title}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    found = _of_paper(made)
    return Shown(f'<div class="register">{choose}</div>{found.html}', f"{title}\n{found.text}")


def _choices(told: Context, number: int, title: str, places: Sequence[str]) -> str:
    stands = {name: at for at, names in numbered(told, number) for name in names}
    cells = "".join(
        f'<td><a href="#area-{number}-{stands[name] if place else 0}">3 questions'
        f'<span class="hidden"> on area {number}, {words(name)}</span></a></td>'
        for place, name in enumerate(places)
    )
    return f'<tr><th scope="row">Area {number}: {words(title)}</th>{cells}</tr>'


def _shown(name: str, told: Context) -> Shown:
    return _of_paper(packs.paper(name, told))


def _of_paper(made: Paper) -> Shown:
    text = [
        " | ".join(row.exported)
        for _, block in made.blocks()
        if isinstance(block, Table)
        for row in block.rows
    ]
    html = paper_html.fragment(made, top=3)
    return Shown(f'<div class="register">{html}</div>', "\n".join(text))
