import numpy as np
import pytest
from scipy import stats

from jsna.stats import gradient, inequality, means, quantiles, rates, standardisation


def test_nine_events_have_the_exact_interval_and_ten_have_byars():
    nine, ten = rates.rate(9, 1000), rates.rate(10, 1000)
    assert nine.method == "exact (Garwood) Poisson interval"
    assert nine.lower == pytest.approx(stats.chi2.ppf(0.025, 18) / 2)
    assert nine.upper == pytest.approx(stats.chi2.ppf(0.975, 20) / 2)
    assert ten.method == "Byar's interval"
    assert ten.lower == pytest.approx(10 * (1 - 1 / 90 - 1.959963985 / (3 * 10**0.5)) ** 3)
    assert ten.upper == pytest.approx(11 * (1 - 1 / 99 + 1.959963985 / (3 * 11**0.5)) ** 3)


def test_no_events_have_a_rate_of_zero_and_an_upper_limit():
    none = rates.rate(0, 500, per=100)
    assert (none.value, none.lower) == (0.0, 0.0)
    assert none.upper == pytest.approx(-np.log(0.025) / 5)
    assert none.n == 500
    assert rates.byar_limits([0])[0][0] == 0.0
    assert rates.garwood_limits([0])[0][0] == 0.0


def test_one_event_has_a_lower_limit_above_nothing():
    lower, _ = rates.garwood_limits([1])
    assert lower[0] == pytest.approx(-np.log(0.975))
    lower, _ = rates.byar_limits([1])
    assert lower[0] == pytest.approx((1 - 1 / 9 - 1.959963985 / 3) ** 3)


def test_a_rate_is_per_thousand_unless_said():
    assert rates.rate(30, 1500).value == 20.0
    assert rates.rate(1, 1, per=1).value == 1.0
    assert rates.rate(30, 1500, per=100).value == 2.0
    assert rates.rate(30, 1500, confidence=0.998).confidence == 0.998


def test_a_rate_of_nobody_is_refused():
    for population in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="population above 0"):
            rates.rate(3, population)
    with pytest.raises(ValueError, match="events are 0 or more"):
        rates.rate(-1, 10)
    for limits in (rates.byar_limits, rates.garwood_limits):
        with pytest.raises(ValueError, match="between 0 and 1"):
            limits([3], 95)


def test_a_rate_of_a_rounded_count_is_wide_enough_for_every_true_one():
    wide = rates.widened(40, 1000, 4)
    assert wide.lower == pytest.approx(rates.rate(36, 1000).lower)
    assert wide.upper == pytest.approx(rates.rate(44, 1000).upper)
    assert (wide.value, wide.n) == (40.0, 1000)
    assert wide.method == "Byar's interval, widened for counts rounded by up to 4"
    assert rates.widened(3, 1000, 4).lower == 0.0
    assert rates.widened(40, 1000, 0).lower == pytest.approx(rates.rate(40, 1000).lower)
    with pytest.raises(ValueError, match="0 or more events"):
        rates.widened(40, 1000, -1)


def test_ratio_of_rates_is_the_binomial_of_their_sum():
    found = rates.rate_ratio(12, 1000, 30, 1000, 0.9)
    share = stats.binomtest(12, 42, 0.5)
    limits = share.proportion_ci(0.9, method="exact")
    assert found.ratio.value == pytest.approx(0.4)
    assert found.ratio.lower == pytest.approx(limits.low / (1 - limits.low))
    assert found.ratio.upper == pytest.approx(limits.high / (1 - limits.high))
    assert found.p == pytest.approx(share.pvalue)
    assert (found.ratio.n, found.ratio.confidence) == (42, 0.9)
    assert found.ratio.method == "exact conditional interval"


def test_no_event_in_one_group_bounds_the_ratio_on_one_side():
    none = rates.rate_ratio(0, 1000, 7, 1000).ratio
    assert (none.value, none.lower) == (0.0, 0.0)
    assert 0 < none.upper < 1
    all_of_them = rates.rate_ratio(7, 1000, 0, 1000).ratio
    assert (all_of_them.value, all_of_them.upper) == (float("inf"), float("inf"))
    assert all_of_them.lower > 1


@pytest.mark.parametrize(
    ("four", "words"),
    [
        ((1, 0, 1, 10), "two populations above 0"),
        ((1, 10, 1, 0), "two populations above 0"),
        ((1.5, 10, 1, 10), "whole numbers"),
        ((1, 10, -1, 10), "whole numbers"),
        ((0, 10, 0, 10), "no events in either group"),
    ],
)
def test_ratios_of_rates_that_say_nothing_are_refused(four, words):
    with pytest.raises(ValueError, match=words):
        rates.rate_ratio(*four)


