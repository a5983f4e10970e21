"""The mean wait counted up to a limit, such as 52 weeks, and how two groups differ in it.

Unlike a median it is always reached, and unlike a hazard ratio it is in days.
"""

import numpy as np

from jsna.stats.arrays import Floats
from jsna.stats.competing_risks import Incidence
from jsna.stats.estimate import Estimate, z_score


def restricted_mean(found: Incidence, until: float) -> Estimate:
    """Return the mean of the days waited for this end, no wait counting for more than `until`.

    A child who leaves by another cause is never seen, so counts `until` in full. Without other
    causes it is the area under the Kaplan-Meier curve. `until` in days, such as 364 (52 weeks).
    Refused: a limit beyond the last wait known.

    Reference: Royston and Parmar (2013), BMC Med Res Methodol 13, 152; the variance is that of the
    Aalen-Johansen estimate (see `Incidence.error`) with each step's effect summed over the days.

    >>> from jsna.stats.competing_risks import incidence
    >>> found = restricted_mean(incidence([10, 20, 30, 40], [1, 1, 1, 1]), 40)
    >>> found.value, round(found.lower, 2), round(found.upper, 2)
    (25.0, 14.04, 35.96)
    """
    value, error = area(found, until)
    step = z_score(found.confidence) * error
    method = f"area under the curve to day {until:g}, normal interval"
    lower, upper = max(value - step, 0.0), min(value + step, until)
    return Estimate(value, lower, upper, found.table.n, method, found.confidence)


def area(found: Incidence, until: float) -> tuple[float, float]:
    """Return the restricted mean and its standard error, in days."""
    times = found.table.times
    if not until > 0:
        raise ValueError("A restricted mean needs a limit above 0 days.")
    if until > times[-1] and not found.table.all_ended:
        raise ValueError(f"Nothing is known after day {times[-1]:g}: take an earlier limit.")
    seen = times <= until
    clipped = np.where(seen, times, until)
    widths = np.diff(np.concatenate([clipped, [until]]))
    value = float(clipped[0] + widths @ (1 - found.share))
    risk, own_hazard, hazard, g = found.hazards()
    # Area of share(t) - share(v) from v to the limit: what an end at v takes from later days.
    held = _tail(widths * found.share)
    later = until - clipped
    b = (held - later * found.share) * g
    a = found.free / risk * later
    own, other = found.own, found.table.all_events - found.own
    steps = own * (a - b) ** 2 + other * b**2 - risk * (a * own_hazard - b * hazard) ** 2
    return value, float(np.sqrt(max(steps[seen].sum(), 0.0)))


def _tail(values: Floats) -> Floats:
    return np.cumsum(values[::-1])[::-1]


def difference(first: Incidence, second: Incidence, until: float) -> Estimate:
    """Return the first group's restricted mean less the second's, in days.

    >>> from jsna.stats.competing_risks import incidence
    >>> slow, fast = incidence([30, 40, 50], [1, 1, 1]), incidence([10, 20, 30], [1, 1, 1])
    >>> round(difference(slow, fast, 50).value, 6)
    20.0
    """
    (mean, error), (other, other_error) = area(first, until), area(second, until)
    step = z_score(first.confidence) * float(np.hypot(error, other_error))
    gap, n = mean - other, first.table.n + second.table.n
    method = f"difference of areas to day {until:g}, normal interval"
    return Estimate(gap, gap - step, gap + step, n, method, first.confidence)


def ratio(first: Incidence, second: Incidence, until: float) -> Estimate:
    """Return the first group's restricted mean over the second's; 1 means no difference.

    >>> from jsna.stats.competing_risks import incidence
    >>> slow, fast = incidence([30, 40, 50], [1, 1, 1]), incidence([10, 20, 30], [1, 1, 1])
    >>> round(ratio(slow, fast, 50).value, 6)
    2.0
    """
    (mean, error), (other, other_error) = area(first, until), area(second, until)
    if mean <= 0 or other <= 0:
        raise ValueError("A ratio of restricted means needs two means above 0.")
    step = z_score(first.confidence) * float(np.hypot(error / mean, other_error / other))
    value, n = mean / other, first.table.n + second.table.n
    method = f"ratio of areas to day {until:g}, log interval"
    ends = value * np.exp(-step), value * np.exp(step)
    return Estimate(value, float(ends[0]), float(ends[1]), n, method, first.confidence)
