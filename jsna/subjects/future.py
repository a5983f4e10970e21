"""Future need: what 5 and 10 years ahead may bring, in scenarios, and how far to trust them.

The figures stand in `jsna.subjects.ahead`, one module a question. Those of plans in the county
are made of published figures alone; those by place and by need of the county's records.
"""

from collections.abc import Callable

import pandas as pd

from jsna.figures import Figure
from jsna.sources import Sources
from jsna.subjects.ahead import meaning, published_plans, recorded_need, residents, tried

FIGURES: tuple[Figure, ...] = (
    *residents.FIGURES,
    *published_plans.FIGURES,
    *meaning.FIGURES,
    *recorded_need.FIGURES,
    *tried.FIGURES,
)

POPULATIONS: dict[str, Callable[[Sources], pd.DataFrame]] = {}
