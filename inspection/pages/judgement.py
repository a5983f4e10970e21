"""The judgement of one area: the real answer first, the case against, and what would turn it."""

from inspection import judgement_rule, sensitivity
from inspection.judgement import QUESTIONS, Judgement, Pair, Thresholds
from inspection.judgement_facts import Facts
from inspection.known import Known
from inspection.pages import headed, listed
from inspection.paper import REHEARSAL, Sentence, as_sentence
from jsna.show import tables
from jsna.show.shown import Shown

REAL = "From real figures and documents alone"
MADE_UP = f"{REHEARSAL}: with made-up figures"
NO_OVERRIDE = "Nobody has put another answer in its place."

_CHOSEN = {
    "fewest_signs": "signs of impact needed",
    "good_percent": "percent of signs that must be good",
    "done_percent": "percent of actions that must be in place",
    "felt_months": "months in place before the measurement",
    "fewest_places": "places that must be known",
    "behind_percent": "percent by which a place may be behind",
    "lasting_values": "values over which it must hold",
}


def answers(known: Known, area_no: int) -> Shown:
    """Return the answers: the rule's on what is real, then the rehearsal, and any override."""
    rows = [
        {
            "on": name,
            "rule": f"{REHEARSAL}: {one.rule_answer}" if one.made_up else one.rule_answer,
            "override": f"{one.override.answer}, by {one.override.role}: {one.override.reason}"
            if one.override
            else NO_OVERRIDE
            if name == REAL
            else "A rehearsal is never overridden.",
        }
        for name, one in _both(known.judgements[area_no]).items()
    ]
    columns = {"on": "Judged on", "rule": "What the rule says", "override": "A person's answer"}
    area = next(one for one in known.plan.areas if one.area_no == area_no)
    return tables.register(rows, columns, title=f"Area {area_no}: {area.title}")


def reasons(known: Known, area_no: int) -> Shown:
    """Return the five questions with their replies and why, the real ones first."""
    pair = known.judgements[area_no]
    return headed({name: _replies(one) for name, one in _both(pair).items()})


def against(known: Known, area_no: int) -> Shown:
    """Return the case against, the strongest first, then the case for; the real before the rest."""
    pair = known.judgements[area_no]
    return headed(
        {
            "The strongest case against": _case(pair, good=False),
            "The case for": _case(pair, good=True),
        }
    )


def rule(known: Known) -> Shown:
    """Return the rule in words, with its thresholds."""
    return listed(Sentence(one) for one in judgement_rule.rule_text(known.limits))


def turns(known: Known, area_no: int) -> Shown:
    """Return which one change of a reply, or of a threshold, would turn the answer."""
    pair = known.judgements[area_no]
    facts = known.facts[area_no]
    parts = {REAL: _turns(pair.real, facts.real, known.limits, made_up=False)}
    if pair.rehearsal:
        parts[MADE_UP] = _turns(pair.rehearsal, facts, known.limits, made_up=True)
    return headed(parts)


def overview(known: Known) -> Shown:
    """Return for each area which one reply, or one number of the rule, would turn its answer."""
    rows = []
    for area in known.plan.areas:
        pair, facts = known.judgements[area.area_no], known.facts[area.area_no]
        for name, one in _both(pair).items():
            mark = f"{REHEARSAL}: " if one.made_up else ""
            used = facts.real if name == REAL else facts
            replies = [
                f"{QUESTIONS[turn.question]} {turn.then}: {turn.answer}"
                for turn in sensitivity.turns(one)
            ]
            numbers = [
                f"{_CHOSEN[limit]} {value}: {answer}"
                for limit, value, answer in sensitivity.threshold_turns(used, known.limits)
            ]
            rows.append(
                {
                    "area": f"{mark}Area {area.area_no}: {area.title}",
                    "answer": one.rule_answer,
                    "replies": "; ".join(replies) or "no single reply",
                    "numbers": "; ".join(numbers) or "no single number",
                }
            )
    columns = {
        "area": "Area",
        "answer": "The rule's answer",
        "replies": "One reply that would turn it, and to what",
        "numbers": "One number of the rule that would turn it",
    }
    return tables.register(rows, columns, title="Which one change would turn each answer")


def _both(pair: Pair) -> dict[str, Judgement]:
    return {REAL: pair.real} | ({MADE_UP: pair.rehearsal} if pair.rehearsal else {})


def _replies(judged: Judgement) -> Shown:
    rows = [
        {
            "question": f"{f'{REHEARSAL}: ' if one.made_up else ''}{QUESTIONS[one.question]}",
            "reply": one.reply,
            "why": as_sentence(one.because),
        }
        for one in judged.lines
    ]
    columns = {"question": "Question", "reply": "Reply", "why": "Why"}
    return tables.register(rows, columns, title=f"The five questions: {judged.rule_answer}")


def _case(pair: Pair, good: bool) -> Shown:
    real = pair.real.case_for if good else pair.real.case_against
    told = [Sentence(as_sentence(one)) for one in real]
    if pair.rehearsal:
        both = pair.rehearsal.case_for if good else pair.rehearsal.case_against
        told += [Sentence(as_sentence(one), made_up=True) for one in both if one not in real]
    return listed(told, "Nothing that is known speaks for it." if good else "Nothing is known.")


def _turns(judged: Judgement, facts: Facts, limits: Thresholds, made_up: bool) -> Shown:
    told = [
        Sentence(
            f"If “{QUESTIONS[one.question]}” were answered “{one.then}” instead of “{one.now}”, "
            f"the answer would be: {one.answer}.",
            made_up=made_up,
        )
        for one in sensitivity.turns(judged)
    ]
    told += [
        Sentence(
            f"Were the threshold “{_CHOSEN[name]}” {value}, the answer would be: {answer}.",
            made_up=made_up,
        )
        for name, value, answer in sensitivity.threshold_turns(facts, limits)
    ]
    return listed(told, f"No single change of a reply or a threshold turns “{judged.rule_answer}”.")
