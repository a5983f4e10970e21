"""Need ahead by place, by need and by kind of help: the county's records on residents to come.

Each place keeps its own level: observed children out of those expected from the county's rate at
each age. Residents of each age are rolled forward, and each scenario then changes all rates alike.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.dimensions import NEEDS
from jsna.figures import NOT_APPLICABLE, SHOWN, TOO_FEW, TOTAL, Figure
from jsna.sources import Sources
from jsna.stats import forecast
from jsna.stats.arrays import Floats
from jsna.subjects import demand, send
from jsna.subjects.ahead import published_plans, residents
from jsna.subjects.ahead.published_plans import POLICY, REACHED_IN, SAME, TREND
from jsna.subjects.breaks import rules
from jsna.subjects.recorded import age_on

PLAN, SUPPORT = "EHC plan", "SEN Support"
ADULT = "Known to need adult social care"
EQUAL = "Places with a lower rate reach the county's"
FEWEST, ROUNDED_TO = 10, 10
_CELL = ("value", "n", "status")


@dataclass(frozen=True)
class Recorded:
    """Children who now get one kind of help, one row each: `age`, `district`, `need`."""

    children: pd.DataFrame
    factors: dict[str, Floats]
    """Scenario to what each rate is multiplied with, 1 to 10 years ahead."""


def recorded(sources: Sources) -> dict[str, Recorded]:
    """Return by kind of help who gets it now and how scenarios change it."""
    with_send = _with_send(sources)
    kept = {SAME: np.ones(residents.YEARS_AHEAD)}
    services = {**demand.of_services(sources), ADULT: _known_to_adult_care(sources)}
    held = with_send["has_plan"]
    return {
        PLAN: Recorded(with_send[held], published_plans.factors(sources)),
        SUPPORT: Recorded(with_send[~held], support_factors(sources)),
        **{service: Recorded(children, kept) for service, children in services.items()},
    }


def support_factors(sources: Sources) -> dict[str, Floats]:
    """Return how the share of pupils on SEN Support changes by scenario, from published shares."""
    here = support_shares(sources, sources.area.name)
    england = float(support_shares(sources, "England")[-1])
    steps = residents.YEARS_AHEAD
    found = {SAME: np.ones(steps)}
    if here.size >= forecast.FEWEST_POINTS:
        now = here[-1]
        found[TREND] = forecast.damped(here, steps, shares=True).value / now
        found[POLICY] = forecast.policy(here, steps, england, REACHED_IN, shares=True).value / now
    return found


def support_shares(sources: Sources, area: str) -> Floats:
    """Return the published shares of pupils on SEN Support, year by year, as fractions."""
    where = {"area": area, "provision": SUPPORT, "phase": "All schools"}
    rows = sources.published("pupils_with_sen")
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return rows.sort_values("period")["percent"].astype(float).to_numpy() / 100


def _with_send(sources: Sources) -> pd.DataFrame:
    year = str(max(sources.accepted("pupils")["school_year"]))
    listed = send.counted_once(sources, year)
    day = pd.Timestamp(residents.last_estimate(sources), 6, 30)
    found = _placed(listed, age_on(listed["date_of_birth"], day), sources)
    return found.assign(
        need=listed["primary_need"].map(NEEDS).fillna("Not recorded").to_numpy(),
        has_plan=listed["has_plan"].to_numpy(),
    )


def _known_to_adult_care(sources: Sources) -> pd.DataFrame:
    """Return young people with a plan who are known to need adult social care, latest year."""
    rows = sources.accepted("transition_records")
    year = max(rows["school_year"])
    rows = rows[(rows["school_year"] == year) & rows["plan_id"].notna()]
    rows = rows[rules.yes(rows["adult_care_identified"])]
    return _placed(
        rows, age_on(rows["date_of_birth"], pd.Timestamp(int(year[:4]), 12, 31)), sources
    )


def _placed(rows: pd.DataFrame, age: "pd.Series[int]", sources: Sources) -> pd.DataFrame:
    """Return ages from 0 to 25 and districts of the children of these rows."""
    places = sources.area.places
    districts = {lsoa.code: lsoa.district for lsoa in places.lsoas}
    known = {place.code: place.name for place in places.items if place.kind == "district"}
    words = rows["home_lsoa"].map(districts).map(lambda one: known.get(one, one))
    return pd.DataFrame({"age": age.clip(0, 25).to_numpy(), "district": words.to_numpy()})


def by_place(sources: Sources) -> pd.DataFrame:
    """Return children expected to need each kind of help, by place, horizon and scenario."""
    tables, parts = residents.ahead(sources), residents.parts_of(sources)
    rows: list[dict[str, object]] = []
    for help_, of in recorded(sources).items():
        levels = _levels(of.children, tables, parts)
        for area, members in parts.items():
            n = int(of.children["district"].isin(members).sum())
            rows += _cells({"help": help_, "area": area}, of, n, tables, levels, members, sources)
    return pd.DataFrame(rows)


def _levels(
    children: pd.DataFrame, tables: dict[str, pd.DataFrame], parts: dict[str, tuple[str, ...]]
) -> dict[str, tuple[Floats, float]]:
    """Return by district the county's rate at each age, and observed out of expected there."""
    inside = children[children["district"].isin(parts[TOTAL])]
    counted = inside.groupby("age").size().reindex(list(residents.AGES), fill_value=0)
    rates = (counted / tables[TOTAL][0]).to_numpy()
    observed = inside.groupby("district").size()
    return {
        name: (rates, float(observed.get(name, 0)) / float(rates @ tables[name][0].to_numpy()))
        for name in parts[TOTAL]
    }


