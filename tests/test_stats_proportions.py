import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from jsna.stats import funnel, multiple_comparisons, proportions, two_proportions
from jsna.stats.estimate import Estimate, z_score


def test_wilson_of_none_starts_at_zero_and_of_all_ends_at_one():
    none, everyone = proportions.wilson(0, 25), proportions.wilson(25, 25)
    assert none.lower == 0.0
    assert none.upper == pytest.approx(0.1331923)
    assert everyone.upper == 1.0
    assert everyone.lower == pytest.approx(0.8668077)
    assert none.n == 25
    assert none.method == "Wilson score interval"
    assert none.confidence == 0.95


def test_exact_interval_agrees_with_scipy_also_at_the_ends():
    for part, whole in [(0, 9), (1, 9), (3, 14), (13, 14), (14, 14)]:
        found = proportions.exact(part, whole, 0.9)
        other = stats.binomtest(part, whole).proportion_ci(0.9, method="exact")
        assert (found.lower, found.upper) == pytest.approx((other.low, other.high))
        assert found.value == part / whole
        assert (found.n, found.confidence) == (whole, 0.9)
        assert found.method == "Clopper-Pearson exact interval"


def test_wilson_agrees_with_scipy_at_another_confidence():
    found = proportions.wilson(13, 40, 0.998)
    other = stats.binomtest(13, 40).proportion_ci(0.998, method="wilson")
    assert (found.lower, found.upper) == pytest.approx((other.low, other.high))
    assert found.confidence == 0.998


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (5, 4, "A part is no larger than its whole, but 1 of"),
        (0, 0, "wholes are above 0: 1 of"),
        (-1, 4, "parts are 0 or more: 1 of"),
        (float("nan"), 4, "parts are numbers: 1 of"),
    ],
)
def test_what_is_no_share_is_refused(part, whole, words):
    with pytest.raises(ValueError, match=words):
        proportions.wilson(part, whole)
    with pytest.raises(ValueError, match=words):
        two_proportions.difference(part, whole, 1, 2)


def test_a_confidence_of_95_is_refused():
    for confidence in (95, 0.0, 1.0):
        with pytest.raises(ValueError, match="A confidence lies between 0 and 1"):
            z_score(confidence)
    with pytest.raises(ValueError, match="A confidence lies between 0 and 1"):
        proportions.wilson(1, 2, 95)
    with pytest.raises(ValueError, match="A confidence lies between 0 and 1"):
        proportions.exact(1, 2, 95)


def test_pairs_of_different_length_are_refused():
    with pytest.raises(ValueError, match="lengths differ: parts 2, wholes 1"):
        proportions.wilson_limits([1, 2], [3])


def test_widened_interval_holds_that_of_every_count_it_may_stand_for():
    wide = proportions.widened(40, 100, 4)
    each = [proportions.wilson(part, whole) for part in range(36, 45) for whole in range(96, 105)]
    assert wide.lower == min(one.lower for one in each)
    assert wide.upper == max(one.upper for one in each)
    assert (wide.value, wide.n) == (0.4, 100)
    assert wide.method == "Wilson score interval, widened for counts rounded by up to 4"


def test_widened_interval_takes_a_known_whole_as_it_is():
    wide = proportions.widened(40, 100, 4, whole_change=0)
    assert wide.lower == proportions.wilson(36, 100).lower
    assert wide.upper == proportions.wilson(44, 100).upper
    assert proportions.widened(40, 100, 0) == Estimate(
        0.4,
        proportions.wilson(40, 100).lower,
        proportions.wilson(40, 100).upper,
        100,
        "Wilson score interval, widened for counts rounded by up to 0",
    )


def test_widened_interval_of_nearly_none_or_all_stays_within_the_range():
    low, high = proportions.widened(0, 20, 4), proportions.widened(20, 20, 4)
    assert low.lower == 0.0
    assert high.upper == 1.0
    assert high.lower == proportions.wilson(16, 24).lower
    small = proportions.widened(1, 2, 4)
    assert (small.lower, small.upper) == (0.0, 1.0)


