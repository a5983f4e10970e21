"""One page that sums it up: services by places, each a shrunken difference with its verdict.

Each row asks the same question of one service: how far is each place from the county once chance
is taken out, and is that real. The rest of the module says where several gaps meet in one child,
and what changed beyond chance.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from math import hypot

import pandas as pd

from jsna.figures import TOTAL, Figure
from jsna.sources import Sources
from jsna.stats.between_places import Between
from jsna.stats.estimate import Estimate
from jsna.subjects import pathways
from jsna.subjects.breaks import gaps as breaks_gaps
from jsna.subjects.breaks.coverage import counted
from jsna.subjects.breaks.prepared import STAGES, Breaks, west
from jsna.subjects.breaks.prepared import prepared as breaks_of
from jsna.subjects.waits import prepared as camhs
from jsna.subjects.waits.cells import FEWEST, Cell, cell, too_few
from jsna.subjects.waits.clocks import FIRST, SECOND, Rules, waits
from jsna.subjects.waits.estimates import wait
from jsna.subjects.waits.groups import REST
from jsna.subjects.waits.prepared import Prepared
from jsna.subjects.waits.variation import variation
from jsna.subjects.waits.wording import in_words

MATERIAL = 0.05
"""Five points either way: a difference that would matter. Ours, until the partnership decides."""
REAL, CHANCE, UNKNOWN = "real", "could be chance", "cannot tell"
CAMHS_FIRST = "CAMHS: first contact within 18 weeks"
CAMHS_SECOND = "CAMHS: second contact within 18 weeks of the first"
STARTED = "{}: started within 18 weeks"
REGULAR = "Short breaks: regular, {}"
NOBODY, ONE, MORE = "No gap", "One gap", "Two gaps or more"
GAPS = (NOBODY, ONE, MORE)


@dataclass(frozen=True)
class Row:
    """One service in one geography: its places and how they differ."""

    service: str
    kind: str
    names: tuple[str, ...]
    between: Between


@lru_cache(maxsize=1)
def rows(sources: Sources) -> tuple[Row, ...]:
    """Return every service by district, and by West Cumbria and the rest."""
    return (*_of_waits(sources), *_of_breaks(breaks_of(sources)))


def _of_waits(sources: Sources) -> Iterator[Row]:
    for service, of, clock in _lists(sources):
        found = of.cohort(clock)
        for kind in ("district", "locality"):
            told = variation(found, of.groups[kind], of.day)
            if told is not None:
                yield Row(service, kind, told.names, told.between)


def _lists(sources: Sources) -> Iterator[tuple[str, Prepared, str]]:
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
        if stage != TOTAL and kind in ("district", "locality"):
            yield Row(REGULAR.format(stage.lower()), kind, names, told)


def verdict(between: Between, gap: Estimate) -> str:
    """Return whether a place's difference to the county is real.

    Real: the places of the row differ beyond chance and this place's interval leaves out nought.
    Could be chance: the interval holds nought and no difference that would matter (five points).
    Cannot tell: the rest. With equal places a row is called real at most one time in twenty, and
    so is any of its cells.
    """
    if between.verdict == REAL and (gap.lower > 0 or gap.upper < 0):
        return REAL
    if gap.lower >= -MATERIAL and gap.upper <= MATERIAL:
        return CHANCE
    return UNKNOWN


def summary(sources: Sources) -> pd.DataFrame:
    """Return each place's difference to the county, drawn towards it, by service, with verdict."""
    cells: list[Cell] = []
    for row in rows(sources):
        for name, place in zip(row.names, row.between.places, strict=True):
            if name == REST:
                continue
            gap = place.difference
            labels = {"service": row.service, "area": name, "verdict": verdict(row.between, gap)}
            cells.append(cell(labels, gap, gap.n))
    order = list(dict.fromkeys(row.service for row in rows(sources)))
    found = pd.DataFrame(cells)
    found["place"] = found["service"].map(order.index)
    found = found.sort_values("place", kind="stable").drop(columns="place").reset_index(drop=True)
    return found.assign(period=_period(sources))


def _period(sources: Sources) -> str:
    """Return the period of all rows together: dated, so that no edition is taken for another."""
    since = camhs.prepared(sources).since
    began = "" if since is None else f" (CAMHS: since {in_words(since)})"
    year = breaks_of(sources).year
    last = in_words(sources.params.as_of)
    return f"waits followed to {last}{began}; short breaks of financial year {year}"


