"""The six-weekly pack of the Improvement Board: what is asked of it comes first."""

from inspection.pack_context import Context
from inspection.packs.tables import (
    actions,
    all_actions,
    all_measures,
    asked,
    figures,
    judgements,
    measures,
    states,
    title,
)
from inspection.paper import Block, Bullets, OwnWords, Paper, Row, Section, Sentence, Table
from inspection.questions import questions


def board(context: Context) -> Paper:
    """Decisions, judgements, groups, critical overdue, measures off track, and what lies ahead."""
    draft = context.draft
    every = all_actions(draft)
    overdue = [one for one in every if one.overdue]
    critical = [one for one in overdue if one.critical]
    sections = (
        title(context, "Improvement Board pack", "the six-weekly Improvement Board"),
        Section(
            "decisions",
            "What the Board is asked to decide",
            1,
            (
                Bullets(
                    (
                        Sentence(
                            f"Who answers for {len(critical)} critical overdue actions of "
                            f"{len(overdue)} overdue in all, and by when.",
                            made_up=any(one.made_up for one in every),
                        ),
                        Sentence("Whether it agrees with the judgement of each area below."),
                    )
                ),
                OwnWords("decisions", "[Your words. Write here what else the Board must decide.]"),
            ),
        ),
        Section("judgements", "Where each area stands", 1, tuple(judgements(draft))),
        Section("groups", "The working groups", 1, (_groups(context),)),
        Section(
            "critical",
            "Critical and overdue",
            1,
            (actions(critical, "Critical overdue actions", "No critical action is overdue."),),
        ),
        Section(
            "off-track",
            "Measures that are not on track",
            1,
            (
                measures(
                    [one for one in all_measures(draft) if one.status == "not on track"],
                    "Measures not on track",
                    "No measure is known to be off track, which is not the same as on track.",
                ),
                _untold(context),
            ),
        ),
        Section(
            "questions",
            "The hardest questions today",
            1,
            (asked(questions(context)[:5], "The five hardest questions", "None is known."),),
        ),
        Section("ahead", "What lies ahead", 1, (_ahead(context),)),
        Section(
            "words",
            "From the Strategic Lead",
            1,
            (OwnWords("words", "[Your words. Write here what the Board should know besides.]"),),
        ),
    )
    return Paper(
        "board-pack",
        "Improvement Board pack",
        f"{draft.place}, edition {draft.edition}",
        draft.as_of,
        draft.classification,
        sections,
        figures(draft),
        states(draft),
    )


def _groups(context: Context) -> Block:
    every = all_actions(context.draft)
    rows = []
    for group in context.groups:
        own = [one for one in every if one.wg_no == group.number]
        rows.append(
            Row(
                (
                    f"{group.number}. {group.name}",
                    group.chairs[-1][0] if group.chairs else "not known",
                    str(len(own)),
                    str(sum(one.state.startswith("reported") for one in own)),
                    str(sum(bool(one.implemented) for one in own)),
                    str(sum(bool(one.embedded) for one in own)),
                    str(sum(one.overdue for one in own)),
                ),
                any(one.made_up for one in own),
            )
        )
    if not rows:
        return Sentence("No working group is recorded.")
    header = (
        "Working group",
        "Chair",
        "Actions",
        "Reported as worked on or started",
        "Implemented, with evidence",
        "Embedded, with evidence",
        "Overdue",
    )
    return Table("Actions of each working group", header, tuple(rows), (3, 3, 1.3, 1.8, 2, 2, 1.4))


def _untold(context: Context) -> Block:
    found = [one for one in all_measures(context.draft) if one.status == "cannot tell yet"]
    every = len(all_measures(context.draft))
    return Sentence(
        f"Of {every} measures {len(found)} cannot be told yet: "
        f"{', '.join(one.ref for one in found) or 'none'}.",
        made_up=any(one.made_up for one in found),
    )


def _ahead(context: Context) -> Block:
    rows = tuple(Row((one.what, one.on, one.owner or "not known")) for one in context.ahead)
    if not rows:
        return Sentence("Nothing is dated after this day.")
    return Table("Dates ahead", ("What", "When", "Owner"), rows, (6, 2, 3))
