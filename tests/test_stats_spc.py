import numpy as np
import pytest

from jsna.stats import control_charts, spc

STEADY = [52, 48, 55, 50, 47, 53, 49, 51, 54, 46, 50, 52, 49, 51, 48, 50]


def test_a_steady_series_breaks_no_rule_and_has_its_icons():
    chart = spc.xmr(STEADY, "up", target=50)
    assert set(chart.rules) == {"common cause"}
    assert chart.icon == "common cause"
    assert chart.assurance == "hit or miss"
    assert not chart.provisional


@pytest.mark.parametrize(("points", "provisional"), [(11, True), (12, False)])
def test_limits_are_provisional_under_twelve_points(points, provisional):
    assert spc.xmr(STEADY[:points], "up").provisional is provisional


@pytest.mark.parametrize(("points", "icon"), [(14, None), (15, "common cause")])
def test_no_icon_is_shown_under_fifteen_points(points, icon):
    chart = spc.xmr(STEADY[:points], "up", target=90)
    assert chart.icon == icon
    assert chart.assurance == (None if icon is None else "failing")


def test_a_large_moving_range_is_set_aside_once():
    mean, lower, upper = spc.limits(np.array([10.0, 11, 10, 11, 10, 11, 30]))
    # Ranges 1 1 1 1 1 19: mean 4, limit 13.068, so the 19 goes and their mean is 1.
    assert mean == pytest.approx(93 / 7)
    assert upper - mean == pytest.approx(2.66)
    assert mean - lower == pytest.approx(2.66)


def test_a_gap_has_no_range_and_stands_between_what_is_before_and_after():
    mean, lower, upper = spc.limits(np.array([10.0, 11, np.nan, 14, 15]))
    # Ranges 1 and 1; the 3 across the gap is none of them. The mean is that of four points.
    assert mean == 12.5
    assert upper - mean == pytest.approx(2.66)
    assert mean - lower == pytest.approx(2.66)


def test_no_run_or_trend_goes_across_a_gap():
    above = [1, 9, 1, 9, 1, 9, 1, 9, 6, 6.5, 6, 6.5, 6, 6.5, 6]
    assert spc.xmr(above, "up").rules[-1] == "7 above mean"
    broken = [*above[:11], np.nan, *above[12:]]
    assert set(spc.xmr(broken, "up").rules) == {"common cause"}
    rising = [1.0, 2, 3, 4, 5, 6, 7]
    assert spc.trend_of_seven(np.array(rising))[-1] == 1
    assert spc.trend_of_seven(np.array([*rising[:3], np.nan, *rising[4:]])).sum() == 0


def test_a_gap_counts_neither_towards_limits_nor_towards_an_icon():
    told = spc.xmr([*STEADY[:14], np.nan], "up")
    assert told.icon is None
    assert spc.xmr([*STEADY[:15], np.nan], "up").icon == "common cause"
    assert spc.xmr([*STEADY[:11], np.nan], "up").provisional


def test_points_that_never_stand_side_by_side_have_no_limits():
    with pytest.raises(ValueError, match="two points side by side"):
        spc.xmr([5, np.nan, 6, np.nan, 7], "up")


def test_a_range_on_the_limit_itself_is_kept_and_one_past_it_is_not():
    # Ranges 3.267, 0.733, 0 and 0: their mean is 1, and 3.267 lies on the limit.
    mean, _, upper = spc.limits(np.array([0.0, 3.267, 4, 4, 4]))
    assert upper - mean == pytest.approx(2.66)
    # Ranges 3.3, 0.7, 0 and 0: without the first their mean is 0.7 / 3.
    mean, _, upper = spc.limits(np.array([0.0, 3.3, 4, 4, 4]))
    assert upper - mean == pytest.approx(2.66 * 0.7 / 3)


@pytest.mark.parametrize("series", [[[1, 2], [3, 4]], [], [1, np.inf, 2]])
def test_what_is_no_row_of_numbers_has_no_chart(series):
    with pytest.raises(ValueError, match="one row of numbers"):
        spc.xmr(series, "up")


def test_the_target_is_held_against_the_limits_since_the_last_change():
    # Values of 46 to 55, limits 11 either side of 50, then all 40 higher: 70 lies between.
    moved = [*STEADY, *[value + 40 for value in STEADY]]
    assert spc.xmr(STEADY, "up", target=70).assurance == "failing"
    assert spc.xmr(moved, "up", target=70, rebase_at=(16,)).assurance == "passing"
    back = [*moved[16:], *STEADY]
    assert spc.xmr(back, "up", target=70, rebase_at=(16,)).assurance == "failing"