def test_a_standard_like_the_place_itself_gives_the_crude_rate():
    found = standardisation.direct([10, 20, 30], [1000, 1000, 1000], [1, 1, 1], per=1000)
    crude = rates.rate(60, 3000)
    assert found.value == pytest.approx(crude.value)
    assert (found.lower, found.upper) == pytest.approx((crude.lower, crude.upper))
    assert found.n == 3000
    assert found.method == "Dobson's interval, total by Byar"
    wide = standardisation.direct([10, 20, 30], [1000, 1000, 1000], [1, 1, 1], confidence=0.998)
    assert wide.lower < found.lower
    assert wide.confidence == 0.998


def test_a_band_nobody_reported_counts_as_no_events():
    missing = standardisation.direct([10, float("nan"), 30], [1000] * 3, [1, 2, 1])
    nothing = standardisation.direct([10, 0, 30], [1000] * 3, [1, 2, 1])
    assert missing == nothing


def test_ten_events_bear_a_standardised_rate_and_nine_do_not():
    assert standardisation.direct([5, 5], [100, 100], [1, 1]).value == pytest.approx(50)
    with pytest.raises(ValueError, match="needs 10 events"):
        standardisation.direct([5, 4], [100, 100], [1, 1])
    with pytest.raises(ValueError, match="populations are above 0"):
        standardisation.direct([5, 5], [100, 0], [1, 1])
    with pytest.raises(ValueError, match="lengths differ"):
        standardisation.direct([5, 5], [100, 100], [1])


def test_children_with_several_events_widen_the_interval():
    once = standardisation.direct([10, 20], [1000, 1000], [1, 1])
    spread = standardisation.variance_of_repeats([[4, 8], [3, 6]])
    assert spread.tolist() == [16, 32]
    again = standardisation.direct([10, 20], [1000, 1000], [1, 1], variance_of_events=spread)
    assert again.value == once.value
    # Variance 48 where 30 were independent: wider by the root of 1.6.
    assert again.upper - again.value == pytest.approx((once.upper - once.value) * 1.6**0.5)


def test_gamma_interval_of_one_band_is_the_exact_poisson_one():
    found = standardisation.direct_gamma([7], [1000], [5])
    exact = rates.rate(7, 1000)
    assert (found.lower, found.upper) == pytest.approx((exact.lower, exact.upper))
    assert (found.n, found.method) == (1000, "Fay-Feuer gamma interval")
    with pytest.raises(ValueError, match="no gamma interval"):
        standardisation.direct_gamma([0], [1000], [5])
    with pytest.raises(ValueError, match="between 0 and 1"):
        standardisation.direct_gamma([7], [1000], [5], confidence=2)
    with pytest.raises(ValueError, match="lengths differ"):
        standardisation.direct_gamma([7, 3], [1000], [5])


def test_observed_over_expected_has_the_interval_of_its_count():
    few, many = standardisation.indirect_ratio(9, 6), standardisation.indirect_ratio(12, 6, 100)
    assert few.value == 1.5
    assert few.upper == pytest.approx(stats.chi2.ppf(0.975, 20) / 2 / 6)
    assert many.value == 200.0
    assert many.method == "Byar's interval"
    assert many.n == 12
    assert standardisation.indirect_ratio(12, 6).value == 2.0
    rate = standardisation.indirect_rate(12, 6, 40)
    assert (rate.value, rate.confidence) == (80.0, 0.95)
    # In a small place less than one event is expected.
    assert standardisation.indirect_ratio(3, 0.5).value == 6.0
    for expected in (0, -1):
        with pytest.raises(ValueError, match="no ratio to expectation"):
            standardisation.indirect_ratio(3, expected)


def test_expected_events_are_those_at_the_references_rates():
    assert standardisation.expected_events([100, 50], [30, 10], [1000, 100]) == 8.0
    assert standardisation.expected_events([100], [float("nan")], [10]) == 0.0
    with pytest.raises(ValueError, match="reference populations are above 0"):
        standardisation.expected_events([100], [1], [0])
    with pytest.raises(ValueError, match="lengths differ"):
        standardisation.expected_events([100], [1, 2], [10, 10])


FIFTHS = np.array([100, 200, 300, 200, 200]), np.array([0.30, 0.26, 0.20, 0.19, 0.12])


def fitted(fit_on="as it is", error_on="as it is", per=1.0, **more):
    people, rate = FIFTHS
    return gradient.gradient(people, rate, rate * 0.9, rate * 1.1, error_on, fit_on, per, **more)


