import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa

from jsna.stats import agreement, non_response, proportions, raking, surveys

YES = np.array([1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0], dtype=float)


def test_a_simple_sample_of_very_many_has_the_textbook_error():
    by = surveys.design(np.full(12, 3.0))
    assert surveys.standard_error(by, YES) == pytest.approx(YES.std(ddof=1) / 12**0.5)
    found = surveys.mean(by, YES)
    step = stats.t.ppf(0.975, 11) * YES.std(ddof=1) / 12**0.5
    assert (found.lower, found.upper) == pytest.approx((2 / 3 - step, 2 / 3 + step))
    assert (found.n, found.method) == (12, "linearised design-based t interval")
    assert surveys.mean(by, YES, 0.9).confidence == 0.9


def test_asking_everyone_leaves_no_error():
    by = surveys.design(np.ones(12), population_of_stratum=[12] * 12)
    assert surveys.standard_error(by, YES) == 0.0
    half = surveys.design(np.full(12, 2.0), population_of_stratum=[24] * 12)
    assert surveys.standard_error(half, YES) == pytest.approx(YES.std(ddof=1) / 12**0.5 * 0.5**0.5)


def test_strata_are_put_together_as_worked_by_hand():
    # North: 6 of 40, mean 0.5, variance 0.3; south: 4 of 20, mean 3, variance 2 / 3.
    values = [1, 0, 1, 0, 0, 1, 3, 2, 4, 3]
    by = surveys.design(
        [40 / 6] * 6 + [5.0] * 4,
        stratum=["north"] * 6 + ["south"] * 4,
        population_of_stratum=[40] * 6 + [20] * 4,
    )
    variance = (40 / 60) ** 2 * (1 - 6 / 40) * 0.3 / 6 + (20 / 60) ** 2 * (1 - 0.2) * (2 / 3) / 4
    assert surveys.mean(by, values).value == pytest.approx((40 * 0.5 + 20 * 3) / 60)
    assert surveys.standard_error(by, values) == pytest.approx(variance**0.5)
    total = surveys.total(by, values, 0.9)
    step = stats.t.ppf(0.95, 8) * 60 * variance**0.5
    assert total.value == pytest.approx(80)
    assert (total.lower, total.upper) == pytest.approx((80 - step, 80 + step))
    assert (total.n, total.confidence) == (10, 0.9)
    assert by.degrees == 8


def test_children_of_one_family_are_not_independent():
    family = np.repeat(np.arange(6), 2)
    values = np.repeat([1.0, 0, 1, 1, 0, 1], 2)
    by = surveys.design(np.ones(12), cluster=family)
    alone = surveys.design(np.ones(6 * 2)[:12])
    assert surveys.standard_error(by, values) == pytest.approx(
        np.array([1.0, 0, 1, 1, 0, 1]).std(ddof=1) / 6**0.5
    )
    assert surveys.standard_error(by, values) > surveys.standard_error(alone, values)
    assert by.degrees == 5
    of_many = surveys.design(np.full(12, 1e9), cluster=family)
    assert surveys.design_effect(of_many, values) == pytest.approx((4 / 15 / 6) / (8 / 33 / 12))
    for flags in (values, np.ones(12)):
        with pytest.raises(ValueError, match="there is no effect"):
            surveys.design_effect(
                surveys.design(np.ones(12) if flags is values else YES + 1), flags
            )


def test_two_clusters_are_enough_for_a_stratum_and_one_is_not():
    assert surveys.design(np.ones(12), cluster=np.repeat([0, 1], 6)).degrees == 1
    with pytest.raises(ValueError, match="at least two clusters"):
        surveys.design(np.ones(12), cluster=np.zeros(12))


def test_a_cluster_number_used_in_two_strata_is_two_clusters():
    by = surveys.design(
        np.full(12, 2.0), cluster=[1, 2, 3, 1, 2, 3] * 2, stratum=["a"] * 6 + ["b"] * 6
    )
    assert by.degrees == 4


def test_korn_graubard_of_a_simple_sample_is_nearly_the_exact_interval():
    by = surveys.design(np.full(200, 5.0))
    flags = np.repeat([1.0, 0.0], [30, 170])
    found, exact = surveys.share(by, flags), proportions.exact(30, 200)
    assert found.value == exact.value
    assert found.lower == pytest.approx(exact.lower, abs=0.001)
    assert found.upper == pytest.approx(exact.upper, abs=0.001)
    assert found.method == "Korn-Graubard design-based interval"


