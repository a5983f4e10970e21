"""Numbers in kept words are found, tied to figures, and listed when they no longer hold."""

import pytest

from inspection.numbers import numbers_in
from inspection.paper import Figure
from inspection.stale import PastFigure, check


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("There were 3,042 plans.", [("3,042", 3042, "")]),
        ("78.1% on time, 22 per cent late.", [("78.1%", 78.1, "%"), ("22 per cent", 22, "%")]),
        ("Waits of 18 weeks, or 6 months.", [("18", 18, "week"), ("6", 6, "month")]),
        ("Twelve pilots and forty-two staff.", [("Twelve", 12, ""), ("forty-two", 42, "")]),
        ("One in five waited.", [("One in five", 20, "%")]),
        ("Half of them, a quarter, three quarters.", [
            ("Half", 50, "%"), ("a quarter", 25, "%"), ("three quarters", 75, "%")]),
        ("It fell by -3.5 points.", [("-3.5", -3.5, "")]),
        ("£1,250 each", [("1,250", 1250, "")]),
    ],
)  # fmt: skip
def test_numbers_are_read_as_written(text, found):
    assert [(one.written, one.value, one.unit) for one in numbers_in(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "On 31 August 2021, in August 2021, on 2021-08-31 and in 2020/21.",
        "In 2019 and since 2020.",
        "WG5.3 and KS2 and F012 and action 6.1.2a in areas 3 and 6.",
        "Children aged 5 and those 0-25, ages 16 to 25.",
        "See table 3, section 23 and week 20.",
    ],
)
def test_dates_years_ages_and_references_are_no_figures(text):
    assert numbers_in(text) == []


PLANS = Figure("plans", "EHC plans", 3310, "3,310", "plans")
PAST = PastFigure("plans", "EHC plans", "plans", (3042.0,))


def stale(text: str, *figures: Figure, past: tuple[PastFigure, ...] = (PAST,)) -> list[str]:
    return [one.written for one in check({"here": [text]}, figures or (PLANS,), past).stale]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("There are 3,042 plans.", ["3,042"]),
        ("There are 3042 plans.", ["3042"]),
        ("There are 3,310 plans.", []),
        ("About 3,300 plans.", []),
        ("About 3,000 plans.", ["3,000"]),
        ("More than 3,300 plans.", []),
        ("More than 3,000 plans.", []),
        ("Nearly 3,100 plans.", ["3,100"]),
        ("Fewer than 3,100 plans.", ["3,100"]),
        ("3,042% of nothing.", []),
    ],
)
def test_a_number_that_was_true_and_is_not_is_listed(text, listed):
    assert stale(text) == listed


def test_a_number_two_versions_old_is_still_listed():
    past = PastFigure("plans", "EHC plans", "plans", (2876.0, 3042.0))
    assert stale("There are 2,876 plans.", past=(past,)) == ["2,876"]


def test_percentages_are_held_against_percentages_only():
    share = Figure("on-time", "On time", 84.7, "84.7%", "%")
    past = PastFigure("on-time", "On time", "%", (78.1,))
    assert stale("78.1% on time.", share, past=(past,)) == ["78.1%"]
    assert stale("Some 78.1 plans.", share, past=(past,)) == []
    assert stale("Four in five on time.", share, past=(past,)) == ["Four in five"]


def test_a_number_that_is_by_chance_another_figures_value_is_listed_with_that_said():
    other = Figure("pupils", "Pupils with support", 3042, "3,042", "pupils")
    found = check({"here": ["There are 3,042 of them."]}, (PLANS, other), (PAST,)).stale
    assert [one.also for one in found] == [("Pupils with support [pupils]",)]
    assert "check which is meant" in found[0].line


def test_a_figure_no_longer_shown_or_gone_makes_its_number_stale():
    hidden = Figure("plans", "EHC plans", None, "too few to show", "plans")
    assert check({"a": ["3,042 plans."]}, (hidden,), (PAST,)).stale[0].now == "too few to show"
    assert check({"a": ["3,042 plans."]}, (), (PAST,)).stale[0].now == "no longer in the paper"


def test_a_number_that_is_no_figure_is_listed_apart_and_not_as_stale():
    found = check({"here": ["We met 417 families."]}, (PLANS,), (PAST,))
    assert found.stale == ()
    assert [(one.place, one.written) for one in found.unfounded] == [("here", "417")]


def test_a_number_in_a_term_is_a_name_and_no_figure():
    text = "Plans within 20 weeks, and 20 visits."
    assert [one.written for one in check({"a": [text]}, (PLANS,)).unfounded] == ["20", "20"]
    found = check({"a": [text]}, (PLANS,), terms=("20 weeks",))
    assert [one.sentence.index(one.written) for one in found.unfounded] == [13]
    assert len(found.unfounded) == 1
