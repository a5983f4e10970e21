"""Who waits and how long: by place and clock, over the weeks, and how waits end."""

import pandas as pd

from jsna.dimensions import DIMENSIONS
from jsna.figures import TOTAL, Figure
from jsna.stats import survival
from jsna.stats.estimate import Estimate
from jsna.subjects.waits.cells import Cell, cell, in_weeks, share, too_few
from jsna.subjects.waits.clocks import CLOCKS, ENDS, FIRST, WAITING
from jsna.subjects.waits.estimates import Wait
from jsna.subjects.waits.groups import PERSONAL
from jsna.subjects.waits.prepared import Prepared, measure
from jsna.subjects.waits.wording import (
    GEOGRAPHY,
    LIMITS,
    METHOD,
    PERIOD,
    REFERRED,
    SOURCE,
    SOURCE_PLACES,
)

WEEKS = (*range(12), *range(12, 79, 2))
"""The weeks of a curve: as far as most referrals could be followed."""
HALF_SEEN = "Half were seen by week"
HALF_OFF = "Half were off the list by week"
NINE_OFF = "Nine in ten were off the list by week"
END_WEEKS = (4, 18, 52)


def seen_in_time(of: Prepared) -> pd.DataFrame:
    """Return the share seen within the expectation, by place and clock."""
    rows: list[Cell] = []
    for clock in CLOCKS:
        for name, group in of.in_places(clock).items():
            labels = {"area": name, "clock": clock}
            rows.append(_seen(group, labels, of.day))
    return pd.DataFrame(rows)


def _seen(group: Wait | None, labels: dict[str, str], day: int) -> Cell:
    return too_few(labels) if group is None else share(labels, group.seen_by(day), group.n)


def weeks_waited(of: Prepared) -> pd.DataFrame:
    """Return the weeks by which half were seen, half were off the list, and nine in ten were."""
    rows: list[Cell] = []
    for clock in CLOCKS:
        for name, group in of.in_places(clock).items():
            for said in (HALF_SEEN, HALF_OFF, NINE_OFF):
                labels = {"area": name, "clock": clock, "waited": said}
                rows.append(too_few(labels) if group is None else _weeks(group, labels))
    return pd.DataFrame(rows)


def _weeks(group: Wait, labels: dict[str, str]) -> Cell:
    said = labels["waited"]
    if said == HALF_SEEN:
        found = group.half_seen
    else:
        found = group.off_the_list(0.5 if said == HALF_OFF else 0.9)
    return in_weeks(labels, found, group.n)


def over_time(of: Prepared, clock: str = FIRST) -> pd.DataFrame:
    """Return the share seen by each week (from week 12 each second), by place."""
    rows: list[Cell] = []
    for name, group in of.in_places(clock).items():
        rows += curve(group, {"area": name})
    return pd.DataFrame(rows)


def curve(group: Wait | None, labels: dict[str, str]) -> list[Cell]:
    """Return one cell a week: the share seen by then, where it is known."""
    rows = []
    for week in WEEKS:
        own = {**labels, "week": str(week)}
        if group is None:
            rows.append(too_few(own))
        elif week == 0:
            rows.append({**own, "value": 0.0, "lower": 0.0, "upper": 0.0, "n": group.n,
                         "status": "shown"})  # fmt: skip
        else:
            rows.append(cell(own, group.seen_by(7 * week), group.n))
    return rows


def ends(of: Prepared) -> pd.DataFrame:
    """Return how the county's waits had ended by some weeks, by clock; shares of all referred."""
    rows: list[Cell] = []
    for clock in CLOCKS:
        group = of.in_places(clock)[TOTAL]
        for weeks in END_WEEKS:
            for cause, name in enumerate(ENDS):
                labels = {"clock": clock, "by_week": f"By week {weeks}", "end": name}
                if group is None:
                    rows.append(too_few(labels))
                elif name == WAITING:
                    rows.append(share(labels, _left(group, 7 * weeks), group.n))
                else:
                    rows.append(share(labels, group.ended(cause, 7 * weeks), group.n))
    return pd.DataFrame(rows)


def _left(group: Wait, day: int) -> Estimate | None:
    if day > group.table.times[-1]:
        return None
    return survival.of_table(group.table).waiting_after(day)


