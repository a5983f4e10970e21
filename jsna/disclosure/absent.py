"""A figure whose extract nobody sent: every cell says `not collected`, and none is 0."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd

from jsna.disclosure.safe import Protection, Safe, _mint
from jsna.figures import NOT_COLLECTED, Figure

NOTHING = "not collected"


def not_collected(figure: Figure, labels: Mapping[str, Sequence[str]], made_up: bool) -> Safe:
    """Return the figure with one cell for each choice of labels, none of them with a number.

    `labels` holds the values of each of the figure's dimensions, in their order.
    """
    cells = pd.DataFrame(
        list(product(*(labels[name] for name in figure.dimensions))),
        columns=list(figure.dimensions),
        dtype="str",
    )
    measures = ("percent", "percent_of") if figure.kind == "percentage" else ()
    for name in ("value", *measures):
        cells[name] = np.nan
    return _mint(figure, cells.assign(status=NOT_COLLECTED), Protection(NOTHING, 1, 0, ""), made_up)
