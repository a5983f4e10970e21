"""Agreement with published numbers is counted exactly, and what differs is named."""

from show_figures import safe

from jsna.show import agreeing

AGREES, DIFFERS, NONE = "The records agree", "The records differ", "No records of that year"


def said(agree: float, differ: float, none: float, *compared: str) -> str:
    counts = {AGREES: agree, DIFFERS: differ, NONE: none}
    verdicts = safe(
        [{"verdict": name, "value": count, "n": 4635.0} for name, count in counts.items()],
        dimensions=("verdict",), kind="statistic", unit="figures", id="quality-verdicts",
    )  # fmt: skip
    lines = safe(
        [
            {"comparison": name, "beside": side, "value": 100.0}
            for name in compared
            for side in ("Published", "Our records")
        ],
        dimensions=("comparison", "beside"), kind="statistic", id="quality-agreement",
    )  # fmt: skip
    return agreeing.agreement(verdicts, lines).text


def test_the_numbers_compared_are_counted_without_about_and_without_n():
    assert said(17, 0, 27, "EHC plans in January, 2018") == (
        "Published numbers that the lists can be held against: 17. With our lists 17 agree and 0 "
        "differ. For 27 more there are no lists of that year."
    )


def test_what_differs_is_named():
    compared = ("EHC plans, 2018", "EHC plans, 2019; the records differ", "Pupils, 2020")
    assert said(2, 1, 0, *compared) == (
        "Published numbers that the lists can be held against: 3. With our lists 2 agree and 1 "
        "differ: EHC plans, 2019."
    )


def test_where_nothing_can_be_compared_it_says_so():
    assert said(0, 0, 5) == (
        "No published number has records of its year: nothing can be compared."
    )
