"""What happens at 18, when short breaks pass to adult social care: in West Cumbria and the rest."""

from itertools import pairwise

import pandas as pd

from jsna.figures import TOTAL, Figure
from jsna.sources import Sources
from jsna.subjects.breaks.coverage import counted
from jsna.subjects.breaks.prepared import ADULT, Breaks, prepared
from jsna.subjects.breaks.wording import ELIGIBLE, LIMITS
from jsna.subjects.waits.cells import Cell
from jsna.subjects.waits.groups import REST
from jsna.subjects.waits.wording import in_words

ANY, BREAKS = "Any service", "A short break or a direct payment"
_WEST = "West Cumbria (Allerdale and Copeland) and the rest of the county, boundaries of 2021"


def by_year(of: Breaks) -> pd.DataFrame:
    """Return the share of eligible young adults with regular breaks, west and rest, by year."""
    rows: list[Cell] = []
    adults = of.children[of.children["stage"] == ADULT]
    for place in of.names["locality"]:
        for year in sorted(adults["year"].unique()):
            own = adults[(adults["locality"] == place) & (adults["year"] == year)]
            rows.append(counted({"area": place, "year": year}, own["regular"]))
    return pd.DataFrame(rows)


def kept(of: Breaks) -> pd.DataFrame:
    """Return the share of those with regular breaks in one year who have them in the next.

    All pairs of years together: of those who stay under 18 and of those who turn 18 between.
    A child who is no longer eligible counts as not keeping them.
    """
    pairs = both_years(of.children, of.pack.thresholds["short_breaks_ends_at"].value)
    rows: list[Cell] = []
    for place in (TOTAL, *of.names["locality"]):
        own = pairs if place == TOTAL else pairs[pairs["locality"] == place]
        for name, adult in (("Still under 18", False), ("Turned 18", True)):
            part = own[own["turned"] == adult]
            rows.append(counted({"area": place, "at": name}, part["kept"]))
    years = sorted(of.children["year"].unique())
    return pd.DataFrame(rows).assign(
        period=f"each financial year and the next, {years[0]} to {years[-1]}, all together"
    )


def both_years(children: pd.DataFrame, limit: float) -> pd.DataFrame:
    """Return one row a child under 18 with regular breaks and year that has a next one.

    `kept`: whether the child has regular breaks in the next year; `turned`: whether it is then of
    the age at which short breaks end.
    """
    years = sorted(children["year"].unique())
    following = dict(pairwise(years))
    first = children[children["regular"] & (children["stage"] != ADULT)]
    first = first[first["year"].isin(following)]
    first = first.assign(next_year=first["year"].map(following))
    later = children.loc[children["regular"], ["child_id", "year"]]
    later = later.rename(columns={"year": "next_year"}).assign(kept=True)
    joined = first.merge(later, on=["child_id", "next_year"], how="left", validate="1:1")
    return joined.assign(kept=joined["kept"].notna(), turned=joined["age"] + 1 >= limit)


def adult_care(sources: Sources) -> pd.DataFrame:
    """Return what young adults known to adult social care get, west and rest."""
    of = prepared(sources)
    rows = sources.accepted("adult_social_care")
    day = pd.Timestamp(sources.params.as_of)
    held = rows["service_end_date"].isna() | (rows["service_end_date"] > day)
    begun = rows["service_start_date"] <= day
    one = pd.DataFrame(
        {
            "child_id": rows["child_id"],
            "district": rows["home_district"],
            "any": begun & held & (rows["service"] != "none"),
            "breaks": begun & held & rows["service"].isin(["short_break", "direct_payment"]),
        }
    )
    one = one.groupby("child_id").agg(
        district=("district", "first"), any=("any", "any"), breaks=("breaks", "any")
    )
    west, inside = next(iter(of.sides.items()))
    here = one["district"].isin(inside)
    known = one["district"].isin(of.names["district"])
    cells: list[Cell] = []
    for place, own in ((TOTAL, one), (west, one[here]), (REST, one[known & ~here])):
        for name, column in ((ANY, "any"), (BREAKS, "breaks")):
            cells.append(counted({"area": place, "service": name}, own[column]))
    return pd.DataFrame(cells).assign(period=f"on {in_words(of.as_of)}")


def _figure(name: str, title: str, question: str, **more: object) -> Figure:
    return Figure(
        id=f"short-breaks-{name}",
        title=title,
        question=question,
        kind="statistic",
        geography=_WEST,
        rule="statistic",
        method="Counts rounded to five, Wilson interval widened for it",
        **more,  # type: ignore[arg-type]
    )


FIGURES = (
    _figure(
        "young-adults-by-year",
        "Eligible young adults aged 18 to 25 with regular short breaks, by year",
        "Is the gap of young adults in West Cumbria new?",
        population=f"{ELIGIBLE}: those who were 18 or older on 1 April",
        dimensions=("area", "year"),
        unit="percent of those eligible",
        source=("short_breaks",),
        period="each financial year",
        measure=lambda sources: by_year(prepared(sources)),
        limits=LIMITS,
    ),
    _figure(
        "kept",
        "Children with regular short breaks who have them in the next year too",
        "Who loses short breaks at 18?",
        population="Children under 18 who regularly received short breaks in a year",
        dimensions=("area", "at"),
        unit="percent of those who had regular breaks",
        source=("short_breaks",),
        period="all pairs of years to the edition's day, together",
        measure=lambda sources: kept(prepared(sources)),
        limits="A family that moved away, or no longer wanted breaks, counts as not keeping them.",
    ),
    _figure(
        "adult-care",
        "Young adults known to adult social care, by what they receive",
        "What do young adults get from adult social care?",
        population="People aged 18 to 25 in the records of adult social care",
        dimensions=("area", "service"),
        unit="percent of those known",
        source=("adult_social_care",),
        period="on the edition's day",
        measure=adult_care,
        limits=(
            "Only those whom adult social care knows: whoever was never referred, or found not "
            "eligible, is not counted. A direct payment may pay for other things than breaks."
        ),
    ),
)
