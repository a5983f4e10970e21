"""Rules for pupils and learners: census, early years, college, attendance, results, care."""

import pandas as pd

from jsna.intake.rules.rule import (
    SETS_ASIDE,
    WARNS,
    Context,
    Rule,
    age_on,
    census_day,
    no,
    order,
    start_of_school_year,
    unknown,
    yes,
)
from jsna.intake.settings import OUTSIDE

YEAR_GROUP_AGE = {"E1": 2, "E2": 3, "N1": 2, "N2": 3, "R": 4} | {
    str(year): year + 4 for year in range(1, 15)
}
"""Completed years of age on the day before the school year begins."""
CANCELLED = ("2019/20", "2020/21")
"""School years in which tests and examinations were not held."""
TESTS = ("EYFSP_GLD", "PHONICS", "KS1_READ", "KS1_WRITE", "KS1_MATHS", "KS2_RWM",
         "KS2_READ_PROGRESS", "KS2_WRITE_PROGRESS", "KS2_MATHS_PROGRESS", "KS4_P8")  # fmt: skip


def _age_and_year(frame: pd.DataFrame, _: Context) -> pd.Series:
    """Return pupils taught more than two years away from their age."""
    usual = frame["year_group"].map(YEAR_GROUP_AGE)
    age = age_on(frame["date_of_birth"], start_of_school_year(frame["school_year"]))
    return (age - usual).abs() > 2


