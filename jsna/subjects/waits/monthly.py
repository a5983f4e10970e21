"""How the list changes month by month, and what would work it down in a year."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from jsna.figures import Figure
from jsna.places import AreaPack
from jsna.sources import Sources
from jsna.stats.capacity import Clearing, clearing
from jsna.stats.estimate import Estimate
from jsna.subjects.waits.cells import FEWEST, Cell, cell, share, too_few
from jsna.subjects.waits.clocks import ENDS, FIRST, SEEN, WAITING, day_of
from jsna.subjects.waits.counted import counted
from jsna.subjects.waits.groups import coded
from jsna.subjects.waits.prepared import SERVICE, Prepared, measure, prepared
from jsna.subjects.waits.readings import rounded_share
from jsna.subjects.waits.wording import (
    GEOGRAPHY,
    METHOD,
    PERIOD,
    REFERRED,
    SOURCE_PLACES,
    in_words,
)

IN_TIME = 0.92
"""The share that should be seen in time once the list is short: the NHS's own for 18 weeks."""
WEEKS = 52
JOINED = "Join the list, less those who leave it unseen"
SEEN_NOW = "Are seen now"
NEEDED = "Would have to be seen, to reach that list in 12 months"
AFTERWARDS = "Would have to be seen from then on"
UNDER, OVER = "Under 18 weeks", "18 weeks or more"
LENGTHS = ("Under 18 weeks", "18 to 25 weeks", "26 to 51 weeks", "52 weeks or more")


def month_ends(first: date, last: date) -> list[date]:
    """Return the last day of each whole month from the one of `first` to `last`."""
    ends = pd.date_range(first, last, freq="ME")
    return [end.date() for end in ends]


def named(day: date) -> str:
    """Return the month of a day: 2021-08."""
    return f"{day:%Y-%m}"


def months(of: Prepared) -> list[date]:
    """Return the ends of the months that the series runs over: since the last change."""
    start = of.since or (of.referrals["referral_date"].min()).date()
    return month_ends(start, of.as_of)


def rebased_at(pack: AreaPack, named_months: Sequence[str], service: str = SERVICE) -> list[str]:
    """Return the first whole month after each documented change of a service within a series."""
    found = []
    for change in pack.changes:
        if change.service in (service, "all"):
            first = pd.Timestamp(change.date) + pd.offsets.MonthBegin(0)
            if f"{first:%Y-%m}" in named_months[1:]:
                found.append(f"{first:%Y-%m}")
    return found


def on_the_list(found: pd.DataFrame, day: int) -> np.ndarray:
    """Return which waits stood on the list at the end of a day.

    A referral taken over counts from the day on which the records begin.
    """
    begun = (found["start"] + found["entry"] <= day).to_numpy()
    ended = (found["cause"] != ENDS.index(WAITING)) & (found["start"] + found["time"] <= day)
    return np.asarray(begun & ~ended.to_numpy())


def waiting_records(sources: Sources) -> pd.DataFrame:
    """Return one row a referral on the list, at the end of each month: `area` and `month`."""
    of = prepared(sources)
    found = of.everyone(FIRST)
    ends = months(of)
    rows = [on_the_list(found, day_of(end)) for end in ends]
    return _dated(of, found, rows, [named(end) for end in ends])


def joined_records(sources: Sources) -> pd.DataFrame:
    """Return one row a referral received since the last change: `area` and `month`."""
    of = prepared(sources)
    found = of.cohort(FIRST)
    return _by_month(of, found, found["start"].to_numpy())


def first_contact_records(sources: Sources) -> pd.DataFrame:
    """Return one row a first contact since the last change: `area` and `month`."""
    of = prepared(sources)
    found = of.everyone(FIRST)
    found = found[found["cause"] == ENDS.index(SEEN)]
    return _by_month(of, found, (found["start"] + found["time"]).to_numpy())


def _by_month(of: Prepared, found: pd.DataFrame, day: np.ndarray) -> pd.DataFrame:
    ends = months(of)
    edges = np.array([day_of(end) for end in ends])
    place = np.searchsorted(edges, day, side="left")
    rows = [place == number for number in range(len(ends))]
    return _dated(of, found, rows, [named(end) for end in ends])


def _dated(
    of: Prepared, found: pd.DataFrame, rows: list[np.ndarray], names: list[str]
) -> pd.DataFrame:
    area = of.groups["area"].reindex(found.index)
    at = [np.flatnonzero(inside) for inside in rows]
    month = np.repeat(np.arange(len(names)), [len(each) for each in at])
    return pd.DataFrame(
        {
            "area": area.iloc[np.concatenate(at)].array,
            "month": coded(month, names),
        }
    )


