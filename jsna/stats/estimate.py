"""An estimate with its interval, its n and how the interval was made."""

from dataclasses import dataclass, replace
from math import isnan

from scipy.stats import norm


@dataclass(frozen=True)
class Estimate:
    """One number that may stand on a page: never without its interval, its n and its method."""

    value: float
    """The estimate; `nan` where the data never reach it, such as a median not yet reached."""
    lower: float
    """Lower limit; `nan` where there is none."""
    upper: float
    """Upper limit; `nan` where there is none."""
    n: float
    """How many children, referrals or answers stand behind it."""
    method: str
    """How the interval was made, in words for the page."""
    confidence: float = 0.95
    """Coverage of the interval in repeated use."""

    def scaled(self, multiplier: float) -> "Estimate":
        """Return it in another unit, such as per 100; a negative multiplier swaps the limits."""
        ends = (self.lower * multiplier, self.upper * multiplier)
        low, high = ends if multiplier >= 0 else ends[::-1]
        return replace(self, value=self.value * multiplier, lower=low, upper=high)

    def widened(self, by: float) -> "Estimate":
        """Return it with each limit moved outwards by `by`, the most a protected figure was moved.

        If the exact interval covered the truth, so does this one around a value that rounding
        moved by at most `by`: coverage cannot fall. A limit that is missing stays missing.

        >>> Estimate(10.0, 8.0, 12.0, 40, "exact").widened(1.5).lower
        6.5
        """
        if by < 0 or isnan(by):
            raise ValueError(f"A change by rounding is 0 or more, not {by}.")
        words = f"{self.method}, widened by {by:g} for rounding" if by else self.method
        return replace(self, lower=self.lower - by, upper=self.upper + by, method=words)

    def holds(self, truth: float) -> bool:
        """Whether the interval holds a value; a missing limit is taken as no limit."""
        return (isnan(self.lower) or self.lower <= truth) and (
            isnan(self.upper) or truth <= self.upper
        )


def z_score(confidence: float) -> float:
    """Return the standard normal quantile of a two-sided interval.

    Refuses a confidence outside 0 to 1, such as 95 for 95 %.

    >>> round(z_score(0.95), 4)
    1.96
    """
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence lies between 0 and 1, such as 0.95; this is {confidence}.")
    return float(norm.ppf(0.5 + confidence / 2))
