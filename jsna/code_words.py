"""What the codes of the council's, the schools' and the audit lists are called on pages.

Each list becomes a dimension of `jsna.dimensions`: its label, its codes in the order shown, and
the groups that are shown beside them. `Not recorded` is added there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

DIFFERS = "; the records differ"
"""How the name of a published number ends from which the same count of records differs."""


@dataclass(frozen=True)
class WordList:
    """One list of codes in words."""

    label: str
    """How a heading names it."""
    codes: Mapping[str, str]
    """The code of an extract, or of our own counting, to the words for it."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A group to the words it holds."""


def _own(label: str, *words: str) -> WordList:
    """Return a list whose values we count ourselves: no extract has codes for them."""
    return WordList(label, {word: word for word in words})


def _yes_no(label: str, yes: str, no: str) -> WordList:
    return WordList(label, {"yes": yes, "no": no})


PLAN_PROCESS: Mapping[str, WordList] = {
    "decision": WordList(
        "Decision on the request",
        {
            "Y": "Assessment agreed",
            "N": "Assessment refused",
            "W": "Withdrawn",
            "A": "Awaiting a decision",
        },
    ),
    "asked_by": WordList(
        "Who asked",
        {
            "school": "School or setting",
            "parent": "Parent or carer",
            "young_person": "Young person",
            "post_16": "College",
            "health": "Health service",
            "social_care": "Social care",
            "other": "Other",
        },
    ),
    "decided": _yes_no("Whether decided", "Decided", "Awaiting a decision"),
    "plan_clock": _own("Plan", "Within 20 weeks", "After 20 weeks", "Still open after 20 weeks"),
    "issued": _own("Whether a plan was issued", "Plan issued", "Still open"),
    "exception": _yes_no("Lawful exception", "Lawful exception", "No exception"),
    "review": _own("Annual review", "Held on time", "Held late", "Not held"),
    "held": _yes_no("Whether the review was held", "Held", "Not held"),
    "family_part": _yes_no("Family", "A parent or carer took part", "No parent or carer took part"),
    "adulthood": _yes_no("Preparation for adulthood", "Covered", "Not covered"),
    "out_of_county": _yes_no(
        "Place of the school", "Placed outside the county", "Placed in the county"
    ),
    "distance": _own(
        "Straight distance from home",
        "Under 3 miles",
        "3 to 10 miles",
        "10 to 25 miles",
        "25 miles or more",
    ),
    "cease_reason": WordList(
        "Reason",
        {
            "left_education": "Left education or training",
            "needs_met": "Needs met without a plan",
            "transferred": "Moved to another council",
            "age": "Reached the highest age",
            # A death is never a row of its own on a page.
            "deceased": "Other reason",
            "other": "Other reason",
        },
    ),
    "dispute": WordList(
        "Kind of case",
        {
            "mediation": "Mediation",
            "appeal": "Appeal to the tribunal",
            "complaint": "Complaint to the ombudsman",
        },
    ),
    "dispute_outcome": WordList(
        "Outcome",
        {
            "agreed": "Agreed",
            "upheld": "Decided for the family",
            "dismissed": "Decided for the council",
            "withdrawn": "Withdrawn",
            "pending": "Still open",
        },
    ),
    "dispute_about": WordList(
        "About",
        {
            "refusal_to_assess": "Refusal to assess",
            "refusal_to_issue": "Refusal to issue a plan",
            "contents": "Contents of the plan",
            "cease": "Decision to end the plan",
            "health_care": "Health or social care parts",
            "other": "Other",
        },
    ),
}

SCHOOL_SUPPORT: Mapping[str, WordList] = {
    "timetable": _yes_no("Timetable", "Part-time timetable", "Full timetable"),
    "timetable_known": _yes_no("Timetable recorded", "Timetable recorded", "Nothing recorded"),
    "school_place": _yes_no("School place", "No school place", "Has a school place"),
}

ADULTHOOD: Mapping[str, WordList] = {
    "activity": WordList(
        "Main activity",
        {
            "education": "Education",
            "employment": "Employment",
            "apprenticeship": "Apprenticeship",
            "traineeship": "Traineeship or supported internship",
            "training": "Training",
            "volunteering": "Volunteering",
            "neet": "Not in education, employment or training",
            "not_known": "Not known",
        },
    ),
    "occupied": WordList(
        "Work, education or training",
        {
            "yes": "In work, education or training",
            "no": "Not in work, education or training",
            "not_known": "Activity not known",
        },
    ),
    "new_ways": _yes_no(
        "Apprenticeship, traineeship or volunteering",
        "Apprenticeship, traineeship or volunteering",
        "Another activity, or none",
    ),
    "adult_care": _yes_no(
        "Adult social care", "Identified as needing adult social care", "Not identified"
    ),
    "continuing_care": _yes_no(
        "Continuing health care", "Identified as needing continuing health care", "Not identified"
    ),
    "care_act": WordList(
        "Care Act assessment",
        {
            word: word
            for word in (
                "Finished before 16",
                "Finished at 16",
                "Finished at 17 or later",
                "Not finished",
            )
        },
        {"Finished before 17": ("Finished before 16", "Finished at 16")},
    ),
    "referred": _yes_no("Referral", "Referred in the year", "Not referred in the year"),
    "health_check": _yes_no("Health check", "Health check in the year", "No health check"),
    "stage": _own("Age", "At 14", "At 16", "At 18"),
    "pathway_tools": _yes_no("Pathway", "On the pathway", "Not on the pathway"),
}

VOICE: Mapping[str, WordList] = {
    "service": WordList(
        "Service",
        {
            "education": "Schools and settings",
            "sen_team": "SEN team and EHC plans",
            "camhs": "CAMHS",
            "therapies": "Therapies",
            "autism": "Autism pathway",
            "short_breaks": "Short breaks",
            "social_care": "Social care",
            "transport": "Transport",
            "health": "Other health service",
            "local_offer": "Local Offer",
            "other": "Other",
        },
    ),
    "theme": WordList(
        "Theme",
        {
            "waiting": "Waiting",
            "communication": "Being kept informed",
            "listening": "Being listened to",
            "support_in_school": "Support in school",
            "plan_quality": "Quality of the plan",
            "access": "Getting to or into a service",
            "transition": "Moving to adulthood",
            "staff": "Staff",
            "praise": "Praise",
            "other": "Other",
            "unconfirmed": "Not yet confirmed by a person",
        },
    ),
    "tone": WordList(
        "Tone",
        {"positive": "Positive", "mixed": "Mixed", "negative": "Negative", "not_said": "Not said"},
    ),
    "answered": _yes_no("Answer", "An answer was published", "No answer yet"),
}

LISTS: Mapping[str, WordList] = {**PLAN_PROCESS, **SCHOOL_SUPPORT, **ADULTHOOD, **VOICE}
"""Every list by the name of its dimension."""
