"""Rules of the linter about actions: their numbers, what they cite, who leads them, their words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from inspection.lint_finding import Found, Rule
from inspection.plan import Plan
from inspection.plan_records import Action

_CITED = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}\.\d{1,2}[a-z]?(?![\d.])")


def repeated_ref(plan: Plan) -> Iterator[Found]:
    """One number on two actions."""
    times = Counter(action.ref for action in plan.actions)
    for ref, number in times.items():
        if number > 1:
            uids = " and ".join(action.uid for action in plan.actions if action.ref == ref)
            yield Found(ref, f"the number is on {number} actions", f"renumber; here {uids}")


def unknown_ref(plan: Plan) -> Iterator[Found]:
    """A text cites an action that does not exist."""
    known = {action.ref for action in plan.actions} | {action.part_of for action in plan.actions}
    texts = [
        (kpi.row_id, text)
        for kpi in plan.kpis
        for text in (
            kpi.indicator,
            kpi.baseline_text,
            kpi.target_6m_text,
            kpi.target_12m_text,
            kpi.target_18_24m_text,
        )
    ]
    texts += [(action.uid, action.summary) for action in plan.actions]
    for place, text in texts:
        for cited in _CITED.findall(text):
            if cited not in known:
                yield Found(
                    place,
                    f"it cites action {cited}, which does not exist",
                    f"cite one that does; near it are {_near(cited, known)}",
                )


def same_action_twice(plan: Plan) -> Iterator[Found]:
    """Two actions of the same words and date under two numbers."""
    groups: dict[tuple[str, date | None], list[Action]] = defaultdict(list)
    for action in plan.actions:
        words = re.sub(r"\bwith wg\d,?\s*", "", action.summary.lower())
        groups[words, action.due_date].append(action)
    for actions in groups.values():
        if len(actions) > 1 and len({action.ref for action in actions}) > 1:
            numbers = " and ".join(action.uid for action in actions)
            for action in actions:
                yield Found(
                    action.uid,
                    f"one action under {numbers}, with {_leads(actions)} leads",
                    "keep one and name its lead",
                )


def no_lead(plan: Plan) -> Iterator[Found]:
    """Nobody answers for it."""
    for action in plan.actions:
        if not action.lead_role:
            yield Found(action.uid, "no lead is named", "name a role")


def many_leads(plan: Plan) -> Iterator[Found]:
    """Several leads in one cell: who answers for it?"""
    for action in plan.actions:
        if ";" in action.lead_role:
            number = len(action.lead_role.split(";"))
            yield Found(action.uid, f"{number} leads share it", "name the one who answers for it")


def term_never_used(plan: Plan) -> Iterator[Found]:
    """Listed in the statement's glossary and never used in its text."""
    for term in plan.glossary:
        if term.in_plan_glossary and not term.in_plan_text:
            yield Found(term.term, "in the glossary and never used in the text", "take it out")


def _near(cited: str, known: set[str]) -> str:
    group = cited.split(".")[0]
    number = [int(part) for part in re.findall(r"\d+", cited)]

    def away(ref: str) -> int:
        parts = [int(part) for part in re.findall(r"\d+", ref)]
        return sum(abs(ours - theirs) for ours, theirs in zip(number, parts, strict=False))

    candidates = sorted((ref for ref in known if ref.split(".")[0] == group), key=away)
    return ", ".join(candidates[:2]) or "none"


def _leads(actions: list[Action]) -> int:
    return len({action.lead_role for action in actions})


RULES: tuple[Rule, ...] = (
    Rule("repeated-ref", "wrong", repeated_ref),
    Rule("unknown-ref", "wrong", unknown_ref),
    Rule("same-action-twice", "wrong", same_action_twice),
    Rule("no-lead", "wrong", no_lead),
    Rule("many-leads", "worth a look", many_leads),
    Rule("term-never-used", "worth a look", term_never_used),
)
"""In the order of the report."""
