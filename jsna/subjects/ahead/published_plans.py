"""EHC plans ahead, from published figures alone: three scenarios, a range, and past skill.

The share of residents aged 0 to 25 with a plan is carried on; residents are rolled forward by
age. Past shares divide by the last estimate of residents: single ages of all past years are not
held, and between mid-2017 and mid-2020 they changed by less than plans do in one year.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from jsna.figures import Figure
from jsna.sources import Sources
from jsna.stats import backtest, forecast
from jsna.stats.arrays import Floats
from jsna.stats.forecast import Forecast
from jsna.subjects.ahead import residents
from jsna.subjects.taken import taken

COUNTED = "Counted"
SAME, TREND, POLICY, WALK = (
    "Shares stay as they are",
    "Growth goes on, more slowly each year",
    "Shares become those of England in 5 years",
    "Range of past ups and downs",
)
SCENARIOS = (SAME, TREND, POLICY)
REACHED_IN = 5
FURTHEST = 5
"""Years ahead of the back-test; beyond, too few past years could be tried."""


@dataclass(frozen=True)
class Series:
    """The published series and what carries it on."""

    plans: "pd.Series[float]"
    """Plans each January, by year."""
    base: float
    """Residents aged 0 to 25 in the last estimate."""
    england: float
    """Share of England's residents aged 0 to 25 with a plan."""
    ages: Floats
    """Plans expected 1 to 10 years ahead from ages alone, out of those of the last January."""

    @property
    def shares(self) -> Floats:
        """Plans for each resident."""
        return self.plans.to_numpy() / self.base


def series(sources: Sources) -> Series:
    """Return the area's plans each January with its residents, and England's share."""
    name, nation = sources.area.name, "England"
    plans = _plans(sources, name)
    table = residents.rolled(residents.estimates(sources, name))
    base = float(table[0].sum())
    abroad = float(residents.estimates(sources, nation).iloc[:, -1].sum())
    return Series(plans, base, float(_plans(sources, nation).iloc[-1]) / abroad,
                  by_age(sources, table))  # fmt: skip


def by_age(sources: Sources, table: pd.DataFrame) -> Floats:
    """Return the factor by which plans change as ages do, with each age group's share kept."""
    cells = taken(
        sources,
        "ehc_plans",
        {"period": "year", "age_group": "age_group", "plans": "plans"},
        {"area": sources.area.name, "kind": "all"},
    )
    last = cells[(cells["year"] == cells["year"].max()) & (cells["age_group"] != "Total")]
    held = last.set_index("age_group")["plans"].astype(float)
    now = residents.by_group(table[0])
    steps = [residents.by_group(table[step]) for step in range(1, residents.YEARS_AHEAD + 1)]
    return np.array([float((held * ahead / now).sum() / held.sum()) for ahead in steps])


def _plans(sources: Sources, area: str) -> "pd.Series[float]":
    cells = taken(
        sources,
        "ehc_plans",
        {"period": "year", "plans": "plans"},
        {"area": area, "age_group": "Total", "kind": "all"},
    )
    plans = pd.to_numeric(cells.set_index("year")["plans"]).dropna()
    return plans.astype("float64").sort_index()


def scenarios(of: Series, steps: int = residents.YEARS_AHEAD) -> dict[str, Forecast]:
    """Return plans 1 to `steps` years ahead by scenario, and the range of a random walk."""
    made = {
        SAME: forecast.constant(of.shares, steps),
        TREND: forecast.damped(of.shares, steps, shares=True),
        POLICY: forecast.policy(of.shares, steps, of.england, REACHED_IN, shares=True),
        WALK: forecast.random_walk(of.shares, steps, shares=True),
    }
    scale = of.base * of.ages[:steps]
    return {name: _scaled(one, scale) for name, one in made.items()}


def _scaled(one: Forecast, scale: Floats) -> Forecast:
    lower = None if one.lower is None else one.lower * scale
    upper = None if one.upper is None else one.upper * scale
    return Forecast(one.value * scale, lower, upper, one.method)


def factors(sources: Sources) -> dict[str, Floats]:
    """Return by scenario how plans change apart from ages, 1 to 10 years ahead."""
    of = series(sources)
    made = scenarios(of)
    unchanged = made[SAME].value
    return {name: made[name].value / unchanged for name in SCENARIOS}


def by_scenario(sources: Sources) -> pd.DataFrame:
    """Return plans counted each January, and ahead by scenario; the range has lower and upper."""
    of = series(sources)
    n = float(of.plans.iloc[-1])
    last = int(of.plans.index[-1])
    rows: list[dict[str, object]] = [
        {"scenario": COUNTED, "year": str(year), "value": value, "n": value}
        for year, value in of.plans.items()
    ]
    for name, made in scenarios(of).items():
        rows.append({"scenario": name, "year": str(last), "value": n, "n": n})
        for step, value in enumerate(made.value):
            row = {"scenario": name, "year": str(last + step + 1), "value": round(value), "n": n}
            if made.lower is not None and made.upper is not None:
                row |= {"lower": round(made.lower[step]), "upper": round(made.upper[step])}
            rows.append(row)
    return pd.DataFrame(rows)


