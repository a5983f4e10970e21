"""Make figures safe to show. Nothing else in the project rounds, withholds or passes them.

`protect` rounds every count of an edition at once, so that every table adds up and the same cell
is the same number everywhere; `published` passes what its owner has published already;
`statistic` withholds what rests on too few children.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from jsna.disclosure import solve, statistics
from jsna.disclosure.limits import Limits
from jsna.disclosure.margins import Link
from jsna.disclosure.percentages import percentages
from jsna.disclosure.pieces import PublishedTotal
from jsna.disclosure.released import Released
from jsna.disclosure.safe import Protection, Safe, _mint
from jsna.disclosure.solve import Impossible, Rounded
from jsna.errors import DisclosureError
from jsna.figures import MEASURES, SHOWN, STATUSES, TOO_FEW, Figure

__all__ = ["Limits", "PublishedTotal", "Released", "protect", "published", "statistic", "tidied"]

PUBLISHED = "published by its owner"
ROUNDED = "controlled rounding"
STATISTIC = "statistic"


def protect(
    records: Mapping[str, pd.DataFrame],
    figures: Sequence[Figure],
    hierarchy: Sequence[Link],
    released: Released,
    seed: int | bytes,
    limits: Limits,
    *,
    impossible: Sequence[Impossible] = (),
    published_totals: Sequence[PublishedTotal] = (),
    made_up: bool = True,
) -> dict[str, Safe]:
    """Return every `rounded` figure, all counts of all of them rounded together.

    `records[name]` holds one row a child, one categorical column a dimension, whose categories
    are the code list: a cell is there whether or not a child is in it. What an earlier edition
    printed stays as it was printed. Where no rounding within the limits was found, a table is
    withheld and says `too few to show`. `impossible` names combinations that the code lists rule
    out, each a mapping from dimension to values; `published_totals` are what parts add up to.
    """
    problems = [
        f"the figure '{figure.id}' has the rule '{figure.rule}': only rounded ones belong here"
        for figure in figures
        if figure.rule != "rounded"
    ]
    if problems:
        raise DisclosureError("Figures cannot be rounded together:", problems)
    rounded = solve.solve(
        records, figures, hierarchy, released, seed, limits, impossible, published_totals
    )
    most = _largest(rounded, limits)
    safes = {}
    for figure in figures:
        found = rounded[figure.id]
        cells = found.cells.assign(within=found.cells["limit"].map(most))
        change = float(cells.loc[cells["status"] == SHOWN, "within"].max())
        if figure.kind == "percentage":
            cells = percentages(figure, cells, limits)
        cells = cells.drop(columns=["within", "limit", "change"])
        measures = [name for name in MEASURES if name in cells.columns]
        cells = cells[[*figure.dimensions, *measures, "status"]]
        change = 0.0 if np.isnan(change) else change
        protection = Protection(ROUNDED, limits.base, change, TOO_FEW)
        safes[figure.id] = _mint(figure, cells, protection, made_up)
    return safes


def _largest(rounded: Mapping[str, Rounded], limits: Limits) -> dict[float, float]:
    """Return for each limit the largest change made under it in the whole edition.

    Never less than the base less one, whatever was needed: a shown 0 has to mean 0 to 4.
    """
    most = {
        float(limit): float(limits.base - 1)
        for limit in (limits.place_or_need, limits.page, limits.explorer)
    }
    for found in rounded.values():
        shown = found.cells[found.cells["status"] == SHOWN]
        for limit, change in shown.groupby("limit")["change"].max().items():
            most[float(str(limit))] = max(most[float(str(limit))], float(change))
    return most


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


def statistic(
    figure: Figure,
    cells: pd.DataFrame,
    *,
    limits: Limits | None = None,
    released: Released | None = None,
    made_up: bool = True,
) -> Safe:
    """Return a median, curve, ratio or rate, withheld where fewer than ten children are behind it.

    Whole weeks and whole percent; a curve moves only in steps of five children; `n` is rounded.
    A cell that an earlier edition printed stays as it was printed.
    """
    limits = limits or Limits()
    problems = _rule_problems(figure, "statistic") + statistics.problems(figure, cells)
    tidy, found = tidied(figure, cells)
    problems += found
    if problems:
        raise DisclosureError(f"The statistic '{figure.id}' cannot be shown:", problems)
    coarse = statistics.coarse(figure, tidy, limits)
    if released is not None:
        coarse = released.as_printed(figure, coarse)
    return _mint(figure, coarse, Protection(STATISTIC, limits.base, 0, TOO_FEW), made_up)


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
