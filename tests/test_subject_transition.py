"""The way into adult life: who is counted, at which age, and in which year."""

import pandas as pd
import pytest

from jsna import params
from jsna.project import PARAMS
from jsna.sources import Sources
from jsna.subjects import transition

EDITION = params.read(PARAMS / "cumbria-2021.yaml")
ALLERDALE = "E01019078"


def records(**columns: object) -> Sources:
    """Return one young person's record, with the given columns in place of the usual ones."""
    usual: dict[str, object] = {
        "school_year": "2020/21",
        "child_id": "C1",
        "date_of_birth": "2003-06-01",
        "home_lsoa": ALLERDALE,
        "primary_need": "ASD",
        "sen_provision": "E",
        "plan_id": "P1",
        "adult_care_identified": True,
        "continuing_care_identified": False,
        "care_act_referral_date": None,
        "care_act_assessment_date": None,
        "learning_disability_register": True,
        "health_check_date": None,
        "pathway_at_14": None,
        "pathway_at_16": None,
        "pathway_at_18": None,
        "destination": "employment",
    }
    table = pd.DataFrame([{**usual, **columns}])
    for name in table.columns:
        if name.endswith("_date") or name == "date_of_birth":
            table[name] = pd.to_datetime(table[name])
        elif name.startswith("pathway") or "identified" in name or "register" in name:
            table[name] = table[name].astype("boolean")
    return Sources(EDITION, lambda: {"transition_records": table})


@pytest.mark.parametrize(
    ("birth", "counted"),
    [
        ("2004-12-31", 1),  # 16 on the day
        ("2005-01-01", 0),  # still 15
        ("1996-01-01", 1),  # 24
        ("1995-12-31", 0),  # already 25
    ],
)
def test_sixteen_to_24_is_the_age_on_31_december(birth: str, counted: int):
    assert len(transition.activities(records(date_of_birth=birth))) == counted


@pytest.mark.parametrize(
    ("code", "occupied", "new_ways"),
    [
        ("neet", "Not in work, education or training", "Another activity, or none"),
        ("not_known", "Activity not known", "Another activity, or none"),
        (None, "Not recorded", "Another activity, or none"),
        (
            "volunteering",
            "Not in work, education or training",
            "Apprenticeship, traineeship or volunteering",
        ),
        (
            "apprenticeship",
            "In work, education or training",
            "Apprenticeship, traineeship or volunteering",
        ),
    ],
)
def test_not_known_is_neither_idle_nor_active(code: str | None, occupied: str, new_ways: str):
    found = transition.activities(records(destination=code)).iloc[0]
    assert (found["occupied"], found["new_ways"]) == (occupied, new_ways)


@pytest.mark.parametrize(
    ("assessed", "expected"),
    [
        ("2019-05-31", "Finished before 16"),
        ("2019-06-01", "Finished at 16"),
        ("2020-05-31", "Finished at 16"),
        ("2020-06-01", "Finished at 17 or later"),
        (None, "Not finished"),
        ("2021-10-01", "Not finished"),  # after the edition's day
    ],
)
def test_the_sixteenth_year_ends_on_the_17th_birthday(assessed: str | None, expected: str):
    found = transition.care_act(
        records(care_act_referral_date="2019-01-10", care_act_assessment_date=assessed)
    )
    assert found["care_act"].tolist() == [expected]
    assert found["turned_17_in"].tolist() == ["2020"]


def test_who_is_not_yet_17_is_not_late():
    young = records(date_of_birth="2005-01-01", care_act_referral_date="2020-10-01")
    assert transition.care_act(young).empty


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2020-09-01", "Health check in the year"),
        ("2021-08-31", "Health check in the year"),
        ("2020-08-31", "No health check"),
        (None, "No health check"),
    ],
)
def test_a_health_check_counts_in_its_own_school_year(day: str | None, expected: str):
    assert transition.health_checks(records(health_check_date=day))["health_check"].tolist() == [
        expected
    ]


def test_only_the_register_is_asked_for_health_checks():
    assert transition.health_checks(records(learning_disability_register=False)).empty


def test_a_stage_is_counted_in_the_year_of_its_age():
    found = transition.pathway(
        records(date_of_birth="2004-06-01", pathway_at_14=True, pathway_at_16=False)
    )
    assert found[["stage", "pathway_tools"]].values.tolist() == [["At 16", "Not on the pathway"]]


def test_only_young_people_with_a_plan_are_in_the_pipeline():
    assert transition.with_plans(records(plan_id=None)).empty
    found = transition.with_plans(records(care_act_referral_date="2020-11-01")).iloc[0]
    assert found["referred"] == "Referred in the year"
    assert found["adult_care"] == "Identified as needing adult social care"
