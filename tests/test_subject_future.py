"""Future need: residents grow older, scenarios part as they should, and past skill is printed."""

import breaks_county
import numpy as np
import pandas as pd
import pytest
import show_figures

from jsna import params
from jsna.disclosure.protect import Released
from jsna.errors import FigureError
from jsna.project import DATA, PARAMS
from jsna.run import figures
from jsna.show import forecasts
from jsna.sources import Sources
from jsna.subjects import future
from jsna.subjects.ahead import meaning, published_plans, recorded_need, residents, tried

EDITION = params.read(PARAMS / "cumbria-2021.yaml")
SOURCES = Sources(EDITION)


@pytest.fixture(scope="module")
def safes() -> dict:
    """The figures made of published tables alone."""
    released, limits = Released.read(DATA / "released"), figures.limits_of(EDITION)
    return {
        entry.id: figures.statistic(
            *figures.measured(entry, figures.cells_of(entry, SOURCES)), EDITION, released, limits
        )
        for entry in future.FIGURES
        if entry.published_only
    }


def test_everybody_is_a_year_older_each_year() -> None:
    ages = pd.DataFrame({"2020": [float(100 + age) for age in range(26)]})
    ahead = residents.rolled(ages, 2, moves=False)
    assert ahead[1].tolist()[:4] == [100, 100, 101, 102]
    assert ahead[2].tolist()[:4] == [100, 100, 100, 101]
    assert ahead[2].tolist()[25] == 123


def test_moves_follow_the_last_two_estimates_of_those_who_grew_into_an_age() -> None:
    two = pd.DataFrame({"2019": [100.0] * 26, "2020": [100.0] * 18 + [80.0] + [100.0] * 7})
    ahead = residents.rolled(two, 2)
    assert ahead[1].tolist()[17:20] == [100, 80, 80]
    assert ahead[2].tolist()[18] == pytest.approx(80)


def test_estimates_two_years_apart_give_a_yearly_ratio() -> None:
    apart = pd.DataFrame({"2017": [100.0] * 26, "2019": [100.0] * 10 + [121.0] + [100.0] * 15})
    assert residents.rolled(apart, 1)[1].tolist()[10] == pytest.approx(110)


def test_places_made_of_districts_are_their_sum() -> None:
    tables = residents.ahead(SOURCES)
    west = tables["Allerdale"][10] + tables["Copeland"][10]
    assert tables["West Cumbria"][10].tolist() == pytest.approx(west.tolist())
    two = tables["Western unitary"][10].sum() + tables["Eastern unitary"][10].sum()
    assert tables["Total"][10].sum() == pytest.approx(two)


def test_the_last_estimate_is_as_published() -> None:
    table = residents.rolled(residents.estimates(SOURCES, "Cumbria"))
    assert table[0].sum() == 130_043
    assert residents.last_estimate(SOURCES) == 2020


def test_the_series_is_the_published_one_from_2010_to_2021() -> None:
    plans = published_plans.series(SOURCES).plans
    assert plans.index.tolist() == [str(year) for year in range(2010, 2022)]
    assert plans.tolist() == [
        2014, 1989, 2033, 2029, 2056, 2106, 2397, 2734, 2854, 3173, 3495, 3887,
    ]  # fmt: skip


def test_nothing_published_after_the_edition_is_used() -> None:
    assert "2022" not in published_plans.series(SOURCES).plans.index


def test_three_scenarios_part_and_only_the_range_has_limits() -> None:
    cells = published_plans.by_scenario(SOURCES).set_index(["scenario", "year"])
    same = cells.loc[(published_plans.SAME, "2031"), "value"]
    trend = cells.loc[(published_plans.TREND, "2031"), "value"]
    policy = cells.loc[(published_plans.POLICY, "2031"), "value"]
    assert policy < same < 3887 < trend
    limits = cells["lower"].notna().groupby("scenario").any()
    assert limits[limits].index.tolist() == [published_plans.WALK]


