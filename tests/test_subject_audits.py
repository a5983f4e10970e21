"""How good plans are: graded once, with doubt, and how far two auditors agree."""

import pandas as pd
import pytest

from jsna import demo, params
from jsna.project import PARAMS
from jsna.sources import Sources
from jsna.subjects import audits

EDITION = params.read(PARAMS / "cumbria-2021.yaml")


def cell(cells: pd.DataFrame, **labels: str) -> pd.Series:
    for name, value in labels.items():
        cells = cells[cells[name] == value]
    assert len(cells) == 1, f"{len(cells)} cells for {labels}"
    return cells.iloc[0]


def marked(*groups: tuple[str, str | None, int]) -> Sources:
    """Return plans as (first grade, second grade or None, how many)."""
    rows: list[dict[str, object]] = []
    for first, second, many in groups:
        for _ in range(many):
            number = f"AU{len(rows)}"
            usual = {
                "audit_date": pd.Timestamp("2020-05-01"),
                "auditor_agency": "social_care",
                "primary_need": "ASD",
                "plan_stage": "new",
                "item": "overall",
            }
            rows.append({**usual, "audit_id": number, "double_mark_of": None, "grade": first})
            if second is not None:
                rows.append(
                    {**usual, "audit_id": f"{number}b", "double_mark_of": number, "grade": second}
                )
    table = pd.DataFrame(rows)
    return Sources(EDITION, lambda: {"plan_audits": table})


def test_good_is_3_or_4_and_fully_met_is_4():
    found = audits.by_item(marked(("4", None, 10), ("3", None, 20), ("2", None, 10)))
    assert cell(found, reading="Good or better (3 or 4)")["value"] == 75.0
    fully = cell(found, reading="Fully met (4)")
    assert (fully["value"], fully["n"]) == (25.0, 40)
    assert round(fully["lower"], 1) == 14.2  # Wilson, 10 of 40
    assert round(fully["upper"], 1) == 40.2


def test_an_item_that_does_not_apply_is_left_out():
    found = audits.by_item(marked(("4", None, 10), ("not_applicable", None, 30)))
    assert cell(found, reading="Fully met (4)")["n"] == 10


def test_a_plan_marked_twice_counts_once_by_its_first_marking():
    found = audits.by_item(marked(("4", "1", 12)))
    fully = cell(found, reading="Fully met (4)")
    assert (fully["value"], fully["n"]) == (100.0, 12)


def test_of_fewer_than_ten_plans_no_share_is_given():
    found = audits.by_item(marked(("4", None, 9)))
    assert set(found["status"]) == {"too few to show"}


def test_agreement_pairs_each_second_marking_with_its_first():
    found = audits.agreed(marked(("4", "4", 10), ("3", "3", 6), ("3", "4", 4), ("1", None, 50)))
    same = cell(found, item="Overall", agreement="Same grade")
    assert (same["value"], same["n"]) == (0.8, 20)
    # 14 and 6 against 10 and 10 of 20: chance alone would agree on a half.
    assert round(cell(found, item="Overall", agreement="Weighted kappa")["value"], 6) == 0.6


def test_where_no_plan_was_marked_twice_agreement_is_too_few_to_say():
    found = audits.agreed(marked(("4", None, 40)))
    assert set(found["status"]) == {"too few to show"}
    assert "Overall" in set(found["item"])


@pytest.mark.parametrize("pairs", [[("4", "4", 20)], [("4", "4", 20), ("4", "3", 5)]])
def test_kappa_is_not_applicable_where_an_auditor_gave_every_file_one_grade(pairs):
    found = audits.agreed(marked(*pairs))
    assert cell(found, item="Overall", agreement="Weighted kappa")["status"] == "not applicable"
    same = cell(found, item="Overall", agreement="Same grade")
    assert same["value"] == 20 / same["n"]


def test_ninety_seven_files_are_enough_for_ten_points_and_ninety_six_are_not():
    few, enough = audits.enough(marked(("4", None, 96))), audits.enough(marked(("4", None, 97)))
    assert few["enough"].tolist() == ["Too few files"]
    assert enough["enough"].tolist() == ["Enough files"]
    assert 9 < enough["value"].iloc[0] < 10


def test_the_agreement_planted_in_the_made_up_county_is_found():
    made = demo.tables()
    planted = demo.truths()["audits"]["chance_second_auditor_keeps_grade"]
    found = audits.agreed(Sources(EDITION, lambda: {"plan_audits": made["plan_audits"]}))
    same = found[found["agreement"] == "Same grade"]
    # Who does not keep the grade gives one anew, sometimes the same: agreement is at least that.
    assert (same["upper"] >= planted).all()
    assert same["value"].mean() >= planted
