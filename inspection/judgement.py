"""Is there sufficient progress? One answer for each area, by a rule that fits on this page.

Five questions are asked of an area, of what is known on the day and nothing later. Each has the
answer yes, no or not known:

1. *Impact*: since the plan, are children and families better off? Yes, when at least
   `fewest_signs` signs say so and they are at least `good_percent` of all; no, when as many or more
   say worse. A sign is an outcome measure that moved beyond chance or met its target, or evidence
   of impact that is strong or moderate. What was done or produced is no sign.
2. *Felt*: were the changes in place long enough? Yes, when at least `done_percent` of the actions
   were implemented `felt_months` or more before the newest impact was measured; no, when the
   action log says fewer were: *too recent to have been felt*.
3. *Even*: is it so across the county? No, when a place is worse than the county beyond chance and
   by at least `behind_percent` of it; yes, when at least `fewest_places` places are known and
   none is.
4. *Voice*: do families say so? From surveys and feedback with an outcome, since the plan.
5. *Lasting*: has it held? Yes, when an improved measure held over `lasting_values` values since
   the plan and none fell back; no, when one fell back.

Any no: **not yet**. Else any not known: **cannot tell yet**. All yes: **sufficient progress**.
So no area is sufficient on activity alone, and not knowing is never taken for bad or for good.

Real figures and documents are judged first, alone. Where made-up ones exist they give a second
answer, a REHEARSAL, which cannot be signed off. A person may override with a reason; the rule's
answer stays beside theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from inspection.claims import REHEARSAL
from inspection.judgement_facts import Facts, Sign
from inspection.periods import months_after, said
from jsna.errors import DataError
from jsna.params import Params

Reply = Literal["yes", "no", "not known"]
REPLIES: tuple[Reply, ...] = ("yes", "no", "not known")

Answer = Literal["sufficient progress", "not yet", "cannot tell yet"]

Question = Literal["impact", "felt", "even", "voice", "lasting"]
QUESTIONS: dict[Question, str] = {
    "impact": "Since the plan, are children and families better off?",
    "felt": "Were the changes in place long enough to be felt?",
    "even": "Is it so in every part of the county?",
    "voice": "Do families say so?",
    "lasting": "Has it held?",
}


@dataclass(frozen=True)
class Thresholds:
    """How much is enough: an edition's choice, printed beside the rule with who decided it."""

    fewest_signs: int
    good_percent: float
    done_percent: float
    felt_months: int
    fewest_places: int
    behind_percent: float
    lasting_values: int
    decided_by: str

    @classmethod
    def of(cls, params: Params) -> "Thresholds":
        """Return the thresholds that a params file chose."""
        return cls(
            params.judged_fewest_signs,
            params.judged_good_percent,
            params.judged_done_percent,
            params.judged_felt_months,
            params.judged_fewest_places,
            params.judged_behind_percent,
            params.judged_lasting_values,
            params.judged_decided_by,
        )


@dataclass(frozen=True)
class Line:
    """One question, its answer, and why."""

    question: Question
    reply: Reply
    because: str
    made_up: bool = False


@dataclass(frozen=True)
class Override:
    """A person's answer in place of the rule's, with the reason."""

    area_no: int
    answer: Answer
    reason: str
    role: str
    on: date


@dataclass(frozen=True)
class Judgement:
    """The answer for one area, with the case for and against it."""

    area_no: int
    as_of: date
    lines: tuple[Line, ...]
    rule_answer: Answer
    """What the rule says; always shown."""
    case_for: tuple[str, ...]
    case_against: tuple[str, ...]
    """The strongest first."""
    made_up: bool
    override: Override | None = None

    @property
    def answer(self) -> Answer:
        """The answer in force: the override's where there is one."""
        return self.override.answer if self.override else self.rule_answer

    @property
    def because(self) -> tuple[str, ...]:
        """The reasons of the lines that decide."""
        decides: Reply = {"not yet": "no", "cannot tell yet": "not known"}.get(
            self.rule_answer, "yes"
        )  # type: ignore[assignment]
        return tuple(line.because for line in self.lines if line.reply == decides)

    @property
    def strongest_against(self) -> str:
        """The strongest case against, printed beside the answer."""
        return self.case_against[0] if self.case_against else "nothing that we hold"

    @property
    def sentence(self) -> str:
        """The answer as exported: a rehearsal says so, an override names the rule's answer."""
        told = f"Area {self.area_no}: {self.answer}"
        if self.override:
            told += (
                f" (by {self.override.role}: {self.override.reason}; the rule says "
                f"{self.rule_answer})"
            )
        return f"{REHEARSAL}: {told}." if self.made_up else f"{told}."


def decide(replies: Sequence[Reply]) -> Answer:
    """Return the answer to five replies: the whole rule."""
    if "no" in replies:
        return "not yet"
    return "cannot tell yet" if "not known" in replies else "sufficient progress"


def judge(facts: Facts, thresholds: Thresholds, override: Override | None = None) -> Judgement:
    """Return the judgement of an area on the facts given."""
    if override is not None:
        _allowed(override, facts)
    lines = (
        _impact(facts, thresholds),
        _felt(facts, thresholds),
        _even(facts, thresholds),
        _voice(facts),
        _lasting(facts, thresholds),
    )
    return Judgement(
        facts.area_no,
        facts.as_of,
        lines,
        decide([line.reply for line in lines]),
        tuple(sign.says for sign in facts.ranked(good=True)),
        (*(sign.says for sign in facts.ranked(good=False)), *facts.weak_places(lines)),
        facts.made_up,
        override,
    )


