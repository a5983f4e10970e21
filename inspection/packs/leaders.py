"""Questions to senior leaders, one list for each organisation: the hardest, and what else waits."""

from collections import Counter
from collections.abc import Sequence

from inspection.changed import many
from inspection.hardness import Question
from inspection.pack_context import Context
from inspection.packs.tables import asked, pack, title
from inspection.paper import Bullets, OwnWords, Paper, Section, Sentence
from inspection.questions import by_organisation

MOST = 12
"""At most so many questions of an organisation are written out; the rest is named by its kind."""

_MORE = {
    "contradiction": "Contradictions",
    "case against": "The case against",
    "place": "Places that lag",
    "place unknown": "Places of which nothing is known",
    "no impact": "Areas without a sentence on impact",
    "not on track": "Measures off track",
    "critical action": "Critical overdue actions",
    "cannot tell": "Measures that cannot be told yet",
    "gap": "Missing links",
    "overdue action": "Overdue actions",
    "changed chair": "Chairs that changed",
    "missing document": "Documents that we lack",
}


def leaders(context: Context) -> Paper:
    """Each organisation's hardest questions with our answer, then what else may be asked."""
    draft = context.draft
    sections = [title(context, "Questions to senior leaders", "each organisation's leaders")]
    for number, (organisation, found) in enumerate(by_organisation(context).items(), start=1):
        slug = "".join(c if c.isalnum() else "-" for c in organisation.lower()).strip("-")
        table = asked(_first(found), f"Questions to {organisation}", "No question is known.")
        prompt = "[Your words. Write here how these should be answered.]"
        sections.append(
            Section(
                f"leaders-{number}",
                organisation,
                1,
                (table, *_more(found), OwnWords(slug, prompt)),
            )
        )
    return pack(draft, "questions-to-leaders", "Questions to senior leaders", sections)


def _first(found: Sequence[Question]) -> tuple[Question, ...]:
    """The hardest, each kind in turn, so that no kind crowds out the others."""
    by_kind: dict[str, list[Question]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    turn = {id(one): place for kind in by_kind.values() for place, one in enumerate(kind)}
    return tuple(sorted(found, key=lambda one: (turn[id(one)] > 1, -one.hardness)))[:MOST]


def _more(found: Sequence[Question]) -> tuple[Bullets, ...]:
    """What is not written out, one line a kind; the command prints every question."""
    written = set(_first(found))
    rest: dict[tuple[str, bool], list[str]] = {}
    for one in found:
        if one not in written:
            rest.setdefault((one.kind, one.made_up), []).extend(_refs(one))
    count = Counter((one.kind, one.made_up) for one in found if one not in written)
    told = []
    for (kind, made_up), refs in rest.items():
        named = f": {', '.join(dict.fromkeys(refs))}" if refs else ""
        more = many(count[kind, made_up], "question")
        told.append(Sentence(f"{_MORE[kind]}, {more} more{named}.", made_up=made_up))
    return (Bullets(tuple(told)),) if told else ()


def _refs(one: Question) -> tuple[str, ...]:
    """What a question is about, by its number in the plan, where it has one."""
    return tuple(ref for ref in one.why if any(c.isdigit() for c in ref) and " " not in ref)
