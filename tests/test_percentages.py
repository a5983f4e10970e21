"""Percentages of rounded counts: where there is one, and how wide its interval is."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from show_figures import figure

from jsna.disclosure.limits import Limits
from jsna.disclosure.percentages import percentages

HELD = figure(
    id="reviews-held",
    dimensions=("area", "review"),
    kind="percentage",
    rule="rounded",
    share_of="review",
)
KPI = replace(Limits(), kpi_figures=frozenset({"reviews-held"}))


def shares(area, part, whole, *, limits=KPI, entry=HELD, states=("shown", "shown")):
    """Return the row of the part and the row of the total, counts moved by up to 4."""
    cells = pd.DataFrame(
        {
            "area": area,
            "review": ["Held on time", "Total"],
            "value": [float(part), float(whole)],
            "within": 4.0,
            "status": list(states),
        }
    )
    found = percentages(entry, cells, limits).set_index("review")
    return found.loc["Held on time"], found.loc["Total"]


def test_a_percentage_is_whole_and_its_interval_holds_every_count_it_may_stand_for():
    held, total = shares("Eden", 20, 50)
    # Wilson by hand: 16 of 54 from 19.1, 24 of 46 to 65.9.
    assert held[["value", "percent", "percent_of", "lower", "upper"]].tolist() == [
        20, 40, 50, 19, 66,
    ]  # fmt: skip
    assert total[["value", "percent", "percent_of"]].tolist() == [50, 100, 50]
    assert np.isnan(total["lower"])
    assert np.isnan(total["upper"])
    assert list(held.index) == [
        "area", "value", "within", "status", "percent", "percent_of", "lower", "upper",
    ]  # fmt: skip


def test_an_interval_never_leaves_nought_to_a_hundred():
    none, _ = shares("Total", 0, 100)
    assert (none["percent"], none["lower"], none["upper"]) == (0, 0, 11)  # 4 of 96: to 10.2
    every, _ = shares("Total", 100, 100)
    assert (every["percent"], every["lower"], every["upper"]) == (100, 85, 100)  # 96 of 104


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(10, 20, 50), (10, 95, 11), (5, 95, None), (90, 95, None), (85, 95, 89), (0, 50, None)],
)
def test_a_kpi_percentage_of_a_small_place_needs_ten_with_and_ten_without(part, whole, percent):
    held, total = shares("Eden", part, whole)
    assert total["status"] == "shown"
    if percent is None:
        assert held["status"] == "too few to show"
        assert held[["value", "percent", "percent_of", "lower", "upper"]].isna().all()
    else:
        assert (held["status"], held["percent"]) == ("shown", percent)


@pytest.mark.parametrize(("part", "whole", "percent"), [(0, 100, 0), (5, 120, 4), (415, 420, 99)])
def test_a_place_with_a_hundred_behind_its_percentage_is_not_small(part, whole, percent):
    held, _ = shares("North Cumbria CCG", part, whole)
    assert (held["status"], held["value"], held["percent"]) == ("shown", part, percent)


def test_the_county_and_figures_that_are_no_kpi_need_twenty_in_all():
    assert shares("Total", 5, 25)[0]["percent"] == 20
    assert shares("Eden", 5, 25, limits=Limits())[0]["percent"] == 20
    for area, limits in (("Total", KPI), ("Eden", Limits())):
        held, total = shares(area, 5, 15, limits=limits)
        assert (held["status"], total["status"]) == ("too few to show", "too few to show")
        assert np.isnan(total["value"])
    assert shares("Eden", 10, 20, limits=Limits())[1]["status"] == "shown"


def test_a_kpi_that_is_not_by_place_is_held_to_twenty_in_all_alone():
    entry = replace(HELD, dimensions=("review",))
    held, _ = shares("Eden", 5, 25, entry=entry)
    assert (held["status"], held["percent"]) == ("shown", 20)


def test_a_part_of_a_withheld_total_has_no_percentage():
    held, total = shares("Eden", 20, 50, states=("shown", "too few to show"))
    assert (held["status"], total["status"]) == ("too few to show", "too few to show")
    assert np.isnan(held["value"])
    held, total = shares("Eden", np.nan, 50, states=("not applicable", "shown"))
    assert (held["status"], total["percent"]) == ("not applicable", 100)