def test_a_gradient_is_the_weighted_line_through_the_ranks():
    people, rate = FIFTHS
    middle = np.array([0.05, 0.2, 0.45, 0.7, 0.9])
    slope, start = np.polyfit(middle, rate, 1, w=np.sqrt(people))
    found = fitted()
    assert found.slope.value == pytest.approx(slope)
    assert found.relative.value == pytest.approx((start + slope) / start)
    assert found.at_most_deprived == pytest.approx(start)
    assert (found.slope.n, found.relative.n) == (1000, 1000)
    assert found.slope.method == "percentiles of 10,000 simulated refits, seed 20210831"


def test_interval_of_the_slope_is_that_of_its_normal_error():
    people, rate = FIFTHS
    share = people / 1000
    middle = np.array([0.05, 0.2, 0.45, 0.7, 0.9])
    centred = middle - share @ middle
    pull = share * centred / (share @ centred**2)
    error = np.sqrt(((pull * rate * 0.1 / 1.959963985) ** 2).sum())
    found = fitted().slope
    assert found.lower == pytest.approx(found.value - 1.959963985 * error, rel=0.03)
    assert found.upper == pytest.approx(found.value + 1.959963985 * error, rel=0.03)
    narrow = fitted(confidence=0.5).slope
    assert narrow.upper == pytest.approx(found.value + 0.67449 * error, rel=0.03)
    tight = fitted(confidence_of_limits=0.998).slope
    assert tight.upper - tight.value == pytest.approx(
        1.96 / 3.09 * (found.upper - found.value), rel=0.05
    )


def test_a_negative_multiplier_turns_slope_and_ratio_over():
    plain, turned = fitted(), fitted(per=-100)
    assert turned.slope.value == pytest.approx(-100 * plain.slope.value)
    assert turned.slope.lower == pytest.approx(-100 * plain.slope.upper)
    assert turned.relative.value == pytest.approx(1 / plain.relative.value)
    assert turned.relative.lower == pytest.approx(1 / plain.relative.upper)
    assert turned.relative.upper == pytest.approx(1 / plain.relative.lower)
    assert turned.at_most_deprived == pytest.approx(100 * plain.at_most_deprived)
    # A multiplier under one is no turn.
    assert fitted(per=0.5).relative == plain.relative


@pytest.mark.parametrize(
    ("scale", "to"), [("log", np.log), ("logit", lambda p: np.log(p / (1 - p)))]
)
def test_a_gradient_fitted_on_another_scale_comes_back_from_it(scale, to):
    people, rate = FIFTHS
    middle = np.array([0.05, 0.2, 0.45, 0.7, 0.9])
    slope, start = np.polyfit(middle, to(rate), 1, w=np.sqrt(people))
    back = np.exp if scale == "log" else (lambda t: 1 / (1 + np.exp(-t)))
    found = fitted(fit_on=scale, error_on=scale)
    assert found.slope.value == pytest.approx(back(start + slope) - back(start))
    assert found.relative.value == pytest.approx(back(start + slope) / back(start))
    assert found.slope.lower < found.slope.value < found.slope.upper
    assert found.relative.lower < found.relative.value < found.relative.upper


def test_a_rate_may_lie_on_its_own_limit():
    found = gradient.gradient([1] * 3, [1, 2, 3], [1, 1, 2], [2, 3, 3], "as it is")
    # Ranks 1/6, 1/2 and 5/6: one a third of the way up, so three from end to end.
    assert found.slope.value == pytest.approx(3)


def test_the_same_seed_draws_the_same_gradient():
    assert fitted() == fitted()
    assert fitted(seed=1).slope != fitted(seed=2).slope
    assert fitted(draws=100).slope.method.startswith("percentiles of 100 simulated")


def test_gradients_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="at least three deprivation groups, not 2"):
        gradient.gradient([1, 1], [1, 2], [0, 1], [2, 3], "as it is")
    with pytest.raises(ValueError, match="within its own limits"):
        gradient.gradient([1] * 3, [1, 2, 3], [0, 2.5, 2], [2, 3, 4], "as it is")
    with pytest.raises(ValueError, match="within its own limits"):
        gradient.gradient([1] * 3, [1, 2, 3], [0, 1, 2], [2, 1.5, 4], "as it is")
    with pytest.raises(ValueError, match="logit scale every rate and limit lies between 0 and 1"):
        gradient.gradient([1] * 3, [0.1, 0.2, 0.3], [0, 0.1, 0.2], [0.3, 0.3, 0.4], "logit")
    with pytest.raises(ValueError, match="logit scale every rate and limit lies between 0 and 1"):
        gradient.gradient([1] * 3, [0.1, 0.2, 0.3], [0.05, 0.1, 0.2], [0.3, 0.3, 1.0], "logit")
    with pytest.raises(ValueError, match="log scale every rate and limit lies above 0"):
        gradient.gradient([1] * 3, [1, 2, 3], [0, 1, 2], [2, 3, 4], "log")
    with pytest.raises(ValueError, match="log scale"):
        gradient.gradient([1] * 3, [0, 2, 3], [-1, 1, 2], [2, 3, 4], "as it is", "log")
    with pytest.raises(ValueError, match="lengths differ"):
        gradient.gradient([1] * 4, [1, 2, 3], [0, 1, 2], [2, 3, 4], "as it is")