NAIVE = "No change (naive)"
METHODS: dict[str, Callable[[Floats, int], Forecast]] = {
    "Growth goes on, more slowly": partial(forecast.damped, shares=True),
    "Past ups and downs": partial(forecast.random_walk, shares=True),
}
"""What is tried on past years; the policy scenario is no forecast."""
ALL_STEPS = "All years ahead"


def tried(sources: Sources) -> dict[str, backtest.Backtest]:
    """Return the rolling-origin back-test of each method on the published series, in plans."""
    of = series(sources)
    scale = np.full(FURTHEST, of.base)

    def in_plans(method: Callable[[Floats, int], Forecast]) -> Callable[[Floats, int], Forecast]:
        return lambda known, steps: _scaled(method(known / of.base, steps), scale[:steps])

    return {
        name: backtest.backtest(of.plans.to_numpy(), FURTHEST, in_plans(method))
        for name, method in METHODS.items()
    }


def errors(sources: Sources) -> pd.DataFrame:
    """Return the mean miss in plans by method and years ahead, beside that of no change."""
    found = tried(sources)
    n = float(series(sources).plans.iloc[-1])
    first = next(iter(found.values()))
    missed = {NAIVE: first.naive_error} | {name: one.error for name, one in found.items()}
    rows = []
    for name, error in missed.items():
        mean = float(np.average(error, weights=first.origins))
        rows.append({"method": name, "ahead": ALL_STEPS, "value": round(mean), "n": n})
        rows += [
            {"method": name, "ahead": _ahead(step), "value": round(float(value)), "n": n}
            for step, value in enumerate(error, 1)
        ]
    return pd.DataFrame(rows)


def coverage(sources: Sources) -> pd.DataFrame:
    """Return how often the range held what came, by years ahead, and how many tries that is."""
    held = tried(sources)["Past ups and downs"]
    n = float(series(sources).plans.iloc[-1])
    rows = []
    for step, (share, origins) in enumerate(zip(held.coverage, held.origins, strict=True), 1):
        rows += [
            {"ahead": _ahead(step), "measure": "Past years tried", "value": origins, "n": n},
            {"ahead": _ahead(step), "measure": "Times the range held", "value": share * origins,
             "n": n},
        ]  # fmt: skip
    table = pd.DataFrame(rows)
    totals = table.groupby("measure", sort=False)["value"].sum()
    whole = [{"ahead": ALL_STEPS, "measure": name, "value": value, "n": n} for name, value in
             totals.items()]  # fmt: skip
    return pd.concat([pd.DataFrame(whole), table], ignore_index=True)


def _ahead(step: int) -> str:
    return "1 year ahead" if step == 1 else f"{step} years ahead"


_PLANS = "Children and young people aged 0 to 25 whose plan the council maintains in January"
_SERIES = ("ehc_plans", "population")
_LIMITS = (
    "Laws, money and how many families ask decide the number of plans more than ages do. Past "
    "years are few, and the law of 2014 and the closures of 2020 lie in them: beyond five years "
    "this is a scenario, not a forecast."
)

FIGURES = (
    Figure(
        id="future-plans",
        title="EHC plans each January, counted and in three scenarios",
        question="How many plans may there be in 5 and 10 years?",
        population=_PLANS,
        dimensions=("scenario", "year"),
        kind="statistic",
        unit="plans",
        source=_SERIES,
        period="each January, as forecast on the edition's day",
        geography="Cumbria",
        rule="statistic",
        published_only=True,
        measure=by_scenario,
        method=(
            "share of residents aged 0 to 25 carried on (kept; damped trend on the logit; to "
            "England's share in 5 years), times residents rolled forward by age; range: random "
            "walk with drift on the logit, 95 %, the error of the drift counted"
        ),
        limits=_LIMITS,
    ),
    Figure(
        id="future-plans-missed",
        title="How far each way of looking ahead would have missed in past years, on average",
        question="How good would such a forecast have been?",
        population=_PLANS,
        dimensions=("method", "ahead"),
        kind="statistic",
        unit="plans",
        source=_SERIES,
        period="forecasts of each January after the fourth beside what came to the edition's day",
        geography="Cumbria",
        rule="statistic",
        published_only=True,
        measure=errors,
        method="rolling-origin back-test, mean absolute error; all steps weighted by tries",
        limits="Few past years could be tried: a small difference between two ways means little.",
    ),
    Figure(
        id="future-plans-range-held",
        title="How often the 95 % range of past forecasts held what came",
        question="Can the range be relied on?",
        population=_PLANS,
        dimensions=("ahead", "measure"),
        kind="statistic",
        unit="forecasts",
        source=_SERIES,
        period="forecasts of each January after the fourth beside what came to the edition's day",
        geography="Cumbria",
        rule="statistic",
        published_only=True,
        measure=coverage,
        method="rolling-origin back-test: interval coverage as counts, since tries are few",
        limits="Tries that follow each other share most of their years, so they are not apart.",
    ),
)