def test_where_all_say_the_same_the_interval_is_still_open():
    by = surveys.design(np.full(12, 2.0))
    every, none = surveys.share(by, np.ones(12)), surveys.share(by, np.zeros(12))
    assert (every.value, every.upper) == (1.0, 1.0)
    assert every.lower == pytest.approx(0.025 ** (1 / 12))
    assert (none.value, none.lower) == (0.0, 0.0)
    assert none.upper == pytest.approx(1 - 0.025 ** (1 / 12))
    for flags in (np.ones(12), np.zeros(12)):
        with pytest.raises(ValueError, match="logit interval does not exist"):
            surveys.share_on_logit(by, flags)


def test_designs_and_answers_that_bear_no_figure_are_refused():
    with pytest.raises(ValueError, match="Under 10 answers"):
        surveys.design([1.0] * 9)
    assert surveys.design([1.0] * 10).degrees == 9
    with pytest.raises(ValueError, match="at least two clusters"):
        surveys.design([1.0] * 11, stratum=["a"] * 10 + ["b"])
    with pytest.raises(ValueError, match="no more clusters than its population"):
        surveys.design([1.0] * 12, population_of_stratum=[11] * 12)
    with pytest.raises(ValueError, match="weights are above 0"):
        surveys.design([0.0] + [1.0] * 11)
    by = surveys.design([1.0] * 12)
    for share in (surveys.share, surveys.share_on_logit):
        with pytest.raises(ValueError, match="1 for yes and 0 for no"):
            share(by, [0.5] * 12)
        with pytest.raises(ValueError, match="lengths differ"):
            share(by, [1, 0] * 5)
        with pytest.raises(ValueError, match="between 0 and 1"):
            share(by, YES, 95)
    for measure in (surveys.mean, surveys.total):
        with pytest.raises(ValueError, match="lengths differ"):
            measure(by, [1.0, 2.0])
        with pytest.raises(ValueError, match="between 0 and 1"):
            measure(by, YES, 95)
    for bad in ({"cluster": [1]}, {"stratum": [1]}, {"population_of_stratum": [20]}):
        with pytest.raises(ValueError, match=r"lengths differ|broadcast|one value a row"):
            surveys.design([1.0] * 12, **bad)


def test_raked_weights_add_up_to_every_margin():
    place = ["west"] * 6 + ["east"] * 4
    age = ["young", "old"] * 5
    raked = raking.rake(
        np.ones(10), [(place, {"west": 300, "east": 700}), (age, {"young": 450, "old": 550})]
    )
    west = np.array(place) == "west"
    young = np.array(age) == "young"
    assert raked.weights[west].sum() == pytest.approx(300)
    assert raked.weights[~west].sum() == pytest.approx(700)
    assert raked.weights[young].sum() == pytest.approx(450)
    assert raked.effective_n == pytest.approx(raked.weights.sum() ** 2 / (raked.weights**2).sum())
    assert raked.effective_n < 10
    assert raked.rounds < 50
    # Raking keeps the starting pattern: one odds ratio within the table.
    both = {(w, y): raked.weights[(west == w) & (young == y)].sum() for w in (0, 1) for y in (0, 1)}
    assert both[1, 1] * both[0, 0] / (both[1, 0] * both[0, 1]) == pytest.approx(3 * 2 / (3 * 2))


def test_one_margin_is_reached_at_once():
    raked = raking.rake([1, 1, 2, 4], [(["a", "a", "b", "b"], {"a": 10, "b": 30})])
    assert raked.weights.tolist() == pytest.approx([5, 5, 10, 20])
    assert raked.rounds == 1


def test_margins_that_cannot_be_met_are_refused():
    with pytest.raises(ValueError, match="different populations: 40, 50"):
        raking.rake([1, 1], [(["a", "b"], {"a": 20, "b": 20}), (["x", "y"], {"x": 25, "y": 25})])
    with pytest.raises(ValueError, match="not so: c"):
        raking.rake([1, 1], [(["a", "b"], {"a": 20, "b": 20, "c": 5})])
    with pytest.raises(ValueError, match="not so: b"):
        raking.rake([1, 1], [(["a", "b"], {"a": 20})])
    with pytest.raises(ValueError, match="not so: their number"):
        raking.rake([1, 1, 1], [(["a", "b"], {"a": 20, "b": 20})])
    with pytest.raises(ValueError, match="did not settle in 500 rounds"):
        raking.rake([1, 1], [(["a", "b"], {"a": 20, "b": 30}), (["x", "y"], {"x": 25, "y": 25})])


