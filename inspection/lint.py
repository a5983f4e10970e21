"""What is wrong with the statement itself: its dates, its numbers and its measures.

To add a rule: write one function from a plan to findings in `inspection.lint_dates`, `lint_actions`
or `lint_kpis`, add one line to its RULES, and add one test. Nothing is corrected here:
each finding says where, what, and the mend it suggests.
"""

from collections import Counter

from inspection import lint_actions, lint_dates, lint_kpis
from inspection.lint_finding import Finding, Rule
from inspection.plan import Plan

RULES: tuple[Rule, ...] = (*lint_dates.RULES, *lint_actions.RULES, *lint_kpis.RULES)
"""Every rule, in the order of the report."""


def lint(plan: Plan) -> tuple[Finding, ...]:
    """Return everything the rules find, in their order and then in the plan's."""
    return tuple(
        Finding(rule.code, rule.weight, found.place, found.what, found.mend)
        for rule in RULES
        for found in rule.find(plan)
    )


def main_text(findings: tuple[Finding, ...]) -> str:
    """Return the findings as the command prints them: one line each, then how many."""
    if not findings:
        return "Nothing is wrong with the statement that a rule can find.\n"
    lines = [
        f"{one.place}: {one.what} [{one.code}]\n    {one.weight}; {one.mend}" for one in findings
    ]
    weights = Counter(one.weight for one in findings)
    counted = ", ".join(f"{number} {weight}" for weight, number in weights.most_common())
    return "\n".join([*lines, "", f"{len(findings)} findings: {counted}", ""])
