"""P-values adjusted for how many comparisons a page makes."""

from typing import Literal

from numpy.typing import ArrayLike
from statsmodels.stats.multitest import multipletests

from jsna.stats.arrays import Floats, finite

Method = Literal["benjamini-hochberg", "benjamini-yekutieli", "bonferroni", "holm", "hochberg"]

_NAMES = {
    "benjamini-hochberg": "fdr_bh",
    "benjamini-yekutieli": "fdr_by",
    "bonferroni": "bonferroni",
    "holm": "holm",
    "hochberg": "simes-hochberg",
}


def adjusted(p_values: ArrayLike, method: Method = "benjamini-hochberg") -> Floats:
    """Return the adjusted p-values in the order given, one a comparison.

    Benjamini-Hochberg keeps the expected share of false alarms among the alarms at the level; the
    others keep the chance of any. Put *all* comparisons of a page in one call.
    Refused: values outside 0 to 1.

    Reference: Benjamini and Hochberg (1995), JRSS B 57, 289-300.

    >>> adjusted([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    values = finite("p-values", p_values)
    if ((values < 0) | (values > 1)).any():
        raise ValueError("P-values lie between 0 and 1.")
    if method not in _NAMES:
        raise ValueError(f"The adjustment is one of {', '.join(_NAMES)}, not {method}.")
    return multipletests(values, method=_NAMES[method])[1]
