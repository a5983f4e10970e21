"""A question that leaders should expect, and how hard it is by a stated rule.

How hard a question is follows from what it comes from: `HARDNESS`, one more where families are
concerned.
"""

from dataclasses import dataclass

from inspection.paper import REHEARSAL

HARDNESS = {
    "contradiction": 6,
    "case against": 5,
    "place": 5,
    "place unknown": 4,
    "no impact": 4,
    "not on track": 4,
    "critical action": 3,
    "cannot tell": 3,
    "gap": 2,
    "overdue action": 2,
    "changed chair": 1,
    "missing document": 1,
}
"""How hard a question is to answer, by what it comes from; higher is harder."""


@dataclass(frozen=True)
class Question:
    """A question, whom it is for, why it will be asked, and what we can say today."""

    text: str
    kind: str
    organisation: str
    area: int
    """0 where it concerns all."""
    why: tuple[str, ...]
    answer: str
    place: str = ""
    role: str = ""
    made_up: bool = False
    rehearsed: str = ""
    """What made-up records add to the answer, without the mark."""

    @property
    def answers(self) -> str:
        """The answer with what is rehearsed behind it, marked."""
        if not self.rehearsed:
            return self.answer
        return f"{self.answer} {REHEARSAL}: {self.rehearsed}"

    @property
    def hardness(self) -> int:
        """By the rule above."""
        families = any(word in self.text.lower() for word in ("famil", "parent", "young people"))
        return HARDNESS[self.kind] + families
