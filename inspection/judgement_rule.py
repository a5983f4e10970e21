"""The rule of the judgement as a page prints it, with the thresholds of the edition in it."""

from inspection.judgement import QUESTIONS, Thresholds

OPENING = (
    "Five questions are asked of each area, of what was known on the day and nothing later. Each "
    "is answered yes, no or not known."
)
CLOSING = (
    "Any no: not yet. Otherwise any not known: cannot tell yet. All yes: sufficient progress. So "
    "no area is sufficient on activity alone, and not knowing is never taken for bad or for good.",
    "Real figures and documents are judged first and alone. Where made-up figures exist they give "
    "a second answer, a REHEARSAL, which cannot be signed off.",
    "A person may override the answer with a reason; the rule's answer stays beside theirs.",
)


def rule_text(limits: Thresholds) -> tuple[str, ...]:
    """Return the rule in paragraphs: the opening, the five questions, how they make an answer."""
    told = {
        "impact": f"Yes, when at least {limits.fewest_signs} signs say so and they are at least "
        f"{limits.good_percent:g}% of all signs; no, when as many or more say worse. A sign is an "
        "outcome measure that moved beyond chance since the plan or met its target, or strong or "
        "moderate evidence of impact. What was done or produced is no sign.",
        "felt": f"Yes, when at least {limits.done_percent:g}% of the actions were implemented "
        f"{limits.felt_months} months or more before the newest impact was measured; no, when the "
        "action log says fewer were: too recent to have been felt.",
        "even": "No, when any place is worse than the county beyond chance and by at least "
        f"{limits.behind_percent:g}% of the county's value; yes, when at least "
        f"{limits.fewest_places} places are known and none is.",
        "voice": "From surveys and feedback about outcomes since the plan: yes, when more speak "
        "for than against; no, when more speak against.",
        "lasting": f"Yes, when an improved measure held over {limits.lasting_values} values or "
        "more since the plan and none fell back; no, when one fell back.",
    }
    questions = tuple(
        f"{number}. {asked} {told[name]}"
        for number, (name, asked) in enumerate(QUESTIONS.items(), start=1)
    )
    decided = f"The numbers in this rule were decided by: {limits.decided_by}."
    return (OPENING, *questions, *CLOSING, decided)
