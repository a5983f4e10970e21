"""Every extract of the made-up county, and what was known of it on a day."""

import pandas as pd

from jsna.demo import (
    adulthood,
    attainment,
    attendance,
    audits,
    camhs_extract,
    care_and_home,
    pathways,
    plan_disputes,
    plan_files,
    plan_placements,
    plan_reviews,
    post_box,
    progress,
    pupils,
    school_returns,
    schools,
    surveys,
)
from jsna.demo import short_breaks as breaks
from jsna.demo.county import County, plan_sources


def extracts(made: County) -> dict[str, pd.DataFrame]:
    """Return every extract by the name of its contract, all senders together."""
    whole = {**_children(made), **_plans(made), **_services(made), **_programme(made)}
    return {name: known_by(name, table, made.as_of) for name, table in whole.items()}


_YEAR_KNOWN = {
    "pupils": (1, 31), "early_years_census": (1, 31), "attendance": (7, 31), "attainment": (8, 31),
    "college_learners": (0, 0), "transition_records": (7, 31), "schools_return": (8, 15),
}  # fmt: skip
"""Month and day of a school year's second calendar year from which its rows are known."""
_BEGINS = {
    "exclusions": "exclusion_date",
    "home_education": "start_date",
    "looked_after": "care_start_date",
    "ehc_placements": "placement_start_date",
    "survey_answers": "response_date",
    "adult_social_care": "assessment_date",
    "personal_budgets": "start_date",
}
_MAY_LIE_AHEAD = ("due", "review_due_date", "year9_review_due_date")


def known_by(name: str, table: pd.DataFrame, as_of: int) -> pd.DataFrame:
    """Return what was known on a day: later rows left out, later dates still blank."""
    day = pd.Timestamp(as_of, unit="D")
    if name in _YEAR_KNOWN:
        month, number = _YEAR_KNOWN[name]
        second = table["school_year"].astype("str").str.slice(0, 4).astype("int64") + 1
        if month:
            text = second.astype("str") + f"-{month:02d}-{number:02d}"
        else:
            text = (second - 1).astype("str") + "-09-30"
        table = table[pd.to_datetime(text) <= day]
    if name == "short_breaks":
        second = table["financial_year"].astype("str").str.slice(0, 4).astype("int64") + 1
        table = table[pd.to_datetime(second.astype("str") + "-03-31") <= day]
    if name in ("survey_invited", "forum_survey"):
        table = table[pd.to_datetime(table["survey_year"].astype("str") + "-11-12") <= day]
    if name in _BEGINS:
        table = table[table[_BEGINS[name]] <= day]
    later = {
        column: table[column].where(table[column] <= day)
        for column in table.columns
        if table[column].dtype.kind == "M"
        and column not in _MAY_LIE_AHEAD
        and (table[column] > day).any()
    }
    return table.assign(**later).reset_index(drop=True)


def _children(made: County) -> dict[str, pd.DataFrame]:
    """Return the extracts of schools, settings, colleges and care."""
    council = made.writers["council"]
    people, roll, school = made.people, made.rolls, made.school
    plan = plan_sources(made)
    rates = made.targets.attainment
    return {
        "pupils": pupils.pupils(made.schools, school, people, roll, made.plans, council, made.seed),
        "schools": schools.extract(made.schools, people, roll, school[:, -1], made.seed),
        "early_years_census": care_and_home.early_years(people, roll, council, made.seed),
        "attendance": attendance.attendance(
            people, roll, school, made.schools, council, made.targets.absence, made.seed
        ),
        "exclusions": attendance.exclusions(people, roll, school, made.schools, council, made.seed),
        "attainment": attainment.attainment(
            people, roll, school, made.schools, council, attainment.measures(rates), made.seed
        ),
        "home_education": care_and_home.home_education(people, roll, council, made.seed),
        "looked_after": care_and_home.looked_after(people, council, made.seed, made.as_of),
        "college_learners": adulthood.college(plan),
        "adult_social_care": adulthood.adult_social_care(plan),
        "transition_records": adulthood.transition(plan),
    }


def _plans(made: County) -> dict[str, pd.DataFrame]:
    """Return the files about EHC plans."""
    plan = plan_sources(made)
    return {
        "ehc_requests": plan_files.ehc_requests(plan),
        "ehc_assessments": plan_files.ehc_assessments(plan),
        "ehc_plans": plan_files.ehc_plans(plan),
        "ehc_placements": plan_placements.ehc_placements(plan),
        "ehc_reviews": plan_reviews.ehc_reviews(plan),
        "ehc_ceased": plan_files.ehc_ceased(plan),
        "personal_budgets": plan_files.personal_budgets(plan),
        "tribunal_mediation": plan_disputes.disputes(plan, made.targets, made.scale),
    }


def _services(made: County) -> dict[str, pd.DataFrame]:
    """Return the extracts of the trusts, and short breaks."""
    writers = dict(made.writers)
    return {
        "camhs_referrals": camhs_extract.extract(
            made.referrals, made.rolls, writers, made.seed, made.as_of, made.late_send
        ),
        "pathway_referrals": pathways.extract(
            made.people, made.rolls, writers, made.seed, made.scale, made.as_of
        ),
        "service_sites": pathways.service_sites(made.people),
        "short_breaks": breaks.short_breaks(
            made.people, made.rolls, writers["council"], breaks.chances(made.inequities),
            made.seed,
        ),
    }  # fmt: skip


def _programme(made: County) -> dict[str, pd.DataFrame]:
    """Return the voices of families and the programme's own records."""
    plan = plan_sources(made)
    asked = surveys.surveys(plan, surveys.arms(made.inequities))
    return {
        "survey_invited": surveys.invited(plan, asked),
        "survey_answers": surveys.answers(plan, asked),
        "forum_survey": surveys.forum(made.seed, made.scale),
        "post_box": post_box.post_box(plan, made.scale),
        "plan_audits": audits.plan_audits(plan),
        "schools_return": school_returns.schools_return(plan),
        "kpi_returns": progress.kpi_returns(plan),
        "action_log": progress.action_log(plan),
        "evidence_register": progress.evidence_register(plan),
    }
