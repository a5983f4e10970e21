"""Who waits: place, age, sex, urgency, SEND and the rest, as they stood at the referral.

What was found out during the wait is not known at its start. A child whose SEND was recorded
while waiting is counted without SEND: only long waits leave time to be found out (immortal time).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from jsna import dimensions
from jsna.dimensions import NOT_RECORDED, OUTSIDE
from jsna.places import AreaPack
from jsna.subjects.waits.clocks import NEVER, days

REST = "Rest of the county"
"""Districts that are no part of the locality that the plan names."""

RURAL_URBAN = ("Rural", "Urban", NOT_RECORDED)
DRIVE_TIMES = ("Under 15 minutes", "15 to 29 minutes", "30 minutes or more", NOT_RECORDED)
PERSONAL = (
    "age_group",
    "sex",
    "urgency",
    "autism",
    "send",
    "deprivation",
    "rural_urban",
    "drive_time",
    "provider",
)
"""The groups beside places, one column each."""
KINDS = ("district", "unitary", "ccg", "camhs_area", "locality")
"""The kinds of places, one column each: no place is compared across two of them."""


@dataclass(frozen=True)
class Ground:
    """What a home's small area and district say, ready to look up."""

    lsoas: pd.DataFrame
    """Index the code; `area` (the finest place), `KINDS`, `ward`, `deprivation`, `rural_urban`
    and `drive_time`."""
    places: Mapping[str, tuple[str, ...]]
    """The places of each kind that stand on the census day, in the pack's order."""
    atom_values: tuple[str, ...]


def ground(
    pack: AreaPack, as_of: date, deprivation: pd.DataFrame, rural: pd.DataFrame, minutes: pd.Series
) -> Ground:
    """Return the lookups of an area pack on a day.

    `deprivation` has `lsoa_code` and `idaci_decile`, `rural` `lsoa_code`, `ward` and `rural_urban`;
    `minutes` is the drive to the nearest base, its index the code of the small area.
    """
    table = pack.places.lsoa_table(as_of).set_index("lsoa_code")
    fifths = deprivation.set_index("lsoa_code")["idaci_decile"].reindex(table.index)
    table["deprivation"] = [
        dimensions.fifth(int(decile)) if pd.notna(decile) else NOT_RECORDED for decile in fifths
    ]
    wards = rural.set_index("lsoa_code")
    table["ward"] = wards["ward"].reindex(table.index)
    urban = wards["rural_urban"].reindex(table.index)
    table["rural_urban"] = urban.where(urban.isin(RURAL_URBAN), NOT_RECORDED)
    table["drive_time"] = drive_band(minutes.reindex(table.index))
    places = {kind: tuple(p.name for p in pack.places.all(kind, as_of)) for kind in KINDS}
    table["area"] = table["atom"]
    holds = dict(zip(table["district"], table["locality"], strict=True))
    table["locality"] = [holds[d] or REST for d in table["district"]]
    places["locality"] = (*places["locality"], REST)
    return Ground(table, places, dimensions.values("area", pack))


def drive_band(minutes: "pd.Series[float]") -> "pd.Series[str]":
    """Return the band of a drive in minutes; unknown is `Not recorded`.

    >>> drive_band(pd.Series([4.0, 15, 31, None])).tolist()[:3]
    ['Under 15 minutes', '15 to 29 minutes', '30 minutes or more']
    """
    bands = np.select(
        [minutes < 15, minutes < 30, minutes >= 30], list(DRIVE_TIMES[:3]), NOT_RECORDED
    )
    return pd.Series(bands, index=minutes.index, dtype="str")


def groups(referrals: pd.DataFrame, of: Ground) -> pd.DataFrame:
    """Return one row a referral, every column categorical with the whole code list.

    Columns: `area` (the finest place), `KINDS`, `ward`, `PERSONAL`, and `send_now`, the flag as it
    stands on the day of the extract, which must not be used to compare waits.
    """
    return pd.DataFrame(of_homes(referrals, of) | _personal(referrals), index=referrals.index)


def of_homes(rows: pd.DataFrame, of: Ground) -> dict[str, Any]:
    """Return what each home says, one categorical column each with its whole code list.

    `area`, `KINDS`, `ward`, `deprivation`, `rural_urban` and `drive_time`; `rows` have `home_lsoa`
    and `home_district`. A home without a small area is placed by its district, as far as that goes.
    """
    row = of.lsoas.index.get_indexer(pd.Index(rows["home_lsoa"]))
    # The last row of each lookup stands for homes without a small area: their district decides.
    lost = np.flatnonzero(row < 0)
    told = _by_district(rows["home_district"].iloc[lost], of)
    columns: dict[str, Any] = {}
    for name, listed in _lists(of).items():
        codes = pd.Categorical(of.lsoas[name], categories=listed).codes
        codes = np.where(codes < 0, len(listed) - 1, codes)[row]
        if len(lost):
            found = pd.Categorical(told[name], categories=listed).codes
            codes[lost] = np.where(found < 0, len(listed) - 1, found)
        columns[name] = coded(codes, listed)
    return columns


