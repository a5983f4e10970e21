import numpy as np
import pytest
from scipy import stats
from statsmodels.tsa.statespace.sarimax import SARIMAX

from jsna.stats import backtest, capacity, forecast

PLANS = [2801, 3010, 3142, 3302, 3399, 3537, 3750, 3842, 4020, 4233]


def test_no_change_is_the_last_value():
    made = forecast.constant(PLANS, 3)
    assert made.value.tolist() == [4233] * 3
    assert made.lower is None
    assert made.upper is None
    assert made.method == "scenario: no change"


def test_damped_trend_is_holts_filter_worked_by_hand():
    level, trend, errors = forecast.damped_filter(np.array([10.0, 12, 15]), 0.5, 0.4, 0.9)
    # Start 10, trend 2: ahead 11.8, miss 0.2, level 11.9, trend 1.8 + 0.04 = 1.84.
    # Then ahead 11.9 + 1.656 = 13.556, miss 1.444, level 14.278, trend 1.656 + 0.2888.
    assert level == pytest.approx(14.278)
    assert trend == pytest.approx(1.9448)
    assert errors == pytest.approx(0.04 + 1.444**2)


# One series for each damping that may fit best, the last for the strongest trend.
@pytest.mark.parametrize(
    ("series", "fits"),
    [
        (PLANS, None),
        ([59, 65, 69, 70, 71, 68, 66, 63], 0.8),
        ([53, 63, 74, 75, 73, 79, 86, 94], 0.85),
        ([60, 69, 78, 87, 85, 94, 105, 105], 0.9),
        ([57, 68, 78, 82, 93, 104, 115, 113], 0.95),
        ([54, 58, 66, 77, 74, 73, 82, 93], 0.98),
    ],
)
def test_damped_trend_takes_the_gains_of_least_error(series, fits):
    made = forecast.damped(series, 4)
    best = min(
        (forecast.damped_filter(np.array(series, float), a, b, phi)[2], a, b, phi)
        for a in np.linspace(0.05, 0.95, 10)
        for b in np.linspace(0.05, 0.95, 10)
        for phi in (0.8, 0.85, 0.9, 0.95, 0.98)
    )
    level, trend, _ = forecast.damped_filter(np.array(series, float), *best[1:])
    phi = best[3]
    assert fits in (None, phi)
    assert made.value[0] == pytest.approx(level + phi * trend)
    assert made.value[3] == pytest.approx(level + (phi + phi**2 + phi**3 + phi**4) * trend)
    assert made.method == f"scenario: damped trend, phi {phi:g}"
    assert made.lower is None
    assert (np.diff(np.abs(np.diff(made.value))) < 0).all()


def test_a_series_that_stays_where_it_is_has_the_least_damping():
    made = forecast.damped([5] * 6, 2)
    assert made.value.tolist() == [5, 5]
    assert made.method == "scenario: damped trend, phi 0.98"


def test_shares_are_forecast_within_none_and_all():
    shares = [0.80, 0.86, 0.91, 0.95, 0.97, 0.985]
    made = forecast.damped(shares, 10, shares=True)
    assert ((made.value > 0.985) & (made.value < 1)).all()
    plain = forecast.damped(np.log(np.array(shares) / (1 - np.array(shares))), 10)
    assert made.value == pytest.approx(1 / (1 + np.exp(-plain.value)))
    walk = forecast.random_walk(shares, 10, shares=True)
    assert ((walk.lower > 0) & (walk.upper < 1)).all()
    middle = forecast.random_walk(forecast.logit(shares), 10)
    assert walk.lower == pytest.approx(forecast.share_of(middle.lower))
    assert walk.method == "random walk with drift, error of the drift counted, on the logit"
    for bad in ([0.0, 0.5], [0.5, 1.0]):
        with pytest.raises(ValueError, match="without the ends"):
            forecast.logit(bad)


def test_policy_goes_straight_to_its_target_and_stays():
    made = forecast.policy(PLANS, 4, target=4533, reached_in=3)
    assert made.value.tolist() == pytest.approx([4333, 4433, 4533, 4533])
    assert made.method == "scenario: 4533 reached in 3 steps"
    shares = forecast.policy([0.2] * 5, 2, target=0.8, reached_in=2, shares=True)
    assert shares.value.tolist() == pytest.approx([0.5, 0.8])
    with pytest.raises(ValueError, match="one step or more"):
        forecast.policy(PLANS, 4, 5000, 0)


