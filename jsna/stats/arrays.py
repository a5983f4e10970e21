"""What a statistic accepts: whole arrays of finite numbers, or a sentence why not."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[Any]
"""Numbers in an array; the type says what it is for, not its width."""


def finite(name: str, values: ArrayLike) -> Floats:
    """Return a one-dimensional array of finite numbers, or say how many are not.

    >>> finite("ages", [4, 5.5]).tolist()
    [4.0, 5.5]
    """
    array = np.atleast_1d(np.asarray(values, dtype=float))
    if array.ndim != 1:
        raise ValueError(f"The {name} are one row of numbers, not {array.ndim} dimensions.")
    if array.size == 0:
        raise ValueError(f"There are no {name}.")
    missing = int((~np.isfinite(array)).sum())
    if missing:
        raise ValueError(f"The {name} are numbers: {missing} of {array.size} are missing.")
    return array


def at_least_zero(name: str, values: ArrayLike) -> Floats:
    """Return finite numbers, none below zero."""
    array = finite(name, values)
    below = int((array < 0).sum())
    if below:
        raise ValueError(f"The {name} are 0 or more: {below} of {array.size} are below.")
    return array


def above_zero(name: str, values: ArrayLike) -> Floats:
    """Return finite numbers, all above zero."""
    array = finite(name, values)
    below = int((array <= 0).sum())
    if below:
        raise ValueError(f"The {name} are above 0: {below} of {array.size} are not.")
    return array


def same_length(**named: Sequence[Any] | NDArray[Any]) -> int:
    """Return the length that all arrays share, or say which differ."""
    lengths = {name: len(values) for name, values in named.items()}
    if len(set(lengths.values())) != 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"Each has one value a row, but the lengths differ: {told}.")
    return next(iter(lengths.values()))
