"""What more or fewer plans would mean in places and in pounds, from published figures."""

import pandas as pd

from jsna.figures import Figure
from jsna.sources import Sources
from jsna.subjects import plans
from jsna.subjects.ahead import published_plans, residents

NOW = "Now"
WEEKS = 52
UNIT_COST = "SEN, weekly unit cost (section 251 outturn)"


def _numbers(sources: Sources) -> list[tuple[str, str, float]]:
    """Return scenario, year and plans: the last January and 5 and 10 years ahead."""
    of = published_plans.series(sources)
    last, counted = int(of.plans.index[-1]), float(of.plans.iloc[-1])
    made = published_plans.scenarios(of)
    return [(published_plans.COUNTED, str(last), counted)] + [
        (name, str(last + step), float(made[name].value[step - 1]))
        for name in published_plans.SCENARIOS
        for step in residents.HORIZONS
    ]


def placements(sources: Sources) -> pd.DataFrame:
    """Return plans by kind of placement were the shares of the last January kept."""
    cells = plans.by_placement(sources)
    own = cells[(cells["area"] == sources.area.name) & (cells["status"] == "shown")]
    held = own.groupby("placement", sort=False)["value"].sum()
    counted = float(held.sum())
    rows = [
        {"placement": kind, "scenario": scenario, "year": year, "value": round(number * share),
         "n": counted}
        for scenario, year, number in _numbers(sources)
        for kind, share in (held / counted).items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def pounds(sources: Sources) -> pd.DataFrame:
    """Return millions of pounds a year at the last published weekly cost, by scenario."""
    rows = sources.published("spending")
    own = rows[(rows["area"] == sources.area.name) & (rows["measure"] == UNIT_COST)]
    last = own.sort_values("period").iloc[-1]
    weekly = float(last["value"])
    found = [
        {"scenario": scenario, "year": year, "value": round(number * weekly * WEEKS / 1e6, 1),
         "n": number, "period": f"at the weekly cost of {last['period']}"}
        for scenario, year, number in _numbers(sources)
    ]  # fmt: skip
    return pd.DataFrame(found)


FIGURES = (
    Figure(
        id="future-plans-places",
        title="EHC plans by kind of school or setting, now and in three scenarios",
        question="How many places of each kind would be needed?",
        population="Children and young people aged 0 to 25 with a plan",
        dimensions=("placement", "scenario", "year"),
        kind="statistic",
        unit="plans",
        source=("ehc_plans", "ehc_placements", "population"),
        period="the last January, and 5 and 10 years after it, as forecast on the edition's day",
        geography="Cumbria",
        rule="statistic",
        published_only=True,
        measure=placements,
        method="plans of each scenario times the last January's share of each kind of placement",
        limits=(
            "It keeps the mix of today. Whether special schools are full, or mainstream schools "
            "could do more, is not in it."
        ),
    ),
    Figure(
        id="future-plans-pounds",
        title="What the plans of each scenario would cost in a year",
        question="What would it cost?",
        population="Children and young people aged 0 to 25 with a plan",
        dimensions=("scenario", "year"),
        kind="statistic",
        unit="million pounds a year",
        source=("spending", "ehc_plans", "ehc_placements", "population"),
        period="at the weekly cost last published",
        geography="Cumbria",
        rule="statistic",
        published_only=True,
        measure=pounds,
        method=f"plans times the published weekly cost for a child with SEN times {WEEKS} weeks",
        limits=(
            "One published average a child, to the nearest 5 pounds a week, in prices of its year: "
            "it shows how far apart the scenarios lie, and is no budget. Which children the "
            "average divides by, the release we hold does not say."
        ),
    ),
)
