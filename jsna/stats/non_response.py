"""What a share could be, whoever did not answer; and who did answer."""

from dataclasses import dataclass

from jsna.stats.estimate import Estimate
from jsna.stats.proportions import wilson_limits


@dataclass(frozen=True)
class Bounds:
    """The share if nobody, and if everybody, who did not answer would have said yes."""

    answered: float
    """Share of yes among the answers."""
    lowest: float
    highest: float
    response_rate: float
    """Answers over invited; there is none where the frame is not known."""


def bounds(yes: float, answers: float, invited: float) -> Bounds:
    """Return the worst-case bounds of a share of all invited.

    For a survey of SEND support, whose frame is not known, there are no bounds and no response
    rate. Refused: more answers than invited, more yes than answers, nobody answered.

    Reference: Manski (2003), Partial Identification of Probability Distributions, chapter 1.

    >>> bounds(60, 100, 200)
    Bounds(answered=0.6, lowest=0.3, highest=0.8, response_rate=0.5)
    """
    if not 0 <= yes <= answers <= invited:
        raise ValueError("Yes is part of the answers, and the answers part of those invited.")
    if answers == 0:
        raise ValueError("Nobody answered.")
    silent = invited - answers
    return Bounds(yes / answers, yes / invited, (yes + silent) / invited, answers / invited)


def bounded(yes: float, answers: float, invited: float, confidence: float = 0.95) -> Estimate:
    """Return the answers' share with limits for the share of all invited under any non-response.

    The lower limit is Wilson's with every silent family a no, the upper one with every one a yes.

    >>> found = bounded(60, 100, 200)
    >>> round(found.lower, 3), round(found.upper, 3)
    (0.241, 0.85)
    """
    widest = bounds(yes, answers, invited)
    lower, _ = wilson_limits([yes], [invited], confidence)
    _, upper = wilson_limits([yes + invited - answers], [invited], confidence)
    method = "Wilson limits at the bounds of non-response"
    return Estimate(widest.answered, float(lower[0]), float(upper[0]), answers, method, confidence)
