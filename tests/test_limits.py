"""How far rounding may move a count. The numbers are those that docs/disclosure.md promises."""

import pytest

from jsna.disclosure.limits import Limits


@pytest.mark.parametrize(
    ("figure", "dimensions", "most"),
    [
        ("pupils", [], 4),
        ("pupils", ["sex"], 4),
        ("pupils", ["year", "sex"], 4),  # each year is a table of its own
        ("pupils", ["area", "sex"], 4),
        ("pupils", ["sex", "need"], 4),
        ("pupils", ["sex", "age_group"], 9),
        ("pupils", ["area", "need", "sex"], 9),
        ("explorer-sex", ["sex"], 4),
        ("explorer-area-sex", ["area", "sex"], 12),
        ("explorer-area-need-sex", ["area", "need", "sex"], 12),
    ],
)
def test_a_cell_moves_by_at_most(figure: str, dimensions: list[str], most: int) -> None:
    assert Limits().of(figure, dimensions) == most


def test_below_these_numbers_nothing_is_shown() -> None:
    held = Limits()
    assert (held.base, held.fewest_for_percent, held.fewest_for_statistic) == (5, 20, 10)
    assert (held.fewest_in_part, held.small_place) == (10, 100)
    assert held.kpi_figures == frozenset()