def by_personal_group(of: Prepared, group: str, clock: str = FIRST) -> pd.DataFrame:
    """Return the share seen within the expectation by one group, for the county and each place."""
    counted = of.counted(of.cohort(clock), group)
    values = [str(value) for value in of.groups[group].cat.categories]
    rows: list[Cell] = []
    for name, everyone in counted.places():
        rows.append(_seen(everyone, {"area": name, group: TOTAL}, of.day))
        for number, value in enumerate(values):
            part = counted.wait(name, number)
            rows.append(_seen(part, {"area": name, group: value}, of.day))
    return pd.DataFrame(rows)


_SHARE = "percent of those referred"
_GROUP_LIMITS = {
    "autism": "Autism is recorded without a date: it may have been recorded during the wait.",
    "send": "SEND is what was recorded by the day of the referral; for many nothing is recorded.",
    "deprivation": "Fifths are England's, of the neighbourhood and not of the family.",
    "drive_time": (
        "Minutes are an estimate: straight line to the nearest base times 1.4 at 60 km an hour. "
        "It misleads where a lake, a fell or an estuary lies between; the bases are illustrative."
    ),
    "urgency": "The expectation of 18 weeks is for routine referrals.",
    "age_group": "CAMHS ends at 18: of those aged 16 or 17 some turn 18 while they wait.",
}
GROUP_NAMES = {"rural_urban": "rural or urban home", "drive_time": "drive to the nearest base"}


def _group_figure(group: str) -> Figure:
    known = DIMENSIONS.get(group)
    said = GROUP_NAMES.get(group) or (known.label if known else group)
    said = said if said == "SEND" else said[:1].lower() + said[1:]
    return Figure(
        id=f"camhs-seen-by-{group.replace('_', '-')}",
        title=f"Referrals seen within 18 weeks, by {said}",
        question=f"Do waits differ by {said}?",
        population=REFERRED,
        dimensions=("area", group),
        kind="statistic",
        unit=_SHARE,
        source=(*SOURCE_PLACES, "deprivation") if group == "deprivation" else SOURCE_PLACES,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        measure=measure(by_personal_group, group),
        method=METHOD,
        limits=f"{_GROUP_LIMITS.get(group, '')} {LIMITS}".strip(),
    )


FIGURES = (
    Figure(
        id="camhs-seen-in-time",
        title="Referrals seen within 18 weeks (126 days or less)",
        question="How many of those referred are seen within 18 weeks?",
        population=REFERRED,
        dimensions=("area", "clock"),
        kind="statistic",
        unit=_SHARE,
        source=SOURCE_PLACES,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        measure=measure(seen_in_time),
        method=METHOD,
        limits=LIMITS,
    ),
    Figure(
        id="camhs-weeks-waited",
        title="Weeks by which referrals were seen, or off the list",
        question="How long do children wait?",
        population=REFERRED,
        dimensions=("area", "clock", "waited"),
        kind="statistic",
        unit="weeks",
        source=SOURCE_PLACES,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        measure=measure(weeks_waited),
        method=(
            "Half seen: Aalen-Johansen, of everyone referred; off the list, seen or closed in any "
            "way: Kaplan-Meier; limits where the curve's limits cross"
        ),
        limits=(
            "Not applicable means that it had not come about by the last day known. Many leave "
            "the list without being seen, so being off the list is not the same as being helped."
        ),
    ),
    Figure(
        id="camhs-seen-over-time",
        title="Referrals that had a first contact by each week",
        question="How soon are children seen?",
        population=REFERRED,
        dimensions=("area", "week"),
        kind="statistic",
        unit=_SHARE,
        source=SOURCE_PLACES,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        measure=measure(over_time),
        method=METHOD,
        limits=LIMITS,
    ),
    Figure(
        id="camhs-how-waits-end",
        title="How waits had ended by some weeks",
        question="What becomes of those who are referred?",
        population=REFERRED,
        dimensions=("clock", "by_week", "end"),
        kind="statistic",
        unit=_SHARE,
        source=SOURCE,
        period=PERIOD,
        geography="the county",
        rule="statistic",
        measure=measure(ends),
        method=METHOD,
        limits=(
            "CAMHS ends on the 18th birthday: what becomes of a young person after it is not in "
            "these records. Why a family withdrew is not recorded."
        ),
    ),
    *(_group_figure(group) for group in PERSONAL),
)