def test_random_walk_counts_the_error_of_its_drift():
    made = forecast.random_walk(PLANS, 3)
    changes = np.diff(PLANS)
    drift, spread = changes.mean(), changes.std(ddof=1)
    assert made.value.tolist() == pytest.approx([4233 + drift * h for h in (1, 2, 3)])
    errors = [spread * (h + h**2 / 9) ** 0.5 for h in (1, 2, 3)]
    assert made.error.tolist() == pytest.approx(errors)
    reach = stats.t.ppf(0.975, 8)
    assert made.lower.tolist() == pytest.approx(
        [4233 + drift * h - reach * e for h, e in zip((1, 2, 3), errors, strict=True)]
    )
    assert made.method == "random walk with drift, error of the drift counted"
    known = forecast.random_walk(PLANS, 3, drift_known=True)
    assert known.error.tolist() == pytest.approx([changes.std() * h**0.5 for h in (1, 2, 3)])
    assert known.upper[0] == pytest.approx(known.value[0] + 1.959964 * known.error[0])
    assert known.method == "random walk with drift"
    narrow = forecast.random_walk(PLANS, 3, confidence=0.5)
    assert (narrow.upper < made.upper).all()


def test_smoothed_level_agrees_with_statsmodels():
    series = np.array([50.0, 53, 49, 55, 60, 54, 58, 62, 57, 61, 66, 60])
    found = forecast.smoothed_level(series, 3)
    model = SARIMAX(series, order=(0, 1, 1), simple_differencing=True)
    best = model.loglike([found.moving_average, found.variance])
    for moving in (-0.02, 0.02):
        assert model.loglike([found.moving_average + moving, found.variance]) < best
    for factor in (0.95, 1.05):
        assert model.loglike([found.moving_average, found.variance * factor]) < best
    whole = SARIMAX(series, order=(0, 1, 1)).filter([found.moving_average, found.variance])
    ahead = whole.get_forecast(3)
    assert found.forecast.value == pytest.approx(ahead.predicted_mean, rel=1e-3)
    assert found.forecast.error == pytest.approx(ahead.se_mean, rel=1e-2)
    assert found.forecast.upper[0] == pytest.approx(
        found.forecast.value[0] + 1.959964 * found.forecast.error[0]
    )
    assert found.forecast.lower[0] == pytest.approx(
        found.forecast.value[0] - 1.959964 * found.forecast.error[0]
    )
    assert found.forecast.method == "ARIMA(0,1,1)"


def test_a_level_that_swings_back_is_forecast_by_its_last_innovation():
    series = np.array([5.0, 9, 4, 8, 5, 7, 3, 9, 6.5])
    found = forecast.smoothed_level(series, 2)
    assert found.moving_average < -0.5
    changes = SARIMAX(series, order=(0, 1, 1), simple_differencing=True)
    ahead = changes.filter([found.moving_average, found.variance]).get_forecast(1)
    assert found.forecast.value[0] == pytest.approx(6.5 + ahead.predicted_mean[0], rel=1e-8)
    assert found.forecast.error[0] == pytest.approx(ahead.se_mean[0], rel=1e-8)
    own = SARIMAX(np.diff(series), order=(0, 0, 1), concentrate_scale=True)
    assert found.variance == pytest.approx(own.filter([found.moving_average]).scale, rel=1e-8)
    step = found.variance * (1 + found.moving_average) ** 2
    assert found.forecast.error[1] ** 2 - found.forecast.error[0] ** 2 == pytest.approx(step)


def test_short_series_and_no_steps_are_refused():
    for make in (
        forecast.constant,
        forecast.damped,
        forecast.random_walk,
        forecast.smoothed_level,
        lambda series, steps: forecast.policy(series, steps, 1, 1),
    ):
        with pytest.raises(ValueError, match="at least 5 points, not 4"):
            make([1, 2, 3, 4], 1)
        with pytest.raises(ValueError, match="at least one step"):
            make([1, 2, 3, 5, 4], 0)
        assert make([1, 2, 3, 5, 4], 1) is not None
    with pytest.raises(ValueError, match="between 0 and 1"):
        forecast.random_walk(PLANS, 1, confidence=95)


def test_children_are_population_times_share():
    assert forecast.children([100, 200], [0.1, 0.05]) == 20.0
    with pytest.raises(ValueError, match="lengths differ"):
        forecast.children([100, 200], [0.1])