def test_the_policy_scenario_ends_at_the_share_of_england() -> None:
    of = published_plans.series(SOURCES)
    made = published_plans.scenarios(of)[published_plans.POLICY].value
    assert made[4] / (of.base * of.ages[4]) == pytest.approx(of.england)
    assert of.england == pytest.approx(430_697 / 17_528_000, rel=0.01)


def test_with_equal_ages_the_plans_stay_as_they_are() -> None:
    table = pd.DataFrame({step: [1000.0] * 26 for step in range(11)}, index=range(26))
    assert published_plans.by_age(SOURCES, table).tolist() == pytest.approx([1.0] * 10)


def test_the_naive_error_is_what_a_hand_would_work_out() -> None:
    cells = published_plans.errors(SOURCES).set_index(["method", "ahead"])["value"]
    misses = [50, 291, 337, 120, 319, 322, 392]
    assert cells[(published_plans.NAIVE, "1 year ahead")] == round(sum(misses) / 7)
    assert cells[(published_plans.NAIVE, "5 years ahead")] == round((1117 + 1389 + 1490) / 3)


def test_a_forecast_of_a_past_year_knows_only_the_years_before() -> None:
    of = published_plans.series(SOURCES)
    known: list[int] = []

    def spy(values: np.ndarray, steps: int):  # type: ignore[no-untyped-def]
        known.append(len(values))
        return published_plans.forecast.constant(values, steps)

    published_plans.backtest.backtest(of.shares, 5, spy)
    assert known == [5, 6, 7, 8, 9, 10, 11]


def test_how_often_the_range_held_is_counted_out_of_tries() -> None:
    cells = published_plans.coverage(SOURCES).set_index(["ahead", "measure"])["value"]
    tried = [cells[(f"{step} years ahead" if step > 1 else "1 year ahead", "Past years tried")]
             for step in range(1, 6)]  # fmt: skip
    assert tried == [7, 6, 5, 4, 3]
    assert cells[("All years ahead", "Past years tried")] == 25
    assert 0 <= cells[("All years ahead", "Times the range held")] <= 25


def test_the_page_says_that_it_beats_no_forecast_and_that_the_range_is_too_narrow(
    safes: dict,
) -> None:
    missed, held = safes["future-plans-missed"], safes["future-plans-range-held"]
    method = next(iter(published_plans.METHODS))
    said = forecasts.skill(missed, method, published_plans.NAIVE, ahead="All years ahead").text
    assert "better than no forecast" in said
    back = forecasts.skill(missed, published_plans.NAIVE, method, ahead="All years ahead").text
    assert "do not rely on it" in back
    named = forecasts.held(
        held, "Times the range held", "Past years tried", ahead="All years ahead"
    ).text
    assert "less often than the 95% it aims at" in named


def test_what_is_made_of_published_tables_is_not_made_up(safes: dict) -> None:
    assert {safe.made_up for safe in safes.values()} == {False}
    assert safes["future-plans"].cell(scenario="Counted", year="2021")["value"] == 3887


def test_a_figure_of_published_tables_alone_is_given_no_extract() -> None:
    with pytest.raises(FigureError, match="was not received"):
        Sources(EDITION).accepted("ehc_plans")
    assert {entry.id for entry in future.FIGURES if entry.published_only} == {
        "future-residents", "future-plans", "future-plans-missed", "future-plans-range-held",
        "future-plans-places", "future-plans-pounds", "future-support-missed",
    }  # fmt: skip


def test_places_needed_add_up_to_the_plans_of_their_scenario() -> None:
    cells = meaning.placements(SOURCES)
    sums = cells.groupby(["scenario", "year"])["value"].sum()
    assert sums[("Counted", "2021")] == 3887
    assert abs(sums[(published_plans.SAME, "2031")] - 3735) <= 4


def test_pounds_are_plans_times_the_weekly_cost_that_was_out() -> None:
    cells = meaning.pounds(SOURCES).set_index(["scenario", "year"])
    assert cells.loc[("Counted", "2021"), "value"] == round(3887 * 85 * 52 / 1e6, 1)
    assert cells["period"].unique().tolist() == ["at the weekly cost of 2019-20"]


