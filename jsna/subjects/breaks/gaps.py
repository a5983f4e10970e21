"""How far each place lies from the best, the rest and the county, and how sure that is."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd

from jsna.dimensions import NOT_RECORDED, OUTSIDE
from jsna.figures import TOTAL, Figure
from jsna.stats import two_proportions
from jsna.stats.between_places import Between, between_places, together
from jsna.stats.estimate import Estimate
from jsna.stats.regression import categories, poisson
from jsna.subjects.breaks.prepared import ALIKE, STAGES, Breaks, measure, stages
from jsna.subjects.breaks.wording import ELIGIBLE, GEOGRAPHY, LIMITS, PERIOD, SOURCE
from jsna.subjects.waits.cells import FEWEST, Cell, cell, too_few
from jsna.subjects.waits.variation import BY_CHANCE, BY_CHANCE_95, MEASURED

GEOGRAPHIES = {
    "district": "Districts",
    "unitary": "Councils from 2023",
    "ccg": "Clinical commissioning groups",
    "locality": "West Cumbria and the rest",
}
AS_COUNTED, ADJUSTED = "As counted", "Adjusted for age, need and deprivation"


def to_the_best(of: Breaks) -> pd.DataFrame:
    """Return each district's share with regular breaks less the best district's, by stage.

    The best is chosen by the very numbers that it is then compared in, so part of its lead is
    luck: that is why the difference to the county drawn for chance stands beside it.
    """
    rows: list[Cell] = []
    for stage, own in stages(of.latest):
        counts = _counts(own, "district", of)
        if len(counts) < 2:
            continue
        best = max(counts, key=lambda name: counts[name][0] / counts[name][1])
        for name, (part, whole) in counts.items():
            if name != best:
                found = two_proportions.difference(part, whole, *counts[best])
                rows.append(cell({"life_stage": stage, "best": best, "area": name}, found, whole))
    return pd.DataFrame(rows)


def to_the_rest(of: Breaks) -> pd.DataFrame:
    """Return each place's share with regular breaks less that of the rest of the county."""
    rows: list[Cell] = []
    for stage, own in stages(of.latest):
        for name, inside in _inside(own, of):
            labels = {"life_stage": stage, "area": name}
            part, whole = own["regular"][inside].sum(), int(inside.sum())
            others, rest = own["regular"][~inside].sum(), int((~inside).sum())
            if _few(int(part), whole) or _few(int(others), rest):
                rows.append(too_few(labels))
            else:
                found = two_proportions.difference(part, whole, others, rest)
                rows.append(cell(labels, found, whole))
    return pd.DataFrame(rows)


def adjusted(of: Breaks) -> pd.DataFrame:
    """Return the ratio of each place's share to the rest's, as counted and adjusted, by stage."""
    rows: list[Cell] = []
    for stage, own in stages(of.latest):
        kinds = alike(own, "district", "locality")
        for name, inside in _inside(kinds, of):
            for how in (AS_COUNTED, ADJUSTED):
                labels = {"life_stage": stage, "area": name, "adjusted": how}
                found = ratio_to_the_rest(kinds, inside, how == ADJUSTED)
                n = int(kinds["children"][inside].sum())
                rows.append(too_few(labels) if found is None else cell(labels, found, n, 1.0))
    return pd.DataFrame(rows)


def alike(rows: pd.DataFrame, *groups: str) -> pd.DataFrame:
    """Return the children put together who are alike, with how many `children` each row is.

    Alike in `regular`, in all that a gap is adjusted for, and in the groups named.
    """
    same = list(dict.fromkeys(("regular", *ALIKE, *groups)))
    return rows.groupby(same, observed=True).size().rename("children").reset_index()


def ratio_to_the_rest(
    kinds: pd.DataFrame, inside: "pd.Series[bool]", adjust: bool
) -> Estimate | None:
    """Return how many times as many have regular breaks inside as outside; None for too few.

    `kinds` as `alike` gives them. Poisson model of 0 and 1 with robust errors. Adjusted: age
    group, the broad area of need and the deprivation fifth are held equal.
    """
    regular, children = kinds["regular"].to_numpy(dtype=float), kinds["children"].to_numpy()
    here = inside.to_numpy(dtype=float)
    for side in (here == 1, here == 0):
        if _few(int((regular * children)[side].sum()), int(children[side].sum())):
            return None
    columns = {"here": here}
    for name in ALIKE if adjust else ():
        named = kinds[name].astype("str")
        sizes = kinds["children"].groupby(named).sum()
        columns |= {
            label: column
            for label, column in categories(named.tolist(), str(sizes.idxmax())).items()
            # A group of a few children tells nothing and can have nobody with breaks.
            if sizes[label] >= FEWEST
        }
    return poisson(regular, columns, times=children).ratio("here")


