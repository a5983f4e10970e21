"""Rules of the linter about KPIs: what is measured, from where, to where, and which way."""

import re
from collections import defaultdict
from collections.abc import Iterator

from inspection.lint_finding import Found, Rule
from inspection.plan import Plan
from inspection.plan_records import Kpi
from inspection.printed_dates import read_dates

STEEP_POINTS = 30
"""A change of this many percentage points in six months is worth a look."""
STEEP_SHARE = 0.35
"""So is a fall to about a third or less in six months."""
_TASK = re.compile(r"^(build|create|develop|establish|introduce|produce|set up|write)\b", re.I)
_PART = re.compile(r"^(north cumbria|south cumbria|primary|secondary):\s*", re.I)


def is_a_task(plan: Plan) -> Iterator[Found]:
    """Something to do, not something to count."""
    for kpi in plan.kpis:
        if kpi.unit == "none" or _TASK.match(kpi.indicator):
            yield Found(
                kpi.row_id,
                f"it is a task marked {kpi.direction}: nothing in it can be counted",
                "move it to the actions and name what is to be measured",
            )


def no_baseline(plan: Plan) -> Iterator[Found]:
    """Nothing to start from."""
    for kpi in plan.kpis:
        if kpi.baseline_value is None:
            promised = (
                f"promised by {kpi.baseline_due.day} {kpi.baseline_due:%B %Y}"
                if kpi.baseline_due
                else "with no date for it"
            )
            yield Found(
                kpi.row_id, f"no baseline, {promised}", "record the baseline and its period"
            )


def no_numeric_target(plan: Plan) -> Iterator[Found]:
    """Nothing to reach."""
    for kpi in plan.kpis:
        if all(target is None for target in kpi.targets):
            yield Found(
                kpi.row_id,
                f"no target in numbers ('{kpi.target_12m_text}')",
                "agree a number for each date",
            )


def increment_on_unknown_baseline(plan: Plan) -> Iterator[Found]:
    """So many more than nobody knows what."""
    for kpi in plan.kpis:
        if "unknown baseline" in kpi.target_basis:
            yield Found(
                kpi.row_id,
                f"'{kpi.target_12m_text}' counts from a baseline that is not known",
                "record the baseline, or count the new ones alone",
            )


def target_before_baseline(plan: Plan) -> Iterator[Found]:
    """A target was set before anyone knew where we are."""
    for kpi in plan.kpis:
        if (
            kpi.baseline_value is None
            and any(target is not None for target in kpi.targets)
            and "unknown baseline" not in kpi.target_basis
        ):
            yield Found(
                kpi.row_id,
                "a target is set and the baseline is not known",
                "review the target once the baseline is known",
            )


def target_worse_than_baseline(plan: Plan) -> Iterator[Found]:
    """Reaching the target would be a step back from a printed baseline."""
    for kpi in plan.kpis:
        for months, target in zip(("6", "12", "18 to 24"), kpi.targets, strict=True):
            if kpi.baseline_value is None or target is None:
                continue
            gain = target - kpi.baseline_value
            if (gain < 0 and kpi.direction == "increase") or (
                gain > 0 and kpi.direction != "increase"
            ):
                yield Found(
                    kpi.row_id,
                    f"the target at {months} months, {target:g}, is worse than the baseline of "
                    f"{kpi.baseline_period}, {kpi.baseline_value:g}",
                    "raise it, or say why less is aimed for",
                )


def direction_against_target(plan: Plan) -> Iterator[Found]:
    """It should rise or fall, and the target is to stay."""
    for kpi in plan.kpis:
        texts = (kpi.target_6m_text, kpi.target_12m_text, kpi.target_18_24m_text)
        stays = any("maintain" in text.lower() for text in texts) or any(
            target is not None and target == kpi.baseline_value for target in kpi.targets
        )
        if stays and kpi.direction in ("increase", "reduce"):
            yield Found(
                kpi.row_id,
                f"marked {kpi.direction}, and the target is to maintain the baseline",
                "mark it maintain, or set a target that moves",
            )


def direction_against_sense(plan: Plan) -> Iterator[Found]:
    """More of a kind of recorded need is no aim by itself."""
    for kpi in plan.kpis:
        if kpi.direction == "increase" and re.search(
            r"\bshare of (sen )?need\b|\bcomplaint|\badmission|\bno school place",
            kpi.indicator,
            re.I,
        ):
            yield Found(
                kpi.row_id,
                f"marked increase, of '{kpi.indicator}'",
                "say what the aim is: better recording, towards which level",
            )


def unit_undecided(plan: Plan) -> Iterator[Found]:
    """A number or a percentage?"""
    for kpi in plan.kpis:
        if "/" in kpi.unit_text:
            yield Found(kpi.row_id, f"the unit is '{kpi.unit_text}'", "decide, and state of whom")


