"""Who waits longer for child and adolescent mental health services (CAMHS), and how sure it is.

The figures stand in `jsna.subjects.waits`, one module a question.
"""

from collections.abc import Callable
from types import ModuleType

import pandas as pd

from jsna.figures import Figure
from jsna.sources import Sources
from jsna.subjects.waits import (
    by_place,
    crisis,
    misleading,
    monthly,
    published_beside,
    readings,
    send_ratio,
    send_verdicts,
    variation,
)

_PARTS: tuple[ModuleType, ...] = (
    by_place,
    readings,
    variation,
    send_ratio,
    send_verdicts,
    monthly,
    misleading,
    crisis,
    published_beside,
)

FIGURES: tuple[Figure, ...] = tuple(figure for part in _PARTS for figure in part.FIGURES)

POPULATIONS: dict[str, Callable[[Sources], pd.DataFrame]] = {
    name: count for part in _PARTS for name, count in getattr(part, "POPULATIONS", {}).items()
}