def test_inequality_of_equal_places_is_nothing():
    assert inequality.theil([5, 5, 5]) == pytest.approx(0)
    assert inequality.gini([5, 5, 5]) == pytest.approx(0)
    assert inequality.index_of_disparity([5, 5], 5) == 0
    assert inequality.lorenz([5, 5, 5, 5]).tolist() == pytest.approx([0, 0.25, 0.5, 0.75, 1])


def test_weights_count_a_place_by_its_children():
    assert inequality.theil([10, 20], [3, 1]) == pytest.approx(inequality.theil([10, 10, 10, 20]))
    parts = inequality.theil_parts([10, 20, 40], ["a", "a", "b"], [1, 2, 1])
    whole = inequality.theil_parts([10, 20, 20, 40], ["a", "a", "a", "b"])
    assert parts.between == pytest.approx(whole.between)
    assert parts.within == pytest.approx(whole.within)
    # By hand: mean 22.5, group means 50/3 and 40 with shares 3/4 and 1/4.
    between = 0.75 * (50 / 3 / 22.5) * np.log(50 / 3 / 22.5) + 0.25 * (40 / 22.5) * np.log(
        40 / 22.5
    )
    assert parts.between == pytest.approx(between)
    assert parts.total == pytest.approx(parts.between + parts.within)


def test_measures_of_inequality_refuse_what_has_none():
    for measure in (inequality.theil, inequality.gini, inequality.lorenz, inequality.wolfson):
        with pytest.raises(ValueError, match="every value is 0"):
            measure([0, 0])
        with pytest.raises(ValueError, match="values are 0 or more"):
            measure([-1, 2])
    with pytest.raises(ValueError, match="reference above 0"):
        inequality.index_of_disparity([1], 0)
    with pytest.raises(ValueError, match="median above 0"):
        inequality.wolfson([0, 0, 0, 9])
    with pytest.raises(ValueError, match="lengths differ"):
        inequality.theil([1, 2], [1])
    with pytest.raises(ValueError, match="lengths differ"):
        inequality.theil_parts([1, 2], ["a"])


def test_gini_and_lorenz_do_not_mind_the_order():
    assert inequality.gini([4, 1, 3, 2]) == pytest.approx(0.25)
    assert inequality.lorenz([4, 1, 3, 2]).tolist() == pytest.approx([0, 0.1, 0.3, 0.6, 1])


def test_index_of_disparity_counts_distance_either_way():
    assert inequality.index_of_disparity([30, 70], 50) == 40
    assert inequality.index_of_disparity([0.3, 0.7], 0.5) == pytest.approx(40)
    assert inequality.index_of_disparity([30, 70, 50], 40) == pytest.approx(100 * 50 / 3 / 40)


def test_a_mean_agrees_with_scipy():
    values = [4.1, 6.2, 8.3, 5.5, 9.1]
    found = means.mean(values, 0.9)
    low, high = stats.t.interval(0.9, 4, np.mean(values), stats.sem(values))
    assert (found.lower, found.upper) == pytest.approx((low, high))
    assert (found.n, found.confidence, found.method) == (5, 0.9, "Student's t interval")
    assert means.mean([4.0, 6.0]).value == 5.0
    with pytest.raises(ValueError, match="at least two values"):
        means.mean([4.0])
    with pytest.raises(ValueError, match="one row of numbers, not 2"):
        means.mean([[4.0, 5.0], [1.0, 2.0]])
    with pytest.raises(ValueError, match="between 0 and 1"):
        means.mean([4.0, 5.0], 95)


def test_groups_are_equal_in_size_and_ties_go_together():
    assert quantiles.groups(range(10), 5).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert quantiles.groups(range(10), 5, highest_first=True).tolist() == [
        5,
        5,
        4,
        4,
        3,
        3,
        2,
        2,
        1,
        1,
    ]
    assert quantiles.groups([3, 3, 3, 9], 2).tolist() == [1, 1, 1, 2]
    assert quantiles.groups([1, 2, 3], 3).tolist() == [1, 2, 3]
    assert quantiles.groups([1, 2, 3], 1).tolist() == [1, 1, 1]
    with pytest.raises(ValueError, match="3 values cannot be put into 4 groups"):
        quantiles.groups([1, 2, 3], 4)
    with pytest.raises(ValueError, match="at least one group"):
        quantiles.groups([1, 2, 3], 0)
