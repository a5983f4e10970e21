"""The least and the most that a sum of children can be, by linear programming."""

import numpy as np
import pandas as pd
import pytest

from jsna.disclosure.knowledge import HIDDEN_ONLY, Known, Linked, legend
from jsna.disclosure.linear import Bounds
from jsna.disclosure.pieces import PublishedTotal
from jsna.disclosure.safe import Protection, Safe, _mint
from jsna.errors import DisclosureError
from jsna.figures import Figure

LEAVES = {"area": frozenset({"Eden", "Carlisle"}), "sex": frozenset({"F", "M"})}
EDEN = (("area", frozenset({"Eden"})),)
GIRLS = (("sex", frozenset({"F"})),)


def known(region: tuple, lower: float, upper: float) -> Known:
    labels = tuple((name, "+".join(sorted(held))) for name, held in region)
    return Known(region, lower, upper, np.nan, "figure", labels)


def bounds(*sums: Known, exact: tuple[PublishedTotal, ...] = ()) -> Bounds:
    return Bounds(Linked("pupils", "2021", sums, LEAVES), exact, [])


def both(area: str, sex: str) -> tuple:
    return (("area", frozenset({area})), ("sex", frozenset({sex})))


def test_a_sum_is_known_as_far_as_its_tables_pin_it() -> None:
    held = bounds(known((), 20, 20), known(EDEN, 17, 18))
    assert held.of((("area", frozenset({"Carlisle"})),)) == (2, 3)
    # A truth with nobody there, or with five or more, makes it safe.
    assert bounds(known((), 20, 20), known(EDEN, 0, 3)).of(EDEN) == (0, np.inf)
    large = bounds(known((), 20, 20), known(EDEN, 15, 20))
    assert large.of(EDEN) == (15, 20)
    assert large.of(EDEN) == (0, np.inf)  # the truth found before is tried first


def test_what_nothing_bounds_from_above_may_be_any_number() -> None:
    assert bounds(known(EDEN, 2, np.inf)).of(EDEN) == (2, np.inf)


def test_bounds_are_whole_children() -> None:
    assert bounds(known(EDEN, 1.4, 3.9)).of(EDEN) == (2, 3)
    assert bounds(known(EDEN, 1.0, 4.0)).of(EDEN) == (1, 4)


def test_the_narrowest_of_several_legends_counts() -> None:
    held = bounds(known(EDEN, 1, 4), known(EDEN, 3, 8), known(EDEN, 0, 9))
    assert held.of(EDEN) == (3, 4)


def test_an_exact_total_stands_above_every_legend() -> None:
    exact = (PublishedTotal("pupils", {"area": "Eden"}, 3),)
    assert bounds(known(EDEN, 0, 9), exact=exact).of(EDEN) == (3, 3)


def test_tables_agree_on_the_dimension_they_share() -> None:
    held = bounds(
        known(both("Eden", "F"), 2, 2), known(both("Eden", "M"), 10, 10), known(EDEN, 0, 50),
        known((), 14, 14), known(GIRLS, 4, 4),
    )  # fmt: skip
    assert held.of(EDEN) == (12, 12)
    assert held.of(both("Carlisle", "F")) == (2, 2)
    assert held.of(both("Carlisle", "M")) == (0, np.inf)


def test_numbers_that_no_children_fit_are_told() -> None:
    with pytest.raises(DisclosureError, match="contradict one another"):
        bounds(known((), 5, 5), known(EDEN, 9, 9)).of(EDEN)


def test_a_sum_of_a_dimension_that_no_table_has_is_refused() -> None:
    with pytest.raises(DisclosureError, match="in no table"):
        bounds(known(EDEN, 1, 9)).row(GIRLS)


def test_the_sums_that_nobody_printed_are_tried_each_once() -> None:
    north = (("area", frozenset({"Eden", "Carlisle"})),)
    leaves = {"area": frozenset({"Eden", "Carlisle", "Copeland"})}
    south = (("area", frozenset({"Carlisle", "Copeland"})),)
    sums = (known(north, 0, 9), known(south, 0, 9))
    found = list(Bounds(Linked("pupils", "2021", sums, leaves), (), []).differences())
    assert [(sorted(region[0][1]), words) for region, words, _ in found] == [
        (["Carlisle"], "area Carlisle alone"),
        (["Eden"], "area Eden alone"),
        (["Copeland"], "area Copeland alone"),
    ]
    assert {figures for *_, figures in found} == {("figure",)}


@pytest.mark.parametrize(
    ("value", "state", "limit", "least", "most"),
    [
        (10, "shown", 4, 6, 14),
        (10, "shown", 12, 1, 19),  # no further than it says
        (10, "shown", 2, 6, 14),  # a limit below the base less one promises nothing
        (0, "shown", 4, 0, 4),
        (np.nan, "too few to show", 4, 0, np.inf),
        (np.nan, "not applicable", 4, 0, 0),
    ],
)
def test_the_legend_bounds_a_rounded_cell(
    value: float, state: str, limit: int, least: float, most: float
) -> None:
    assert legend(rounded("controlled rounding"), value, state, limit) == (least, most)


def test_a_count_hidden_because_it_is_small_says_that_it_is() -> None:
    assert legend(rounded(HIDDEN_ONLY), np.nan, "too few to show", 4) == (1, 4)


def rounded(method: str) -> Safe:
    figure = Figure("f", "", "", "", ("area",), "count", "", (), "", "", "rounded")
    cells = pd.DataFrame({"area": ["Eden"], "value": [10.0], "status": ["shown"]})
    return _mint(figure, cells, Protection(method, 5, 9, "too few to show"), True)