def unit_not_printed(plan: Plan) -> Iterator[Found]:
    """A measure without its unit."""
    for kpi in plan.kpis:
        if kpi.unit_printed == "no" and kpi.unit != "none":
            yield Found(kpi.row_id, f"no unit; {kpi.unit} is assumed", "print the unit")


def two_measures(plan: Plan) -> Iterator[Found]:
    """Different questions under one number; parts by place or phase are one measure."""
    for ref, rows in _by_ref(plan).items():
        measures = {_PART.sub("", kpi.indicator) for kpi in rows}
        if len(measures) > 1:
            yield Found(
                ref,
                f"{len(measures)} measures under one reference",
                f"number them apart; here {', '.join(kpi.row_id for kpi in rows)}",
            )


def one_target_for_parts(plan: Plan) -> Iterator[Found]:
    """Parts with baselines of their own share one target cell."""
    for ref, rows in _by_ref(plan).items():
        baselines = {kpi.baseline_value for kpi in rows}
        if len(rows) > 1 and len(baselines) > 1 and len({kpi.targets for kpi in rows}) == 1:
            yield Found(
                ref,
                f"{len(rows)} baselines and one set of targets",
                "set targets for each part, or say that they are meant for both",
            )


def repeated_kpi(plan: Plan) -> Iterator[Found]:
    """Printed under two groups: who returns it?"""
    for ref, rows in _by_ref(plan).items():
        again = rows[0].also_under
        if again is not None:
            yield Found(
                ref,
                f"printed under working groups {rows[0].wg_no} and {again}",
                "one group returns it; it is computed once and shown under both",
            )


def same_target_twice(plan: Plan) -> Iterator[Found]:
    """No further gain is aimed for; a target of 100% has nowhere to go."""
    for kpi in plan.kpis:
        _, first, second = kpi.targets
        if first is not None and first == second and not (kpi.unit == "percent" and first == 100):
            yield Found(
                kpi.row_id,
                f"the target is {first:g} at 12 and again at 18 to 24 months",
                "say that it is to be held, or set a further one",
            )


def steep_step(plan: Plan) -> Iterator[Found]:
    """More than six months usually give."""
    for kpi in plan.kpis:
        start, target = kpi.baseline_value, kpi.target_6m_value
        if kpi.unit != "percent" or start is None or target is None:
            continue
        if abs(target - start) >= STEEP_POINTS or (
            kpi.direction == "reduce" and target <= start * STEEP_SHARE
        ):
            yield Found(
                kpi.row_id, f"from {start:g}% to {target:g}% in six months", "say how, or set steps"
            )


def due_in_the_plans_month(plan: Plan) -> Iterator[Found]:
    """A target promised for the month in which the statement itself was written."""
    for kpi in plan.kpis:
        if kpi.target_6m_value is None and "establish" in kpi.target_6m_text.lower():
            dates = read_dates(kpi.target_6m_text).dates
            if any((day.year, day.month) == (plan.dated.year, plan.dated.month) for day in dates):
                yield Found(
                    kpi.row_id,
                    f"'{kpi.target_6m_text}' is the statement's own month",
                    "print the target",
                )


def unfinished_indicator(plan: Plan) -> Iterator[Found]:
    """The indicator itself is still to be written."""
    for kpi in plan.kpis:
        if re.search(r"indicator (to be )?finali[sz]ed", kpi.target_6m_text, re.I):
            yield Found(kpi.row_id, "the indicator is still to be finalised", "finalise it")


def _by_ref(plan: Plan) -> dict[str, list[Kpi]]:
    groups: dict[str, list[Kpi]] = defaultdict(list)
    for kpi in plan.kpis:
        groups[kpi.kpi_ref].append(kpi)
    return groups


RULES: tuple[Rule, ...] = (
    Rule("kpi-is-a-task", "cannot be measured", is_a_task),
    Rule("unit-undecided", "cannot be measured", unit_undecided),
    Rule("unfinished-indicator", "cannot be measured", unfinished_indicator),
    Rule("target-worse-than-baseline", "wrong", target_worse_than_baseline),
    Rule("direction-against-target", "wrong", direction_against_target),
    Rule("two-measures-under-one-ref", "wrong", two_measures),
    Rule("repeated-kpi", "wrong", repeated_kpi),
    Rule("increment-on-unknown-baseline", "cannot be measured", increment_on_unknown_baseline),
    Rule("no-baseline", "cannot be measured", no_baseline),
    Rule("no-numeric-target", "cannot be measured", no_numeric_target),
    Rule("target-before-baseline", "worth a look", target_before_baseline),
    Rule("direction-against-sense", "worth a look", direction_against_sense),
    Rule("unit-not-printed", "worth a look", unit_not_printed),
    Rule("one-target-for-parts", "worth a look", one_target_for_parts),
    Rule("same-target-twice", "worth a look", same_target_twice),
    Rule("steep-step", "worth a look", steep_step),
    Rule("due-in-the-plans-month", "worth a look", due_in_the_plans_month),
)
"""In the order of the report."""
