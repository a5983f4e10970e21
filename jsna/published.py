"""The real published figures: each table beside its description, read as of a day.

    plans = published.read("ehc_plans", as_of=date(2021, 8, 31))

What was first published after the day is not there; `since` lists it. Every row carries
`period`, `status`, `first_published` (an ISO date as text) and `vintage`, the release the value
was taken from. Importing this module costs nothing: pandas is loaded by the first read.
"""

from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jsna.contract import Contract, read_with_problems
from jsna.errors import DataError
from jsna.project import DATA, named

if TYPE_CHECKING:
    import pandas as pd

FOLDER = DATA / "published"
AUTHORITY = ("E06", "E08", "E09", "E10")
"""How the ONS codes of councils that answer for children begin."""


def names(folder: Path = FOLDER) -> tuple[str, ...]:
    """Return the name of every table that has a description or a file, in order."""
    return tuple(
        sorted({path.stem for path in folder.glob("*") if path.suffix in (".csv", ".yaml")})
    )


def describe(name: str, folder: Path = FOLDER) -> Contract:
    """Return the description of a table, or a DataError that says which tables there are."""
    if name not in names(folder):
        near = get_close_matches(name, names(folder), n=1)
        advice = f"did you mean '{near[0]}'?" if near else "it holds " + ", ".join(names(folder))
        raise DataError(f"{named(folder)} has no table '{name}':", [advice])
    return Contract.read(folder / f"{name}.yaml")


def read(name: str, as_of: date, folder: Path = FOLDER) -> "pd.DataFrame":
    """Return the rows that were first published by that day."""
    frame = whole(name, folder)
    return frame[frame["first_published"] <= as_of.isoformat()].reset_index(drop=True)


def since(name: str, as_of: date, folder: Path = FOLDER) -> "pd.DataFrame":
    """Return the rows that were first published after that day, to be listed, never used."""
    frame = whole(name, folder)
    return frame[frame["first_published"] > as_of.isoformat()].reset_index(drop=True)


def whole(name: str, folder: Path = FOLDER) -> "pd.DataFrame":
    """Return every row whatever its date: for calibration of the made-up county, and checks."""
    return _checked(name, folder).copy()


def vintages(name: str, as_of: date, folder: Path = FOLDER) -> tuple[str, ...]:
    """Return the releases that the rows of that day were taken from, in order of their name."""
    return tuple(sorted(set(read(name, as_of, folder)["vintage"])))


def require_area(area: str, folder: Path = FOLDER) -> None:
    """Refuse an area of which a table of local authorities has no row, with all such tables."""
    found = []
    for name in names(folder):
        if not {"area", "area_code"} <= set(describe(name, folder).column_names):
            continue
        frame = whole(name, folder)
        if frame["area_code"].str.startswith(AUTHORITY).any() and area not in set(frame["area"]):
            found.append(
                f"{named(folder / name)}.csv has no row of '{area}': add those of the same "
                "release, or name the area as the tables do"
            )
    if found:
        raise DataError(f"The published figures do not know '{area}':", found)


def check_all(folder: Path = FOLDER) -> list[str]:
    """Return every problem of every table and description, each with its file in front."""
    from jsna import contract_check

    problems = []
    for name in names(folder):
        table, description = folder / f"{name}.csv", folder / f"{name}.yaml"
        contract, found = read_with_problems(description)
        problems += [f"{named(description)}: {problem}" for problem in found]
        if contract is not None:
            problems += [
                f"{named(table)}: {problem}"
                for problem in contract_check.read_and_check(contract, table)[1]
            ]
    return problems


@cache
def _checked(name: str, folder: Path) -> "pd.DataFrame":
    from jsna.figures import SHOWN

    frame = describe(name, folder).load(folder / f"{name}.csv")
    if "status" not in frame.columns:
        frame["status"] = SHOWN
    return frame
