"""Made-up schools, colleges and settings in real towns, and who goes where.

Each name says that it is made up. A child goes to the school of its phase whose catchment (a
run of neighbouring LSOAs of the district) holds its home, and one in eight to another of the
district.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.demo.calibration import PHASES, Targets
from jsna.demo.draws import Flags, Ints, days, stream, whole
from jsna.demo.population import People
from jsna.demo.rolls import Rolls
from jsna.demo.shape import coded, dates, frame, whole_or_blank

TOWNS = {
    "Allerdale": ("Workington", "Maryport", "Wigton", "Cockermouth", "Keswick", "Aspatria"),
    "Barrow-in-Furness": ("Barrow", "Dalton", "Askam", "Walney"),
    "Carlisle": ("Carlisle", "Brampton", "Longtown", "Dalston"),
    "Copeland": ("Whitehaven", "Egremont", "Cleator Moor", "Millom", "Seascale"),
    "Eden": ("Penrith", "Appleby", "Kirkby Stephen", "Alston"),
    "South Lakeland": ("Kendal", "Ulverston", "Windermere", "Milnthorpe", "Sedbergh"),
}
_NAMES = ("Larkrise", "Bluebell", "Heron", "Rowanbank", "Skylark", "Fernside", "Otterburn Lane",
          "Foxglove", "Curlew", "Harebell", "Willowgarth", "Kingfisher", "Hazelrigg", "Osprey",
          "Primrose", "Lapwing", "Brackenfold", "Damson", "Swallow", "Greycairn")  # fmt: skip
_SIZE = {"nursery": 48, "primary": 148, "secondary": 830, "special": 120, "ap": 50,
         "independent": 150}  # fmt: skip
_KIND = {"nursery": "Nursery School", "primary": "Primary School", "secondary": "Academy",
         "special": "Special School", "ap": "Learning Centre", "independent": "House School",
         "post-16": "College"}  # fmt: skip
_SHARED = {"special": ("Allerdale", "Barrow-in-Furness", "Carlisle", "Eden", "South Lakeland"),
           "ap": ("Allerdale", "Barrow-in-Furness", "Carlisle")}  # fmt: skip
_NEAREST = {"Copeland": "Allerdale", "Eden": "Carlisle", "South Lakeland": "Barrow-in-Furness"}
BEYOND = "Out of county"


@dataclass(frozen=True)
class Schools:
    """All schools and colleges; `first` and `count` find those of a phase in a district."""

    phase: "tuple[str, ...]"
    district: "tuple[str, ...]"
    lsoa: Ints
    """Row of `places`, -1 beyond the border."""
    urn: Ints
    first: Ints
    """By phase of `ALL_PHASES` and district of `DISTRICTS`: the first school that serves it."""
    count: Ints


DISTRICTS = (*sorted(TOWNS), BEYOND)
ALL_PHASES = (*PHASES, "post-16")


def schools(targets: Targets, seed: int, scale: float) -> Schools:
    """Return the schools, as many as the pupils of each phase need."""
    draw = stream(seed, "schools")
    young = targets.population[
        (targets.population["year"] == 2020) & targets.population["age"].between(4, 15)
    ]
    people = young.groupby(targets.places["district"].to_numpy()[young["place"]])["people"].sum()
    weight = np.array([people[district] for district in DISTRICTS[:-1]])
    phase: list[str] = []
    district: list[str] = []
    lsoa: list[Ints] = []
    shape = (len(ALL_PHASES), len(DISTRICTS))
    first, count = np.zeros(shape, dtype="int64"), np.zeros(shape, dtype="int64")
    share = targets.phase_share[2020]["all"]
    for row, name in enumerate(ALL_PHASES):
        serving = _SHARED.get(name, DISTRICTS[:-1])
        if name == "post-16":
            numbers = np.maximum(1, np.rint(np.full(len(serving), scale)).astype("int64"))
        else:
            wanted = share[row] * targets.pupils[2020] * scale / _SIZE[name]
            inside = np.array([weight[DISTRICTS.index(place)] for place in serving])
            numbers = np.maximum(1, whole(inside, max(len(serving), round(wanted))))
        for place, number in zip(serving, numbers, strict=True):
            first[row, DISTRICTS.index(place)] = len(phase)
            count[row, DISTRICTS.index(place)] = number
            homes = np.flatnonzero((targets.places["district"] == place).to_numpy())
            spread = (np.arange(number) * len(homes) // max(number, 1)) % len(homes)
            phase += [name] * int(number)
            district += [place] * int(number)
            lsoa.append(homes[spread])
        first[row, -1], count[row, -1] = len(phase), max(2, round(4 * scale))
        phase += [name] * int(count[row, -1])
        district += [BEYOND] * int(count[row, -1])
        lsoa.append(np.full(count[row, -1], -1))
        for place, other in _NEAREST.items():
            here, there = DISTRICTS.index(place), DISTRICTS.index(other)
            if count[row, here] == 0:
                first[row, here], count[row, here] = first[row, there], count[row, there]
    size = len(phase)
    urn = 900_000 + draw.permutation(np.arange(1, size + 1))
    return Schools(tuple(phase), tuple(district), np.concatenate(lsoa), urn, first, count)


def attended(
    made: Schools, people: People, person: Ints, phase: Ints, abroad: Flags, seed: int
) -> Ints:
    """Return the school (row of `made`) of each person in a phase of `ALL_PHASES`; -1 for none."""
    draw = stream(seed, "catchment")
    taste = draw.random(len(people))[person]
    other = draw.random(len(people))[person]
    names = people.of_place("district")[person]
    home = np.select([names == district for district in DISTRICTS], np.arange(len(DISTRICTS)), 0)
    visitor = people.visitor[person]
    home = np.where(visitor, (other * (len(DISTRICTS) - 1)).astype("int64"), home)
    home = np.where(abroad, len(DISTRICTS) - 1, home)
    order = people.places.groupby("district").cumcount().to_numpy()
    size = people.places.groupby("district")["lsoa"].transform("size").to_numpy()
    along = np.append(order / size, 0.0)[people.lsoa[person]]
    along = np.where(visitor | abroad | (taste < 0.12), other, along)
    there = np.maximum(phase, 0)
    number = made.count[there, home]
    chosen = made.first[there, home] + np.minimum((along * number).astype("int64"), number - 1)
    return np.where(phase < 0, -1, chosen)


def extract(made: Schools, people: People, rolls: Rolls, school: Ints, seed: int) -> pd.DataFrame:
    """Return the list of schools. `school` is that of each person in the last January."""
    draw = stream(seed, "schools extract")
    size = len(made.phase)
    on_roll = np.bincount(school[(school >= 0) & (rolls.phase[:, -1] >= 0)], minlength=size)
    numbers = np.arange(size)
    town = [
        TOWNS[place][number % len(TOWNS[place])] if place in TOWNS else "beyond the border"
        for number, place in enumerate(made.district)
    ]
    name = [
        f"Made-up {_NAMES[number * 7 % len(_NAMES)]} {_KIND[phase]}, {place} ({number + 1})"
        for number, (phase, place) in enumerate(zip(made.phase, town, strict=True))
    ]
    kind = np.array([
        {"independent": 2, "post-16": 3}.get(phase, int(draw.random() < 0.35))
        for phase in made.phase
    ])  # fmt: skip
    unit = np.isin(np.array(made.phase), ["primary", "secondary"]) & (draw.random(size) < 0.05)
    college = np.array([phase == "post-16" for phase in made.phase])
    inside = np.array([place != BEYOND for place in made.district])
    return frame(
        {
            "school_urn": pd.Series(made.urn).astype("str"),
            "school_name": pd.Series(name, dtype="str"),
            "ukprn": pd.Series(ukprn(made)).astype("str").where(college, other=None),
            "phase": coded(np.array([ALL_PHASES.index(phase) for phase in made.phase]), ALL_PHASES),
            "school_type": coded(kind, ("community", "academy", "independent", "college")),
            "school_lsoa": coded(made.lsoa, people.places["lsoa"]),
            "school_district": pd.Series(list(made.district), dtype="str"),
            "pupils_on_roll": whole_or_blank(
                np.where(inside & ~college, on_roll, np.nan).astype("float64")
            ),
            "sen_unit_places": whole_or_blank(np.where(unit, 8 + numbers % 9, 0).astype("float64")),
            "opened_date": dates(np.full(size, days(1998, 9, 1))),
            "closed_date": dates(np.full(size, -1)),
        }
    )


def ukprn(made: Schools) -> Ints:
    """Return provider numbers in a range that is not in use."""
    return made.urn + 98_100_000
