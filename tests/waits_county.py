"""The made-up county's referrals, prepared once for the tests of waits."""

from functools import cache
from typing import Any

import pandas as pd

from jsna import demo, params
from jsna.project import PARAMS
from jsna.sources import Sources
from jsna.subjects.waits.prepared import Prepared, prepared

EDITION = params.read(PARAMS / "cumbria-2021.yaml")


def sources_of(referrals: pd.DataFrame) -> Sources:
    return Sources(EDITION, lambda: {"camhs_referrals": referrals})


@cache
def referrals(
    seed: int = 2021, inequities: bool = True, late_send: bool = False, scale: float = 1.0
) -> pd.DataFrame:
    made = demo.tables(
        seed,
        scale,
        inequities,
        margins="exact" if inequities else "drawn",
        late_send=late_send,
    )
    return made["camhs_referrals"]


@cache
def sources() -> Sources:
    return sources_of(referrals())


@cache
def county(
    seed: int = 2021, inequities: bool = True, late_send: bool = False, scale: float = 1.0
) -> Prepared:
    if (seed, inequities, late_send, scale) == (2021, True, False, 1.0):
        return prepared(sources())
    return prepared(sources_of(referrals(seed, inequities, late_send, scale)))


@cache
def truths() -> dict[str, Any]:
    return demo.truths()["camhs"]