def test_a_negative_change_is_refused():
    with pytest.raises(ValueError, match="0 or more children"):
        proportions.widened(40, 100, -1)
    with pytest.raises(ValueError, match="0 or more children"):
        proportions.widened(40, 100, 1, whole_change=-1)
    with pytest.raises(ValueError, match="0 or more children"):
        two_proportions.widened_difference(40, 100, 1, 2, -1)
    with pytest.raises(ValueError, match="0 or more, not -1"):
        Estimate(1, 0, 2, 3, "m").widened(-1)
    with pytest.raises(ValueError, match="0 or more, not nan"):
        Estimate(1, 0, 2, 3, "m").widened(float("nan"))


def test_an_estimate_is_scaled_and_widened_and_knows_what_it_holds():
    estimate = Estimate(0.4, 0.3, 0.6, 50, "Wilson")
    percent = estimate.scaled(100)
    assert (percent.value, percent.lower, percent.upper) == (40, 30, 60)
    turned = estimate.scaled(-1)
    assert (turned.value, turned.lower, turned.upper) == (-0.4, -0.6, -0.3)
    nothing = estimate.scaled(0)
    assert (nothing.lower, nothing.upper) == (0, 0)
    wide = percent.widened(2)
    assert (wide.lower, wide.upper, wide.method) == (28, 62, "Wilson, widened by 2 for rounding")
    assert percent.widened(0).method == "Wilson"
    assert estimate.holds(0.3)
    assert estimate.holds(0.6)
    assert not estimate.holds(0.29)
    assert not estimate.holds(0.61)
    assert Estimate(5, 4, float("nan"), 9, "m").holds(1e9)
    assert not Estimate(5, 4, float("nan"), 9, "m").holds(3)
    assert Estimate(5, float("nan"), 6, 9, "m").holds(-1e9)
    assert not Estimate(5, float("nan"), 6, 9, "m").holds(7)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 500), st.data())
def test_an_interval_holds_its_estimate(whole, data):
    part = data.draw(st.integers(0, whole))
    for found in (proportions.wilson(part, whole), proportions.exact(part, whole)):
        assert 0 <= found.lower <= found.value <= found.upper <= 1


def test_newcombe_is_the_textbook_formula_also_widened():
    plain = two_proportions.difference(40, 100, 20, 100)
    same = two_proportions.widened_difference(40, 100, 20, 100, 0)
    assert (same.lower, same.upper) == pytest.approx((plain.lower, plain.upper))
    wide = two_proportions.widened_difference(40, 100, 20, 100, 3)
    each = [
        two_proportions.difference(a, b, c, d)
        for a in (37, 40, 43)
        for b in (97, 100, 103)
        for c in (17, 20, 23)
        for d in (97, 100, 103)
    ]
    assert wide.lower == pytest.approx(min(one.lower for one in each))
    assert wide.upper == pytest.approx(max(one.upper for one in each))
    assert wide.value == pytest.approx(0.2)
    assert (plain.n, wide.n) == (200, 200)
    assert wide.method == "Newcombe's interval (method 10), widened for counts rounded by up to 3"


def test_a_large_change_looks_at_the_ends_of_the_range():
    wide = two_proportions.widened_difference(400, 1000, 200, 1000, 12)
    assert wide.lower == pytest.approx(
        two_proportions.difference(388, 1012, 212, 988).lower, abs=1e-3
    )
    assert wide.upper == pytest.approx(
        two_proportions.difference(412, 988, 188, 1012).upper, abs=1e-3
    )


def test_a_whole_of_one_child_is_a_possible_whole():
    # Wilson's limits of one of one are 1 / 4.841459 and 1, of none of one 0 and 0.793451:
    # the gap's lower limit is 1 - 0.793451 x the root of two.
    found = two_proportions.widened_difference(1, 1, 0, 1, 0)
    assert found.lower == pytest.approx(-0.122109, abs=1e-5)


def test_small_wholes_are_widened_over_possible_counts_only():
    wide = two_proportions.widened_difference(1, 2, 1, 2, 2)
    assert -1 <= wide.lower < wide.upper <= 1


