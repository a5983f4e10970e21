"""What differs between the figures of two editions: figures that came or went, cells that moved.

Causes are told apart where the tables tell them: a figure whose description changed (definition), a
figure whose period moved on (time), a cell whose number changed though its period is the same
(revision, or rounding where the figure is rounded).
"""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from jsna.disclosure import release
from jsna.disclosure.released import TABLES, remembered
from jsna.disclosure.safe import Safe
from jsna.errors import FigureError
from jsna.figures import MEASURES
from jsna.project import DATA, REPORTS

DEFINITION = ("population", "unit", "geography", "method", "dimensions")
"""What a figure counts, and how: where one of these differs, numbers are not to be compared."""


def tables_of(edition: str) -> Mapping[str, Safe]:
    """Return the figures of an edition: as released, or else as last built."""
    if (DATA / "released" / edition / TABLES).is_file():
        return remembered(DATA / "released" / edition)
    for folder in (REPORTS / edition / "public", Path(edition)):
        if (folder / "tables" / release.PACKAGE).is_file():
            return release.open_figures(folder / "tables")
    raise FigureError(
        f"There is no edition '{edition}' to compare:",
        [f"run: jsna build params/{edition}.yaml"],
    )


def text(before: Mapping[str, Safe], after: Mapping[str, Safe]) -> str:
    """Return the differences, one line a figure, as the command prints them."""
    lines = [f"new: {name}" for name in sorted(set(after) - set(before))]
    lines += [f"gone: {name}" for name in sorted(set(before) - set(after))]
    same = 0
    for name in sorted(set(before) & set(after)):
        found = differences(before[name], after[name])
        lines += [f"{name}: {one}" for one in found]
        same += not found
    lines.append(f"{same} figures are the same in both")
    return "\n".join(lines) + "\n"


def differences(before: Safe, after: Safe) -> list[str]:
    """Return how one figure differs between two editions, in words."""
    found = [
        f"definition: its {part} was '{old}' and is '{new}'"
        for part in DEFINITION
        if (old := getattr(before.figure, part)) != (new := getattr(after.figure, part))
    ]
    if before.figure.dimensions != after.figure.dimensions:
        return found
    if before.figure.period != after.figure.period:
        found.append(f"time: it was of {before.figure.period} and is of {after.figure.period}")
        return found
    keys = list(before.figure.dimensions)
    joined = before.cells.merge(after.cells, on=keys, how="outer", suffixes=("", "_after"))
    came = joined["status"].isna().sum()
    went = joined["status_after"].isna().sum()
    found += [f"{came} cells came"] if came else []
    found += [f"{went} cells went"] if went else []
    both = joined[joined["status"].notna() & joined["status_after"].notna()]
    moved = (both["status"] != both["status_after"]).to_numpy()
    for measure in MEASURES:
        if measure in both and f"{measure}_after" in both:
            old, new = both[measure], both[f"{measure}_after"]
            moved |= ((old != new) & ~(old.isna() & new.isna())).to_numpy()
    if moved.any():
        why = "rounding or revision" if after.figure.rule == "rounded" else "revision"
        first = both[pd.Series(moved, index=both.index)].iloc[0]
        where = ", ".join(str(first[name]) for name in keys)
        found.append(
            f"{why}: {int(moved.sum())} of {len(both)} cells changed, the first is {where}"
        )
    return found
