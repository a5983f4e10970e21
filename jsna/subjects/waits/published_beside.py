"""The published waits by clinical commissioning group beside the county's own records.

The publication counts to the second contact and only those who had one within the financial year.
Our records begin when the two trusts took over, and hold the county's part of each group alone.
"""

from datetime import date

import numpy as np
import pandas as pd

from jsna.figures import SHOWN, Figure
from jsna.sources import Sources
from jsna.stats.means import mean
from jsna.subjects.taken import taken
from jsna.subjects.waits.cells import FEWEST, Cell, cell, share, too_few
from jsna.subjects.waits.clocks import ENDS, SEEN, WHOLE, Rules, day_of, waits
from jsna.subjects.waits.estimates import wait
from jsna.subjects.waits.prepared import Prepared, measure


def years(of: Prepared) -> list[tuple[str, date, date]]:
    """Return each financial year that the records reach into: name, first and last day.

    Referrals from before the last documented change are left out: those seen before it are lost.
    """
    first = of.since or of.referrals["referral_date"].min().date()
    start = first.year if first.month >= 4 else first.year - 1
    found = []
    while date(start, 4, 1) <= of.as_of:
        begin, end = max(date(start, 4, 1), first), min(date(start + 1, 3, 31), of.as_of)
        whole = end == date(start + 1, 3, 31) and begin == date(start, 4, 1)
        name = f"{start}-{(start + 1) % 100:02d}"
        found.append((name if whole else f"{name} (part)", begin, end))
        start += 1
    return found


def as_published(of: Prepared) -> pd.DataFrame:
    """Return mean weeks to the second contact, counted as the publication does, by group and year.

    Referred in the financial year and with a second contact by its end; nobody else.
    """
    rows: list[Cell] = []
    for name, first, last in years(of):
        found = waits(of.referrals, Rules(WHOLE, last, since=first))
        seen = found[found["cause"] == ENDS.index(SEEN)]
        for place in of.ground.places["ccg"]:
            inside = (of.groups["ccg"] == place).reindex(seen.index)
            times = seen.loc[inside, "time"].to_numpy(dtype=float)
            labels = {"area": place, "year": name}
            if len(times) < FEWEST:
                rows.append(too_few(labels))
            else:
                rows.append(cell(labels, mean(times).scaled(1 / 7), len(times), 1.0))
    return pd.DataFrame(rows)


def everyone_referred(of: Prepared) -> pd.DataFrame:
    """Return the share of a year's referrals with a second contact within 18 weeks, by group."""
    rows: list[Cell] = []
    for name, first, last in years(of):
        found = waits(of.referrals, Rules(WHOLE, of.as_of, since=first))
        found = found[found["start"] <= day_of(last)]
        for place in of.ground.places["ccg"]:
            inside = (of.groups["ccg"] == place).reindex(found.index)
            group = wait(found[inside])
            labels = {"area": place, "year": name}
            told = None if group is None else group.seen_by(of.day)
            rows.append(too_few(labels) if group is None else share(labels, told, group.n))
    return pd.DataFrame(rows)


def published_weeks(sources: Sources) -> pd.DataFrame:
    """Return the published mean days to the second contact, in weeks."""
    cells = taken(
        sources,
        "camhs_waits",
        {"area": "area", "period": "year", "value": "value"},
        {
            "part": "Full year",
            "counted": "people",
            "services": "mental health",
            "measure": "mean days to the second contact",
        },
    )
    shown = cells["status"] == SHOWN
    cells["value"] = np.where(shown, cells["value"].astype(float) / 7, np.nan)
    return cells


DIFFERENCES = (
    {
        "what": "Where the clock stops",
        "published": "Second contact",
        "here": "First contact first, the second apart; to the second on this page alone",
    },
    {
        "what": "Who is counted",
        "published": "Those with a second contact in the year",
        "here": "Everyone referred: those still waiting and those who left too",
    },
    {
        "what": "Where",
        "published": "The whole group; Morecambe Bay reaches into Lancashire",
        "here": "Homes in the county alone",
    },
    {
        "what": "Providers",
        "published": "All NHS-funded services that send data, the voluntary sector among them",
        "here": "The two trusts that run CAMHS in the county",
    },
    {
        "what": "From when",
        "published": "The financial year",
        "here": "From the day on which the two trusts took over: the first year is half a year",
    },
    {
        "what": "Method over the years",
        "published": "Changed each year: the years are no series",
        "here": "One method throughout",
    },
)
"""What differs in definition between the published waits and ours, in words."""

_LIMITS = (
    "The two are not the same measure, and a published group is not a part of the county. A mean "
    "of those who were seen leaves out all who still wait, above all in a part of a year."
)
_OURS = "Referrals to CAMHS of children and young people whose home is in the county"

FIGURES = (
    Figure(
        id="camhs-published-mean-weeks",
        title="Mean weeks from referral to second contact, as published by group",
        question="What is published of waits?",
        population=(
            "Children and young people under 18 with a second contact in the financial year"
        ),
        dimensions=("area", "year"),
        kind="statistic",
        unit="weeks, mean",
        source=("camhs_waits",),
        period="financial years from 2019-20",
        geography="Clinical commissioning groups, whole, and England",
        rule="published",
        measure=published_weeks,
        method="Published mean days divided by seven",
        limits=_LIMITS,
    ),
    Figure(
        id="camhs-mean-weeks-as-published",
        title="Mean weeks to the second contact, our records counted as the publication does",
        question="Do our records agree with what is published?",
        population=f"{_OURS}, referred in the year and with a second contact by its end",
        dimensions=("area", "year"),
        kind="statistic",
        unit="weeks",
        source=("camhs_referrals", "lsoas"),
        period="financial years; the first from 1 October 2019, the last to the edition's day",
        geography="Parts of clinical commissioning groups in the county",
        rule="statistic",
        measure=measure(as_published),
        method="Mean with Student's interval",
        limits=_LIMITS,
    ),
    Figure(
        id="camhs-second-contact-everyone",
        title="Everyone referred in the year: a second contact within 18 weeks",
        question="And when everyone referred is counted?",
        population=_OURS,
        dimensions=("area", "year"),
        kind="statistic",
        unit="percent of those referred",
        source=("camhs_referrals", "lsoas"),
        period="financial years; the first from 1 October 2019, the last to the edition's day",
        geography="Parts of clinical commissioning groups in the county",
        rule="statistic",
        measure=measure(everyone_referred),
        method="Aalen-Johansen; log-log interval",
        limits=_LIMITS,
    ),
)
