"""Child and adolescent mental health services (CAMHS): what is published of waits, by CCG."""

import pandas as pd

from jsna.figures import Figure
from jsna.sources import Sources
from jsna.subjects.taken import taken

BANDS = (
    "second contact within 4 weeks",
    "second contact in 4 to 6 weeks",
    "second contact in 6 to 8 weeks",
    "second contact in 8 to 10 weeks",
    "second contact in 10 to 12 weeks",
    "second contact after more than 12 weeks",
    "closed before a second contact",
    "still waiting for a first contact",
    "still waiting for a second contact",
)


def mean_days(sources: Sources) -> pd.DataFrame:
    """Return mean days from referral to second contact, by CCG and financial year."""
    cells = _year(sources, "mental health")
    return cells[cells["measure"] == "mean days to the second contact"].drop(columns="measure")


def where_they_are(sources: Sources) -> pd.DataFrame:
    """Return how far referred children had got by the year's end, with shares of all referred."""
    cells = _year(sources, "all")
    whole = cells[cells["measure"] == "all referred"].set_index(["area", "year"])["value"]
    cells = cells[cells["measure"].isin(BANDS)].copy()
    cells["percent_of"] = [
        whole.get((a, y)) for a, y in zip(cells["area"], cells["year"], strict=True)
    ]
    cells["percent"] = 100 * cells["value"] / cells["percent_of"]
    order = {name: place for place, name in enumerate(BANDS)}
    cells = cells.sort_values(
        ["year", "area", "measure"],
        key=lambda c: c.map(lambda v: order.get(v, v)) if c.name == "measure" else c,
    )
    return cells.rename(columns={"measure": "progress"})


def _year(sources: Sources, services: str) -> pd.DataFrame:
    return taken(
        sources,
        "camhs_waits",
        {"area": "area", "period": "year", "measure": "measure", "value": "value"},
        {"part": "Full year", "counted": "people", "services": services},
    )


_REFERRED = "Children and young people under 18 referred to NHS-funded mental health services"
_GEOGRAPHY = (
    "NHS North Cumbria CCG, NHS Morecambe Bay CCG (which reaches into Lancashire) and England"
)

FIGURES = (
    Figure(
        id="camhs-published-mean-days",
        title="Mean days from referral to second contact, mental health services, by CCG",
        question="How long do children wait for mental health support?",
        population=f"{_REFERRED} who had a second contact in the financial year",
        dimensions=("area", "year"),
        kind="statistic",
        unit="days, mean",
        source=("camhs_waits",),
        period="financial years from 2019-20",
        geography=_GEOGRAPHY,
        rule="published",
        measure=mean_days,
        limits=(
            "A mean of those who were seen leaves out all who still wait. The method changed "
            "each year, "
            "so years cannot be compared. A CCG is not a district."
        ),
    ),
    Figure(
        id="camhs-published-progress",
        title="How far referred children had got by the end of the year, by CCG",
        question="How many children were seen, and how many still wait?",
        population=f"{_REFERRED}, open in the financial year",
        dimensions=("area", "year", "progress"),
        kind="count",
        unit="children and young people, rounded to 5 by the publisher",
        source=("camhs_waits",),
        period="financial years from 2019-20",
        geography=_GEOGRAPHY,
        rule="published",
        measure=where_they_are,
        limits="Still waiting may mean a day or a year: the publication does not say how long.",
    ),
)

POPULATIONS: dict = {}
