"""What the made-up pupils reach, fitted to published rates by SEN.

Assessments at 5, 7 and 11 were not held in 2020 and 2021: those rows say so and hold no result.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.demo import schools as school_list
from jsna.demo.calibration import NEEDS
from jsna.demo.draws import Floats, Ints, highest, stream
from jsna.demo.needs import NO
from jsna.demo.population import YEARS, People
from jsna.demo.rolls import Rolls
from jsna.demo.shape import (
    SCHOOL_YEARS,
    Writer,
    coded,
    flags,
    frame,
)

PROVISIONS = ("N", "K", "E")


BASES = ("test", "teacher", "not_held")


MEASURES = ("EYFSP_GLD", "PHONICS", "KS1_READ", "KS1_WRITE", "KS1_MATHS", "KS2_RWM",
            "KS2_READ_PROGRESS", "KS2_WRITE_PROGRESS", "KS2_MATHS_PROGRESS", "KS4_EM94", "KS4_A8",
            "KS4_P8", "L2EM_19")  # fmt: skip


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
            parts.append(_rows(measure, step, basis, person, met, score, school, made,
                               people, rolls, writer))  # fmt: skip
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
