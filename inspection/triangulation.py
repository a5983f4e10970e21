"""Performance, feedback and audit of a measure on one line, and where they disagree.

A falling count with unhappy families is no success: where two of the three say opposite things
the line says so, and nothing is averaged away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from inspection.evidence import Evidence
from inspection.kpis import Standing

Side = Literal["for", "against", "both", "nothing known"]


@dataclass(frozen=True)
class TriangleLine:
    """What three kinds of knowledge say of one measure."""

    row_id: str
    performance: Side
    performance_says: str
    feedback: Side
    feedback_says: str
    audit: Side
    audit_says: str
    made_up: bool

    @property
    def disagreement(self) -> str:
        """Who says the opposite of whom; empty where none does."""
        sides = {
            "performance": self.performance,
            "feedback": self.feedback,
            "audit": self.audit,
        }
        good = [name for name, side in sides.items() if side == "for"]
        bad = [name for name, side in sides.items() if side == "against"]
        split = [name for name, side in sides.items() if side == "both"]
        told = []
        if good and bad:
            verb = "speaks" if len(good) == 1 else "speak"
            told.append(f"{' and '.join(good)} {verb} for, {' and '.join(bad)} against")
        told += [f"{name} is divided in itself" for name in split]
        return "; ".join(told)

    @property
    def known(self) -> int:
        """How many of the three say anything."""
        sides = (self.performance, self.feedback, self.audit)
        return sum(side != "nothing known" for side in sides)


def triangulate(
    standings: Sequence[Standing], register: Mapping[str, Evidence], on: date
) -> tuple[TriangleLine, ...]:
    """Return one line a measure; evidence belongs to the KPI rows it names, where it is usable."""
    lines = []
    for standing in standings:
        pieces = [
            one
            for one in register.values()
            if standing.kpi.row_id in one.row_ids and one.usable(on) and one.known_on <= on
        ]
        feedback = [one for one in pieces if one.form in ("feedback", "case study")]
        audits = [one for one in pieces if one.form in ("audit", "external review")]
        lines.append(
            TriangleLine(
                standing.kpi.row_id,
                _performance(standing),
                f"{standing.status}: {standing.reason}",
                _side(feedback),
                "; ".join(one.says for one in feedback),
                _side(audits),
                "; ".join(one.says for one in audits),
                standing.made_up or any(one.made_up for one in pieces),
            )
        )
    return tuple(lines)


def _performance(standing: Standing) -> Side:
    if standing.status in ("met", "on track") or standing.travel == "better":
        return "both" if standing.travel == "worse" else "for"
    if standing.status == "not on track" or standing.travel == "worse":
        return "against"
    return "nothing known"


def _side(pieces: Sequence[Evidence]) -> Side:
    bears = {one.bears for one in pieces if one.bears != "neither"}
    if not bears:
        return "nothing known"
    if len(bears) == 2:
        return "both"
    return "for" if "for" in bears else "against"
