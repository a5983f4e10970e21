"""What every figure of the summary says of itself, and the words of its verdicts."""

REAL, UNKNOWN = "real", "cannot tell"
PLACES = "The six districts (boundaries of 2021) and West Cumbria (Allerdale and Copeland)"
SOURCE = ("camhs_referrals", "pathway_referrals", "short_breaks", "lsoas")
WHO = (
    "Children and young people referred to CAMHS, to the autism pathway or to a therapy, and those "
    "eligible for short breaks"
)
RATE = (
    "All rows are judged together (Benjamini and Hochberg), so that a county without any such "
    "difference gives a table that says real anywhere at most five times in 100"
)