def test_the_shares_on_sen_support_follow_published_ones() -> None:
    factors = recorded_need.support_factors(SOURCES)
    assert factors[published_plans.SAME].tolist() == [1.0] * 10
    assert factors[published_plans.POLICY][4] == pytest.approx(12.2 / 11.9)


def of_two_districts() -> recorded_need.Recorded:
    children = pd.DataFrame({"age": [10] * 300 + [10] * 100, "district": ["A"] * 300 + ["B"] * 100})
    return recorded_need.Recorded(children, {published_plans.SAME: np.ones(10)})


def test_a_place_keeps_its_level_and_equal_access_raises_the_lower_one() -> None:
    table = pd.DataFrame({step: [1000.0] * 26 for step in range(11)}, index=range(26))
    tables = {"A": table, "B": table, "Total": 2 * table}
    parts = {"Total": ("A", "B"), "A": ("A",), "B": ("B",)}
    of = of_two_districts()
    levels = recorded_need._levels(of.children, tables, parts)
    assert levels["A"][1] == pytest.approx(1.5)
    rows = pd.DataFrame(
        recorded_need._cells({}, of, 100, tables, levels, ("B",), SOURCES)
    ).set_index(["scenario", "year"])["value"]
    assert rows[(published_plans.SAME, "2026")] == 100
    assert rows[(recorded_need.EQUAL, "2026")] == 200


def test_fewer_than_ten_children_are_not_carried_on() -> None:
    assert recorded_need._cell(40.0, 9)["status"] == "too few to show"
    assert recorded_need._cell(44.0, 10) == {"value": 40, "n": 10, "status": "shown"}


def test_services_and_adult_care_are_carried_on_beside_plans() -> None:
    found = recorded_need.recorded(breaks_county.sources())
    assert list(found) == [
        "EHC plan",
        "SEN Support",
        "Referred to CAMHS in a year",
        "Referred for an autism assessment in a year",
        "Referred to speech and language therapy in a year",
        "Referred to occupational therapy in a year",
        "Referred to physiotherapy in a year",
        "Eligible for short breaks",
        "Regular short breaks",
        "Known to need adult social care",
    ]
    adult = found["Known to need adult social care"].children
    assert adult["age"].min() >= 13
    assert set(found["Regular short breaks"].factors) == {published_plans.SAME}


def test_only_plans_and_sen_support_can_be_tried_on_past_years() -> None:
    cells = tried.could_be_tried(breaks_county.sources()).set_index(["help", "measure"])["value"]
    assert cells[("EHC plan", tried.TRIED)] == 7
    assert cells[("SEN Support", tried.HELD)] == 6
    assert cells[("SEN Support", tried.TRIED)] == 1
    services = [help_ for help_, measure in cells.index if measure == tried.TRIED][2:]
    assert len(services) == 8
    assert all(cells[(help_, tried.TRIED)] == 0 for help_ in services)
    assert cells[("Referred to CAMHS in a year", tried.HELD)] == 3


def test_the_one_past_year_of_sen_support_is_held_against_no_change(safes: dict) -> None:
    missed = safes["future-support-missed"]
    assert missed.cell(method=published_plans.NAIVE, ahead="1 year ahead")["value"] == 0.0
    said = forecasts.skill(missed, tried.DAMPED, published_plans.NAIVE, ahead="1 year ahead").text
    assert "no better than saying that nothing changes: do not rely on it" in said


def test_what_cannot_be_tried_is_named() -> None:
    rows = [
        {"help": name, "measure": tried.TRIED, "value": value}
        for name, value in {"EHC plan": 7.0, "Physiotherapy": 0.0, "Short breaks": 0.0}.items()
    ]
    found = show_figures.safe(rows, dimensions=("help", "measure"), kind="statistic", unit="years")
    assert forecasts.untried(found, tried.TRIED).text.startswith(
        "Cannot be tried on past years, since too few are held: Physiotherapy; Short breaks."
    )
