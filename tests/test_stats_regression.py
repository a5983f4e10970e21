import numpy as np
import pytest
from statsmodels.discrete.discrete_model import NegativeBinomial, Poisson

from jsna.stats import regression

WEST = np.repeat([0.0, 1.0], 50)
OLD = np.tile([0.0, 1.0], 50)


def regular() -> np.ndarray:
    rng = np.random.default_rng(3)
    return (rng.random(100) < 0.5 * np.where(WEST == 1, 0.5, 1)).astype(float)


def test_robust_poisson_agrees_with_another_fit_of_the_library():
    fit = regression.poisson(regular(), {"west": WEST, "old": OLD})
    x = np.column_stack([np.ones(100), WEST, OLD])
    other = Poisson(regular(), x).fit(disp=0, cov_type="HC1")
    np.testing.assert_allclose(fit.coefficients, other.params, rtol=1e-5)
    errors = np.asarray(other.bse) * (100 / 97) ** 0.5
    np.testing.assert_allclose(fit.errors, errors, rtol=1e-4)
    ratio = fit.ratio("west")
    assert ratio.value == pytest.approx(np.exp(other.params[1]), rel=1e-5)
    assert ratio.lower == pytest.approx(np.exp(other.params[1] - 1.959964 * errors[1]), rel=1e-4)
    assert ratio.upper == pytest.approx(np.exp(other.params[1] + 1.959964 * errors[1]), rel=1e-4)
    assert (ratio.n, ratio.method) == (100, "Poisson model, robust (HC1) interval")
    assert fit.names == ("intercept", "west", "old")


def test_one_flag_alone_gives_the_plain_ratio_of_shares():
    y = np.repeat([1.0, 0.0, 1.0, 0.0], [20, 30, 10, 40])
    fit = regression.poisson(y, {"west": WEST})
    assert fit.ratio("west").value == pytest.approx(0.5)
    # Robust errors of log shares: the root of 1/20 - 1/50 + 1/10 - 1/50, times 100 / 98.
    error = (0.11 * 100 / 98) ** 0.5
    assert fit.errors[1] == pytest.approx(error, rel=1e-6)
    model = regression.poisson(y, {"west": WEST}, errors="model")
    assert model.errors[1] == pytest.approx((1 / 20 + 1 / 10) ** 0.5)
    assert model.method == "Poisson model, Wald interval"


def test_exposure_makes_rates_of_counts():
    fit = regression.poisson(
        [10, 20, 30, 40], {"west": [0, 0, 1, 1]}, exposure=[100, 200, 100, 100], errors="model"
    )
    assert fit.ratio("west").value == pytest.approx((70 / 200) / (30 / 300))
    assert np.exp(fit.coefficients[0]) == pytest.approx(0.1)
    quasi = regression.poisson(
        [10, 20, 30, 40], {"west": [0, 0, 1, 1]}, exposure=[100, 200, 100, 100], errors="quasi"
    )
    # Pearson's chi-square by hand: fitted 10, 20, 35, 35; 50 / 35 over two degrees.
    assert quasi.dispersion == pytest.approx(50 / 35 / 2)
    assert quasi.errors == pytest.approx(fit.errors * (50 / 35 / 2) ** 0.5)
    np.testing.assert_allclose(quasi.covariance, fit.covariance * 50 / 35 / 2)
    assert quasi.method == "quasi-Poisson model, Wald interval"
    deviance = 2 * (30 * np.log(30 / 35) + 40 * np.log(40 / 35))
    assert fit.deviance == pytest.approx(deviance)


def test_categories_are_held_against_one():
    found = regression.categories(["b", "a", "c"], "b")
    assert {name: column.tolist() for name, column in found.items()} == {
        "a": [0, 1, 0],
        "c": [0, 0, 1],
    }
    with pytest.raises(ValueError, match="None of the labels is 'd': a, b, c"):
        regression.categories(["b", "a", "c"], "d")


def test_models_that_have_no_answer_are_refused():
    with pytest.raises(ValueError, match="repeat one another or outnumber"):
        regression.poisson([1, 2, 3, 4], {"a": [0, 0, 1, 1], "b": [1, 1, 0, 0]})
    with pytest.raises(ValueError, match="repeat one another or outnumber"):
        regression.poisson([1, 2], {"a": [0, 1]})
    with pytest.raises(ValueError, match="counts are 0 or more"):
        regression.poisson([1, -2, 3, 4], {"a": [0, 0, 1, 1]})
    with pytest.raises(ValueError, match="lengths differ"):
        regression.poisson([1, 2, 3, 4], {"a": [0, 0, 1, 1]}, exposure=[1])
    with pytest.raises(ValueError, match="between 0 and 1"):
        regression.poisson([1, 2, 3, 4], {"a": [0, 0, 1, 1]}, confidence=95)
    assert regression.poisson([1, 2, 3], {"a": [0, 0, 1]}, confidence=0.9).confidence == 0.9


def test_negative_binomial_agrees_with_the_librarys_likelihood():
    rng = np.random.default_rng(5)
    y = rng.negative_binomial(2, 2 / (2 + 5 * np.where(WEST == 1, 1.6, 1)))
    # Years, too: with one flag alone the shape would not pull on the coefficients.
    years = np.tile(np.arange(5.0), 20)
    found = regression.negative_binomial(y, {"west": WEST, "years": years})
    x = np.column_stack([np.ones(100), WEST, years])
    other = NegativeBinomial(y, x).fit(disp=0, maxiter=500, gtol=1e-8)
    np.testing.assert_allclose(found.coefficients, other.params[:3], rtol=1e-3)
    assert found.theta == pytest.approx(1 / other.params[3], rel=1e-3)


def test_children_who_are_alike_may_be_put_together():
    west, old = np.array([1, 1, 0, 0, 1, 0]), np.array([0, 1, 0, 1, 1, 0])
    regular, times = np.array([0, 1, 1, 0, 0, 0]), np.array([30, 12, 40, 25, 18, 55])
    together = regression.poisson(regular, {"west": west, "old": old}, times=times)
    single = regression.poisson(
        np.repeat(regular, times), {"west": np.repeat(west, times), "old": np.repeat(old, times)}
    )
    assert together.n == single.n == 180
    assert together.coefficients == pytest.approx(single.coefficients)
    assert together.errors == pytest.approx(single.errors)
    assert together.deviance == pytest.approx(single.deviance)
    assert together.dispersion == pytest.approx(single.dispersion)
