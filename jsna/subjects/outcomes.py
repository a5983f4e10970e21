"""What pupils with SEN reach at school, and where they go afterwards."""

import pandas as pd

from jsna.figures import Figure
from jsna.sources import Sources
from jsna.subjects.taken import comparators, taken

STAGES = (
    ("Early years", "good level of development", "Early years: good level of development"),
    ("Year 1 phonics", "met the expected standard", "Year 1: phonics, expected standard"),
    ("Key stage 2", "reading, writing and maths", "Key stage 2: reading, writing and maths"),
    ("Age 19", "level 2 with English and maths", "Age 19: level 2 with English and maths"),
)
"""Stage, measure, and what pages call it; all are shares of pupils, in percent."""


def attainment(sources: Sources) -> pd.DataFrame:
    """Return the share that reach each stage, by SEN, area and school year."""
    cells = taken(
        sources,
        "attainment",
        {
            "area": "area",
            "period": "year",
            "stage": "stage",
            "measure": "measure",
            "sen": "sen",
            "value": "percent",
        },
        {"area": comparators(sources)},
        sources.params.trend_from,
    )
    named = {(stage, measure): label for stage, measure, label in STAGES}
    pairs = zip(cells["stage"], cells["measure"], strict=True)
    label = pd.Series([named.get(pair) for pair in pairs], index=cells.index)
    return cells.drop(columns="measure").assign(stage=label).dropna(subset="stage")


def scores(sources: Sources) -> pd.DataFrame:
    """Return Attainment 8 and Progress 8 scores by SEN, area and school year."""
    return taken(
        sources,
        "attainment",
        {"area": "area", "period": "year", "measure": "measure", "sen": "sen", "value": "value"},
        {"area": comparators(sources), "measure": ("Attainment 8", "Progress 8")},
        sources.params.trend_from,
    )


def destinations(sources: Sources) -> pd.DataFrame:
    """Return the share of leavers in lasting education, apprenticeship or work."""
    return taken(
        sources,
        "destinations",
        {
            "area": "area",
            "period": "year",
            "left": "stage",
            "group": "sen",
            "percent": "percent",
            "leavers": "percent_of",
        },
        {"area": comparators(sources), "destination": "Overall sustained"},
        sources.params.trend_from,
    )


_COMPARED = "Cumbria, North West and England"
_CANCELLED = (
    "Assessments at 5, 7 and 11 were cancelled in 2020 and 2021, so there is no measurement for "
    "those years."
)

FIGURES = (
    Figure(
        id="attainment-by-sen",
        title="Pupils who reach the expected standard, by SEN",
        question="Do pupils with SEN reach what others reach?",
        population="Pupils assessed at the end of the stage in state-funded schools of the area",
        dimensions=("area", "year", "stage", "sen"),
        kind="percentage",
        unit="% of pupils",
        source=("attainment",),
        period="school years",
        geography=_COMPARED,
        rule="published",
        measure=attainment,
        limits=f"{_CANCELLED} The gap to other pupils is not all of the school's making.",
    ),
    Figure(
        id="gcse-scores-by-sen",
        title="Attainment 8 and Progress 8 scores, by SEN",
        question="How do pupils with SEN do at GCSE?",
        population="Pupils at the end of key stage 4 in state-funded schools of the area",
        dimensions=("area", "year", "measure", "sen"),
        kind="statistic",
        unit="score",
        source=("attainment",),
        period="school years",
        geography=_COMPARED,
        rule="published",
        measure=scores,
        limits="In 2020 and 2021 teachers assessed GCSEs; Progress 8 was not published.",
    ),
    Figure(
        id="destinations-by-sen",
        title="Leavers in lasting education, apprenticeship or work, by SEN",
        question="Where do young people with SEN go after school?",
        population="Young people who left key stage 4, or study at 16 to 18, the year before",
        dimensions=("area", "year", "stage", "sen"),
        kind="percentage",
        unit="% of leavers",
        source=("destinations",),
        period="year of leaving",
        geography=_COMPARED,
        rule="published",
        measure=destinations,
        limits=(
            "Lasting means two terms; it does not say whether the place was the one they hoped for."
        ),
    ),
)

POPULATIONS: dict = {}
