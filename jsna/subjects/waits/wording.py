"""What every figure of waits says of itself: who is counted, how, and what it does not tell."""

from datetime import date

SOURCE = ("camhs_referrals",)
SOURCE_PLACES = ("camhs_referrals", "lsoas")
PERIOD = "clocks started since the last change of provider, followed to the edition's day"
GEOGRAPHY = (
    "Homes in the six districts (boundaries of 2021), the two councils announced for 2023, the "
    "parts of the two clinical commissioning groups in the county, and West Cumbria (Allerdale "
    "and Copeland)"
)
REFERRED = (
    "All referrals to child and adolescent mental health services (CAMHS) before the 18th "
    "birthday: those seen, those who left the list, and those still waiting"
)
METHOD = (
    "Aalen-Johansen: those still waiting count for as long as is known, those who left without "
    "being seen count as not seen; log-log interval (95%)"
)
LIMITS = (
    "It counts referrals, not families who never asked. A contact is not yet treatment, and the "
    "figure does not say whether it helped."
)


def in_words(day: date) -> str:
    """Return a day in words.

    >>> in_words(date(2021, 8, 31))
    '31 August 2021'
    """
    return f"{day.day} {day:%B %Y}"