def length_records(sources: Sources) -> pd.DataFrame:
    """Return one row a referral on the list on the edition's day.

    Columns: `area`, `waited_so_far`, and the `month` of that day, the same in every row.
    """
    of = prepared(sources)
    found = of.everyone(FIRST)
    found = found[found["cause"] == ENDS.index(WAITING)]
    # Day 126 is past 18 weeks here: under 18 weeks means that it has not come.
    place = np.searchsorted([of.day, 26 * 7, 52 * 7], found["time"], side="right")
    return pd.DataFrame(
        {
            "area": of.groups["area"].reindex(found.index).array,
            "waited_so_far": coded(place, LENGTHS),
            "month": coded(np.zeros(len(found), dtype=np.int64), [named(of.as_of)]),
        }
    )


def seen_by_month(of: Prepared, places: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the share seen in time of those referred in each month, as far as it is known."""
    found = of.cohort(FIRST)
    edges = [day_of(end) for end in months(of)]
    month = np.searchsorted(edges, found["start"], side="left")
    # What started after the last whole month is in no month.
    whole = found[month < len(edges)]
    by_month = counted(whole, of.homes, of.rows(whole), month[month < len(edges)], len(edges))
    rows: list[Cell] = []
    for number, end in enumerate(months(of)):
        if day_of(end) + of.day > day_of(of.as_of):
            continue
        for name in places or of.homes.held:
            group, labels = by_month.wait(name, number), {"area": name, "month": named(end)}
            told = None if group is None else group.seen_by(of.day)
            rows.append(too_few(labels) if group is None else share(labels, told, group.n))
    return pd.DataFrame(rows)


def list_in_time_by_month(
    of: Prepared, ends: Sequence[date] | None = None, places: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the share of the list that has waited under 18 weeks, at the end of each month."""
    found = of.everyone(FIRST)
    cell = of.homes.cell[of.rows(found)]
    rows: list[Cell] = []
    for end in months(of) if ends is None else ends:
        day = day_of(end)
        listed = on_the_list(found, day)
        short = (day - found["start"] < of.day).to_numpy()
        parts = dict(of.homes.sums(cell[listed & short]))
        wholes = dict(of.homes.sums(cell[listed]))
        for name in places or wholes:
            labels, part, whole = {"area": name, "month": named(end)}, parts[name], wholes[name]
            if min(part, whole - part) < FEWEST:
                rows.append(too_few(labels))
            else:
                told = rounded_share(part, whole)
                rows.append(share(labels, told, told.n))
    return pd.DataFrame(rows)


def to_clear(of: Prepared) -> dict[str, tuple[Clearing, float] | None]:
    """Return by place what would clear its list in a year, and how many are seen a week now.

    Those who left the list unseen in the last year are taken off those who joined it. None where
    too few join, are seen or wait.
    """
    found = of.everyone(FIRST)
    last = day_of(of.as_of)
    first = last - 7 * WEEKS
    start, end = found["start"], found["start"] + found["time"]
    waiting = found["cause"] == ENDS.index(WAITING)
    over = (end > first) & (end <= last) & ~waiting
    treated = over & (found["cause"] == ENDS.index(SEEN))
    cell = of.homes.cell[of.rows(found)]

    def by_place(rows: "pd.Series[bool]") -> dict[str, int]:
        return dict(of.homes.sums(cell[rows.to_numpy()]))

    joined, seen = by_place((start > first) & (start <= last)), by_place(treated)
    unseen, listed = by_place(over & ~treated), by_place(waiting)
    told: dict[str, tuple[Clearing, float] | None] = {}
    for name in of.homes.held:
        staying = joined[name] - unseen[name]
        if min(staying, seen[name], listed[name]) < FEWEST:
            told[name] = None
        else:
            cleared = clearing(staying, WEEKS, listed[name], of.weeks, IN_TIME, WEEKS)
            told[name] = (cleared, seen[name] / WEEKS)
    return told


def capacity(of: Prepared) -> pd.DataFrame:
    """Return children a week: joining, seen now, and needed to come down in a year, by place."""
    rows: list[Cell] = []
    for name, found in to_clear(of).items():
        for said in (JOINED, SEEN_NOW, NEEDED, AFTERWARDS):
            labels = {"area": name, "flow": said}
            if found is None:
                rows.append(too_few(labels))
                continue
            told, seen = found
            n = told.list_now + WEEKS * told.demand.value
            alone = {SEEN_NOW: seen, AFTERWARDS: told.capacity_after}
            made = {JOINED: told.demand, NEEDED: told.capacity}.get(said)
            if made is None:
                made = Estimate(alone[said], np.nan, np.nan, n, "")
            rows.append(cell(labels, _whole(made), n, 1.0))
    day = in_words(of.as_of)
    return pd.DataFrame(rows).assign(period=f"the 52 weeks to {day}, and the list on {day}")


def _whole(found: Estimate) -> Estimate:
    """Return it in whole children a week."""
    value, low, high = (float(np.round(x)) for x in (found.value, found.lower, found.upper))
    return Estimate(value, low, high, found.n, found.method)


def list_to_reach(of: Prepared) -> pd.DataFrame:
    """Return the longest list that would let 92 in 100 be seen in time, in fives, by place."""
    rows: list[Cell] = []
    for name, found in to_clear(of).items():
        if found is None:
            rows.append(too_few({"area": name}))
            continue
        told, _ = found
        long = 5.0 * round(told.list_to_reach / 5)
        rows.append(cell({"area": name}, Estimate(long, np.nan, np.nan, 0, ""), told.list_now, 1.0))
    return pd.DataFrame(rows).assign(period=f"on {in_words(of.as_of)}")


_CAPACITY_METHOD = (
    "Demand of the last 52 weeks less those who left unseen (Poisson interval); the list to reach "
    "by Little's law with waits spread as an exponential; the excess spread over 52 weeks"
)
_CAPACITY_LIMITS = (
    "It takes demand as it was in the last year and counts first contacts alone: a child who is "
    "seen once may need many more. It is arithmetic, not a plan: beds, staff and rooms are not in "
    "it. 92 in 100 is the NHS's own share for 18-week waits, not one that the plan names."
)
_MONTHS = "each month since the last change of provider"


def _count(name: str, title: str, question: str, records: str, **more: object) -> Figure:
    return Figure(
        id=name,
        title=title,
        question=question,
        population="Children and young people referred to CAMHS, before their 18th birthday",
        kind="count",
        unit="referrals",
        source=SOURCE_PLACES,
        geography=GEOGRAPHY,
        rule="rounded",
        records=records,
        **{"dimensions": ("area", "month"), "period": _MONTHS, **more},  # type: ignore[arg-type]
    )


FIGURES = (
    _count(
        "camhs-list-by-month",
        "Referrals waiting for a first contact at the end of each month",
        "Does the list grow?",
        "camhs_waiting",
        limits=(
            "Referrals that another trust had taken in count from 1 October 2019. A list can "
            "shorten because families give up."
        ),
    ),
    _count(
        "camhs-joined-by-month",
        "Referrals received in each month",
        "Are more children referred?",
        "camhs_joined",
        limits="Few referrals in the spring of 2020 are not less need: schools were closed.",
    ),
    _count(
        "camhs-first-contacts-by-month",
        "First contacts in each month",
        "Are more children seen?",
        "camhs_first_contacts",
        limits="A first contact may be an assessment by telephone.",
    ),
    _count(
        "camhs-list-by-length",
        "Referrals waiting for a first contact, by how long they have waited",
        "How long have those who wait been waiting?",
        "camhs_waiting_now",
        dimensions=("area", "waited_so_far"),
        period="on the edition's day",
        where={"month": "latest"},
        limits=(
            "A snapshot holds more long waits than short ones, since they are there to be seen: "
            "it is not how long a child who is referred today will wait."
        ),
    ),
    Figure(
        id="camhs-seen-by-month",
        title="Referrals of each month that were seen within 18 weeks",
        question="Do waits get shorter?",
        population=REFERRED,
        dimensions=("area", "month"),
        kind="statistic",
        unit="percent of those referred",
        source=SOURCE_PLACES,
        period=_MONTHS,
        geography=GEOGRAPHY,
        rule="statistic",
        measure=measure(seen_by_month),
        method=METHOD,
        limits="The last 18 weeks are not there: it is too early to know.",
    ),
    Figure(
        id="camhs-list-in-time-by-month",
        title="Share of the list that has waited under 18 weeks, at the end of each month",
        question="How many wait less than 18 weeks, month by month?",
        population="Children and young people waiting for a first contact at the month's end",
        dimensions=("area", "month"),
        kind="statistic",
        unit="percent of those waiting",
        source=SOURCE_PLACES,
        period=_MONTHS,
        geography=GEOGRAPHY,
        rule="statistic",
        measure=measure(list_in_time_by_month),
        method="Counts rounded to five, Wilson interval widened for it",
        limits="Clearing those who came last makes it fall; a rush of referrals makes it rise.",
    ),
    Figure(
        id="camhs-capacity",
        title="Children a week: joining the list, seen, and needed to work it down in a year",
        question="What would work the list down?",
        population="Referrals of the last 52 weeks and those waiting on the edition's day",
        dimensions=("area", "flow"),
        kind="statistic",
        unit="children a week",
        source=SOURCE_PLACES,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        measure=measure(capacity),
        method=_CAPACITY_METHOD,
        limits=_CAPACITY_LIMITS,
    ),
    Figure(
        id="camhs-list-to-reach",
        title="List at which 92 in 100 would be seen within 18 weeks",
        question="How long may the list be?",
        population="Children and young people waiting for a first contact on the edition's day",
        dimensions=("area",),
        kind="statistic",
        unit="children",
        source=SOURCE_PLACES,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        measure=measure(list_to_reach),
        method=_CAPACITY_METHOD,
        limits=_CAPACITY_LIMITS,
    ),
)

POPULATIONS = {
    "camhs_waiting": waiting_records,
    "camhs_joined": joined_records,
    "camhs_first_contacts": first_contact_records,
    "camhs_waiting_now": length_records,
}
