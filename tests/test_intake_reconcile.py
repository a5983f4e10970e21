"""Records are held against what was published, and are told apart from not knowing."""

import pandas as pd
import pytest

from jsna.intake import reconcile
from jsna.intake.reconcile import Comparison


def plans(*rows: tuple[str, str, str]) -> dict[str, pd.DataFrame]:
    """Return plans and their ends from (start, request received, end); blank is none."""
    table = pd.DataFrame(rows, columns=["start", "received", "end"])
    table["plan_id"] = [f"PL{n}" for n in range(len(table))]
    ended = table[table["end"] != ""]
    return {
        "ehc_plans": pd.DataFrame({
            "plan_id": table["plan_id"], "request_id": table["plan_id"],
            "start_date": pd.to_datetime(table["start"]),
            "transferred_in": pd.array([False] * len(table), dtype="boolean"),
        }),
        "ehc_requests": pd.DataFrame({
            "request_id": table["plan_id"], "received_date": pd.to_datetime(table["received"]),
        }),
        "ehc_ceased": pd.DataFrame({
            "plan_id": ended["plan_id"], "cease_date": pd.to_datetime(ended["end"]),
        }),
    }  # fmt: skip


ROWS = (
    ("2018-03-01", "2017-12-01", "2018-01-10"),
    ("2020-02-01", "2019-09-14", ""),
    ("2020-05-20", "2020-01-01", ""),
    ("2020-06-01", "2020-01-01", "2020-12-01"),
    ("2021-03-01", "2020-12-01", ""),
)


def published(name: str, **columns: object) -> dict[str, pd.DataFrame]:
    return {name: pd.DataFrame({"area": ["Cumbria", "England"], **columns})}


def test_plans_in_january_are_those_begun_and_not_ceased_by_census_day():
    table = published("ehc_plans", period=[2021, 2021], age_group="Total", kind="all",
                      plans=[2, 430_697])  # fmt: skip
    row = reconcile.compare(plans(*ROWS), table, "Cumbria").iloc[0]
    assert (row["records"], row["difference"], row["verdict"]) == (2.0, 0.0, "agrees")


def test_new_plans_leave_out_those_moved_in():
    accepted = plans(*ROWS)
    accepted["ehc_plans"].loc[2, "transferred_in"] = True
    table = published("new_plans", period=[2020, 2020], age_group="Total", kind="all",
                      plans=[10, 1])  # fmt: skip
    row = reconcile.compare(accepted, table, "Cumbria").iloc[0]
    assert (row["records"], row["verdict"]) == (2.0, "differs")


def test_the_140th_day_is_within_20_weeks():
    # 2019-09-14 to 2020-02-01 are 140 days, 2020-01-01 to 2020-05-20 too, to 2020-06-01 152.
    table = published("timeliness", period=[2020, 2020], reading="with exception cases",
                      percent=[66.7, 58.0])  # fmt: skip
    row = reconcile.compare(plans(*ROWS), table, "Cumbria").iloc[0]
    assert round(row["records"], 1) == 66.7
    assert row["verdict"] == "agrees"


def test_exception_cases_are_left_out_of_the_second_reading():
    accepted = plans(*ROWS)
    accepted["ehc_assessments"] = pd.DataFrame({
        "request_id": ["PL3"], "exception_20_weeks": pd.array([True], dtype="boolean"),
    })  # fmt: skip
    table = published("timeliness", period=[2020, 2020], reading="without exception cases",
                      percent=[100.0, 60.0])  # fmt: skip
    row = reconcile.compare(accepted, table, "Cumbria").iloc[0]
    assert (row["records"], row["verdict"]) == (100.0, "agrees")


def test_years_before_the_records_begin_cannot_be_told():
    table = published("ehc_plans", period=[2010, 2010], age_group="Total", kind="all",
                      plans=[2014, 1])  # fmt: skip
    assert reconcile.compare(plans(*ROWS), table, "Cumbria")["verdict"].tolist() == ["cannot tell"]


def test_sen_support_is_a_share_of_the_pupils_of_that_january():
    pupils = pd.DataFrame({"school_year": ["2020/21"] * 10, "sen_provision": ["K"] + ["N"] * 9})
    table = published("pupils_with_sen", period=[2021, 2021], provision="SEN Support",
                      phase="All schools", percent=[11.9, 12.2])  # fmt: skip
    row = reconcile.compare({"pupils": pupils}, table, "Cumbria").iloc[0]
    assert (row["records"], row["verdict"]) == (10.0, "differs")


@pytest.mark.parametrize(
    ("records", "verdict"), [(3887, "agrees"), (3925, "agrees"), (3926, "differs")]
)
def test_one_in_a_hundred_is_the_most_that_agrees(records, verdict):
    assert Comparison("m", "2021", 3887, records, "count").verdict == verdict


def test_a_small_count_may_differ_by_one():
    assert Comparison("m", "2021", 5, 6, "count").verdict == "agrees"
    assert Comparison("m", "2021", 5, 7, "count").verdict == "differs"


def test_what_differs_is_told_in_words():
    table = published("ehc_plans", period=[2021, 2021], age_group="Total", kind="all",
                      plans=[20, 1])  # fmt: skip
    assert reconcile.sentences(reconcile.compare(plans(*ROWS), table, "Cumbria")) == [
        "EHC plans in January, 2021: the records give 2.0, published is 20.0: -18.0, more than "
        "the 1.0 allowed. One of the two is wrong: ask their owner."
    ]
