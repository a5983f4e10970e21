"""One row a child and financial year: eligible, what they received, and who they are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from jsna.dimensions import DIMENSIONS, NEEDS, NOT_RECORDED, OUTSIDE, age_group
from jsna.figures import TOTAL
from jsna.places import AreaPack
from jsna.sources import Sources
from jsna.subjects.breaks import rules
from jsna.subjects.waits import drive
from jsna.subjects.waits.groups import REST, Ground, coded, ground, of_homes

CHILD, ADULT = "Under 18", "18 to 25"
STAGES = (CHILD, ADULT)
REGULAR, SOME, NONE = "Regular breaks", "Some breaks, not regular", "No breaks"
RECEIVED = (REGULAR, SOME, NONE)
SAID_OF_HOMES = ("area", "district", "unitary", "ccg", "locality", "deprivation")
SERVICE = "short_breaks"
OTHER_NEED = "Other"
BROAD = {need: broad for broad, needs in DIMENSIONS["need"].groups.items() for need in needs}
"""Each primary need and the broad area of need that it belongs to."""
BROADS = tuple(dict.fromkeys((*BROAD.values(), OTHER_NEED)))
ALIKE = ("age_group", "broad_need", "deprivation")
"""In what children are held alike where places are compared."""
BANDS = tuple(dict.fromkeys((*(age_group(years) for years in range(26)), NOT_RECORDED)))
_BAND_OF_AGE = np.array([BANDS.index(age_group(years)) for years in (*range(26), -1, -1)])
"""The band of each age; the last two stand for ages above 25 and below 0."""


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

    @property
    def sides(self) -> dict[str, tuple[str, ...]]:
        """The districts of each place that is held against the rest of the county."""
        west, districts = self.names["locality"][0], self.names["district"]
        held = set(self.pack.places.place(west).atoms)
        inside = [name for name in districts if set(self.pack.places.place(name).atoms) <= held]
        return {west: tuple(inside), **{name: (name,) for name in districts}}

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


@lru_cache(maxsize=1)
def prepared(sources: Sources) -> Breaks:
    """Return the eligible children of an edition under the rules of its params file."""
    params = sources.params
    return prepare(sources, params.short_breaks_eligible, float(params.short_breaks_regular_hours))


def prepare(sources: Sources, rule: str, regular_hours: float) -> Breaks:
    """Return the eligible children under any rule: the door of the workbench."""
    of = ground_of(sources)
    found = children(sources.accepted("short_breaks"), of, rule, sources)
    return Breaks(
        _received(found, regular_hours),
        sources.area,
        sources.params.as_of,
        rules.said(rule, regular_hours),
        dict(of.places),
    )


def with_hours(of: Breaks, rule: str, regular_hours: float) -> Breaks:
    """Return the same children under another rule of what is regular."""
    found = _received(of.children, regular_hours)
    return replace(of, children=found, said=rules.said(rule, regular_hours))


def ground_of(sources: Sources) -> Ground:
    """Return the lookups of places that all services share."""
    return ground(
        sources.area,
        sources.params.as_of,
        sources.published("deprivation"),
        sources.published("lsoas"),
        drive.minutes(sources.area.sites, SERVICE),
    )


def children(listed: pd.DataFrame, of: Ground, rule: str, sources: Sources) -> pd.DataFrame:
    """Return one row an eligible child and financial year that has ended.

    Columns: `child_id`, `link_key` where the extract has it, `year`, `stage` and `age` (on 1 April,
    when the year begins), `age_group`, `need`, `broad_need`, places and `deprivation` (categorical,
    with the whole code list), `hours` a month over the year, `given` (anything at all), `direct`,
    `waiting`, and `weeks` waited by the end of the year.
    """
    last = pd.Timestamp(sources.params.as_of)
    ended = rules.begins(listed["financial_year"], 1) <= last
    held = rules.eligibility(rule).holds(listed)
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
    begins, ends = (rules.begins(one["financial_year"], later) for later in (0, 1))
    age = _age(one["date_of_birth"], begins)
    adult = sources.area.thresholds["short_breaks_ends_at"].value
    where = {name: column for name, column in of_homes(one, of).items() if name in SAID_OF_HOMES}
    need = one["primary_need"].map(NEEDS)
    waiting = one["waiting_since"].notna() & ~one["given"] & (one["waiting_since"] < ends)
    kept = ["child_id", *(["link_key"] if "link_key" in one else [])]
    return one[kept].assign(
        year=one["financial_year"],
        age=age,
        stage=pd.Categorical(np.where(age < adult, CHILD, ADULT), categories=[*STAGES]),
        age_group=coded(_BAND_OF_AGE[np.clip(age, -1, 26)], BANDS),
        need=pd.Categorical(need.fillna(NOT_RECORDED), categories=[*NEEDS.values(), NOT_RECORDED]),
        broad_need=pd.Categorical(need.map(BROAD).fillna(OTHER_NEED), categories=[*BROADS]),
        **where,
        hours=one["hours"],
        given=one["given"].to_numpy(),
        direct=one["direct"].to_numpy(),
        waiting=waiting.to_numpy(),
        weeks=((ends - one["waiting_since"]).dt.days / 7).where(waiting),
    )


def _received(found: pd.DataFrame, regular_hours: float) -> pd.DataFrame:
    """Return the children with `received` and `regular` under a rule of what is regular."""
    regular = found["hours"] >= regular_hours
    received = np.select([regular, found["given"]], [REGULAR, SOME], NONE)
    return found.assign(
        received=pd.Categorical(received, categories=list(RECEIVED)), regular=regular.to_numpy()
    )


def _age(born: "pd.Series[pd.Timestamp]", day: "pd.Series[pd.Timestamp]") -> "pd.Series[int]":
    """Return completed years on 1 April; all days of a series are 1 April of some year."""
    later = (born.dt.month > 4) | ((born.dt.month == 4) & (born.dt.day > 1))
    return day.dt.year - born.dt.year - later.astype(int)


def west(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Return whether each home is in the locality that the plan names."""
    return ~rows["locality"].isin([REST, NOT_RECORDED, OUTSIDE])