def _cells(
    labels: dict[str, str],
    of: Recorded,
    n: int,
    tables: dict[str, pd.DataFrame],
    levels: dict[str, tuple[Floats, float]],
    members: tuple[str, ...],
    sources: Sources,
) -> list[dict[str, object]]:
    first = residents.last_estimate(sources) + 1
    rows: list[dict[str, object]] = []
    scenarios = [*of.factors, *([EQUAL] if set(of.factors) == {SAME} else [])]
    for scenario in scenarios:
        for step in residents.HORIZONS:
            factor = of.factors[SAME if scenario == EQUAL else scenario][step - 1]
            least = 1.0 if scenario == EQUAL else 0.0
            expected = sum(
                float(levels[name][0] @ tables[name][step].to_numpy()) * max(levels[name][1], least)
                for name in members
            )
            rows.append(
                {**labels, "scenario": scenario, "year": str(first + step)}
                | _cell(expected * factor, n)
            )
    return rows


def _cell(value: float, n: int) -> dict[str, object]:
    """Return a number of children to the nearest ten, or why there is none."""
    if n < FEWEST:
        return dict(zip(_CELL, (np.nan, np.nan, TOO_FEW), strict=True))
    if np.isnan(value):
        return dict(zip(_CELL, (np.nan, np.nan, NOT_APPLICABLE), strict=True))
    return dict(zip(_CELL, (ROUNDED_TO * round(value / ROUNDED_TO), n, SHOWN), strict=True))


def by_need(sources: Sources) -> pd.DataFrame:
    """Return children expected with each primary need, by provision, horizon and scenario."""
    county = residents.ahead(sources)[TOTAL]
    first = residents.last_estimate(sources) + 1
    of = recorded(sources)
    districts = residents.parts_of(sources)[TOTAL]
    rows: list[dict[str, object]] = []
    for help_ in (PLAN, SUPPORT):
        inside = of[help_].children
        inside = inside[inside["district"].isin(districts)]
        for need in NEEDS.values():
            own = inside[inside["need"] == need]
            counted = own.groupby("age").size().reindex(list(residents.AGES), fill_value=0)
            rates = (counted / county[0]).to_numpy()
            for scenario, factors in of[help_].factors.items():
                for step in residents.HORIZONS:
                    value = float(rates @ county[step].to_numpy()) * float(factors[step - 1])
                    rows.append(
                        {"help": help_, "need": need, "scenario": scenario,
                         "year": str(first + step)} | _cell(value, len(own))
                    )  # fmt: skip
    return pd.DataFrame(rows)


