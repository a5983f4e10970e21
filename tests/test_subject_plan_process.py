"""EHC plans from the council's list: who still waits is counted, and each case once."""

from collections.abc import Callable

import pandas as pd
import pytest

from jsna import params
from jsna.project import PARAMS
from jsna.sources import Sources
from jsna.subjects import plan_distance, plan_process

EDITION = params.read(PARAMS / "cumbria-2021.yaml")
ALLERDALE = "E01019078"
"""A neighbourhood in Workington."""
BARROW = "E01019138"
"""A neighbourhood in Barrow-in-Furness."""


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text) if text else pd.NaT


def sources(**tables: pd.DataFrame) -> Sources:
    return Sources(EDITION, lambda: tables)


def cases(*rows: tuple[str, str, str, str]) -> Sources:
    """Return requests as (received, decision, outcome of the assessment, day of the plan)."""
    number = [f"Q{place}" for place in range(len(rows))]
    requests = pd.DataFrame(
        {
            "request_id": number,
            "received_date": [day(row[0]) for row in rows],
            "request_outcome": [row[1] for row in rows],
            "request_source": "parent",
            "home_lsoa": ALLERDALE,
        }
    )
    assessments = pd.DataFrame(
        {
            "request_id": number,
            "assessment_outcome": [row[2] for row in rows],
            "exception_20_weeks": pd.array([False] * len(rows), dtype="boolean"),
        }
    )
    days = pd.to_datetime([row[3] or None for row in rows])
    plans = pd.DataFrame({"request_id": number, "start_date": days})
    return sources(
        ehc_requests=requests,
        ehc_assessments=assessments[assessments["assessment_outcome"] != ""],
        ehc_plans=plans[plans["start_date"].notna()],
    )


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (("2020-01-01", "Y", "Y", "2020-05-20"), "Within 20 weeks"),  # day 140 itself
        (("2020-01-01", "Y", "Y", "2020-05-21"), "After 20 weeks"),
        (("2020-01-01", "Y", "A", ""), "Still open after 20 weeks"),
        (("2020-01-01", "A", "", ""), "Still open after 20 weeks"),
        (("2020-01-01", "Y", "Y", ""), "Still open after 20 weeks"),
    ],
)
def test_a_request_is_on_time_late_or_still_open(case: tuple[str, str, str, str], expected: str):
    found = plan_process.due(cases(case))
    assert found["plan_clock"].tolist() == [expected]
    assert found["year"].tolist() == ["2020"]


@pytest.mark.parametrize(
    "case",
    [
        ("2020-01-01", "N", "", ""),
        ("2020-01-01", "W", "", ""),
        ("2020-01-01", "Y", "N", ""),
        ("2021-06-01", "Y", "A", ""),  # its 20 weeks are not over by the edition's day
        ("2021-06-01", "Y", "Y", "2021-08-01"),  # nor these, though the plan has come
    ],
)
def test_who_has_no_plan_to_wait_for_or_time_left_is_not_counted(case: tuple[str, str, str, str]):
    assert plan_process.due(cases(case)).empty


def reviews(*rows: tuple[str, str]) -> pd.DataFrame:
    yes = pd.array([True] * len(rows), dtype="boolean")
    table = pd.DataFrame(
        {
            "plan_id": "P1",
            "year_group": "9",
            "review_due_date": [day(row[0]) for row in rows],
            "review_meeting_date": pd.to_datetime([row[1] or None for row in rows]),
            "family_took_part": yes,
            "adulthood_covered": yes,
        }
    )
    plans = pd.DataFrame({"plan_id": ["P1"], "home_lsoa": [ALLERDALE]})
    return plan_process.reviews(sources(ehc_reviews=table, ehc_plans=plans))


def test_a_review_on_its_day_is_on_time_and_one_never_held_is_counted():
    found = reviews(("2021-05-01", "2021-05-01"), ("2021-05-01", "2021-05-02"), ("2021-05-01", ""))
    assert found["review"].tolist() == ["Held on time", "Held late", "Not held"]
    assert found["year"].tolist() == ["2020/21"] * 3
    assert found["year_group"].tolist() == ["Year 9"] * 3


