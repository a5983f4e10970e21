"""Attendance, exclusions and attainment of the made-up pupils, fitted to published rates by SEN.

Assessments at 5, 7 and 11 were not held in 2020 and 2021: those rows say so and hold no result.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.demo import schools as school_list
from jsna.demo.draws import Floats, Ints, choose, days, highest, stream
from jsna.demo.population import YEARS, People
from jsna.demo.rolls import NEEDS, NO, Rolls
from jsna.demo.shape import (
    SCHOOL_YEARS,
    Writer,
    coded,
    dates,
    flags,
    frame,
    numbered,
    whole_or_blank,
)

PROVISIONS = ("N", "K", "E")
BASES = ("test", "teacher", "not_held")
MEASURES = ("EYFSP_GLD", "PHONICS", "KS1_READ", "KS1_WRITE", "KS1_MATHS", "KS2_RWM",
            "KS2_READ_PROGRESS", "KS2_WRITE_PROGRESS", "KS2_MATHS_PROGRESS", "KS4_EM94", "KS4_A8",
            "KS4_P8", "L2EM_19")  # fmt: skip
_SESSIONS = (380, 380, 236, 360)
"""Sessions possible; 2019/20 ended for most in March."""


@dataclass(frozen=True)
class Measure:
    """One measure: at which age on 31 August, and what it was for no SEN, K and E, by year."""

    code: str
    age: int
    kind: str
    """`met` for a standard, `score` for a score."""
    years: dict[int, tuple[float, float, float]]
    basis: tuple[str, str, str, str]


_NOT = ("teacher", "teacher", "not_held", "not_held")
_TEST = ("test", "test", "not_held", "not_held")
_GRADE = ("test", "test", "teacher", "teacher")


def measures(rates: dict[tuple[str, str], dict[int, tuple[float, float, float]]]) -> list[Measure]:
    """Return the measures with published rates; the others take the plan's or invented ones."""

    def of(stage: str, name: str) -> dict[int, tuple[float, float, float]]:
        return rates.get((stage, name), {})

    return [
        Measure("EYFSP_GLD", 4, "met", of("Early years", "good level of development"), _NOT),
        Measure("PHONICS", 5, "met", of("Year 1 phonics", "met the expected standard"), _NOT),
        Measure("KS1_READ", 6, "met", {0: (82, 33.7, 14), 1: (81, 30.3, 13)}, _NOT),
        Measure("KS1_WRITE", 6, "met", {0: (76, 24.6, 9), 1: (75, 21.5, 8)}, _NOT),
        Measure("KS1_MATHS", 6, "met", {0: (82, 38.1, 15), 1: (81, 32.6, 14)}, _NOT),
        Measure("KS2_RWM", 10, "met", of("Key stage 2", "reading, writing and maths"), _TEST),
        Measure("KS2_READ_PROGRESS", 10, "score", of("Key stage 2", "progress in reading"), _TEST),
        Measure("KS2_WRITE_PROGRESS", 10, "score", of("Key stage 2", "progress in writing"), _TEST),
        Measure("KS2_MATHS_PROGRESS", 10, "score", of("Key stage 2", "progress in maths"), _TEST),
        Measure("KS4_EM94", 15, "met", {0: (69, 35.4, 11), 1: (69, 35, 11), 2: (75, 41, 13),
                                        3: (75, 39, 13)}, _GRADE),
        Measure("KS4_A8", 15, "score", of("Key stage 4", "Attainment 8"), _GRADE),
        Measure("KS4_P8", 15, "score", of("Key stage 4", "Progress 8"), _TEST),
        Measure("L2EM_19", 18, "met", of("Age 19", "level 2 with English and maths"),
                ("test", "test", "test", "teacher")),
    ]  # fmt: skip


_SPREAD = {"KS4_A8": 15.0, "KS4_P8": 1.2}


