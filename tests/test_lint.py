"""What the linter finds in the real statement, and in a clean one with one thing spoilt."""

from dataclasses import replace
from datetime import date

import pytest
from small_plan import action, clean_plan, kpi

from inspection import plan
from inspection.lint import RULES, lint, main_text
from inspection.plan_records import Milestone
from inspection.printed_dates import read_dates


@pytest.fixture(scope="module")
def found():
    return {(one.code, one.place) for one in lint(plan.read(date(2021, 8, 31)))}


MUST_FIND = [
    ("impossible-date", "6.1.2a"),
    ("repeated-ref", "6.1.5"),
    ("unknown-ref", "WG5.1"),
    ("unknown-ref", "WG5.2"),
    ("no-date", "4.7.4"),
    ("kpi-is-a-task", "WG4.1"),
    ("direction-against-target", "WG6.17"),
    ("target-worse-than-baseline", "WG6.9"),
    ("target-worse-than-baseline", "WG6.11"),
    ("unit-undecided", "WG2.5"),
    ("unfinished-indicator", "WG2.5"),
    ("repeated-kpi", "WG2.2"),
    ("repeated-kpi", "WG3.1"),
    ("two-measures-under-one-ref", "WG3.9"),
    ("two-measures-under-one-ref", "WG3.12"),
    ("range-runs-backwards", "3.4.2b"),
    ("year-out-of-line", "1.2.6"),
    ("year-out-of-line", "3.2.6"),
    ("increment-on-unknown-baseline", "WG2.3"),
    ("due-with-what-it-needs", "5.1.3"),
]


@pytest.mark.parametrize(("code", "place"), MUST_FIND)
def test_the_real_statement_shows_its_slip(found, code, place):
    assert (code, place) in found


def test_nine_actions_were_due_before_the_statement(found):
    assert sorted(place for code, place in found if code == "due-before-the-plan") == [
        "1.2.1",
        "1.2.2",
        "3.1.1",
        "3.1.3",
        "3.2.1",
        "3.2.2",
        "3.4.1",
        "4.4.3",
        "4.7.1",
    ]


def test_no_reading_of_a_printed_date_is_wrong(found):
    assert [place for code, place in found if code == "date-reading-differs"] == []


def test_every_oddity_that_names_a_rule_is_found_by_it(found):
    statement = plan.read(date(2021, 8, 31))
    named = [
        (oddity.rule, place)
        for oddity in statement.oddities
        if oddity.rule
        for place in oddity.place
        if place != "glossary"
    ]
    assert len(named) > 40
    assert [one for one in named if one not in found] == []
    assert len([place for code, place in found if code == "term-never-used"]) == 11


def test_a_clean_plan_gives_no_alarm():
    assert lint(clean_plan()) == ()
    assert main_text(()) == "Nothing is wrong with the statement that a rule can find.\n"


def _with_action(**change):
    first, second, third = clean_plan().actions
    return clean_plan(actions=(first, replace(second, **change), third))


def _with_kpi(**change):
    return clean_plan(kpis=(kpi("WG1.1"), kpi("WG1.2", **change)))


