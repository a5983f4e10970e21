"""Who is on roll, in which phase and with which provision, in each January census.

SEN Support and EHC plans are as many, in each phase, as the published shares say.
"""

from dataclasses import dataclass, replace

import numpy as np

from jsna.demo.calibration import PHASES, Targets
from jsna.demo.draws import Flags, Floats, Ints, highest, pick, stream, whole
from jsna.demo.needs import NO, PLAN, SUPPORT, Drift, needs_of, second_need
from jsna.demo.plan_lives import PLACEMENTS, PlanLives
from jsna.demo.population import YEARS, People


@dataclass(frozen=True)
class Rolls:
    """One row a person, one column a school year of `YEARS`."""

    phase: Ints
    """Position in `PHASES`, -1 where not on roll in the county."""
    provision: Ints
    """`NO`, `SUPPORT` or `PLAN`; a plan also counts where the child is not on roll."""
    need: Ints
    """Position in `NEEDS`, -1 where there is no SEND."""
    second: Ints
    """Second need, likewise; -1 where there is none."""
    home_educated: Flags
    no_place: Flags
    """Has SEND and no school place on census day."""


def rolls(
    people: People, plans: PlanLives, targets: Targets, shares: Drift, seed: int, scale: float
) -> tuple[Rolls, PlanLives]:
    """Return the rolls, and the plans with those marked that are placed beyond the border."""
    draw = stream(seed, "rolls")
    size = len(people)
    shape = (size, len(YEARS))
    phase, need, second = (np.full(shape, -1, dtype="int64") for _ in range(3))
    provision = np.zeros(shape, dtype="int64")
    home, no_place = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    abroad = plans.abroad.copy()
    stay = draw.standard_normal(size)
    private = draw.standard_normal(size) - 1.2 * (0.5 - people.poor)
    lasting = draw.random(size)
    visitor_need = draw.random(size)
    for step, autumn in enumerate(YEARS):
        ages = np.where(people.visitor, people.academic_age(step), people.ages_present(step))
        total = round(targets.pupils[autumn] * scale)
        share = targets.phase_share[autumn]
        quota = whole(share["all"], total)
        plan_quota = whole(share["E"], round(total * targets.sen_share[autumn]["E"]))
        support_quota = whole(share["K"], round(total * targets.sen_share[autumn]["K"]))
        here, abroad[:, step] = _plans_on_roll(draw, people, plans, ages, step, plan_quota)
        holder = np.zeros(size, dtype=bool)
        holder[plans.person[plans.held[:, step]]] = True
        holder |= here >= 0
        provision[holder, step] = PLAN
        phase[:, step] = here
        free = (ages >= 2) & (ages <= 18) & ~holder
        school_age = free & (ages >= 4) & (ages <= 15)
        resident = ~people.visitor
        home[
            pick(draw, school_age & resident, int(0.0062 * school_age.sum()), np.exp(stay)), step
        ] = True
        taken = home[:, step].copy()
        gone = pick(draw, school_age & resident & ~taken & (people.liability > 0.8),
                    round(22 * scale), None)  # fmt: skip
        no_place[gone, step] = True
        taken |= no_place[:, step]
        room = quota - np.bincount(here[here >= 0], minlength=len(PHASES))
        _fill(draw, phase, step, ages, free & ~taken, people.visitor, private, stay, room)
        for number in range(len(PHASES)):
            pupils = (phase[:, step] == number) & (provision[:, step] == NO)
            score = people.liability + 0.22 * draw.standard_normal(size)
            provision[highest(score, pupils, int(support_quota[number])), step] = SUPPORT
        provision[gone, step] = SUPPORT
        need[:, step] = needs_of(
            people, phase, provision, step, targets, shares, lasting, visitor_need
        )
        second[:, step] = second_need(need[:, step], lasting, people.liability)
    return (
        Rolls(phase, provision, need, second, home, no_place),
        replace(plans, abroad=abroad),
    )


def _plans_on_roll(
    draw: np.random.Generator, people: People, plans: PlanLives, ages: Ints, step: int, quota: Ints
) -> tuple[Ints, Flags]:
    """Return the phase of each pupil with a plan, and which plans are placed elsewhere.

    Where the county's plans in a phase are more than were counted in its schools, some learn
    beyond the border; where they are fewer, children from beyond it make up the number.
    """
    here = np.full(len(people), -1, dtype="int64")
    age = ages[plans.person]
    kind = plans.placement[:, step]
    by_kind = {
        "special": "special",
        "independent": "independent",
        "ap": "ap",
    }
    wanted = np.full(len(plans.person), -1, dtype="int64")
    for placement, phase in by_kind.items():
        wanted[kind == PLACEMENTS.index(placement)] = PHASES.index(phase)
    ordinary = (kind == PLACEMENTS.index("mainstream")) | (kind == PLACEMENTS.index("unit"))
    wanted[ordinary] = np.where(age[ordinary] < 11, 1, 2)
    wanted[ordinary & (age < 4)] = 1
    abroad = np.zeros(len(plans.person), dtype=bool)
    abroad[(kind == PLACEMENTS.index("special_post_16"))] = True
    for number in range(len(PHASES)):
        inside = wanted == number
        if PHASES[number] == "nursery":
            inside = (kind == PLACEMENTS.index("early_years")) & (age < 5)
            inside[pick(draw, inside, max(0, int(inside.sum() - quota[number])))] = False
            here[plans.person[inside]] = number
            continue
        surplus = int(inside.sum() - quota[number])
        leave = pick(draw, inside, max(0, surplus))
        abroad[leave] = True
        inside[leave] = False
        here[plans.person[inside]] = number
        if surplus < 0:
            low, high = _AGES[PHASES[number]]
            border = people.visitor & (here < 0) & (ages >= low) & (ages <= high)
            here[highest(people.liability, border, -surplus)] = number
    return here, abroad


_AGES = {"nursery": (2, 4), "primary": (4, 10), "secondary": (11, 17), "special": (4, 17),
         "ap": (9, 15), "independent": (4, 17)}  # fmt: skip


def _fill(
    draw: np.random.Generator, phase: Ints, step: int, ages: Ints, free: Flags, visitor: Flags,
    private: Floats, stay: Floats, room: Ints,
) -> None:  # fmt: skip
    """Put everyone else into the phases, as many as there is room in each."""
    room = np.maximum(room, 0)

    def put(name: str, rows: Ints) -> None:
        phase[rows, step] = PHASES.index(name)
        free[rows] = False

    put("special", pick(draw, free & (ages >= 4) & (ages <= 15), int(room[3])))
    put("ap", pick(draw, free & (ages >= 11) & (ages <= 15), int(room[4])))
    between = free & (ages >= 4) & (ages <= 17)
    put("independent", highest(private, between, int(room[5])))
    put("nursery", pick(draw, free & (ages == 3), int(room[0])))
    for name, low, high, extra_low, extra_high in (
        ("primary", 4, 10, 2, 3),
        ("secondary", 11, 15, 16, 18),
    ):
        space = int(room[PHASES.index(name)])
        compulsory = free & (ages >= low) & (ages <= high)
        residents = compulsory & ~visitor
        put(name, pick(draw, residents, space))
        space -= int(residents.sum())
        if space <= 0:
            continue
        border = np.flatnonzero(compulsory & visitor)
        put(name, border[:space])
        space -= len(border)
        optional = free & (ages >= extra_low) & (ages <= extra_high) & ~visitor
        ease = np.abs(ages - (low if low == 4 else extra_low - 1))
        put(name, highest(stay - 2.5 * ease, optional, max(0, space)))