def test_points_past_a_limit_are_named_and_valued_by_direction():
    series = [*STEADY, 75]
    high = spc.xmr(series, "down", target=40)
    assert high.rules[-1] == "above upper limit"
    assert high.variation[-1] == "concern"
    assert spc.xmr(series, "up").variation[-1] == "improvement"
    assert spc.xmr(series, "neither").variation[-1] == "high"
    low = [*STEADY, 25]
    assert spc.xmr(low, "up").rules[-1] == "below lower limit"
    assert spc.xmr(low, "up").variation[-1] == "concern"
    assert spc.xmr(low, "neither").variation[-1] == "low"
    assert high.icon == "concern"


def rules_of(series, mean, reach):
    values = np.array(series, dtype=float)
    line = np.full(len(values), float(mean))
    return spc.broken_rules(values, line, line - reach, line + reach)


def test_a_point_on_a_limit_is_not_past_it():
    assert rules_of([13, 7, 10], 10, 3) == ["common cause"] * 3
    assert rules_of([13.1, 6.9, 10], 10, 3) == [
        "above upper limit",
        "below lower limit",
        "common cause",
    ]


def test_two_of_three_near_a_limit_lie_on_one_side():
    # Near is more than two thirds of the way: above 12 for limits at 7 and 13.
    assert rules_of([12.5, 10.5, 12.5, 9], 10, 3) == [
        "2 of 3 near upper limit",
        "common cause",
        "2 of 3 near upper limit",
        "common cause",
    ]
    assert rules_of([7.5, 9.5, 7.5], 10, 3)[2] == "2 of 3 near lower limit"
    assert rules_of([12.5, 9.5, 12.5], 10, 3) == ["common cause"] * 3
    assert rules_of([12, 10.5, 12], 10, 3) == ["common cause"] * 3
    # One near a limit is none, whatever lies beside it; nor are two with two between them.
    assert rules_of([12.5, 10.5, 10.5], 10, 3) == ["common cause"] * 3
    assert rules_of([12.5, 10.5, 10.5, 12.5], 10, 3) == ["common cause"] * 4


def test_seven_rising_or_falling_are_a_trend_and_equal_values_break_it():
    rising = [9.1, 9.4, 9.7, 9.9, 10.2, 10.5, 10.8]
    assert rules_of(rising, 10, 3) == ["7 rising"] * 7
    assert rules_of(rising[::-1], 10, 3) == ["7 falling"] * 7
    assert rules_of(rising[:6], 10, 3) == ["common cause"] * 6
    tied = [9.1, 9.4, 9.7, 9.7, 10.2, 10.5, 10.8]
    assert rules_of(tied, 10, 3) == ["common cause"] * 7
    assert rules_of([*rising, 10.0], 10, 3) == ["7 rising"] * 7 + ["common cause"]
    longer = rules_of([10.5, *rising], 10, 3)
    assert longer == ["common cause"] + ["7 rising"] * 7


def test_seven_on_one_side_are_a_run_and_a_point_on_the_mean_breaks_it():
    above = [10.5, 10.2, 10.6, 10.3, 10.5, 10.2, 10.6]
    assert rules_of(above, 10, 3) == ["7 above mean"] * 7
    assert rules_of([20 - value for value in above], 10, 3) == ["7 below mean"] * 7
    assert rules_of(above[:6], 10, 3) == ["common cause"] * 6
    assert rules_of([*above[:3], 10, *above[3:]], 10, 3) == ["common cause"] * 8


def test_no_rule_joins_points_across_a_documented_change():
    series = [*STEADY[:8], *[value + 20 for value in STEADY[:8]]]
    whole, rebased = spc.xmr(series, "up"), spc.xmr(series, "up", rebase_at=(8,))
    assert "7 above mean" in whole.rules
    assert set(rebased.rules) == {"common cause"}
    assert rebased.mean[0] + 20 == rebased.mean[-1]
    assert rebased.provisional
    assert rebased.icon is None
    assert spc.xmr(series, "up", rebase_at=(8,), icons_from=8).icon == "common cause"


@pytest.mark.parametrize("rebase", [(0,), (16,), (5, 3), (5, 5)])
def test_rebase_points_lie_inside_the_series_in_order(rebase):
    with pytest.raises(ValueError, match="in order, each once"):
        spc.xmr(STEADY, "up", rebase_at=rebase)


