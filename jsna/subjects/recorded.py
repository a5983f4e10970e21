"""Turn what extracts hold into dimensions: codes into the words of the code list, none missing."""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from jsna import dimensions
from jsna.dimensions import NOT_RECORDED, OUTSIDE
from jsna.figures import SHOWN
from jsna.sources import Sources

Told = dict[str, object]
"""A cell of a figure: labels, numbers and `status`."""


def by_district(
    rows: pd.DataFrame, sources: Sources, tell: Callable[[str, pd.DataFrame], Told]
) -> list[Told]:
    """Return a cell for each district of home, and for each place made of whole districts.

    `tell` makes the cell of a place from its rows. A place is left out where just one of its
    districts is withheld: what is printed of the others would tell what that one hides.
    """
    districts = {str(name): own for name, own in rows.groupby("home_district")}
    found = {name: tell(name, own) for name, own in districts.items()}
    sums = sources.area.places.of_whole_districts(sources.params.as_of)
    for place, parts in sums.items():
        there = [part for part in parts if part in districts]
        withheld = [part for part in there if found[part]["status"] != SHOWN]
        if there and len(withheld) != 1:
            found[place] = tell(place, pd.concat([districts[part] for part in there]))
    return list(found.values())


def coded(codes: pd.Series, dimension: str, sources: Sources) -> pd.Categorical:
    """Return the words for codes of an extract, as a category of every word there is."""
    entry = dimensions.DIMENSIONS[dimension]
    answers = {True: "yes", False: "no"}
    place, found = pd.factorize(codes)
    words = [entry.codes.get(answers.get(code, code)) for code in found]
    return _categories(place, words, dimension, sources)


def as_category(words: pd.Series, dimension: str, sources: Sources) -> pd.Categorical:
    """Return words as a category of every value of the dimension; others are not recorded."""
    place, found = pd.factorize(words)
    return _categories(place, list(found), dimension, sources)


def _categories(
    place: npt.NDArray[np.intp], words: Sequence[str | None], dimension: str, sources: Sources
) -> pd.Categorical:
    """Return for each child the word at its place; -1, and what is no value, is not recorded."""
    allowed = dimensions.values(dimension, sources.area)
    position = {value: code for code, value in enumerate(allowed)}
    unknown = position.get(NOT_RECORDED, -1)
    code = np.array([*(position.get(word or "", unknown) for word in words), unknown])
    return cast(pd.Categorical, pd.Categorical.from_codes(code[place], pd.Index(list(allowed))))


def area_of(lsoas: pd.Series, sources: Sources) -> pd.Categorical:
    """Return the finest place that holds each neighbourhood; `Outside the county` for others."""
    places = sources.area.places
    atoms = {lsoa.code: lsoa.atom for lsoa in places.lsoas}
    words = lsoas.map(atoms).where(lsoas.notna(), NOT_RECORDED).fillna(OUTSIDE)
    return as_category(words, "area", sources)


def fifth_of(lsoas: pd.Series, sources: Sources) -> pd.Categorical:
    """Return the fifth of child income deprivation (of England) of each neighbourhood."""
    ranks = sources.published("deprivation").set_index("lsoa_code")["idaci_decile"]
    fifths = ranks.astype(int).map(dimensions.fifth)
    return as_category(lsoas.map(fifths), "deprivation", sources)


def age_on(births: pd.Series, day: pd.Timestamp) -> pd.Series:
    """Return completed years on a day."""
    before = (births.dt.month > day.month) | (
        (births.dt.month == day.month) & (births.dt.day > day.day)
    )
    return day.year - births.dt.year - before.astype(int)


def age_group_of(births: pd.Series, day: pd.Timestamp, sources: Sources) -> pd.Categorical:
    """Return the age group on a day, in the bands in which EHC plans are published."""
    groups = {age: dimensions.age_group(age) for age in range(26)}
    return as_category(age_on(births, day).map(groups), "age_group", sources)


def school_year_of(days: pd.Series) -> pd.Series:
    """Return the school year of each day, September to August, as `2020/21`."""
    begins = days.dt.year - (days.dt.month < 9).astype(int)
    return begins.astype(str) + "/" + ((begins + 1) % 100).astype(str).str.zfill(2)
