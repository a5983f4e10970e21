"""Small safe figures for the tests of what people see: typed numbers, awkward cases included."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from jsna.disclosure.safe import Protection, Safe, _mint
from jsna.figures import Figure

PUBLISHED = Protection("published by its owner", 1, 0, "")
ROUNDED = Protection("controlled rounding", 5, 8, "too few to show")


def figure(**changes: Any) -> Figure:
    entry: dict[str, Any] = {
        "id": "ehc-plans-by-year",
        "title": "Children and young people with an EHC plan",
        "question": "How many have a plan?",
        "population": "Children and young people with an EHC plan",
        "dimensions": ("area", "year"),
        "kind": "count",
        "unit": "plans",
        "source": ("ehc_plans",),
        "period": "January 2019 to January 2021",
        "geography": "Counties, 2021",
        "rule": "published",
    }
    return Figure(**{**entry, **changes})


def safe(
    rows: Sequence[Mapping[str, Any]],
    *,
    made_up: bool = False,
    protection: Protection = PUBLISHED,
    **changes: Any,
) -> Safe:
    listed = [{"status": "shown", **row} for row in rows]
    return _mint(figure(**changes), pd.DataFrame(listed), protection, made_up)


def plans() -> Safe:
    numbers = {
        "Cumbria": {"2019": 2927, "2020": 3173, "2021": 3500},
        "England": {"2019": 353995, "2020": 390109, "2021": 430697},
    }
    return safe(
        [
            {"area": area, "year": year, "value": float(value)}
            for area, years in numbers.items()
            for year, value in years.items()
        ]
    )


def needs() -> Safe:
    counts = {"Total": 1000.0, "Autism": 520.0, "Speech": 460.0, "Hearing": 20.0, "Vision": None}
    return safe(
        [
            {
                "area": "Total",
                "need": need,
                "value": value,
                "status": "shown" if value is not None else "too few to show",
            }
            for need, value in counts.items()
        ],
        id="sen-by-need",
        title="Pupils with SEN",
        dimensions=("area", "need"),
        unit="pupils",
        rule="rounded",
        period="January 2021",
        protection=ROUNDED,
        made_up=True,
    )


def on_time() -> Safe:
    rows = {
        "Allerdale": (78.1, 69.7, 84.7, 115),
        "Copeland": (61.0, 50.2, 70.8, 82),
        "Eden": (88.0, 73.4, 95.2, 34),
        "Total": (76.6, 73.0, 80.0, 522),
    }
    return safe(
        [
            {
                "area": area,
                "value": float(round(share * n / 100)),
                "percent": share,
                "lower": lower,
                "upper": upper,
                "percent_of": float(n),
                "n": float(n),
            }
            for area, (share, lower, upper, n) in rows.items()
        ],
        id="on-time",
        title="New plans issued within 20 weeks",
        dimensions=("area",),
        kind="percentage",
        unit="%",
        period="2020",
    )
