"""How headings name a dimension that no code list names, and how a month is written.

A dimension of `jsna.dimensions` brings its own label; a test holds that every other one of the
catalogue is named here, so that no column is headed by a name of our code.
"""

import calendar
import re

NAMES = {
    "adjusted": "Made alike in",
    "age": "Age",
    "age_group": "Age group",
    "agency": "Agency of the auditor",
    "agreement": "Measure of agreement",
    "ahead": "Years ahead",
    "area": "Place",
    "arm": "Survey",
    "asked": "What was asked",
    "at": "When",
    "beside": "What is set beside",
    "best": "Best place",
    "bound": "What those who kept silent may think",
    "by": "Grouped by",
    "by_week": "By week",
    "ccg": "Clinical commissioning group (CCG)",
    "child_age": "Age of the child",
    "choice": "Way of counting",
    "claim": "Sentence of the self-evaluation",
    "clock": "From when to when",
    "comparison": "What is compared",
    "counted": "What is counted",
    "denominator": "Out of whom",
    "deprivation": "Deprivation fifth",
    "drive_time": "Estimated drive",
    "due": "Whether its date had come",
    "end": "How the wait ended",
    "enough": "Size and margin",
    "event": "Event",
    "extract": "List received",
    "first_language": "First language",
    "flag": "What is made of missing flags",
    "flow": "Children a week",
    "free_meals": "Free school meals",
    "gaps": "Gaps that one child meets",
    "geography": "Kind of place",
    "group": "Group",
    "help": "Kind of help",
    "home": "Where the home is",
    "hours_of": "Hours for whom",
    "index": "Measure of unequal waits",
    "item": "Part of the plan",
    "known": "When SEND was recorded",
    "kpi": "Measure (KPI)",
    "lacks": "What is lacking",
    "left_in": "Month in which it was left",
    "list": "List",
    "looked_after": "Looked after",
    "lsoa": "Small area (LSOA)",
    "measure": "What is measured",
    "method": "Way of looking ahead",
    "month": "Month",
    "moves": "Moves in and out",
    "need": "Primary need",
    "outcome": "Outcome",
    "part": "Part of the sentence",
    "pathway": "Pathway or therapy",
    "period": "Period",
    "placement": "Placement",
    "point": "Point in time",
    "printed": "As printed",
    "progress": "What papers report",
    "quarter": "Quarter",
    "ratio": "Kind of ratio",
    "reading": "Reading",
    "reason": "Reason",
    "registered_in": "Year of registration",
    "rule": "Rule",
    "rural_urban": "Rural or urban home",
    "scenario": "Scenario",
    "sen": "SEN",
    "sex": "Sex",
    "sites": "Sites counted",
    "standard": "Assessment",
    "standing": "Where it stands",
    "survey": "Survey",
    "turned_17_in": "Year of the 17th birthday",
    "verdict": "What can be said",
    "waited": "How many have waited as long",
    "waited_so_far": "Waited so far",
    "weakness": "Area of weakness",
    "week": "Week",
    "who": "Who",
    "working_group": "Working group",
}
MONTHS = frozenset({"month", "left_in"})
"""Dimensions whose values are months, as 2021-08."""


def month(value: str) -> str:
    """Return a month in words; other values as they are.

    >>> month("2021-08"), month("Total")
    ('August 2021', 'Total')
    """
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", value)
    return f"{calendar.month_name[int(found[2])]} {found[1]}" if found else value
