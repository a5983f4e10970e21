"""One row a child and financial year: eligible, what they received, and who they are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from jsna.dimensions import DIMENSIONS, NEEDS, NOT_RECORDED, OUTSIDE, age_group
from jsna.figures import TOTAL
from jsna.places import AreaPack
from jsna.sources import Sources
from jsna.subjects.breaks import rules
from jsna.subjects.waits import drive
from jsna.subjects.waits.groups import REST, Ground, ground

CHILD, ADULT = "Under 18", "18 to 25"
STAGES = (CHILD, ADULT)
REGULAR, SOME, NONE = "Regular breaks", "Some breaks, not regular", "No breaks"
RECEIVED = (REGULAR, SOME, NONE)
PLACES = ("district", "unitary", "ccg", "locality")
SERVICE = "short_breaks"


@dataclass(frozen=True, eq=False)
class Breaks:
    """What every analysis of short breaks starts from."""

    children: pd.DataFrame
    """Eligible children, one row each and financial year; see `children`."""
    pack: AreaPack
    as_of: date
    said: str
    """The two rules in words."""
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The places of each kind that stood on the day."""

    @property
    def year(self) -> str:
        """The last financial year that had ended."""
        return str(self.children["year"].max())

    @property
    def latest(self) -> pd.DataFrame:
        """The children of the last financial year."""
        return self.children[self.children["year"] == self.year]

    def places(self, rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield the county, then each district, West Cumbria and the rest, with its children."""
        yield TOTAL, rows
        for kind in ("district", "locality"):
            for name in self.names[kind]:
                yield name, rows[rows[kind] == name]


def stages(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield all ages, then those under 18 and from 18, with their rows."""
    yield TOTAL, rows
    for name in STAGES:
        yield name, rows[rows["stage"] == name]


def measure(analysis: Callable[[Breaks], pd.DataFrame]) -> Callable[[Sources], pd.DataFrame]:
    """Return the measure of a figure: an analysis of the latest year, with its period."""

    def cells(sources: Sources) -> pd.DataFrame:
        of = prepared(sources)
        return analysis(of).assign(period=f"financial year {of.year}")

    return cells


def prepared(sources: Sources) -> Breaks:
    """Return the eligible children of an edition under the rules of its params file."""
    params = sources.params
    return prepare(sources, params.short_breaks_eligible, float(params.short_breaks_regular_hours))


def prepare(sources: Sources, rule: str, regular_hours: float) -> Breaks:
    """Return the eligible children under any rule: the door of the workbench."""
    of = ground_of(sources)
    return Breaks(
        children(sources.accepted("short_breaks"), of, rule, regular_hours, sources),
        sources.area,
        sources.params.as_of,
        rules.said(rule, regular_hours),
        dict(of.places),
    )


def ground_of(sources: Sources) -> Ground:
    """Return the lookups of places that all services share."""
    return ground(
        sources.area,
        sources.params.as_of,
        sources.published("deprivation"),
        sources.published("lsoas"),
        drive.minutes(sources.area.sites, SERVICE),
    )


def children(
    listed: pd.DataFrame, of: Ground, rule: str, regular_hours: float, sources: Sources
) -> pd.DataFrame:
    """Return one row an eligible child and financial year that has ended.

    Columns: `child_id`, `link_key` where the extract has it, `year`, `stage` and `age` (on 1 April,
    when the year begins), `age_group`, `need`, places and `deprivation` (categorical, with the
    whole code list), `hours` a month over the year, `received`, `regular`, `direct`, `waiting`, and
    `weeks` waited by the end of the year.
    """
    last = pd.Timestamp(sources.params.as_of)
    number = listed["financial_year"].str[:4].astype(int)
    ended = rules.first_day(number + 1) <= last
    held = rules.eligibility(rule).holds(listed, rules.first_day(number))
    rows = listed[ended & held].assign(hours=rules.hours_a_month(listed))
    rows = rows.assign(
        given=rows["service"] != "none",
        direct=rules.yes(rows["direct_payment"]) & (rows["service"] != "none"),
    )
    keys = ["financial_year", "child_id"]
    summed = rows.groupby(keys, sort=False).agg(
        hours=("hours", "sum"),
        given=("given", "any"),
        direct=("direct", "any"),
        waiting_since=("waiting_since", "min"),
    )
    one = rows.drop_duplicates(keys).set_index(keys)
    one = one.drop(columns=list(summed.columns)).join(summed).reset_index()
    begins = rules.first_day(one["financial_year"].str[:4].astype(int))
    ends = rules.first_day(one["financial_year"].str[:4].astype(int) + 1)
    age = _age(one["date_of_birth"], begins)
    adult = sources.area.thresholds["short_breaks_ends_at"].value
    where = homes(one, of)
    regular = one["hours"] >= regular_hours
    waiting = one["waiting_since"].notna() & ~one["given"] & (one["waiting_since"] < ends)
    needs = (*NEEDS.values(), NOT_RECORDED)
    kept = ["child_id", *(["link_key"] if "link_key" in one else [])]
    return one[kept].assign(
        year=one["financial_year"],
        age=age,
        stage=pd.Categorical(np.where(age < adult, CHILD, ADULT), categories=[*STAGES]),
        age_group=[age_group(int(years)) for years in age],
        need=pd.Categorical(
            one["primary_need"].map(NEEDS).fillna(NOT_RECORDED), categories=list(needs)
        ),
        **where,
        hours=one["hours"],
        received=pd.Categorical(
            np.select([regular, one["given"]], [REGULAR, SOME], NONE), categories=list(RECEIVED)
        ),
        regular=regular.to_numpy(),
        direct=one["direct"].to_numpy(),
        waiting=waiting.to_numpy(),
        weeks=((ends - one["waiting_since"]).dt.days / 7).where(waiting),
    )


def homes(rows: pd.DataFrame, of: Ground) -> dict[str, pd.Categorical]:
    """Return the places and the deprivation fifth of each home, with their whole code lists.

    A home without a small area of the county is placed by its district, as far as that goes.
    """
    lsoa = rows["home_lsoa"]
    told = rows["home_district"]
    here = told.isin(of.places["district"])
    elsewhere = told.where(here, OUTSIDE).where(told.notna(), NOT_RECORDED)
    district = lsoa.map(of.lsoas["district"].to_dict())
    district = district.where(district.notna(), elsewhere).astype("str")
    found = {}
    for name in ("area", *PLACES, "deprivation"):
        values = lsoa.map(of.lsoas[name].to_dict())
        if name in ("unitary", "locality"):
            holder = of.lsoas.drop_duplicates("district").set_index("district")[name]
            values = district.map(holder.to_dict())
        elif name in ("area", "district"):
            values = values.where(values.notna(), district)
        listed = {
            "area": of.atom_values,
            "deprivation": DIMENSIONS["deprivation"].values,
        }.get(name) or (*of.places[name], OUTSIDE, NOT_RECORDED)
        # A district that lies in two parts is none of its parts.
        values = values.where(values.isin(listed), NOT_RECORDED)
        found[name] = pd.Categorical(values, categories=list(dict.fromkeys(listed)))
    return found


def _age(born: "pd.Series[pd.Timestamp]", day: "pd.Series[pd.Timestamp]") -> "pd.Series[int]":
    """Return completed years on 1 April; all days of a series are 1 April of some year."""
    later = (born.dt.month > 4) | ((born.dt.month == 4) & (born.dt.day > 1))
    return day.dt.year - born.dt.year - later.astype(int)


def west(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Return whether each home is in the locality that the plan names."""
    return ~rows["locality"].isin([REST, NOT_RECORDED, OUTSIDE])
