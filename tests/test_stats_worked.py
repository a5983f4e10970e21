"""Each statistic gives what the sum done by hand in tests/worked gives."""

import csv
from pathlib import Path

import numpy as np
import pytest

from jsna.stats import (
    agreement,
    catchment,
    competing_risks,
    gradient,
    log_rank,
    proportions,
    rates,
    restricted_mean,
    spc,
    standardisation,
    survival,
    two_proportions,
)

WORKED = Path(__file__).parent / "worked"


def worked(name: str) -> dict[str, np.ndarray]:
    with (WORKED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key] or "nan") for row in rows]) for key in rows[0]}


def same(found: object, expected: object) -> None:
    np.testing.assert_allclose(np.asarray(found, float), np.asarray(expected, float), rtol=1e-8)


WAITS = [3, 5, 5, 7, 8, 10, 12, 12, 15, 20], [1, 1, 1, 0, 1, 0, 1, 1, 0, 1]


def test_wilson_limits_are_those_worked_by_hand():
    sums = worked("wilson")
    found = [proportions.wilson(x, n) for x, n in zip(sums["part"], sums["whole"], strict=True)]
    same([each.value for each in found], sums["share"])
    np.testing.assert_allclose([each.lower for each in found], sums["lower"], rtol=1e-8, atol=1e-12)
    same([each.upper for each in found], sums["upper"])


def test_byar_limits_of_a_rate_are_those_worked_by_hand():
    sums = worked("byar")
    pairs = zip(sums["events"], sums["population"], strict=True)
    found = [rates.rate(events, population) for events, population in pairs]
    same([each.value for each in found], sums["rate"])
    same([each.lower for each in found], sums["lower"])
    same([each.upper for each in found], sums["upper"])


def test_newcombe_difference_is_that_worked_by_hand():
    sums = worked("newcombe")
    names = ("part", "whole", "other_part", "other_whole")
    found = [
        two_proportions.difference(*four)
        for four in zip(*(sums[name] for name in names), strict=True)
    ]
    same([each.value for each in found], sums["difference"])
    same([each.lower for each in found], sums["lower"])
    same([each.upper for each in found], sums["upper"])


def test_kaplan_meier_is_that_worked_by_hand():
    sums, curve = worked("kaplan_meier"), survival.curve(*WAITS)
    same(curve.times, sums["day"])
    same(curve.at_risk, sums["waiting_before"])
    same(curve.events, sums["seen"])
    same(curve.waiting, sums["still_waiting"])
    same(curve.error, sums["standard_error"])
    same(curve.lower, sums["lower"])
    same(curve.upper, sums["upper"])


def test_late_entry_is_at_risk_only_once_in_the_records():
    sums = worked("late_entry")
    entry, time, event = [0, 0, 2, 3, 5, 6, 1], [4, 6, 5, 9, 7, 12, 9], [1, 0, 1, 1, 1, 0, 1]
    curve = survival.curve(time, event, entry)
    same(curve.times, sums["day"])
    same(curve.at_risk, sums["waiting_before"])
    same(curve.waiting, sums["still_waiting"])


def test_competing_ends_share_out_everyone_as_worked_by_hand():
    sums = worked("aalen_johansen")
    time, cause = [2, 4, 5, 5, 7, 9, 9, 11], [1, 2, 1, 1, 0, 1, 2, 0]
    seen, moved = (competing_risks.incidence(time, cause, of) for of in (1, 2))
    same(seen.free, sums["free_before"])
    same(seen.share, sums["seen_by"])
    same(moved.share, sums["moved_by"])
    np.testing.assert_allclose(seen.share + moved.share + sums["still_waiting"], 1.0)


def test_restricted_mean_is_the_area_worked_by_hand():
    sums = worked("restricted_mean")
    found = restricted_mean.restricted_mean(competing_risks.incidence(*WAITS), 10)
    assert found.value == pytest.approx(sums["area"].sum(), rel=1e-8)


def test_log_rank_is_that_worked_by_hand():
    sums = worked("log_rank")
    found = log_rank.log_rank([2, 4, 6, 3, 5, 7], [1, 1, 0, 1, 1, 1], list("aaabbb"))
    assert found.expected[0] == pytest.approx(sums["expected_a"].sum())
    assert found.observed.tolist() == [2.0, 3.0]
    assert found.chi_square == pytest.approx(sums["chi_square_so_far"][-1], rel=1e-8)


def test_standardised_rate_is_that_worked_by_hand():
    sums = worked("standardised")
    found = standardisation.direct(sums["events"], sums["population"], sums["standard"])
    value, variance = sums["rate_part"].sum(), sums["variance_part"].sum()
    assert found.value == pytest.approx(1000 * value)
    # Byar's limits of 25 events in all, by hand: 16.17427 and 36.90645.
    step = np.sqrt(variance / 25)
    assert found.lower == pytest.approx(1000 * (value + step * (16.17427 - 25)), rel=1e-5)
    assert found.upper == pytest.approx(1000 * (value + step * (36.90645 - 25)), rel=1e-5)


def test_gradient_is_that_worked_by_hand():
    sums = worked("gradient")
    rate = sums["rate"]
    found = gradient.gradient(sums["population"], rate, rate - 2, rate + 2, "as it is", draws=500)
    assert found.slope.value == pytest.approx(sums["slope"][0])
    assert found.at_most_deprived == pytest.approx(sums["at_most_deprived"][0])
    assert found.relative.value == pytest.approx(sums["relative"][0])


def test_weighted_kappa_is_that_worked_by_hand():
    sums = worked("kappa")
    kappa = 1 - sums["disagreement"].sum() / sums["expected_disagreement"].sum()
    found = agreement.weighted_kappa(sums["files"].reshape(3, 3), "quadratic")
    assert found.value == pytest.approx(kappa, rel=1e-8)
    assert found.n == 70


def test_access_is_that_worked_by_hand():
    sums = worked("catchment")
    weights = np.column_stack([sums["weight_site_1"], sums["weight_site_2"]])
    found = catchment.two_step(sums["children"], [10, 6], weights)
    same(found.per_child, sums["access"])
    assert found.per_child @ sums["children"] == pytest.approx(16)


def test_xmr_limits_are_those_worked_by_hand():
    sums = worked("xmr")
    chart = spc.xmr(sums["value"], "up")
    same(chart.mean, sums["mean"])
    same(chart.lower, sums["lower"])
    same(chart.upper, sums["upper"])
