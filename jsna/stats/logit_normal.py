"""One place's share given the level and the spread of all places on the logit scale.

The building block of partial pooling: for each place, and each pair of level and spread, how
likely its count is and where its own share then lies. By adaptive Gauss-Hermite quadrature.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, gammaln, log_expit

from jsna.stats.arrays import Floats

NODES = 9


@dataclass(frozen=True)
class Conditional:
    """Arrays of places by pairs of level and spread, shape (K, G)."""

    log_evidence: Floats
    """Log chance of the place's count."""
    mode: Floats
    """Most likely logit of the place."""
    mean: Floats
    deviation: Floats
    """Mean and standard deviation of the place's logit."""
    mean_share: Floats
    share_deviation: Floats
    """The same for its share of 1."""


def conditional(parts: Floats, wholes: Floats, level: Floats, spread: Floats) -> Conditional:
    """Return the conditional of each place at each pair; `level`, `spread` shape (G,).

    Reference: Pinheiro and Bates (1995), J Comput Graph Stat 4, 12-35.
    """
    x, n = parts[:, None], wholes[:, None]
    precision = 1 / spread**2
    logits = np.broadcast_to(level, (len(parts), len(level))).astype(float)
    # Newton on a concave function; the step is held back so that it cannot run past the top.
    for _ in range(60):
        share = expit(logits)
        slope = x - n * share - (logits - level) * precision
        move = np.clip(slope / (n * share * (1 - share) + precision), -1.0, 1.0)
        logits = logits + move
        if np.abs(move).max() < 1e-10:
            break
    share = expit(logits)
    scale = 1 / np.sqrt(n * share * (1 - share) + precision)
    nodes, weights = np.polynomial.hermite.hermgauss(NODES)
    choose = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    at = [logits + np.sqrt(2) * scale * node for node in nodes]
    terms = np.stack(
        [
            np.log(weight)
            + node**2
            + x * log_expit(point)
            + (n - x) * log_expit(-point)
            - (point - level) ** 2 * precision / 2
            for node, weight, point in zip(nodes, weights, at, strict=True)
        ]
    )
    top = terms.max(axis=0)
    mass = np.exp(terms - top)
    whole = mass.sum(axis=0)
    evidence = top + np.log(whole) + np.log(scale / spread) - np.log(np.pi) / 2 + choose
    mass /= whole
    points = np.stack(at)
    shares = expit(points)
    mean, mean_share = (mass * points).sum(axis=0), (mass * shares).sum(axis=0)
    deviation = np.sqrt((mass * (points - mean) ** 2).sum(axis=0))
    share_deviation = np.sqrt((mass * (shares - mean_share) ** 2).sum(axis=0))
    return Conditional(evidence, logits, mean, deviation, mean_share, share_deviation)