SPOILT = {
    "no-date": _with_action(due_text="", due_date=None),
    "impossible-date": _with_action(due_text="31 November 2019"),
    "range-runs-backwards": _with_action(due_text="November – January 2019"),
    "date-reading-differs": _with_action(due_text="30 November 2020"),
    "repeated-ref": _with_action(ref="1.1.1"),
    "unknown-ref": _with_action(summary="As action 1.1.9 says."),
    "same-action-twice": _with_action(
        summary="Do the thing that 1.1.1 names.",
        due_text="31 October 2019",
        due_date=date(2019, 10, 31),
        lead_role="Another Manager",
    ),
    "no-lead": _with_action(lead_role=""),
    "due-before-the-plan": clean_plan(
        actions=(
            action("1.1.1", "30 September 2019", date(2019, 9, 30)),
            *clean_plan().actions[1:],
        )
    ),
    "year-out-of-line": _with_action(due_text="30 November 2020", due_date=date(2020, 11, 30)),
    "two-dates": _with_action(due_text="31 October 2019; 30 November 2019"),
    "staged-date": _with_action(
        due_text="30 November 2019 (half by 31 October 2019, more by 15 November 2019)"
    ),
    "due-with-what-it-needs": _with_action(due_text="31 October 2019", due_date=date(2019, 10, 31)),
    "late-milestone": clean_plan(
        milestones=(Milestone("1.1.3", 1, "Draft", "May 2020", date(2020, 5, 31), "text"),)
    ),
    "out-of-order": _with_action(
        due_text="29 February 2020", due_date=date(2020, 2, 29), lead_role="Another Manager"
    ),
    "not-the-month-end": _with_action(due_text="29 November 2019", due_date=date(2019, 11, 29)),
    "many-leads": _with_action(lead_role="One; Another"),
    "term-never-used": clean_plan(
        glossary=(replace(clean_plan().glossary[0], in_plan_text=False),)
    ),
    "kpi-is-a-task": _with_kpi(indicator="Develop a set of measures", unit="none"),
    "unit-undecided": _with_kpi(unit_text="Number/Percentage"),
    "unfinished-indicator": _with_kpi(target_6m_text="Indicator finalised", target_6m_value=50.0),
    "target-worse-than-baseline": _with_kpi(target_12m_value=39.0),
    "direction-against-target": _with_kpi(target_12m_text="40% (maintain)"),
    "two-measures-under-one-ref": _with_kpi(kpi_ref="WG1.1"),
    "repeated-kpi": _with_kpi(also_under=4),
    "increment-on-unknown-baseline": _with_kpi(target_basis="increment on an unknown baseline"),
    "no-baseline": _with_kpi(
        baseline_value=None,
        target_6m_value=None,
        target_12m_value=None,
    ),
    "no-numeric-target": _with_kpi(
        target_6m_value=None, target_12m_value=None, target_18_24m_value=None
    ),
    "target-before-baseline": _with_kpi(baseline_value=None),
    "direction-against-sense": _with_kpi(indicator="Share of need recorded as MLD"),
    "unit-not-printed": _with_kpi(unit_printed="no"),
    "one-target-for-parts": clean_plan(
        kpis=(
            kpi("WG1.1-N", kpi_ref="WG1.1", indicator="North Cumbria: checks done"),
            kpi(
                "WG1.1-S",
                kpi_ref="WG1.1",
                indicator="South Cumbria: checks done",
                baseline_value=39.0,
            ),
        )
    ),
    "same-target-twice": _with_kpi(target_12m_value=60.0, target_18_24m_value=60.0),
    "steep-step": _with_kpi(baseline_value=5.0),
    "due-in-the-plans-month": _with_kpi(
        target_6m_text="Target established October 2019", target_6m_value=None
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_each_rule_finds_what_was_spoilt_for_it(rule):
    codes = [one.code for one in lint(SPOILT[rule.code])]
    assert rule.code in codes


def test_spoiling_one_thing_raises_no_alarm_about_another():
    others = {code: {one.code for one in lint(spoilt)} - {code} for code, spoilt in SPOILT.items()}
    assert {code: more for code, more in others.items() if more} == {
        "no-baseline": {"target-before-baseline"},
        "target-before-baseline": {"no-baseline"},
    }


def test_a_finding_says_where_what_and_the_mend():
    text = main_text(lint(_with_action(due_text="31 November 2019")))
    assert text == (
        "1.1.2: '31 November 2019' is not a day of the calendar [impossible-date]\n"
        "    wrong; confirm 30 November 2019\n"
        "\n"
        "1 findings: 1 wrong\n"
    )


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("30th September 2020", (date(2020, 9, 30),)),
        ("End March 2020", (date(2020, 3, 31),)),
        ("30 Sept 2020", (date(2020, 9, 30),)),
        ("November 2019 - July 2020", (date(2019, 11, 1), date(2020, 7, 31))),
        ("1st May to 31st July 2020", (date(2020, 5, 1), date(2020, 7, 31))),
        ("October 2020", (date(2020, 10, 31),)),
        ("Q4 - baseline", ()),
    ],
)
def test_printed_dates_are_read(text, dates):
    assert read_dates(text).dates == dates
