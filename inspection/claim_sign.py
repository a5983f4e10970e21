"""Taking a claim to a state: who may, of what, and what is refused."""

from dataclasses import replace
from datetime import date

from inspection.claims import STATES, Checked, Claim, SignOff, State
from jsna.errors import DataError


def take(checked: Checked, state: State, role: str, on: date) -> Claim:
    """Return the claim with the state added, as it reads now, or refuse with every reason.

    A made-up figure cannot be signed off, nor a sentence that its figures do not bear out. The
    states go one step at a time, and a step back to draft is always allowed.
    """
    claim = checked.claim
    if state == "draft":
        return replace(claim, sign_offs=())
    problems = [
        str(one)
        for one in checked.refusals
        if one.where != "sign-off"  # what was signed before is not asked of a new signature
    ]
    if checked.made_up:
        problems.append(f"{claim.id}: it rests on made-up figures: a rehearsal cannot be signed")
    if not role.strip():
        problems.append(f"{claim.id}: no role is named; say who answers for it")
    if STATES.index(state) > STATES.index(claim.state) + 1:
        problems.append(f"{claim.id}: it is {claim.state}; have it checked before it is signed off")
    later = [one.on for one in claim.sign_offs if one.on > on]
    if later:
        problems.append(f"{claim.id}: it was taken to a state on {max(later)}, after {on}")
    if problems:
        raise DataError(f"The claim '{claim.id}' cannot be taken to '{state}':", problems)
    return replace(
        claim, sign_offs=(*claim.sign_offs, SignOff(state, role, on, checked.fingerprint))
    )