def _plan_unknown(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return pupils with a plan that is not among the council's; another's it does not hold."""
    ours = frame["home_district"] != OUTSIDE
    return (
        ours
        & (frame["sen_provision"] == "E")
        & ~frame["child_id"].isin(context.tables["ehc_plans"]["child_id"])
    )


def _cancelled(frame: pd.DataFrame, _: Context) -> pd.Series:
    held = frame["school_year"].isin(CANCELLED) & frame["measure"].isin(TESTS)
    return held & (frame["basis"] == "test")


CENSUS = (
    Rule("PUP-SUBSIDIARY", SETS_ASIDE, "A second registration: counted at the main school",
         "pupils", ("enrolment_status",), lambda f, _: f["enrolment_status"] == "S"),
    Rule("PUP-AGE-YEAR", WARNS, "Taught more than two years away from the usual age",
         "pupils", ("date_of_birth", "year_group"), _age_and_year),
    Rule("PUP-NEED-BLANK", WARNS, "SEN without a primary need",
         "pupils", ("sen_provision", "primary_need"),
         lambda f, _: f["sen_provision"].isin(["K", "E"]) & f["primary_need"].isna()),
    Rule("PUP-NEED-WITHOUT-SEN", WARNS, "A need, but no SEN",
         "pupils", ("sen_provision", "primary_need"),
         lambda f, _: (f["sen_provision"] == "N") & f["primary_need"].notna()),
    Rule("PUP-NSA-PLAN", WARNS, "`No assessment` belongs to SEN Support, not to a plan",
         "pupils", ("sen_provision", "primary_need"),
         lambda f, _: (f["sen_provision"] == "E") & (f["primary_need"] == "NSA")),
    Rule("PUP-SECOND-NEED-ALONE", WARNS, "A second need without a first",
         "pupils", ("primary_need", "secondary_need"),
         lambda f, _: f["secondary_need"].notna() & f["primary_need"].isna()),
    Rule("PUP-SCHOOL-BLANK", SETS_ASIDE, "No school named, and not said to be without a place",
         "pupils", ("school_urn", "no_school_place"),
         lambda f, _: f["school_urn"].isna() & ~yes(f["no_school_place"])),
    Rule("PUP-PLACE-AND-SCHOOL", SETS_ASIDE, "Said to be without a place, but a school is named",
         "pupils", ("school_urn", "no_school_place"),
         lambda f, _: f["school_urn"].notna() & yes(f["no_school_place"])),
    Rule("PUP-PART-TIME-DATED", WARNS, "A part-time timetable is dated, but not flagged",
         "pupils", ("part_time_timetable", "part_time_since"),
         lambda f, _: f["part_time_since"].notna() & ~yes(f["part_time_timetable"])),
    Rule("PUP-NO-PLACE-DATED", WARNS, "Lack of a place is dated, but not flagged",
         "pupils", ("no_school_place", "no_place_since"),
         lambda f, _: f["no_place_since"].notna() & ~yes(f["no_school_place"])),
    Rule("PUP-ENTRY-LATE", SETS_ASIDE, "Entered the school after the census",
         "pupils", ("entry_date", "school_year"),
         lambda f, _: f["entry_date"] > census_day(f["school_year"])),
    Rule("PUP-SEN-DATED", WARNS, "A start of SEN, but no SEN",
         "pupils", ("sen_start_date", "sen_provision"),
         lambda f, _: f["sen_start_date"].notna() & (f["sen_provision"] == "N")),
    unknown("pupils", "school_urn", "schools", "PUP-SCHOOL-UNKNOWN",
            "The pupil's school is named", SETS_ASIDE),
    Rule("PUP-PLAN-UNKNOWN", WARNS, "Provision is a plan, but `ehc_plans` has none for the child",
         "pupils", ("sen_provision", "child_id"), _plan_unknown, needs=("ehc_plans",)),
)  # fmt: skip

SETTINGS_AND_COLLEGES = (
    Rule("EYC-AGE", SETS_ASIDE, "Aged six or over in the early-years census",
         "early_years_census", ("date_of_birth",),
         lambda f, _: age_on(f["date_of_birth"], census_day(f["school_year"])) >= 6),
    Rule("EYC-NSA", WARNS, "`No assessment` belongs to SEN Support, not to a plan",
         "early_years_census", ("sen_provision", "primary_need"),
         lambda f, _: (f["sen_provision"] == "E") & (f["primary_need"] == "NSA")),
    Rule("COL-AGE", WARNS, "Younger than 15 at the start of the college year",
         "college_learners", ("date_of_birth",),
         lambda f, _: age_on(f["date_of_birth"], start_of_school_year(f["school_year"])) < 15),
    order("COL-CLOCK", "college_learners", "course_start_date", "course_end_date",
          "The course ends before it begins"),
    Rule("COL-COMPLETED-OPEN", WARNS, "Completed or withdrawn, but the course has no end",
         "college_learners", ("completion", "course_end_date"),
         lambda f, _: f["completion"].isin(["completed", "withdrawn"])
         & f["course_end_date"].isna()),
    Rule("COL-NO-SEN", WARNS, "High needs funding, but no SEN",
         "college_learners", ("high_needs", "sen_provision"),
         lambda f, _: yes(f["high_needs"]) & (f["sen_provision"] == "N")),
)  # fmt: skip

ATTENDANCE_AND_RESULTS = (
    Rule("ATT-MORE", SETS_ASIDE, "More sessions missed than were possible",
         "attendance", ("sessions_possible", "sessions_authorised", "sessions_unauthorised"),
         lambda f, _: (f["sessions_authorised"].fillna(0) + f["sessions_unauthorised"].fillna(0)
                       > f["sessions_possible"]).fillna(False).astype(bool)),
    unknown("attendance", "school_urn", "schools", "ATT-SCHOOL-UNKNOWN",
            "A school is named", SETS_ASIDE),
    Rule("EXC-SESSIONS-NONE", WARNS, "A suspension without the sessions lost",
         "exclusions", ("category", "sessions"),
         lambda f, _: (f["category"] == "SUSP") & f["sessions"].fillna(0).eq(0).astype(bool)),
    Rule("EXC-PERMANENT-SESSIONS", WARNS, "A permanent exclusion with sessions lost",
         "exclusions", ("category", "sessions"),
         lambda f, _: (f["category"] == "PERM") & f["sessions"].fillna(0).gt(0).astype(bool)),
    unknown("exclusions", "school_urn", "schools", "EXC-SCHOOL-UNKNOWN",
            "A school is named", SETS_ASIDE),
    Rule("ATM-BOTH", SETS_ASIDE, "Both a standard and a score; a measure has one of the two",
         "attainment", ("met", "score"), lambda f, _: f["met"].notna() & f["score"].notna()),
    Rule("ATM-NEITHER", SETS_ASIDE, "Assessed, but neither a standard nor a score is given",
         "attainment", ("basis", "met", "score"),
         lambda f, _: f["basis"].isin(["test", "teacher"]) & f["met"].isna() & f["score"].isna()),
    Rule("ATM-NOT-HELD", SETS_ASIDE, "Not held that year, but a result is given",
         "attainment", ("basis", "met", "score"),
         lambda f, _: (f["basis"] == "not_held") & (f["met"].notna() | f["score"].notna())),
    Rule("ATM-CANCELLED", SETS_ASIDE, "A test result of 2019/20 or 2020/21, when none was held",
         "attainment", ("school_year", "measure", "basis"), _cancelled),
)  # fmt: skip

CARE_AND_HOME = (
    order("LAC-CLOCK", "looked_after", "care_start_date", "care_end_date",
          "Care ends before it begins"),
    Rule("LAC-AGE", SETS_ASIDE, "Aged 18 or over when care began",
         "looked_after", ("date_of_birth", "care_start_date"),
         lambda f, _: age_on(f["date_of_birth"], f["care_start_date"]) >= 18),
    order("EHE-CLOCK", "home_education", "start_date", "end_date",
          "Home education ends before it begins"),
    Rule("EHE-AGE", WARNS, "Not of school age when home education began",
         "home_education", ("date_of_birth", "start_date"),
         lambda f, _: ~age_on(f["date_of_birth"], f["start_date"]).between(4, 16)
         & f["date_of_birth"].notna() & f["start_date"].notna()),
    order("ASC-CLOCK", "adult_social_care", "service_start_date", "service_end_date",
          "The service ends before it begins"),
    order("ASC-ASSESSED-EARLY", "adult_social_care", "referral_date", "assessment_date",
          "Assessed before the first contact"),
    Rule("ASC-AGE", WARNS, "Younger than 17 in adult social care",
         "adult_social_care", ("date_of_birth", "assessment_date"),
         lambda f, _: age_on(f["date_of_birth"], f["assessment_date"]) < 17),
    Rule("ASC-SERVICE-UNDATED", WARNS, "A service without the date on which it began",
         "adult_social_care", ("service", "service_start_date"),
         lambda f, _: f["service"].notna() & (f["service"] != "none")
         & f["service_start_date"].isna()),
)  # fmt: skip

TRANSITION = (
    order("TRN-CLOCK", "transition_records", "care_act_referral_date", "care_act_assessment_date",
          "The Care Act assessment stands before its referral"),
    Rule("TRN-PLAN-BLANK", WARNS, "Provision is an EHC plan, but no plan is named",
         "transition_records", ("sen_provision", "plan_id"),
         lambda f, _: (f["sen_provision"] == "E") & f["plan_id"].isna()),
    unknown("transition_records", "plan_id", "ehc_plans", "TRN-PLAN-UNKNOWN",
            "A plan is named", WARNS),
    Rule("TRN-DESTINATION-YOUNG", WARNS, "A destination before the age of 15",
         "transition_records", ("destination", "date_of_birth"),
         lambda f, _: f["destination"].notna()
         & (age_on(f["date_of_birth"], census_day(f["school_year"])) < 15)),
    Rule("TRN-REFERRED-UNIDENTIFIED", WARNS, "Referred under the Care Act, but not identified",
         "transition_records", ("adult_care_identified", "care_act_referral_date"),
         lambda f, _: f["care_act_referral_date"].notna() & no(f["adult_care_identified"])),
)  # fmt: skip

RULES = (*CENSUS, *SETTINGS_AND_COLLEGES, *ATTENDANCE_AND_RESULTS, *CARE_AND_HOME, *TRANSITION)
