"""The whole made-up county in memory, from its people to every extract."""

from collections.abc import Mapping
from dataclasses import dataclass

from jsna.demo import (
    calibration,
    camhs,
    needs,
    plan_lives,
    plan_requests,
    plan_source,
    population,
    pupils,
    rolls,
    schools,
)
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
    drift: needs.Drift
    referrals: camhs.Referrals
    asked: plan_requests.Requests
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
    drift = needs.drift(targets, inequities)
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
        asked=plan_requests.requests(people, plans, made, targets, seed, scale),
        schools=places,
        school=pupils.school_of(places, people, made, plans, seed),
        writers={
            name: Writer(people, organisation, seed)
            for name, organisation in organisations(inequities).items()
        },
    )


def plan_sources(made: County) -> plan_source.PlanSources:
    """Return what the EHC files are written from."""
    return plan_source.PlanSources(
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
