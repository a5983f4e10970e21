"""How long the list may be, and the capacity that works it down to there."""

from dataclasses import dataclass
from math import log

from jsna.stats.estimate import Estimate
from jsna.stats.rates import rate


@dataclass(frozen=True)
class Clearing:
    """What a service would need; children a week, children, and weeks."""

    demand: Estimate
    """Children who join the list each week."""
    list_now: float
    list_to_reach: float
    """The longest list at which the share asked for is seen in time, were waits taken in turn."""
    capacity: Estimate
    """Children to be seen each week to come down to that list in the weeks given."""
    capacity_after: float
    """Children to be seen each week to stay there."""


def longest_list(weekly_demand: float, target_weeks: float, share_in_time: float) -> float:
    """Return the list at which `share_in_time` are seen within `target_weeks`.

    By Little's law the list is demand times mean wait; with waits spread as an exponential, a
    share s is seen within T weeks when the mean wait is T / -ln(1 - s). For 92 % in 18 weeks the
    mean wait is 7.1 weeks.

    Reference: Little (1961), Operations Research 9, 383-387; Fong et al. (2022), medRxiv
    2022.08.23.22279117, for the exponential tail.

    >>> round(longest_list(20, 18, 0.92), 1)
    142.5
    """
    if weekly_demand <= 0 or target_weeks <= 0:
        raise ValueError("Demand and target wait are above 0.")
    if not 0 < share_in_time < 1:
        raise ValueError("The share to be seen in time lies between 0 and 1.")
    return weekly_demand * target_weeks / -log(1 - share_in_time)


def clearing(
    joined: float,
    weeks_observed: float,
    list_now: float,
    target_weeks: float,
    share_in_time: float,
    weeks_to_clear: float = 52,
    confidence: float = 0.95,
) -> Clearing:
    """Return the weekly capacity that brings the list down in `weeks_to_clear` weeks.

    `joined` children joined the list in `weeks_observed` weeks; those who leave without being
    seen should be taken off `joined` by the caller. Capacity is demand plus the excess of the list
    over the weeks; its interval is that of demand (a Poisson count). A list already short enough
    needs capacity equal to demand.

    >>> found = clearing(1040, 52, 400, 18, 0.92)
    >>> round(found.capacity.value, 2), found.capacity_after
    (24.95, 20.0)
    """
    if weeks_to_clear <= 0 or list_now < 0:
        raise ValueError("The list is 0 or more and the weeks to clear it are above 0.")
    demand = rate(joined, weeks_observed, per=1, confidence=confidence)

    def needed(weekly: float) -> float:
        goal = longest_list(weekly, target_weeks, share_in_time)
        return weekly + max(list_now - goal, 0.0) / weeks_to_clear

    values = sorted(needed(weekly) for weekly in (demand.lower, demand.upper))
    capacity = Estimate(
        needed(demand.value),
        min(values[0], needed(demand.value)),
        max(values[1], needed(demand.value)),
        joined,
        f"demand's {demand.method}, carried through",
        confidence,
    )
    goal = longest_list(demand.value, target_weeks, share_in_time)
    return Clearing(demand, list_now, goal, capacity, demand.value)
