"""Values that papers print and partners return, as entries of the catalogue.

Published values of measures and of claims are shown as their owners print them. What partners
return on a KPI is made safe like any statistic: a percentage in whole percent where ten or more
stand behind it, a count from ten, and nothing where a return does not say on how many it rests.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from inspection.readings import Reading
from jsna.figures import NOT_COLLECTED, SHOWN, Figure
from jsna.sources import Sources

if TYPE_CHECKING:
    from inspection.known import Known

RETURNS, CLAIMS, SERIES = "kpi-returns", "plan-claim-values", "plan-measure-series"
PAPERS = ("published/", "plan/")
"""How the ids of tables and papers begin that are no entry of the catalogue."""


def traced(figure_id: str) -> str:
    """Return the catalogue's entry that a claim's number is a cell of."""
    return CLAIMS if figure_id.startswith(PAPERS) else figure_id


def traced_measure(figure_id: str) -> str:
    """Return the catalogue's entry that a measure's value is a cell of."""
    if figure_id.startswith(PAPERS):
        return SERIES
    return RETURNS if figure_id.startswith(f"{RETURNS}/") else figure_id


def measure_series(sources: Sources) -> pd.DataFrame:
    """Return every published value of each measure that a published table feeds."""
    from inspection import kpis, published_readings

    found = published_readings.kpi_readings(kpis.read_measures(), sources.params.as_of)
    return pd.DataFrame(
        [
            {
                "kpi": row_id,
                "period": one.period,
                "value": one.value,
                "lower": one.lower,
                "upper": one.upper,
                "n": one.n,
                "status": SHOWN if one.known else NOT_COLLECTED,
            }
            for row_id, values in found.items()
            for one in values
        ]
    )


def claim_values(sources: Sources) -> pd.DataFrame:
    """Return the published and printed values that sentences of the claim ledger rest on."""
    rows = [
        {"claim": checked.claim.id, "part": piece.name, "value": piece.reading.value}
        for checked in _known(sources).claims
        for piece in checked.pieces
        if piece.reading is not None
        and piece.reading.known
        and not piece.reading.made_up
        and piece.reading.figure_id.startswith(PAPERS)
    ]
    return pd.DataFrame(rows).drop_duplicates(["claim", "part"], ignore_index=True)


def kpi_returns(sources: Sources) -> pd.DataFrame:
    """Return what partners returned on each KPI, and on how many it rests."""
    returned = _known(sources).fullest.returned
    cells = [
        *_cells(returned.readings.items(), sources.params.round_to),
        *_cells(returned.places.items(), sources.params.round_to),
    ]
    columns = ["kpi", "area", "quarter", "value", "n", "status"]
    return pd.DataFrame(cells, columns=columns).drop_duplicates(columns[:3], ignore_index=True)


def _cells(
    returned: Iterable[tuple[str, tuple[Reading, ...]]], base: int
) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for row_id, values in returned:
        for one in values:
            step = 1 if one.unit == "%" else base if _counts(one) else 0
            value = step * float(round(one.value / step)) if one.value and step else one.value
            # A count rests on itself: a return does not say whether it counts children.
            behind = one.n if one.n is not None else one.value if one.unit in _OWN_BASE else None
            state = SHOWN if one.known else NOT_COLLECTED
            found.append((row_id, one.place, one.period, value, behind, state))
    return found


_OWN_BASE = ("", "pounds")


def _counts(reading: Reading) -> bool:
    return reading.unit == ""


def _known(sources: Sources) -> "Known":
    from inspection import known

    return known.of_sources(sources)


_STATEMENT = "Written Statement of Action, 7 October 2019"

FIGURES = (
    Figure(
        id=SERIES,
        title="Published values of the statement's measures",
        question="What do published tables say of each measure, period by period?",
        population="Pupils and others as the publisher of each table counts them",
        dimensions=("kpi", "period"),
        kind="statistic",
        unit="the unit of the measure",
        source=("attainment", "attainment_counts"),
        period="up to the edition's day",
        geography="Cumbria",
        rule="published",
        measure=measure_series,
        limits="A value from before October 2019 says nothing of what the plan changed.",
    ),
    Figure(
        id=CLAIMS,
        title="Published values that sentences of the self-evaluation rest on",
        question="Which published numbers does the self-evaluation use?",
        population="As the publisher of each table, or the paper, counts them",
        dimensions=("claim", "part"),
        kind="statistic",
        unit="the unit of the sentence",
        source=("plan",),
        period="up to the edition's day",
        geography="Cumbria and places that it is compared with",
        rule="published",
        measure=claim_values,
        limits="Each number is one of many in its table: see the page of its subject.",
    ),
    Figure(
        id=RETURNS,
        title="What partners return on the statement's measures",
        question="What do partners say of each measure, quarter by quarter?",
        population="As each organisation counts it for its return",
        dimensions=("kpi", "area", "quarter"),
        kind="statistic",
        unit="the unit of the measure",
        source=("kpi_returns",),
        period="up to the edition's day",
        geography="Cumbria and its CCGs, as returned",
        rule="statistic",
        measure=kpi_returns,
        method="Percentages in whole percent; counts from ten, to the nearest five",
        limits="Partners count in their own ways; a return that gives no base is not shown.",
    ),
)