def test_difference_at_another_confidence_is_wider():
    narrow = two_proportions.difference(40, 100, 20, 100, 0.8)
    wide = two_proportions.difference(40, 100, 20, 100, 0.99)
    assert wide.lower < narrow.lower < narrow.value < narrow.upper < wide.upper
    assert narrow.confidence == 0.8


def test_katz_ratio_agrees_with_scipy():
    found = two_proportions.ratio(30, 90, 12, 80, 0.9)
    other = stats.contingency.relative_risk(30, 90, 12, 80)
    interval = other.confidence_interval(0.9)
    assert found.value == pytest.approx(other.relative_risk)
    assert (found.lower, found.upper) == pytest.approx((interval.low, interval.high))
    assert (found.n, found.confidence) == (170, 0.9)
    assert found.method == "Katz's log interval"


@pytest.mark.parametrize("four", [(0, 7, 2, 7), (2, 7, 0, 7)])
def test_a_ratio_without_a_case_in_a_group_is_refused(four):
    with pytest.raises(ValueError, match="at least one case in each group"):
        two_proportions.ratio(*four)


def test_equal_shares_agree_with_scipy():
    found = two_proportions.equal_shares(30, 90, 12, 80)
    table = [[30, 60], [12, 68]]
    assert found.fisher_p == pytest.approx(stats.fisher_exact(table).pvalue)
    assert found.chi_square == pytest.approx(170 * 1320**2 / (42 * 128 * 90 * 80))
    assert found.chi_square_p == pytest.approx(stats.chi2.sf(7.652530, 1), rel=1e-5)
    # At the conditional estimate the distribution's mean is the count observed.
    at_its_top = stats.nchypergeom_fisher(170, 42, 90, found.conditional_odds_ratio)
    assert at_its_top.mean() == pytest.approx(30)


def test_equal_shares_refuses_fractions_and_tables_with_nothing_to_test():
    with pytest.raises(ValueError, match="whole numbers"):
        two_proportions.equal_shares(1.5, 3, 1, 3)
    with pytest.raises(ValueError, match="nothing to test"):
        two_proportions.equal_shares(0, 3, 0, 3)
    with pytest.raises(ValueError, match="nothing to test"):
        two_proportions.equal_shares(3, 3, 4, 4)


def test_adjusted_p_values_keep_their_order_and_name_the_method():
    assert multiple_comparisons.adjusted([0.03, 0.01, 0.02]).tolist() == pytest.approx([0.03] * 3)
    assert multiple_comparisons.adjusted([0.03, 0.01], "bonferroni").tolist() == pytest.approx(
        [0.06, 0.02]
    )
    with pytest.raises(ValueError, match="between 0 and 1"):
        multiple_comparisons.adjusted([0.5, 1.2])
    with pytest.raises(ValueError, match="between 0 and 1"):
        multiple_comparisons.adjusted([0.5, -0.1])
    with pytest.raises(ValueError, match="is one of benjamini-hochberg"):
        multiple_comparisons.adjusted([0.5], "bh")  # type: ignore[arg-type]


def test_funnel_of_shares_is_the_baseline_and_its_error():
    limits = funnel.of_proportions([100, 4], 0.2)
    assert limits.lower_95.tolist() == pytest.approx([0.2 - 1.959964 * 0.04, 0.0])
    assert limits.upper_95.tolist() == pytest.approx([0.2 + 1.959964 * 0.04, 0.591993], rel=1e-5)
    assert limits.lower_99_8[0] == pytest.approx(0.2 - 3.090232 * 0.04)
    assert limits.upper_99_8[0] == pytest.approx(0.2 + 3.090232 * 0.04)
    assert limits.method == "score limits around the baseline"
    # 0.9 + 1.96 x 0.15 is more than all.
    assert funnel.of_proportions([4], 0.9).upper_95.tolist() == [1.0]


@pytest.mark.parametrize(
    ("part", "signal"),
    [
        (20, "within"),
        (27, "within"),
        (28, "high 95"),
        (32, "high 95"),
        (33, "high 99.8"),
        (13, "within"),
        (12, "low 95"),
        (8, "low 95"),
        (7, "low 99.8"),
    ],
)
def test_a_share_outside_the_funnel_is_a_signal(part, signal):
    # Limits for 100 at 20 %: 12.16 to 27.84 and 7.64 to 32.36.
    assert funnel.proportion_signal(part, 100, 0.2) == signal


