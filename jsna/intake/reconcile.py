"""Whether person-level records add up to what was published: difference, tolerance, verdict.

The published figure is its owner's count of the same thing. Records may differ a little, since
they are corrected after publication; by more than the tolerance, one of the two is wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jsna.intake.rules.rule import census_day

WITHIN_20_WEEKS = 140
"""Days; the 140th day itself is in time."""
COUNT_TOLERANCE = 0.01
"""Share of the published count: the agreement asked of the made-up county."""
POINTS_TOLERANCE = 1.0
"""Percentage points by which a percentage may differ."""

AGREES, DIFFERS, CANNOT_TELL = "agrees", "differs", "cannot tell"


@dataclass(frozen=True)
class Comparison:
    """One published figure beside the same count of the records."""

    measure: str
    period: str
    published: float
    records: float
    """NaN where the records hold nothing of that period."""
    unit: str
    """`count` or `percent`."""

    @property
    def difference(self) -> float:
        """Records less published."""
        return self.records - self.published

    @property
    def tolerance(self) -> float:
        """Largest difference that is still called agreement."""
        if self.unit == "percent":
            return POINTS_TOLERANCE
        return max(1.0, COUNT_TOLERANCE * abs(self.published))

    @property
    def verdict(self) -> str:
        """Agrees, differs, or cannot tell."""
        if np.isnan(self.records) or np.isnan(self.published):
            return CANNOT_TELL
        return AGREES if abs(self.difference) <= self.tolerance + 1e-9 else DIFFERS


def compare(
    accepted: Mapping[str, pd.DataFrame], published: Mapping[str, pd.DataFrame], area: str
) -> pd.DataFrame:
    """Return one row a published figure that the records can be held against.

    `published` holds the tables `ehc_plans`, `new_plans`, `timeliness` and `pupils_with_sen` as
    jsna.published.read gives them; what is not there is left out. Columns: measure, period,
    published, records, difference, tolerance, unit, verdict.
    """
    rows: list[Comparison] = []
    plans = accepted.get("ehc_plans")
    if plans is not None and "ehc_ceased" in accepted:
        ceased = accepted["ehc_ceased"]
        for period, value in _county(published, "ehc_plans", area, "plans", kind="all"):
            count = _open_on(plans, ceased, sen2_day(int(period)))
            rows.append(Comparison("EHC plans in January", period, value, count, "count"))
        for period, value in _county(published, "new_plans", area, "plans", kind="all"):
            count = _begun_in(plans, ceased, int(period))
            rows.append(Comparison("New EHC plans in the year", period, value, count, "count"))
    if plans is not None and "ehc_requests" in accepted:
        rows += _timeliness(accepted, published, area)
    if "pupils" in accepted:
        rows += _sen_support(accepted["pupils"], published, area)
    return pd.DataFrame(
        [
            (row.measure, row.period, row.published, row.records, row.difference, row.tolerance,
             row.unit, row.verdict)
            for row in rows
        ],
        columns=["measure", "period", "published", "records", "difference", "tolerance", "unit",
                 "verdict"],
    )  # fmt: skip


def sentences(compared: pd.DataFrame) -> list[str]:
    """Return in words where records and published figures part."""
    said = []
    for row in compared[compared["verdict"] == DIFFERS].to_dict("records"):
        unit = " points" if row["unit"] == "percent" else ""
        said.append(
            f"{row['measure']}, {row['period']}: the records give {row['records']:,.1f}, published "
            f"is {row['published']:,.1f}: {row['difference']:+,.1f}{unit}, more than the "
            f"{row['tolerance']:,.1f} allowed. One of the two is wrong: ask their owner."
        )
    return said


def sen2_day(year: int) -> pd.Timestamp:
    """Return the day of DfE's SEN2 and school census: the Thursday of 14 to 20 January.

    >>> sen2_day(2021).date().isoformat(), sen2_day(2020).date().isoformat()
    ('2021-01-14', '2020-01-16')
    """
    earliest = pd.Timestamp(year, 1, 14)
    return earliest + pd.Timedelta(days=(3 - earliest.weekday()) % 7)


def _county(
    published: Mapping[str, pd.DataFrame], name: str, area: str, column: str, **only: str
) -> list[tuple[str, float]]:
    """Return period and value of an area's total in a published table."""
    if name not in published:
        return []
    table = published[name]
    hit = (table["area"] == area) & table[column].notna()
    for dimension, value in {"age_group": "Total", **only}.items():
        if dimension in table:
            hit &= table[dimension] == value
    found = table.loc[hit, ["period", column]]
    return [(str(p), float(v)) for p, v in zip(found["period"], found[column], strict=True)]


