"""The council's requests, assessments, plans, plans that ceased, and personal budgets.

What was still open on the extract's date is open in them.
"""

import numpy as np
import pandas as pd

from jsna.demo.calibration import NEEDS
from jsna.demo.draws import Ints, choose, days, pick, stream
from jsna.demo.plan_lives import PLACEMENTS, REASONS
from jsna.demo.plan_source import HOME, WHO, PlanSources, plan_ids, request_ids
from jsna.demo.shape import coded, dates, flags, frame, numbered, year_group

SOURCES = ("school", "parent", "young_person", "post_16", "health", "social_care")


def ehc_requests(source: PlanSources) -> pd.DataFrame:
    """Return one row a request received by the extract's date."""
    asked, draw = source.asked, stream(source.seed, "requests extract")
    rows = np.flatnonzero(asked.received <= source.as_of)
    person = asked.person[rows]
    decided = asked.decided[rows]
    waiting = decided > source.as_of
    outcome = np.select([waiting, asked.refused[rows], asked.withdrawn[rows]], [2, 1, 3], 0)
    ages = (asked.received[rows] - source.people.birth[person]) / 365.25
    who = choose(draw, len(rows), [0.62, 0.28, 0.0, 0.0, 0.07, 0.03])
    who = np.where(ages >= 17, np.where(who == 0, 3, np.where(who == 1, 2, who)), who)
    refused = outcome == 1
    mediated = refused & (draw.random(len(rows)) < 0.09)
    return frame(
        {
            "request_id": request_ids(asked).iloc[rows],
            **source.writer.child(person, WHO + HOME),
            "primary_need": coded(source.need(person)[0], NEEDS),
            "received_date": dates(asked.received[rows]),
            "request_source": coded(who, SOURCES),
            "request_outcome": coded(outcome, ("Y", "N", "A", "W")),
            "request_outcome_date": dates(np.where(waiting, -1, decided)),
            "request_mediation": flags(mediated),
            "request_tribunal": flags(refused & (draw.random(len(rows)) < 0.05)),
        }
    )


def ehc_assessments(source: PlanSources) -> pd.DataFrame:
    """Return one row an assessment that was agreed by the extract's date."""
    asked = source.asked
    rows = np.flatnonzero(asked.agreed & (asked.decided <= source.as_of))
    waiting = asked.assessed[rows] > source.as_of
    outcome = np.select([waiting, asked.not_issued[rows]], [2, 1], 0)
    no = np.zeros(len(rows), dtype=bool)
    return frame(
        {
            "assessment_id": numbered("A", rows + 1, 7),
            "request_id": request_ids(asked).iloc[rows],
            **source.writer.child(asked.person[rows], ["child_id"]),
            "decision_to_assess_date": dates(asked.decided[rows]),
            "assessment_outcome": coded(outcome, ("Y", "N", "A")),
            "assessment_outcome_date": dates(np.where(waiting, -1, asked.assessed[rows])),
            "exception_20_weeks": flags(asked.exception[rows]),
            "assessment_mediation": flags(no),
            "assessment_tribunal": flags(no),
        }
    )


def ehc_plans(source: PlanSources) -> pd.DataFrame:
    """Return one row a plan issued by the extract's date."""
    plans = source.plans
    rows = np.flatnonzero(source.known())
    person = plans.person[rows]
    request = np.full(len(plans.person), -1, dtype="int64")
    request[source.asked.plan[source.asked.plan >= 0]] = np.flatnonzero(source.asked.plan >= 0)
    asked = request[rows]
    names = request_ids(source.asked)
    first, second = source.plan_need(person)
    age = source.people.academic_age(source.last())[person]
    last = plans.placement[rows].max(axis=1)
    residential = np.isin(
        last, [PLACEMENTS.index("independent"), PLACEMENTS.index("special_post_16")]
    )
    budget = np.isin(rows, _with_budget(source))
    return frame(
        {
            "plan_id": plan_ids(rows),
            **source.writer.child(person, ["child_id"]),
            "request_id": names.iloc[np.maximum(asked, 0)].where(asked >= 0, other=None),
            **source.writer.child(person, [*WHO[1:], *HOME]),
            "start_date": dates(plans.start[rows]),
            "primary_need": coded(first, NEEDS),
            "secondary_need": coded(second, NEEDS),
            "year_group": year_group(age),
            "transferred_in": flags(plans.transferred_in[rows]),
            "residential": flags(residential & (person % 3 == 0)),
            "work_based": flags((age >= 17) & (person % 11 == 0)),
            "personal_budget": flags(budget),
            "direct_payment": flags(budget),
        }
    )


def _with_budget(source: PlanSources) -> Ints:
    """Return the plans with a personal budget: those in force, one in thirteen."""
    draw = stream(source.seed, "budgets")
    plans = source.plans
    lasting = source.known() & ((plans.end < 0) | (plans.end > source.as_of))
    severe = np.exp(1.2 * source.people.liability[plans.person])
    return pick(
        draw, lasting & (plans.start < days(2021, 1, 1)), int(0.078 * lasting.sum()), severe
    )


def ehc_ceased(source: PlanSources) -> pd.DataFrame:
    """Return one row a plan that ceased by the extract's date."""
    plans = source.plans
    rows = np.flatnonzero((plans.end >= 0) & (plans.end <= source.as_of) & source.known())
    return frame(
        {
            "plan_id": plan_ids(rows),
            **source.writer.child(plans.person[rows], ["child_id"]),
            "cease_date": dates(plans.end[rows]),
            "cease_reason": coded(plans.cease_reason[rows], REASONS),
        }
    )


def personal_budgets(source: PlanSources) -> pd.DataFrame:
    """Return one row a part of a budget: most are direct payments for social care."""
    rows = _with_budget(source)
    draw = stream(source.seed, "budget parts")
    part = choose(draw, len(rows), [0.05, 0.02, 0.93])
    start = np.maximum(source.plans.start[rows] + 30, days(2020, 4, 1))
    return frame(
        {
            "plan_id": plan_ids(rows),
            **source.writer.child(source.plans.person[rows], ["child_id"]),
            "budget_part": coded(part, ("education", "health", "social_care")),
            "budget_form": coded(choose(draw, len(rows), [0.9, 0.06, 0.04]),
                                 ("direct_payment", "notional", "third_party")),
            "start_date": dates(start),
            "end_date": dates(np.full(len(rows), -1)),
            "annual_amount": pd.Series(np.round(800 + 5200 * draw.random(len(rows)), -1)),
        }
    )  # fmt: skip