def test_who_is_silent_could_have_said_either():
    found = non_response.bounds(30, 40, 100)
    assert found == non_response.Bounds(0.75, 0.3, 0.9, 0.4)
    told = non_response.bounded(30, 40, 100)
    assert told.value == 0.75
    assert told.lower == proportions.wilson(30, 100).lower
    assert told.upper == proportions.wilson(90, 100).upper
    assert (told.n, told.method) == (40, "Wilson limits at the bounds of non-response")
    all_answered = non_response.bounded(30, 40, 40, 0.9)
    assert all_answered.lower == proportions.wilson(30, 40, 0.9).lower
    assert all_answered.confidence == 0.9


@pytest.mark.parametrize("three", [(5, 4, 10), (5, 10, 9), (-1, 4, 10)])
def test_yes_is_part_of_the_answers_and_answers_of_the_invited(three):
    with pytest.raises(ValueError, match="Yes is part of the answers"):
        non_response.bounds(*three)


def test_nobody_answering_is_refused():
    with pytest.raises(ValueError, match="Nobody answered"):
        non_response.bounds(0, 0, 10)


GRADES = np.array([[20, 5, 1], [4, 15, 6], [0, 3, 16]])


def test_kappa_by_every_weight_agrees_with_statsmodels():
    for ours, theirs in (("none", None), ("linear", "linear"), ("quadratic", "quadratic")):
        found = agreement.weighted_kappa(GRADES, ours)
        other = cohens_kappa(GRADES, wt=theirs)
        assert found.value == pytest.approx(other.kappa)
        step = np.exp(1.959964 * other.std_kappa / (1 - other.kappa))
        assert found.upper == pytest.approx(1 - (1 - other.kappa) / step, rel=1e-6)
        assert found.lower == pytest.approx(1 - (1 - other.kappa) * step, rel=1e-6)
    assert agreement.weighted_kappa(GRADES) == agreement.weighted_kappa(GRADES, "quadratic")
    assert found.method == "linearised interval on the scale of log(1 - coefficient)"


def test_full_agreement_is_not_certain():
    full = agreement.weighted_kappa([[6, 0], [0, 4]], "none")
    # Exact lower limit of ten of ten, 0.025 ** 0.1 = 0.6915; agreement by chance 0.52.
    assert (full.value, full.upper) == (1.0, 1.0)
    assert full.lower == pytest.approx((0.025**0.1 - 0.52) / 0.48)
    assert full.method == "exact limit of full agreement"
    same = agreement.ac1([[6, 0], [0, 4]])
    assert same.lower == pytest.approx((0.025**0.1 - 0.48) / 0.52)
    assert agreement.weighted_kappa([[1, 0], [0, 1]], "none").lower == pytest.approx(-0.683772)
    assert agreement.weighted_kappa([[1, 0], [0, 1]], "none", 0.9999).lower == pytest.approx(
        (0.00005**0.5 - 0.5) / 0.5
    )
    assert agreement.weighted_kappa([[3, 0], [0, 1]], "none", 0.9999).lower == -1.0
    # Three grades, quadratic: mean cost by chance of 4, 3, 3 files is 0.325 of the most.
    three = agreement.weighted_kappa([[4, 0, 0], [0, 3, 0], [0, 0, 3]], "quadratic")
    chance = 1 - (2 * 12 * 1 + 2 * 12 * 0.25 + 2 * 9 * 0.25) / 100
    assert three.lower == pytest.approx((0.025**0.1 - chance) / (1 - chance))


def test_kappa_limits_stay_above_minus_one():
    against = agreement.weighted_kappa([[1, 4], [6, 0]], "none")
    assert against.lower == -1.0
    assert against.upper < 0.5


