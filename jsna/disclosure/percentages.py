"""Percentages of rounded counts, and of nothing else, with intervals that allow for the rounding.

Whole percent; none on a small denominator. The interval is Wilson's, as wide as every count that
the rounded ones may stand for would make it, so that it covers at least as often as it says.
"""

import numpy as np
import pandas as pd

from jsna.disclosure.limits import Limits
from jsna.figures import SHOWN, TOO_FEW, TOTAL, Figure
from jsna.stats.proportions import wilson_limits


def percentages(figure: Figure, cells: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Return the cells with `percent`, `percent_of`, `lower`, `upper`, in whole percent.

    `cells` carries the rounded count in `value`, by how much it may have moved in `within`, and
    its `status`. Across `figure.share_of` each cell is divided by the total.
    """
    keys = [name for name in figure.dimensions if name != figure.share_of]
    wholes = cells[cells[figure.share_of] == TOTAL]
    wholes = wholes[[*keys, "value", "within", "status"]]
    renamed = {"value": "whole", "within": "whole_within", "status": "whole_status"}
    wholes = wholes.rename(columns=renamed)
    if keys:
        found = cells.merge(wholes, on=keys, how="left", validate="many_to_one")
    else:
        found = cells.merge(wholes, how="cross")
    shown = (found["status"] == SHOWN) & (found["whole_status"] == SHOWN)
    enough = shown & (found["whole"] >= limits.fewest_for_percent)
    if figure.id in limits.kpi_figures and "area" in figure.dimensions:
        large = (found["area"] == TOTAL) | (found["whole"] >= limits.small_place)
        enough &= large | _both_parts(figure, found, limits)
    part, whole = found["value"].to_numpy(), found["whole"].to_numpy()
    ok = enough.to_numpy()
    found["percent"] = np.where(ok, np.round(100 * part / np.where(ok, whole, 1)), np.nan)
    found["percent_of"] = np.where(ok, whole, np.nan)
    moved, whole_moved = found["within"].to_numpy(), found["whole_within"].to_numpy()
    parted = ok & (found[figure.share_of] != TOTAL).to_numpy()
    found["lower"], found["upper"] = np.nan, np.nan
    if parted.any():
        part, whole, moved = part[parted], whole[parted], moved[parted]
        most = whole + whole_moved[parted]
        least = np.maximum(whole - whole_moved[parted], 1)
        lower, _ = wilson_limits(np.clip(part - moved, 0, most), most)
        _, upper = wilson_limits(np.minimum(part + moved, least), least)
        # Rounded outwards, since rounding inwards would cover less often than it says.
        found.loc[parted, "lower"] = np.floor(100 * lower)
        found.loc[parted, "upper"] = np.ceil(100 * upper)
    found.loc[shown & ~enough, "status"] = TOO_FEW
    found.loc[(found["status"] == SHOWN) & ~shown, "status"] = TOO_FEW
    found.loc[found["status"] != SHOWN, "value"] = np.nan
    return found.drop(columns=["whole", "whole_within", "whole_status"])


def _both_parts(figure: Figure, found: pd.DataFrame, limits: Limits) -> "pd.Series[bool]":
    """Return where enough children are both with and without; the total has no other part."""
    with_it = found["value"] >= limits.fewest_in_part
    without = found["whole"] - found["value"] >= limits.fewest_in_part
    return (found[figure.share_of] == TOTAL) | (with_it & without)
