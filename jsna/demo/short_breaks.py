"""Short breaks: who is eligible, who receives them regularly, and who waits.

Everyone who is eligible has the same chance of regular breaks, but for young adults in West
Cumbria: the planted gap.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.demo.calibration import NEEDS
from jsna.demo.draws import Flags, Floats, Ints, age_on, choose, days, stream
from jsna.demo.needs import NO
from jsna.demo.population import YEARS, People
from jsna.demo.rolls import Rolls
from jsna.demo.shape import SCHOOL_YEARS, Writer, coded, dates, flags, frame

_ELIGIBLE_PLAN = {"PMLD": 0.96, "SLD": 0.93, "MSI": 0.85, "PD": 0.6, "ASD": 0.52, "VI": 0.35,
                  "HI": 0.3, "MLD": 0.16, "SEMH": 0.1, "SLCN": 0.1, "OTH": 0.12}  # fmt: skip
_ELIGIBLE_SUPPORT = {"PD": 0.2, "ASD": 0.1, "MSI": 0.3, "VI": 0.1, "HI": 0.06}
SERVICES = ("none", "daytime", "after_school", "home_support", "overnight_residential",
            "overnight_family", "direct_payment")  # fmt: skip
_MIX = (0.0, 0.26, 0.24, 0.14, 0.12, 0.06, 0.18)
_HOURS = np.array([0.0, 14.0, 12.0, 16.0, 48.0, 40.0, 18.0])


@dataclass(frozen=True)
class Chances:
    """True chance of regular short breaks of an eligible child, in any year and place."""

    under_18: float = 0.58
    adult: float = 0.52
    adult_west: float = 0.52
    """Aged 18 to 25 on 1 April, when the financial year begins, in Allerdale and Copeland."""


PLANTED = Chances(adult_west=0.30)


def chances(inequities: bool) -> Chances:
    """Return the true chances, with or without the planted gap."""
    return PLANTED if inequities else Chances()


def short_breaks(
    people: People, rolls: Rolls, writer: Writer, true: Chances, seed: int
) -> pd.DataFrame:
    """Return one row a child, financial year and service, `none` for those without any."""
    draw = stream(seed, "short breaks")
    size = len(people)
    lasting_eligible, lasting_regular = draw.random(size), draw.random(size)
    main = choose(draw, size, _MIX)
    second = choose(draw, size, _MIX)
    second = np.where(second == main, 1 + main % (len(SERVICES) - 1), second)
    district = people.of_place("district")
    west = (district == "Allerdale") | (district == "Copeland")
    by_need = np.zeros((3, len(NEEDS)))
    for row, odds in ((1, _ELIGIBLE_SUPPORT), (2, _ELIGIBLE_PLAN)):
        for code, chance in odds.items():
            by_need[row, NEEDS.index(code)] = chance
    return pd.concat(
        [
            _year(step, draw, people, rolls, writer, true, west,
                  lasting_eligible, lasting_regular, main, second, by_need)
            for step in range(len(YEARS))
        ],
        ignore_index=True,
    )  # fmt: skip


def _year(
    step: int, draw: np.random.Generator, people: People, rolls: Rolls, writer: Writer,
    true: Chances, west: Flags, lasting_eligible: Floats, lasting_regular: Floats, main: Ints,
    second: Ints, by_need: Floats,
) -> pd.DataFrame:  # fmt: skip
    autumn = YEARS[step]
    size = len(people)
    age = np.where(people.present[:, step], people.academic_age(step), -1)
    provision = rolls.provision[:, step]
    chance = by_need[provision, np.maximum(rolls.need[:, step], 0)]
    spring = age_on(people.birth, autumn, 4, 1)
    fits = (
        (age >= 2) & (spring >= 2) & (spring <= 25) & (provision > NO) & (lasting_eligible < chance)
    )
    adult = spring >= 18
    wanted = np.where(adult, np.where(west, true.adult_west, true.adult), true.under_18)
    afresh = draw.random(size)
    score = np.where(draw.random(size) < 0.25, afresh, lasting_regular)
    regular = fits & (score < wanted)
    some = fits & ~regular & (draw.random(size) < 0.16)
    waits = fits & ~regular & ~some & (draw.random(size) < 0.28)
    both = regular & (draw.random(size) < 0.3)
    assessed = regular | some | (draw.random(size) < 0.6)

    person = np.concatenate([np.flatnonzero(fits), np.flatnonzero(both)])
    extra = np.arange(len(person)) >= fits.sum()
    order = np.lexsort((extra, person))
    person, extra = person[order], extra[order]
    got = regular[person] | some[person]
    kind = np.where(got, np.where(extra, second[person], main[person]), 0)
    kind = np.where(~adult[person] | (kind != 2), kind, 1)
    taken = extra & (kind == np.roll(kind, 1))
    kind = np.where(taken, np.where(kind == 3, 1, 3), kind)
    count = len(person)
    spread = 0.6 + 0.9 * draw.random(count)
    hours = np.where(regular[person], _HOURS[kind] * spread, 1 + 2.5 * draw.random(count))
    months = np.where(
        regular[person], 8 + draw.integers(0, 5, count), 1 + draw.integers(0, 3, count)
    )
    paid = kind == SERVICES.index("direct_payment")
    april = days(autumn, 4, 1)
    before = april - draw.integers(30, 900, count)
    born = people.birth[person]
    eligible_from = np.maximum(np.maximum(before, born + 700), born)
    start = np.where(
        months >= 11, np.maximum(before, born + 720), april + draw.integers(0, 60, count)
    )
    end = np.where(regular[person], -1, start + 92)
    columns = {
        "financial_year": coded(np.full(count, step), SCHOOL_YEARS),
        **writer.child(person, ["child_id", "nhs_number", "date_of_birth", "sex", "ethnicity"]),
        "primary_need": coded(rolls.need[person, step], NEEDS),
        **writer.child(person, ["home_lsoa", "home_district"]),
        "eligible": flags(np.ones(count, dtype=bool)),
        "eligible_date": dates(np.minimum(eligible_from, april + 30)),
        "assessed": flags(assessed[person]),
        "assessed_date": dates(
            np.where(assessed[person], np.minimum(eligible_from, april + 30) + 20, -1)
        ),
        "service": coded(kind, SERVICES),
        "site_id": coded(np.where(got & ~paid & (kind != 3), _site(people, person, count), -1),
                         [f"SB{number:02d}" for number in range(1, 9)]),
        "provider": coded(np.where(got, np.where(np.arange(count) % 3 == 0, 1, 0), -1),
                          ("council", "voluntary")),
        "service_start_date": dates(np.where(got, start, -1)),
        "service_end_date": dates(np.where(got, end, -1)),
        "hours_a_month": pd.Series(np.where(got, np.round(hours, 1), np.nan)),
        "months_received": pd.Series(np.where(got & ~paid, months, np.nan)).astype("Int64"),
        "direct_payment": flags(paid),
        "waiting_since": dates(np.where(waits[person], april + draw.integers(0, 300, count), -1)),
    }  # fmt: skip
    return frame(columns)


def _site(people: People, person: Ints, count: int) -> Ints:
    names = people.of_place("district")[person]
    return np.select(
        [names == district for district in
         ("Allerdale", "Barrow-in-Furness", "Carlisle", "Copeland", "Eden", "South Lakeland")],
        np.arange(6), 6,
    )  # fmt: skip
