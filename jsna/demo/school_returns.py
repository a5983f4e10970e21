"""The annual return of schools: not every school sent it."""

import numpy as np
import pandas as pd

from jsna.demo import schools as school_list
from jsna.demo.draws import Ints, days, stream
from jsna.demo.needs import PLAN, SUPPORT
from jsna.demo.plan_source import PlanSources
from jsna.demo.population import YEARS
from jsna.demo.shape import SCHOOL_YEARS, coded, dates, flags, frame, whole_or_blank


def schools_return(source: PlanSources) -> pd.DataFrame:
    """Return the annual return of schools for 2019/20 and 2020/21; not every school sent it."""
    draw = stream(source.seed, "schools return")
    made, rolls = source.schools, source.rolls
    schools = np.array([
        place != school_list.BEYOND and phase not in ("post-16", "nursery")
        for place, phase in zip(made.district, made.phase, strict=True)
    ])  # fmt: skip
    rows = np.flatnonzero(schools)
    parts = []
    for step, share in ((2, 0.78), (3, 0.9)):
        size = len(made.phase)
        here = rolls.phase[:, step] >= 0
        at = source.school[:, step]
        counts = [
            np.bincount(at[here & (rolls.provision[:, step] == kind)], minlength=size)[rows]
            for kind in (SUPPORT, PLAN)
        ]
        roll = np.bincount(at[here], minlength=size)[rows]
        sent = (draw.random(len(rows)) < share) & (roll > 0)
        progress = 0.35 if step == 2 else 0.62
        asked = draw.random(len(rows)) < 0.45
        yes = [draw.random(len(rows)) < progress + bonus for bonus in (0.1, 0.15, -0.05, -0.1, 0.0)]
        part_time = draw.poisson(0.012 * (counts[0] + counts[1]))
        parts.append(
            frame(
                {
                    "school_year": coded(np.full(len(rows), step), SCHOOL_YEARS),
                    "school_urn": coded(rows, made.urn.astype(str)),
                    "returned_date": dates(
                        np.where(
                            sent, days(YEARS[step] + 1, 7, 1) + draw.integers(0, 40, len(rows)), -1
                        )
                    ),
                    "pupils_on_roll": _sent(roll, sent),
                    "sen_support_pupils": _sent(counts[0], sent),
                    "ehcp_pupils": _sent(counts[1], sent),
                    "trained_handbook": flags(yes[0], sent),
                    "senco_network": flags(yes[1], sent),
                    "asked_for_support": flags(asked, sent),
                    "tailored_response": flags(
                        asked & (draw.random(len(rows)) < 0.7), sent & asked
                    ),
                    "governors_trained": flags(yes[2], sent),
                    "language_trained": flags(yes[3], sent),
                    "part_time_timetables": _sent(np.minimum(part_time, roll), sent),
                    "no_school_place": _sent((draw.random(len(rows)) < 0.04).astype("int64"), sent),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _sent(value: Ints, sent: np.ndarray) -> pd.Series:
    return whole_or_blank(np.where(sent, value, np.nan).astype("float64"))
