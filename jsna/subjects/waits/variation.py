"""Do places differ beyond chance (WG5.4)? The same question for every geography.

By district, council, clinical commissioning group, West Cumbria and ward, so that nobody can pick
the geography that suits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from jsna.figures import Figure
from jsna.stats.between_places import (
    Between,
    Place,
    between_places,
    effective_counts,
    together,
)
from jsna.stats.estimate import Estimate
from jsna.stats.inequality import theil
from jsna.stats.verdicts import p_of_ratio
from jsna.subjects.waits import send_ratio
from jsna.subjects.waits.cells import FEWEST, Cell, cell
from jsna.subjects.waits.clocks import FIRST, SECOND
from jsna.subjects.waits.estimates import by_group
from jsna.subjects.waits.groups import NOT_RECORDED, OUTSIDE
from jsna.subjects.waits.prepared import Prepared, measure
from jsna.subjects.waits.wording import GEOGRAPHY, PERIOD, REFERRED, SOURCE_PLACES

GEOGRAPHIES = {
    "district": "Districts",
    "unitary": "Councils from 2023",
    "ccg": "Clinical commissioning groups",
    "locality": "West Cumbria and the rest",
    "ward": "Wards",
}
"""The column of each geography and its name on pages."""
SAID_CLOCKS = (FIRST, SECOND)
MEASURED = "Measured here"
BY_CHANCE = "Equal places would show"
BY_CHANCE_95 = "Equal places show more one time in twenty"


@dataclass(frozen=True)
class Variation:
    """How places of one geography differ in the share seen in time."""

    names: tuple[str, ...]
    n: tuple[int, ...]
    """Referrals of each place."""
    between: Between
    theil: float
    """Theil's index of the shares, weighted by referrals: the second measure, beside the first."""
    left_out: int
    """Places with too few referrals to take part."""


def variation(found: pd.DataFrame, place: "pd.Series[str]", day: int) -> Variation | None:
    """Return how places differ in the share seen by a day; None with fewer than two places.

    Each place's share comes from its own curve with those still waiting; it weighs as much as a
    simple sample that would know the share as well.
    """
    names, sizes, shares, errors, left_out = [], [], [], [], 0
    for name, group in by_group(found, place):
        if name in (OUTSIDE, NOT_RECORDED):
            continue
        told = None if group is None else group.seen_by(day)
        if group is None or told is None or min(told.value, 1 - told.value) * group.n < 1:
            left_out += 1
            continue
        at = int(np.searchsorted(group.table.times, day, side="right")) - 1
        error = float(group.seen.error[at])
        if told.value * (1 - told.value) / error**2 < FEWEST:
            left_out += 1
            continue
        names.append(name)
        sizes.append(group.n)
        shares.append(told.value)
        errors.append(error)
    if len(names) < 2:
        return None
    parts, wholes = effective_counts(shares, errors)
    spread = theil(shares, sizes)
    return Variation(tuple(names), tuple(sizes), between_places(parts, wholes), spread, left_out)


@lru_cache(maxsize=1)
def asked(of: Prepared) -> list[tuple[dict[str, str], Variation]]:
    """Return how places differ by every geography and clock, each question judged by itself."""
    rows = []
    for clock in SAID_CLOCKS:
        found = of.cohort(clock)
        for kind, said in GEOGRAPHIES.items():
            told = variation(found, of.groups[kind], of.day)
            if told is not None:
                rows.append(({"geography": said, "clock": clock}, told))
    return rows


@lru_cache(maxsize=1)
def every(of: Prepared) -> list[tuple[dict[str, str], Variation]]:
    """Return how places differ by every geography and clock, with the labels of the question.

    Judged among all questions of the page, those on SEND too.
    """
    rows = asked(of)
    beside = [p_of_ratio(one) for one in send_ratio.of_page(of).values() if one is not None]
    judged = together([told.between for _, told in rows], beside)
    return [
        (labels, replace(told, between=between))
        for (labels, told), between in zip(rows, judged, strict=True)
    ]


_NO_WARDS = "Wards"
"""Wards are small: they are tested, never shown one by one."""


def shrunken(of: Prepared) -> pd.DataFrame:
    """Return each place's share seen in time, drawn towards the county by how little it tells."""
    return _by_place(of, lambda place: place.shrunken)


def gaps(of: Prepared) -> pd.DataFrame:
    """Return each place's share less the county's, in percentage points, drawn in the same way."""
    return _by_place(of, lambda place: place.difference)


def _by_place(of: Prepared, taken: Callable[[Place], Estimate]) -> pd.DataFrame:
    rows: list[Cell] = []
    for labels, told in every(of):
        if labels["geography"] == _NO_WARDS:
            continue
        for name, n, place in zip(told.names, told.n, told.between.places, strict=True):
            rows.append(cell({**labels, "area": name}, taken(place), n))
    return pd.DataFrame(rows)


