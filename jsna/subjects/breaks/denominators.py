"""Whether a gap survives another denominator: eligible, with a plan, all SEND, all who live here.

The eligible list is made by the services. A place that lists few children looks well served when
measured against its own list; against plans, SEND or the whole population it may not.
"""

from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from jsna.dimensions import NOT_RECORDED, OUTSIDE
from jsna.figures import TOTAL, Figure
from jsna.sources import Sources
from jsna.stats import proportions, two_proportions
from jsna.subjects import send
from jsna.subjects.breaks.prepared import (
    ADULT,
    CHILD,
    STAGES,
    Breaks,
    ground_of,
    prepared,
)
from jsna.subjects.breaks.wording import GEOGRAPHY, LIMITS
from jsna.subjects.recorded import age_on
from jsna.subjects.waits.cells import FEWEST, Cell, cell, too_few
from jsna.subjects.waits.groups import REST, Ground

ON_LIST = "Eligible for short breaks"
PLANS = "With an EHC plan"
ALL_SEND = "With an EHC plan or on SEN Support"
EVERYONE = "Living there"
DENOMINATORS = (ON_LIST, PLANS, ALL_SEND, EVERYONE)

Counts = pd.DataFrame
"""One row a district, stage and denominator: `part` with regular breaks, of `whole`."""


@lru_cache(maxsize=1)
def counts(sources: Sources) -> Counts:
    """Return how many regularly receive, of how many, by district, stage and denominator.

    Of plans and of SEND only receivers who are counted there themselves, joined by the council's
    own reference. Of all who live there: every receiver.
    """
    of = prepared(sources)
    year, adult = of.year, of.pack.thresholds["short_breaks_ends_at"].value
    latest = of.latest
    regular = latest[latest["regular"]]
    found = [_tally(latest, latest["regular"], ON_LIST)]
    listed = _with_send(of, sources, year, adult)
    listed["regular"] = listed["child_id"].isin(set(regular["child_id"]))
    planned = listed[listed["has_plan"]]
    found.append(_tally(planned, planned["regular"], PLANS))
    found.append(_tally(listed, listed["regular"], ALL_SEND))
    people = _people(sources, of, year, adult)
    received = _tally(regular, regular["regular"], EVERYONE)[["district", "stage", "part"]]
    everyone = people.merge(received, on=["district", "stage"], how="left")
    found.append(everyone.assign(part=everyone["part"].fillna(0), denominator=EVERYONE))
    return pd.concat(found, ignore_index=True)


def _tally(rows: pd.DataFrame, regular: "pd.Series[bool]", denominator: str) -> Counts:
    counted = rows.assign(regular=regular, district=rows["district"].astype("str"))
    counted["stage"] = counted["stage"].astype("str")
    found = counted.groupby(["district", "stage"], as_index=False).agg(
        part=("regular", "sum"), whole=("regular", "size")
    )
    return found.assign(denominator=denominator)


def _with_send(of: Breaks, sources: Sources, year: str, adult: float) -> pd.DataFrame:
    """Return the children with SEND of the year's January, with district and stage."""
    listed = send.counted_once(sources, year)
    districts = district_of(listed["home_lsoa"], ground_of(sources))
    age = age_on(listed["date_of_birth"], pd.Timestamp(int(year[:4]), 4, 1))
    stage = pd.Series(CHILD, index=listed.index).mask(age >= adult, ADULT)
    return listed[["child_id", "has_plan"]].assign(district=districts, stage=stage)


def district_of(lsoas: "pd.Series[str]", of: Ground) -> "pd.Series[str]":
    """Return the district of each home."""
    found = lsoas.map(of.lsoas["district"].to_dict())
    return found.where(found.notna(), OUTSIDE).where(lsoas.notna(), NOT_RECORDED)


def _people(sources: Sources, of: Breaks, year: str, adult: float) -> pd.DataFrame:
    """Return the people aged 0 to 25 of each district by stage, at the nearest estimate out."""
    people = sources.published("population")
    people = people[people["area"].isin(of.names["district"]) & (people["age"] != "all")]
    out = people["period"].astype(int)
    wanted = min(set(out), key=lambda each: (abs(each - int(year[:4])), each))
    people = people[out == wanted]
    stage = pd.Series(CHILD, index=people.index).mask(people["age"].astype(int) >= adult, ADULT)
    counted = people.assign(stage=stage, district=people["area"])
    return counted.groupby(["district", "stage"], as_index=False).agg(whole=("people", "sum"))


