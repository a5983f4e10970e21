"""Why waits of those who were seen mislead: they leave out everyone who still waits."""

import pandas as pd

from jsna.figures import TOTAL, Figure
from jsna.subjects.waits.by_place import curve
from jsna.subjects.waits.cells import Cell, in_weeks, too_few
from jsna.subjects.waits.clocks import ENDS, FIRST, SEEN, WHOLE
from jsna.subjects.waits.estimates import Wait
from jsna.subjects.waits.prepared import Prepared, measure
from jsna.subjects.waits.wording import GEOGRAPHY, METHOD, PERIOD, REFERRED, SOURCE_PLACES

EVERYONE = "Everyone referred"
SEEN_ONLY = "Only those who were seen"
READINGS = (SEEN_ONLY, EVERYONE)


def _two(of: Prepared, clock: str) -> dict[str, dict[str, Wait | None]]:
    """Return the waits of those who were seen alone, and of everyone, by place."""
    found = of.cohort(clock)
    seen = of.counted(found[found["cause"] == ENDS.index(SEEN)])
    return {SEEN_ONLY: dict(seen.places()), EVERYONE: of.in_places(clock)}


def two_curves(of: Prepared) -> pd.DataFrame:
    """Return the share seen by each week in both readings, by clock."""
    rows: list[Cell] = []
    for clock in (FIRST, WHOLE):
        for name, places in _two(of, clock).items():
            rows += curve(places[TOTAL], {"clock": clock, "counted": name})
    return pd.DataFrame(rows)


def two_medians(of: Prepared) -> pd.DataFrame:
    """Return the week by which half were seen in both readings, by place."""
    rows: list[Cell] = []
    two = _two(of, FIRST)
    for place in of.homes.held:
        for name, places in two.items():
            group, labels = places[place], {"area": place, "counted": name}
            if group is None:
                rows.append(too_few(labels))
            else:
                rows.append(in_weeks(labels, group.half_seen, group.n))
    return pd.DataFrame(rows)


_LIMITS = (
    "Among those who were seen everyone was seen, by definition: the more children wait or leave, "
    "the better their figure looks beside the truth."
)

FIGURES = (
    Figure(
        id="camhs-completed-mislead",
        title="Seen by each week, counting everyone and counting only those who were seen",
        question="Why do waits of those who were seen mislead?",
        population=REFERRED,
        dimensions=("clock", "counted", "week"),
        kind="statistic",
        unit="percent of those counted",
        source=("camhs_referrals",),
        period=PERIOD,
        geography="the county",
        rule="statistic",
        measure=measure(two_curves),
        method=METHOD,
        limits=_LIMITS,
    ),
    Figure(
        id="camhs-completed-weeks",
        title="Week by which half were seen, counting everyone and counting only those seen",
        question="By how much do waits of those who were seen mislead?",
        population=REFERRED,
        dimensions=("area", "counted"),
        kind="statistic",
        unit="weeks",
        source=SOURCE_PLACES,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        measure=measure(two_medians),
        method=METHOD,
        limits=_LIMITS,
    ),
)
