"""Questions to senior leaders, one list for each organisation."""

from inspection.pack_context import Context
from inspection.packs.tables import asked, figures, states, title
from inspection.paper import OwnWords, Paper, Section
from inspection.questions import by_organisation


def leaders(context: Context) -> Paper:
    """Each organisation's questions, the hardest first."""
    draft = context.draft
    sections = [title(context, "Questions to senior leaders", "each organisation's leaders")]
    for number, (organisation, found) in enumerate(by_organisation(context).items(), start=1):
        slug = "".join(c if c.isalnum() else "-" for c in organisation.lower()).strip("-")
        table = asked(found, f"Questions to {organisation}", "No question is known.")
        prompt = "[Your words. Write here how these should be answered.]"
        sections.append(
            Section(f"leaders-{number}", organisation, 1, (table, OwnWords(slug, prompt)))
        )
    return Paper(
        "questions-to-leaders",
        "Questions to senior leaders",
        f"{draft.place}, edition {draft.edition}",
        draft.as_of,
        draft.classification,
        tuple(sections),
        figures(draft),
        states(draft),
        draft.terms,
    )