def _recorded(plans: pd.DataFrame, ceased: pd.DataFrame, first: pd.Timestamp) -> bool:
    """Return whether the records reach back to a day: plans that ceased earlier were not sent."""
    if plans.empty or ceased.empty:
        return False
    reach_back = ceased["cease_date"].min() - pd.Timedelta(days=31)
    return bool(reach_back <= first <= plans["start_date"].max())


def _open_on(plans: pd.DataFrame, ceased: pd.DataFrame, day: pd.Timestamp) -> float:
    """Return how many plans had begun and not ceased by a day; NaN where none can tell."""
    if not _recorded(plans, ceased, day):
        return float("nan")
    last = plans["plan_id"].map(ceased.set_index("plan_id")["cease_date"])
    return float(((plans["start_date"] <= day) & ~(last <= day)).sum())


def _begun_in(plans: pd.DataFrame, ceased: pd.DataFrame, year: int) -> float:
    """Return how many plans began in a year; those moved in from elsewhere are not new."""
    if not _recorded(plans, ceased, pd.Timestamp(year, 1, 1)):
        return float("nan")
    own = ~plans["transferred_in"].fillna(False).astype(bool)
    return float((own & (plans["start_date"].dt.year == year)).sum())


def _timeliness(
    accepted: Mapping[str, pd.DataFrame], published: Mapping[str, pd.DataFrame], area: str
) -> list[Comparison]:
    """Return the share of new plans issued within 20 weeks, in both readings."""
    plans, requests = accepted["ehc_plans"], accepted["ehc_requests"]
    received = plans["request_id"].map(requests.set_index("request_id")["received_date"])
    days = (plans["start_date"] - received).dt.days
    exception: Any = pd.Series(False, index=plans.index)
    if "ehc_assessments" in accepted:
        flags = accepted["ehc_assessments"].drop_duplicates("request_id")
        flagged = flags.set_index("request_id")["exception_20_weeks"]
        exception = plans["request_id"].map(flagged.fillna(False).astype(bool)).eq(True)
    rows = []
    for reading in ("with exception cases", "without exception cases"):
        counted = days.notna() & (~exception if reading.startswith("without") else True)
        for period, value in _county(published, "timeliness", area, "percent", reading=reading):
            year = counted & (plans["start_date"].dt.year == int(period))
            share = 100 * float((days[year] <= WITHIN_20_WEEKS).mean()) if year.any() else np.nan
            rows.append(
                Comparison(f"Plans within 20 weeks, {reading}", period, value, share, "percent")
            )
    return rows


def _sen_support(
    pupils: pd.DataFrame, published: Mapping[str, pd.DataFrame], area: str
) -> list[Comparison]:
    """Return the share of pupils on SEN Support in each January."""
    year = census_day(pupils["school_year"]).dt.year
    shares = (pupils["sen_provision"] == "K").groupby(year).mean() * 100
    return [
        Comparison("Pupils on SEN Support", period, value, float(shares.get(int(period), np.nan)),
                   "percent")
        for period, value in _county(
            published, "pupils_with_sen", area, "percent",
            provision="SEN Support", phase="All schools",
        )
    ]  # fmt: skip