def chance_worse(of: Prepared) -> pd.DataFrame:
    """Return the chance, in percent, that fewer are truly seen in time in a place than in all."""
    rows: list[Cell] = []
    for labels, told in every(of):
        if labels["geography"] == _NO_WARDS:
            continue
        for name, n, place in zip(told.names, told.n, told.between.places, strict=True):
            # A model is never sure: what it gives as 0 or 100 is said as 1 or 99.
            chance = min(max(1 - place.chance_above, 0.01), 0.99)
            worse = Estimate(chance, np.nan, np.nan, n, "posterior chance")
            rows.append(cell({**labels, "area": name}, worse, n))
    return pd.DataFrame(rows)


def index(of: Prepared) -> pd.DataFrame:
    """Return the index of disparity beside what equal places would show, with the verdict."""
    rows: list[Cell] = []
    for labels, told in every(of):
        own = told.between.heterogeneity
        values = (own.index_of_disparity, own.index_by_chance, own.index_by_chance_95)
        for name, value in zip((MEASURED, BY_CHANCE, BY_CHANCE_95), values, strict=True):
            named = {**labels, "verdict": told.between.verdict, "index": name}
            n = sum(told.n)
            rows.append(cell(named, Estimate(value, np.nan, np.nan, n, ""), n, 1.0))
    return pd.DataFrame(rows)


def chance_of_such(of: Prepared) -> pd.DataFrame:
    """Return how many of 1,000 counties of equal places differ as much, with the verdict."""
    rows: list[Cell] = []
    for labels, told in every(of):
        named = {**labels, "verdict": told.between.verdict}
        n = sum(told.n)
        often = max(1, round(1000 * told.between.heterogeneity.p))
        rows.append(cell(named, Estimate(often, np.nan, np.nan, n, ""), n, 1.0))
    return pd.DataFrame(rows)


def spread(of: Prepared) -> pd.DataFrame:
    """Return the standard deviation between places on the logit scale, with its interval."""
    rows: list[Cell] = []
    for labels, told in every(of):
        named = {**labels, "verdict": told.between.verdict}
        rows.append(cell(named, told.between.spread, sum(told.n), 1.0))
    return pd.DataFrame(rows)


_POOLED = (
    "Partial pooling: each place's share is drawn towards the county's by how little it tells; "
    "posterior interval over a grid, the same every time"
)
_VERDICT = (
    "Real: equal places would seldom show as much (simulated, under 5 in 100) and the spread is "
    "above a slight one with 95% posterior chance. Could be chance: not so, though a spread that "
    "matters would have been noticed. Cannot tell: these numbers could not have noticed it. All "
    "questions of the page, those on SEND too, are judged together (Benjamini and Hochberg): where "
    "nothing differs it says real at most 5 times in 100"
)
_LIMITS = (
    "A difference between places is not yet its cause: age, need, urgency and who refers may "
    "differ too. Places can draw level by all getting worse."
)


def _figure(
    name: str, title: str, question: str, dimensions: Sequence[str], unit: str, **more: object
) -> Figure:
    return Figure(
        id=name,
        title=title,
        question=question,
        population=REFERRED,
        dimensions=tuple(dimensions),
        kind="statistic",
        unit=unit,
        source=SOURCE_PLACES,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        limits=_LIMITS,
        **more,  # type: ignore[arg-type]
    )


_PLACES = ("geography", "clock", "area")
_WHOLE = ("geography", "clock", "verdict")

FIGURES = (
    _figure(
        "camhs-places-shrunken",
        "Referrals seen within 18 weeks, each place drawn towards the county",
        "Which places wait longer, once chance is taken out?",
        _PLACES,
        "percent of those referred",
        measure=measure(shrunken),
        method=_POOLED,
    ),
    _figure(
        "camhs-places-gap",
        "Referrals seen within 18 weeks: each place less the county",
        "How far is each place from the county?",
        _PLACES,
        "percentage points",
        measure=measure(gaps),
        method=_POOLED,
    ),
    _figure(
        "camhs-places-chance-worse",
        "Chance that fewer are truly seen within 18 weeks here than in the county",
        "How sure is it that a place waits longer?",
        _PLACES,
        "percent chance",
        measure=measure(chance_worse),
        method=_POOLED,
    ),
    _figure(
        "camhs-places-index",
        "Index of disparity between places beside what equal places would show",
        "How much do places differ?",
        (*_WHOLE, "index"),
        "percent of the county's share",
        measure=measure(index),
        method="Mean distance of places from the county; 2,000 simulated counties of equal places. "
        f"{_VERDICT}",
    ),
    _figure(
        "camhs-places-chance",
        "How often equal places would differ as much as these",
        "Could the differences between places be chance?",
        _WHOLE,
        "of 1,000 counties of equal places",
        measure=measure(chance_of_such),
        method=f"2,000 simulated counties of equal places. {_VERDICT}",
    ),
    _figure(
        "camhs-places-spread",
        "Spread between places once chance is taken out (standard deviation, logit scale)",
        "How far do places truly differ?",
        _WHOLE,
        "standard deviation on the logit scale",
        measure=measure(spread),
        method=f"{_POOLED}. {_VERDICT}",
    ),
)
