"""Pupils on SEN Support, and pupils with an EHC plan, as shares of all pupils."""

import pandas as pd

from jsna.figures import Figure
from jsna.sources import Sources
from jsna.subjects.taken import comparators, latest, taken


def by_year(sources: Sources) -> pd.DataFrame:
    """Return the share of pupils by provision, year and phase, beside the region and England."""
    return taken(
        sources,
        "pupils_with_sen",
        {
            "area": "area",
            "period": "year",
            "provision": "provision",
            "phase": "phase",
            "percent": "percent",
        },
        {"area": comparators(sources)},
        sources.params.trend_from,
    )


def neighbours(sources: Sources) -> pd.DataFrame:
    """Return the latest January's share in all schools, for statistical neighbours too."""
    cells = taken(
        sources,
        "pupils_with_sen",
        {"area": "area", "period": "year", "provision": "provision", "percent": "percent"},
        {"phase": "All schools"},
    )
    wanted = [*comparators(sources), *sources.area.neighbours_on(sources.params.as_of)]
    return latest(cells[cells["area"].isin(wanted)], "January {}")


_PUPILS = "Pupils in schools of the area at the January school census"
_LIMIT = (
    "The school census leaves out colleges and private nurseries, and counts pupils where "
    "they go to "
    "school, not where they live."
)

FIGURES = (
    Figure(
        id="pupils-with-sen",
        title="Pupils on SEN Support and pupils with an EHC plan, by phase",
        question="What share of pupils get extra help for SEN?",
        population=_PUPILS,
        dimensions=("area", "year", "provision", "phase"),
        kind="percentage",
        unit="% of pupils",
        source=("pupils_with_sen",),
        period="each January since 2016",
        geography="Cumbria, North West and England",
        rule="published",
        measure=by_year,
        limits=_LIMIT,
    ),
    Figure(
        id="pupils-with-sen-neighbours",
        title="Pupils on SEN Support and pupils with an EHC plan, latest January",
        question="Is that share like that of areas like ours?",
        population=_PUPILS,
        dimensions=("area", "provision"),
        kind="percentage",
        unit="% of pupils",
        source=("pupils_with_sen",),
        period="the latest January",
        geography="Cumbria, North West, England and Cumbria's statistical neighbours",
        rule="published",
        measure=neighbours,
        limits=_LIMIT,
    ),
)

POPULATIONS: dict = {}
