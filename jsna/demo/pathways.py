"""Referrals to the autism pathway and to therapies, equal in every place; sites of services."""

import numpy as np
import pandas as pd

from jsna.demo import hazards
from jsna.demo.calibration import NEEDS
from jsna.demo.camhs import birthday
from jsna.demo.camhs_laws import PATHWAYS
from jsna.demo.draws import DRAWN_TO, Flags, Ints, choose, days, pick, stream
from jsna.demo.needs import NO
from jsna.demo.population import YEARS, People
from jsna.demo.rolls import Rolls
from jsna.demo.shape import Writer, coded, dates, flags, frame, numbered, whole_or_blank

_BEGINS = days(2018, 4, 1)


def extract(
    people: People, rolls: Rolls, writers: dict[str, Writer], seed: int, scale: float, as_of: int
) -> pd.DataFrame:
    """Return the referrals that NCIC (north) and UHMBT (south) send."""
    draw = stream(seed, "pathways")
    ever = rolls.need.max(axis=1)
    asd = (rolls.need == NEEDS.index("ASD")).any(axis=1) | (rolls.second == NEEDS.index("ASD")).any(
        axis=1
    )
    speech = (rolls.need == NEEDS.index("SLCN")).any(axis=1)
    bodily = np.isin(ever, [NEEDS.index(code) for code in ("PD", "PMLD", "SLD")])
    wants = {"autism": asd, "speech_language": speech, "occupational": bodily | asd,
             "physiotherapy": bodily}  # fmt: skip
    sent: dict[str, list[pd.DataFrame]] = {"NCIC": [], "UHMBT": []}
    taken = {"NCIC": 0, "UHMBT": 0}
    for number, (name, law) in enumerate(PATHWAYS.items()):
        age = np.where(people.present[:, 1:].any(axis=1), people.academic_age(2), -1)
        keen = np.where(wants[name], 6.0, 0.12) * np.where(age <= law.usual_age, 1.0, 0.4)
        count = round(law.a_year * scale * (max(as_of, DRAWN_TO) - _BEGINS) / 365.25)
        person = pick(draw, (age >= 3) & (age <= 17) & ~people.visitor, count, keen)
        person = person[draw.permutation(len(person))]
        columns, person = _columns(draw, people, rolls, person, wants[name], law, name, as_of)
        known = (columns["referral_date"] <= pd.Timestamp(as_of, unit="D")).to_numpy()
        north = people.of_place("ccg")[person] == "01H"
        for provider, inside in (("NCIC", north), ("UHMBT", ~north)):
            rows = np.flatnonzero(inside & known)
            child = writers[provider].child(
                person[rows],
                ["child_id", "nhs_number", "date_of_birth", "sex", "ethnicity", "home_lsoa",
                 "home_district"],
            )  # fmt: skip
            ids = taken[provider] + np.arange(len(rows)) + 1
            taken[provider] += len(rows)
            sent[provider].append(
                frame(
                    {
                        "referral_id": numbered(f"{provider[0]}P", ids, 8),
                        "pathway": coded(np.full(len(rows), number), tuple(PATHWAYS)),
                        **child,
                        "provider": coded(
                            np.full(len(rows), int(provider == "UHMBT")), ("NCIC", "UHMBT")
                        ),
                        **{key: column.iloc[rows] for key, column in columns.items()},
                    }
                )
            )
    return pd.concat([*sent["NCIC"], *sent["UHMBT"]], ignore_index=True)


