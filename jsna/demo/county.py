"""The whole made-up county in memory, from its people to every extract."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from jsna.demo import (
    adulthood,
    calibration,
    camhs,
    outcomes,
    pathways,
    plan_files,
    plan_lives,
    population,
    programme,
    pupils,
    rolls,
    schools,
    voice,
)
from jsna.demo import short_breaks as breaks
from jsna.demo.draws import Ints, days
from jsna.demo.shape import Organisation, Writer

AS_OF = days(2021, 8, 31)
WORSE_LINKED = "Barrow-in-Furness"


@dataclass(frozen=True)
class County:
    """Everything that the extracts are written from."""

    seed: int
    scale: float
    inequities: bool
    late_send: bool
    """Whether some SEND is recorded only after the referral, as in real files."""
    as_of: int
    targets: calibration.Targets
    people: population.People
    plans: plan_lives.PlanLives
    rolls: rolls.Rolls
    drift: rolls.Drift
    referrals: camhs.Referrals
    asked: plan_files.Requests
    schools: schools.Schools
    school: Ints
    writers: Mapping[str, Writer]


def organisations(inequities: bool) -> dict[str, Organisation]:
    """Return the five senders, and how often each holds a child's NHS number."""
    worse = WORSE_LINKED if inequities else ""
    return {
        "council": Organisation("C", 0.94, worse, 0.76),
        "CNTW": Organisation("N", 0.985),
        "LSCFT": Organisation("L", 0.985),
        "NCIC": Organisation("H", 0.99),
        "UHMBT": Organisation("U", 0.99),
    }


def county(
    seed: int,
    scale: float,
    inequities: bool,
    margins: str = "exact",
    as_of: int = AS_OF,
    late_send: bool = False,
) -> County:
    """Return the made-up county of a seed."""
    targets = calibration.read()
    people = population.people(targets, seed, scale)
    plans = plan_lives.plan_lives(people, targets, seed, scale)
    drift = rolls.drift(targets, inequities)
    made, plans = rolls.rolls(people, plans, targets, drift, seed, scale)
    places = schools.schools(targets, seed, scale)
    return County(
        seed=seed,
        scale=scale,
        inequities=inequities,
        late_send=late_send,
        as_of=as_of,
        targets=targets,
        people=people,
        plans=plans,
        rolls=made,
        drift=drift,
        referrals=camhs.referrals(people, made, targets, seed, scale, inequities, margins),
        asked=plan_files.requests(people, plans, made, targets, seed, scale),
        schools=places,
        school=pupils.school_of(places, people, made, plans, seed),
        writers={
            name: Writer(people, organisation, seed)
            for name, organisation in organisations(inequities).items()
        },
    )


def plan_sources(made: County) -> plan_files.PlanSources:
    """Return what the EHC files are written from."""
    return plan_files.PlanSources(
        people=made.people,
        plans=made.plans,
        rolls=made.rolls,
        asked=made.asked,
        schools=made.schools,
        school=made.school,
        writer=made.writers["council"],
        seed=made.seed,
        as_of=made.as_of,
    )


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
    if name == "survey_invited":
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
        "early_years_census": outcomes.early_years(people, roll, council, made.seed),
        "attendance": outcomes.attendance(
            people, roll, school, made.schools, council, made.targets.absence, made.seed
        ),
        "exclusions": outcomes.exclusions(people, roll, school, made.schools, council, made.seed),
        "attainment": outcomes.attainment(
            people, roll, school, made.schools, council, outcomes.measures(rates), made.seed
        ),
        "home_education": outcomes.home_education(people, roll, council, made.seed),
        "looked_after": outcomes.looked_after(people, council, made.seed, made.as_of),
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
        "ehc_placements": plan_files.ehc_placements(plan),
        "ehc_reviews": plan_files.ehc_reviews(plan),
        "ehc_ceased": plan_files.ehc_ceased(plan),
        "personal_budgets": plan_files.personal_budgets(plan),
        "tribunal_mediation": programme.disputes(plan, made.targets, made.scale),
    }


def _services(made: County) -> dict[str, pd.DataFrame]:
    """Return the extracts of the trusts, and short breaks."""
    writers = dict(made.writers)
    return {
        "camhs_referrals": camhs.extract(
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
    asked = voice.surveys(plan, voice.arms(made.inequities))
    return {
        "survey_invited": voice.invited(plan, asked),
        "survey_answers": voice.answers(plan, asked),
        "post_box": voice.post_box(plan, made.scale),
        "plan_audits": programme.plan_audits(plan),
        "schools_return": programme.schools_return(plan),
        "kpi_returns": programme.kpi_returns(plan),
        "action_log": programme.action_log(plan),
        "evidence_register": programme.evidence_register(plan),
    }