def test_ac1_is_worked_by_hand_and_stands_where_kappa_falls():
    # 118 of 125 pass by both; one each way; 5 fail by both. Share passing 0.952.
    table = [[118, 1], [1, 5]]
    chance = 2 * 0.952 * 0.048
    found = agreement.ac1(table)
    assert found.value == pytest.approx((123 / 125 - chance) / (1 - chance))
    skewed = [[92, 4], [4, 0]]
    assert agreement.weighted_kappa(skewed, "none").value < 0
    assert agreement.ac1(skewed).value > 0.9
    assert found.n == 125


def test_ac1_interval_is_that_of_leaving_each_file_out():
    found = agreement.ac1(GRADES)
    values, weights = [], []
    for i in range(3):
        for j in range(3):
            if GRADES[i, j]:
                less = GRADES.copy()
                less[i, j] -= 1
                values.append(agreement.ac1(less).value)
                weights.append(GRADES[i, j])
    n, values = GRADES.sum(), np.array(values)
    middle = np.average(values, weights=weights)
    jackknife = ((n - 1) / n * np.array(weights) @ (values - middle) ** 2) ** 0.5
    factor = np.exp(stats.t.ppf(0.975, n - 1) * jackknife / (1 - found.value))
    assert found.upper == pytest.approx(1 - (1 - found.value) / factor, rel=0.01)
    assert found.lower == pytest.approx(1 - (1 - found.value) * factor, rel=0.02)
    assert agreement.ac1([[0, 4], [4, 0]]).lower == -1.0
    assert agreement.ac1(GRADES, 0.5).confidence == 0.5


def test_tables_that_no_two_auditors_filled_are_refused():
    for measure in (agreement.weighted_kappa, agreement.ac1, agreement.observed):
        for table in ([[1, 2]], [1, 2], [[5]]):
            with pytest.raises(ValueError, match="square table"):
                measure(table)
        with pytest.raises(ValueError, match="counts of files"):
            measure([[1, -1], [1, 1]])
        with pytest.raises(ValueError, match="counts of files"):
            measure([[1, np.nan], [1, 1]])
        with pytest.raises(ValueError, match="at least two files"):
            measure([[1, 0], [0, 0]])
        with pytest.raises(ValueError, match="square table"):
            measure([[1, 2, 3], [4, 5, 6]])
    for measure in (agreement.weighted_kappa, agreement.ac1):
        with pytest.raises(ValueError, match="between 0 and 1"):
            measure(GRADES, confidence=95)
    assert agreement.observed([[1, 0], [0, 1]]) == 1.0


@pytest.mark.parametrize("table", [[[8, 0], [0, 0]], [[8, 2], [0, 0]], [[8, 0], [2, 0]]])
def test_kappa_says_nothing_where_an_auditor_gave_one_grade_to_every_file(table):
    # By chance alone as many would agree as do, 8 of 10: kappa is 0 without any doubt, or 0 / 0.
    assert not agreement.kappa_says(table)
    with pytest.raises(ValueError, match="one grade to every file, kappa says nothing"):
        agreement.weighted_kappa(table)


def test_chance_agreement_of_ac1_takes_the_grades_of_both_auditors():
    # One passes 50 of 100, the other 40: 0.45 between them, so chance is 2 x 0.45 x 0.55.
    assert agreement.ac1([[40, 10], [0, 50]]).value == pytest.approx((0.9 - 0.495) / 0.505)


def test_limits_of_ac1_of_ten_files_are_those_worked_by_hand():
    # Eight of ten agree, chance a half: AC1 0.6. A file adds 1 or -1, so the variance is
    # (8 x 0.4^2 + 2 x 1.6^2) / (10 x 9) = 0.071111; Student's t of 9 is 2.262157 (tables).
    # 2.262157 x 0.266667 / 0.4 = 1.508105, and exp of it 4.518161.
    found = agreement.ac1([[4, 1], [1, 4]])
    assert found.value == pytest.approx(0.6)
    assert found.lower == pytest.approx(1 - 0.4 * 4.518161, abs=1e-5)
    assert found.upper == pytest.approx(1 - 0.4 / 4.518161, abs=1e-5)


def test_ninety_seven_files_bear_a_rate_within_ten_points():
    assert agreement.enough_files(97, 0.1) == agreement.Enough(97, True)
    assert agreement.enough_files(96, 0.1) == agreement.Enough(97, False)
    assert agreement.enough_files(96, 0.1, 0.9).needed == 68
    for margin in (0, 1, 10):
        with pytest.raises(ValueError, match="share between 0 and 1"):
            agreement.enough_files(20, margin)
