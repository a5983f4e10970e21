"""Rules of the linter about dates: those that cannot be so, and those that are worth a look."""

import calendar
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from inspection.lint_finding import Found, Rule
from inspection.plan import Plan
from inspection.plan_records import Action
from inspection.printed_dates import read_dates

OUT_OF_LINE_DAYS = 240
"""A due date this much later than both neighbours is taken for a slip of the year."""


def no_date(plan: Plan) -> Iterator[Found]:
    """An action without a date can be neither due nor late."""
    for action in plan.actions:
        if action.due_date is None and not action.due_text:
            yield Found(action.uid, "no completion date is printed", "agree a date with its lead")


def impossible_date(plan: Plan) -> Iterator[Found]:
    """No calendar has the day."""
    for action in plan.actions:
        for printed in read_dates(action.due_text).impossible:
            yield Found(
                action.uid,
                f"'{printed}' is not a day of the calendar",
                f"confirm {_said(action.due_date)}",
            )


def range_runs_backwards(plan: Plan) -> Iterator[Found]:
    """The end of the range lies before its beginning."""
    for action in plan.actions:
        if read_dates(action.due_text).backwards:
            yield Found(
                action.uid,
                f"the range '{action.due_text}' ends before it begins",
                f"confirm {_said(action.due_from)} to {_said(action.due_date)}",
            )


def date_reading_differs(plan: Plan) -> Iterator[Found]:
    """Our due date is not among the dates that are printed."""
    for action in plan.actions:
        printed = read_dates(action.due_text)
        if printed.backwards or not printed.dates or action.due_date is None:
            continue
        if action.due_date not in printed.dates:
            yield Found(
                action.uid,
                f"'{action.due_text}' was read as {_said(action.due_date)}",
                "correct due_date in actions.csv, or say why in oddities.csv",
            )


def due_before_the_plan(plan: Plan) -> Iterator[Found]:
    """Due before the statement was dated."""
    for action in plan.actions:
        if action.due_date is not None and action.due_date < plan.dated:
            yield Found(
                action.uid,
                f"due on {_said(action.due_date)}, before the statement's own date",
                "say what was already done, with its evidence",
            )


def year_out_of_line(plan: Plan) -> Iterator[Found]:
    """Much later than both neighbours, and among them once a year is taken off."""
    for actions in _by_priority(plan).values():
        for before, action, after in zip(actions, actions[1:], actions[2:], strict=False):
            dues = [one.due_date for one in (before, action, after)]
            if None in dues or dues[1] is None or dues[0] is None or dues[2] is None:
                continue
            latest = max(dues[0], dues[2])
            earlier = _a_year_before(dues[1])
            if (dues[1] - latest).days > OUT_OF_LINE_DAYS and earlier <= latest + timedelta(31):
                yield Found(
                    action.uid,
                    f"due on {_said(dues[1])}, while its neighbours are due by {_said(latest)}",
                    f"confirm the year, or {_said(earlier)}",
                )


def several_dates(plan: Plan) -> Iterator[Found]:
    """Two dates that are no range: which of them is it late by?"""
    for action in plan.actions:
        printed = read_dates(action.due_text)
        if len(printed.dates) == 2 and not printed.is_range:
            yield Found(
                action.uid,
                f"two dates in one cell: '{action.due_text}'",
                "give each step its own milestone and date",
            )


def staged_date(plan: Plan) -> Iterator[Found]:
    """A date cell with stages inside."""
    for action in plan.actions:
        if len(read_dates(action.due_text).dates) > 2:
            yield Found(
                action.uid,
                f"stages inside the date cell: '{action.due_text}'",
                "give each stage its own milestone and date",
            )


def due_with_what_it_needs(plan: Plan) -> Iterator[Found]:
    """Due no later than the action it needs: there is no time to use it."""
    for link in plan.dependencies:
        action, needed = plan.action(link.action_uid), plan.action(link.needs_uid)
        if link.stated != "yes" or action.due_date is None or needed.due_date is None:
            continue
        if action.due_date <= needed.due_date and action.lead_role == needed.lead_role:
            yield Found(
                action.uid,
                f"due on {_said(action.due_date)}, no later than {needed.uid} that it needs "
                f"({_said(needed.due_date)})",
                "leave time between the two",
            )


