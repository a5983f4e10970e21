"""Audits of EHC plans: twelve a month, some marked by a second auditor."""

import numpy as np
import pandas as pd

from jsna.demo.calibration import NEEDS
from jsna.demo.draws import Ints, days, pick, stream
from jsna.demo.plan_source import PlanSources, plan_ids
from jsna.demo.shape import coded, dates, flags, frame, numbered

AUDIT_ITEMS = ("overall", *(f"section_{letter}" for letter in "abcdefghijk"), "needs_addressed",
               "parent_views", "lived_experience", "adulthood", "emotional_wellbeing")  # fmt: skip


_AGENCIES = ("education", "health", "social_care", "school", "parent_forum")


AGREEMENT = 0.72
"""Planted: chance that a second auditor gives the first one's grade; otherwise one by chance."""


_SHARES = np.array([0.08, 0.3, 0.42, 0.2])
"""Grades 1 to 4 before the effect of item and month."""


def plan_audits(source: PlanSources) -> pd.DataFrame:
    """Return twelve audits a month from November 2019, some marked twice."""
    draw = stream(source.seed, "audits")
    months = [days(2019 + (10 + number) // 12, (10 + number) % 12 + 1, 18) for number in range(30)]
    plans = source.plans
    parts = []
    for month in months:
        open_plans = (plans.start < month) & ((plans.end < 0) | (plans.end > month))
        chosen = pick(draw, open_plans, 12)
        parts.append((chosen, np.full(len(chosen), month)))
    plan = np.concatenate([part[0] for part in parts])
    day = np.concatenate([part[1] for part in parts]) + draw.integers(-5, 5, len(plan))
    size = len(plan)
    twice = draw.random(size) < 0.22
    second = np.flatnonzero(twice)
    agency = draw.integers(0, len(_AGENCIES), size)
    other = (agency[second] + 1 + draw.integers(0, len(_AGENCIES) - 1, len(second))) % len(
        _AGENCIES
    )
    items = len(AUDIT_ITEMS)
    tilt = np.linspace(0.25, -0.35, items)[None, :] + ((day - day.min()) / 900)[:, None]
    grade = _grades(draw, tilt)
    again = np.where(
        draw.random((len(second), items)) < AGREEMENT,
        grade[second],
        _grades(draw, tilt[second]),
    )
    all_plan = np.concatenate([plan, plan[second]])
    all_day = np.concatenate([day, day[second] + 2])
    number = np.arange(size + len(second)) + 1
    first_of = np.concatenate([np.full(size, -1), second])
    marked = np.concatenate([twice & (day + 2 <= source.as_of), np.ones(len(second), dtype=bool)])
    all_agency = np.concatenate([agency, other])
    all_grade = np.concatenate([grade, again])
    row = np.repeat(np.arange(len(number)), items)
    item = np.tile(np.arange(items), len(number))
    person = plans.person[all_plan]
    young = source.people.academic_age(2)[person] < 13
    shown = all_grade.ravel()
    shown = np.where((item == AUDIT_ITEMS.index("adulthood")) & young[row], 4, shown)
    stage = np.where(plans.transferred_in[all_plan], 2, np.where(plans.new_in[all_plan] > 0, 0, 1))
    names = numbered("AU", number, 6)
    district = source.writer.child(person, ["home_district"])["home_district"]
    audits = frame(
        {
            "audit_id": names.iloc[row],
            "plan_id": plan_ids(all_plan).iloc[row],
            "audit_date": dates(all_day[row]),
            "auditor_agency": coded(all_agency[row], _AGENCIES),
            "double_marked": flags(marked[row]),
            "double_mark_of": names.iloc[np.maximum(first_of, 0)[row]].where(
                (first_of >= 0)[row], other=None
            ),
            "home_district": district.iloc[row],
            "primary_need": coded(source.plan_need(person)[0][row], NEEDS),
            "plan_stage": coded(stage[row], ("new", "amended", "transfer")),
            "item": coded(item, AUDIT_ITEMS),
            "grade": coded(shown, ("1", "2", "3", "4", "not_applicable")),
        }
    )
    return audits[(all_day <= source.as_of)[row]].reset_index(drop=True)


def _grades(draw: np.random.Generator, tilt: np.ndarray) -> Ints:
    edges = np.cumsum(_SHARES)[:3]
    place = np.clip(draw.random(tilt.shape) + 0.35 * tilt, 0, 0.999)
    return np.searchsorted(edges, place, side="right").astype("int64")
