"""Which printed numbers a figure explains: what is cell, what is worked out, what is no figure."""

from decimal import Decimal

import pytest
from show_figures import ROUNDED, safe

from jsna.disclosure import release
from jsna.disclosure.explained import Explained, explained, unexplained, worked_out


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Explained:
    """Return what three cells of one figure explain, one of them withheld."""
    waits = safe(
        [
            {"area": "Eden", "value": -2.5, "n": 40},
            {"area": "Ward 7", "value": 1234.125, "n": 60},
            {"area": "Copeland", "status": "too few to show"},
        ],
        protection=ROUNDED,
        id="waits",
        title="Children seen within 18 weeks",
        dimensions=("area",),
        period="2019-20",
        rule="statistic",
    )
    folder = tmp_path_factory.mktemp("explained")
    release.write({"waits": waits}, folder, [], "edition")
    return explained(release.open_figures(folder))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("40", True),
        ("41", False),
        ("1,234.13", True),
        ("1,234.12", True),
        ("1,234.1", True),
        ("1,234", True),
        ("1,234.125", False),  # three decimals are never printed
        ("1,234.14", False),
        ("2.5", True),
        ("−2.5", True),
        ("3", True),  # a half goes either way
        ("2", True),
        ("18", True),  # of the title
        ("7", True),  # of a label
        ("2020", False),
    ],
)
def test_a_number_is_a_cell_to_two_decimals_or_stands_in_the_words(
    known: Explained, text: str, found: bool
) -> None:
    assert known.number(text, ["waits"]) is found
    assert known.number(text, None) is found
    assert known.number(text, ["another"]) is False


def test_a_cell_is_met_to_eight_figures(known: Explained) -> None:
    assert known.cell(1234.125, ["waits"])
    assert known.cell(1234.12500001, None)
    assert not known.cell(1234.1251, ["waits"])
    assert not known.cell(40.0, ["another"])
    assert known.any_value >= {Decimal("40"), Decimal("60.00")}


@pytest.mark.parametrize(
    ("how", "operands", "answer"),
    [
        ("sum", [1.0, 2.0, 4.5], 7.5),
        ("difference", [3.0, 5.0], 2.0),
        ("difference", [3.0, 0.0], 3.0),
        ("change", [3.0, 4.0], 25.0),
        ("share", [3.0, 4.0], 75.0),
        ("share", [1.0, 1.0], 100.0),
        ("share", [3.0, 0.0], None),
        ("ratio", [3.0, 4.0], 0.75),
        ("ratio", [3.0, 0.0], None),
        ("ratio", [3.0, 4.0, 5.0], None),
        ("product", [3.0, 4.0], None),
        ("rounded", [7.0], 7.0),
        ("rounded", [87.0], 87.0),
        ("rounded", [873.0], 870.0),
        ("rounded", [-8_763.0], -8_800.0),
        ("parts of 5", [78.0], 4.0),
        ("parts of 10", [78.0], 8.0),
        ("whole of 5", [78.0], 5.0),
        ("parts of 7", [78.0], None),
        ("ratio", [3.0], None),
    ],
)
def test_what_is_worked_out_from_cells_is_worked_out_again(
    how: str, operands: list[float], answer: float | None
) -> None:
    assert worked_out(how, operands) == answer


def test_what_nothing_explains_is_told_in_the_order_it_stands_in(known: Explained) -> None:
    text = "Of 40 children 17 waited; 1 in 4 schools and 99 more in 2021, WG5.3, aged 0 to 25."
    assert unexplained(text, known, ["waits"]) == ["17", "1", "4", "99"]
    assert unexplained(text, known, ["waits"], ["1 in 4 schools"]) == ["17", "99"]
    assert unexplained("Nobody knows.", known, None) == []
    rounding = "Counts are rounded to a multiple of 5, by at most 12, to protect children."
    assert unexplained(rounding, known, ["waits"]) == []
