"""The made-up county: child-level extracts that stand in for those that nobody may ship.

Fitted to real published totals, with planted truths for tests; nothing in it is a person of
Cumbria, and every file says so. What is fitted to what, and what is invented: docs/made-up-
county.md.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

SEED = 2021
"""The seed of the default edition."""
AS_OF = date(2021, 8, 31)
Format = Literal["mixed", "parquet"]
Margins = Literal["exact", "drawn"]


def tables(
    seed: int = SEED,
    scale: float = 1.0,
    inequities: bool = True,
    margins: Margins = "exact",
    as_of: date = AS_OF,
    late_send: bool = False,
) -> "dict[str, pd.DataFrame]":
    """Return every extract in memory, clean, by the name of its contract.

    `inequities=False` makes all places and children equal. `margins="drawn"` lets the CAMHS
    waits fall as they do, for studies of coverage, instead of meeting the published bands.
    `late_send=True` records SEND of some CAMHS referrals only while the child waits.
    """
    from jsna.demo import all_extracts, county
    from jsna.demo.shape import as_words

    made = county.county(seed, scale, inequities, margins, _day(as_of), late_send)
    return {name: as_words(table) for name, table in all_extracts.extracts(made).items()}


def truths(
    seed: int = SEED,
    scale: float = 1.0,
    inequities: bool = True,
    margins: Margins = "exact",
    as_of: date = AS_OF,
) -> dict[str, Any]:
    """Return the planted truths of a county, as `planted_truths.json` holds them."""
    from jsna.demo import county
    from jsna.demo.planted import planted

    return planted(county.county(seed, scale, inequities, margins, _day(as_of)))


def write(
    folder: Path,
    seed: int = SEED,
    scale: float = 1.0,
    dirt: float = 0.0,
    inequities: bool = True,
    format: Format = "mixed",  # noqa: A002
    as_of: date = AS_OF,
) -> None:
    """Write the extracts as five organisations would send them, each in its own habit.

    Beside the senders' folders: `README-MADE-UP.txt`, and in `_made-up/`, which intake skips,
    `provenance.json`, `planted_truths.json` and, where `dirt` (the share of rows with a fault)
    is above 0, `planted_faults.csv`: file, row and the code of the rule that should see it.
    """
    from jsna.demo import all_extracts, county
    from jsna.demo.planted import planted
    from jsna.demo.writing import write_county

    made = county.county(seed, scale, inequities, "exact", _day(as_of), late_send=dirt > 0)
    write_county(Path(folder), made, all_extracts.extracts(made), planted(made), dirt, format)


def _day(moment: date) -> int:
    return (moment - date(1970, 1, 1)).days
