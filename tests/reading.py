"""A reader of made-up figures for the tests of the gate's readers: what it knows is typed here."""

from decimal import Decimal
from typing import Any

from jsna.disclosure.explained import Explained
from jsna.disclosure.reading import Leak, Reader

KNOWN = Explained(
    {"plans": frozenset({Decimal(3503), Decimal(0)}), "waits": frozenset({Decimal(40)})},
    {"plans": frozenset({3503.0, 0.0}), "waits": frozenset({40.0, 12.5})},
    {"plans": frozenset(), "waits": frozenset({"18"})},
)
"""Plans are 3,503 and 0; 40 wait, a mean of 12.5 (not printed so), under 18 weeks."""


def reader(public: bool = True, **changes: Any) -> Reader:
    return Reader("page", KNOWN, public, **changes)


def kinds(leaks: list[Leak]) -> list[str]:
    return [leak.kind for leak in leaks]