def late_milestone(plan: Plan) -> Iterator[Found]:
    """A step due after the action itself."""
    for step in plan.milestones:
        due = plan.action(step.action_uid).due_date
        if due is not None and step.due > due:
            yield Found(
                step.action_uid,
                f"its step '{step.what}' is due on {_said(step.due)}, after the action "
                f"({_said(due)})",
                "date the action by its last step",
            )


def out_of_order(plan: Plan) -> Iterator[Found]:
    """An action that stands among later or earlier ones: the fewest that spoil the order.

    Lettered parts are held against the parts of their own action only, since a new action
    often starts anew; a slip of the year is not reported a second time.
    """
    slips = {found.place for found in year_out_of_line(plan)}
    runs: dict[tuple[str, str], list[Action]] = defaultdict(list)
    for action in plan.actions:
        if action.due_date is not None and action.uid not in slips:
            lettered = action.part_of if action.ref != action.part_of else ""
            runs[action.priority_ref, lettered].append(action)
    for actions in runs.values():
        kept = _longest_in_order([one.due_date for one in actions if one.due_date])
        for place, action in enumerate(actions):
            if place not in kept:
                yield Found(
                    action.uid,
                    f"due on {_said(action.due_date)}, out of order among its neighbours",
                    "confirm its date, or its place",
                )


def not_the_month_end(plan: Plan) -> Iterator[Found]:
    """A day short of the month's end in a plan that uses month ends."""
    days = [one.due_date for one in plan.actions if one.due_date and one.date_precision == "day"]
    ends = [day for day in days if (day + timedelta(1)).day == 1]
    if len(ends) * 2 < len(days):
        return
    for action in plan.actions:
        day = action.due_date
        if day and action.date_precision == "day" and (day + timedelta(2)).day == 1:
            last = calendar.monthrange(day.year, day.month)[1]
            yield Found(
                action.uid,
                f"due on {_said(day)}, a day short of the month's end that the plan uses",
                f"confirm, or {last} {day:%B %Y}",
            )


def _longest_in_order(days: list[date]) -> set[int]:
    """Return the places of the longest run that never goes back; of equals, the earliest."""
    best: list[tuple[int, ...]] = []
    for place, day in enumerate(days):
        before = [run for run in best if days[run[-1]] <= day]
        best.append((*_longest(before), place))
    return set(_longest(best))


def _longest(runs: list[tuple[int, ...]]) -> tuple[int, ...]:
    nothing: tuple[int, ...] = ()
    return max(runs, key=lambda run: (len(run), [-place for place in run]), default=nothing)


def _by_priority(plan: Plan) -> dict[str, list[Action]]:
    groups: dict[str, list[Action]] = defaultdict(list)
    for action in plan.actions:
        groups[action.priority_ref].append(action)
    return groups


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _said(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "no date"


RULES: tuple[Rule, ...] = (
    Rule("no-date", "wrong", no_date),
    Rule("impossible-date", "wrong", impossible_date),
    Rule("range-runs-backwards", "wrong", range_runs_backwards),
    Rule("date-reading-differs", "wrong", date_reading_differs),
    Rule("due-before-the-plan", "worth a look", due_before_the_plan),
    Rule("year-out-of-line", "worth a look", year_out_of_line),
    Rule("two-dates", "worth a look", several_dates),
    Rule("staged-date", "worth a look", staged_date),
    Rule("due-with-what-it-needs", "worth a look", due_with_what_it_needs),
    Rule("late-milestone", "worth a look", late_milestone),
    Rule("out-of-order", "worth a look", out_of_order),
    Rule("not-the-month-end", "worth a look", not_the_month_end),
)
"""In the order of the report."""
