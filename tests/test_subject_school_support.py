"""SEN Support in schools: what is not recorded or was cancelled is never nought."""

import pandas as pd

from jsna import params
from jsna.project import PARAMS
from jsna.sources import Sources
from jsna.subjects import school_support

EDITION = params.read(PARAMS / "cumbria-2021.yaml")
ALLERDALE = "E01019078"


def sources(**tables: pd.DataFrame) -> Sources:
    return Sources(EDITION, lambda: tables)


def cell(cells: pd.DataFrame, **labels: str) -> pd.Series:
    for name, value in labels.items():
        cells = cells[cells[name] == value]
    assert len(cells) == 1
    return cells.iloc[0]


def pupils(*rows: tuple[str, str, bool | None]) -> Sources:
    """Return pupils as (school year, provision, part-time timetable)."""
    flags = pd.array([row[2] for row in rows], dtype="boolean")
    return sources(
        pupils=pd.DataFrame(
            {
                "school_year": [row[0] for row in rows],
                "sen_provision": [row[1] for row in rows],
                "part_time_timetable": flags,
                "no_school_place": flags,
                "home_lsoa": ALLERDALE,
            }
        )
    )


def test_a_year_in_which_nobody_was_asked_is_not_a_year_without_part_time_timetables():
    found = school_support.timetables(
        pupils(("2018/19", "K", None), ("2019/20", "K", None), ("2019/20", "K", True))
    )
    assert found["year"].tolist() == ["2019/20", "2019/20"]
    assert found["timetable"].tolist() == ["Not recorded", "Part-time timetable"]
    assert found["timetable_known"].tolist() == ["Nothing recorded", "Timetable recorded"]


def test_the_rate_is_of_those_for_whom_it_is_recorded():
    half = [("2020/21", "K", True)] * 10 + [("2020/21", "K", False)] * 90
    found = school_support.part_time_rate(pupils(*half, *[("2020/21", "K", None)] * 900))
    row = cell(found, year="2020/21")
    assert row["value"] == 100.0  # 10 of 100, per 1,000
    assert row["n"] == 100
    assert row["lower"] < 100 < row["upper"]


def test_a_rate_of_fewer_than_ten_pupils_is_not_given():
    nine = [("2020/21", "K", True)] * 9 + [("2020/21", "K", False)] * 91
    row = cell(school_support.part_time_rate(pupils(*nine)), year="2020/21")
    assert row["status"] == "too few to show"
    assert pd.isna(row["value"])


def test_only_pupils_with_send_are_asked_for_a_school_place():
    found = school_support.without_place(
        pupils(("2020/21", "N", True), ("2020/21", "K", True), ("2020/21", "E", False))
    )
    assert found["school_place"].tolist() == ["No school place", "Has a school place"]


def attainment(*rows: tuple[str, str, str, bool | None, float | None, int]) -> Sources:
    """Return results as (year, measure, basis, met, score, how many pupils)."""
    many = [row for row in rows for _ in range(row[5])]
    return sources(
        attainment=pd.DataFrame(
            {
                "school_year": [row[0] for row in many],
                "measure": [row[1] for row in many],
                "basis": [row[2] for row in many],
                "met": pd.array([row[3] for row in many], dtype="boolean"),
                "score": [row[4] for row in many],
                "sen_provision": "K",
                "home_district": "Allerdale",
            }
        )
    )


def test_a_cancelled_year_is_not_collected_and_has_no_number():
    found = school_support.standards(
        attainment(
            ("2018/19", "KS2_RWM", "test", True, None, 30),
            ("2018/19", "KS2_RWM", "test", False, None, 70),
            ("2019/20", "KS2_RWM", "not_held", None, None, 50),
        )
    )
    held = cell(found, year="2018/19")
    assert held["value"] == 30.0
    assert held["status"] == "shown"
    cancelled = cell(found, year="2019/20")
    assert cancelled["status"] == "not collected"
    assert pd.isna(cancelled["value"])


def test_a_score_is_a_mean_with_its_interval_and_a_cancelled_one_is_not_collected():
    found = school_support.scores(
        attainment(
            ("2018/19", "KS4_P8", "test", None, -1.0, 20),
            ("2018/19", "KS4_P8", "test", None, 0.0, 20),
            ("2019/20", "KS4_P8", "not_held", None, None, 5),
        )
    )
    held = cell(found, year="2018/19")
    assert held["value"] == -0.5
    assert held["lower"] < -0.5 < held["upper"]
    assert cell(found, year="2019/20")["status"] == "not collected"


def returns(*rows: tuple[bool, bool | None, int]) -> Sources:
    """Return schools as (return came, asked for support, how many)."""
    many = [row for row in rows for _ in range(row[2])]
    urns = [f"90{number:04}" for number in range(len(many))]
    flags = pd.array([row[1] for row in many], dtype="boolean")
    table = pd.DataFrame(
        {
            "school_year": "2020/21",
            "school_urn": urns,
            "returned_date": [pd.Timestamp("2021-07-20") if row[0] else pd.NaT for row in many],
            **dict.fromkeys(school_support.QUESTIONS, flags),
        }
    )
    return sources(
        schools_return=table,
        schools=pd.DataFrame({"school_urn": urns, "school_district": "Eden"}),
    )


def test_answers_are_of_the_schools_that_answered_and_completeness_stands_beside_them():
    found = returns((True, True, 15), (True, False, 15), (False, None, 10))
    came = cell(school_support.returned(found), area="Eden")
    assert (came["value"], came["n"]) == (75.0, 40)
    said = cell(school_support.answers(found), area="Eden", asked="Asked for SEND support")
    assert (said["value"], said["n"]) == (50.0, 30)


def test_of_fewer_than_ten_schools_no_share_is_given():
    came = cell(school_support.returned(returns((True, True, 6), (False, None, 3))), area="Eden")
    assert came["status"] == "too few to show"
    nearly_all = school_support.returned(returns((True, True, 38), (False, None, 2)))
    assert cell(nearly_all, area="Eden")["value"] == 95.0


def sat(**pupils_of: int) -> Sources:
    """Return so many pupils of each district; every other one reached the standard."""
    homes = [home for home, number in pupils_of.items() for _ in range(number)]
    measure = next(iter(school_support.STANDARDS))
    given = attainment(
        *((("2018/19", measure, "test", n % 2 == 0, None, 1)) for n in range(len(homes)))
    )
    return sources(attainment=given.accepted("attainment").assign(home_district=homes))


def test_a_place_made_of_districts_has_the_outcomes_of_its_pupils():
    found = school_support.standards_by_area(sat(Allerdale=60, Copeland=40))
    row = cell(found, area="West Cumbria")
    assert (row["value"], row["n"]) == (50.0, 100)
    assert cell(found, area="Allerdale")["n"] == 60


def test_a_place_in_which_just_one_district_is_withheld_is_left_out():
    found = school_support.standards_by_area(sat(Allerdale=60, Copeland=12))
    assert cell(found, area="Copeland")["status"] == "too few to show"  # six did not reach it
    assert "West Cumbria" not in set(found["area"])
    both = school_support.standards_by_area(sat(Allerdale=18, Copeland=18))
    assert cell(both, area="West Cumbria")["n"] == 36
