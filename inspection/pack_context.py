"""What the packs and the questions are made from, beside the draft: one set of facts for all."""

import re
from dataclasses import dataclass

from inspection.draft import Draft
from inspection.paper import Sentence


@dataclass(frozen=True)
class Group:
    """A working group; `chairs` are roles with the date each is known from, oldest first."""

    number: int
    name: str
    chairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PlaceValue:
    """One measure in one place, as printed."""

    area: int
    measure: str
    title: str
    place: str
    printed: str
    number: float | None
    high_is: str = ""
    """`good`, `bad`, or nothing where neither."""
    unit: str = ""
    made_up: bool = False


@dataclass(frozen=True)
class Gap:
    """A missing link of the chain, such as an action that no KPI measures."""

    area: int
    kind: str
    what: str
    refs: tuple[str, ...] = ()
    owner: str = ""


@dataclass(frozen=True)
class Contradiction:
    """Two things that cannot both be the whole story."""

    area: int
    what: str
    refs: tuple[str, ...] = ()
    owner: str = ""
    made_up: bool = False


@dataclass(frozen=True)
class Advice:
    """What the last letter of DfE and NHS England advised, and our answer."""

    id: str
    letter: str
    advice: str
    answer: str
    """Empty where there is none yet, which the pack says."""
    evidence: tuple[str, ...] = ()
    owner: str = ""
    """Whose answer it is."""
    actions: tuple[str, ...] = ()
    """Actions of the plan from which the answer is to come."""


@dataclass(frozen=True)
class Request:
    """One item that inspectors ask for at ten working days' notice."""

    item: str
    state: str
    """have, or gap."""
    owner: str
    age: str = ""


@dataclass(frozen=True)
class Ahead:
    """Something dated after the as-of date."""

    on: str
    what: str
    owner: str = ""


@dataclass(frozen=True)
class Context:
    """Everything a pack may print."""

    draft: Draft
    groups: tuple[Group, ...] = ()
    places: tuple[PlaceValue, ...] = ()
    gaps: tuple[Gap, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    advice: tuple[Advice, ...] = ()
    requests: tuple[Request, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    districts: tuple[str, ...] = ()
    changed: tuple[Sentence, ...] = ()
    """What changed since the last pack or draft."""


_ORGANISATIONS = (
    ("Cumbria County Council", r"\bCCC\b|Adult Social Care|Director of Public Health|Inclusion\b"),
    ("North Cumbria CCG", r"N(?:orth|C)\s+(?:Cumbria\s+)?CCG"),
    ("Morecambe Bay CCG", r"(?:M\s?Bay|MB|Morecambe Bay|South Cumbria)\s+CCG"),
    ("CNTW (formerly NTW) NHS Trust", r"\bC?NTW\b"),
    ("LSCFT (formerly Lancashire Care) NHS Trust", r"\bLSC(?:FT)?\b"),
    ("NCIC NHS Trust", r"\bNCIC\b"),
    ("UHMBT NHS Trust", r"\bUHMBT?\b"),
    ("People First", r"People First"),
    ("Parents and carers", r"Parent"),
    ("NHS (organisation not printed)", r"^NHS Designated|, NHS Designated"),
)
PARTNERSHIP = "The partnership as a whole"


def organisations(role: str) -> tuple[str, ...]:
    """The organisations that a lead's role names; the partnership where it names none."""
    found = tuple(name for name, pattern in _ORGANISATIONS if re.search(pattern, role))
    return found or (PARTNERSHIP,)