def _lists(of: Ground) -> dict[str, tuple[str, ...]]:
    """Return the code list of each column that a home decides."""
    places = {kind: (*of.places[kind], OUTSIDE, NOT_RECORDED) for kind in KINDS}
    wards = tuple(sorted(str(ward) for ward in of.lsoas["ward"].dropna().unique()))
    return {
        "area": of.atom_values,
        **places,
        "ward": (*wards, NOT_RECORDED),
        "deprivation": dimensions.DIMENSIONS["deprivation"].values,
        "rural_urban": RURAL_URBAN,
        "drive_time": DRIVE_TIMES,
    }


def _by_district(told: "pd.Series[str]", of: Ground) -> pd.DataFrame:
    """Return what a home is known by where its district alone is known.

    A district that lies in two groups goes to the part with most small areas, as a place; its
    group is not recorded. No district is not recorded; any other is outside the county.
    """
    rows = []
    for name in told.unique():
        here = of.lsoas[of.lsoas["district"] == name]
        if here.empty:
            where = NOT_RECORDED if pd.isna(name) else OUTSIDE
            rows.append(dict.fromkeys(("area", *KINDS), where))
            continue
        row = {"area": str(here["area"].mode().iloc[0])}
        for kind in KINDS:
            row[kind] = str(here[kind].iloc[0]) if here[kind].nunique() == 1 else NOT_RECORDED
        rows.append(row)
    known = pd.DataFrame(rows, columns=["area", *KINDS], index=told.unique())
    return known.reindex(told.to_numpy()).reindex(
        columns=[*known.columns, "ward", "deprivation", "rural_urban", "drive_time"]
    )


def _listed(values: "pd.Series[str]", listed: tuple[str, ...]) -> Any:
    """Return the values as categories of the code list; what is not in it is not recorded."""
    found = pd.Categorical(values, categories=list(dict.fromkeys(listed)))
    codes = np.where(found.codes < 0, len(found.categories) - 1, found.codes)
    return coded(codes, list(found.categories))


def coded(codes: np.ndarray, values: Sequence[str]) -> Any:
    """Return places in a code list as a categorical column with the whole list."""
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(values)))


def _personal(referrals: pd.DataFrame) -> dict[str, Any]:
    referred, born = days(referrals["referral_date"]), days(referrals["date_of_birth"])
    age = _years(referrals["date_of_birth"], referrals["referral_date"])
    # CAMHS ends at 18: who is older at the referral has no wait.
    bands = (*list(dimensions.AGE_GROUPS)[:4], NOT_RECORDED)
    of_age = np.array([dimensions.age_group(years) for years in range(26)] + [NOT_RECORDED])
    known = (born != NEVER) & (age >= 0) & (age < 26)
    found = {"age_group": _listed(pd.Series(of_age[np.where(known, age, 26)]), bands)}
    for name in ("sex", "urgency"):
        entry = dimensions.DIMENSIONS[name]
        values = referrals[name].reset_index(drop=True).map(dict(entry.codes))
        found[name] = _listed(values, entry.values)
    found["provider"] = pd.Categorical(referrals["provider"].fillna(NOT_RECORDED))
    autism = flag(referrals["autism_flag"])
    found["autism"] = _yes_no("autism", autism)
    send = flag(referrals["send_flag"])
    recorded = days(referrals["send_recorded_date"])
    # Recorded later: at the referral nobody knew. Without a date: not known at the referral.
    at_start = np.where(
        (send == 1) & (recorded == NEVER), np.nan, np.where(recorded > referred, 0.0, send)
    )
    at_start = np.where(np.isnan(send), np.nan, at_start)
    found["send"] = _yes_no("send", at_start)
    found["send_now"] = _yes_no("send", send)
    return found


def _yes_no(name: str, values: np.ndarray) -> Any:
    yes, no, none = dimensions.DIMENSIONS[name].values
    codes = np.select([values == 1, values == 0], [0, 1], 2)
    return coded(codes, (yes, no, none))


def flag(values: pd.Series) -> np.ndarray:
    """Return a flag as 1, 0 or nan: `Y` and True are 1, `N` and False 0.

    >>> flag(pd.Series(["Y", "N", None])).tolist()[:2]
    [1.0, 0.0]
    """
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.astype("boolean").to_numpy(dtype="float64", na_value=np.nan)
    found = values.map({"Y": 1.0, "N": 0.0, True: 1.0, False: 0.0})
    return np.asarray(found, dtype="float64")


def _years(born: "pd.Series[pd.Timestamp]", moment: "pd.Series[pd.Timestamp]") -> np.ndarray:
    """Return completed years of age; -1 where a date is missing."""
    start = born.to_numpy(dtype="datetime64[D]")
    end = moment.to_numpy(dtype="datetime64[D]")
    months = end.astype("datetime64[M]").astype(int) - start.astype("datetime64[M]").astype(int)
    of_month = [x - x.astype("datetime64[M]") for x in (start, end)]
    months = np.where(of_month[1] < of_month[0], months - 1, months)
    missing = np.isnat(start) | np.isnat(end)
    return np.where(missing, -1, months // 12)
