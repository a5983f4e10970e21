"""Every reason to refuse a claim: contradicted, stale, unsupported, rehearsal, unsigned.

    checked = check_all(ledger, ground)
    for one in checked: one.sentence, one.stands, one.refusals

The sentence is rendered from the figures as they are today. What it says in words, numbers,
places, times and states is then held against what it is bound to; a claim that rests on nothing
is refused like one that is wrong.
"""

from collections.abc import Mapping

from inspection import claim_places, claim_render, claim_states, claim_text
from inspection.claim_ground import Ground
from inspection.claims import FAULTS, Checked, Claim, Fault, Ledger, Refusal
from inspection.periods import said
from inspection.readings import Reading
from jsna.errors import DataError, FigureError


def check_all(ledger: Ledger, ground: Ground) -> tuple[Checked, ...]:
    """Return each claim as it reads today with its refusals, in the ledger's order."""
    return tuple(check(claim, ground, ledger.terms) for claim in ledger.claims)


def refuse(checked: tuple[Checked, ...], signed: bool = False) -> None:
    """Raise a DataError that names every claim that may not stand; `signed` asks for sign-off."""
    found = [
        str(refusal)
        for one in checked
        for refusal in one.refusals
        if signed or refusal.fault != "unsigned"
    ]
    if found:
        raise DataError("Claims are refused:", found)


def check(claim: Claim, ground: Ground, terms: Mapping[str, str] | None = None) -> Checked:
    """Return a claim as it reads today, with every reason to refuse it, the worst first."""
    readings, found = _readings(claim, ground)
    pieces = claim_render.render(claim, readings)
    made_up = any(one.made_up for one in readings.values()) or any(
        ground.evidence[name].made_up for name in claim.evidence if name in ground.evidence
    )
    print_of = claim_render.fingerprint(claim, pieces)
    found += _evidence(claim, ground)
    found += _basis(claim, ground, readings)
    found += claim_text.problems(claim, readings, ground, terms or {})
    found += claim_places.problems(claim, readings, ground, terms or {})
    found += claim_states.problems(claim, ground)
    found += _signing(claim, made_up, print_of, ground)
    ordered = sorted(dict.fromkeys(found), key=lambda one: FAULTS.index(one.fault))
    return Checked(claim, pieces, made_up, tuple(ordered), print_of)


def _readings(claim: Claim, ground: Ground) -> tuple[dict[str, Reading], list[Refusal]]:
    readings: dict[str, Reading] = {}
    found: list[Refusal] = []

    def no(fault: Fault, where: str, what: str, mend: str) -> None:
        found.append(Refusal(claim.id, fault, where, what, mend))

    for binding in claim.figures:
        try:
            reading = ground.lookup(binding.figure_id, **binding.where)
        except FigureError as error:
            why = "; ".join(error.problems) or error.what
            no("unsupported", binding.name, f"its figure cannot be read: {why}", "bind another")
            continue
        readings[binding.name] = reading
        published = reading.first_published
        if published is not None and published > ground.as_of:
            when = (
                f"'{binding.name}' was published on {said(published)}, after {said(ground.as_of)}"
            )
            no("unsupported", binding.name, when, "use what was known then")
        if not reading.known:
            no(
                "unsupported",
                binding.name,
                f"'{binding.name}' has no value: {reading.status}",
                "say that it is not known",
            )
        if binding.newest and reading.newest_period not in ("", reading.period):
            no(
                "stale",
                binding.name,
                f"'{binding.name}' is of {reading.period}, and {reading.newest_period} is known",
                "bind the newest period",
            )
        limit = binding.age_limit_days
        if limit is not None and published and (ground.as_of - published).days > limit:
            no(
                "stale",
                binding.name,
                f"'{binding.name}' was published on {said(published)}, more than {limit} days ago",
                "bind a newer figure or leave the sentence out",
            )
    return readings, found


def _evidence(claim: Claim, ground: Ground) -> list[Refusal]:
    found = []
    for name in claim.evidence:
        piece = ground.evidence.get(name)
        if piece is None:
            what, fault = f"the document '{name}' is not in the evidence register", "unsupported"
            mend = "file it, or take it out"
        elif piece.known_on > ground.as_of:
            what, fault = f"'{name}' was not known on {said(ground.as_of)}", "unsupported"
            mend = "use what was known then"
        elif piece.strength(ground.as_of) == "out of date":
            what = f"'{name}' was true on {said(piece.effective_on)} and is out of date"
            fault, mend = "stale", "renew it"
        elif piece.strength(ground.as_of) == "may not be used":
            what, fault = f"'{name}' has no consent", "unsupported"
            mend = "ask the family, or take it out"
        elif not set(piece.area_nos) & {claim.area} and claim.area:
            what, fault = f"'{name}' is not about area {claim.area}", "unsupported"
            mend = "bind evidence of this area"
        else:
            continue
        found.append(Refusal(claim.id, fault, name, what, mend))  # type: ignore[arg-type]
    return found


def _basis(claim: Claim, ground: Ground, readings: Mapping[str, Reading]) -> list[Refusal]:
    if claim.kind == "aim":
        return []
    if claim.kind == "next step":
        if claim.actions:
            return []
        what = "a next step names no action of the plan"
        return [Refusal(claim.id, "unsupported", "actions", what, "name the action")]
    pieces = [ground.evidence[name] for name in claim.evidence if name in ground.evidence]
    if not (claim.figures or claim.evidence or claim.kpis or claim.actions):
        what = "it rests on no figure and no document"
        return [Refusal(claim.id, "unsupported", "sentence", what, "bind it, or take it out")]
    outcomes = [one for one in readings.values() if not one.figure_id.startswith("plan/")]
    if (
        claim.kind == "impact"
        and not outcomes
        and not any(one.kind == "impact" and one.usable(ground.as_of) for one in pieces)
    ):
        what = "it claims impact and rests on activity alone"
        mend = "bind a figure or evidence of impact, or say what was done"
        return [Refusal(claim.id, "unsupported", "kind", what, mend)]
    return []


def _signing(claim: Claim, made_up: bool, print_of: str, ground: Ground) -> list[Refusal]:
    if made_up:
        if claim.state == "draft":
            return []
        what = f"it is {claim.state} and rests on made-up figures"
        mend = "take the sign-off back: a rehearsal cannot be signed"
        return [Refusal(claim.id, "rehearsal", "sign-off", what, mend)]
    if claim.state != "signed off":
        mend = "have it signed off"
        return [Refusal(claim.id, "unsigned", "sign-off", f"it is {claim.state}", mend)]
    last = [one for one in claim.sign_offs if one.state == "signed off"][-1]
    if last.fingerprint != print_of:
        what = f"the sentence has changed since {last.role} signed it on {said(last.on)}"
        return [Refusal(claim.id, "stale", "sign-off", what, "have it signed again")]
    return []
