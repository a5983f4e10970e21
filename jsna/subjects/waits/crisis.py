"""Crisis interventions and tier 4 admissions (WG5.1, WG5.2), with their trouble of denominators.

The plan sets them against children with EHC plans: then more plans alone lower the rate. So the
same events stand beside several denominators, and the page says which answer survives.
"""

import numpy as np
import pandas as pd

from jsna.figures import Figure
from jsna.sources import Sources
from jsna.stats import proportions, rates
from jsna.stats.estimate import Estimate
from jsna.subjects.waits.cells import FEWEST, Cell, cell, too_few
from jsna.subjects.waits.clocks import NEVER, day_of, days
from jsna.subjects.waits.groups import flag
from jsna.subjects.waits.prepared import Prepared, prepared
from jsna.subjects.waits.wording import SOURCE, in_words

CRISIS, TIER4 = "Crisis intervention", "Tier 4 admission"
EVENTS = {CRISIS: ("crisis", "crisis_date"), TIER4: ("tier4", "tier4_admission_date")}
WHO = {"With SEND": "send", "Autistic": "autism"}

OPEN = "Of 1,000 referrals open in the year, the same children"
PLANS = "Of 1,000 children and young people with an EHC plan"
CHILDREN = "Of 1,000 children aged 0 to 17"
EVERYONE = "All referrals"
YEAR = 365


def by_group(of: Prepared) -> pd.DataFrame:
    """Return events in each 1,000 referrals open in the last year, by SEND at the referral."""
    opened = _open(of)
    rows: list[Cell] = []
    for event in EVENTS:
        happened = _happened(of, event)
        for name in (*of.groups["send"].cat.categories, EVERYONE):
            inside = opened if name == EVERYONE else opened & (of.groups["send"] == name).to_numpy()
            rows.append(_share(happened & inside, inside, {"event": event, "who": str(name)}))
    return pd.DataFrame(rows).assign(period=_year(of))


def _share(part: np.ndarray, whole: np.ndarray, labels: dict[str, str]) -> Cell:
    events, referrals = int(part.sum()), int(whole.sum())
    if min(events, referrals - events) < FEWEST:
        return too_few(labels)
    return cell(labels, proportions.wilson(events, referrals), referrals, 1000.0)


def _open(of: Prepared) -> np.ndarray:
    """Return which referrals were open at some time in the last year."""
    last = day_of(of.as_of)
    referred, closed = (days(of.referrals[n]) for n in ("referral_date", "closure_date"))
    return np.asarray((referred <= last) & (closed > last - YEAR))


def _happened(of: Prepared, event: str) -> np.ndarray:
    """Return which referrals had the event in the last year; without a date it is not counted."""
    name, when = EVENTS[event]
    moment, last = days(of.referrals[when]), day_of(of.as_of)
    dated = (moment != NEVER) & (moment > last - YEAR) & (moment <= last)
    return np.asarray((flag(of.referrals[name]) == 1) & dated)


def rates_of(sources: Sources) -> pd.DataFrame:
    """Return events of the last year among children with SEND or autism, by denominator."""
    of = prepared(sources)
    opened = _open(of)
    below = {PLANS: _plans(sources), CHILDREN: _children(sources)}
    rows: list[Cell] = []
    for event in EVENTS:
        happened = _happened(of, event) & opened
        for who, column in WHO.items():
            them = (of.groups[column] == who).to_numpy()
            events = int((happened & them).sum())
            for said in (OPEN, PLANS, CHILDREN):
                labels = {"event": event, "who": who, "denominator": said}
                whole = float((opened & them).sum()) if said == OPEN else below[said]
                rows.append(_rate(events, whole, labels))
    return pd.DataFrame(rows).assign(period=_year(of))


def _year(of: Prepared) -> str:
    return f"the year to {in_words(of.as_of)}"


def _rate(events: int, whole: float, labels: dict[str, str]) -> Cell:
    """Return a rate whose n is the events it rests on."""
    if events < FEWEST or not whole > 0:
        return too_few(labels)
    found: Estimate = rates.rate(events, whole)
    return cell(labels, found, events, 1.0)


def _plans(sources: Sources) -> float:
    """Return the children and young people with an EHC plan in the latest published January."""
    rows = sources.published("ehc_plans")
    rows = rows[
        (rows["area"] == sources.area.name)
        & (rows["age_group"] == "Total")
        & (rows["kind"] == "all")
    ]
    return float(rows.sort_values("period")["plans"].iloc[-1]) if len(rows) else 0.0


def _children(sources: Sources) -> float:
    """Return the county's residents aged 0 to 17 in the latest published year."""
    rows = sources.published("population")
    rows = rows[(rows["area"] == sources.area.name) & (rows["age"] != "all")]
    rows = rows[(rows["period"] == rows["period"].max()) & (rows["age"].astype(int) < 18)]
    return float(rows["people"].sum())


_LIMITS = (
    "A crisis counts only within a CAMHS referral: one met by an ambulance, a school or the police "
    "is not here, and the longer a referral is open the more crises it can hold. Tier 4 beds are "
    "bought by NHS England and may lie far away: where there is no bed there is no admission. "
    "Set against EHC plans, the rate falls when plans are made, with no crisis fewer."
)

FIGURES = (
    Figure(
        id="camhs-crisis-by-send",
        title="Referrals with a crisis intervention or tier 4 admission in the year",
        question="Who comes into crisis?",
        population="Referrals to CAMHS that were open at some time in the last year",
        dimensions=("event", "who"),
        kind="statistic",
        unit="per 1,000 referrals open in the year",
        source=SOURCE,
        period="the year to the edition's day",
        geography="the county",
        rule="statistic",
        measure=lambda sources: by_group(prepared(sources)),
        method="Wilson interval",
        limits=_LIMITS,
    ),
    Figure(
        id="camhs-crisis-denominators",
        title="Crises and tier 4 admissions of children with SEND or autism, by rival denominators",
        question="Does the rate of crises depend on what it is divided by?",
        population="Children and young people with SEND, or autistic, with the event in the year",
        dimensions=("event", "who", "denominator"),
        kind="statistic",
        unit="per 1,000",
        source=(*SOURCE, "ehc_plans", "population"),
        period="the year to the edition's day",
        geography="the county",
        rule="statistic",
        measure=rates_of,
        method="Byar's interval; n is the number of events",
        limits=_LIMITS,
    ),
)
