"""The claim ledger: every sentence of the self-evaluation, and what it rests on.

A `Claim` is a sentence with an id. Its figures are bound by reference and stand in the text as
slots, `{now}`; a slot may carry what the writer last saw, `{now=3,887}`, and is then stale as soon
as the figure moves. Words that say a direction or a comparison ("rose", "in line with") are listed
under `says` with the figures that they speak of. `inspection.claim_checks.check` renders the
sentence and returns every reason to refuse it; `inspection.claim_file` reads a ledger.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from inspection.readings import Reading

Section = Literal[
    "what good looks like",
    "where we are",
    "evidence",
    "impact",
    "what is still weak",
    "what next",
]
SECTIONS: tuple[Section, ...] = (
    "what good looks like",
    "where we are",
    "evidence",
    "impact",
    "what is still weak",
    "what next",
)
"""The parts of each area's chapter, in the order of the draft."""

REHEARSAL = "REHEARSAL"
"""The word that every exported sentence carries once a made-up figure touched it."""

ClaimKind = Literal["activity", "output", "impact", "need", "weakness", "aim", "next step"]
KINDS: tuple[ClaimKind, ...] = get_args(ClaimKind)

State = Literal["draft", "checked", "signed off"]
STATES: tuple[State, ...] = ("draft", "checked", "signed off")

Fault = Literal["stale", "contradicted", "unsupported", "unsigned", "rehearsal"]
FAULTS: tuple[Fault, ...] = ("contradicted", "stale", "unsupported", "rehearsal", "unsigned")
"""Why a claim is refused, worst first."""

SLOT = re.compile(r"\{(?P<name>[a-z][a-z0-9_]*)(?:=(?P<typed>[^{}]*))?\}")
"""A figure in the text: `{now}`, or `{now=3,887}` with what the writer last saw."""


@dataclass(frozen=True)
class Binding:
    """A name in the text and the cell that it stands for."""

    name: str
    figure_id: str
    where: Mapping[str, str] = field(default_factory=dict)
    """The dimensions that pick one cell of the figure."""
    shown_as: str = "number"
    """How it is written: `number`, `whole`, `percent`, `percent 1` (one decimal), `decimal 1`,
    `decimal 2`, `pounds`, `weeks`, `days`."""
    newest: bool = False
    """True where the sentence says "latest" or "now": the cell must be of the newest period."""
    age_limit_days: int | None = None
    """How old (since first published) the figure may be at the as-of date."""


@dataclass(frozen=True)
class Says:
    """Words in the text that speak of figures, and of which."""

    words: str
    """As they stand in the text; the rule is found from them (see `inspection.claim_words`)."""
    of: tuple[str, ...]
    """Names of bindings in the order the words need: earlier then later; ours then theirs;
    the one, then the others."""
    good: Literal["up", "down", ""] = ""
    """For `improved`, `better than`: which way is good."""
    against: str = ""
    """For `most districts ... above`: the binding that each is compared with."""
    limit: float | None = None
    """For `more than 200`: the number in the words."""


@dataclass(frozen=True)
class SignOff:
    """Who took a claim to which state, and which wording and values they saw."""

    state: State
    role: str
    """A role, never a person's name."""
    on: date
    fingerprint: str
    """Of the sentence as it read then: a changed sentence is no longer the one signed."""


@dataclass(frozen=True)
class Claim:
    """One sentence and what it rests on."""

    id: str
    """Lower-case words joined by hyphens, with the area first: `area-6-waits-fell`."""
    area: int
    """1 to 9; 0 in the executive summary."""
    section: Section
    text: str
    """The sentence, with slots for its figures."""
    kind: ClaimKind = "need"
    figures: tuple[Binding, ...] = ()
    says: tuple[Says, ...] = ()
    evidence: tuple[str, ...] = ()
    """Ids from the evidence register."""
    actions: tuple[str, ...] = ()
    """Uids of the plan's actions that it speaks of."""
    kpis: tuple[str, ...] = ()
    """Row ids of the plan's KPIs that it speaks of."""
    places: tuple[str, ...] = ()
    """Places that it is about beside those of its figures."""
    sign_offs: tuple[SignOff, ...] = ()

    @property
    def state(self) -> State:
        """The furthest state anyone took it to."""
        return max((one.state for one in self.sign_offs), key=STATES.index, default="draft")


@dataclass(frozen=True)
class Ledger:
    """Every claim, and the numbers in sentences that are names and not figures."""

    claims: tuple[Claim, ...]
    terms: Mapping[str, str] = field(default_factory=dict)
    """Such as `20 weeks`: the statutory limit. A number of a term is not asked for a figure."""

    def area(self, number: int) -> "Ledger":
        """Return the claims of one area."""
        return Ledger(tuple(claim for claim in self.claims if claim.area == number), self.terms)

    def claim(self, claim_id: str) -> Claim:
        """Return one claim by its id."""
        return next(claim for claim in self.claims if claim.id == claim_id)


@dataclass(frozen=True)
class Piece:
    """A stretch of a rendered sentence: plain words, or a figure that a draft locks."""

    text: str
    name: str = ""
    """The binding's name; empty for plain words."""
    reading: Reading | None = None


@dataclass(frozen=True)
class Refusal:
    """One reason why a claim may not stand."""

    claim_id: str
    fault: Fault
    where: str
    """The words, the slot or the document that it is about."""
    what: str
    mend: str

    def __str__(self) -> str:
        """Return it as one line: which claim, what fault, what to do."""
        return f"{self.claim_id}: {self.fault}: {self.what}; {self.mend}"


@dataclass(frozen=True)
class Checked:
    """A claim as it reads today, and every reason to refuse it."""

    claim: Claim
    pieces: tuple[Piece, ...]
    """The sentence, figures apart from words; without the REHEARSAL mark."""
    made_up: bool
    refusals: tuple[Refusal, ...]
    fingerprint: str
    """What a sign-off must carry to be of this sentence with these values."""

    @property
    def stands(self) -> bool:
        """Whether it may go into a draft unmarked (a draft need not be signed)."""
        return all(one.fault == "unsigned" for one in self.refusals)

    @property
    def publishable(self) -> bool:
        """Whether it may leave the partnership: real, and signed off as it reads."""
        return not self.refusals and not self.made_up

    @property
    def sentence(self) -> str:
        """The sentence as exported; it carries REHEARSAL when a made-up figure touched it."""
        plain = "".join(piece.text for piece in self.pieces)
        return f"{REHEARSAL}: {plain}" if self.made_up else plain
