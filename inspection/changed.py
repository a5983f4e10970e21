"""What changed since the last version of a paper, in three sentences, and the list behind them."""

from dataclasses import dataclass

from inspection.paper import Bullets, Paper, Section, Sentence, date_in_words
from inspection.stale import Checked
from inspection.word_ledger import Ledger
from inspection.word_read import Returned

CHECK = "check"
"""Id of the section that lists what the writer should look at."""


@dataclass(frozen=True)
class Moved:
    """A figure that is not printed as it was."""

    id: str
    title: str
    was: str
    now: str
    share: float
    """The size of the change as a share of what it was; endless where it was not a number."""
    made_up: bool


@dataclass(frozen=True)
class Changes:
    """All that a refresh has to tell its reader."""

    before: Ledger | None
    moved: tuple[Moved, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]
    states: tuple[tuple[str, str, str], ...]
    """Name, state before, state now."""
    checked: Checked
    returned: Returned | None


def changes(
    paper: Paper, before: Ledger | None, checked: Checked, returned: Returned | None
) -> Changes:
    """Compare a paper with the record of its last version."""
    if before is None:
        return Changes(None, (), (), (), (), checked, returned)
    last = {figure.id: figure.numbers[-1] for figure in before.figures if figure.numbers}
    moved = []
    for figure in paper.figures:
        was = before.printed.get(figure.id)
        if was is None or was == figure.printed:
            continue
        old = last.get(figure.id)
        share = float("inf")
        if old is not None and figure.number is not None and old != 0:
            share = abs(figure.number - old) / abs(old)
        moved.append(Moved(figure.id, figure.title, was, figure.printed, share, figure.made_up))
    today = {figure.id for figure in paper.figures}
    states = tuple(
        (name, before.states[name], state)
        for name, state in paper.states
        if before.states.get(name, state) != state
    )
    return Changes(
        before,
        tuple(sorted(moved, key=lambda one: (-one.share, one.id))),
        tuple(sorted(today - set(before.printed))),
        tuple(sorted(set(before.printed) - today)),
        states,
        checked,
        returned,
    )


def three_sentences(paper: Paper, found: Changes) -> tuple[Sentence, Sentence, Sentence]:
    """What changed, for somebody who has half a minute."""
    before = found.before
    if before is None:
        made_up = sum(figure.made_up for figure in paper.figures)
        return (
            Sentence("This is the first version: there is no earlier draft to compare it with."),
            Sentence(
                f"It rests on {many(len(paper.figures), 'figure')}, {made_up or 'none'} of them "
                f"made up, and uses nothing published after {date_in_words(paper.as_of)}."
            ),
            Sentence(
                f"It has {many(len(paper.own_words), 'place')} for your own words, which no "
                "refresh will change."
            ),
        )
    since = f"Since version {before.version}, as of {date_in_words(before.as_of)},"
    first = f"{since} {many(len(found.moved), 'figure')} of {len(paper.figures)} changed"
    made_up_named = False
    if found.moved:
        top = found.moved[0]
        made_up_named = top.made_up
        first += f"; the largest change is in {top.title}, from {top.was} to {top.now} [{top.id}]"
    if found.came or found.went:
        first += f"; {len(found.came) or 'none'} new and {len(found.went) or 'none'} gone"
    states = many(len(found.states), "state").replace("no ", "No ")
    second = f"{states} of a judgement, claim or measure changed"
    if found.states:
        named = [f"{name} from “{was}” to “{now}”" for name, was, now in found.states[:3]]
        more = len(found.states) - len(named)
        second += f": {'; '.join(named)}{f'; and {more} more' if more else ''}"
    stale = len(found.checked.stale)
    edited = len(found.returned.edited) if found.returned else 0
    displaced = len(found.returned.outside) if found.returned else 0
    holds = (
        f"{many(stale, 'number')} no longer {'holds' if stale == 1 else 'hold'}"
        if stale
        else "every number that is a figure's still holds"
    )
    locked = f"{many(edited, 'line')} had been edited" if edited else "nothing was edited"
    places = (
        f"{many(displaced, 'passage')} could not be kept in place"
        if displaced
        else "every passage is in its place"
    )
    third = (
        f"In your own words {holds}, {locked} where the paper is locked, and {places}: "
        "“What to check” lists it all"
    )
    rehearsal = made_up_named or any("REHEARSAL" in name for name, _, _ in found.states[:3])
    return (
        Sentence(f"{first}.", made_up=made_up_named),
        Sentence(f"{second[0].upper()}{second[1:]}.", made_up=rehearsal and not made_up_named),
        Sentence(f"{third}."),
    )


def check_section(found: Changes) -> Section:
    """The section that lists, at the end of the paper, what its writer should look at."""
    blocks: list[Sentence | Bullets] = []
    for title, lines in check_lists(found):
        blocks.append(Sentence(f"{title}:" if lines else f"{title}: none."))
        if lines:
            blocks.append(Bullets(tuple(lines)))
    return Section(CHECK, "What to check", 1, tuple(blocks))


def check_lists(found: Changes) -> list[tuple[str, list[Sentence]]]:
    """Each list by its title; an empty one is said to be empty, never left out."""
    checked, returned = found.checked, found.returned
    edited = returned.edited if returned else ()
    outside = returned.outside if returned else ()
    comments = returned.comments if returned else ()
    missing = returned.missing if returned else ()
    return [
        (
            "Numbers in your words that no longer hold",
            [Sentence(f"{one.place}: {one.line}", made_up=one.made_up) for one in checked.stale],
        ),
        (
            "Your sentences that rest on made-up figures and cannot be signed off",
            [
                Sentence(f"{place}: “{sentence}”", made_up=True)
                for place, sentence in checked.rehearsal
            ],
        ),
        (
            "Numbers in your words that are no figure of this paper",
            [
                Sentence(f"{one.place}: '{one.written}' in “{one.sentence}”")
                for one in checked.unfounded
            ],
        ),
        (
            "Edits where the paper is locked, which were not carried over",
            [Sentence(one.line) for one in edited],
        ),
        (
            "Passages that could not be kept in place (their words are kept at the end)",
            [Sentence(f"after “{one.after}”: “{one.text}”") for one in outside],
        ),
        (
            "Comments on locked lines, lifted out",
            [Sentence(f"under “{heading}”: “{text}”") for heading, text in comments],
        ),
        ("Controls that did not come back", [Sentence(tag) for tag in missing]),
    ]


def as_markdown(paper: Paper, found: Changes, name: str) -> str:
    """The list of changes that lies beside the new version."""
    parts = [f"# Changes in {name}", ""]
    parts += [f"{sentence.exported}\n" for sentence in three_sentences(paper, found)]
    if found.before is not None:
        parts.append(f"## Figures that changed ({len(found.moved)})\n")
        parts += [
            "- "
            + Sentence(f"{one.title} [{one.id}]: {one.was} → {one.now}", (), one.made_up).exported
            for one in found.moved
        ]
        parts += [f"- new: {figure_id}" for figure_id in found.came]
        parts += [f"- gone: {figure_id}" for figure_id in found.went]
        parts.append(f"\n## States that changed ({len(found.states)})\n")
        parts += [f"- {name}: {was} → {now}" for name, was, now in found.states]
    for title, lines in check_lists(found):
        parts.append(f"\n## {title} ({len(lines)})\n")
        parts += [f"- {line.exported}" for line in lines]
    return "\n".join(parts).rstrip() + "\n"


def many(count: int, what: str) -> str:
    """`no figures`, `1 figure`, `2 figures`."""
    return f"{'no' if count == 0 else count} {what}{'' if count == 1 else 's'}"
