"""What a page says of chance: the verdict comes from the figure, never from whoever writes."""

import re

import pandas as pd
import pytest

from jsna.disclosure import protect
from jsna.disclosure.safe import Safe
from jsna.figures import Figure
from jsna.show import beyond_chance, chance


def figure(name: str, *dimensions: str, unit: str = "ratio") -> Figure:
    return Figure(
        id=name,
        title="Waits",
        question="Do they differ?",
        population="Children",
        dimensions=dimensions,
        kind="statistic",
        unit=unit,
        source=("camhs_referrals",),
        period="2021",
        geography="the county",
        rule="statistic",
    )


def ratio(value: float, lower: float, upper: float, n: float = 200) -> str:
    cells = pd.DataFrame(
        {"ratio": ["Weeks"], "value": [value], "lower": [lower], "upper": [upper], "n": [n]}
    )
    safe = protect.statistic(figure("send", "ratio"), cells)
    return chance.ratio(safe, "children with SEND", "those without", ratio="Weeks").text


def test_a_ratio_whose_range_leaves_out_one_is_real():
    said = ratio(1.33, 1.14, 1.62)
    assert said == (
        "Weeks, children with SEND against those without: 1.33 times, likely between 1.14 and "
        "1.62 (n 200). The difference is real."
    )
    assert ratio(0.8, 0.7, 0.95).endswith("The difference is real.")


def test_a_ratio_whose_range_holds_one_and_nothing_that_matters_could_be_chance():
    assert ratio(1.02, 0.9, 1.15).endswith("It could be chance.")


def test_a_ratio_whose_range_holds_one_and_much_that_matters_cannot_be_told():
    assert "cannot tell" in ratio(1.2, 0.7, 2.1)


def test_a_ratio_of_too_few_children_has_no_number():
    assert "there is no number to give" in ratio(1.2, 1.1, 1.3, n=9)


def differ(*verdicts: str) -> str:
    """Return what is said of districts, councils and wards with these verdicts."""
    rows = []
    for name, verdict in zip(("Districts", "Councils", "Wards"), verdicts, strict=False):
        labels = {"geography": name, "clock": "Referral to first contact", "verdict": verdict}
        rows += [
            {**labels, "index": name, "value": value, "n": 900}
            for name, value in (("Measured here", 7), ("Equal places", 2), ("One in twenty", 3))
        ]
    index = pd.DataFrame(rows)
    often = index[index["index"] == "Equal places"].drop(columns="index").assign(value=1)
    whole = ("geography", "clock", "verdict")
    return beyond_chance.differ(
        protect.statistic(figure("index", *whole, "index", unit="percent of it"), index),
        protect.statistic(figure("often", *whole, unit="of 1,000 counties"), often),
        down="geography",
        clock="Referral to first contact",
        title="Do they differ?",
    ).html


def test_kinds_of_places_that_differ_beyond_chance_are_named_together_above_their_table():
    html = differ("real", "could be chance", "real")
    assert (
        "The differences are real: Districts; Wards. The differences could be chance: Councils."
    ) in html
    row = re.search(r'<th scope="row">Councils</th>(.*?)</tr>', html)
    assert row is not None
    assert re.findall(r"<td[^>]*>([^<]*)<", row[1]) == ["could be chance", "7", "2", "1", "900"]


def test_a_verdict_is_never_made_stronger_than_the_figure_bears():
    assert "These numbers cannot tell whether they differ: Districts." in differ("cannot tell")
    assert "real" not in differ("cannot tell")


FIRST, WEST, REST = "Referral to first contact", "West Cumbria", "Rest of the county"
TWO = "West Cumbria and the rest"


def gaps(verdict: str, *rows: tuple[str, float, float, float]) -> tuple[Safe, Safe]:
    """Return the gaps of places to the county, and the index that says whether they differ."""
    labels = {"geography": TWO, "clock": FIRST}
    cells = pd.DataFrame(
        [
            {**labels, "area": name, "value": value, "lower": low, "upper": high, "n": 900}
            for name, value, low, high in rows
        ]
    )
    index = pd.DataFrame([{**labels, "verdict": verdict, "index": "x", "value": 7, "n": 900}])
    of = ("geography", "clock", "area")
    return (
        protect.statistic(figure("gap", *of, unit="percentage points"), cells),
        protect.statistic(figure("index", "geography", "clock", "verdict", "index"), index),
    )