def test_each_origin_of_a_backtest_knows_only_the_past():
    seen = []

    def forecaster(known, steps):
        seen.append(known.tolist())
        return forecast.Forecast(
            np.full(steps, known[-1] + 1.0),
            known[-1] + np.zeros(steps),
            known[-1] + np.full(steps, 2.0),
            "",
        )

    tried = backtest.backtest([1, 2, 3, 4, 5, 6, 8, 9], 2, forecaster)
    assert seen == [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, 8]]
    assert tried.origins.tolist() == [3, 2]
    # One ahead: forecasts 6, 7, 9 against 6, 8, 9; two ahead: 6 against 8, 7 against 9.
    assert tried.error.tolist() == pytest.approx([1 / 3, 2])
    assert tried.naive_error.tolist() == pytest.approx([4 / 3, 3])
    assert tried.coverage.tolist() == pytest.approx([1, 0])
    assert tried.beats_naive


def test_a_scenario_has_no_coverage_and_no_change_never_beats_itself():
    tried = backtest.backtest(PLANS, 3, forecast.constant)
    assert np.isnan(tried.coverage).all()
    assert not tried.beats_naive
    assert tried.error.tolist() == tried.naive_error.tolist()
    far = backtest.backtest(PLANS[:6], 3, forecast.random_walk)
    assert far.origins.tolist() == [1, 0, 0]
    assert np.isnan(far.error[1:]).all()
    # Only one step was tried: 3,537 after 3,399, so no change misses by 138 and the drift by 11.5.
    assert far.beats_naive is True


def test_an_outcome_on_the_end_of_its_interval_is_held():
    def forecaster(known, steps):
        value = np.full(steps, known[-1] + 1.0)
        return forecast.Forecast(value, value - 1, value + 1, "")

    # The series stays where it is, then goes up by two: the lower end, then the upper.
    assert backtest.backtest([1, 2, 3, 4, 5, 5], 1, forecaster).coverage.tolist() == [1.0]
    assert backtest.backtest([1, 2, 3, 4, 5, 7], 1, forecaster).coverage.tolist() == [1.0]


def test_a_backtest_needs_a_year_to_try():
    with pytest.raises(ValueError, match="more than 5 points, not 5"):
        backtest.backtest(PLANS[:5], 1, forecast.constant)
    assert backtest.backtest(PLANS[:7], 1, forecast.constant, first_origin=6).origins[0] == 1


def test_a_list_is_demand_times_the_mean_wait_that_sees_enough_in_time():
    # Within 18 weeks for 1 - 1/e: the mean wait is 18 weeks.
    assert capacity.longest_list(10, 18, 1 - np.exp(-1)) == pytest.approx(180)
    for bad in ((0, 18, 0.9), (10, 0, 0.9)):
        with pytest.raises(ValueError, match="above 0"):
            capacity.longest_list(*bad)
    assert capacity.longest_list(0.5, 0.5, 1 - np.exp(-1)) == pytest.approx(0.25)
    for share in (0, 1):
        with pytest.raises(ValueError, match="between 0 and 1"):
            capacity.longest_list(10, 18, share)


def test_capacity_is_demand_and_the_excess_over_the_weeks():
    share = 1 - np.exp(-1)
    found = capacity.clearing(520, 52, 284, 18, share, weeks_to_clear=52)
    assert found.demand.value == 10
    assert found.list_to_reach == pytest.approx(180)
    assert found.capacity.value == pytest.approx(10 + 104 / 52)
    assert found.capacity_after == 10
    assert found.list_now == 284
    low, high = found.demand.lower, found.demand.upper
    assert found.capacity.lower == pytest.approx(low + (284 - 18 * low) / 52)
    assert found.capacity.upper == pytest.approx(high + (284 - 18 * high) / 52)
    assert found.capacity.method == "demand's Byar's interval, carried through"
    assert found.capacity.n == 520


def test_a_list_already_short_enough_needs_no_more_than_demand():
    found = capacity.clearing(520, 52, 20, 18, 0.92)
    assert found.capacity.value == 10
    assert (found.capacity.lower, found.capacity.upper) == pytest.approx(
        (found.demand.lower, found.demand.upper)
    )
    for bad in ({"list_now": -1}, {"weeks_to_clear": 0}):
        options = {"list_now": 20} | bad
        with pytest.raises(ValueError, match="list is 0 or more"):
            capacity.clearing(520, 52, target_weeks=18, share_in_time=0.92, **options)


def test_a_service_that_nobody_joins_has_no_list_to_keep():
    with pytest.raises(ValueError, match="above 0"):
        capacity.clearing(0, 52, 20, 18, 0.92)
    empty = capacity.clearing(520, 52, 0, 18, 0.92, weeks_to_clear=1)
    assert empty.capacity.value == 10
    few = capacity.clearing(1, 52, 20, 18, 0.92, weeks_to_clear=10)
    assert few.capacity.lower <= few.capacity.value <= few.capacity.upper