def attainment(
    people: People, rolls: Rolls, school: Ints, made: school_list.Schools, writer: Writer,
    listed: list[Measure], seed: int,
) -> pd.DataFrame:  # fmt: skip
    """Return one row a measure and pupil."""
    draw = stream(seed, "attainment")
    able = draw.standard_normal(len(people))
    parts = []
    for measure in listed:
        for step in range(len(YEARS)):
            age = people.academic_age(step)
            here = age == measure.age
            here &= (people.present[:, step]) if measure.age > 15 else rolls.phase[:, step] >= 0
            basis = measure.basis[step]
            rates = measure.years.get(step)
            if basis == "not_held" or rates is None:
                here &= rolls.provision[:, step] > NO
                basis = "not_held"
            person = np.flatnonzero(here)
            met, score = _results(draw, measure, rates, basis, person, rolls, step, able)
            parts.append(_rows(measure, step, basis, person, met, score, school, made, people, rolls,
                               writer))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _results(
    draw: np.random.Generator, measure: Measure, rates: tuple[float, float, float] | None,
    basis: str, person: Ints, rolls: Rolls, step: int, able: Floats,
) -> tuple[Ints, Floats]:  # fmt: skip
    """Return standards (1, 0, -1 for none) and scores; the published rate is met exactly."""
    met = np.full(len(person), -1, dtype="int64")
    score = np.full(len(person), np.nan)
    if basis == "not_held" or rates is None:
        return met, score
    luck = able[person] + 0.8 * draw.standard_normal(len(person))
    for kind in range(3):
        group = rolls.provision[person, step] == kind
        if not group.any():
            continue
        if measure.kind == "met":
            met[group] = 0
            met[highest(luck, group, round(rates[kind] / 100 * group.sum()))] = 1
        else:
            spread = _SPREAD.get(measure.code, 5.0)
            drawn = luck[group] * spread / 1.28
            low, high = (0.0, 90.0) if measure.code == "KS4_A8" else (-29.0, 29.0)
            score[group] = np.round(np.clip(drawn - drawn.mean() + rates[kind], low, high), 2)
    return met, score


def _rows(
    measure: Measure, step: int, basis: str, person: Ints, met: Ints, score: Floats, school: Ints,
    made: school_list.Schools, people: People, rolls: Rolls, writer: Writer,
) -> pd.DataFrame:  # fmt: skip
    size = len(person)
    zero = np.zeros(size, dtype="int64")
    provision = rolls.provision[person, step]
    return frame(
        {
            "school_year": coded(zero + step, SCHOOL_YEARS),
            **writer.child(person, ["child_id"]),
            "school_urn": coded(school[person, step], made.urn.astype(str)),
            "sen_provision": coded(provision, PROVISIONS),
            "primary_need": coded(np.where(provision > NO, rolls.need[person, step], -1), NEEDS),
            **writer.child(person, ["home_district"]),
            "measure": coded(zero + MEASURES.index(measure.code), MEASURES),
            "basis": coded(zero + BASES.index(basis), BASES),
            "met": flags(met == 1, met >= 0),
            "score": pd.Series(score),
        }
    )


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


def home_education(people: People, rolls: Rolls, writer: Writer, seed: int) -> pd.DataFrame:
    """Return spells of home education: from the first January seen to the last."""
    draw = stream(seed, "home education")
    seen = rolls.home_educated
    person = np.flatnonzero(seen.any(axis=1))
    first = seen[person].argmax(axis=1)
    last = len(YEARS) - 1 - seen[person][:, ::-1].argmax(axis=1)
    autumn = np.array(YEARS)
    september = np.array([days(year, 9, 5) for year in YEARS])
    start = september[first] + draw.integers(0, 100, len(person))
    ended = last < len(YEARS) - 1
    next_july = np.array([days(year + 1, 7, 20) for year in YEARS])
    provision = rolls.provision[person, last]
    reasons = ("philosophical", "dissatisfied_sen", "dissatisfied_school", "health",
               "exclusion_risk", "waiting", "not_known")  # fmt: skip
    cause = choose(draw, len(person), [22, 0, 20, 22, 6, 4, 26])
    cause = np.where((provision > NO) & (draw.random(len(person)) < 0.4), 1, cause)
    assert len(autumn) == len(september)
    return frame(
        {
            **writer.child(person, ["child_id", "date_of_birth", "sex", "home_lsoa",
                                    "home_district"]),
            "start_date": dates(start),
            "end_date": dates(np.where(ended, next_july[last], -1)),
            "reason": coded(cause, reasons),
            "sen_provision": coded(provision, PROVISIONS),
            "primary_need": coded(np.where(provision > NO, rolls.need[person, last], -1), NEEDS),
        }
    )  # fmt: skip


