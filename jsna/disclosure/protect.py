"""Make figures safe to show. Nothing else in the project rounds, withholds or passes them.

`protect` rounds every count of an edition at once; `published` passes what its owner has
published already; `statistic` withholds what rests on too few children.
"""

from datetime import date

import pandas as pd

from jsna.disclosure.safe import Protection, Safe, _mint
from jsna.errors import DisclosureError
from jsna.figures import MEASURES, SHOWN, STATUSES, Figure

PUBLISHED = "published by its owner"


def published(figure: Figure, cells: pd.DataFrame, as_of: date | str) -> Safe:
    """Return a figure that its owner publishes, exactly as published and tagged so.

    Its four states are kept. A cell first published after `as_of` is refused, where the
    cells carry `first_published`.
    """
    problems = _rule_problems(figure, "published")
    tidy, found = tidied(figure, cells)
    problems += found
    if "first_published" in cells.columns:
        late = pd.to_datetime(cells["first_published"]) > pd.Timestamp(str(as_of))
        if late.any():
            problems.append(
                f"{int(late.sum())} cells were first published after {as_of}: leave them out, "
                "or list them as published since"
            )
    if problems:
        raise DisclosureError(f"The published figure '{figure.id}' cannot be shown:", problems)
    return _mint(figure, tidy, Protection(PUBLISHED, 1, 0, ""), made_up=False)


def _rule_problems(figure: Figure, rule: str) -> list[str]:
    if figure.rule == rule:
        return []
    return [f"its rule is '{figure.rule}', not '{rule}': change its entry in the catalogue"]


def tidied(figure: Figure, cells: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the cells with the promised columns in the promised order, and what is wrong."""
    missing = [name for name in figure.dimensions if name not in cells.columns]
    problems = [f"it has no column '{name}', one of its dimensions" for name in missing]
    measures = [name for name in MEASURES if name in cells.columns]
    if not {"value", "percent"} & set(measures):
        problems.append("it has neither a column 'value' nor 'percent'")
    if problems:
        return cells, problems
    tidy = pd.DataFrame({name: cells[name].astype("str") for name in figure.dimensions})
    for name in measures:
        tidy[name] = pd.to_numeric(cells[name]).astype("float64")
    headline = "value" if "value" in measures else "percent"
    if "provisional" in cells.columns:
        tidy["provisional"] = cells["provisional"].fillna(False).astype("bool")
    if "status" in cells.columns:
        tidy["status"] = cells["status"].astype("str")
    else:
        tidy["status"] = SHOWN
    problems += _state_problems(tidy, headline, measures)
    repeated = tidy.duplicated(list(figure.dimensions)) if figure.dimensions else tidy.index > 0
    if repeated.any():
        first = tidy.loc[repeated, list(figure.dimensions)].iloc[0].to_dict()
        problems.append(f"{int(repeated.sum())} cells are there twice, the first is {first}")
    return tidy, problems


def _state_problems(tidy: pd.DataFrame, headline: str, measures: list[str]) -> list[str]:
    """Return what is wrong with the states: a cell not shown has no value, and is never 0."""
    problems = [
        f"'{state}' is no state of a number; the four are {', '.join(STATUSES)}"
        for state in sorted(set(tidy["status"]) - set(STATUSES))
    ]
    shown = tidy["status"] == SHOWN
    empty = shown & tidy[headline].isna()
    if empty.any():
        problems.append(
            f"{int(empty.sum())} cells are '{SHOWN}' and have no {headline}: say which state they "
            "are in"
        )
    hidden = ~shown & tidy[measures].notna().any(axis=1)
    if hidden.any():
        problems.append(f"{int(hidden.sum())} cells are not '{SHOWN}' and yet have a number")
    return problems
