"""Three readings of "% under 18 weeks" side by side, and what other choices would have given."""

import pandas as pd

from jsna.figures import Figure
from jsna.stats import proportions, survival
from jsna.stats.estimate import Estimate
from jsna.subjects.waits.cells import Cell, share, too_few
from jsna.subjects.waits.clocks import CLOCKS, ENDS, FIRST, SEEN, WAITING, day_of
from jsna.subjects.waits.estimates import wait
from jsna.subjects.waits.prepared import Prepared, measure
from jsna.subjects.waits.wording import (
    GEOGRAPHY,
    METHOD,
    PERIOD,
    REFERRED,
    SOURCE,
    SOURCE_PLACES,
    in_words,
)

STILL = "Still waiting: under 18 weeks, of all waiting"
COMPLETED = "Seen in the last 12 months: within 18 weeks, of all seen"
COHORT = "All referred: seen within 18 weeks"
READINGS = (STILL, COMPLETED, COHORT)
YEAR = 365
BASE = 5

AS_SHOWN = "As shown on these pages"
AVAILABLE = "Less the days on which the family was not available"
TAKEN_OVER = "With the referrals that were taken over (late entry)"
NO_ENDS = "As if nobody had left the list (Kaplan-Meier)"
ONLY_SEEN = "Of those who were seen alone"
CHOICES = (AS_SHOWN, AVAILABLE, TAKEN_OVER, NO_ENDS, ONLY_SEEN)


def under_the_limit(of: Prepared) -> pd.DataFrame:
    """Return the three readings, by place, to the first contact."""
    everyone = of.everyone(FIRST)
    still = everyone[everyone["cause"] == ENDS.index(WAITING)]
    seen = everyone[everyone["cause"] == ENDS.index(SEEN)]
    seen = seen[seen["start"] + seen["time"] > day_of(of.as_of) - YEAR]
    rows: list[Cell] = []
    # Under 18 weeks: day 126 has not come. Within 18 weeks: day 126 counts.
    listed = _by_place(of, still, still["time"] < of.day)
    treated = _by_place(of, seen, seen["time"] <= of.day)
    for name, group in of.in_places(FIRST).items():
        rows.append(_counted(*listed[name], {"area": name, "reading": STILL}))
        rows.append(_counted(*treated[name], {"area": name, "reading": COMPLETED}))
        labels = {"area": name, "reading": COHORT}
        told = None if group is None else group.seen_by(of.day)
        rows.append(too_few(labels) if group is None else share(labels, told, group.n))
    day = in_words(of.as_of)
    return pd.DataFrame(rows).assign(
        period=f"still waiting: on {day}; seen: the 12 months to {day}; all referred: {of.period}"
    )


def _by_place(
    of: Prepared, found: pd.DataFrame, within: "pd.Series[bool]"
) -> dict[str, tuple[int, int]]:
    """Return by place how many of these waits are within, and how many there are."""
    cell = of.homes.cell[of.rows(found)]
    wholes = of.homes.sums(cell)
    parts = dict(of.homes.sums(cell[within.to_numpy()]))
    return {name: (parts[name], whole) for name, whole in wholes}


def _counted(part: int, whole: int, labels: dict[str, str]) -> Cell:
    """Return a share made from counts rounded to five, its interval wide enough for that."""
    if min(part, whole - part) < 2 * BASE:
        return too_few(labels)
    found = rounded_share(part, whole)
    return share(labels, found, found.n)


def rounded_share(part: int, whole: int) -> Estimate:
    """Return a share of two counts as rounded to five, with Wilson's interval widened for it.

    >>> round(rounded_share(52, 101).value, 2)
    0.5
    """
    return proportions.widened(_to_base(part), _to_base(whole), change=BASE // 2)


def _to_base(count: float) -> float:
    return BASE * round(count / BASE)


def choices(of: Prepared) -> pd.DataFrame:
    """Return the county's share seen in time under other choices of what counts, by clock."""
    rows: list[Cell] = []
    for clock in CLOCKS:
        cohort = of.cohort(clock)
        seen = cohort[cohort["cause"] == ENDS.index(SEEN)]
        taken = {
            AS_SHOWN: cohort,
            AVAILABLE: of.cohort(clock, adjusted=True),
            TAKEN_OVER: of.everyone(clock),
            NO_ENDS: cohort,
            ONLY_SEEN: seen,
        }
        for choice, found in taken.items():
            labels = {"clock": clock, "choice": choice}
            group = wait(found)
            if group is None:
                rows.append(too_few(labels))
            elif choice == NO_ENDS:
                line = survival.curve(found["time"], found["cause"] == ENDS.index(SEEN))
                rows.append(share(labels, line.seen_by(of.day), len(found)))
            else:
                rows.append(share(labels, group.seen_by(of.day), group.n))
    return pd.DataFrame(rows)


FIGURES = (
    Figure(
        id="camhs-under-18-weeks",
        title="Three readings of the share under 18 weeks, to the first contact",
        question="How many wait less than 18 weeks?",
        population=(
            "Children and young people on the list on the edition's day, those seen in the 12 "
            "months before it, and all referred since the last change of provider"
        ),
        dimensions=("area", "reading"),
        kind="statistic",
        unit="percent of those counted",
        source=SOURCE_PLACES,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        measure=measure(under_the_limit),
        method=(
            "Still waiting and seen: counts rounded to five, Wilson interval widened for it; all "
            f"referred: {METHOD}. Under 18 weeks is less than 126 days waited; within 18 weeks "
            "is 126 days or less"
        ),
        limits=(
            "Treating those who waited longest makes the share of completed waits fall; clearing "
            "those who came last makes the share still waiting fall. The plan does not say which "
            "event ends the wait: the first contact is our choice."
        ),
    ),
    Figure(
        id="camhs-choices",
        title="Share within 18 weeks under other choices of what counts",
        question="Would another way of counting give another answer?",
        population=REFERRED,
        dimensions=("clock", "choice"),
        kind="statistic",
        unit="percent of those counted",
        source=SOURCE,
        period=PERIOD,
        geography="the county",
        rule="statistic",
        measure=measure(choices),
        method=METHOD,
        limits=(
            "Days on which a family was not available are not dated: all of them are taken off "
            "each clock, so the true adjusted share lies between the two. Some trusts record them "
            "only once the second contact has taken place."
        ),
    ),
)