def looked_after(people: People, writer: Writer, seed: int, as_of: int) -> pd.DataFrame:
    """Return one period of care for each child looked after in any of the years."""
    draw = stream(seed, "looked after")
    care = people.looked_after
    person = np.flatnonzero(care.any(axis=1))
    first = care[person].argmax(axis=1)
    last = len(YEARS) - 1 - care[person][:, ::-1].argmax(axis=1)
    march = np.array([days(year + 1, 3, 31) for year in YEARS])
    size = len(person)
    latest = march[first] - 20
    start = np.maximum(latest - (draw.random(size) ** 2 * 2400).astype("int64"),
                       people.birth[person] + 3)  # fmt: skip
    start = np.minimum(start, people.birth[person] + 6_500)
    end = np.where(last < len(YEARS) - 1, march[last] + draw.integers(5, 300, size), -1)
    grown = people.birth[person] + 6574
    end = np.where((end < 0) & (grown <= as_of), grown, end)
    end = np.where(end >= 0, np.minimum(np.maximum(end, start + 10), as_of), end)
    return frame(
        {
            **writer.child(person, ["child_id", "date_of_birth", "sex", "home_lsoa",
                                    "home_district"]),
            "care_start_date": dates(start),
            "care_end_date": dates(end),
            "care_placement": coded(choose(draw, size, [70, 12, 9, 5, 3, 1]),
                                    ("foster", "residential", "parents", "semi_independent",
                                     "adoption", "other")),
            "legal_status": coded(choose(draw, size, [62, 14, 22, 0, 2]),
                                  ("full_order", "interim_order", "accommodated", "short_term",
                                   "other")),
            "out_of_county": flags(draw.random(size) < 0.2),
        }
    )  # fmt: skip


def early_years(people: People, rolls: Rolls, writer: Writer, seed: int) -> pd.DataFrame:
    """Return the early-years census: children of 2 to 4 who are not on a school's roll."""
    draw = stream(seed, "early years")
    parts = []
    for step in range(len(YEARS)):
        age = people.ages_present(step)
        takes = np.array([0, 0, 0.34, 0.97, 0.6] + [0] * 30)[np.clip(age, 0, 34)]
        here = (rolls.phase[:, step] < 0) & (draw.random(len(people)) < takes)
        here |= (
            (age >= 2) & (age <= 3) & (rolls.provision[:, step] > NO) & (rolls.phase[:, step] < 0)
        )
        person = np.flatnonzero(here & (age >= 2) & (age <= 4) & ~rolls.home_educated[:, step])
        size = len(person)
        support = (rolls.provision[person, step] == NO) & (
            people.liability[person] + 0.3 * draw.standard_normal(size) > 1.75
        )
        provision = np.where(support, 1, rolls.provision[person, step])
        guess = np.where(people.liability[person] * 1000 % 1 < 0.7, NEEDS.index("SLCN"),
                         NEEDS.index("SEMH"))  # fmt: skip
        need = np.where(support, guess, rolls.need[person, step])
        need = np.where((provision == 2) & (need == NEEDS.index("NSA")), NEEDS.index("SLCN"), need)
        setting = people.lsoa[person] % 211
        kind = np.array([0, 1, 1, 1, 1, 2, 1, 1])[setting % 8]
        parts.append(
            frame(
                {
                    "school_year": coded(np.full(size, step), SCHOOL_YEARS),
                    **writer.child(person, ["child_id", "date_of_birth", "sex", "ethnicity",
                                            "home_lsoa", "home_district"]),
                    "setting_id": numbered("EY", setting + 1, 4),
                    "setting_type": coded(kind, ("maintained_nursery", "private_nursery",
                                                 "childminder")),
                    "funded_hours": pd.Series(np.where(draw.random(size) < 0.5, 30.0, 15.0)),
                    "sen_provision": coded(provision, PROVISIONS),
                    "primary_need": coded(np.where(provision > NO, need, -1), NEEDS),
                }
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)
