"""Survey weights raked until the answers match known totals of the population."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from jsna.stats.arrays import Floats, above_zero

ROUNDS = 500


@dataclass(frozen=True)
class Raked:
    """The raked weights, one an answer, and what the raking cost."""

    weights: Floats
    rounds: int
    effective_n: float
    """How many equally weighted answers would be worth as much (Kish)."""


def rake(
    start: ArrayLike,
    margins: Sequence[tuple[Sequence[str], Mapping[str, float]]],
    tolerance: float = 1e-8,
) -> Raked:
    """Return weights that add up to every margin's known totals.

    Each margin is the answers' categories, one an answer, and the population's total of each
    category; totals of all margins add up to the same population. Refused: a category without a
    total or without an answer (put it with a neighbour), margins that disagree, no convergence.

    Reference: Deming and Stephan (1940), Ann Math Stat 11, 427-444.

    >>> raked = rake([1, 1, 1, 1], [(["a", "a", "a", "b"], {"a": 50, "b": 50})])
    >>> raked.weights.round(2).tolist()
    [16.67, 16.67, 16.67, 50.0]
    """
    weights = above_zero("weights", start).copy()
    coded = []
    sums = {round(float(sum(totals.values())), 6) for _, totals in margins}
    if len(sums) > 1:
        told = ", ".join(f"{each:g}" for each in sorted(sums))
        raise ValueError(f"The margins add up to different populations: {told}.")
    for labels, totals in margins:
        answered, known = set(labels), set(totals)
        if answered != known or len(labels) != weights.size:
            odd = ", ".join(sorted(answered ^ known)) or "their number"
            raise ValueError(f"Answers and known totals have the same categories; not so: {odd}.")
        names = sorted(known)
        place = np.array([names.index(label) for label in labels])
        coded.append((place, above_zero("totals", [totals[name] for name in names])))
    for turn in range(1, ROUNDS + 1):
        for place, wanted in coded:
            weights *= (wanted / np.bincount(place, weights))[place]
        worst = max(
            float(np.abs(np.bincount(place, weights) / wanted - 1).max()) for place, wanted in coded
        )
        if worst < tolerance:
            effective = float(weights.sum() ** 2 / (weights**2).sum())
            return Raked(weights, turn, effective)
    raise ValueError(f"Raking did not settle in {ROUNDS} rounds: rake to fewer or wider margins.")
