"""Is each difference between SEND and no SEND real (WG5.5), judged among all the page asks?"""

import pandas as pd

from jsna.figures import Figure
from jsna.stats.verdicts import on_ratios
from jsna.subjects.waits.cells import Cell
from jsna.subjects.waits.prepared import Prepared, measure
from jsna.subjects.waits.send_ratio import RATIO_LIMITS, RATIO_METHOD, of_page, of_ratio
from jsna.subjects.waits.variation import asked
from jsna.subjects.waits.wording import PERIOD, REFERRED, SOURCE

UNKNOWN = "cannot tell"


def verdicts(of: Prepared) -> pd.DataFrame:
    """Return each ratio whatever is not recorded, with its verdict, by clock and measure.

    All ratios of the page are judged together, and with its questions on places.
    """
    found = of_page(of)
    known = [one for one in found.values() if one is not None]
    places = [told.between.heterogeneity.p for _, told in asked(of)]
    said = iter(on_ratios(known, places))
    rows: list[Cell] = []
    for (clock, name), one in found.items():
        verdict = UNKNOWN if one is None else next(said)
        rows.append(of_ratio({"clock": clock, "ratio": name, "verdict": verdict}, one))
    return pd.DataFrame(rows)


FIGURES = (
    Figure(
        id="camhs-send-verdicts",
        title="Waits with SEND against those without, whatever is not recorded: is it real?",
        question="Is the difference between children with SEND and those without real?",
        population=REFERRED,
        dimensions=("clock", "ratio", "verdict"),
        kind="statistic",
        unit="ratio",
        source=SOURCE,
        period=PERIOD,
        geography="the county",
        rule="statistic",
        measure=measure(verdicts),
        method=(
            f"{RATIO_METHOD}. The range holds whichever way missing flags lie. Real: it leaves out "
            "1, also among all questions of the page, those on places too (Benjamini and "
            "Hochberg): where nothing differs the page says real at most 5 times in 100. Could "
            "be chance: it lies within 0.8 to 1.25 and holds 1. Cannot tell: the rest"
        ),
        limits=RATIO_LIMITS,
    ),
)
