"""Questions to leaders of each organisation, and the inspector's lens of areas and places."""

from inspection import packs, paper_html
from inspection.draft_assembly import assemble
from inspection.known import Known
from inspection.pack_assembly import context
from inspection.pack_context import Context
from inspection.paper import Table
from jsna.show.shown import Shown


def facts(known: Known) -> Context:
    """Return what questions are made from: gaps, contradictions, places, delays."""
    return context(known, assemble(known, drawn=False))


def to_leaders(told: Context) -> Shown:
    """Return each organisation's questions, the hardest first."""
    return _shown("questions", told)


def lens(told: Context) -> Shown:
    """Return the three hardest questions on each area, for the county and for each place."""
    return _shown("lens", told)


def _shown(name: str, told: Context) -> Shown:
    made = packs.paper(name, told)
    text = [
        " | ".join(row.exported)
        for _, block in made.blocks()
        if isinstance(block, Table)
        for row in block.rows
    ]
    html = paper_html.fragment(made, top=3)
    return Shown(f'<div class="register">{html}</div>', "\n".join(text))
