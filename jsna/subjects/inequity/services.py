"""Services by places: how far is each place from the county, chance taken out, and is it real?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from jsna.figures import TOTAL, Figure
from jsna.sources import Sources
from jsna.stats.between_places import Between, together
from jsna.stats.verdicts import on_gap
from jsna.subjects import pathways
from jsna.subjects.breaks import gaps as breaks_gaps
from jsna.subjects.breaks.prepared import Breaks
from jsna.subjects.breaks.prepared import prepared as breaks_of
from jsna.subjects.inequity.wording import (
    PLACES,
    RATE,
    REAL,
    SOURCE,
    WHO,
)
from jsna.subjects.waits import prepared as camhs
from jsna.subjects.waits.cells import Cell, cell
from jsna.subjects.waits.clocks import FIRST, SECOND
from jsna.subjects.waits.groups import REST
from jsna.subjects.waits.prepared import Prepared
from jsna.subjects.waits.variation import variation
from jsna.subjects.waits.wording import in_words

CAMHS_FIRST = "CAMHS: first contact within 18 weeks"
CAMHS_SECOND = "CAMHS: second contact within 18 weeks of the first"
STARTED = "{}: started within 18 weeks"
REGULAR = "Short breaks: regular, {}"


@dataclass(frozen=True)
class Row:
    """One service in one geography: its places and how they differ."""

    service: str
    kind: str
    names: tuple[str, ...]
    n: tuple[int, ...]
    """Referrals, or eligible children, of each place."""
    between: Between


@lru_cache(maxsize=1)
def rows(sources: Sources) -> tuple[Row, ...]:
    """Return every service by district, and by West Cumbria and the rest."""
    asked = (*_of_waits(sources), *_of_breaks(breaks_of(sources)))
    judged = together([row.between for row in asked])
    return tuple(replace(row, between=between) for row, between in zip(asked, judged, strict=True))


def _of_waits(sources: Sources) -> Iterator[Row]:
    for service, of, clock in lists(sources):
        found = of.cohort(clock)
        for kind in ("district", "locality"):
            told = variation(found, of.groups[kind], of.day)
            if told is not None:
                yield Row(service, kind, told.names, told.n, told.between)


def lists(sources: Sources) -> Iterator[tuple[str, Prepared, str]]:
    """Yield each service that has waits, with its referrals and clock."""
    of = camhs.prepared(sources)
    yield CAMHS_FIRST, of, FIRST
    yield CAMHS_SECOND, of, SECOND
    for name, own in pathways.prepared(sources).items():
        yield STARTED.format(name), own, FIRST


def _of_breaks(of: Breaks) -> Iterator[Row]:
    kinds = {said: kind for kind, said in breaks_gaps.GEOGRAPHIES.items()}
    for said, stage, names, told in breaks_gaps.between(of):
        kind = kinds[said]
        sizes = tuple(round(place.shrunken.n) for place in told.places)
        if stage != TOTAL and kind in ("district", "locality"):
            yield Row(REGULAR.format(stage.lower()), kind, names, sizes, told)


def summary(sources: Sources) -> pd.DataFrame:
    """Return each place's difference to the county, drawn towards it, by service, with verdict."""
    every = rows(sources)
    order = list(dict.fromkeys(row.service for row in every))
    cells: list[Cell] = []
    for row in sorted(every, key=lambda row: order.index(row.service)):
        differs = row.between.verdict == REAL
        for name, n, place in zip(row.names, row.n, row.between.places, strict=True):
            if name != REST:
                said = on_gap(differs, place.difference.lower, place.difference.upper)
                labels = {"service": row.service, "area": name, "verdict": said}
                cells.append(cell(labels, place.difference, n))
    return pd.DataFrame(cells).assign(period=period(sources))


def period(sources: Sources) -> str:
    """Return the period of all rows together: dated, so that no edition is taken for another."""
    since = camhs.prepared(sources).since
    began = "" if since is None else f" (CAMHS: since {in_words(since)})"
    year = breaks_of(sources).year
    last = in_words(sources.params.as_of)
    return f"waits followed to {last}{began}; short breaks of financial year {year}"


FIGURES = (
    Figure(
        id="who-goes-without",
        title="Services by places: each place less the county, drawn towards it",
        question="Which services differ from place to place, and how sure is that?",
        population=WHO,
        dimensions=("service", "area", "verdict"),
        kind="statistic",
        unit="percentage points",
        source=SOURCE,
        period="waits since the change of provider, short breaks of a year; to the edition's day",
        geography=PLACES,
        rule="statistic",
        measure=summary,
        method=(
            "Partial pooling over places, posterior interval (95%). Real: the places of the row "
            "differ beyond chance and the interval leaves out nought. Could be chance: the "
            f"interval lies within five points of nought. Cannot tell: the rest. {RATE}"
        ),
        limits=(
            "Minus means fewer are served in time than in the county. Where the whole county "
            "waits long, a place level with it waits long too. A difference is not yet its cause."
        ),
    ),
)
