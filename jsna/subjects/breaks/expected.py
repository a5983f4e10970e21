"""How many would regularly receive short breaks in each place, were it served as the county is."""

import pandas as pd

from jsna.figures import Figure
from jsna.stats.standardisation import indirect_ratio
from jsna.subjects.breaks.prepared import ALIKE, Breaks, measure, stages
from jsna.subjects.breaks.wording import ELIGIBLE, GEOGRAPHY, LIMITS, PERIOD, SOURCE
from jsna.subjects.waits.cells import FEWEST, Cell, cell, too_few


def observed_and_expected(of: Breaks) -> pd.DataFrame:
    """Return observed regular breaks for each 100 expected, by place and stage."""
    rows: list[Cell] = []
    for stage, own in stages(of.latest):
        counted = own.assign(chance=chances(own))
        for name, part in of.places(counted):
            if name == "Total":
                continue
            labels = {"life_stage": stage, "area": name}
            observed = int(part["regular"].sum())
            if min(observed, len(part) - observed) < FEWEST:
                rows.append(too_few(labels))
                continue
            found = indirect_ratio(observed, float(part["chance"].sum()), per=100)
            rows.append(cell(labels, found, len(part), 1.0))
    return pd.DataFrame(rows)


def chances(rows: pd.DataFrame) -> "pd.Series[float]":
    """Return for each child the county's share with regular breaks among children like it.

    Alike in age group, broad area of need and deprivation fifth.
    """
    grouped = rows.groupby(list(ALIKE), observed=True)["regular"]
    return grouped.transform("mean").astype("float64")


FIGURES = (
    Figure(
        id="short-breaks-expected",
        title="Children and young people with regular short breaks, for each 100 expected",
        question="Do as many have regular breaks as the county's own practice would give?",
        population=ELIGIBLE,
        dimensions=("life_stage", "area"),
        kind="statistic",
        unit="per 100 expected",
        source=SOURCE,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        measure=measure(observed_and_expected),
        method=(
            "Indirect standardisation by age group, broad area of need and deprivation fifth; "
            "Byar's interval, wider than need be since a child cannot count twice"
        ),
        limits=f"100 means served as the county is, which is not the same as enough. {LIMITS}",
    ),
)
