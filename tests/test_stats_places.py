import numpy as np
import pytest
from scipy import integrate, stats
from scipy.special import expit, logit

from jsna.stats import between_places, heterogeneity, shrinkage
from jsna.stats.logit_normal import conditional

EQUAL = np.array([52, 48, 55, 45, 50, 50]), np.full(6, 100)
APART = np.array([120, 80, 150, 60, 100, 90]), np.full(6, 200)


@pytest.mark.parametrize(
    ("x", "n", "level", "spread"), [(3, 20, -1.0, 0.5), (0, 12, -1.0, 1.5), (180, 200, 0.3, 0.05)]
)
def test_one_place_given_level_and_spread_agrees_with_numerical_integration(x, n, level, spread):
    found = conditional(np.array([x]), np.array([n]), np.array([level]), np.array([spread]))

    def density(at):
        return stats.binom.pmf(x, n, expit(at)) * stats.norm.pdf(at, level, spread)

    ends = level - 12 * spread, level + 12 * spread
    area = integrate.quad(density, *ends, epsabs=1e-14, limit=200)[0]
    mean = integrate.quad(lambda t: t * density(t), *ends, epsabs=1e-14, limit=200)[0] / area
    square = integrate.quad(lambda t: (t - mean) ** 2 * density(t), *ends, epsabs=1e-14)[0] / area
    share = integrate.quad(lambda t: expit(t) * density(t), *ends, epsabs=1e-14)[0] / area
    around = integrate.quad(lambda t: (expit(t) - share) ** 2 * density(t), *ends, epsabs=1e-14)[0]
    assert found.log_evidence[0, 0] == pytest.approx(np.log(area), abs=1e-4)
    assert found.mean[0, 0] == pytest.approx(mean, abs=1e-4)
    assert found.deviation[0, 0] == pytest.approx(square**0.5, rel=1e-3)
    assert found.mean_share[0, 0] == pytest.approx(share, rel=1e-3)
    assert found.share_deviation[0, 0] == pytest.approx((around / area) ** 0.5, rel=5e-3)
    at = np.linspace(*ends, 20_001)
    assert found.mode[0, 0] == pytest.approx(at[np.argmax(density(at))], abs=2e-3)


def by_draws(x, n, draws=400_000):
    """Return draws of spread and shares from the same model by importance sampling."""
    rng = np.random.default_rng(8)
    spread = np.abs(rng.standard_normal(draws))
    level = rng.uniform(-3, 3, draws)
    log = -0.0 * spread
    parts = []
    for k, m in zip(x, n, strict=True):
        parts.append(expit(level + spread * rng.standard_normal(draws)))
        log = log + stats.binom.logpmf(k, m, parts[-1])
    weight = np.exp(log - log.max())
    return spread, np.array(parts), weight / weight.sum()


def test_posterior_agrees_with_drawing_from_the_model():
    x, n = np.array([7, 12, 20]), np.array([20, 20, 25])
    found = between_places.between_places(x, n)
    spread, shares, weight = by_draws(x, n)
    order = np.argsort(spread)
    middle = spread[order][np.searchsorted(np.cumsum(weight[order]), 0.5)]
    assert found.spread.value == pytest.approx(middle, abs=0.05)
    high = spread[order][np.searchsorted(np.cumsum(weight[order]), 0.975)]
    assert found.spread.upper == pytest.approx(high, abs=0.2)
    county = (n @ shares) / n.sum()
    for place, share in zip(found.places, shares, strict=True):
        assert place.shrunken.value == pytest.approx(float(share @ weight), abs=0.01)
        assert place.chance_above == pytest.approx(float((share > county) @ weight), abs=0.03)
        gap = share - county
        assert place.difference.value == pytest.approx(float(gap @ weight), abs=0.01)
        for told, drawn, to, back in (
            (place.shrunken, share, logit, expit),
            (place.difference, gap, float, float),
        ):
            rank = np.argsort(drawn)
            at = np.searchsorted(np.cumsum(weight[rank]), [0.025, 0.5, 0.975])
            low, centre, high = (to(value) for value in drawn[rank][at])
            # Five in a hundred further from the middle than the drawn interval.
            assert told.lower == pytest.approx(back(centre - 1.05 * (centre - low)), abs=0.012)
            assert told.upper == pytest.approx(back(centre + 1.05 * (high - centre)), abs=0.012)


