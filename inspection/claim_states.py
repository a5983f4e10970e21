"""What a claim says of actions and measures: done, embedded, met, on track.

What a paper lists as worked on is never taken as implemented, whatever the sentence calls it.
"""

import re

from inspection.claim_ground import Ground
from inspection.claims import Claim, Refusal

_DONE = re.compile(
    r"\b(implemented|delivered|completed|embedded|in place|carried out|achieved)\b", re.IGNORECASE
)
_REPORTED = re.compile(
    r"\b(?:reported|described|listed|said|planned|due|promised|meant|to be|being|not(?: yet)?)\b"
    r"[^.;]*$",
    re.IGNORECASE,
)
_STATUS = re.compile(r"\b(not on track|on track|target (?:was |is )?met|met its target)\b", re.I)


def problems(claim: Claim, ground: Ground) -> list[Refusal]:
    """Return every state that the register or the KPIs do not bear out."""
    return [*_unknown(claim, ground), *_actions(claim, ground), *_kpis(claim, ground)]


def _unknown(claim: Claim, ground: Ground) -> list[Refusal]:
    named = [(uid, ground.action_states, "action") for uid in claim.actions]
    named += [(row_id, ground.kpi_statuses, "KPI row") for row_id in claim.kpis]
    return [
        Refusal(claim.id, "unsupported", name, f"{what} {name} is not in the plan", "name another")
        for name, known, what in named
        if name not in known
    ]


def _actions(claim: Claim, ground: Ground) -> list[Refusal]:
    if claim.kind in ("aim", "next step"):
        return []
    found = []
    for match in _DONE.finditer(claim.text):
        if _REPORTED.search(claim.text[: match.start()]):
            continue
        if claim.figures and not claim.actions:
            continue
        wanted = (
            ("embedded",)
            if match.group().lower() == "embedded"
            else (
                "implemented",
                "embedded",
            )
        )
        if not claim.actions:
            what = f"'{match.group()}' is said of no action of the plan"
            mend = "name the action, or write 'reported as'"
            found.append(Refusal(claim.id, "unsupported", match.group(), what, mend))
        for uid in claim.actions:
            state = ground.action_states.get(uid)
            if state is not None and state not in wanted:
                what = f"it says '{match.group()}', and action {uid} is {state}"
                mend = "say what is known of it"
                found.append(Refusal(claim.id, "contradicted", match.group(), what, mend))
    return found


def _kpis(claim: Claim, ground: Ground) -> list[Refusal]:
    found = []
    for match in _STATUS.finditer(claim.text):
        said = match.group().lower()
        wanted = said if "track" in said else "met"
        if not claim.kpis:
            what = f"'{match.group()}' is said of no measure of the plan"
            found.append(Refusal(claim.id, "unsupported", match.group(), what, "name the KPI"))
        for row_id in claim.kpis:
            status = ground.kpi_statuses.get(row_id)
            if status is not None and status != wanted:
                what = f"it says '{match.group()}', and {row_id} is '{status}'"
                mend = "say what the measure says"
                found.append(Refusal(claim.id, "contradicted", match.group(), what, mend))
    return found