@dataclass(frozen=True)
class Pair:
    """The judgement on what is real, and the rehearsal where anything is made up."""

    real: Judgement
    rehearsal: Judgement | None


def both(facts: Facts, thresholds: Thresholds, overrides: Sequence[Override] = ()) -> Pair:
    """Return the judgement on real figures and documents alone, then the rehearsal with all.

    An override is of the real judgement; a rehearsal is never overridden.
    """
    override = next((one for one in overrides if one.area_no == facts.area_no), None)
    real = judge(facts.real, thresholds, override)
    return Pair(real, judge(facts, thresholds) if facts.made_up else None)


def missing(judgement: Judgement) -> tuple[Line, ...]:
    """Return every line that is not yes: all of them must be for sufficient progress."""
    return tuple(line for line in judgement.lines if line.reply != "yes")


def _allowed(override: Override, facts: Facts) -> None:
    problems = []
    if not override.reason.strip():
        problems.append("it gives no reason; say why the rule's answer is not right")
    if not override.role.strip():
        problems.append("it names no role; say who answers for it")
    if override.on > facts.as_of:
        problems.append(f"it is of {override.on}, after the day that is judged, {facts.as_of}")
    if override.area_no != facts.area_no:
        problems.append(f"it is of area {override.area_no}, and this is area {facts.area_no}")
    if problems:
        raise DataError(f"The override of area {facts.area_no} cannot be used:", problems)


def _impact(facts: Facts, limits: Thresholds) -> Line:
    good = [sign for sign in facts.impact if sign.good]
    bad = [sign for sign in facts.impact if not sign.good]
    made_up = any(sign.made_up for sign in facts.impact)
    if not facts.impact:
        return Line("impact", "not known", "nothing since the plan shows what changed in lives")
    counted = _of_signs(len(good), len(facts.impact), "of impact")
    if bad and len(bad) >= len(good):
        return Line("impact", "no", counted, made_up)
    enough = len(good) >= limits.fewest_signs
    clear = len(good) >= limits.good_percent / 100 * len(facts.impact) - 1e-9
    if enough and clear:
        return Line("impact", "yes", counted, made_up)
    asked = f"at least {limits.fewest_signs} signs and {limits.good_percent:g}% of all must be"
    few = f"{counted}; {asked}"
    return Line("impact", "not known", few, made_up)


def _felt(facts: Facts, limits: Thresholds) -> Line:
    if not facts.logged:
        return Line("felt", "not known", "no action log says when anything was implemented")
    measured = facts.newest_impact
    if measured is None:
        return Line(
            "felt", "not known", "nothing was measured after the changes", facts.log_made_up
        )
    in_time = [
        day for day in facts.implemented if months_after(day, limits.felt_months) <= measured
    ]
    share = len(in_time) / facts.actions if facts.actions else 0.0
    told = (
        f"{len(in_time)} of {facts.actions} actions were implemented {limits.felt_months} months "
        f"or more before the newest impact was measured ({said(measured)})"
    )
    made_up = facts.log_made_up or any(sign.made_up for sign in facts.impact)
    if share >= limits.done_percent / 100 - 1e-9:
        return Line("felt", "yes", told, made_up)
    return Line("felt", "no", f"too recent to have been felt: {told}", made_up)


def _even(facts: Facts, limits: Thresholds) -> Line:
    made_up = any(one.made_up for one in facts.places)
    behind = [one for one in facts.places if one.behind(limits.behind_percent)]
    if behind:
        told = "; ".join(one.said for one in behind[:3])
        return Line("even", "no", f"places are behind the county: {told}", made_up)
    known = {one.place for one in facts.places}
    if len(known) >= limits.fewest_places:
        told = f"no place of {len(known)} is behind the county beyond chance"
        return Line("even", "yes", told, made_up)
    places = "place is" if len(known) == 1 else "places are"
    told = f"{len(known)} {places} known; {limits.fewest_places} are needed"
    return Line("even", "not known", told if known else "no figure by place", made_up)


def _voice(facts: Facts) -> Line:
    good = [sign for sign in facts.voice if sign.good]
    bad = [sign for sign in facts.voice if not sign.good]
    made_up = any(sign.made_up for sign in facts.voice)
    if not facts.voice:
        return Line("voice", "not known", "no family has been heard on it since the plan")
    told = _of_signs(len(good), len(facts.voice), "from families")
    if len(good) > len(bad):
        return Line("voice", "yes", told, made_up)
    return Line("voice", "no" if len(bad) > len(good) else "not known", told, made_up)


def _lasting(facts: Facts, limits: Thresholds) -> Line:
    fell = [sign for sign in facts.impact if sign.fell_back]
    held = [
        sign
        for sign in facts.impact
        if sign.good and sign.values_since >= limits.lasting_values and not sign.fell_back
    ]
    made_up = any(sign.made_up for sign in (*fell, *held))
    if fell:
        return Line("lasting", "no", f"it fell back: {fell[0].says}", made_up)
    if held:
        told = f"{_many(held)} held over {limits.lasting_values} values or more"
        return Line("lasting", "yes", told, made_up)
    return Line(
        "lasting", "not known", f"nothing was measured {_times(limits.lasting_values)} since"
    )


def _of_signs(good: int, every: int, what: str) -> str:
    """`0 of 2 signs of impact are good`; of a single sign it is said plainly."""
    if every == 1:
        return f"the only sign {what} is {'good' if good else 'bad'}"
    return f"{good} of {every} signs {what} {'is' if good == 1 else 'are'} good"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _many(signs: Sequence[Sign]) -> str:
    return "one measure" if len(signs) == 1 else f"{len(signs)} measures"
