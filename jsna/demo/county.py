"""The whole made-up county in memory, from its people to every extract."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from jsna.demo import calibration, camhs, plan_files, plan_lives, population, pupils, rolls, schools
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
    seed: int, scale: float, inequities: bool, margins: str = "exact", as_of: int = AS_OF
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
    council = made.writers["council"]
    plan = plan_sources(made)
    sent = camhs.extract(made.referrals, made.rolls, dict(made.writers), made.seed, made.as_of)
    return {
        "pupils": pupils.pupils(made.schools, made.school, made.people, made.rolls, made.plans,
                                council, made.seed),
        "schools": schools.extract(made.schools, made.people, made.rolls, made.school[:, -1],
                                   made.seed),
        "ehc_requests": plan_files.ehc_requests(plan),
        "ehc_assessments": plan_files.ehc_assessments(plan),
        "ehc_plans": plan_files.ehc_plans(plan),
        "ehc_placements": plan_files.ehc_placements(plan),
        "ehc_reviews": plan_files.ehc_reviews(plan),
        "ehc_ceased": plan_files.ehc_ceased(plan),
        "personal_budgets": plan_files.personal_budgets(plan),
        "camhs_referrals": pd.concat(list(sent.values()), ignore_index=True),
        "short_breaks": breaks.short_breaks(
            made.people, made.rolls, made.plans, council, breaks.chances(made.inequities),
            made.seed,
        ),
    }  # fmt: skip
