"""What a rule of the linter is, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from inspection.plan import Plan

Weight = Literal["wrong", "cannot be measured", "worth a look"]
"""How much a finding matters: it cannot be so; it cannot be judged; it may be meant."""


@dataclass(frozen=True)
class Found:
    """What a rule found at one place."""

    place: str
    """The action's uid, the KPI's row or reference, or the term."""
    what: str
    mend: str


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong with a statement."""

    code: str
    weight: Weight
    find: Callable[[Plan], Iterable[Found]]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, where, and how to mend it."""

    code: str
    weight: Weight
    place: str
    what: str
    mend: str
