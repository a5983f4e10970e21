"""The six-weekly pack of the Improvement Board: what is asked of it comes first."""

from collections.abc import Sequence

from inspection.draft import DraftAction
from inspection.hardness import Question
from inspection.pack_context import Context
from inspection.packs.tables import (
    actions,
    all_actions,
    all_measures,
    asked,
    judgements,
    measures,
    pack,
    title,
)
from inspection.paper import Block, Bullets, OwnWords, Paper, Row, Section, Sentence, Table
from inspection.questions import parted, questions

MOST = 15
"""At most so many overdue actions are listed; the rest is counted."""


def board(context: Context) -> Paper:
    """Decisions, judgements, groups, critical overdue, measures off track, and what lies ahead."""
    draft = context.draft
    every = all_actions(draft)
    overdue = [one for one in every if one.overdue]
    critical = sorted(
        (one for one in overdue if one.critical), key=lambda one: (-one.overdue_days, one.ref)
    )
    sections = (
        title(context, "Improvement Board pack", "the six-weekly Improvement Board"),
        Section(
            "decisions",
            "What the Board is asked to decide",
            1,
            (
                Bullets(
                    (
                        *_overdue(every, overdue, critical),
                        Sentence("Whether it agrees with the judgement of each area below."),
                    )
                ),
                OwnWords("decisions", "[Your words. Write here what else the Board must decide.]"),
            ),
        ),
        Section("judgements", "Where each area stands", 1, tuple(judgements(draft))),
        Section("groups", "The working groups", 1, _groups(context)),
        Section(
            "critical",
            "Critical and overdue",
            1,
            (
                Sentence(
                    "An action is overdue when its date is past and nothing with a date says that "
                    f"it is in place; the {min(MOST, len(critical))} that are overdue for longest "
                    f"of {len(critical)} critical ones follow."
                ),
                actions(
                    critical[:MOST], "Critical overdue actions", "No critical action is overdue."
                ),
                *_rehearsed(context),
            ),
        ),
        Section(
            "off-track",
            "Measures that are not on track",
            1,
            (
                *_off_track(context),
                _untold(context),
            ),
        ),
        Section(
            "questions",
            "The hardest questions today",
            1,
            _questions(context),
        ),
        Section("ahead", "What lies ahead", 1, (_ahead(context),)),
        Section(
            "words",
            "From the Strategic Lead",
            1,
            (OwnWords("words", "[Your words. Write here what the Board should know besides.]"),),
        ),
    )
    return pack(draft, "board-pack", "Improvement Board pack", sections)


def _overdue(
    every: Sequence[DraftAction], overdue: Sequence[DraftAction], critical: Sequence[DraftAction]
) -> tuple[Sentence, ...]:
    """What is asked about delay; where no log is filed, the log comes first."""
    ask = Sentence(
        f"Who answers for {len(critical)} critical overdue actions of {len(overdue)} overdue in "
        "all, and by when."
    )
    if any(one.implemented or one.embedded for one in every):
        return (ask,)
    log = (
        "Who files the action log. No paper gives the day on which any action was put in place, so "
        "every action past its date counts as overdue."
    )
    return (Sentence(log), ask)


def _questions(context: Context) -> tuple[Block, ...]:
    """The five hardest questions on what is real, then the five that only a rehearsal asks."""
    caption = "The five hardest questions"
    real, made_up = parted(questions(context))
    told = asked(_hardest(real), caption, "None is known.")
    return (told, asked(_hardest(made_up), caption, "")) if made_up else (told,)


def _hardest(found: Sequence[Question]) -> tuple[Question, ...]:
    """The five hardest questions about different things: one of a kind for each area."""
    different = {(one.kind, one.area): one for one in reversed(found)}
    return tuple(sorted(different.values(), key=lambda one: (-one.hardness, one.area)))[:5]


def _rehearsed(context: Context) -> tuple[Block, ...]:
    found = [one for one in all_actions(context.draft, made_up=True) if one.overdue]
    if not found:
        return ()
    found.sort(key=lambda one: (-one.overdue_days, one.ref))
    caption = "Overdue actions, rehearsed with a made-up action log"
    return (actions(found[:MOST], caption, ""),)


def _groups(context: Context) -> tuple[Block, ...]:
    if not context.groups:
        return (Sentence("No working group is recorded."),)
    real = all_actions(context.draft)
    made_up = all_actions(context.draft, made_up=True)
    blocks = [_group_table(context, real, "Actions of each working group, from papers alone")]
    if made_up:
        caption = "Actions of each working group, rehearsed with a made-up action log"
        blocks.append(_group_table(context, made_up, caption))
    return tuple(blocks)


def _group_table(context: Context, every: Sequence[DraftAction], caption: str) -> Block:
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
    header = (
        "Working group",
        "Chair",
        "Actions",
        "Reported as worked on or started",
        "Implemented, by the log",
        "Embedded, by the log",
        "Overdue",
    )
    return Table(caption, header, tuple(rows), (2.5, 2.5, 1.5, 2.1, 2.4, 2.1, 1.7))


def _off_track(context: Context) -> tuple[Block, ...]:
    """Measures off track from published figures, then those that only a rehearsal knows."""
    found = [one for one in all_measures(context.draft) if one.status == "not on track"]
    rehearsed = [one for one in found if one.made_up]
    told = measures(
        [one for one in found if not one.made_up],
        "Measures not on track",
        "No measure is known to be off track, which is not the same as on track.",
    )
    return (told, measures(rehearsed, "Measures not on track", "")) if rehearsed else (told,)


def _untold(context: Context) -> Block:
    every = [one for one in all_measures(context.draft) if not one.made_up]
    found = [one.ref for one in every if one.status == "cannot tell yet"]
    return Sentence(
        f"From published figures and papers alone {len(found)} of {len(every)} measures cannot be "
        f"told yet: {', '.join(found) or 'none'}."
    )


def _ahead(context: Context) -> Block:
    rows = tuple(Row((one.what, one.on, one.owner or "not known")) for one in context.ahead)
    if not rows:
        return Sentence("Nothing is dated after this day.")
    return Table("Dates ahead", ("What", "When", "Owner"), rows, (6, 2, 3))
