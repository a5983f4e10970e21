"""Where children with plans learn: one row a placement, from its start to its end."""

import numpy as np
import pandas as pd

from jsna.demo import schools as school_list
from jsna.demo.draws import Ints, days, stream
from jsna.demo.plan_lives import PLACEMENTS
from jsna.demo.plan_source import PlanSources, plan_ids
from jsna.demo.population import YEARS
from jsna.demo.shape import coded, dates, flags, frame, whole_or_blank

_COST = np.array([6_000, 11_000, 19_000, 52_000, 18_000, 3_000, 9_000, 31_000, 14_000, 0, 0, 8_000])


def ehc_placements(source: PlanSources) -> pd.DataFrame:
    """Return one row a placement: a new one begins in September where kind or school changed."""
    plans = source.plans
    draw = stream(source.seed, "placements")
    rows = np.flatnonzero(source.known())
    person = plans.person[rows]
    kind = plans.placement[rows].copy()
    fresh = (kind < 0).all(axis=1)
    small = source.people.academic_age(len(YEARS) - 1)[person] < 4
    kind[fresh, -1] = np.where(small[fresh], PLACEMENTS.index("early_years"), 0)
    held = kind >= 0
    school = _school_of_plan(source, rows, kind)
    parts = []
    end = np.where((plans.end[rows] >= 0) & (plans.end[rows] <= source.as_of), plans.end[rows], -1)
    begun = np.full(len(rows), -1, dtype="int64")
    for step in range(len(YEARS)):
        now = held[:, step]
        before = held[:, step - 1] if step else np.zeros(len(rows), dtype=bool)
        same = before & now
        if step:
            same &= (kind[:, step] == kind[:, step - 1]) & (school[:, step] == school[:, step - 1])
        opens = now & ~same
        september = days(YEARS[step], 9, 1)
        at = np.where(before, september, plans.start[rows])
        begun = np.where(opens, np.maximum(at, plans.start[rows]), begun)
        later = held[:, step + 1] if step + 1 < len(YEARS) else np.zeros(len(rows), dtype=bool)
        goes_on = later.copy()
        if step + 1 < len(YEARS):
            goes_on &= (kind[:, step + 1] == kind[:, step]) & (
                school[:, step + 1] == school[:, step]
            )
        closes = now & ~goes_on
        autumn = days(YEARS[step] + 1, 8, 31)
        until = np.where(later, np.maximum(np.minimum(autumn, source.as_of), begun), end)
        chosen = np.flatnonzero(closes)
        parts.append((chosen, kind[chosen, step], school[chosen, step], begun[chosen],
                      until[chosen], plans.abroad[rows[chosen], step]))  # fmt: skip
    chosen, kinds, schools, start, stop, abroad = (
        np.concatenate([part[number] for part in parts]) for number in range(6)
    )
    order = np.lexsort((start, chosen))
    chosen, kinds, schools, start, stop, abroad = (
        values[order] for values in (chosen, kinds, schools, start, stop, abroad)
    )
    size = len(chosen)
    beyond = np.array([place == school_list.BEYOND for place in source.schools.district])
    away = abroad | ((schools >= 0) & beyond[np.maximum(schools, 0)])
    costly = np.isin(kinds, [3, 7])
    return frame(
        {
            "plan_id": plan_ids(rows[chosen]),
            **source.writer.child(person[chosen], ["child_id"]),
            "placement_rank": whole_or_blank(np.ones(size)),
            "placement_type": coded(kinds, PLACEMENTS),
            "school_urn": coded(schools, source.schools.urn.astype(str)),
            "placement_start_date": dates(start),
            "placement_end_date": dates(stop),
            "residential_days": whole_or_blank(
                np.where(costly & (draw.random(size) < 0.35), 190.0, 0.0)
            ),
            "out_of_county": flags(away),
            "annual_cost": pd.Series(np.round(_COST[kinds] * (0.75 + 0.5 * draw.random(size)), -2)),
        }
    )


def _school_of_plan(source: PlanSources, rows: Ints, kind: Ints) -> Ints:
    """Return the school or college of each plan in each year, -1 where the kind has none."""
    plans, people = source.plans, source.people
    person = plans.person[rows]
    colleges = [PLACEMENTS.index("college"), PLACEMENTS.index("special_post_16")]
    found = np.full(kind.shape, -1, dtype="int64")
    to_phase = {"special": "special", "independent": "independent", "ap": "ap"}
    for step in range(len(YEARS)):
        on_roll = source.rolls.phase[person, step] >= 0
        phase = np.full(len(rows), -1, dtype="int64")
        age = people.academic_age(step)[person]
        ordinary = np.isin(kind[:, step], [0, 1])
        phase[ordinary] = np.where(age[ordinary] < 11, 1, 2)
        for name, where in to_phase.items():
            phase[kind[:, step] == PLACEMENTS.index(name)] = school_list.ALL_PHASES.index(where)
        phase[np.isin(kind[:, step], colleges)] = school_list.ALL_PHASES.index("post-16")
        elsewhere = school_list.attended(
            source.schools, people, person, phase, plans.abroad[rows, step], source.seed
        )
        here = on_roll & (phase >= 0) & ~np.isin(kind[:, step], colleges)
        found[:, step] = np.where(here, source.school[person, step], elsewhere)
    return found
