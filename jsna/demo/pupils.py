"""The January school census of the made-up county."""

import numpy as np
import pandas as pd

from jsna.demo import schools as school_list
from jsna.demo.calibration import NEEDS
from jsna.demo.draws import Flags, Ints, days, stream
from jsna.demo.needs import NO, PLAN
from jsna.demo.plan_lives import PLACEMENTS, PlanLives
from jsna.demo.population import YEARS, People
from jsna.demo.rolls import Rolls
from jsna.demo.shape import (
    SCHOOL_YEARS,
    Writer,
    coded,
    dates,
    flags,
    frame,
    year_group,
)

FREE_MEALS = (0.105, 0.118, 0.138, 0.158)
"""Share of pupils eligible for free school meals, by year: invented."""
_TIMETABLES_SENT = (0.0, 0.0, 0.62, 0.93)
"""Share of schools that record part-time timetables: the new recording raises the count."""


def school_of(
    made: school_list.Schools, people: People, rolls: Rolls, plans: PlanLives, seed: int
) -> Ints:
    """Return the school of every person in every year (row of `made`), -1 for none."""
    everyone = np.arange(len(people))
    none = np.zeros(len(people), dtype=bool)
    columns = [
        school_list.attended(made, people, everyone, rolls.phase[:, step], none, seed)
        for step in range(len(YEARS))
    ]
    return np.stack(columns, axis=1)


def pupils(
    made: school_list.Schools, school: Ints, people: People, rolls: Rolls, plans: PlanLives,
    writer: Writer, seed: int,
) -> pd.DataFrame:  # fmt: skip
    """Return one row a pupil and year, and those with SEND who have no place."""
    return pd.concat(
        [_year(step, made, school[:, step], people, rolls, plans, writer, seed)
         for step in range(len(YEARS))],
        ignore_index=True,
    )  # fmt: skip


def _year(
    step: int, made: school_list.Schools, school: Ints, people: People, rolls: Rolls,
    plans: PlanLives, writer: Writer, seed: int,
) -> pd.DataFrame:  # fmt: skip
    draw = stream(seed, f"pupils {step}")
    autumn = YEARS[step]
    everyone = (rolls.phase[:, step] >= 0) | rolls.no_place[:, step]
    person = np.flatnonzero(everyone)
    size = len(person)
    age = people.academic_age(step)[person]
    provision = rolls.provision[person, step]
    gone = rolls.no_place[person, step]
    in_unit = np.zeros(len(people), dtype=bool)
    in_unit[plans.person[plans.placement[:, step] == PLACEMENTS.index("unit")]] = True
    poor = people.poor[person] <= np.quantile(people.poor[person], FREE_MEALS[step])
    entered = np.where(age >= 11, autumn - age + 11, np.where(age >= 4, autumn - age + 4, autumn))
    entry = _first_of_september(entered)
    part_time, sent = _part_time(draw, made, school[person], provision, age, step)
    since = days(autumn, 9, 10) + draw.integers(0, 110, size)
    hours = np.where(age < 4, 15.0, 25.0 + (age >= 11) * 0.5)
    hours = np.where(part_time, np.round(5 + 12 * draw.random(size), 1), hours)
    started = np.maximum(entry, days(autumn, 9, 1) - draw.integers(0, 900, size))
    columns = {
        "school_year": coded(np.full(size, step), SCHOOL_YEARS),
        **writer.child(person, ["child_id", "nhs_number", "date_of_birth", "sex", "ethnicity"]),
        "first_language": coded(people.english_second[person].astype("int64"),
                                ("English", "Other")),
        **writer.child(person, ["home_lsoa", "home_district"]),
        "school_urn": coded(np.where(gone, -1, school[person]), made.urn.astype(str)),
        "enrolment_status": coded(np.zeros(size, dtype="int64"), ("C",)),
        "year_group": year_group(age),
        "entry_date": dates(np.where(gone, -1, entry)),
        "free_meals": flags(poor),
        "sen_provision": coded(provision, ("N", "K", "E")),
        "primary_need": coded(np.where(provision > NO, rolls.need[person, step], -1), NEEDS),
        "secondary_need": coded(np.where(provision > NO, rolls.second[person, step], -1), NEEDS),
        "sen_start_date": dates(np.where(provision > NO, started, -1)),
        "unit_place": flags(in_unit[person] & (provision == PLAN)),
        "looked_after": flags(people.looked_after[person, step]),
        "part_time_timetable": flags(part_time, sent & ~gone),
        "part_time_since": dates(np.where(part_time & ~gone, since, -1)),
        "hours_a_week": pd.Series(np.where(gone, np.nan, hours)),
        "no_school_place": flags(gone),
        "no_place_since": dates(np.where(gone, since, -1)),
    }  # fmt: skip
    return frame(columns)


def _part_time(
    draw: np.random.Generator, made: school_list.Schools, school: Ints, provision: Ints,
    age: Ints, step: int,
) -> tuple[Flags, Flags]:  # fmt: skip
    """Return who is on a part-time timetable, and whose school records them at all."""
    records = stream(0, "timetables").random(len(made.phase)) < _TIMETABLES_SENT[step]
    sent = records[np.maximum(school, 0)]
    chance = np.array([0.0006, 0.009, 0.028])[provision] * (age >= 4)
    return (draw.random(len(school)) < chance) & sent, sent


def _first_of_september(year: Ints) -> Ints:
    return (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype("int64") + np.where(
        (year % 4 == 0), 244, 243
    )
