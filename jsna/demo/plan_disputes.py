"""Mediations and appeals, as many in a calendar year as were published."""

import numpy as np
import pandas as pd

from jsna.demo.calibration import Targets
from jsna.demo.draws import choose, days, pick, stream
from jsna.demo.plan_source import PlanSources, plan_ids, request_ids
from jsna.demo.shape import coded, dates, frame, numbered

_ABOUT = ("refusal_to_assess", "refusal_to_issue", "contents", "cease", "health_care")


def disputes(source: PlanSources, targets: Targets, scale: float) -> pd.DataFrame:
    """Return mediations and appeals, as many in a calendar year as were published."""
    draw = stream(source.seed, "disputes")
    plans, asked = source.plans, source.asked
    refused = np.flatnonzero(asked.refused)
    parts = []
    for year in (2018, 2019, 2020, 2021):
        for number, name in enumerate(("mediation", "appeals")):
            count = round(targets.process[year][name] * scale)
            on_plan = draw.random(count) < 0.62
            plan = pick(
                draw, (plans.start < days(year, 1, 1)) & (plans.end < 0), int(on_plan.sum())
            )
            request = refused[
                pick(draw, asked.decided[refused] < days(year, 12, 1), count - len(plan))
            ]
            registered = days(year, 1, 3) + draw.integers(0, 355, len(plan) + len(request))
            registered[len(plan) :] = np.maximum(
                registered[len(plan) :], asked.decided[request] + 5
            )
            parts.append(
                (
                    np.full(len(plan) + len(request), number),
                    np.concatenate([plan, np.full(len(request), -1)]),
                    np.concatenate([np.full(len(plan), -1), request]),
                    registered,
                )
            )
    kind, plan, request, registered = (
        np.concatenate([part[n] for part in parts]) for n in range(4)
    )
    inside = registered <= source.as_of
    kind, plan, request, registered = (v[inside] for v in (kind, plan, request, registered))
    size = len(kind)
    person = np.where(plan >= 0, plans.person[np.maximum(plan, 0)],
                      asked.person[np.maximum(request, 0)])  # fmt: skip
    ended = registered + np.where(kind == 0, 30, 150) + draw.integers(0, 60, size)
    open_case = ended > source.as_of
    result = np.where(
        kind == 0, choose(draw, size, [70, 0, 0, 30]), choose(draw, size, [45, 22, 8, 25])
    )
    about = np.where(plan >= 0, np.where(draw.random(size) < 0.9, 2, 4), 0)
    order = np.lexsort((kind, registered))
    names = request_ids(asked)
    table = frame(
        {
            "case_id": numbered("D", np.arange(size) + 1, 5),
            "kind": coded(kind[order], ("mediation", "appeal")),
            **source.writer.child(person[order], ["child_id"]),
            "request_id": names.iloc[np.maximum(request, 0)[order]].where(
                (request >= 0)[order], other=None
            ),
            "plan_id": plan_ids(plan[order]),
            "about": coded(about[order], _ABOUT),
            "registered_date": dates(registered[order]),
            "outcome": coded(np.where(open_case, 4, result)[order],
                             ("agreed", "upheld", "dismissed", "withdrawn", "pending")),
            "outcome_date": dates(np.where(open_case, -1, ended)[order]),
        }
    )  # fmt: skip
    return table