def _inside(rows: pd.DataFrame, of: Breaks) -> Iterator[tuple[str, "pd.Series[bool]"]]:
    for name in of.names["district"]:
        yield name, rows["district"] == name
    for name in of.names["locality"][:-1]:
        yield name, rows["locality"] == name


def _counts(rows: pd.DataFrame, kind: str, of: Breaks) -> dict[str, tuple[int, int]]:
    """Return regular and eligible of each place of a kind that has enough of both sides."""
    found = {}
    for name in of.names[kind]:
        own = rows["regular"][rows[kind] == name]
        part, whole = int(own.sum()), len(own)
        if name not in (OUTSIDE, NOT_RECORDED) and not _few(part, whole):
            found[name] = (part, whole)
    return found


def _few(part: int, whole: int) -> bool:
    return min(part, whole - part) < FEWEST


@lru_cache(maxsize=1)
def between(of: Breaks) -> tuple[tuple[str, str, tuple[str, ...], Between], ...]:
    """Return for each geography and stage its places, and how they differ."""
    found: list[tuple[str, str, tuple[str, ...], Between]] = []
    for kind, said in GEOGRAPHIES.items():
        for stage, own in stages(of.latest):
            # Ten in each place is enough here: a place without any regular breaks must take part.
            counts = {
                name: (int(part.sum()), len(part))
                for name in of.names[kind]
                if len(part := own["regular"][own[kind] == name]) >= FEWEST
            }
            total = sum(part for part, _ in counts.values())
            whole = sum(size for _, size in counts.values())
            if len(counts) > 1 and 0 < total < whole:
                parts, wholes = (list(side) for side in zip(*counts.values(), strict=True))
                found.append((said, stage, tuple(counts), between_places(parts, wholes)))
    judged = together([told for *_, told in found])
    return tuple((*asked[:3], told) for asked, told in zip(found, judged, strict=True))


def shrunken(of: Breaks) -> pd.DataFrame:
    """Return each place's share less the county's, drawn towards it by how little it tells."""
    return _each(of, "difference")


def shares(of: Breaks) -> pd.DataFrame:
    """Return each place's share with regular breaks, drawn towards the county's."""
    return _each(of, "shrunken")


def _each(of: Breaks, taken: str) -> pd.DataFrame:
    rows: list[Cell] = []
    for said, stage, names, told in between(of):
        for name, place in zip(names, told.places, strict=True):
            labels = {"geography": said, "life_stage": stage, "area": name}
            found: Estimate = getattr(place, taken)
            rows.append(cell(labels, found, found.n))
    return pd.DataFrame(rows)


def chance_worse(of: Breaks) -> pd.DataFrame:
    """Return the chance, in percent, that a place truly has fewer than the county."""
    rows: list[Cell] = []
    for said, stage, names, told in between(of):
        for name, place in zip(names, told.places, strict=True):
            labels = {"geography": said, "life_stage": stage, "area": name}
            chance = min(max(1 - place.chance_above, 0.01), 0.99)
            found = Estimate(chance, np.nan, np.nan, place.shrunken.n, "posterior chance")
            rows.append(cell(labels, found, found.n))
    return pd.DataFrame(rows)


def index(of: Breaks) -> pd.DataFrame:
    """Return the index of disparity beside what equal places would show, with the verdict."""
    rows: list[Cell] = []
    for said, stage, _, told in between(of):
        own = told.heterogeneity
        values = (own.index_of_disparity, own.index_by_chance, own.index_by_chance_95)
        n = sum(place.shrunken.n for place in told.places)
        for name, value in zip((MEASURED, BY_CHANCE, BY_CHANCE_95), values, strict=True):
            labels = {"geography": said, "life_stage": stage, "verdict": told.verdict}
            found = Estimate(value, np.nan, np.nan, n, "")
            rows.append(cell({**labels, "index": name}, found, n, 1.0))
    return pd.DataFrame(rows)


