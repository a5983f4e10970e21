"""What the made-up county is fitted to: real published totals, and nothing else of Cumbria.

A later release than the edition's date may be used here (docs/made-up-county.md says which),
since nothing made up is presented as Cumbria's.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

AGE_BANDS = ("Under 5", "5 to 10", "11 to 15", "16 to 19", "20 to 25")


PHASES = ("nursery", "primary", "secondary", "special", "ap", "independent")


NEEDS = ("ASD", "HI", "MLD", "MSI", "NSA", "OTH", "PD", "PMLD", "SEMH", "SLCN", "SLD", "SPLD", "VI")


WAIT_BANDS = ("0-4", "4-6", "6-8", "8-10", "10-12", "12+", "closed", "none", "one")


@dataclass(frozen=True)
class Targets:
    """Published totals in the shape that the generators need."""

    places: pd.DataFrame
    """One row an LSOA: `lsoa`, `district`, `ccg` (01H, 01K), `rural`, `decile` (IMD, England),
    `deprivation_rank` (0 most deprived of the county, 1 least), `minutes` to a hospital."""
    population: pd.DataFrame
    """`place` (row of `places`), `year`, `age`, `people`."""
    plans: dict[int, npt.NDArray[np.int64]]
    """Plans each January by `AGE_BANDS`."""
    new_plans: dict[int, npt.NDArray[np.int64]]
    """New plans of a calendar year by `AGE_BANDS`."""
    process: dict[int, dict[str, int]]
    """Requests, refusals and the rest of a calendar year."""
    placements: dict[int, dict[str, int]]
    """Plans each January by establishment."""
    pupils: dict[int, int]
    """All pupils of schools in the county, by autumn."""
    phase_share: dict[int, dict[str, npt.NDArray[np.float64]]]
    """For `all`, `K` and `E`: share of pupils by `PHASES`, by autumn."""
    sen_share: dict[int, dict[str, float]]
    """Share of all pupils with `K` and with `E`, by autumn."""
    needs: dict[str, npt.NDArray[np.float64]]
    """By phase: pupils with SEN by `NEEDS` and sex (boys, girls)."""
    recorded: dict[str, dict[str, float]]
    """By phase: the share of SEN recorded as `SEMH` and as `NSA` when the plan was written."""
    camhs: dict[tuple[str, str], dict[str, float]]
    """By CCG and financial year: people referred, by `WAIT_BANDS`, and the mean wait in days."""
    ccg_in_county: dict[str, float]
    """Share of a CCG's under-18s who live in the county."""
    attainment: dict[tuple[str, str], dict[int, tuple[float, float, float]]]
    """By stage and measure, then school year (0 is 2017/18): no SEN, SEN Support, EHC plan."""
    absence: dict[str, dict[int, tuple[float, float, float]]]
    """By kind of absence and school year: percent of sessions missed, likewise."""
    looked_after_rate: float = 0.0074
    """Children looked after for each child: invented, near to what counties like this report."""


def read() -> Targets:
    """Return the totals to fit to."""
    from jsna.demo import published_totals as totals

    places = totals.places()
    population = totals.population(places)
    return Targets(
        places=places,
        population=population,
        plans=totals.age_bands("ehc_plans"),
        new_plans=totals.age_bands("new_plans"),
        process=totals.process(),
        placements=totals.placements(),
        pupils=totals.pupils(),
        phase_share=totals.phase_share(),
        sen_share=totals.sen_share(),
        needs=totals.needs(),
        recorded=totals.recorded(),
        camhs=totals.camhs(),
        ccg_in_county=totals.ccg_in_county(places, population),
        attainment=totals.attainment(),
        absence=totals.absence(),
    )