def test_who_took_part_is_asked_only_of_reviews_that_were_held():
    found = reviews(("2021-05-01", "2021-05-01"), ("2021-05-01", ""))
    assert found["family_part"].tolist() == ["A parent or carer took part", "Not recorded"]


def test_a_review_not_yet_due_is_not_late():
    assert reviews(("2021-09-15", "")).empty


def test_a_death_is_no_row_of_its_own():
    found = plan_process.ceased(
        sources(
            ehc_ceased=pd.DataFrame(
                {
                    "plan_id": ["P1", "P2"],
                    "cease_date": [day("2020-03-01"), day("2020-03-02")],
                    "cease_reason": ["deceased", "needs_met"],
                }
            ),
            ehc_plans=pd.DataFrame({"plan_id": ["P1", "P2"], "home_lsoa": ALLERDALE}),
        )
    )
    assert found["cease_reason"].tolist() == ["Other reason", "Needs met without a plan"]


def test_a_plan_is_counted_once_each_january_at_its_main_placement():
    found = plan_process.placements(
        sources(
            ehc_plans=pd.DataFrame(
                {
                    "plan_id": ["P1"],
                    "start_date": [day("2019-06-01")],
                    "home_lsoa": [ALLERDALE],
                    "primary_need": ["ASD"],
                }
            ),
            ehc_ceased=pd.DataFrame({"plan_id": ["P1"], "cease_date": [day("2020-12-01")]}),
            ehc_placements=pd.DataFrame(
                {
                    "plan_id": ["P1", "P1"],
                    "placement_rank": [2, 1],
                    "placement_type": ["college", "special"],
                    "placement_start_date": [day("2019-06-01")] * 2,
                    "placement_end_date": [pd.NaT] * 2,
                    "out_of_county": pd.array([True, False], dtype="boolean"),
                    "school_urn": ["900001", "900002"],
                }
            ),
            schools=schools(("900002", ALLERDALE)),
        )
    )
    assert found[["year", "placement", "out_of_county", "distance"]].values.tolist() == [
        ["2020", "Special school", "Placed in the county", "Under 3 miles"]
    ]


def schools(*rows: tuple[str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["school_urn", "school_lsoa"])


def test_a_distance_is_that_of_small_areas_and_its_band_holds_its_lower_end():
    homes = pd.Series([ALLERDALE, ALLERDALE, ALLERDALE, None])
    to = pd.Series([ALLERDALE, BARROW, None, BARROW])
    miles = plan_distance.straight_miles(homes, to)
    assert miles[0] == 0
    # By hand: 0.551 degrees south are 38.1 miles, 0.140 degrees east at 54.4 north 5.6 miles.
    assert miles[1] == pytest.approx(38.5, abs=0.1)
    assert miles[2:].isna().all()
    found = plan_distance.bands(homes, to, sources())
    assert found.tolist() == ["Under 3 miles", "25 miles or more", "Not recorded", "Not recorded"]


def test_a_school_without_a_small_area_has_no_distance():
    urns = pd.Series(["900001", "900002", None])
    listed = sources(schools=schools(("900001", ALLERDALE), ("900002", None)))
    found = plan_distance.school_areas(urns, listed)
    assert found[0] == ALLERDALE
    assert found[1:].isna().all()


COUNTED: list[tuple[str, Callable[[Sources], pd.DataFrame]]] = list(
    plan_process.POPULATIONS.items()
)


def test_every_figure_counts_a_population_by_columns_that_it_has():
    wanted = {
        name: {
            column
            for figure in plan_process.FIGURES
            if figure.records == name
            for column in (*figure.dimensions, *figure.where)
        }
        for name, _ in COUNTED
    }
    assert set(wanted) == {figure.records for figure in plan_process.FIGURES}
    found = plan_process.due(cases(("2020-01-01", "Y", "Y", "2020-05-20")))
    assert wanted["plan_reviews"] <= set(reviews(("2021-05-01", "2021-05-01")).columns)
    assert wanted["plans_due"] <= set(found.columns)
    assert not found.isna().any().any()
