import numpy as np
import pytest
from statsmodels.duration.hazard_regression import PHReg

from jsna.stats import hazard_checks, hazard_ratio


def county(n: int = 300, seed: int = 4):
    rng = np.random.default_rng(seed)
    x = np.column_stack([rng.integers(0, 2, n), rng.normal(0, 1, n)]).astype(float)
    wait = np.ceil(rng.exponential(30 * np.exp(-0.5 * x[:, 0] + 0.2 * x[:, 1])))
    census = np.ceil(rng.uniform(5, 90, n))
    return np.minimum(wait, census), (wait <= census).astype(int), x, rng.integers(0, 4, n)


def test_cox_agrees_with_phreg_in_tied_stratified_and_late_records():
    time, event, x, stratum = county()
    # Half days, since the library takes an entry on the day of an end as at risk; R does not.
    entry = np.where(np.arange(300) % 3 == 0, np.floor(time / 3) + 0.5, 0)
    for options in ({}, {"strata": stratum}, {"strata": stratum, "entry": entry}):
        other = PHReg(time, x, event, ties="efron", **options).fit()
        ours = hazard_ratio.cox(time, event, x, options.get("strata"), options.get("entry"))
        np.testing.assert_allclose(ours.coefficients, other.params, rtol=1e-5)
        np.testing.assert_allclose(ours.errors, other.bse, rtol=1e-5)
        assert ours.log_likelihood == pytest.approx(other.llf)
        np.testing.assert_allclose(ours.covariance, other.cov_params(), rtol=1e-4)
    assert ours.events == event.sum()
    assert ours.n == 300


def test_hazard_ratio_is_the_exponent_with_its_wald_interval():
    time, event, x, stratum = county()
    fit = hazard_ratio.cox(time, event, x, stratum, confidence=0.9)
    ratio = fit.ratio(1)
    assert ratio.value == pytest.approx(np.exp(fit.coefficients[1]))
    assert ratio.lower == pytest.approx(np.exp(fit.coefficients[1] - 1.644854 * fit.errors[1]))
    assert ratio.upper == pytest.approx(np.exp(fit.coefficients[1] + 1.644854 * fit.errors[1]))
    assert (ratio.n, ratio.confidence) == (300, 0.9)
    assert ratio.method == "Cox model (Efron ties), Wald interval"
    assert fit.ratio() == fit.ratio(0)


def test_no_effect_has_the_likelihood_of_orderings_alone():
    # Three seen one by one: 1/3 x 1/2 x 1.
    fit = hazard_ratio.cox([1, 2, 3, 4], [1, 1, 1, 0], [0.0, 1.0, 0.5, 0.0])
    assert fit.log_likelihood_of_no_effect == pytest.approx(-np.log(4 * 3 * 2))
    assert fit.log_likelihood >= fit.log_likelihood_of_no_effect


def test_two_waits_seen_on_one_day_are_taken_by_efrons_method():
    # By hand, no effect: (2 tied of 3 at risk) log L = -log(3) - log(3 - 1/2 x 2).
    fit = hazard_ratio.cox([1, 1, 2], [1, 1, 0], [0.0, 1.0, 0.5])
    assert fit.log_likelihood_of_no_effect == pytest.approx(-np.log(3) - np.log(2))


def test_errors_by_cluster_hold_where_every_row_is_written_twice():
    time, event, x, _ = county(150)
    once = hazard_ratio.cox(time, event, x, cluster=np.arange(150))
    twice = hazard_ratio.cox(
        np.repeat(time, 2),
        np.repeat(event, 2),
        np.repeat(x, 2, axis=0),
        cluster=np.repeat(np.arange(150), 2),
    )
    plain = hazard_ratio.cox(np.repeat(time, 2), np.repeat(event, 2), np.repeat(x, 2, axis=0))
    np.testing.assert_allclose(twice.errors, once.errors, rtol=0.02)
    assert (plain.errors < 0.9 * twice.errors).all()


