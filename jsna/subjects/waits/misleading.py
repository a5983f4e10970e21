"""Why waits of those who were seen mislead: they leave out everyone who still waits."""

import pandas as pd

from jsna.figures import Figure
from jsna.subjects.waits.by_place import curve
from jsna.subjects.waits.cells import Cell, in_weeks, too_few
from jsna.subjects.waits.clocks import ENDS, FIRST, SEEN, WHOLE
from jsna.subjects.waits.estimates import Wait, wait
from jsna.subjects.waits.prepared import Prepared, measure
from jsna.subjects.waits.wording import GEOGRAPHY, METHOD, PERIOD, REFERRED, SOURCE_PLACES

EVERYONE = "Everyone referred"
SEEN_ONLY = "Only those who were seen"
READINGS = (SEEN_ONLY, EVERYONE)


def _two(found: pd.DataFrame) -> dict[str, Wait | None]:
    """Return the waits of those who were seen alone, and of everyone."""
    return {SEEN_ONLY: wait(found[found["cause"] == ENDS.index(SEEN)]), EVERYONE: wait(found)}


def two_curves(of: Prepared) -> pd.DataFrame:
    """Return the share seen by each week in both readings, by clock."""
    rows: list[Cell] = []
    for clock in (FIRST, WHOLE):
        for name, group in _two(of.cohort(clock)).items():
            rows += curve(group, {"clock": clock, "counted": name})
    return pd.DataFrame(rows)


def two_medians(of: Prepared) -> pd.DataFrame:
    """Return the week by which half were seen in both readings, by place."""
    found = of.cohort(FIRST)
    rows: list[Cell] = []
    for place, inside in of.places():
        for name, group in _two(found[inside.reindex(found.index)]).items():
            labels = {"area": place, "counted": name}
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
