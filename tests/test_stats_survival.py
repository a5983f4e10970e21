import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight, survdiff

from jsna.stats import (
    competing_risks,
    log_rank,
    missing_flag,
    restricted_mean,
    survival,
    wait_ratio,
)
from jsna.stats.risk_counts import risk_counts
from jsna.stats.risk_table import risk_table

TIME = np.array([3, 5, 5, 7, 8, 10, 12, 12, 15, 20])
EVENT = np.array([1, 1, 1, 0, 1, 0, 1, 1, 0, 1])


def county(n: int = 400, seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Return made-up waits in days with causes 0 (still waiting), 1 (seen), 2 (moved)."""
    rng = np.random.default_rng(seed)
    seen, moved, census = rng.exponential([100, 300, 250], (n, 3)).round().T
    time = np.minimum(np.minimum(seen, moved), census)
    cause = np.where(time == census, 0, np.where(seen <= moved, 1, 2))
    return time, cause


def test_kaplan_meier_agrees_with_statsmodels_and_scipy():
    time, cause = county()
    curve = survival.curve(time, cause == 1)
    other = SurvfuncRight(time, cause == 1)
    at = np.searchsorted(curve.times, other.surv_times)
    np.testing.assert_allclose(curve.waiting[at], other.surv_prob, rtol=1e-10)
    np.testing.assert_allclose(curve.error[at], other.surv_prob_se, rtol=1e-8)
    third = stats.ecdf(stats.CensoredData.right_censored(time, cause != 1)).sf
    np.testing.assert_allclose(curve.waiting, third.probabilities, rtol=1e-10)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # scipy warns that the limits are undefined where nobody or everybody waits.
        warnings.simplefilter("ignore")
        limits = third.confidence_interval(0.95, method="log-log")
    inside = curve.waiting < 1
    np.testing.assert_allclose(curve.lower[inside], limits.low.probabilities[inside], rtol=1e-8)
    np.testing.assert_allclose(curve.upper[inside], limits.high.probabilities[inside], rtol=1e-8)


def test_quantiles_agree_with_statsmodels():
    time, cause = county(301)
    curve, other = survival.curve(time, cause == 1), SurvfuncRight(time, cause == 1)
    for share in (0.25, 0.5, 0.75):
        with np.errstate(all="ignore"):
            low, high = other.quantile_ci(share, method="cloglog")
        found = curve.quantile(share)
        assert (found.value, found.lower, found.upper) == (other.quantile(share), low, high)
    assert curve.median == curve.quantile(0.5)


def test_a_median_not_reached_is_missing_and_so_is_its_upper_limit():
    curve = survival.curve([1, 2, 3, 4, 5, 6], [1, 1, 0, 0, 0, 0])
    assert np.isnan(curve.median.value)
    assert np.isnan(curve.median.upper)
    assert curve.quantile(0.1).value == 1.0


def test_where_the_curve_rests_on_the_share_the_middle_is_taken():
    curve = survival.curve([10, 20, 30, 40], [1, 1, 1, 1])
    assert curve.quantile(0.5).value == 25.0
    assert curve.quantile(0.25).value == 15.0
    assert curve.quantile(0.6).value == 30.0
    # Nothing ends after the rest: the first day of it is all that is known.
    assert survival.curve([10, 20, 30, 40], [1, 1, 0, 0]).quantile(0.5).value == 20.0


@pytest.mark.parametrize("share", [0, 1, 50])
def test_a_quantile_is_a_share_of_one(share):
    with pytest.raises(ValueError, match="share lies between 0 and 1"):
        survival.curve(TIME, EVENT).quantile(share)


def test_an_end_on_the_day_itself_counts_as_seen():
    curve = survival.curve(TIME, EVENT)
    assert curve.seen_by(3).value == pytest.approx(0.1)
    assert curve.seen_by(7.99).value == pytest.approx(0.3)
    assert curve.seen_by(8).value == pytest.approx(1 - 0.7 * 5 / 6)
    left = curve.waiting_after(8)
    assert left.value == pytest.approx(0.7 * 5 / 6)
    assert left.lower == pytest.approx(0.2297865189)
    assert left.upper == pytest.approx(0.8207394972)
    seen = curve.seen_by(8)
    assert (seen.lower, seen.upper) == pytest.approx((1 - 0.8207394972, 1 - 0.2297865189))
    assert seen.n == 10
    assert seen.method == "Kaplan-Meier, log-log interval"


def test_before_the_first_end_and_after_the_last_the_interval_is_exact():
    curve = survival.curve(TIME, EVENT)
    first = curve.waiting_after(2)
    # None of ten: 1 - 0.025 ** (1 / 10) by hand.
    assert (first.value, first.lower, first.upper) == pytest.approx((1.0, 0.691503, 1.0), abs=1e-5)
    assert first.method == "exact limit among those at risk"
    last = curve.waiting_after(20)
    assert (last.value, last.lower, last.upper) == pytest.approx((0.0, 0.0, 0.975), abs=1e-9)
    assert curve.waiting_after(500).value == 0.0
    quiet = survival.curve([4, 6, 8], [0, 0, 1])
    assert (quiet.lower[0], quiet.upper[0]) == (1.0, 1.0)
    assert quiet.waiting_after(6).lower == pytest.approx(0.025 ** (1 / 2), rel=1e-6)


def test_a_day_after_all_that_is_known_is_refused():
    curve = survival.curve([5, 6, 7], [1, 1, 0])
    assert curve.waiting_after(7).value == pytest.approx(1 / 3)
    with pytest.raises(ValueError, match="Nothing is known after day 7, so not on 8"):
        curve.waiting_after(8)


def test_the_log_scale_is_cut_at_one():
    curve = survival.curve(TIME, EVENT, scale="log")
    assert curve.upper[0] == 1.0
    assert curve.lower[0] == pytest.approx(0.9 * np.exp(-1.959964 * (1 / 90) ** 0.5))
    assert curve.method == "Kaplan-Meier, log interval"


def test_groups_have_curves_of_their_own_also_with_late_entry():
    time, cause = county(200)
    group = np.where(np.arange(200) % 3 == 0, "west", "east")
    entry = np.where(np.arange(200) % 5 == 0, np.minimum(time, 10), 0)
    found = survival.curves(time, cause == 1, group, entry)
    assert list(found) == ["east", "west"]
    own = group == "west"
    alone = survival.curve(time[own], cause[own] == 1, entry[own])
    np.testing.assert_array_equal(found["west"].waiting, alone.waiting)
    assert found["west"].n + found["east"].n == 200


def test_steps_of_a_curve_hold_at_least_five_children():
    curve = survival.curve(np.arange(1, 31), np.ones(30, int))
    times, shares = curve.in_steps(5)
    assert times.tolist() == [0, 5, 10, 15, 20, 25]
    assert shares.tolist() == pytest.approx([1, 25 / 30, 20 / 30, 15 / 30, 10 / 30, 5 / 30])
    uneven = survival.curve([1, 1, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9], [1] * 13)
    assert uneven.in_steps(5)[0].tolist() == [0, 2]
    with pytest.raises(ValueError, match="at least one child"):
        curve.in_steps(0)
    assert curve.in_steps(1)[0].tolist() == list(range(30))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2)), min_size=3, max_size=40))
def test_order_of_rows_never_matters_and_shares_add_up(rows):
    time, cause = np.array(rows).T
    first = competing_risks.of_table(risk_table(time, cause, causes=2), 1)
    second = competing_risks.of_table(risk_table(time[::-1], cause[::-1], causes=2), 2)
    back = competing_risks.of_table(risk_table(time[::-1], cause[::-1], causes=2), 1)
    np.testing.assert_array_equal(first.share, back.share)
    waiting = survival.of_table(risk_table(time, cause, causes=2)).waiting
    np.testing.assert_allclose(first.share + second.share + waiting, 1, atol=1e-12)


def test_whole_days_and_hours_are_counted_alike():
    whole = risk_table(TIME, EVENT)
    parts = risk_table(TIME / 24, EVENT)
    np.testing.assert_allclose(parts.times * 24, whole.times)
    np.testing.assert_array_equal(parts.at_risk, whole.at_risk)
    np.testing.assert_array_equal(parts.events, whole.events)
    far = risk_table(TIME + 200_000, EVENT)
    np.testing.assert_array_equal(far.times, whole.times + 200_000)
    np.testing.assert_array_equal(far.at_risk, whole.at_risk)


def test_weights_count_a_row_more_than_once():
    plain = risk_table([2, 2, 2, 5], [1, 1, 1, 0])
    weighted = risk_table([2, 5], [1, 0], weights=[3, 1])
    np.testing.assert_array_equal(plain.at_risk, weighted.at_risk)
    assert (plain.n, weighted.n) == (4.0, 4.0)
    assert plain.all_events.tolist() == [3.0, 0.0]


def test_a_wait_of_no_days_counts_where_it_was_seen_from_the_start():
    table = risk_table([0, 0, 3, 4], [1, 0, 1, 1], entry=[0, 0, 2, 0])
    assert table.at_risk.tolist() == [3.0, 2.0, 1.0]
    assert table.times.tolist() == [0.0, 3.0, 4.0]


def test_late_entry_of_no_days_is_no_late_entry():
    late = risk_table(TIME, EVENT, entry=np.zeros(10))
    np.testing.assert_array_equal(late.at_risk, risk_table(TIME, EVENT).at_risk)


def test_records_that_cannot_be_counted_are_refused():
    with pytest.raises(ValueError, match="Causes are whole numbers"):
        risk_table([1, 2], [0.5, 1])
    with pytest.raises(ValueError, match="Causes are 0 or more"):
        risk_table([1, 2], [-1, 1])
    with pytest.raises(ValueError, match="2 causes, but one row has cause 3"):
        risk_table([1, 2], [3, 1], causes=2)
    with pytest.raises(ValueError, match="before it ends: 1 enter later"):
        risk_table([1, 2], [1, 1], entry=[2, 2])
    with pytest.raises(ValueError, match="times are 0 or more: 1 of 2"):
        risk_table([-1, 2], [1, 1])
    with pytest.raises(ValueError, match="lengths differ: times 2, causes 1"):
        risk_table([1, 2], [1])
    with pytest.raises(ValueError, match="lengths differ: times 2, entries 1"):
        risk_table([1, 2], [1, 1], entry=[1])
    with pytest.raises(ValueError, match="There are no times"):
        risk_table([], [])
    with pytest.raises(ValueError, match="lengths differ: times 2, weights 1"):
        risk_table([1, 2], [1, 1], weights=[1])


def test_a_curve_that_empties_before_late_entries_is_refused():
    with pytest.raises(ValueError, match="start the curve on a later day"):
        survival.curve([2, 9, 9], [1, 1, 0], entry=[0, 5, 5])
    with pytest.raises(ValueError, match="start the curve on a later day"):
        competing_risks.incidence([2, 9, 9], [1, 1, 0], entry=[0, 5, 5])
    # Also by the second of two, and where only one enters later.
    for records in (([2, 3, 9, 9], [1, 1, 1, 0], [0, 0, 5, 5]), ([2, 9], [1, 1], [0, 5])):
        with pytest.raises(ValueError, match="start the curve on a later day"):
            survival.curve(*records)
    # Emptied by someone still waiting is no fall.
    assert survival.curve([2, 9, 9], [0, 1, 0], entry=[0, 5, 5]).waiting.tolist() == [1, 0.5]


def test_left_truncated_curve_recovers_the_whole_one():
    rng = np.random.default_rng(11)
    time = rng.exponential(100, 40_000)
    entry = rng.uniform(0, 60, 40_000)
    seen_at_all = time > entry
    late = survival.curve(time[seen_at_all], np.ones(seen_at_all.sum(), int), entry[seen_at_all])
    naive = survival.curve(time[seen_at_all], np.ones(seen_at_all.sum(), int))
    assert late.median.value == pytest.approx(69.3, abs=2.5)
    assert naive.median.value > 85


def test_incidence_agrees_with_statsmodels():
    time, cause = county(300)
    with np.errstate(all="ignore"):
        other = CumIncidenceRight(time, cause)
    for of in (1, 2):
        found = competing_risks.incidence(time, cause, of)
        at = np.searchsorted(found.table.times, other.times)
        np.testing.assert_allclose(found.share[at], other.cinc[of - 1], rtol=1e-9, atol=1e-12)


def test_without_other_ends_incidence_is_kaplan_meier_error_and_all():
    time, cause = county(300)
    seen = (cause == 1).astype(int)
    found, curve = competing_risks.incidence(time, seen), survival.curve(time, seen)
    np.testing.assert_allclose(1 - found.share, curve.waiting, atol=1e-12)
    known = curve.waiting > 0
    np.testing.assert_allclose(found.error[known], curve.error[known], rtol=1e-6)
    assert found.by(100).lower == pytest.approx(curve.seen_by(100).lower)
    assert found.by(100).method == "Aalen-Johansen, log-log interval"
    np.testing.assert_array_equal(found.as_curve().events, curve.events)


def test_each_group_has_an_incidence_of_its_own_also_where_nobody_moved():
    time, cause = county(200)
    group = np.where(np.arange(200) % 3 == 0, "west", "east")
    entry = np.where(np.arange(200) % 5 == 0, np.minimum(time, 10), 0)
    found = competing_risks.incidences(time, cause, group, 2, entry, 0.9)
    own = group == "east"
    alone = competing_risks.incidence(time[own], cause[own], 2, entry[own], 0.9)
    np.testing.assert_array_equal(found["east"].share, alone.share)
    assert found["east"].by(50) == alone.by(50)
    assert list(found) == ["east", "west"]
    none = competing_risks.incidences([1, 2, 3], [1, 1, 0], ["a", "a", "b"], of=2)
    assert none["a"].share.tolist() == [0.0, 0.0]
    with pytest.raises(ValueError, match="lengths differ"):
        competing_risks.incidences([1, 2, 3], [1, 1, 0], ["a", "a"])
    with pytest.raises(ValueError, match="lengths differ"):
        survival.curves([1, 2, 3], [1, 1, 0], ["a", "a"])


def test_error_of_an_incidence_is_that_of_leaving_each_child_out():
    time, cause = county(60)
    found = competing_risks.incidence(time, cause)
    every = np.arange(60)
    shares = []
    for child in every:
        rest = competing_risks.incidence(time[every != child], cause[every != child])
        shares.append(rest.by(90).value)
    jackknife = np.sqrt(59 / 60 * ((np.array(shares) - np.mean(shares)) ** 2).sum())
    place = np.searchsorted(found.table.times, 90, side="right") - 1
    assert found.error[place] == pytest.approx(jackknife, rel=0.02)


def test_an_incidence_of_everyone_ends_at_nobody_left():
    found = competing_risks.incidence([1, 2, 3, 4, 5, 6, 7], [1] * 7)
    assert found.as_curve().waiting[-1] == 0.0
    with pytest.raises(ValueError, match="Causes are 1 to 1, not 2"):
        competing_risks.incidence([1, 2], [1, 1], of=2)
    with pytest.raises(ValueError, match="Causes are 1 to 1, not 0"):
        competing_risks.incidence([1, 2], [1, 1], of=0)


def test_log_rank_agrees_with_statsmodels_also_stratified_and_in_three_groups():
    time, cause = county(240)
    event = (cause == 1).astype(int)
    group, stratum = np.arange(240) % 3, np.arange(240) % 4
    found = log_rank.log_rank(time, event, group)
    value, p = survdiff(time, event, group)
    assert (found.chi_square, found.p) == pytest.approx((value, p))
    assert found.degrees == 2
    assert found.groups == ("0", "1", "2")
    assert found.observed.sum() == pytest.approx(found.expected.sum())
    value, p = survdiff(time, event, group, strata=stratum)
    within = log_rank.log_rank(time, event, group, stratum)
    assert (within.chi_square, within.p) == pytest.approx((value, p))


def test_log_rank_with_late_entry_agrees_with_statsmodels():
    time, cause = county(240)
    event, group = (cause == 1).astype(int), np.arange(240) % 2
    entry = np.where(np.arange(240) % 4 == 0, np.floor(time / 2), 0)
    keep = time > 0
    value, _ = survdiff(time[keep], event[keep], group[keep], entry=entry[keep])
    found = log_rank.log_rank(time[keep], event[keep], group[keep], entry=entry[keep])
    assert found.chi_square == pytest.approx(value)


def test_log_rank_passes_over_a_stratum_without_one_of_the_groups():
    time, event = [1, 2, 3, 4, 9, 9], [1, 1, 1, 1, 1, 1]
    with_lone = log_rank.log_rank(time, event, list("ababaa"), list("xxxxyy"))
    without = log_rank.log_rank(time[:4], event[:4], list("abab"))
    assert with_lone.chi_square == pytest.approx(without.chi_square)


def test_log_rank_refuses_what_cannot_be_compared():
    with pytest.raises(ValueError, match="at least two groups"):
        log_rank.log_rank([1, 2], [1, 1], ["a", "a"])
    with pytest.raises(ValueError, match="needs events"):
        log_rank.log_rank([1, 2], [0, 0], ["a", "b"])
    with pytest.raises(ValueError, match="At no time were two groups waiting together"):
        log_rank.log_rank([1, 2], [1, 1], ["a", "b"], ["x", "y"])


def test_restricted_mean_of_all_seen_is_the_mean_of_waits_cut_at_the_limit():
    time = np.array([5, 10, 20, 40, 80, 160])
    found = competing_risks.incidence(time, np.ones(6, int))
    told = restricted_mean.restricted_mean(found, 50)
    cut = np.minimum(time, 50)
    assert told.value == pytest.approx(cut.mean())
    value, error = restricted_mean.area(found, 50)
    assert value == pytest.approx(cut.mean())
    assert error == pytest.approx(cut.std() / np.sqrt(6))
    assert told.upper - told.value == pytest.approx(1.959964 * error, rel=1e-6)
    assert told.n == 6
    assert told.method == "area under the curve to day 50, normal interval"


def test_restricted_mean_under_competing_ends_has_the_error_of_leaving_each_out():
    time, cause = county(80)
    value, error = restricted_mean.area(competing_risks.incidence(time, cause), 120)
    every = np.arange(80)
    means = [
        restricted_mean.area(
            competing_risks.incidence(time[every != child], cause[every != child]), 120
        )[0]
        for child in every
    ]
    jackknife = np.sqrt(79 / 80 * ((np.array(means) - np.mean(means)) ** 2).sum())
    assert error == pytest.approx(jackknife, rel=0.03)
    assert np.mean(means) == pytest.approx(value, rel=0.01)


def test_error_of_a_restricted_mean_is_what_each_childs_weight_moves():
    """Most end by another cause here; the slope in each weight is taken in small steps."""
    time, cause = [2, 3, 3, 5, 6, 8, 9, 12], [2, 1, 2, 2, 1, 0, 2, 1]

    def area(child, more):
        weights = np.ones(8)
        weights[child] += more
        table = risk_table(time, cause, weights=weights)
        return restricted_mean.area(competing_risks.of_table(table), 10)[0]

    slopes = [(area(child, 1e-5) - area(child, -1e-5)) / 2e-5 for child in range(8)]
    found = competing_risks.of_table(risk_table(time, cause))
    assert restricted_mean.area(found, 10)[1] == pytest.approx(np.sqrt(np.square(slopes).sum()))
    assert found.confidence == 0.95


def test_restricted_mean_stays_within_its_limit_and_knows_how_far_it_can_look():
    quick = competing_risks.incidence([1, 1, 1, 2, 99], [1, 1, 1, 1, 1])
    assert restricted_mean.restricted_mean(quick, 99).lower == 0.0
    slow = competing_risks.incidence([1, 9, 9, 9], [1, 0, 0, 0])
    assert restricted_mean.restricted_mean(slow, 9).upper == 9
    assert restricted_mean.area(slow, 9)[0] == pytest.approx(1 + 8 * 0.75)
    with pytest.raises(ValueError, match="Nothing is known after day 9"):
        restricted_mean.restricted_mean(slow, 10)
    assert restricted_mean.area(quick, 0.5)[0] == pytest.approx(0.5)
    assert restricted_mean.area(quick, 500)[0] == pytest.approx((1 + 1 + 1 + 2 + 99) / 5)
    for until in (0, -5):
        with pytest.raises(ValueError, match="above 0 days"):
            restricted_mean.restricted_mean(quick, until)


def test_restricted_means_are_compared_by_difference_and_ratio():
    slow = competing_risks.incidence([30, 40, 50, 60], [1] * 4)
    fast = competing_risks.incidence([10, 20, 30, 20], [1] * 4)
    gap, ratio = (
        restricted_mean.difference(slow, fast, 60),
        restricted_mean.ratio(slow, fast, 60),
    )
    # Means 45 and 20; variances 125 / 4 and 50 / 4 by hand.
    error = (125 / 4 + 50 / 4) ** 0.5
    assert gap.value == pytest.approx(25)
    assert gap.lower == pytest.approx(25 - 1.959964 * error, rel=1e-6)
    assert gap.upper == pytest.approx(25 + 1.959964 * error, rel=1e-6)
    assert ratio.value == pytest.approx(2.25)
    step = np.exp(1.959964 * (125 / 4 / 45**2 + 50 / 4 / 20**2) ** 0.5)
    assert (ratio.lower, ratio.upper) == pytest.approx((2.25 / step, 2.25 * step), rel=1e-6)
    assert (gap.n, ratio.n) == (8, 8)
    assert gap.method == "difference of areas to day 60, normal interval"
    assert ratio.method == "ratio of areas to day 60, log interval"
    hours, half = (competing_risks.incidence([day, day], [1, 1]) for day in (0.5, 0.25))
    assert restricted_mean.ratio(hours, half, 1).value == pytest.approx(2)
    at_once = competing_risks.incidence([0, 0], [1, 1])
    with pytest.raises(ValueError, match="two means above 0"):
        restricted_mean.ratio(slow, at_once, 60)
    with pytest.raises(ValueError, match="two means above 0"):
        restricted_mean.ratio(at_once, slow, 60)


def resampled(time: np.ndarray, cause: np.ndarray, entry: np.ndarray | None, draws: int):
    """Return medians and shares by day 126 of plain record-by-record resamples."""
    rng = np.random.default_rng(3)
    medians, shares = [], []
    for _ in range(draws):
        rows = rng.integers(0, len(time), len(time))
        late = None if entry is None else entry[rows]
        found = competing_risks.incidence(time[rows], cause[rows], entry=late)
        half = np.flatnonzero(found.share >= 0.5)
        medians.append(found.table.times[half[0]] if half.size else np.inf)
        shares.append(found.by(126).value)
    return np.array(medians), np.array(shares)


@pytest.mark.parametrize("late", [False, True])
def test_ratio_of_waits_has_the_spread_of_record_by_record_resamples(late):
    (time, cause), (other, other_cause) = county(150, 1), county(200, 2)
    entry = np.where(np.arange(150) % 3 == 0, np.minimum(time, 15), 0) if late else None
    found = wait_ratio.wait_ratio(
        (time, cause), (other, other_cause), 126, entries=(entry, None), draws=800
    )
    medians, shares = resampled(time, cause, entry, 300)
    other_medians, other_shares = resampled(other, other_cause, None, 300)
    low, high = np.quantile(shares / other_shares, [0.025, 0.975])
    assert found.of_shares.lower == pytest.approx(low, abs=0.05)
    assert found.of_shares.upper == pytest.approx(high, abs=0.06)
    low, high = np.quantile(medians / other_medians, [0.025, 0.975], method="inverted_cdf")
    assert found.of_medians.lower == pytest.approx(low, abs=0.12)
    assert found.difference_of_shares.lower == pytest.approx(
        np.quantile(shares - other_shares, 0.025), abs=0.04
    )
    first = competing_risks.incidence(time, cause, entry=entry).by(126).value
    second = competing_risks.incidence(other, other_cause).by(126).value
    assert found.of_shares.value == pytest.approx(first / second)
    assert found.difference_of_shares.value == pytest.approx(first - second)
    assert found.of_shares.n == 350
    assert found.of_shares.method == "percentiles of 800 seeded resamples"


def test_a_resample_sees_by_a_day_the_share_of_those_drawn_who_were():
    # Half of 20 are seen on the first day: 95 in 100 resamples draw 6 to 14 of them (binomial
    # tables). All of the others are seen on it, in every resample.
    half, every = (np.repeat([1, 2], [10, 10]), np.ones(20, int)), (np.ones(20), np.ones(20, int))
    found = wait_ratio.wait_ratio(half, every, 1, draws=2000)
    assert (found.of_shares.lower, found.of_shares.upper) == pytest.approx((0.3, 0.7))


def test_the_same_seed_gives_the_same_interval_and_slices_do_not_matter(monkeypatch):
    first, second = county(60, 1), county(60, 2)
    one = wait_ratio.wait_ratio(first, second, 60, draws=40)
    again = wait_ratio.wait_ratio(first, second, 60, draws=40)
    assert one.of_shares == again.of_shares
    assert one.of_shares != wait_ratio.wait_ratio(first, second, 60, seed=7, draws=40).of_shares
    monkeypatch.setattr(wait_ratio, "MOST_CELLS", 200)
    sliced = wait_ratio.wait_ratio(first, second, 60, draws=40)
    assert sliced.of_shares == one.of_shares


def test_a_median_never_reached_gives_no_ratio():
    waiting = np.arange(1, 21), np.array([1, 1] + [0] * 18)
    seen = np.arange(1, 21), np.ones(20, int)
    found = wait_ratio.wait_ratio(waiting, seen, 10, draws=100)
    assert np.isnan(found.of_medians.value)
    assert np.isnan(found.of_medians.upper)
    assert found.of_shares.value < 0.3
    turned = wait_ratio.wait_ratio(seen, waiting, 10, draws=100)
    assert np.isnan(turned.of_medians.value)


def test_no_one_seen_in_time_in_the_second_group_gives_no_ratio_of_shares():
    early, late = (np.arange(1, 13), np.ones(12, int)), (np.arange(50, 62), np.ones(12, int))
    found = wait_ratio.wait_ratio(early, late, 20, draws=50)
    assert np.isnan(found.of_shares.value)
    assert np.isnan(found.of_shares.upper)
    assert found.difference_of_shares.value == 1.0


def test_ratios_need_ten_in_each_group():
    ten = np.arange(1, 11), np.ones(10, int)
    assert wait_ratio.wait_ratio(ten, ten, 5, draws=20).of_medians.value == 1.0
    # A median of one day, on which most are seen.
    quick = np.repeat([1, 2], [9, 1]), np.ones(10, int)
    assert wait_ratio.wait_ratio(ten, quick, 5, draws=20).of_medians.value == 5.0
    nine = np.arange(1, 10), np.ones(9, int)
    with pytest.raises(ValueError, match="at least ten referrals"):
        wait_ratio.wait_ratio(ten, nine, 5)
    with pytest.raises(ValueError, match="at least ten referrals"):
        wait_ratio.wait_ratio(nine, ten, 5)


def test_bounds_of_a_missing_flag_hold_both_ends():
    time, cause = county(300)
    flag = np.where(np.arange(300) % 5 == 0, np.nan, np.arange(300) % 2)
    found = missing_flag.missing_flag_bounds(time, cause, flag, 126, draws=60)
    assert found.missing == 60
    yes = flag == 1
    no = wait_ratio.wait_ratio((time[yes], cause[yes]), (time[~yes], cause[~yes]), 126, draws=60)
    assert found.all_no.of_shares == no.of_shares
    own = flag != 0
    all_yes = wait_ratio.wait_ratio(
        (time[own], cause[own]), (time[~own], cause[~own]), 126, draws=60
    )
    assert found.all_yes.of_medians == all_yes.of_medians
    known = found.left_out
    assert known.of_shares.n == 240
    each = [found.left_out, found.all_no, found.all_yes]
    shares, medians = found.of_shares(), found.of_medians()
    assert shares.lower == min(one.of_shares.lower for one in each)
    assert shares.upper == max(one.of_shares.upper for one in each)
    assert medians.lower == min(one.of_medians.lower for one in each)
    assert medians.upper == max(one.of_medians.upper for one in each)
    assert (shares.value, medians.value) == (known.of_shares.value, known.of_medians.value)
    assert shares.method == "percentiles of 60 seeded resamples, at both bounds of the missing flag"


def test_a_flag_is_one_or_none_or_missing():
    with pytest.raises(ValueError, match="1, 0 or missing"):
        missing_flag.missing_flag_bounds([1, 2], [1, 1], [2, 0], 1)
    with pytest.raises(ValueError, match="lengths differ: times 2, flags 1"):
        missing_flag.missing_flag_bounds([1, 2], [1, 1], [0], 1)


def test_widened_bounds_keep_a_missing_limit_missing():
    never = np.arange(1, 41), np.array([1, 1] + [0] * 38)
    flag = np.arange(40) % 2
    found = missing_flag.missing_flag_bounds(*never, flag.astype(float), 10, draws=40)
    assert np.isnan(found.of_medians().upper)


def test_groups_counted_in_one_pass_have_the_tables_of_their_own_rows():
    """Late entries and a group of nobody among them; the table from rows is the other way."""
    rng = np.random.default_rng(8)
    entry = np.where(rng.random(400) < 0.3, rng.integers(1, 40, 400), 0)
    # Who enters late waits a day or more; who was there from the start may be seen at once.
    time = entry + rng.integers(np.where(entry > 0, 1, 0), 60, 400)
    cause, group = rng.integers(0, 4, 400), rng.choice([0, 1, 3], 400)
    counts = risk_counts(time, cause, group, 4, causes=3, entry=entry)
    for members in ([0], [1], [0, 3], [0, 1, 2, 3]):
        rows = np.isin(group, members)
        theirs = risk_table(time[rows], cause[rows], entry[rows], causes=3)
        ours = counts.table(members)
        assert ours is not None
        assert ours.times.tolist() == theirs.times.tolist()
        assert ours.at_risk.tolist() == theirs.at_risk.tolist()
        assert ours.events.tolist() == theirs.events.tolist()
        assert ours.n == theirs.n == rows.sum()
    assert counts.table(2) is None
    assert risk_counts([], [], [], 2, causes=1).table([0, 1]) is None


def test_waits_in_parts_of_days_are_not_counted_in_one_pass():
    with pytest.raises(ValueError, match="whole days"):
        risk_counts([1.5], [1], [0], 1, causes=1)
