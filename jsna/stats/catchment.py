"""Access to places of care: enhanced two-step floating catchment, by drive time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jsna.stats.arrays import Floats, at_least_zero


@dataclass(frozen=True)
class Access:
    """One value an area."""

    per_child: Floats
    """Places of care that each child of the area can reach; 0 where no site is reached."""
    reached: NDArray[np.bool_]
    """Whether any site with places is within the limit."""
    share_within: float
    """Share of all children who live within the limit of a site."""


def decay(minutes: ArrayLike, steps: tuple[tuple[float, float], ...]) -> Floats:
    """Return the weight of each drive time: that of the first step whose minutes it is within.

    Beyond the last step, and where the time is missing (no road), the weight is 0.

    >>> decay([5, 15, 40, float("nan")], ((10, 1.0), (20, 0.68), (30, 0.22))).tolist()
    [1.0, 0.68, 0.0, 0.0]
    """
    times = np.asarray(minutes, dtype=float)
    weights = np.zeros_like(times)
    ends = [end for end, _ in steps]
    if not steps or sorted(ends) != ends:
        raise ValueError("Steps of drive time go outwards, each with its minutes and its weight.")
    for end, weight in reversed(steps):
        weights = np.where(times <= end, weight, weights)
    return weights


def two_step(children: ArrayLike, places: ArrayLike, weights: ArrayLike) -> Access:
    """Return access by area: the places of each site shared among all who can reach it.

    `children` one an area (A,), `places` one a site (S,), `weights` by area and site (A, S): 0 is
    beyond reach. Step one divides each site's places by the weighted children around it; step two
    adds up, for each area, the shares of the sites it reaches. Children times access adds up to
    the places of all sites that anyone reaches. An area that reaches nothing has 0, not missing:
    that is the finding (PySAL leaves it missing). Straight lines mislead among lakes and fells,
    and sites beyond the border belong in `places`: both are the caller's.

    Reference: Luo and Wang (2003), Environment and Planning B 30, 865-884; Luo and Qi (2009),
    Health and Place 15, 1100-1107.

    >>> two_step([100, 50], [10], [[1.0], [0.5]]).per_child.tolist()
    [0.08, 0.04]
    """
    demand, supply = at_least_zero("children", children), at_least_zero("places", places)
    weight = np.asarray(weights, dtype=float)
    if weight.shape != (demand.size, supply.size):
        raise ValueError(
            f"Weights have one row an area and one column a site: {demand.size} by {supply.size}, "
            f"not {' by '.join(str(side) for side in weight.shape)}."
        )
    if not np.isfinite(weight).all() or (weight < 0).any():
        raise ValueError("Weights are numbers of 0 or more; a site beyond reach has 0.")
    around = demand @ weight
    ratio = np.divide(supply, around, out=np.zeros_like(supply), where=around > 0)
    reached = np.asarray((weight[:, supply > 0] > 0).any(axis=1))
    total = demand.sum()
    if total == 0:
        raise ValueError("There are no children to reach anything.")
    return Access(weight @ ratio, reached, float(demand[reached].sum() / total))


def weighted_time(children: ArrayLike, minutes: ArrayLike) -> float:
    """Return the mean drive time of a child, in minutes: areas weighted by their children.

    Areas without a road to any site are refused: their number belongs beside the mean, not in it.

    >>> weighted_time([300, 100], [10, 30])
    15.0
    """
    demand, times = at_least_zero("children", children), at_least_zero("minutes", minutes)
    if demand.size != times.size or demand.sum() == 0:
        raise ValueError("Each area has its children and its minutes, and some area has children.")
    return float(demand @ times / demand.sum())
