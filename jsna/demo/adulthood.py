"""Preparation for adulthood: records from Year 9 on, college learners, adult social care."""

import numpy as np
import pandas as pd

from jsna.demo import schools as school_list
from jsna.demo.calibration import NEEDS
from jsna.demo.draws import Flags, Ints, choose, days, stream
from jsna.demo.needs import NO, PLAN
from jsna.demo.plan_lives import PLACEMENTS
from jsna.demo.plan_source import PlanSources, plan_ids
from jsna.demo.population import YEARS
from jsna.demo.rolls import Rolls
from jsna.demo.shape import SCHOOL_YEARS, coded, dates, flags, frame, year_group

_WHO = ["child_id", "nhs_number", "date_of_birth", "sex"]
_HOME = ["home_lsoa", "home_district"]
DESTINATIONS = ("education", "employment", "apprenticeship", "traineeship", "training",
                "volunteering", "neet", "not_known")  # fmt: skip
_CHECKED = (0.515, 0.53, 0.60, 0.56)
"""Share of those on the learning disability register with a health check, by year."""


def transition(source: PlanSources) -> pd.DataFrame:
    """Return one row a young person of 13 to 25 with SEND and school year."""
    people, rolls, plans = source.people, source.rolls, source.plans
    draw = stream(source.seed, "transition")
    severe = np.isin(
        _ever(rolls.need), [NEEDS.index(code) for code in ("SLD", "PMLD", "PD", "MSI", "ASD")]
    )
    learning = np.isin(_ever(rolls.need), [NEEDS.index(code) for code in ("SLD", "PMLD", "MLD")])
    luck = draw.random((len(people), 6))
    needs_care = severe & (luck[:, 0] < 0.3)
    plan_of = np.full(len(people), -1, dtype="int64")
    plan_of[plans.person] = np.arange(len(plans.person))
    parts = []
    for step, autumn in enumerate(YEARS):
        age = people.ages_present(step)
        here = (age >= 13) & (age <= 24) & (rolls.provision[:, step] > NO)
        here |= (age >= 16) & (age <= 19) & people.present[:, step] & _was_support(rolls, step)
        person = np.flatnonzero(here)
        size = len(person)
        years = age[person]
        provision = rolls.provision[person, step]
        has_plan = provision == PLAN
        care = needs_care[person] & has_plan & (years >= 14)
        referred = care & (years >= 15) & (luck[person, 1] < 0.72)
        asked = people.birth[person] + 5640 + (luck[person, 2] * 330).astype("int64")
        referred &= (asked >= 0) & (asked <= days(autumn + 1, 7, 31))
        done = asked + 40 + (luck[person, 3] * 260).astype("int64")
        done = np.where(referred & (done <= source.as_of), done, -1)
        spring = days(autumn, 11, 1) + draw.integers(0, 230, size)
        register = learning[person] & (luck[person, 4] < 0.8)
        checked = register & (draw.random(size) < _CHECKED[step])
        due = days(autumn, 9, 15) + (luck[person, 5] * 280).astype("int64")
        met = due + np.where(draw.random(size) < 0.66, -10, 45)
        nine = has_plan & (years == 13)
        started = plans.start[np.maximum(plan_of[person], 0)]
        nine &= started < due - 30
        reviewed = nine & (draw.random(size) < 0.93) & (met <= source.as_of)
        parts.append(
            frame(
                {
                    "school_year": coded(np.full(size, step), SCHOOL_YEARS),
                    **source.writer.child(person, [*_WHO, *_HOME]),
                    "primary_need": coded(source.need(person)[0], NEEDS),
                    "sen_provision": coded(provision, ("N", "K", "E")),
                    "plan_id": plan_ids(np.where(has_plan, plan_of[person], -1)),
                    "year_group": year_group(years),
                    "year9_review_due_date": dates(np.where(nine, due, -1)),
                    "year9_review_date": dates(np.where(reviewed, met, -1)),
                    "adult_care_identified": flags(care),
                    "care_act_referral_date": dates(np.where(referred, asked, -1)),
                    "care_act_assessment_date": dates(done),
                    "continuing_care_identified": flags(care & (person % 9 == 0)),
                    "learning_disability_register": flags(register),
                    "health_check_date": dates(np.where(checked, spring, -1)),
                    "pathway_at_14": flags(luck[person, 1] < 0.2 + 0.1 * step, years >= 14),
                    "pathway_at_16": flags(luck[person, 2] < 0.25 + 0.1 * step, years >= 16),
                    "pathway_at_18": flags(luck[person, 3] < 0.25 + 0.1 * step, years >= 18),
                    "destination": coded(_destination(draw, source, person, years, step),
                                         DESTINATIONS),
                }
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _ever(need: Ints) -> Ints:
    return need.max(axis=1)


def _was_support(rolls: Rolls, step: int) -> Flags:
    """Return who was on SEN Support in an earlier year and has left school since."""
    provision, phase = rolls.provision, rolls.phase
    before = (provision[:, :step] > NO).any(axis=1) if step else np.zeros(len(provision), bool)
    return before & (phase[:, step] < 0) & (provision[:, step] == NO)


def _destination(
    draw: np.random.Generator, source: PlanSources, person: Ints, age: Ints, step: int
) -> Ints:
    """Return the main activity at 16 and over: four in five learn, work or train."""
    size = len(person)
    young = choose(draw, size, [0.70, 0.045, 0.075, 0.03, 0.03, 0.01, 0.075, 0.035])
    old = choose(draw, size, [0.46, 0.19, 0.07, 0.04, 0.03, 0.04, 0.12, 0.05])
    placed = np.full(len(source.people), -1, dtype="int64")
    placed[source.plans.person] = source.plans.placement[:, step]
    kind = placed[person]
    chosen = np.where(age >= 19, old, young)
    chosen = np.where(kind == PLACEMENTS.index("neet"), 6, chosen)
    chosen = np.where((kind >= 0) & (kind != PLACEMENTS.index("neet")), 0, chosen)
    return np.where(age >= 16, chosen, -1)


def college(source: PlanSources) -> pd.DataFrame:
    """Return learners of 16 to 25 with SEND at the county's colleges, and some without."""
    people, rolls, plans = source.people, source.rolls, source.plans
    draw = stream(source.seed, "college")
    lasting = draw.random(len(people))
    kinds = [PLACEMENTS.index("college"), PLACEMENTS.index("special_post_16")]
    post_16 = school_list.ALL_PHASES.index("post-16")
    parts = []
    for step, autumn in enumerate(YEARS):
        age = people.ages_present(step)
        with_plan = np.zeros(len(people), dtype=bool)
        with_plan[plans.person[np.isin(plans.placement[:, step], kinds)]] = True
        others = (age >= 16) & (age <= 19) & (rolls.phase[:, step] < 0) & (lasting < 0.42)
        others &= rolls.provision[:, step] == NO
        person = np.flatnonzero(with_plan | others)
        size = len(person)
        plan = with_plan[person]
        support = ~plan & (people.liability[person] > 0.9)
        provision = np.where(plan, 2, np.where(support, 1, 0))
        need = source.plan_need(person)[0]
        where = school_list.attended(source.schools, people, person, np.full(size, post_16),
                                     np.zeros(size, dtype=bool), source.seed)  # fmt: skip
        start = days(autumn, 9, 6)
        end = days(autumn + 1, 7, 2)
        left = draw.random(size) < 0.08
        finish = np.where(left, start + 40 + draw.integers(0, 200, size), end)
        finish = np.where(finish <= source.as_of, finish, -1)
        level = np.where(plan, choose(draw, size, [35, 25, 15, 5, 1, 19]),
                         choose(draw, size, [4, 14, 32, 46, 3, 1]))  # fmt: skip
        parts.append(
            frame(
                {
                    "school_year": coded(np.full(size, step), SCHOOL_YEARS),
                    **source.writer.child(person, [*_WHO, "ethnicity", *_HOME]),
                    "ukprn": coded(where, school_list.ukprn(source.schools).astype(str)),
                    "sen_provision": coded(provision, ("N", "K", "E")),
                    "primary_need": coded(np.where(provision > 0, need, -1), NEEDS),
                    "high_needs": flags(plan & (draw.random(size) < 0.8)),
                    "course_level": coded(level, ("entry", "level_1", "level_2", "level_3",
                                                  "higher", "not_accredited")),
                    "course_start_date": dates(np.full(size, start)),
                    "course_end_date": dates(finish),
                    "completion": coded(np.where(finish < 0, 0, np.where(left, 2, 1)),
                                        ("continuing", "completed", "withdrawn")),
                }
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def adult_social_care(source: PlanSources) -> pd.DataFrame:
    """Return young adults of 18 to 25 assessed under the Care Act, and their service."""
    people, rolls = source.people, source.rolls
    draw = stream(source.seed, "adult social care")
    severe = np.isin(
        _ever(rolls.need), [NEEDS.index(code) for code in ("SLD", "PMLD", "PD", "ASD")]
    )
    age = np.where(people.present[:, -1], people.academic_age(len(YEARS) - 1), -1)
    held = (rolls.provision == PLAN).any(axis=1) & ~people.visitor
    person = np.flatnonzero((age >= 18) & (age <= 24) & held & severe
                            & (draw.random(len(people)) < 0.45))  # fmt: skip
    size = len(person)
    contact = people.birth[person] + 6300 + draw.integers(0, 500, size)
    assessed = contact + 20 + draw.integers(0, 150, size)
    known = assessed <= source.as_of
    person, contact, assessed = person[known], contact[known], assessed[known]
    size = len(person)
    service = choose(draw, size, [0.2, 0.4, 0.06, 0.2, 0.14])
    start = assessed + 15 + draw.integers(0, 90, size)
    service = np.where(start > source.as_of, 0, service)
    has = service > 0
    return frame(
        {
            **source.writer.child(person, [*_WHO, *_HOME]),
            "support_reason": coded(choose(draw, size, [62, 18, 4, 12, 0, 4]),
                                    ("learning_disability", "physical", "sensory",
                                     "mental_health", "memory", "social")),
            "referral_date": dates(contact),
            "assessment_date": dates(assessed),
            "service": coded(service, ("none", "community", "residential", "short_break",
                                       "direct_payment")),
            "service_start_date": dates(np.where(has, start, -1)),
            "service_end_date": dates(np.full(size, -1)),
            "hours_a_month": pd.Series(
                np.where(service == 3, np.round(8 + 30 * draw.random(size), 1), np.nan)
            ),
        }
    )  # fmt: skip
