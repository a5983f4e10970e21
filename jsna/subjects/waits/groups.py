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
    """Index `lsoa_code`; `district`, `ccg`, `deprivation`, `rural_urban`, `drive_time`."""
    holders: Mapping[str, Mapping[str, str]]
    """For each kind of place but district and ccg: the place that holds a district or a ccg."""
    atoms: Mapping[tuple[str, str], str]
    """The finest place of a district and a ccg."""
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
    holders: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for kind in KINDS:
        for place in pack.places.all(kind, as_of):
            for district in places["district"]:
                if set(pack.places.place(district).atoms) <= set(place.atoms):
                    holders[kind][district] = place.name
    for district in places["district"]:
        holders["locality"].setdefault(district, REST)
    places["locality"] = (*places["locality"], REST)
    pairs = table.groupby(["district", "ccg"])["atom"].agg(["first", "size"])
    pairs = pairs.sort_values("size", ascending=False, kind="stable")
    named = pairs["first"].reset_index()
    atoms = {
        (str(d), str(c)): str(atom)
        for d, c, atom in zip(named["district"], named["ccg"], named["first"], strict=True)
    }
    for (district, _), atom in list(atoms.items()):
        # A home known by its district alone goes to the part where most small areas lie.
        atoms.setdefault((district, NOT_RECORDED), atom)
    return Ground(table, holders, atoms, places, dimensions.values("area", pack))


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
    lsoa = of.lsoas.reindex(referrals["home_lsoa"])
    district = lsoa["district"].to_numpy(dtype=object)
    told = referrals["home_district"].to_numpy(dtype=object)
    here = np.isin(told.astype(str), of.places["district"])
    unknown = pd.isna(district)
    district = np.where(unknown, np.where(here, told, _elsewhere(told)), district)
    ccg = lsoa["ccg"].to_numpy(dtype=object)
    only = {d: c for (d, c) in of.atoms if c != NOT_RECORDED and _parts(of, d) == 1}
    ccg = np.where(pd.isna(ccg), pd.Series(district).map(only).to_numpy(dtype=object), ccg)
    columns: dict[str, Any] = {}
    pairs = pd.Series(
        list(zip(district, np.where(pd.isna(ccg), NOT_RECORDED, ccg), strict=True))
    ).map(of.atoms)
    columns["area"] = _listed(pairs.where(pairs.notna(), pd.Series(district)), of.atom_values)
    for kind in KINDS:
        if kind == "district":
            values = pd.Series(district)
        elif kind == "ccg":
            values = pd.Series(ccg)
        elif kind == "camhs_area":
            values = pd.Series(ccg).map(_areas_of_ccgs(of))
        else:
            values = pd.Series(district).map(of.holders[kind])
        columns[kind] = _listed(values, (*of.places[kind], OUTSIDE, NOT_RECORDED))
    columns |= _personal(referrals)
    for name, listed in (
        ("deprivation", dimensions.DIMENSIONS["deprivation"].values),
        ("rural_urban", RURAL_URBAN),
        ("drive_time", DRIVE_TIMES),
        ("ward", (*sorted(of.lsoas["ward"].dropna().unique()), NOT_RECORDED)),
    ):
        columns[name] = _listed(lsoa[name].reset_index(drop=True), listed)
    return pd.DataFrame(columns, index=referrals.index)


def _parts(of: Ground, district: str) -> int:
    return sum(1 for d, c in of.atoms if d == district and c != NOT_RECORDED)


def _areas_of_ccgs(of: Ground) -> dict[str, str]:
    """Return the CAMHS area of each group: the two have the same small areas."""
    pairs = of.lsoas.drop_duplicates("ccg").set_index("ccg")["camhs_area"]
    return {str(group): str(area) for group, area in pairs.items()}


def _elsewhere(told: np.ndarray) -> np.ndarray:
    return np.where(pd.isna(told), NOT_RECORDED, OUTSIDE)


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
