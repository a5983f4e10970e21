"""Who goes without short breaks (WG2.7): of those eligible, how many regularly receive them.

The figures stand in `jsna.subjects.breaks`, one module a question.
"""

from collections.abc import Callable
from types import ModuleType

import pandas as pd

from jsna.figures import Figure
from jsna.sources import Sources
from jsna.subjects.breaks import at_eighteen, coverage, denominators, expected, gaps, rival_rules

_PARTS: tuple[ModuleType, ...] = (coverage, rival_rules, gaps, denominators, expected, at_eighteen)

FIGURES: tuple[Figure, ...] = tuple(figure for part in _PARTS for figure in part.FIGURES)

POPULATIONS: dict[str, Callable[[Sources], pd.DataFrame]] = dict(coverage.POPULATIONS)