def test_quantiles_of_the_spread_take_half_of_a_points_weight_below_it():
    told = between_places._spread(np.array([1.0, 2, 2, 3]), np.full(4, 0.25), 10, 0.5)
    # Half-way weights 0.125, 0.5, 0.875 at 1, 2, 3.
    assert (told.lower, told.value, told.upper) == pytest.approx((4 / 3, 2, 8 / 3))


def test_verdicts_are_real_chance_or_cannot_tell():
    assert between_places.between_places(*APART).verdict == "real"
    assert between_places.between_places(*EQUAL).verdict == "cannot tell"
    alike = between_places.between_places([1000, 1010, 990, 1005, 995, 1000], [2000] * 6)
    assert alike.verdict == "could be chance"
    assert alike.heterogeneity.power > 0.8


def test_a_slight_spread_is_not_called_real_however_sure():
    # Two points either side of a half: clear by the test, slight by the spread.
    x = np.array([10200, 9800, 10100, 9900, 10000, 10000])
    found = between_places.between_places(x, [20000] * 6)
    assert found.heterogeneity.p < 0.05
    assert found.spread.value < 0.1
    assert found.verdict == "cannot tell"


def test_places_are_drawn_to_the_county_by_how_little_they_tell():
    found = between_places.between_places([6, 120, 50, 55], [20, 200, 100, 100])
    small, large = found.places[0], found.places[1]
    assert small.raw == 0.3
    assert (small.shrunken.value - 0.3) > 0.05
    assert abs(large.shrunken.value - 0.6) < 0.03
    assert small.shrunken.n == 20
    assert found.county == pytest.approx(231 / 420)
    assert small.chance_above < 0.2 < 0.8 < large.chance_above
    assert small.difference.value < 0 < large.difference.value
    assert small.shrunken.method == "posterior interval, partial pooling, widened by 5 %"
    assert found.spread.method == "posterior interval (grid)"
    assert found.spread.n == 420
    assert found.spread.lower < found.spread.value < found.spread.upper


def test_the_county_difference_of_all_children_together_is_nothing():
    found = between_places.between_places(*APART)
    weighted = sum(place.difference.value * place.difference.n for place in found.places)
    assert weighted == pytest.approx(0, abs=1e-8)


def test_chance_above_turns_over_when_cases_do():
    x, n = np.array([12, 30, 25]), np.array([40, 60, 60])
    cases = between_places.between_places(x, n)
    others = between_places.between_places(n - x, n)
    for one, other in zip(cases.places, others.places, strict=True):
        assert one.chance_above == pytest.approx(1 - other.chance_above, abs=1e-6)
        assert one.shrunken.lower == pytest.approx(1 - other.shrunken.upper, abs=1e-6)


def test_an_interval_of_less_confidence_is_narrower_and_a_tighter_prior_pulls_more():
    wide = between_places.between_places(*APART)
    narrow = between_places.between_places(*APART, confidence=0.5)
    for a, b in zip(wide.places, narrow.places, strict=True):
        assert a.shrunken.lower < b.shrunken.lower < b.shrunken.upper < a.shrunken.upper
    assert narrow.spread.confidence == 0.5
    tight = between_places.between_places(*APART, prior_scale=0.2)
    assert tight.spread.value < wide.spread.value


def test_the_same_data_and_seed_give_the_same_answer():
    one = between_places.between_places(*EQUAL)
    again = between_places.between_places(*EQUAL)
    assert one == again
    other = between_places.between_places(*EQUAL, seed=3)
    assert other.spread == one.spread
    assert other.heterogeneity != one.heterogeneity


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ValueError, match="at least two places"):
        between_places.between_places([5], [20])
    with pytest.raises(ValueError, match="at least 10 children"):
        between_places.between_places([5, 5], [20, 9])
    assert between_places.between_places([5, 5], [20, 10]).verdict == "cannot tell"
    assert between_places.between_places([1, 0], [20, 20]).verdict == "cannot tell"
    for none in ([0, 0], [20, 20]):
        with pytest.raises(ValueError, match="nobody or everybody"):
            between_places.between_places(none, [20, 20])


def test_heterogeneity_is_pearsons_chi_square_with_the_p_of_its_distribution():
    found = heterogeneity.heterogeneity([60, 45, 50, 38], [100, 100, 100, 100])
    table = [[60, 45, 50, 38], [40, 55, 50, 62]]
    other = stats.chi2_contingency(table, correction=False)
    assert found.chi_square == pytest.approx(other.statistic)
    assert found.p == pytest.approx(other.pvalue, abs=0.01)
    assert found.p >= 1 / (heterogeneity.DRAWS + 1)
    assert found.index_of_disparity == pytest.approx(
        100 * np.mean(np.abs(np.array([60, 45, 50, 38]) / 100 - 0.4825)) / 0.4825
    )