def _pair(
    rows: Counts, inside: Sequence[str], districts: Sequence[str]
) -> tuple[int, int, int, int]:
    here = rows[rows["district"].isin(inside)]
    there = rows[rows["district"].isin(set(districts) - set(inside))]
    return (
        int(here["part"].sum()), int(here["whole"].sum()),
        int(there["part"].sum()), int(there["whole"].sum()),
    )  # fmt: skip


def shares(sources: Sources) -> pd.DataFrame:
    """Return the share who regularly receive, by place, stage and denominator."""
    of = prepared(sources)
    found = counts(sources)
    districts = list(of.names["district"])
    sides = {TOTAL: tuple(districts), **of.sides}
    west = of.names["locality"][0]
    sides[REST] = tuple(name for name in districts if name not in sides[west])
    rows: list[Cell] = []
    for denominator, stage, own in _each(found):
        for place, inside in sides.items():
            part, whole, _, _ = _pair(own, inside, districts)
            labels = {"area": place, "life_stage": stage, "denominator": denominator}
            if min(part, whole - part) < FEWEST:
                rows.append(too_few(labels))
            else:
                rows.append(cell(labels, proportions.wilson(part, whole), whole))
    return _dated(rows, of)


def ratios(sources: Sources) -> pd.DataFrame:
    """Return each place's share over that of the rest of the county, by denominator."""
    of = prepared(sources)
    found = counts(sources)
    districts = list(of.names["district"])
    rows: list[Cell] = []
    for denominator, stage, own in _each(found):
        for place, inside in of.sides.items():
            part, whole, others, rest = _pair(own, inside, districts)
            labels = {"area": place, "life_stage": stage, "denominator": denominator}
            few = min(part, whole - part, others, rest - others) < FEWEST
            told = None if few else two_proportions.ratio(part, whole, others, rest)
            rows.append(too_few(labels) if told is None else cell(labels, told, whole, 1.0))
    return _dated(rows, of)


def _each(found: Counts) -> list[tuple[str, str, Counts]]:
    pieces = []
    for denominator in DENOMINATORS:
        own = found[found["denominator"] == denominator]
        pieces.append((denominator, TOTAL, own))
        pieces += [(denominator, stage, own[own["stage"] == stage]) for stage in STAGES]
    return pieces


def _dated(rows: list[Cell], of: Breaks) -> pd.DataFrame:
    return pd.DataFrame(rows).assign(
        period=f"financial year {of.year}, SEND in January, people at the nearest mid-year estimate"
    )


_SOURCE = ("short_breaks", "pupils", "early_years_census", "college_learners", "ehc_plans",
           "ehc_ceased", "population", "lsoas")  # fmt: skip
_WHO = "Children and young people up to 25, counted in four ways"
_LIMITS = (
    "Against plans, SEND or the population a place also differs where fewer children need breaks; "
    "against its own list it does not show whom the list leaves out."
)

FIGURES = (
    Figure(
        id="short-breaks-denominators",
        title="Children and young people with regular short breaks, of four groups",
        question="How many regularly receive short breaks, of whom?",
        population=_WHO,
        dimensions=("area", "life_stage", "denominator"),
        kind="statistic",
        unit="percent of those counted",
        source=_SOURCE,
        period="the last financial year",
        geography=GEOGRAPHY,
        rule="statistic",
        measure=shares,
        method="Shares with Wilson's interval",
        limits=f"{_LIMITS} {LIMITS}",
    ),
    Figure(
        id="short-breaks-survives",
        title="Regular short breaks: each place against the rest of the county, of four groups",
        question="Is the gap still there whichever children are counted?",
        population=_WHO,
        dimensions=("area", "life_stage", "denominator"),
        kind="statistic",
        unit="ratio",
        source=_SOURCE,
        period="the last financial year",
        geography=GEOGRAPHY,
        rule="statistic",
        measure=ratios,
        method="Ratio of two shares with the log interval of Katz",
        limits=f"{_LIMITS} {LIMITS}",
    ),
)
