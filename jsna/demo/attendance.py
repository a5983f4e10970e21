"""Attendance, fitted to published absence by SEN; suspensions and exclusions, invented."""

import numpy as np
import pandas as pd

from jsna.demo import schools as school_list
from jsna.demo.attainment import PROVISIONS
from jsna.demo.calibration import NEEDS
from jsna.demo.draws import Floats, Ints, choose, days, stream
from jsna.demo.population import YEARS, People
from jsna.demo.rolls import Rolls
from jsna.demo.shape import (
    SCHOOL_YEARS,
    Writer,
    coded,
    dates,
    frame,
    numbered,
    whole_or_blank,
)

_SESSIONS = (380, 380, 236, 360)
"""Sessions possible; 2019/20 ended for most in March."""


def attendance(
    people: People, rolls: Rolls, school: Ints, made: school_list.Schools, writer: Writer,
    rates: dict[str, dict[int, tuple[float, float, float]]], seed: int,
) -> pd.DataFrame:  # fmt: skip
    """Return one row a pupil aged 5 to 15 and year; mean absence as published."""
    draw = stream(seed, "attendance")
    parts = []
    for step in range(len(YEARS)):
        age = people.academic_age(step)
        person = np.flatnonzero((rolls.phase[:, step] >= 0) & (age >= 5) & (age <= 15))
        provision = rolls.provision[person, step]
        size = len(person)
        possible = _SESSIONS[step] - 2 * draw.integers(0, 4, size)
        missed = []
        for kind, shape in (("Authorised", 1.4), ("Unauthorised", 0.35)):
            share = _gamma(draw, size, shape)
            for group in range(3):
                rows = provision == group
                wanted = rates[kind][step][group] / 100
                share[rows] *= wanted / max(float(share[rows].mean()) if rows.any() else 1, 1e-9)
            missed.append(np.floor(np.minimum(share, 0.45) * possible + draw.random(size)))
        parts.append(
            frame(
                {
                    "school_year": coded(np.full(size, step), SCHOOL_YEARS),
                    **writer.child(person, ["child_id"]),
                    "school_urn": coded(school[person, step], made.urn.astype(str)),
                    "sessions_possible": whole_or_blank(possible.astype("float64")),
                    "sessions_authorised": whole_or_blank(missed[0]),
                    "sessions_unauthorised": whole_or_blank(missed[1]),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _gamma(draw: np.random.Generator, size: int, shape: float) -> Floats:
    return draw.standard_gamma(shape, size)


_REASONS = ("PD", "PP", "PA", "VP", "VA", "DA", "DM", "BU", "TH", "OT")


def exclusions(
    people: People, rolls: Rolls, school: Ints, made: school_list.Schools, writer: Writer, seed: int
) -> pd.DataFrame:
    """Return suspensions and permanent exclusions: few, more of pupils with SEN."""
    draw = stream(seed, "exclusions")
    rate = np.array([0.016, 0.085, 0.075])
    parts = []
    for step, autumn in enumerate(YEARS):
        age = people.academic_age(step)
        here = (rolls.phase[:, step] >= 0) & (age >= 5) & (age <= 15)
        semh = rolls.need[:, step] == NEEDS.index("SEMH")
        chance = rate[rolls.provision[:, step]] * np.where(semh, 3.0, 1.0)
        chance *= np.where(age >= 11, 1.6, 0.35) * (0.6 if step >= 2 else 1.0)
        person = np.flatnonzero(here & (draw.random(len(people)) < np.minimum(chance, 0.6)))
        times = 1 + draw.poisson(0.5, len(person))
        person = np.repeat(person, times)
        day = days(autumn, 9, 10) + draw.integers(0, 200, len(person))
        permanent = draw.random(len(person)) < 0.03
        parts.append((person, day, permanent, np.full(len(person), step)))
    person, day, permanent, year = (np.concatenate([part[n] for part in parts]) for n in range(4))
    order = np.lexsort((person, day))
    person, day, permanent, year = person[order], day[order], permanent[order], year[order]
    size = len(person)
    return frame(
        {
            "exclusion_id": numbered("X", np.arange(size) + 1, 7),
            **writer.child(person, ["child_id"]),
            "school_urn": coded(school[person, year], made.urn.astype(str)),
            "exclusion_date": dates(day),
            "category": coded(permanent.astype("int64"), ("SUSP", "PERM")),
            "reason": coded(choose(draw, size, [34, 17, 11, 5, 16, 5, 4, 1, 1, 6]), _REASONS),
            "sessions": whole_or_blank(
                np.where(permanent, np.nan, 2.0 * (1 + draw.integers(0, 5, size)))
            ),
            "sen_provision": coded(rolls.provision[person, year], PROVISIONS),
        }
    )