def test_a_share_on_the_limit_itself_is_within():
    # At n = 3 and a baseline of 0.5, the limits are clipped to 0 and 1: nothing is beyond.
    assert funnel.proportion_signal(3, 3, 0.5) == "within"
    assert funnel.proportion_signal(0, 3, 0.5) == "within"
    # At n = 4 the inner limits are 0.01 and 0.99; the outer ones are 0 and 1 themselves.
    assert funnel.proportion_signal(4, 4, 0.5) == "high 95"
    assert funnel.proportion_signal(0, 4, 0.5) == "low 95"


@pytest.mark.parametrize(
    ("observed", "expected", "signal"),
    [
        # Exact limits of 8 are 3.45 to 15.76, Byar's of 40 are 28.57 to 54.47.
        (8, 3.4, "high 95"),
        (8, 3.5, "within"),
        (8, 15.7, "within"),
        (8, 15.8, "low 95"),
        (8, 1.9, "high 99.8"),
        (8, 22.5, "low 99.8"),
        (40, 28.6, "within"),
        (40, 28.5, "high 95"),
        (40, 54.4, "within"),
        (40, 54.5, "low 95"),
        (40, 23.0, "high 99.8"),
        (40, 65.0, "low 99.8"),
    ],
)
def test_a_count_whose_interval_misses_the_expected_one_is_a_signal(observed, expected, signal):
    assert funnel.events_signal(observed, expected) == signal


def test_nine_events_have_exact_limits_in_the_funnel_and_ten_have_byars():
    exact_upper = stats.chi2.ppf(0.975, 20) / 2
    assert funnel.events_signal(9, exact_upper + 1e-6) == "low 95"
    assert funnel.events_signal(9, exact_upper - 1e-6) == "within"
    byar_upper = 11 * (1 - 1 / 99 + 1.959963985 / (3 * 11**0.5)) ** 3
    assert funnel.events_signal(10, byar_upper + 1e-6) == "low 95"
    assert funnel.events_signal(10, byar_upper - 1e-6) == "within"


def test_the_funnel_of_events_is_drawn_down_to_one_event_and_under_one_expected():
    # Published exact limits of one event: 0.0253 and 5.5716 (Garwood 1936).
    assert funnel.ratio_limit(1, funnel.TAIL_95, "lower").expected == pytest.approx(
        5.5716, abs=1e-4
    )
    assert funnel.ratio_limit(1, funnel.TAIL_95, "upper").expected == pytest.approx(
        0.0253, abs=1e-4
    )
    assert funnel.events_signal(1, 0.5) == "within"
    assert funnel.events_signal(1, 0.02) == "high 95"


def test_funnels_refuse_baselines_and_counts_without_spread():
    for baseline in (0, 1):
        with pytest.raises(ValueError, match="between 0 and 1"):
            funnel.of_proportions([10], baseline)
    for expected in (0, -1):
        with pytest.raises(ValueError, match="expected count above 0"):
            funnel.events_signal(3, expected)
    with pytest.raises(ValueError, match="counts above 0"):
        funnel.ratio_limit(0, funnel.TAIL_95, "lower")


def test_at_the_limit_of_a_ratio_the_tail_is_exact():
    low = funnel.ratio_limit(16, funnel.TAIL_95, "lower")
    high = funnel.ratio_limit(16, funnel.TAIL_99_8, "upper")
    assert stats.poisson.cdf(16, low.expected) == pytest.approx(0.025)
    assert stats.poisson.sf(15, high.expected) == pytest.approx(0.001)
    assert low.ratio == pytest.approx(16 / low.expected)
    assert low.excess == pytest.approx(16 / low.expected - 1)


def test_limits_come_one_a_place():
    lower, upper = proportions.wilson_limits([1, 5], [10, 10])
    assert np.round(lower, 4).tolist() == [0.0179, 0.2366]
    assert np.round(upper, 4).tolist() == [0.4042, 0.7634]
