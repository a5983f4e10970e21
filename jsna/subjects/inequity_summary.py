"""One page that sums it up: services by places, what changed, and where gaps pile up.

The figures stand in `jsna.subjects.inequity`, one module a question.
"""

from collections.abc import Callable

import pandas as pd

from jsna.figures import Figure
from jsna.sources import Sources
from jsna.subjects.inequity import change, piled, services

FIGURES: tuple[Figure, ...] = (*services.FIGURES, *change.FIGURES, *piled.FIGURES)

POPULATIONS: dict[str, Callable[[Sources], pd.DataFrame]] = {}