def test_the_index_of_equal_places_is_that_of_the_binomial():
    found = heterogeneity.heterogeneity([50, 50], [100, 100])
    # Mean distance of a binomial share (n = 100, p = 0.5) from 0.5 is 0.0398.
    assert found.index_by_chance == pytest.approx(100 * 0.03979 / 0.5, rel=0.04)
    assert found.index_by_chance < found.index_by_chance_95 < 25
    assert found.p == 1.0
    assert found.index_of_disparity == 0.0


def test_an_effective_number_below_one_is_drawn_as_one():
    found = heterogeneity.heterogeneity([0.2, 5], [0.4, 10])
    assert 0 < found.p <= 1
    assert found.chi_square == pytest.approx(0)


def test_a_place_of_half_a_child_is_drawn_as_one_child():
    # One child is a case or not: either way half a share from the county's half, all of it.
    found = heterogeneity.heterogeneity([0.2, 0.2], [0.4, 0.4])
    assert (found.index_by_chance, found.index_by_chance_95) == (100.0, 100.0)


def test_two_places_of_one_child_each_can_never_be_told_apart():
    # One case of two is all that can differ, and equal places show it every second time.
    found = heterogeneity.heterogeneity([1, 0], [1, 1])
    assert found.power == 0.0
    assert found.p == pytest.approx(0.5, abs=0.05)


def test_power_is_that_of_the_spread_at_the_countys_own_share():
    # A spread of 0.35 on the logit moves a share of 5 % by 0.35 x 0.05 x 0.95 = 1.66 points. With
    # 1,000 a place the error is 0.69: chi-square is (0.69^2 + 1.66^2) / 0.69^2 = 6.8 times that of
    # equal places, and 11.07 / 6.8 = 1.6 is passed by 90 in 100 (chi-square of 5, tables).
    found = heterogeneity.heterogeneity([50] * 6, [1000] * 6)
    assert found.power == pytest.approx(0.90, abs=0.03)


@pytest.mark.parametrize("cases", [0, 20])
def test_where_nobody_or_everybody_is_a_case_places_have_nothing_to_differ_in(cases):
    with pytest.raises(ValueError, match="nobody or everybody"):
        heterogeneity.heterogeneity([cases, cases], [20, 20])


def test_power_grows_with_children():
    few = heterogeneity.heterogeneity([15] * 6, [30] * 6).power
    many = heterogeneity.heterogeneity([500] * 6, [1000] * 6).power
    assert 0.2 < few < 0.5
    assert many > 0.95


def test_an_effective_number_knows_the_share_as_well():
    parts, wholes = between_places.effective_counts([0.2, 0.5], [0.04, 0.1])
    assert parts.tolist() == pytest.approx([20, 12.5])
    assert wholes.tolist() == pytest.approx([100, 25])
    for share, error in ((0, 0.1), (1, 0.1), (0.5, 0), (0.5, float("nan"))):
        with pytest.raises(ValueError, match="effective number"):
            between_places.effective_counts([share], [error])


def test_random_intercept_finds_what_was_planted_and_nothing_where_nothing_is():
    rng = np.random.default_rng(2)
    truth = expit(-1 + 0.6 * rng.standard_normal(200))
    n = rng.integers(30, 120, 200)
    found = shrinkage.random_intercept(rng.binomial(n, truth), n)
    assert found.level == pytest.approx(-1, abs=0.12)
    assert found.spread == pytest.approx(0.6, abs=0.1)
    assert np.mean((found.shares - truth) ** 2) < np.mean((found.raw - truth) ** 2)
    none = shrinkage.random_intercept([50, 50, 50, 50], [100] * 4)
    assert none.spread == 0.0
    assert none.raw.tolist() == [0.5] * 4
    assert none.shares.tolist() == pytest.approx([0.5] * 4)
    with pytest.raises(ValueError, match="at least three places"):
        shrinkage.random_intercept([5, 5], [10, 10])


def test_random_intercept_has_the_greatest_likelihood():
    x, n = np.array([3, 30, 12, 8]), np.array([30, 100, 30, 40])
    found = shrinkage.random_intercept(x, n)

    def loss(level, spread):
        return conditional(x, n, np.array([level]), np.array([spread])).log_evidence.sum()

    top = loss(found.level, found.spread)
    for level, spread in ((0.02, 0), (-0.02, 0), (0, 0.02), (0, -0.02)):
        assert loss(found.level + level, found.spread + spread) < top
