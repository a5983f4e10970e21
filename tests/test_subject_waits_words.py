"""What a page says of chance: the verdict comes from the figure, never from whoever writes."""

import pandas as pd

from jsna.disclosure import protect
from jsna.figures import Figure
from jsna.show import chance


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


def places(verdict: str) -> str:
    labels = {"geography": "Districts", "clock": "Referral to first contact", "verdict": verdict}
    index = pd.DataFrame(
        [
            {**labels, "index": name, "value": value, "n": 900}
            for name, value in (("Measured here", 7), ("Equal places", 2), ("One in twenty", 3))
        ]
    )
    often = pd.DataFrame([{**labels, "value": 1, "n": 900}])
    whole = ("geography", "clock", "verdict")
    one = protect.statistic(figure("index", *whole, "index", unit="percent of it"), index)
    two = protect.statistic(figure("often", *whole, unit="of 1,000 counties"), often)
    return chance.places_vary(one, two, "Districts", "Referral to first contact").text


def test_places_that_differ_beyond_chance_are_said_to_with_what_chance_would_show():
    assert places("real") == (
        "Districts, referral to first contact: the differences are real. A place lies 7% of the "
        "county's share away from it on average, equal places would lie 2% away by chance alone, "
        "and 1 of 1,000 counties of equal places would differ as much (n 900)."
    )


def test_a_verdict_is_never_made_stronger_than_the_figure_bears():
    assert "could be chance" in places("could be chance")
    assert "cannot tell" in places("cannot tell")
    assert "real" not in places("cannot tell")
