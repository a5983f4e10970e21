"""How many children and young people will live here: mid-year single ages, rolled forward.

Everybody grows a year older each year. Who moves in and out is taken from the last two estimates:
those of one age, out of those a year younger the year before. Births ahead are not known and
stay at the number under one year of age in the last estimate.
"""

import pandas as pd

from jsna.dimensions import AGE_GROUPS
from jsna.figures import Figure
from jsna.sources import Sources

AGES = range(26)
YEARS_AHEAD = 10
HORIZONS = (5, 10)
"""Years ahead that pages speak of; beyond five it is a scenario, not a forecast."""
STAY, MOVE = "Nobody moves", "Moves as of late"
UNITARY_KINDS = ("unitary", "locality")
"""Places that are whole districts put together."""


def estimates(sources: Sources, area: str) -> pd.DataFrame:
    """Return residents of an area as published: one row a single age 0 to 25, one column a year."""
    rows = sources.published("population")
    rows = rows[(rows["area"] == area) & (rows["age"] != "all")]
    found = rows.assign(age=rows["age"].astype(int), people=rows["people"].astype(float))
    return found.pivot(index="age", columns="period", values="people").loc[list(AGES)]


def rolled(found: pd.DataFrame, years: int = YEARS_AHEAD, moves: bool = True) -> pd.DataFrame:
    """Return residents by age, one column a year ahead (0 is the last estimate).

    With `moves` each age keeps the yearly ratio between the last two estimates of those who grew
    into it: cohort change ratios. Reference: Hamilton and Perry (1962), Social Forces 41, 163-170.

    >>> two = pd.DataFrame({"2019": [10.0] * 26, "2020": [10.0, 11.0] + [10.0] * 24})
    >>> rolled(two, 2)[2].tolist()[:3]
    [10.0, 11.0, 11.0]
    """
    last = [float(number) for number in found.iloc[:, -1]]
    ratios = _yearly_ratios(found) if moves else [1.0] * len(last)
    table = {0: last}
    for year in range(1, years + 1):
        before = table[year - 1]
        table[year] = [last[0], *(before[age - 1] * ratios[age] for age in AGES if age)]
    return pd.DataFrame(table, index=list(AGES))


def _yearly_ratios(found: pd.DataFrame) -> list[float]:
    """Return for each age the yearly ratio of those who grew into it; 1 where none can be made."""
    if found.shape[1] < 2:
        return [1.0] * len(AGES)
    gap = int(found.columns[-1]) - int(found.columns[-2])
    before, now = ([float(one) for one in found.iloc[:, place]] for place in (-2, -1))
    return [1.0 if age < gap else (now[age] / before[age - gap]) ** (1 / gap) for age in AGES]


def parts_of(sources: Sources) -> dict[str, tuple[str, ...]]:
    """Return each place made of whole districts, the county first, with its districts."""
    day = sources.params.as_of
    places = sources.area.places
    districts = tuple(place.name for place in places.all("district", day))
    joined = {
        place.name: tuple(place.made_of)
        for kind in UNITARY_KINDS
        for place in places.all(kind, day)
    }
    return {"Total": districts, **{name: (name,) for name in districts}, **joined}


def ahead(sources: Sources, moves: bool = True) -> dict[str, pd.DataFrame]:
    """Return rolled residents of each place; what is made of districts is their sum."""
    parts = parts_of(sources)
    own = {
        name: rolled(estimates(sources, name), moves=moves)
        for name, members in parts.items()
        if members == (name,)
    }
    return {
        name: sum((own[member] for member in members[1:]), own[members[0]])
        for name, members in parts.items()
    }


def last_estimate(sources: Sources) -> int:
    """Return the year of the last estimate of the area."""
    return int(max(estimates(sources, sources.area.name).columns))


def by_group(of_ages: "pd.Series[float]") -> "pd.Series[float]":
    """Return residents by the age groups in which plans are published."""
    return pd.Series({name: float(of_ages.loc[list(ages)].sum()) for name, ages in
                      AGE_GROUPS.items()})  # fmt: skip


def people(sources: Sources) -> pd.DataFrame:
    """Return residents aged 0 to 25 by place, now and 5 and 10 years ahead, both ways."""
    first = last_estimate(sources)
    rows = []
    for moves, words in ((True, MOVE), (False, STAY)):
        for area, table in ahead(sources, moves).items():
            for step in (0, *HORIZONS):
                number = round(float(table[step].sum()), -2)
                rows.append(
                    {"area": area, "year": str(first + step), "moves": words, "value": number,
                     "n": number}
                )  # fmt: skip
    return pd.DataFrame(rows)


FIGURES = (
    Figure(
        id="future-residents",
        title="Children and young people aged 0 to 25 who will live here",
        question="Will more or fewer children and young people live here?",
        population="Residents aged 0 to 25 on 30 June",
        dimensions=("area", "year", "moves"),
        kind="statistic",
        unit="residents",
        source=("population",),
        period="the last mid-year estimate on the edition's day, and 5 and 10 years after it",
        geography="Districts, places made of whole districts, and the county",
        rule="statistic",
        published_only=True,
        measure=people,
        method=(
            "each single age grows a year older each year; moves are the ratios between the last "
            "two estimates; births stay at the last number; rounded to 100"
        ),
        limits=(
            "Two estimates say little about moves, and births may go on falling. This is what "
            "follows from today's ages, not a forecast of where families will live."
        ),
    ),
)
