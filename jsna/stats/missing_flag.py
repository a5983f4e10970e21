"""A ratio of waits where the flag is missing for some: what it could be, either way."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from jsna.stats.arrays import same_length
from jsna.stats.estimate import Estimate
from jsna.stats.risk_table import checked
from jsna.stats.wait_ratio import DRAWS, WaitRatio, wait_ratio


@dataclass(frozen=True)
class FlagBounds:
    """The ratios with every missing flag taken as no, and with every one taken as yes."""

    left_out: WaitRatio
    all_no: WaitRatio
    all_yes: WaitRatio
    missing: int

    def of_shares(self) -> Estimate:
        """Return the ratio of shares with limits that hold whatever the missing flags are."""
        each = (self.left_out, self.all_no, self.all_yes)
        return _around([found.of_shares for found in each])

    def of_medians(self) -> Estimate:
        """Return the ratio of medians with limits that hold whatever the missing flags are."""
        each = (self.left_out, self.all_no, self.all_yes)
        return _around([found.of_medians for found in each])


def _around(found: list[Estimate]) -> Estimate:
    """Return the first with the outermost limits of all; a missing limit stays missing."""
    known = found[0]
    low, high = np.array([[each.lower, each.upper] for each in found]).T
    method = f"{known.method}, at both bounds of the missing flag"
    return Estimate(
        known.value, float(low.min()), float(high.max()), known.n, method, known.confidence
    )


def missing_flag_bounds(
    time: ArrayLike,
    cause: ArrayLike,
    flag: ArrayLike,
    day: float,
    seed: int = 20210831,
    draws: int = DRAWS,
    confidence: float = 0.95,
) -> FlagBounds:
    """Return the ratios of flagged against not flagged, and at both bounds of the missing flags.

    `flag` is 1 (SEND at referral), 0 (none) or `nan` (not recorded). A missing flag is not "no
    SEND". All one way and all the other are the plain bounds; a mix chosen child by child to
    make the ratio extreme could go further, and the page says so.

    >>> waits = [10, 20, 30, 40, 50] * 5
    >>> flags = [1.0, 0.0, 1.0, 0.0, float("nan")] * 5
    >>> found = missing_flag_bounds(waits, [1] * 25, flags, day=25, draws=50)
    >>> found.missing, found.left_out.of_shares.value
    (5, 1.0)
    """
    times, causes, _ = checked(time, cause, None)
    flags = np.asarray(flag, dtype=float)
    same_length(times=times, flags=flags)
    if not np.isin(flags[~np.isnan(flags)], (0, 1)).all():
        raise ValueError("A flag is 1, 0 or missing.")

    def taken(missing_as: float) -> WaitRatio:
        known = np.where(np.isnan(flags), missing_as, flags)
        yes, no = known == 1, known == 0
        return wait_ratio(
            (times[yes], causes[yes]),
            (times[no], causes[no]),
            day,
            seed=seed,
            draws=draws,
            confidence=confidence,
        )

    return FlagBounds(taken(float("nan")), taken(0.0), taken(1.0), int(np.isnan(flags).sum()))
