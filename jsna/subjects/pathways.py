"""Who waits for an autism assessment or a therapy (WG2.8), by the same machinery as CAMHS waits.

All referrals count, those still waiting included. The clock of WG2.8 runs from the referral to the
first attended contact of the pathway; the second runs on to the end of the assessment or course.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

import numpy as np
import pandas as pd

from jsna.figures import TOTAL, Figure
from jsna.sources import Sources
from jsna.stats.between_places import together
from jsna.stats.estimate import Estimate
from jsna.subjects.waits import by_place, drive, monthly
from jsna.subjects.waits.cells import Cell, cell, share, too_few
from jsna.subjects.waits.clocks import ENDS, FIRST, SECOND, SEEN, WHOLE, Rules, day_of, waits
from jsna.subjects.waits.estimates import by_group
from jsna.subjects.waits.groups import coded, ground, groups
from jsna.subjects.waits.prepared import Prepared
from jsna.subjects.waits.variation import (
    BY_CHANCE,
    BY_CHANCE_95,
    GEOGRAPHIES,
    MEASURED,
    Variation,
    variation,
)
from jsna.subjects.waits.wording import in_words

PATHWAYS: Mapping[str, str] = {
    "autism": "Autism assessment",
    "speech_language": "Speech and language therapy",
    "occupational": "Occupational therapy",
    "physiotherapy": "Physiotherapy",
}
"""The code of a pathway in the extract and its name on pages."""
START = "Referral to start"
COMPLETE = "Start to assessment or course complete"
ALL_OF_IT = "Referral to assessment or course complete"
CLOCKS = {FIRST: START, SECOND: COMPLETE, WHOLE: ALL_OF_IT}
"""What the two clocks of the shared machinery are called here."""
HALF_STARTED = "Half had come so far by week"
WAITED = {by_place.HALF_SEEN: HALF_STARTED}
WEEKS = (13, 18, 26, 52)
"""13: three months, in which an autism assessment should start (NICE CG128); 18: as for CAMHS."""
GROUPS = {
    "send": "SEND",
    "age_group": "age at referral",
    "sex": "sex",
    "deprivation": "deprivation fifth",
    "rural_urban": "rural or urban home",
    "provider": "provider",
}
EXTRACT = "pathway_referrals"
FILLING = 12
"""Months in which a list that begins empty only fills."""
T = TypeVar("T")


@lru_cache(maxsize=1)
def prepared(sources: Sources) -> dict[str, Prepared]:
    """Return the referrals to each pathway by its name, ready for the figures of waits."""
    pack, params = sources.area, sources.params
    of = ground(
        pack,
        params.as_of,
        sources.published("deprivation"),
        sources.published("lsoas"),
        drive.minutes(pack.sites, "autism"),
    )
    referrals = as_referrals(sources.accepted(EXTRACT))
    every = Prepared(referrals, groups(referrals, of), of, params.as_of, None, params.wait_weeks)
    found = {}
    for code, name in PATHWAYS.items():
        rows = referrals["pathway"] == code
        if rows.any():
            found[name] = replace(every, referrals=referrals[rows], groups=every.groups[rows])
    return found


def as_referrals(rows: pd.DataFrame) -> pd.DataFrame:
    """Return referrals to pathways under the names of columns that the waits' machinery knows.

    Start stands for first contact, completion for the second. Nothing was taken over from an
    earlier provider, and autism is what the pathway is to find out.
    """
    named = rows.rename(
        columns={
            "pathway_start_date": "first_contact_date",
            "assessment_complete_date": "second_contact_date",
        }
    ).reset_index(drop=True)
    nothing = pd.Series(pd.NaT, index=named.index, dtype="datetime64[s]")
    return named.assign(records_begin_date=nothing, autism_flag=np.nan)


def measure(analysis: Callable[[Prepared], pd.DataFrame]) -> Callable[[Sources], pd.DataFrame]:
    """Return the measure of a figure: an analysis of each pathway, one below the other."""
    return _each(lambda sources: prepared(sources).items(), analysis)


def _each(
    parts: Callable[[Sources], Iterable[tuple[str, T]]], analysis: Callable[[T], pd.DataFrame]
) -> Callable[[Sources], pd.DataFrame]:
    def cells(sources: Sources) -> pd.DataFrame:
        found = [analysis(own).assign(pathway=name) for name, own in parts(sources)]
        return pd.concat(found, ignore_index=True).assign(period=period(sources))

    return cells


def period(sources: Sources) -> str:
    """Return the days on which the referrals were received, in words."""
    first = sources.accepted(EXTRACT)["referral_date"].min().date()
    return f"referrals from {in_words(first)} to {in_words(sources.params.as_of)}"


def weeks_waited(of: Prepared) -> pd.DataFrame:
    """Return the weeks by which half had come so far, and by which they were off the list."""
    found = by_place.weeks_waited(of)
    return found.assign(
        clock=found["clock"].replace(CLOCKS), waited=found["waited"].replace(WAITED)
    )


def in_time(of: Prepared) -> pd.DataFrame:
    """Return the share that had come so far by some weeks, by place and clock."""
    rows: list[Cell] = []
    for clock, said in CLOCKS.items():
        for place, group in of.in_places(clock).items():
            for weeks in WEEKS:
                labels = {"area": place, "clock": said, "by_week": f"Within {weeks} weeks"}
                told = None if group is None else group.seen_by(7 * weeks)
                rows.append(too_few(labels) if group is None else share(labels, told, group.n))
    return pd.DataFrame(rows)


def by_personal_group(of: Prepared, group: str) -> pd.DataFrame:
    """Return the share that started in time by one group, for the county."""
    found = of.cohort(FIRST)
    rows: list[Cell] = []
    for value, part in by_group(found, of.groups[group]):
        labels = {group: value}
        told = None if part is None else part.seen_by(of.day)
        rows.append(too_few(labels) if part is None else share(labels, told, part.n))
    return pd.DataFrame(rows)


def ends(of: Prepared) -> pd.DataFrame:
    """Return how waits for a start had ended by some weeks; shares of all referred."""
    found = by_place.ends(of)
    found = found[found["clock"] == FIRST].drop(columns="clock")
    # What CAMHS calls seen is a start here.
    return found.assign(end=found["end"].replace({SEEN: "Started"})).reset_index(drop=True)


def waiting_records(sources: Sources) -> pd.DataFrame:
    """Return one row a referral on a list at the end of each month: `pathway` and `month`."""
    of = next(iter(prepared(sources).values()))
    everything = as_referrals(sources.accepted(EXTRACT))
    found = waits(everything, Rules(FIRST, of.as_of))
    first = everything["referral_date"].min().date()
    days = monthly.month_ends(first, of.as_of)
    rows = [np.flatnonzero(monthly.on_the_list(found, day_of(day))) for day in days]
    month = np.repeat(np.arange(len(days)), [len(each) for each in rows])
    code = everything["pathway"].reindex(found.index).iloc[np.concatenate(rows)]
    return pd.DataFrame(
        {
            "pathway": pd.Categorical(code.map(dict(PATHWAYS)), categories=[*PATHWAYS.values()]),
            "month": coded(month, [monthly.named(day) for day in days]),
        }
    )


def started_by_month(of: Prepared) -> pd.DataFrame:
    """Return the share started in time of those referred in each month, for the county."""
    return monthly.seen_by_month(of, [TOTAL]).drop(columns="area")


def list_in_time_by_month(of: Prepared) -> pd.DataFrame:
    """Return the share of the list that has waited under 18 weeks, at each month's end.

    The list begins empty where the records do: its first year, in which it only fills, is left out.
    """
    ends = monthly.months(of)[FILLING:]
    return monthly.list_in_time_by_month(of, ends, [TOTAL]).drop(columns="area")


Differences = tuple[tuple[str, Variation], ...]
"""How the places of each geography differ."""


@lru_cache(maxsize=1)
def between(sources: Sources) -> dict[str, Differences]:
    """Return by pathway how places of each geography differ in the share that started in time."""
    asked = [
        (name, said, told)
        for name, of in prepared(sources).items()
        for said, told in _variations(of)
    ]
    judged = together([told.between for *_, told in asked])
    return {
        name: tuple(
            (said, replace(told, between=one))
            for (own, said, told), one in zip(asked, judged, strict=True)
            if own == name
        )
        for name in prepared(sources)
    }


def _variations(of: Prepared) -> Iterator[tuple[str, Variation]]:
    found = of.cohort(FIRST)
    for kind, said in GEOGRAPHIES.items():
        # A ward has too few referrals to one pathway.
        told = None if kind == "ward" else variation(found, of.groups[kind], of.day)
        if told is not None:
            yield said, told


def of_places(analysis: Callable[[Differences], pd.DataFrame]) -> Callable[[Sources], pd.DataFrame]:
    """Return the measure of a figure: an analysis of how the places of each pathway differ."""
    return _each(lambda sources: between(sources).items(), analysis)


def gaps(differences: Differences) -> pd.DataFrame:
    """Return each place's share started in time less the county's, drawn towards it."""
    rows: list[Cell] = []
    for said, told in differences:
        for name, n, place in zip(told.names, told.n, told.between.places, strict=True):
            rows.append(cell({"geography": said, "area": name}, place.difference, n))
    return pd.DataFrame(rows, columns=_cells("geography", "area"))


def index(differences: Differences) -> pd.DataFrame:
    """Return the index of disparity beside what equal places would show, with the verdict."""
    rows: list[Cell] = []
    for said, told in differences:
        own, n = told.between.heterogeneity, sum(told.n)
        values = (own.index_of_disparity, own.index_by_chance, own.index_by_chance_95)
        for name, value in zip((MEASURED, BY_CHANCE, BY_CHANCE_95), values, strict=True):
            labels = {"geography": said, "verdict": told.between.verdict, "index": name}
            rows.append(cell(labels, Estimate(value, np.nan, np.nan, n, ""), n, 1.0))
    return pd.DataFrame(rows, columns=_cells("geography", "verdict", "index"))


def chance_of_such(differences: Differences) -> pd.DataFrame:
    """Return how many of 1,000 counties of equal places differ as much, with the verdict."""
    rows: list[Cell] = []
    for said, told in differences:
        labels = {"geography": said, "verdict": told.between.verdict}
        often = max(1, round(1000 * told.between.heterogeneity.p))
        n = sum(told.n)
        rows.append(cell(labels, Estimate(often, np.nan, np.nan, n, ""), n, 1.0))
    return pd.DataFrame(rows, columns=_cells("geography", "verdict"))


def _cells(*dimensions: str) -> list[str]:
    return [*dimensions, "n", "value", "lower", "upper", "status"]


_REFERRED = (
    "All children and young people referred to the autism pathway or to a therapy before their "
    "18th birthday: those who started, those who left the list, and those still waiting"
)
_PLACES = (
    "Homes in the six districts (boundaries of 2021), the two councils announced for 2023, CCG "
    "parts of the county, and West Cumbria (Allerdale and Copeland)"
)
_LIMITS = (
    "It counts referrals, not children whom nobody referred. A first contact is not yet an "
    "answer, and a wait says nothing of the help given during it."
)
_CURVES = (
    "Aalen-Johansen: those still waiting count for as long as is known, those who left without a "
    "start count as not started; log-log interval (95%)"
)
_SHARE = "percent of those referred"
_POOLED = "Partial pooling: each place's share is drawn towards the county's by how little it tells"
_NULL = (
    "2,000 simulated counties of equal places. All questions of the page are judged together "
    "(Benjamini and Hochberg): where nothing differs it says real at most 5 times in 100"
)


def _figure(
    name: str, title: str, question: str, dimensions: tuple[str, ...], unit: str, **more: object
) -> Figure:
    own = str(more.pop("limits", ""))
    return Figure(
        id=f"pathways-{name}",
        title=title,
        question=question,
        population=_REFERRED,
        dimensions=("pathway", *dimensions),
        kind="statistic",
        unit=unit,
        source=(EXTRACT, "lsoas", "deprivation"),
        period="all referrals received, followed to the edition's day",
        geography=_PLACES,
        rule="statistic",
        limits=f"{own} {_LIMITS}".strip(),
        **more,  # type: ignore[arg-type]
    )


def _by_group(group: str, said: str) -> Figure:
    return _figure(
        f"by-{group.replace('_', '-')}",
        f"Referrals to a pathway or therapy that started within 18 weeks, by {said}",
        f"Do waits differ by {said}?",
        (group,),
        _SHARE,
        measure=measure(lambda of: by_personal_group(of, group)),
        method=_CURVES,
    )


FIGURES = (
    _figure(
        "weeks-waited",
        "Weeks waited for the autism pathway and for therapies",
        "How long do children wait for an autism assessment or a therapy?",
        ("area", "clock", "waited"),
        "weeks",
        measure=measure(weeks_waited),
        method=(
            "Half had come so far: Aalen-Johansen, of everyone referred; off the list, started or "
            "closed in any way: Kaplan-Meier"
        ),
        limits="Not applicable means that it had not come about by the last day known.",
    ),
    _figure(
        "in-time",
        "Referrals to a pathway or therapy that had started or were complete within some weeks",
        "How many start within 13 and 18 weeks?",
        ("area", "clock", "by_week"),
        _SHARE,
        measure=measure(in_time),
        method=_CURVES,
    ),
    _figure(
        "over-time",
        "Referrals to a pathway or therapy that had started by each week",
        "How soon do assessments and therapies start?",
        ("area", "week"),
        _SHARE,
        measure=measure(by_place.over_time),
        method=_CURVES,
    ),
    _figure(
        "how-waits-end",
        "How waits for a pathway or therapy had ended by some weeks",
        "What becomes of those who are referred?",
        ("by_week", "end"),
        _SHARE,
        measure=measure(ends),
        method=_CURVES,
    ),
    _figure(
        "places-gap",
        "Started within 18 weeks: each place less the county, drawn towards it",
        "Which places wait longer, once chance is taken out?",
        ("geography", "area"),
        "percentage points",
        measure=of_places(gaps),
        method=_POOLED,
    ),
    _figure(
        "places-index",
        "Started within 18 weeks: index of disparity beside what equal places would show",
        "How much do places differ?",
        ("geography", "verdict", "index"),
        "percent of the county's share",
        measure=of_places(index),
        method=f"Mean distance of places from the county; {_NULL}",
    ),
    _figure(
        "places-chance",
        "Started within 18 weeks: how often equal places would differ as much",
        "Could the differences between places be chance?",
        ("geography", "verdict"),
        "of 1,000 counties of equal places",
        measure=of_places(chance_of_such),
        method=_NULL,
    ),
    *(_by_group(group, said) for group, said in GROUPS.items()),
    _figure(
        "started-by-month",
        "Referrals of each month to a pathway or therapy that started within 18 weeks",
        "Do waits get shorter?",
        ("month",),
        _SHARE,
        measure=measure(started_by_month),
        method=_CURVES,
        limits="The last 18 weeks are not there: it is too early to know.",
    ),
    _figure(
        "list-in-time-by-month",
        "Share of the list for a pathway or therapy that has waited under 18 weeks, each month",
        "How many wait less than 18 weeks, month by month?",
        ("month",),
        "percent of those waiting",
        measure=measure(list_in_time_by_month),
        method="Counts rounded to five, Wilson interval widened for it",
        limits=(
            "The list begins empty where the records do, so its first year is left out. Clearing "
            "those who came last makes the share fall; a rush of referrals makes it rise."
        ),
    ),
    Figure(
        id="pathways-waiting-by-month",
        title="Referrals on the list for a pathway or therapy at the end of each month",
        question="Is the list growing?",
        population="Children and young people referred and not yet started, each month's end",
        dimensions=("pathway", "month"),
        kind="count",
        unit="referrals",
        source=(EXTRACT,),
        period="each month's end",
        geography="the county",
        rule="rounded",
        records="pathway_waiting",
        limits=(
            f"The list begins empty where the records do, so its first year only fills. {_LIMITS}"
        ),
    ),
)

POPULATIONS: dict[str, Callable[[Sources], pd.DataFrame]] = {"pathway_waiting": waiting_records}

__all__ = ["ENDS", "FIGURES", "PATHWAYS", "POPULATIONS", "TOTAL", "as_referrals", "prepared"]
