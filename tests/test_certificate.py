"""When the printed numbers are a possible truth, so that nobody can rule them out."""

import pytest

from jsna.disclosure.certificate import possible_truth, region_of
from jsna.disclosure.knowledge import Known, Linked
from jsna.disclosure.pieces import PublishedTotal

LEAVES = {"area": frozenset({"Eden", "Carlisle", "Copeland"}), "sex": frozenset({"F", "M"})}
LINKS = [
    ("area", "North", "Eden"),
    ("area", "North", "City"),
    ("area", "City", "Carlisle"),
    ("area", "Total", "North"),
]


def sum_of(shown: float, *, move: float = 4, **parts: str) -> Known:
    """Return what is known of a sum; several values of a dimension are split by `+`."""
    region = tuple(sorted((name, frozenset(held.split("+"))) for name, held in parts.items()))
    return Known(region, max(shown - move, 0), shown + move, shown, "figure", ())


def piece(*known: Known) -> Linked:
    return Linked("pupils", "2021", known, LEAVES)


COUNTY = [
    sum_of(60),
    sum_of(30, area="Eden"),
    sum_of(20, area="Carlisle"),
    sum_of(10, area="Copeland"),
]


def test_numbers_that_are_rounded_and_add_up_are_a_possible_truth() -> None:
    assert possible_truth(piece(*COUNTY, sum_of(50, area="Eden+Carlisle")), [], LINKS, 5)


@pytest.mark.parametrize(
    "wrong",
    [
        sum_of(45, area="Eden+Carlisle"),  # a group that is not the sum of its parts
        sum_of(25, area="Eden"),  # the same children, printed twice and otherwise
        sum_of(13, area="Eden", sex="F"),  # not rounded
        sum_of(float("nan"), area="Eden", sex="F"),  # not printed
    ],
)
def test_what_contradicts_is_no_possible_truth(wrong: Known) -> None:
    assert not possible_truth(piece(*COUNTY, wrong), [], LINKS, 5)


def test_parts_of_a_part_have_to_add_up_too() -> None:
    sexes = [sum_of(15, area="Eden", sex="F"), sum_of(15, area="Eden", sex="M")]
    assert possible_truth(piece(*COUNTY, *sexes), [], LINKS, 5)
    sexes[1] = sum_of(20, area="Eden", sex="M")
    assert not possible_truth(piece(*COUNTY, *sexes), [], LINKS, 5)
    # One part alone says nothing of the other.
    assert possible_truth(piece(*COUNTY, sexes[1]), [], LINKS, 5)


def test_parts_of_a_part_of_a_part_have_to_add_up_too() -> None:
    """Two areas by sex by need: the last sex of one area and need is one too many."""
    leaves = {**LEAVES, "need": frozenset({"HI", "VI"})}
    whole = sum_of(30, area="Eden", need="HI")
    for boys, right in ((20, True), (25, False)):
        sexes = [
            sum_of(10, area="Eden", need="HI", sex="F"),
            sum_of(boys, area="Eden", need="HI", sex="M"),
        ]
        held = Linked("pupils", "2021", (whole, *sexes), leaves)
        assert possible_truth(held, [], LINKS, 5) == right
    needs = [
        sum_of(10, area="Eden", need="HI", sex="F"),
        sum_of(15, area="Eden", need="VI", sex="F"),
    ]
    for girls, right in ((25, True), (30, False)):
        held = Linked("pupils", "2021", (sum_of(girls, area="Eden", sex="F"), *needs), leaves)
        assert possible_truth(held, [], LINKS, 5) == right


def test_what_cannot_be_is_nought_though_no_number_is_printed() -> None:
    never = Known((("area", frozenset({"Eden"})), ("sex", frozenset({"F"}))), 0, 0, float("nan"),
                  "figure", ())  # fmt: skip
    assert possible_truth(piece(*COUNTY, never), [], LINKS, 5)
    whole = sum_of(30, area="Eden", sex="M")
    assert possible_truth(piece(*COUNTY, never, whole), [], LINKS, 5)
    less = sum_of(25, area="Eden", sex="M")
    assert not possible_truth(piece(*COUNTY, never, less), [], LINKS, 5)


def total(value: float, **where: str) -> PublishedTotal:
    return PublishedTotal("pupils", where, value)


def test_an_exact_total_is_taken_up_by_the_largest_cells() -> None:
    assert possible_truth(piece(*COUNTY), [total(62)], LINKS, 5)
    assert possible_truth(piece(*COUNTY), [total(56)], LINKS, 5)
    assert possible_truth(piece(*COUNTY), [total(62), total(11, area="Copeland")], LINKS, 5)


def test_a_total_of_what_no_table_prints_differs_from_its_own_nearest_five() -> None:
    girls = [total(32, sex="F")]
    assert possible_truth(piece(*COUNTY), girls, LINKS, 5)
    assert possible_truth(piece(*COUNTY), [total(28, sex="F")], LINKS, 5)
    tight = [sum_of(60, move=2), *COUNTY[1:]]
    assert possible_truth(piece(*tight), girls, LINKS, 5)
    assert not possible_truth(piece(sum_of(60, move=1), *COUNTY[1:]), girls, LINKS, 5)


def test_an_exact_total_that_a_legend_does_not_bear_is_not_taken_up() -> None:
    assert not possible_truth(piece(*COUNTY), [total(65)], LINKS, 5)
    # One part of it may have moved by two only.
    tight = [COUNTY[0], sum_of(30, move=2, area="Eden"), *COUNTY[2:]]
    assert possible_truth(piece(*tight), [total(62)], LINKS, 5)
    assert not possible_truth(piece(*tight), [total(63)], LINKS, 5)


def test_what_is_taken_up_has_to_be_far_from_small() -> None:
    small = [sum_of(10), sum_of(10, area="Eden"), sum_of(0, area="Carlisle")]
    assert possible_truth(piece(*small), [total(11)], LINKS, 5)
    smaller = [sum_of(5), sum_of(5, area="Eden"), sum_of(0, area="Carlisle")]
    assert not possible_truth(piece(*smaller), [total(6)], LINKS, 5)
    assert possible_truth(piece(*smaller), [total(5)], LINKS, 5)


def test_totals_that_contradict_each_other_are_not_taken_up() -> None:
    assert not possible_truth(piece(*COUNTY), [total(61), total(62)], LINKS, 5)


def test_a_total_counts_the_finest_values_below_its_place() -> None:
    where = {"area": "North", "sex": "F", "year": "2021"}
    assert region_of(where, piece(), LINKS) == (
        ("area", frozenset({"Eden", "Carlisle"})),
        ("sex", frozenset({"F"})),
    )
    whole = [*LINKS, ("area", "County", "North"), ("area", "County", "Copeland")]
    assert region_of({"area": "County"}, piece(), whole) == ()
