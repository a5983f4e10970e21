"""Places or areas put into equal-sized groups by rank, such as fifths of deprivation."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from jsna.stats.arrays import finite


def groups(values: ArrayLike, number: int, highest_first: bool = False) -> NDArray[np.int_]:
    """Return the group, 1 to `number`, of each value; ties go together.

    Group 1 holds the lowest values, or the highest where `highest_first`. A value's group is
    floor((rank - 1) x number / n) + 1, so sizes differ by at most one where there are no ties.
    Refused: fewer values than groups.

    >>> groups([12, 7, 9, 30], 2).tolist()
    [2, 1, 1, 2]
    """
    numbers = finite("values", values)
    if number < 1:
        raise ValueError("There is at least one group.")
    if numbers.size < number:
        raise ValueError(f"{numbers.size} values cannot be put into {number} groups.")
    ranks = rankdata(-numbers if highest_first else numbers, method="min").astype(int)
    return (ranks - 1) * number // numbers.size + 1
