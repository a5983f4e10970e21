"""The yearly reviews of plans: due, held, late, and what was decided."""

import numpy as np
import pandas as pd

from jsna.demo.draws import DRAWN_TO, Ints, choose, days, stream
from jsna.demo.plan_source import PlanSources, plan_ids
from jsna.demo.shape import coded, dates, flags, frame, numbered, year_group


def ehc_reviews(source: PlanSources) -> pd.DataFrame:
    """Return one row a review due from January 2018 on, a year after the start and every year."""
    plans = source.plans
    draw = stream(source.seed, "reviews")
    rows = np.arange(len(plans.start))
    until = max(source.as_of, DRAWN_TO)
    parts = []
    for turn in range(1, 22):
        due = _years_later(plans.start[rows], turn)
        stop = np.where(plans.end[rows] >= 0, plans.end[rows], until + 1)
        adult = _years_later(source.people.birth[plans.person[rows]], 26)
        inside = (due >= days(2018, 1, 1)) & (due <= until) & (due < stop) & (due < adult)
        parts.append((rows[inside], due[inside]))
    plan = np.concatenate([part[0] for part in parts])
    due = np.concatenate([part[1] for part in parts])
    order = np.lexsort((due, plan))
    plan, due = plan[order], due[order]
    size = len(plan)
    person = plans.person[plan]
    autumn = _autumn(due)
    age = autumn - _autumn(source.people.birth[person]) - 1
    chance = draw.random(size)
    in_time = np.where(age == 13, 0.66, 0.74)
    shift = np.where(chance < in_time, -draw.integers(0, 28, size), 1 + draw.integers(0, 100, size))
    held = due + shift
    held = np.where((chance > 0.94) | (held > source.as_of), -1, held)
    held = np.where((held >= 0) & (held < plans.start[plan]), plans.start[plan] + 1, held)
    gone = (plans.end[plan] >= 0) & (held > plans.end[plan])
    held = np.where(gone, -1, held)
    decided = held + 14 + draw.integers(0, 24, size)
    decided = np.where((held >= 0) & (decided <= source.as_of), decided, -1)
    outcome = choose(draw, size, [0.66, 0.33, 0.01])
    outcome = np.where(decided >= 0, outcome, np.where(held >= 0, 3, -1))
    took = held >= 0
    reviews = frame(
        {
            "plan_id": plan_ids(plan),
            **source.writer.child(person, ["child_id"]),
            "year_group": year_group(age),
            "review_due_date": dates(due),
            "review_meeting_date": dates(held),
            "review_outcome": coded(outcome, ("M", "V", "C", "A")),
            "review_outcome_date": dates(decided),
            "family_took_part": flags(draw.random(size) < 0.82, took),
            "young_person_took_part": flags(draw.random(size) < 0.25 + 0.02 * age, took),
            "adulthood_covered": flags(draw.random(size) < 0.58, took & (age >= 12)),
        }
    )
    reviews = reviews[source.known()[plan] & (due <= source.as_of)].reset_index(drop=True)
    reviews.insert(0, "review_id", numbered("R", np.arange(len(reviews)) + 1, 8))
    return reviews


def _years_later(day: Ints, years: int) -> Ints:
    months = day.astype("datetime64[D]").astype("datetime64[M]")
    inside = day - months.astype("datetime64[D]").astype("int64")
    return (months + 12 * years).astype("datetime64[D]").astype("int64") + np.minimum(inside, 27)


def _autumn(day: Ints) -> Ints:
    """Return the year in which the school year of a date began."""
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype("int64")
    return months // 12 + 1970 - (months % 12 < 8)