def _columns(
    draw: np.random.Generator, people: People, rolls: Rolls, person: Ints, fits: Flags,
    law: hazards.PathwayLaw, name: str, as_of: int,
) -> tuple[dict[str, pd.Series], Ints]:  # fmt: skip
    size = len(person)
    adult = birthday(people.birth[person], 18)
    first = np.maximum(_BEGINS, people.birth[person] + 750)
    last = np.minimum(max(as_of, DRAWN_TO), adult - 1)
    sound = first < last
    person, first, last, adult = person[sound], first[sound], last[sound], adult[sound]
    size = len(person)
    referred = first + (draw.random(size) * (last - first)).astype("int64")
    order = np.lexsort((person, referred))
    person, referred, adult = person[order], referred[order], adult[order]
    one = np.ones(size)
    to_start = np.ceil(hazards.waits(law.start, one, draw.standard_exponential(size)))
    to_close = np.ceil(hazards.waits(law.close, one, draw.standard_exponential(size)))
    begun = referred + np.minimum(to_start, 10**6).astype("int64")
    shut = referred + np.minimum(to_close, 10**6).astype("int64")
    starts = (begun <= shut) & (begun < adult)
    begun = np.where(starts, begun, -1)
    course = begun + 30 + (law.course * draw.standard_exponential(size)).astype("int64")
    done = np.where(starts, course, -1)
    closed = np.where(starts, course + draw.integers(0, 20, size), np.minimum(shut, adult))
    yes = fits[person] | (draw.random(size) < 0.15)
    outcome = np.where(starts, np.where(yes, 0, 1) if name == "autism" else 2,
                       choose(draw, size, [0, 0, 0, 40, 25, 25, 10]))  # fmt: skip
    step = np.clip((referred - days(2017, 9, 1)) // 365, 0, len(YEARS) - 1)
    send = rolls.provision[person, step] > NO
    known = draw.random(size) < 0.88
    seen = (begun >= 0) & (begun <= as_of)
    finished = (done >= 0) & (done <= as_of)
    shut_now = closed <= as_of
    away = np.where(draw.random(size) < 0.05, draw.integers(5, 30, size), 0)
    away = np.where(seen, np.minimum(away, np.maximum(begun - referred, 0)), 0)
    recorded = np.maximum(referred - 20 - draw.integers(0, 600, size), people.birth[person] + 40)
    return {
        "referral_date": dates(referred),
        "pathway_start_date": dates(np.where(seen, begun, -1)),
        "assessment_complete_date": dates(np.where(finished, done, -1)),
        "unavailable_days": whole_or_blank(away.astype("float64")),
        "closure_date": dates(np.where(shut_now, closed, -1)),
        "outcome": coded(np.where(shut_now, outcome, -1),
                         ("diagnosed", "not_diagnosed", "treated", "not_accepted",
                          "did_not_attend", "withdrawn", "moved")),
        "urgency": coded(choose(draw, size, [0.04, 0.96]), ("urgent", "routine")),
        "send_flag": flags(send, known),
        "send_recorded_date": dates(np.where(send & known, np.minimum(recorded, referred), -1)),
    }, person  # fmt: skip


_SITES = (
    ("CA01", "camhs", "CNTW", "Carlisle", "Carlisle", 340_000, 556_000, 24, 4, 17),
    ("CA02", "camhs", "CNTW", "Workington", "Allerdale", 300_000, 528_500, 14, 4, 17),
    ("CA03", "camhs", "CNTW", "Penrith", "Eden", 351_500, 530_100, 8, 4, 17),
    ("CA04", "camhs", "LSCFT", "Barrow", "Barrow-in-Furness", 319_800, 469_200, 12, 4, 17),
    ("CA05", "camhs", "LSCFT", "Kendal", "South Lakeland", 351_600, 492_700, 12, 4, 17),
    ("SB01", "short_breaks", "council", "Workington", "Allerdale", 300_300, 528_900, 40, 2, 25),
    ("SB02", "short_breaks", "council", "Barrow", "Barrow-in-Furness", 320_100, 469_700, 46, 2, 25),
    ("SB03", "short_breaks", "voluntary", "Carlisle", "Carlisle", 340_600, 555_300, 70, 2, 25),
    ("SB04", "short_breaks", "voluntary", "Whitehaven", "Copeland", 297_500, 518_000, 30, 2, 18),
    ("SB05", "short_breaks", "council", "Penrith", "Eden", 351_200, 530_600, 28, 2, 25),
    (
        "SB06",
        "short_breaks",
        "voluntary",
        "Ulverston",
        "South Lakeland",
        328_500,
        478_300,
        44,
        2,
        25,
    ),
    (
        "SB07",
        "short_breaks",
        "voluntary",
        "Lancaster",
        "Out of county",
        347_700,
        461_700,
        36,
        2,
        25,
    ),
    ("SB08", "short_breaks", "voluntary", "Hexham", "Out of county", 393_600, 564_000, 20, 2, 18),
    ("AU01", "autism", "NCIC", "Carlisle", "Carlisle", 339_700, 555_800, 9, 3, 17),
    ("AU02", "autism", "UHMBT", "Kendal", "South Lakeland", 351_900, 492_300, 7, 3, 17),
    ("TH01", "therapies", "NCIC", "Workington", "Allerdale", 299_800, 528_200, 16, 0, 19),
    ("TH02", "therapies", "NCIC", "Carlisle", "Carlisle", 340_300, 556_400, 20, 0, 19),
    ("TH03", "therapies", "UHMBT", "Barrow", "Barrow-in-Furness", 320_000, 469_000, 13, 0, 19),
    ("TH04", "therapies", "UHMBT", "Kendal", "South Lakeland", 351_500, 492_900, 11, 0, 19),
)


def service_sites(people: People) -> pd.DataFrame:
    """Return made-up sites in real towns, two of them beyond the border."""
    home = people.places.groupby("district")["lsoa"].first()
    table = pd.DataFrame(
        _SITES,
        columns=["site_id", "service", "provider", "town", "site_district", "easting", "northing",
                 "capacity", "age_from", "age_to"],
    )  # fmt: skip
    words = table["service"].str.replace("_", " ")
    table["site_name"] = "Made-up " + words + " site, " + table["town"]
    table["site_lsoa"] = table["site_district"].map(home)
    table["opened_date"] = pd.Timestamp("2015-04-01")
    table["closed_date"] = pd.Series(pd.NaT, index=table.index, dtype="datetime64[s]")
    return table[
        ["site_id", "service", "provider", "site_name", "site_lsoa", "site_district", "easting",
         "northing", "capacity", "age_from", "age_to", "opened_date", "closed_date"]
    ]  # fmt: skip
