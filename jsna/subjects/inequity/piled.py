"""Where gaps pile up for the same children, and how many children can be followed at all."""

import pandas as pd

from jsna.figures import Figure
from jsna.sources import Sources
from jsna.subjects.breaks.coverage import counted
from jsna.subjects.breaks.prepared import Breaks
from jsna.subjects.breaks.prepared import prepared as breaks_of
from jsna.subjects.inequity.services import CAMHS_FIRST, lists
from jsna.subjects.inequity.wording import PLACES, SOURCE
from jsna.subjects.waits.cells import Cell
from jsna.subjects.waits.clocks import FIRST
from jsna.subjects.waits.wording import in_words

NOBODY, ONE, MORE = "No gap", "One gap", "Two gaps or more"
GAPS = (NOBODY, ONE, MORE)


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
    for service, own, clock in lists(sources):
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


FIGURES = (
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
        source=SOURCE,
        period="the last financial year, and waits to the edition's day",
        geography=PLACES,
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
        period="the last financial year before the edition's day",
        geography=PLACES,
        rule="statistic",
        measure=joined,
        method="Counts rounded to five, Wilson interval widened for it",
        limits="Where fewer are joined, gaps that pile up are seen less.",
    ),
)