def chance_of_such(of: Breaks) -> pd.DataFrame:
    """Return how many of 1,000 counties of equal places differ as much, with the verdict."""
    rows: list[Cell] = []
    for said, stage, _, told in between(of):
        labels = {"geography": said, "life_stage": stage, "verdict": told.verdict}
        n = sum(place.shrunken.n for place in told.places)
        often = max(1, round(1000 * told.heterogeneity.p))
        rows.append(cell(labels, Estimate(often, np.nan, np.nan, n, ""), n, 1.0))
    return pd.DataFrame(rows)


_LIMITS = (
    "A difference between places is not yet its cause: families, needs and what is offered differ."
)
_NULL = (
    "2,000 simulated counties of equal places. All questions of the page are judged together "
    "(Benjamini and Hochberg): where nothing differs it says real at most 5 times in 100"
)
_POOLED = (
    "Partial pooling: each place's share is drawn towards the county's by how little it tells; "
    "posterior interval over a grid"
)


def _figure(
    name: str, title: str, question: str, dimensions: tuple[str, ...], unit: str, **more: object
) -> Figure:
    return Figure(
        id=f"short-breaks-{name}",
        title=title,
        question=question,
        population=ELIGIBLE,
        dimensions=dimensions,
        kind="statistic",
        unit=unit,
        source=SOURCE,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        limits=f"{_LIMITS} {LIMITS}",
        **more,  # type: ignore[arg-type]
    )


_PLACE = ("life_stage", "area")
_ALL = ("geography", "life_stage", "area")
_WHOLE = ("geography", "life_stage", "verdict")

FIGURES = (
    _figure(
        "gap-to-best",
        "Regular short breaks: each district less the best district",
        "How far behind the best district is each of the others?",
        ("life_stage", "best", "area"),
        "percentage points",
        measure=measure(to_the_best),
        method="Difference of shares with Newcombe's interval (method 10); the best is picked by "
        "the same numbers, so part of its lead is luck",
    ),
    _figure(
        "gap-to-rest",
        "Regular short breaks: each place less the rest of the county",
        "How far from the rest of the county is each place?",
        _PLACE,
        "percentage points",
        measure=measure(to_the_rest),
        method="Difference of shares with Newcombe's interval (method 10)",
    ),
    _figure(
        "adjusted",
        "Regular short breaks: each place against the rest of the county, adjusted",
        "Would the gap be there if all places had the same children?",
        (*_PLACE, "adjusted"),
        "ratio",
        measure=measure(adjusted),
        method="Poisson model of having regular breaks, robust (HC1) interval; adjusted for age "
        "group, broad area of need and deprivation fifth",
    ),
    _figure(
        "places-share",
        "Regular short breaks, each place drawn towards the county",
        "Where do fewer have regular breaks, once chance is taken out?",
        _ALL,
        "percent of those eligible",
        measure=measure(shares),
        method=_POOLED,
    ),
    _figure(
        "places-gap",
        "Regular short breaks: each place less the county, drawn towards it",
        "How far is each place from the county, once chance is taken out?",
        _ALL,
        "percentage points",
        measure=measure(shrunken),
        method=_POOLED,
    ),
    _figure(
        "places-chance-worse",
        "Chance that fewer truly have regular breaks here than in the county",
        "How sure is it that a place has fewer?",
        _ALL,
        "percent chance",
        measure=measure(chance_worse),
        method=_POOLED,
    ),
    _figure(
        "places-index",
        "Regular short breaks: index of disparity beside what equal places would show",
        "How much do places differ?",
        (*_WHOLE, "index"),
        "percent of the county's share",
        measure=measure(index),
        method=f"Mean distance of places from the county; {_NULL}",
    ),
    _figure(
        "places-chance",
        "Regular short breaks: how often equal places would differ as much",
        "Could the differences between places be chance?",
        _WHOLE,
        "of 1,000 counties of equal places",
        measure=measure(chance_of_such),
        method=_NULL,
    ),
)

__all__ = ["STAGES", "TOTAL", "adjusted", "between", "ratio_to_the_rest", "to_the_best"]
