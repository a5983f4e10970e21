"""Who is on roll, in which phase, with which provision and need, in each January census.

SEN Support and EHC plans are as many, in each phase, as the published shares say; needs follow
the published mix of January 2023 by phase and sex, but for SEMH and NSA, which start from the
plan's own baseline.
"""

from dataclasses import dataclass, replace

import numpy as np

from jsna.demo.calibration import NEEDS, PHASES, Targets
from jsna.demo.draws import Flags, Floats, Ints, highest, pick, stream, whole
from jsna.demo.plan_lives import PLACEMENTS, PlanLives
from jsna.demo.population import YEARS, People

NO, SUPPORT, PLAN = 0, 1, 2
_ODDS = {
    "ASD": 3.0,
    "HI": 0.7,
    "MLD": 0.35,
    "MSI": 1.0,
    "NSA": 0.0,
    "OTH": 0.4,
    "PD": 1.0,
    "PMLD": 9.0,
    "SEMH": 0.75,
    "SLCN": 0.75,
    "SLD": 14.0,
    "SPLD": 0.18,
    "VI": 0.8,
}
"""Odds of a plan rather than SEN Support, by need: invented, in the order known from England."""
_ORDER = np.array(
    [
        NEEDS.index(code)
        for code in (
            "SPLD",
            "MLD",
            "SLCN",
            "HI",
            "VI",
            "PD",
            "MSI",
            "OTH",
            "SLD",
            "PMLD",
            "ASD",
            "NSA",
            "SEMH",
        )
    ]
)
"""Needs along the lasting draw. NSA stands beside SEMH: those who move are coded anew."""


@dataclass(frozen=True)
class Drift:
    """The planted drift: social, emotional and mental health need coded as NSA at first."""

    true_semh: dict[str, float]
    """By phase: the share of SEN that truly is SEMH, the same in every year."""
    coded_nsa: dict[str, tuple[float, ...]]
    """By phase: the share of true SEMH coded NSA, a value a school year."""
    semh: dict[str, tuple[float, ...]]
    """By phase: the share of SEN recorded as SEMH, a value a school year."""
    nsa: dict[str, tuple[float, ...]]
    """By phase: the share of SEN recorded as NSA, a value a school year."""


def drift(targets: Targets, inequities: bool) -> Drift:
    """Return the shares recorded: the plan's baseline in the first two years, then the drift."""
    falls = ((1.0, 1.0, 0.62, 0.31), (1.0, 1.0, 0.7, 0.4)) if inequities else ((1.0,) * 4,) * 2
    true, coded, semh, nsa = {}, {}, {}, {}
    for phase, hidden in (("primary", 0.365), ("secondary", 0.75)):
        base = targets.recorded[phase]
        moved = hidden * base["NSA"]
        true[phase] = base["SEMH"] + moved
        coded[phase] = tuple(moved * f / true[phase] for f in falls[0])
        semh[phase] = tuple(base["SEMH"] + moved * (1 - f) for f in falls[0])
        nsa[phase] = tuple(
            moved * f + (base["NSA"] - moved) * g for f, g in zip(*falls, strict=True)
        )
    return Drift(true, coded, semh, nsa)


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
        need[:, step] = _needs(
            people, phase, provision, step, targets, shares, lasting, visitor_need
        )
        second[:, step] = _second(need[:, step], lasting, people.liability)
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


def _needs(
    people: People, phase: Ints, provision: Ints, step: int, targets: Targets, shares: Drift,
    lasting: Floats, visitor_need: Floats,
) -> Ints:  # fmt: skip
    """Return the need of everyone with SEND in one year."""
    need = np.full(len(people), -1, dtype="int64")
    send = provision[:, step] > NO
    where = np.where(phase[:, step] >= 0, phase[:, step], len(PHASES))
    for number in range(len(PHASES) + 1):
        group = send & (where == number)
        if not group.any():
            continue
        name = PHASES[number] if number < len(PHASES) else "beyond"
        cells = np.array(
            [[(group & (provision[:, step] == kind) & (people.male == boy)).sum()
              for kind in (SUPPORT, PLAN)] for boy in (True, False)]
        )  # fmt: skip
        table = fitted(targets, shares, name, step, cells)
        for column, boy in enumerate((True, False)):
            for kind in (SUPPORT, PLAN):
                rows = np.flatnonzero(group & (provision[:, step] == kind) & (people.male == boy))
                counts = whole(table[_ORDER, column, kind - 1], len(rows))
                order = np.argsort(lasting[rows], kind="stable")
                need[rows[order]] = np.repeat(_ORDER, counts)
    return need


def fitted(targets: Targets, shares: Drift, phase: str, step: int, cells: Ints) -> Floats:
    """Return expected pupils by need, sex (boys, girls) and provision (K, E), fitted to margins.

    Iterative proportional fitting; `cells` holds pupils by sex and provision.
    Reference: Deming and Stephan (1940).
    """
    mixture = {"beyond": targets.needs["secondary"] * 0.5 + targets.needs["special"] * 2.5}
    published = mixture.get(phase, targets.needs.get(phase)) + 0.02
    share = published.sum(axis=1) / published.sum()
    stage = "secondary" if phase in {"secondary", "ap", "beyond"} else "primary"
    if phase in {"primary", "secondary", "independent"}:
        fixed = {NEEDS.index("SEMH"): shares.semh[stage][step],
                 NEEDS.index("NSA"): shares.nsa[stage][step]}  # fmt: skip
        others = [number for number in range(len(NEEDS)) if number not in fixed]
        share[others] *= (1 - sum(fixed.values())) / share[others].sum()
        for number, value in fixed.items():
            share[number] = value
    elif cells[:, 0].sum() == 0:
        share[NEEDS.index("NSA")] = 0.0
        share /= share.sum()
    odds = np.array([_ODDS[code] for code in NEEDS])
    table = published[:, :, None] * np.stack([np.ones(len(NEEDS)), odds], axis=1)[:, None, :]
    need_total = share * cells.sum()
    for _ in range(60):
        rows = table.sum(axis=(1, 2))
        table *= np.divide(need_total, rows, out=np.zeros_like(rows), where=rows > 0)[:, None, None]
        columns = table.sum(axis=0)
        table *= np.divide(cells, columns, out=np.zeros_like(columns), where=columns > 0)[None]
    return table


def _second(need: Ints, lasting: Floats, liability: Floats) -> Ints:
    """Return a second need for about a third, never the same as the first."""
    other = np.floor((lasting * 7919) % 1 * len(NEEDS)).astype("int64")
    other = np.where((other == need) | (other == NEEDS.index("NSA")), NEEDS.index("SLCN"), other)
    has = ((lasting * 104729) % 1 < 0.34) & (need >= 0) & (other != need)
    return np.where(has & (need != NEEDS.index("NSA")), other, -1)
