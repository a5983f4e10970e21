"""Children taught at home, looked after, or in early-years settings."""

import numpy as np
import pandas as pd

from jsna.demo.attainment import PROVISIONS
from jsna.demo.calibration import NEEDS
from jsna.demo.draws import choose, days, stream
from jsna.demo.needs import NO
from jsna.demo.population import YEARS, People
from jsna.demo.rolls import Rolls
from jsna.demo.shape import (
    SCHOOL_YEARS,
    Writer,
    coded,
    dates,
    flags,
    frame,
    numbered,
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
