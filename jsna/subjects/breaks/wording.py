"""What every figure of short breaks says of itself."""

SOURCE = ("short_breaks", "lsoas", "deprivation")
PERIOD = "the last financial year that had ended"
GEOGRAPHY = (
    "Homes in the six districts (boundaries of 2021), the two councils announced for 2023, CCG "
    "parts of the county, and West Cumbria (Allerdale and Copeland)"
)
ELIGIBLE = "Children and young people aged up to 25 who are eligible for short breaks"
LIMITS = (
    "The eligible list is itself made by the services: a family that nobody told of short breaks "
    "is not on it. It does not say whether a break suited the child, or gave the family rest."
)
