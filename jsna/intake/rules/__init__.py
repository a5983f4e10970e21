"""Every rule, in the order in which findings are listed."""

from jsna.intake.rules import everyone, plans, programme, pupils, reading, services, waits
from jsna.intake.rules.rule import SETS_ASIDE, STOPS, WARNS, Context, Rule

RULES: tuple[Rule, ...] = (
    *reading.RULES,
    *everyone.RULES,
    *pupils.RULES,
    *plans.RULES,
    *waits.RULES,
    *services.RULES,
    *programme.RULES,
)
BY_CODE = {rule.code: rule for rule in RULES}

__all__ = ["BY_CODE", "RULES", "SETS_ASIDE", "STOPS", "WARNS", "Context", "Rule"]