def test_robust_errors_without_ties_agree_with_phreg():
    time, event, x, stratum = county(120)
    time = time + np.arange(120) / 1000
    entry = np.where(np.arange(120) % 4 == 0, np.floor(time / 2), 0.0)
    ours = hazard_ratio.cox(time, event, x, stratum, entry, cluster=np.arange(120) // 2)
    order = np.argsort(stratum, kind="stable")
    other = PHReg(
        time[order], x[order], event[order], strata=stratum[order], entry=entry[order]
    ).fit(groups=(np.arange(120) // 2)[order])
    np.testing.assert_allclose(ours.errors, other.bse, rtol=1e-4)


def test_what_rows_add_to_the_score_cancels_also_among_ties():
    # All in one cluster: at the fit the residuals add up to nothing, and so does the error.
    time, event, x, stratum = county(150)
    for options in ({}, {"stratum": stratum}, {"stratum": stratum, "entry": np.floor(time / 3)}):
        fit = hazard_ratio.cox(time, event, x, cluster=np.zeros(150), **options)
        np.testing.assert_allclose(fit.errors, 0, atol=1e-6)


def test_what_a_cox_model_cannot_fit_is_refused():
    time, event, x, _ = county(40)
    with pytest.raises(ValueError, match="needs events"):
        hazard_ratio.cox(time, np.zeros(40), x)
    with pytest.raises(ValueError, match="numbers without gaps"):
        hazard_ratio.cox(time, event, np.where(x == x[0, 0], np.nan, x))
    with pytest.raises(ValueError, match="same for all"):
        hazard_ratio.cox(time, event, np.ones(40))
    with pytest.raises(ValueError, match="repeat one another"):
        hazard_ratio.cox(time, event, np.column_stack([x[:, 0], x[:, 0]]))
    with pytest.raises(ValueError, match="without bound"):
        hazard_ratio.cox([1, 2, 3, 4], [1, 1, 0, 0], [1, 1, 0, 0])
    with pytest.raises(ValueError, match="lengths differ"):
        hazard_ratio.cox(time, event, x[:-1])


def test_a_strong_effect_is_found_by_halving_steps_that_overshoot():
    rng = np.random.default_rng(1)
    x = rng.normal(0, 8, 200)
    time = np.ceil(1000 * rng.exponential(np.exp(-0.9 * x)) ** 0.5)
    fit = hazard_ratio.cox(time, np.ones(200), x)
    other = PHReg(time, x[:, None], np.ones(200), ties="efron").fit()
    assert fit.coefficients[0] == pytest.approx(other.params[0], rel=1e-4)


def test_proportional_hazards_are_doubted_only_where_they_change():
    rng = np.random.default_rng(9)
    group = rng.integers(0, 2, 600).astype(float)
    same = rng.exponential(np.where(group == 1, 20, 40))
    # The second group: slow at first, quick later.
    change = np.where(group == 1, 20 + rng.exponential(5, 600), rng.exponential(30, 600))
    calm = hazard_checks.proportional(
        hazard_ratio.cox(same, np.ones(600), group), same, np.ones(600), group
    )
    doubtful = hazard_checks.proportional(
        hazard_ratio.cox(change, np.ones(600), group), change, np.ones(600), group
    )
    assert calm.p > 0.05
    assert doubtful.p < 1e-6
    assert calm.degrees == 1


def test_the_test_of_proportional_hazards_is_that_of_plain_loops():
    rng = np.random.default_rng(2)
    time, x = rng.permutation(np.arange(1.0, 31)), rng.normal(0, 1, (30, 2))
    event = (rng.random(30) < 0.8).astype(int)
    fit = hazard_ratio.cox(time, event, x)
    waiting = 1.0
    scales, gaps, spreads = [], [], []
    for day in np.sort(time[event == 1]):
        risk = time >= day
        weight = np.exp(x[risk] @ fit.coefficients)
        mean = np.average(x[risk], axis=0, weights=weight)
        spreads.append(np.cov(x[risk].T, aweights=weight, ddof=0))
        gaps.append(x[time == day][0] - mean)
        scales.append(1 - waiting)
        waiting *= 1 - 1 / risk.sum()
    scale, gap, spread = (np.array(each) for each in (scales, gaps, spreads))
    cross, drift = np.einsum("i,ijk", scale, spread), scale @ gap
    slope = np.einsum("i,ijk", scale**2, spread) - cross @ np.linalg.inv(spread.sum(axis=0)) @ cross
    found = hazard_checks.proportional(fit, time, event, x)
    assert found.chi_square == pytest.approx(drift @ np.linalg.inv(slope) @ drift, rel=1e-6)


def test_proportional_hazards_are_tested_within_strata_and_late_entry():
    time, event, x, stratum = county(200)
    entry = np.where(np.arange(200) % 3 == 0, np.floor(time / 3), 0)
    fit = hazard_ratio.cox(time, event, x, stratum, entry)
    found = hazard_checks.proportional(fit, time, event, x, stratum, entry)
    assert found.degrees == 2
    assert found.p > 0.01
    without = hazard_checks.proportional(fit, time, event, x, stratum)
    assert without.chi_square != found.chi_square


def test_concordance_counts_pairs_known_to_be_in_order():
    assert hazard_checks.concordance([1, 2, 3], [10, 20, 30], [1, 1, 1]) == 0.0
    assert hazard_checks.concordance([1, 1, 1], [10, 20, 30], [1, 1, 1]) == 0.5
    # Seen on the day another was last known of: seen first. Both seen on a day: no pair.
    assert hazard_checks.concordance([2, 1], [10, 10], [1, 0]) == 1.0
    with pytest.raises(ValueError, match="No two waits"):
        hazard_checks.concordance([2, 1], [10, 10], [1, 1])
    # The second entered after the first was seen: no pair.
    with pytest.raises(ValueError, match="No two waits"):
        hazard_checks.concordance([2, 1], [10, 20], [1, 1], entry=[0, 15])
    # Nor where it entered on that very day.
    with pytest.raises(ValueError, match="No two waits"):
        hazard_checks.concordance([2, 1], [10, 20], [1, 1], entry=[0, 10])
    assert hazard_checks.concordance([2, 1], [1, 2], [1, 1]) == 1.0
    first = np.arange(20_000) == 0
    assert hazard_checks.concordance(first, np.where(first, 1, 2), first) == 1.0
    with pytest.raises(ValueError, match="at most 20,000"):
        hazard_checks.concordance(np.ones(20_001), np.ones(20_001), np.ones(20_001))
