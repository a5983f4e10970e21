"""Statistics that are no counts: withheld where few children stand behind them, and coarse.

A median to the day, a curve with a step for each child or a rate to four figures gives back
the count, or the child, that it was made from.
"""

import numpy as np
import pandas as pd

from jsna.disclosure.limits import Limits
from jsna.figures import SHOWN, TOO_FEW, Figure

CURVE = ("weeks", "week")
"""A figure with one of these dimensions is a curve along it."""
EXTREMES = ("minimum", "maximum", "longest", "shortest", "youngest", "oldest", "outlier")


def coarse(figure: Figure, cells: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Return the statistic as it may be shown; its columns are those of `cells`."""
    found = cells.copy()
    few = (found["status"] == SHOWN) & ~(found["n"] >= limits.fewest_for_statistic)
    found.loc[few, "status"] = TOO_FEW
    measures = [name for name in ("value", "percent", "lower", "upper") if name in found.columns]
    along = next((name for name in CURVE if name in figure.dimensions), "")
    for name in measures:
        unit = "%" if name == "percent" else figure.unit
        if along:
            found[name] = _steps(figure, found, name, along, limits.base, unit)
        found[name] = _rounded(found[name], unit)
    hidden = found["status"] != SHOWN
    found["n"] = (found["n"] / limits.base).round() * limits.base
    found.loc[hidden, [*measures, "n"]] = np.nan
    if "percent_of" in found.columns:
        found["percent_of"] = (found["percent_of"] / limits.base).round() * limits.base
        found.loc[hidden, "percent_of"] = np.nan
    return found


def problems(figure: Figure, cells: pd.DataFrame) -> list[str]:
    """Return what no rounding can mend: a statistic that names a single child, or has no n."""
    found = []
    if "n" not in cells.columns:
        found.append("it has no column 'n': say how many children stand behind each cell")
    words = f"{figure.title} {figure.method}".lower()
    labels = {
        str(label).lower()
        for name in figure.dimensions
        if name in cells.columns
        for label in cells[name].unique()
    }
    found += [
        f"'{word}' is one child's figure: leave it out, or show a quartile"
        for word in EXTREMES
        if word in words or any(word in label for label in labels)
    ]
    if figure.unit == "days":
        found.append("its unit is days: give times of children in whole weeks")
    return found


def _rounded(values: "pd.Series[float]", unit: str) -> "pd.Series[float]":
    """Return whole weeks and percent; rates to two figures, as they give back their count."""
    if unit in ("%", "weeks") or unit.startswith("percent"):
        return values.round()
    if unit.startswith("per "):
        size = np.floor(np.log10(values.abs().where(values != 0, 1.0)))
        step = 10.0 ** (size - 1)
        return ((values / step).round() * step).round(6)
    return values.round(2)


def _steps(
    figure: Figure, cells: pd.DataFrame, name: str, along: str, children: int, unit: str
) -> "pd.Series[float]":
    """Return a curve that stands still until at least `children` more lie behind its change."""
    whole = 100.0 if unit == "%" or unit.startswith("percent") else 1.0
    kept = cells[name].copy()
    others = [cells[other].astype(str) for other in figure.dimensions if other != along]
    groups = dict(zip(cells.index, zip(*others, strict=True), strict=True)) if others else {}
    order = pd.to_numeric(cells[along]).sort_values(kind="stable").index
    values, behind = cells[name].to_dict(), cells["n"].to_dict()
    last: dict[tuple[str, ...], float] = {}
    for row in order:
        group = groups.get(row, ())
        value, n = float(values[row]), float(behind[row])
        if np.isnan(value) or np.isnan(n):
            continue
        before = last.get(group)
        if before is not None and abs(value - before) * n / whole < children - 1e-9:
            kept.at[row] = before
        else:
            last[group] = value
    return kept
