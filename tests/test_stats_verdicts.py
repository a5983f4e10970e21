"""A verdict on a ratio is its interval's, and stands among all that a page asks."""

import numpy as np
import pytest
from scipy.stats import norm

from jsna.stats import verdicts
from jsna.stats.estimate import Estimate


def estimate(value: float, lower: float, upper: float) -> Estimate:
    return Estimate(value, lower, upper, 100, "by hand")


def test_p_falls_below_five_in_100_exactly_where_the_interval_leaves_nought_out():
    assert verdicts.p_value(estimate(2, 0.001, 9)) < 0.05
    assert verdicts.p_value(estimate(2, -0.001, 3)) > 0.05
    assert verdicts.p_value(estimate(-2, -3, 0.001)) > 0.05


def test_p_of_a_ratio_is_that_of_its_logarithm():
    # ln 2 and an error of 0.25: z is 2.7726.
    reach = np.exp(1.959964 * 0.25)
    found = verdicts.p_of_ratio(estimate(2.0, 2 / reach, 2 * reach))
    assert found == pytest.approx(2 * norm.sf(2.7726), rel=1e-3)
    assert verdicts.p_of_ratio(estimate(0.5, 0.5 / reach, 0.5 * reach)) == pytest.approx(found)


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        (1.1, 1.6, "real"),
        (0.5, 0.9, "real"),
        (1.1, None, "real"),
        (None, 0.9, "real"),
        # An interval that just touches 1 holds it.
        (1.0, 1.2, "could be chance"),
        (0.9, 1.0, "could be chance"),
        # About the same: no ratio of 1.25, nor of 1 over it, lies beyond the interval's ends.
        (0.8, 1.25, "could be chance"),
        (0.79, 1.25, "cannot tell"),
        (0.8, 1.26, "cannot tell"),
        (0.9, None, "cannot tell"),
        (None, 1.1, "cannot tell"),
        (None, None, "cannot tell"),
    ],
)
def test_a_ratio_is_real_about_the_same_or_not_to_be_told(lower, upper, told):
    assert verdicts.on_ratio(lower, upper) == told


@pytest.mark.parametrize(
    ("differs", "lower", "upper", "told"),
    [
        (True, 0.01, 0.09, "real"),
        (True, -0.09, -0.01, "real"),
        (True, 0.0, 0.05, "could be chance"),
        (True, -0.05, 0.0, "could be chance"),
        (False, -0.05, 0.05, "could be chance"),
        (False, -0.051, 0.05, "cannot tell"),
        (False, -0.05, 0.051, "cannot tell"),
        (False, 0.06, 0.09, "cannot tell"),
    ],
)
def test_a_gap_of_up_to_five_points_is_about_the_same(differs, lower, upper, told):
    assert verdicts.on_gap(differs, lower, upper) == told


def test_an_estimate_that_is_its_own_limit_has_no_error_to_judge_it_by():
    assert verdicts.p_value(estimate(2, 2, 3)) == 1.0
    assert verdicts.p_of_ratio(estimate(0, 0, 3)) == 1.0


@pytest.mark.parametrize("limits", [(float("nan"), 3.0), (0.0, 3.0)])
def test_a_ratio_without_a_near_limit_has_no_p(limits):
    assert verdicts.p_of_ratio(estimate(1.5, *limits)) == 1.0


def test_one_alarm_among_eighteen_questions_of_a_page_is_not_called_real():
    slight = estimate(1.2, 1.01, 1.43)
    assert verdicts.on_ratios([slight]) == ["real"]
    assert verdicts.on_ratios([slight], [0.5] * 17) == ["cannot tell"]
    assert verdicts.on_ratios([]) == []


def test_ratios_of_a_page_without_differences_are_seldom_called_real():
    draw = np.random.default_rng(7)
    pages = 0
    for _ in range(400):
        logs = draw.normal(0, 0.1, 8)
        found = [estimate(*np.exp([x, x - 0.196, x + 0.196])) for x in logs]
        pages += "real" in verdicts.on_ratios(found, draw.uniform(size=10))
    # Five in 100 and two standard errors of 400 pages.
    assert pages <= 400 * (0.05 + 2 * (0.05 * 0.95 / 400) ** 0.5)


def test_limits_lie_as_far_out_as_bonferroni_asks():
    assert verdicts.further_out(21) == pytest.approx(
        norm.isf(0.05 / 42) / norm.isf(0.025), rel=1e-9
    )
    # Normal tables: 2.241403 leaves out 1.25 in 100 above, 1.959964 2.5.
    assert verdicts.further_out(2) == pytest.approx(2.241403 / 1.959964, abs=1e-5)
    with pytest.raises(ValueError, match="itself is asked"):
        verdicts.further_out(0)
