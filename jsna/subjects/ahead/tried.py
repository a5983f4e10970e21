"""Which kinds of help a look ahead could be tried on: past years of records, and what came of it.

A forecast needs five yearly numbers, and one more to be held against. Plans have them published;
SEN Support has one more than five. Services have none: that is said, not passed over.
"""

from functools import partial

import numpy as np
import pandas as pd

from jsna.figures import NOT_APPLICABLE, SHOWN, Figure
from jsna.sources import Sources
from jsna.stats import backtest, forecast
from jsna.subjects import demand
from jsna.subjects.ahead import published_plans, recorded_need, residents
from jsna.subjects.ahead.published_plans import NAIVE

HELD, TRIED = "Yearly numbers held", "Past years that could be tried"
DAMPED = "Growth goes on, more slowly"
ONE_AHEAD = "1 year ahead"


def support_missed(sources: Sources) -> pd.DataFrame:
    """Return the mean miss, in percentage points, of past forecasts of the share on SEN Support.

    Not applicable where the published years are too few to try one.
    """
    shares = recorded_need.support_shares(sources, sources.area.name)
    n = _residents(sources)
    if shares.size <= forecast.FEWEST_POINTS:
        nothing = {"ahead": ONE_AHEAD, "value": np.nan, "n": np.nan, "status": NOT_APPLICABLE}
        return pd.DataFrame([{"method": name, **nothing} for name in (NAIVE, DAMPED)])
    found = backtest.backtest(shares, 1, partial(forecast.damped, shares=True))
    missed = {NAIVE: found.naive_error[0], DAMPED: found.error[0]}
    return pd.DataFrame(
        [
            {
                "method": name,
                "ahead": ONE_AHEAD,
                "value": round(100 * float(error), 2),
                "n": n,
                "status": SHOWN,
            }
            for name, error in missed.items()
        ]
    )


def years_held(sources: Sources) -> dict[str, tuple[int, float]]:
    """Return by kind of help the whole years we hold, and how many people or rows are behind."""
    referrals = {demand.CAMHS: sources.accepted("camhs_referrals")}
    to_pathways = sources.accepted("pathway_referrals")
    for code, said in demand.PATHWAYS.items():
        referrals[said] = to_pathways[to_pathways["pathway"] == code]
    breaks, young = sources.accepted("short_breaks"), sources.accepted("transition_records")
    plans = published_plans.series(sources).plans
    shares = recorded_need.support_shares(sources, sources.area.name)
    of_breaks = (int(breaks["financial_year"].nunique()), float(len(breaks)))
    return {
        recorded_need.PLAN: (plans.size, float(plans.iloc[-1])),
        recorded_need.SUPPORT: (shares.size, _residents(sources)),
        **{
            said: (_whole_years(rows, sources), float(len(rows)))
            for said, rows in referrals.items()
            if len(rows)
        },
        demand.ELIGIBLE: of_breaks,
        demand.REGULAR: of_breaks,
        recorded_need.ADULT: (int(young["school_year"].nunique()), float(len(young))),
    }


def _residents(sources: Sources) -> float:
    return float(residents.estimates(sources, sources.area.name).iloc[:, -1].sum())


def _whole_years(referrals: pd.DataFrame, sources: Sources) -> int:
    days = (pd.Timestamp(sources.params.as_of) - referrals["referral_date"].min()).days
    return int(np.floor(days / 365.25))


def could_be_tried(sources: Sources) -> pd.DataFrame:
    """Return by kind of help the yearly numbers held and the past years that could be tried."""
    rows = []
    for help_, (held, n) in years_held(sources).items():
        tries = max(0, held - forecast.FEWEST_POINTS)
        rows += [
            {"help": help_, "measure": name, "value": number, "n": n}
            for name, number in ((HELD, held), (TRIED, tries))
        ]
    return pd.DataFrame(rows)


FIGURES = (
    Figure(
        id="future-support-missed",
        title="How far a look ahead at SEN Support would have missed in past years",
        question="How good would such a forecast have been?",
        population="Pupils of all schools",
        dimensions=("method", "ahead"),
        kind="statistic",
        unit="percentage points",
        source=("pupils_with_sen",),
        period="the share of the last published January, forecast from the Januaries before it",
        geography="Cumbria",
        rule="statistic",
        published_only=True,
        measure=support_missed,
        method="rolling-origin back-test, one year ahead, mean absolute error",
        limits="One past year could be tried: that shows how it is done, and is hardly a test.",
    ),
    Figure(
        id="future-need-tried",
        title="Yearly numbers held of each kind of help, and past years that could be tried",
        question="How far could looking ahead be tried on past years?",
        population="Kinds of help",
        dimensions=("help", "measure"),
        kind="statistic",
        unit="years",
        source=(
            "ehc_plans", "pupils_with_sen", "camhs_referrals", "pathway_referrals",
            "short_breaks", "transition_records",
        ),
        period="up to the edition's day",
        geography="Cumbria",
        rule="statistic",
        measure=could_be_tried,
        method=(
            f"a forecast needs {forecast.FEWEST_POINTS} yearly numbers and one more to be held "
            "against"
        ),
        limits="Years of which only a part is held count for nothing here.",
    ),
)  # fmt: skip
