"""One page: what is best, what is worst, what changed."""

from inspection.changed import many
from inspection.draft import DraftArea, DraftMeasure
from inspection.judgement_facts import SILENT
from inspection.pack_context import Context
from inspection.packs.tables import all_actions, all_measures, pack, title
from inspection.paper import Bullets, Paper, Section, Sentence

MOST = 5
"""At most so many highs and so many lows: it is one page."""


def highs_and_lows(context: Context) -> Paper:
    """Real before rehearsed in each list; an empty list is said to be empty.

    A measure that counts what was done or produced is no high: families need not have felt it.
    """
    draft = context.draft
    sections = (
        title(context, "Highs and lows", "anybody who has one minute"),
        Section("highs", "Highs", 1, (_list(_highs(context), "No high rests on evidence yet."),)),
        Section("lows", "Lows", 1, (_list(_lows(context), "No low is recorded."),)),
    )
    return pack(draft, "highs-and-lows", "Highs and lows", sections)


def _list(found: list[Sentence], none: str) -> Sentence | Bullets:
    real_first = sorted(found, key=lambda one: one.made_up)
    return Bullets(tuple(real_first[:MOST])) if found else Sentence(none)


def _measured(measure: DraftMeasure, words: str) -> Sentence:
    target = f", target {measure.target}" if measure.target else ""
    return Sentence(
        f"{measure.indicator}: {measure.latest}{target}: {words}.", (measure.ref,), measure.made_up
    )


def _highs(context: Context) -> list[Sentence]:
    found = [
        Sentence(f"Area {area.number}, {area.title}: {area.judgement.answer}.")
        for area in context.draft.areas
        if area.judgement.answer == "sufficient progress"
    ]
    found += [
        Sentence(claim.sentence, (claim.id,), claim.made_up)
        for area in context.draft.areas
        for claim in area.claims
        if claim.section == "impact" and not claim.faults
    ]
    found += [
        _measured(one, one.status)
        for one in all_measures(context.draft)
        if one.status in ("met", "on track") and one.shows == "impact"
    ]
    return found


def _lows(context: Context) -> list[Sentence]:
    found = [_against(area) for area in context.draft.areas if area.judgement.answer == "not yet"]
    found += [Sentence(one.what, one.refs, one.made_up) for one in context.contradictions]
    found += [
        _measured(one, one.status)
        for one in all_measures(context.draft)
        if one.status == "not on track"
    ]
    return found + _silent(context) + _shared(context)


def _silent(context: Context) -> list[Sentence]:
    """One line for the actions of all areas of which no paper speaks."""
    every = all_actions(context.draft)
    silent = [one for one in every if one.overdue and one.state == "nothing reported"]
    if not silent:
        return []
    verb = "is past its date" if len(silent) == 1 else "are past their date"
    return [Sentence(f"{len(silent)} of {many(len(every), 'action')} {verb} {SILENT}.")]


def _shared(context: Context) -> list[Sentence]:
    """The strongest case against each other area; one that several share is said once.

    What no paper reports on is told for all areas together.
    """
    areas: dict[str, list[DraftArea]] = {}
    for area in context.draft.areas:
        told = [one for one in area.judgement.against if SILENT not in one]
        if area.judgement.answer != "not yet" and told:
            areas.setdefault(told[0], []).append(area)
    single = {against: held for against, held in areas.items() if len(held) == 1}
    shared = {against: held for against, held in areas.items() if len(held) > 1}
    return [_against(held[0], against) for against, held in single.items()] + [
        Sentence(f"Areas {', '.join(str(one.number) for one in held)}: {against}")
        for against, held in shared.items()
    ]


def _against(area: DraftArea, against: str = "") -> Sentence:
    against = against or next(iter(area.judgement.against), area.judgement.answer)
    return Sentence(f"Area {area.number}, {area.title}: {against}")