def changes(sources: Sources) -> pd.DataFrame:
    """Return the last year less the one before, county and West Cumbria, by service, verdict.

    Of waits: referrals of the last 12 months for which 18 weeks are known, less those of the 12
    months before. Of short breaks: the last financial year less the one before; most children are
    in both, so the interval is wider than need be.
    """
    cells: list[Cell] = []
    for service, of, clock in _lists(sources):
        last, before = _years(of, clock)
        place = of.groups["locality"]
        for name in (TOTAL, *of.ground.places["locality"][:1]):
            shares = []
            for found in (last, before):
                own = found if name == TOTAL else found[place.reindex(found.index) == name]
                group = wait(own)
                shares.append(None if group is None else group.seen_by(of.day))
            cells.append(_change({"service": service, "area": name}, shares[0], shares[1]))
    for stage in STAGES:
        cells += _breaks_change(breaks_of(sources), stage)
    known, year = in_words(sources.params.as_of), breaks_of(sources).year
    return pd.DataFrame(cells).assign(
        period=f"the last 12 months with a known answer on {known} against the 12 months before; "
        f"short breaks of financial year {year} against the year before"
    )


def _years(of: Prepared, clock: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the waits that started in the last 12 months with a known answer, and before."""
    end = of.as_of - timedelta(days=of.day)
    middle, start = end - timedelta(days=365), end - timedelta(days=730)
    start = max(start, of.since) if of.since is not None else start
    return (
        waits(of.referrals, Rules(clock, of.as_of, since=middle, until=end)),
        waits(of.referrals, Rules(clock, of.as_of, since=start, until=middle)),
    )


def _breaks_change(of: Breaks, stage: str) -> list[Cell]:
    from jsna.stats.proportions import wilson

    years = sorted(of.children["year"].unique())[-2:]
    cells: list[Cell] = []
    for name in (TOTAL, *of.names["locality"][:1]):
        own = of.children[of.children["stage"] == stage]
        own = own if name == TOTAL else own[west(own)]
        shares = []
        for year in reversed(years):
            regular = own["regular"][own["year"] == year]
            part, whole = int(regular.sum()), len(regular)
            few = min(part, whole - part) < FEWEST
            shares.append(None if few else wilson(part, whole))
        shares += [None] * (2 - len(shares))
        labels = {"service": REGULAR.format(stage.lower()), "area": name}
        cells.append(_change(labels, shares[0], shares[1]))
    return cells


def _change(labels: dict[str, str], now: Estimate | None, before: Estimate | None) -> Cell:
    if now is None or before is None:
        return too_few({**labels, "verdict": UNKNOWN})
    gap = difference(now, before)
    if gap.lower > 0 or gap.upper < 0:
        said = REAL
    else:
        said = CHANCE if gap.lower >= -MATERIAL and gap.upper <= MATERIAL else UNKNOWN
    return cell({**labels, "verdict": said}, gap, gap.n)


def difference(one: Estimate, other: Estimate) -> Estimate:
    """Return the difference of two independent estimates by the square-and-add method.

    Reference: Zou and Donner (2008), Statistics in Medicine 27, 1693-1702.
    """
    value = one.value - other.value
    lower = value - hypot(one.value - one.lower, other.upper - other.value)
    upper = value + hypot(one.upper - one.value, other.value - other.lower)
    return Estimate(value, lower, upper, min(one.n, other.n), "square and add")


def piled(sources: Sources) -> pd.DataFrame:
    """Return how many gaps meet in the same child, of those eligible for short breaks, by place.

    A gap: no regular short breaks; a wait of more than 18 weeks for a first CAMHS contact; one for
    the start of the autism pathway or of a therapy. Only children whom the NHS number joins.
    """
    of = breaks_of(sources)
    children = gaps_of_each(of, sources)
    cells: list[Cell] = []
    for place, own in of.places(children):
        for number, said in enumerate(GAPS):
            having = own["gaps"] == number if number < 2 else own["gaps"] >= 2
            cells.append(counted({"area": place, "gaps": said}, having))
    return pd.DataFrame(cells).assign(
        period=f"financial year {of.year} and waits to {in_words(of.as_of)}"
    )


def gaps_of_each(of: Breaks, sources: Sources) -> pd.DataFrame:
    """Return the eligible children of the last year whom the NHS number joins, with `gaps`."""
    key = "link_key"
    latest = of.latest
    linked = latest[latest[key].notna()].drop_duplicates(key)
    long = []
    for service, own, clock in _lists(sources):
        if clock == FIRST:
            found = own.everyone(clock) if service != CAMHS_FIRST else own.cohort(clock)
            over = found.index[found["time"] > own.day]
            keys = set(own.referrals[key].reindex(over).dropna())
            long.append((service, keys))
    waited_camhs = linked[key].isin(next(keys for name, keys in long if name == CAMHS_FIRST))
    others = set().union(*(keys for name, keys in long if name != CAMHS_FIRST))
    gaps = (~linked["regular"]).astype(int) + waited_camhs.astype(int)
    return linked.assign(gaps=gaps + linked[key].isin(others).astype(int))


def joined(sources: Sources) -> pd.DataFrame:
    """Return the share of eligible children whom the NHS number joins to other records."""
    of = breaks_of(sources)
    cells = [
        counted({"area": place}, own["link_key"].notna()) for place, own in of.places(of.latest)
    ]
    return pd.DataFrame(cells).assign(period=f"financial year {of.year}")


_PLACES = "The six districts (boundaries of 2021) and West Cumbria (Allerdale and Copeland)"
_SOURCE = ("camhs_referrals", "pathway_referrals", "short_breaks", "lsoas")
_WHO = (
    "Children and young people referred to CAMHS, to the autism pathway or to a therapy, and those "
    "eligible for short breaks"
)
_VERDICT = (
    "Real: the places of the row differ beyond chance (under 5 in 100 counties of equal places "
    "differ as much) and the interval leaves out nought. Could be chance: the interval lies within "
    "five points of nought. Cannot tell: the rest"
)

FIGURES = (
    Figure(
        id="who-goes-without",
        title="Services by places: each place less the county, drawn towards it",
        question="Which services differ from place to place, and how sure is that?",
        population=_WHO,
        dimensions=("service", "area", "verdict"),
        kind="statistic",
        unit="percentage points",
        source=_SOURCE,
        period="waits since the last change of provider; short breaks of the last financial year",
        geography=_PLACES,
        rule="statistic",
        measure=summary,
        method=f"Partial pooling over places, posterior interval (95%). {_VERDICT}",
        limits=(
            "Minus means fewer are served in time than in the county. Where the whole county "
            "waits long, a place level with it waits long too. A difference is not yet its cause."
        ),
    ),
    Figure(
        id="who-goes-without-change",
        title="Services: the last year less the year before",
        question="What changed beyond chance?",
        population=_WHO,
        dimensions=("service", "area", "verdict"),
        kind="statistic",
        unit="percentage points",
        source=_SOURCE,
        period="the last 12 months with a known answer against the 12 months before",
        geography="The county and West Cumbria",
        rule="statistic",
        measure=changes,
        method="Difference of two shares, square-and-add interval. Real: the interval leaves out "
        "nought; could be chance: it lies within five points of nought; cannot tell: the rest",
        limits=(
            "With 16 comparisons one may look real by chance alone. CAMHS passed to new providers "
            "on 1 October 2019, so its year before is shorter; from March 2020 fewer were referred."
        ),
    ),
    Figure(
        id="gaps-pile-up",
        title="Children eligible for short breaks, by how many gaps meet in the same child",
        question="Where do gaps pile up for the same children?",
        population=(
            "Children and young people eligible for short breaks whose NHS number joins their "
            "records of waits"
        ),
        dimensions=("area", "gaps"),
        kind="statistic",
        unit="percent of those eligible",
        source=_SOURCE,
        period="the last financial year, and waits to the edition's day",
        geography=_PLACES,
        rule="statistic",
        measure=piled,
        method=(
            "Gaps: no regular short breaks; more than 18 weeks for a first CAMHS contact; more "
            "than 18 weeks for an autism assessment or a therapy. Counts rounded to five, Wilson "
            "interval widened for it"
        ),
        limits=(
            "Children without an NHS number in the council's records are left out, and a gap in a "
            "service to which nobody referred the child is not seen."
        ),
    ),
    Figure(
        id="gaps-joined",
        title="Children eligible for short breaks whose NHS number joins their records",
        question="How many children can be followed across services?",
        population="Children and young people eligible for short breaks",
        dimensions=("area",),
        kind="statistic",
        unit="percent of those eligible",
        source=("short_breaks",),
        period="the last financial year",
        geography=_PLACES,
        rule="statistic",
        measure=joined,
        method="Counts rounded to five, Wilson interval widened for it",
        limits="Where fewer are joined, gaps that pile up are seen less.",
    ),
)

POPULATIONS: dict = {}
