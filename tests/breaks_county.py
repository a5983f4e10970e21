"""The made-up county for the tests of short breaks, pathways and access, prepared once."""

from functools import cache
from typing import Any

import pandas as pd

from jsna import demo, params
from jsna.project import PARAMS
from jsna.sources import Sources

EDITION = params.read(PARAMS / "cumbria-2021.yaml")
DISTRICTS = (
    "Allerdale", "Barrow-in-Furness", "Carlisle", "Copeland", "Eden", "South Lakeland",
)  # fmt: skip


@cache
def sources(inequities: bool = True) -> Sources:
    made = demo.tables(inequities=inequities, margins="exact" if inequities else "drawn")
    return sources_of({name: table.rename(columns=LINKED) for name, table in made.items()})


LINKED = {"nhs_number": "link_key"}
"""The intake turns the number into a key; any key that is the same for the same child will do."""


def sources_of(tables: dict[str, pd.DataFrame]) -> Sources:
    return Sources(EDITION, lambda: tables)


@cache
def truths() -> dict[str, Any]:
    return demo.truths()


def cell(cells: pd.DataFrame, **labels: str) -> "pd.Series[Any]":
    kept = cells
    for name, value in labels.items():
        kept = kept[kept[name] == value]
    assert len(kept) == 1, f"{len(kept)} cells for {labels}"
    return kept.iloc[0]
