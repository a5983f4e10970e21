"""What inspectors may ask for, and what we have of it: have, too old, gap, with owner and age."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from inspection import tables
from inspection.evidence import Evidence
from inspection.plan import PLAN
from jsna.errors import DataError

NOTICE_DAYS = 10
"""Working days between the call and the visit."""

Held = Literal["have", "too old", "gap"]


@dataclass(frozen=True)
class Request:
    """One thing that inspectors may ask for."""

    item_no: str
    item: str
    why: str
    area_nos: tuple[int, ...]
    form: str
    owner_role: str
    evidence_ids: tuple[str, ...]
    age_limit_days: int
    days_needed: int
    """Working days needed to make it, or to renew it."""


@dataclass(frozen=True)
class Answer:
    """What we have for a request on a day."""

    request: Request
    held: Held
    evidence: Evidence | None
    """The newest piece that answers it."""
    age_days: int | None

    @property
    def in_time(self) -> bool:
        """Whether what is missing or old can be made within the notice."""
        return self.held == "have" or self.request.days_needed <= NOTICE_DAYS


def read(path: Path = PLAN / "request_list.csv") -> tuple[Request, ...]:
    """Return the request list in its order."""
    return tables.read(Request, path)


def answers(
    requests: Sequence[Request], register: Mapping[str, Evidence], on: date
) -> tuple[Answer, ...]:
    """Return what we have for each request on a day; a piece of the future is not known.

    Age counts from the day on which a piece was true, not from when it was filed.
    """
    unknown = [
        f"{request.item_no} names evidence '{name}', which is not in the register"
        for request in requests
        for name in request.evidence_ids
        if name not in register
    ]
    if unknown:
        raise DataError("The request list does not agree with the evidence register:", unknown)
    found = []
    for request in requests:
        pieces = [register[name] for name in request.evidence_ids]
        usable = [one for one in pieces if one.known_on <= on and one.usable(on)]
        if not usable:
            found.append(Answer(request, "gap", None, None))
            continue
        newest = max(usable, key=lambda one: one.effective_on)
        age = newest.age(on)
        held: Held = "have" if age <= request.age_limit_days else "too old"
        found.append(Answer(request, held, newest, age))
    return tuple(found)
