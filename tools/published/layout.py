"""The layout that all tables of data/published share: areas, states, dates of publication."""

import calendar
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

AREA_CODES = {
    "Cumbria": "E10000006",
    "England": "E92000001",
    "North West": "E12000002",
    "Derbyshire": "E10000007",
    "Devon": "E10000008",
    "Lincolnshire": "E10000019",
    "Norfolk": "E10000020",
    "Nottinghamshire": "E10000024",
    "Shropshire": "E06000051",
    "Staffordshire": "E10000028",
    "Suffolk": "E10000029",
    "Worcestershire": "E10000034",
    "North Northamptonshire": "E06000061",
    "Cumberland": "E06000063",
    "Westmorland and Furness": "E06000064",
}
"""ONS codes of the areas that published tables speak of, in the order they are printed."""

STATES = {"z": "not applicable", "x": "not collected", "c": "too few to show", ":": "not collected"}
"""What the publisher's letters mean; the value beside such a state is left empty."""


def month_end(year: int, month: int) -> str:
    """Return the last day of a month: where only the month is known, the careful reading."""
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def with_states(raw: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the values as text, and why each empty one is empty."""
    values, states = [], []
    for cell in raw:
        text = cell.strip()
        states.append(STATES.get(text, "shown") if text else "not collected")
        values.append("" if states[-1] != "shown" else number(text))
    return values, states


def number(text: str) -> str:
    """Return a number as plainly as it can be written: 12.0 as 12, 67.1000 as 67.1."""
    text = text.strip()
    if "." not in text:
        return text
    value = f"{float(text):.5f}".rstrip("0").rstrip(".")
    return "0" if value == "-0" else value


def vintage(release: str, first: str, released: str) -> str:
    """Return the release a value was taken from, saying so where it is a later one."""
    return release if first >= released else f"{release}, as revised"


def area_order(frame: pd.DataFrame, *then: str) -> pd.DataFrame:
    """Return the rows by area in printing order, then by the columns named."""
    order = {name: at for at, name in enumerate(AREA_CODES)}
    keys = frame.assign(_at=frame["area"].map(order).fillna(99))
    return keys.sort_values(["_at", *then], kind="stable").drop(columns="_at")


def read_text(path: Path) -> pd.DataFrame:
    """Return a source file with every cell as text."""
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
