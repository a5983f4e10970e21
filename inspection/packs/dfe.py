"""The six-monthly report to DfE and NHS England: progress, delay, impact, consistency, advice."""

from inspection.draft import DraftArea, claim_sentence
from inspection.draft_chapter import name_of
from inspection.pack_context import Advice, Context, PlaceValue
from inspection.packs.tables import actions, all_actions, judgements, measures, pack, title
from inspection.paper import Block, OwnWords, Paper, Row, Section, Sentence, Table

MOST = 30
"""At most so many delayed actions are listed; all stand in the plan register."""


def dfe(context: Context) -> Paper:
    """What the departments ask in every review, in their order."""
    draft = context.draft
    real = [one for one in all_actions(draft) if one.overdue or one.delay_reason]
    rehearsed = [one for one in all_actions(draft, made_up=True) if one.delay_reason]
    delayed = sorted(real, key=lambda one: (not one.delay_reason, -one.overdue_days, one.ref))
    sections = [
        title(context, "Report to DfE and NHS England", "the six-monthly review"),
        Section("progress", "Progress", 1, tuple(judgements(draft))),
        Section(
            "delays",
            "Delays, and why",
            1,
            (
                Sentence(
                    f"{len(delayed)} of {len(all_actions(draft))} actions are past their date "
                    "without anything that says they are in place, and a reason is recorded for "
                    f"{_actions(sum(bool(one.delay_reason) for one in delayed))}; "
                    f"{min(MOST, len(delayed))} follow, those with a reason first, then those that "
                    "are overdue for longest."
                ),
                actions(delayed[:MOST], "Delayed actions", "No action is known to be delayed."),
                *(
                    [actions(rehearsed[:MOST], "Delayed actions, rehearsed", "")]
                    if rehearsed
                    else []
                ),
                OwnWords("delays", "[Your words. Write here what caused the delays.]"),
            ),
        ),
        Section("changed-approach", "Changed approach", 1, _changed_approach(context)),
        Section(
            "impact",
            "Impact on children and families",
            1,
            (Sentence("Activity is not counted here: only sentences about impact that stand."),),
        ),
        *(_impact(area) for area in draft.areas),
        Section("consistency", "Consistency across the county", 1, _consistency(context)),
        Section("advice", "The last letter's advice, answered", 1, _advice(context)),
    ]
    return pack(draft, "dfe-nhse-report", "Report to DfE and NHS England", sections)


def _changed_approach(context: Context) -> tuple[Block, ...]:
    every = (*all_actions(context.draft), *all_actions(context.draft, made_up=True))
    changed = [one for one in every if one.changed_approach]
    prompt = "[Your words. Write here what was done differently, and why.]"
    ours: list[Block] = []
    if all(one.made_up for one in changed):
        ours.append(Sentence("No changed approach is recorded against any action."))
    if changed:
        table = Table(
            "Actions whose approach changed",
            ("Action", "Changed approach", "State"),
            tuple(
                Row((f"{one.ref} {one.summary}", one.changed_approach, one.state), one.made_up)
                for one in changed
            ),
            (4, 5, 2),
        )
        ours.append(table)
    return (*ours, OwnWords("changed-approach", prompt))


def _impact(area: DraftArea) -> Section:
    blocks: list[Block] = [
        claim_sentence(claim) for claim in area.claims if claim.section == "impact"
    ]
    if not blocks:
        blocks.append(Sentence("No sentence about impact rests on evidence yet."))
    blocks += area.voice
    blocks.append(
        measures(
            [one for one in area.measures if one.shows == "impact"],
            f"Area {area.number}: measures of impact",
            "No measure of the plan shows what changed for families here.",
        )
    )
    prompt = "[Your words. Write here what is different for families.]"
    blocks.append(OwnWords(f"impact-{area.number}", prompt))
    return Section(f"impact-{area.number}", name_of(area), 2, tuple(blocks))


def _consistency(context: Context) -> tuple[Block, ...]:
    blocks: list[Block] = []
    measures_held: dict[str, list[PlaceValue]] = {}
    for value in context.places:
        held = measures_held.setdefault(value.measure, [])
        if value.place not in {one.place for one in held}:  # one measure may serve two areas
            held.append(value)
    for values in measures_held.values():
        blocks.append(
            Table(
                f"Area {values[0].area}: {values[0].title}, by place",
                ("Place", "Value"),
                tuple(Row((one.place, one.printed), one.made_up) for one in values),
                (3, 2),
            )
        )
    if all(value.made_up for value in context.places):
        blocks.insert(
            0,
            Sentence(
                "No measure is known by place: whether services are consistent cannot be told."
            ),
        )
    prompt = "[Your words. Write here what makes places differ.]"
    return (*blocks, OwnWords("consistency", prompt))


def _advice(context: Context) -> tuple[Block, ...]:
    prompt = "[Your words. Write here what you would add to the answers.]"
    if not context.advice:
        return (
            Sentence("No advice of an earlier letter is recorded."),
            OwnWords("advice", prompt),
        )
    rows = tuple(
        Row(
            (
                f"{one.id} {one.advice}",
                one.letter,
                one.answer or _unanswered(one),
                one.owner or "nobody is named",
                ", ".join(one.evidence) or "none",
            )
        )
        for one in context.advice
    )
    header = ("Advice", "Letter", "Answer", "Owner", "Evidence")
    return (
        Table("Advice and our answer", header, rows, (3.6, 1.8, 4.4, 2, 1.8)),
        OwnWords("advice", prompt),
    )


def _unanswered(advice: Advice) -> str:
    """What is said where no answer is recorded: which action it is to come from."""
    if not advice.actions:
        return "No answer is recorded, and no action of the plan is named for it."
    plural = "actions" if len(advice.actions) > 1 else "action"
    return f"No answer is recorded. It is to come from {plural} {', '.join(advice.actions)}."


def _actions(number: int) -> str:
    """Return a number of actions in words that the gate knows for a count of the plan's lines."""
    return "no action" if number == 0 else f"{number} action{'s' if number > 1 else ''}"