def test_a_stretch_of_one_point_has_no_limits():
    with pytest.raises(ValueError, match="two points side by side"):
        spc.xmr(STEADY, "up", rebase_at=(15,))
    assert len(spc.xmr(STEADY, "up", rebase_at=(14,)).mean) == 16


@pytest.mark.parametrize(
    ("target", "better", "told"),
    [
        (4, "up", "passing"),
        (8, "up", "failing"),
        (4, "down", "failing"),
        (8, "down", "passing"),
        (5, "up", "hit or miss"),
        (7, "down", "hit or miss"),
        (6, "neither", "no target"),
        (None, "up", "no target"),
    ],
)
def test_a_target_is_passed_missed_or_hit_by_chance(target, better, told):
    assert spc.assurance(5, 7, target, better) == told


def test_a_chart_of_counts_has_root_limits_and_no_negative_one():
    found = control_charts.chart("counts", [4, 1, 3, 20, 2, 4, 2])
    assert found.centre.tolist() == pytest.approx([36 / 7] * 7)
    assert found.upper[0] == pytest.approx(36 / 7 + 3 * (36 / 7) ** 0.5)
    assert found.lower[0] == 0.0
    assert found.outside.tolist() == [False, False, False, True, False, False, False]


def test_a_chart_of_rates_widens_where_few_are_seen():
    found = control_charts.chart("rates", [5, 10], [50, 200])
    assert found.centre[0] == pytest.approx(15 / 250)
    assert found.upper.tolist() == pytest.approx(
        [0.06 + 3 * (0.06 / 50) ** 0.5, 0.06 + 3 * (0.06 / 200) ** 0.5]
    )
    assert found.outside.tolist() == [False, False]
    # Around 0.12, limits 0.267 at 50 and 0.0465 at 200: 0.4 is beyond, 0.05 is not.
    assert control_charts.chart("rates", [20, 10], [50, 200]).outside.tolist() == [True, False]


def test_a_chart_of_single_values_has_limits_from_its_ranges_and_may_be_negative():
    found = control_charts.chart("single values", [1, -1, 1, -1])
    assert found.centre[0] == 0.0
    assert found.upper[0] == pytest.approx(3 * 2 / 1.128)
    assert found.lower[0] == pytest.approx(-3 * 2 / 1.128)
    # Ranges 3.267, 0.733, 0 and 0 have a mean of 1: one on the limit is set aside, as by qicharts2.
    edge = control_charts.chart("single values", [0, 3.267, 4, 4, 4])
    assert edge.upper[0] - edge.centre[0] == pytest.approx(3 * 0.733 / 3 / 1.128)


def test_limits_come_from_the_baseline_and_leave_out_what_is_explained():
    base = np.array([True] * 4 + [False] * 2)
    kept = np.array([True, True, False, True, True, True])
    found = control_charts.chart("counts", [4, 6, 40, 5, 9, 9], baseline=base, include=kept)
    assert found.centre[0] == 5.0
    assert found.outside.tolist() == [False, False, True, False, False, False]
    assert found.runs.longest == 3


def test_runs_about_the_centre_pass_over_points_on_it():
    found = control_charts.runs(np.array([1.0, 1, 2, 1, 3, 3, 1, 3]), 2)
    assert found == control_charts.Runs(3, 6, 3, 1)
    assert not found.signal
    shifted = control_charts.runs(np.array([1.0] * 10 + [3.0] * 10), 2)
    assert shifted.crossings == 1
    assert shifted.signal
    # Seven in a row among twenty, where 7.3 are rounded to 7, is no signal; eight is.
    assert control_charts.runs(np.tile([1.0, 3.0], 10), 2).longest_expected == 7
    # Of 23 steps by chance 7 or fewer cross less than five times in 100, of 22 more often.
    assert control_charts.runs(np.tile([1.0, 3.0], 12), 2).crossings_expected == 8
    few = control_charts.Runs(longest=3, longest_expected=7, crossings=5, crossings_expected=6)
    long = control_charts.Runs(longest=8, longest_expected=7, crossings=9, crossings_expected=6)
    neither = control_charts.Runs(longest=7, longest_expected=7, crossings=6, crossings_expected=6)
    assert (few.signal, long.signal, neither.signal) == (True, True, False)
    with pytest.raises(ValueError, match="at least two points off it"):
        control_charts.runs(np.array([2.0, 2, 1]), 2)
