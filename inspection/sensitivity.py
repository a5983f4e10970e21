"""What would turn an answer: one reply, or one threshold moved a step.

The first says what an area still needs, or stands on; the second how far the answer is a matter
of where we drew the line.
"""

from dataclasses import dataclass, replace

from inspection.judgement import (
    REPLIES,
    Answer,
    Judgement,
    Question,
    Reply,
    Thresholds,
    decide,
    judge,
)
from inspection.judgement_facts import Facts


@dataclass(frozen=True)
class Turn:
    """One reply that, if it were another, would turn the answer."""

    question: Question
    now: Reply
    then: Reply
    answer: Answer


def turns(judgement: Judgement) -> tuple[Turn, ...]:
    """Return every single change of one reply that would turn the rule's answer."""
    found = []
    for place, line in enumerate(judgement.lines):
        for reply in REPLIES:
            if reply == line.reply:
                continue
            changed = [one.reply for one in judgement.lines]
            changed[place] = reply
            answer = decide(changed)
            if answer != judgement.rule_answer:
                found.append(Turn(line.question, line.reply, reply, answer))
    return tuple(found)


def threshold_turns(facts: Facts, thresholds: Thresholds) -> tuple[tuple[str, str, Answer], ...]:
    """Return which threshold, moved one step either way, would turn the answer."""
    steps: dict[str, tuple[float, float]] = {
        "fewest_signs": (thresholds.fewest_signs - 1, thresholds.fewest_signs + 1),
        "good_percent": (thresholds.good_percent - 10, thresholds.good_percent + 10),
        "done_percent": (thresholds.done_percent - 10, thresholds.done_percent + 10),
        "felt_months": (thresholds.felt_months - 3, thresholds.felt_months + 3),
        "fewest_places": (thresholds.fewest_places - 1, thresholds.fewest_places + 1),
        "behind_percent": (thresholds.behind_percent / 2, thresholds.behind_percent * 2),
        "lasting_values": (max(1, thresholds.lasting_values - 1), thresholds.lasting_values + 1),
    }
    now = judge(facts, thresholds).rule_answer
    found = []
    for name, values in steps.items():
        for value in values:
            moved = replace(thresholds, **{name: value})  # type: ignore[arg-type]
            answer = judge(facts, moved).rule_answer
            if answer != now:
                found.append((name, f"{value:g}", answer))
    return tuple(found)
