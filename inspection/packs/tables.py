"""The tables and figures that several packs show, each made once."""

from collections.abc import Iterable, Sequence

from inspection.draft import Draft, DraftAction, DraftMeasure
from inspection.hardness import Question
from inspection.pack_context import Context
from inspection.paper import (
    REHEARSAL,
    Block,
    Figure,
    Paper,
    Row,
    Section,
    Sentence,
    Table,
    date_in_words,
)


def title(context: Context, heading: str, readers: str) -> Section:
    """The head of a pack: what it is, for whom, as of when."""
    draft = context.draft
    return Section(
        "title",
        heading,
        0,
        (
            Sentence(f"For {readers}. {draft.place}, edition {draft.edition}."),
            Sentence(f"As of {date_in_words(draft.as_of)}: nothing dated later is used."),
        ),
    )


def pack(draft: Draft, name: str, title: str, sections: Sequence[Section]) -> Paper:
    """A whole pack: its sections with the edition's figures, judgements and terms behind them."""
    return Paper(
        name,
        title,
        f"{draft.place}, edition {draft.edition}",
        draft.as_of,
        draft.classification,
        tuple(sections),
        figures(draft),
        states(draft),
        draft.terms,
    )


def figures(draft: Draft) -> tuple[Figure, ...]:
    """The draft's figures, against which kept words are held."""
    return tuple(
        Figure(one.id, one.title, one.number, one.printed, one.unit, one.made_up)
        for one in draft.figures
    )


def states(draft: Draft) -> tuple[tuple[str, str], ...]:
    """The judgements, compared with the last pack."""
    made = [(f"Area {area.number}", area.judgement.answer) for area in draft.areas]
    made += [
        (f"{REHEARSAL}: Area {area.number}", area.rehearsed.answer)
        for area in draft.areas
        if area.rehearsed
    ]
    return tuple(made)


def judgements(draft: Draft) -> list[Block]:
    """The nine areas at a glance: real first, the rehearsal apart."""
    blocks: list[Block] = [
        Table(
            "Judgement of each area, from real evidence alone",
            ("Area", "Judgement", "Why", "Strongest case against"),
            tuple(
                Row(
                    (
                        f"Area {area.number}: {area.title}",
                        area.judgement.answer,
                        first(area.judgement.because),
                        first(area.judgement.against),
                    )
                )
                for area in draft.areas
            ),
            (3, 1.6, 3.5, 3.5),
        )
    ]
    rehearsed = [area for area in draft.areas if area.rehearsed]
    if rehearsed:
        blocks.append(
            Table(
                "Judgement of each area, rehearsed with made-up figures",
                ("Area", "Judgement", "Why"),
                tuple(
                    Row(
                        (
                            f"Area {area.number}: {area.title}",
                            area.rehearsed.answer if area.rehearsed else "",
                            first(area.rehearsed.because if area.rehearsed else ()),
                        ),
                        made_up=True,
                    )
                    for area in rehearsed
                ),
                (3, 1.6, 5),
            )
        )
    return blocks


def first(reasons: Sequence[str]) -> str:
    """The first reason, or that there is none."""
    return reasons[0] if reasons else "None is recorded."


def actions(found: Iterable[DraftAction], caption: str, none: str) -> Block:
    """Actions with what holds them up; where there are none it is said."""
    rows = tuple(
        Row(
            (
                f"{one.ref} {one.summary}",
                one.lead,
                one.due or "no date",
                one.state + (", overdue" if one.overdue else ""),
                one.delay_reason or "not recorded",
            ),
            one.made_up,
        )
        for one in found
    )
    header = ("Action", "Lead", "Due", "State", "Reason for delay")
    return Table(caption, header, rows, (4.5, 2.6, 1.8, 2, 2.2)) if rows else Sentence(none)


def measures(found: Iterable[DraftMeasure], caption: str, none: str) -> Block:
    """Measures on one line each; where there are none it is said."""
    rows = tuple(
        Row(
            (
                f"{one.ref} {one.indicator}",
                one.baseline or "none",
                one.target or "none",
                one.latest + (f" ({one.period})" if one.period else ""),
                one.status,
            ),
            one.made_up,
        )
        for one in found
    )
    header = ("Measure", "Baseline", "Target", "Latest", "Status")
    return Table(caption, header, rows, (4.5, 1.8, 1.8, 2.4, 1.8)) if rows else Sentence(none)


def asked(found: Iterable[Question], caption: str, none: str) -> Block:
    """Questions with our answer and why they will be asked."""
    rows = tuple(Row((one.text, one.answers, ", ".join(one.why)), one.made_up) for one in found)
    header = ("Question", "What we can answer today", "Why it will be asked")
    return Table(caption, header, rows, (4.5, 4.5, 2.5)) if rows else Sentence(none)


def all_actions(draft: Draft, made_up: bool = False) -> tuple[DraftAction, ...]:
    """Every action once, however many areas it serves: as papers have it, or as rehearsed."""
    found = {
        (action.uid or action.ref): action
        for area in draft.areas
        for action in area.actions
        if action.made_up == made_up
    }
    return tuple(found.values())


def all_measures(draft: Draft) -> tuple[DraftMeasure, ...]:
    """Every measure once, and once more where it is rehearsed."""
    found = {
        (measure.ref, measure.made_up): measure for area in draft.areas for measure in area.measures
    }
    return tuple(found.values())
