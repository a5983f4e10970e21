"""How far it is from home to the place of learning, in bands of straight miles.

From the middle of the small area of the home to that of the school's: no address is read. Roads
are longer, among lakes and fells much longer. A school whose small area the list does not hold,
most of them beyond the border, has no distance.
"""

import numpy as np
import pandas as pd

from jsna.sources import Sources
from jsna.subjects.recorded import as_category
from jsna.subjects.waits import drive

KILOMETRES_A_MILE = 1.609344
BANDS: tuple[tuple[float, str], ...] = (
    (3.0, "Under 3 miles"),
    (10.0, "3 to 10 miles"),
    (25.0, "10 to 25 miles"),
    (np.inf, "25 miles or more"),
)
"""Where each band ends, a distance just there being in the next one.

Three miles is how far a child of eight or more may be asked to walk (Education Act 1996, section
444); the other two are ours.
"""


def bands(homes: pd.Series, schools: pd.Series, sources: Sources) -> pd.Categorical:
    """Return the band of each child's distance; `homes` and `schools` are small areas."""
    miles = straight_miles(homes, schools)
    ends, names = (np.array(part) for part in zip(*BANDS, strict=True))
    known = miles.notna()
    words = pd.Series(None, index=homes.index, dtype="object")
    places = np.searchsorted(ends.astype(float), miles[known].to_numpy(), side="right")
    words[known] = names[places]
    return as_category(words, "distance", sources)


def straight_miles(homes: pd.Series, schools: pd.Series) -> "pd.Series[float]":
    """Return miles between the middles of two small areas; `nan` where one is not known."""
    centres = drive.centres()
    here, there = (centres.reindex(codes).to_numpy() for codes in (homes, schools))
    found = drive.kilometres(here[:, 0], here[:, 1], there[:, 0], there[:, 1])
    return pd.Series(found / KILOMETRES_A_MILE, index=homes.index)


def school_areas(urns: pd.Series, sources: Sources) -> pd.Series:
    """Return the small area of each school, by its number; none where the list holds none."""
    schools = sources.accepted("schools").drop_duplicates("school_urn")
    return urns.map(schools.set_index("school_urn")["school_lsoa"])
