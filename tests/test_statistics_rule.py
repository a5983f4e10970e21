"""Statistics that are no counts: coarse, and withheld where few children stand behind them."""

import numpy as np
import pandas as pd
import pytest
from show_figures import figure

from jsna.disclosure.limits import Limits
from jsna.disclosure.statistics import coarse, problems

NO = float("nan")


def rule(unit: str, *dimensions: str, **changes: str):
    return figure(id="x", dimensions=dimensions or ("area",), kind="statistic", unit=unit,
                  rule="statistic", **changes)  # fmt: skip


def made(unit: str, *values: float, n: float = 40.0) -> list[float]:
    """Return what is shown of values in a unit, each of as many children."""
    cells = pd.DataFrame({"area": [str(x) for x in range(len(values))], "value": values})
    found = coarse(rule(unit), cells.assign(n=n, status="shown"), Limits())
    return found["value"].tolist()


@pytest.mark.parametrize(
    ("unit", "values", "shown"),
    [
        ("weeks", [12.4, 12.6, 0.4], [12, 13, 0]),
        ("%", [14.29, 0.5, 99.6], [14, 0, 100]),
        ("percent of pupils", [14.29], [14]),
        ("per 1,000 children", [123.4, 11.85, 1.16, 0.0234], [120, 12, 1.2, 0.023]),
        ("per 10,000", [0.0, -123.4, 1.0, 9.96], [0, -120, 1, 10]),
        ("ratio", [1.2345, 0.005], [1.23, 0.0]),
        ("points", [-0.456], [-0.46]),
    ],
)
def test_a_number_is_no_finer_than_its_unit_bears(
    unit: str, values: list[float], shown: list[float]
) -> None:
    assert made(unit, *values) == shown


def test_ten_children_or_more_stand_behind_what_is_shown_and_n_is_rounded() -> None:
    cells = pd.DataFrame(
        {
            "area": list("abcde"),
            "value": [5.0, 6.0, 7.0, 8.0, NO],
            "percent": [10.0, 20.0, 30.0, 40.0, NO],
            "percent_of": [12.0, 13.0, 9.0, 33.0, NO],
            "lower": [1.4, 2.0, 3.0, 4.0, NO],
            "upper": [9.6, 9.0, 9.0, 9.0, NO],
            "n": [10.0, 13.0, 9.0, NO, NO],
            "status": ["shown", "shown", "shown", "shown", "not collected"],
        }
    )
    found = coarse(rule("weeks"), cells, Limits())
    few = "too few to show"
    assert found["status"].tolist() == ["shown", "shown", few, few, "not collected"]
    assert found["n"].tolist()[:2] == [10, 15]
    assert found["percent_of"].tolist()[:2] == [10, 15]
    assert found[["lower", "upper"]].iloc[0].tolist() == [1, 10]
    numbers = ["value", "percent", "percent_of", "lower", "upper", "n"]
    assert found.loc[2:, numbers].isna().all(axis=None)
    assert cells["status"].tolist()[2] == "shown"  # what was handed over is left as it was


def test_each_curve_stands_still_until_five_more_children_lie_behind_its_change() -> None:
    cells = pd.DataFrame(
        {
            "area": ["Eden"] * 5 + ["Copeland"] * 4,
            "weeks": ["10", "0", "1", "2", "3", "0", "1", "2", "3"],
            # Of 50 children five are 10 points; of 20 they are 25.
            "value": [60.0, 100.0, 91.0, 90.0, 81.0, 100.0, 76.0, NO, 75.0],
            "n": [50.0] * 5 + [20.0] * 4,
            "status": "shown",
        }
    )
    found = coarse(rule("%", "area", "weeks"), cells, Limits())
    eden = dict(zip(found["weeks"][:5], found["value"][:5], strict=True))
    assert eden == {"0": 100, "1": 100, "2": 90, "3": 90, "10": 60}
    copeland = found["value"][5:].tolist()
    assert copeland[:2] + copeland[3:] == [100, 100, 75]
    assert np.isnan(copeland[2])


def test_a_point_of_which_nobody_knows_how_many_stand_behind_it_moves_no_curve() -> None:
    cells = pd.DataFrame(
        {
            "week": ["0", "1", "2"],
            "value": [100.0, 95.0, 91.0],
            "n": [50.0, NO, 50.0],  # 9 points of 50 are 4.5 children, 4 of them 2
            "status": "shown",
        }
    )
    found = coarse(rule("%", "week"), cells, Limits())
    assert found["status"].tolist() == ["shown", "too few to show", "shown"]
    assert found["value"].tolist()[::2] == [100, 100]


def test_a_curve_of_counts_moves_by_shares_of_one() -> None:
    cells = pd.DataFrame(
        {"week": ["0", "1", "2"], "value": [1.0, 0.95, 0.9], "n": 50.0, "status": "shown"}
    )
    assert coarse(rule("share", "week"), cells, Limits())["value"].tolist() == [1, 1, 0.9]


def test_what_no_rounding_can_mend_is_refused() -> None:
    assert problems(rule("weeks"), pd.DataFrame({"area": ["Eden"], "n": [40]})) == []
    days = rule("days", title="Median wait", method="The longest of them")
    named = pd.DataFrame({"area": ["Youngest child"]})
    found = problems(days, named)
    assert len(found) == 4
    assert found[0].startswith("it has no column 'n'")
    assert found[1].startswith("'longest' is one child's figure")
    assert found[2].startswith("'youngest' is one child's figure")
    assert found[3] == "its unit is days: give times of children in whole weeks"