def behind(verdict: str, value: float, lower: float, upper: float) -> str:
    gap, index = gaps(verdict, (WEST, value, lower, upper))
    rows = [("Total", 60, 3000), (WEST, 55, 900)]
    shares = pd.DataFrame(rows, columns=["area", "value", "n"])
    share = protect.statistic(figure("share", "area", unit="percent of those referred"), shares)
    return chance.behind(
        gap, index, share, WEST, geography=TWO, clock=FIRST, what="children seen in time"
    ).text


def test_the_worst_off_place_is_said_with_shares_gap_range_n_period_and_verdict():
    assert behind("real", -5, -7, -3) == (
        "In West Cumbria, children seen in time: about 55 percent of those referred, in the whole "
        "county 60. With chance taken out that is 5 in a hundred fewer, likely 3 to 7 fewer (n "
        "900, 2021). The difference is real: more than chance would give."
    )


@pytest.mark.parametrize(
    ("verdict", "limits"),
    [("cannot tell", (-7, -3)), ("real", (-7, 1)), ("could be chance", (-7, -3))],
)
def test_a_place_is_behind_for_sure_only_where_its_geography_differs_and_its_own_range_says_so(
    verdict, limits
):
    said = behind(verdict, -5, *limits)
    assert said.endswith("These numbers cannot tell whether the difference is real.")


def test_a_range_on_both_sides_of_nought_says_both_directions():
    assert "5 in a hundred fewer, likely 1 more to 7 fewer" in behind("real", -5, -7, 1)
    assert "no difference, likely 2 fewer to 3 more" in behind("real", 0, -2, 3)
    assert "4 in a hundred more, likely 2 to 6 more" in behind("real", 4, 2, 6)


def test_only_places_behind_for_sure_are_named_the_furthest_first():
    gap, index = gaps(
        "real", ("Eden", 6, 4, 8), (REST, -2, -4, 1), (WEST, -5, -7, -3), ("A", -9, -12, -6)
    )
    said = chance.places_behind(gap, index, geography=TWO, clock=FIRST, what="seen in time").text
    assert said == (
        "Furthest behind the whole county, seen in time: A, 9 in a hundred fewer, likely 6 to 12 "
        "fewer (n 900, 2021); West Cumbria, 5 in a hundred fewer, likely 3 to 7 fewer (n 900, "
        "2021). These differences are real: more than chance would give."
    )


def test_where_places_do_not_differ_for_sure_none_is_named():
    gap, index = gaps("cannot tell", (WEST, -5, -7, -3))
    said = chance.places_behind(gap, index, geography=TWO, clock=FIRST, what="seen in time").text
    assert said == f"{TWO}, seen in time: none lies behind the county for sure."


def test_the_verdict_of_a_ratio_is_the_figures_own_where_it_has_one():
    cells = pd.DataFrame(
        [{"ratio": "Weeks", "verdict": "cannot tell", "value": 1.3, "lower": 1.01, "upper": 1.6,
          "n": 200}]
    )  # fmt: skip
    safe = protect.statistic(figure("send", "ratio", "verdict"), cells)
    said = chance.ratio(safe, "children with SEND", "those without", ratio="Weeks").text
    assert said.endswith("a difference that matters may be there or not.")


def guarded(at_referral: float, today: float) -> str:
    rows = [("SEND as known at the referral", at_referral), ("SEND as known today", today)]
    cells = pd.DataFrame(rows, columns=["known", "value"]).assign(lower=0.7, upper=1.1, n=300)
    return chance.guard(protect.statistic(figure("guard", "known"), cells)).text


def test_equal_rows_of_the_send_guard_are_said_to_be_equal_and_what_that_means():
    assert guarded(0.88, 0.88).startswith(
        "Both ways give 0.88: in these records no child was found to have SEND during the wait"
    )
    assert guarded(0.88, 0.75).startswith("Fixed at the referral the ratio is 0.88, by the flag")