def flows(sources: Sources) -> pd.DataFrame:
    """Return who joined and left the plans in each calendar year, for 1,000 plans held."""
    plans, ceased = sources.accepted("ehc_plans"), sources.accepted("ehc_ceased")
    ended = plans["plan_id"].map(ceased.set_index("plan_id")["cease_date"])
    last = sources.params.as_of.year
    rows: list[dict[str, object]] = []
    for year in range(last - 3, last):
        begins, ends = pd.Timestamp(year, 1, 1), pd.Timestamp(year + 1, 1, 1)
        held = int(((plans["start_date"] < begins) & (ended.isna() | (ended >= begins))).sum())
        began = plans[(plans["start_date"] >= begins) & (plans["start_date"] < ends)]
        moved_in = rules.yes(began["transferred_in"])
        left = int(((ended >= begins) & (ended < ends)).sum())
        counts = {
            "New plans made here": int((~moved_in).sum()),
            "Plans brought by families who moved in": int(moved_in.sum()),
            "Plans that ended or moved away": left,
        }
        rows += [
            {"year": str(year), "measure": name} | _rate(number, held)
            for name, number in counts.items()
        ]
    return pd.DataFrame(rows)


def _rate(number: int, held: int) -> dict[str, object]:
    if min(number, held) < FEWEST:
        return dict(zip(_CELL, (np.nan, np.nan, TOO_FEW), strict=True))
    return dict(zip(_CELL, (1000 * number / held, held, SHOWN), strict=True))


_LIMITS = (
    "It carries on who is recorded now. Needs that nobody has seen are not in it, and a place "
    "keeps the level it has today, fair or not."
)
_SOURCE = (
    "pupils", "early_years_census", "college_learners", "ehc_plans", "ehc_ceased",
    "camhs_referrals", "pathway_referrals", "short_breaks", "transition_records", "population",
)  # fmt: skip
_METHOD = (
    "residents of each age rolled forward, times the county's rate at that age, times the "
    "place's observed out of expected; plans and SEN Support then by three scenarios of the "
    "published shares; rounded to 10"
)

FIGURES = (
    Figure(
        id="future-need-by-place",
        title="Children and young people expected to need help, by place and scenario",
        question="How many will need help in each place?",
        population="Children and young people aged 0 to 25",
        dimensions=("help", "area", "scenario", "year"),
        kind="statistic",
        unit="children and young people",
        source=_SOURCE,
        period="5 and 10 years after the last January, as forecast on the edition's day",
        geography="Districts, places made of whole districts, and the county",
        rule="statistic",
        measure=by_place,
        method=_METHOD,
        limits=(
            f"{_LIMITS} CAMHS, the autism pathway, therapies, short breaks and adult social care "
            "have too few years of records for a trend, and cannot be tried on past years; their "
            "second scenario raises places with a lower rate to the county's. Who needs a service "
            "and never asked for it is not in it."
        ),
    ),
    Figure(
        id="future-need-by-need",
        title="Children and young people expected with each primary need, by scenario",
        question="Which needs will there be?",
        population="Children and young people aged 0 to 25 with an EHC plan or on SEN Support",
        dimensions=("help", "need", "scenario", "year"),
        kind="statistic",
        unit="children and young people",
        source=_SOURCE,
        period="5 and 10 years after the last January, as forecast on the edition's day",
        geography="Cumbria",
        rule="statistic",
        measure=by_need,
        method="residents of each age rolled forward times the rate of each need at that age; "
        "rounded to 10",
        limits=f"{_LIMITS} Each need follows its help as a whole: a need that grows faster than "
        "others is not followed.",
    ),
    Figure(
        id="future-plans-flows",
        title="Plans that began, came with families who moved in, and ended, for 1,000 plans held",
        question="Who joins and who leaves?",
        population="EHC plans held on 1 January of the year",
        dimensions=("year", "measure"),
        kind="statistic",
        unit="per 1,000 plans",
        source=("ehc_plans", "ehc_ceased"),
        period="the last three calendar years before the edition's day",
        geography="Cumbria",
        rule="statistic",
        measure=flows,
        method="plans that began or ended in the year, for 1,000 held on 1 January",
        limits="It does not say why a plan ended.",
    ),
)
