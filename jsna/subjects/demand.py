"""Who asked for which service in the last year: what future need carries forward.

One row a child, whatever came of it: demand is counted at the door, and those who were never
seen asked too. Whoever was never referred or told of a service is not in it.
"""

from collections.abc import Mapping

import pandas as pd

from jsna.dimensions import NOT_RECORDED, OUTSIDE
from jsna.sources import Sources
from jsna.subjects import pathways
from jsna.subjects.breaks import prepared as breaks
from jsna.subjects.waits.groups import of_homes

CAMHS = "Referred to CAMHS in a year"
PATHWAYS: Mapping[str, str] = {
    "autism": "Referred for an autism assessment in a year",
    "speech_language": "Referred to speech and language therapy in a year",
    "occupational": "Referred to occupational therapy in a year",
    "physiotherapy": "Referred to physiotherapy in a year",
}
ELIGIBLE, REGULAR = "Eligible for short breaks", "Regular short breaks"
DISTRICT_UNKNOWN = (OUTSIDE, NOT_RECORDED)


def of_services(sources: Sources) -> dict[str, pd.DataFrame]:
    """Return by service who asked for it, one row a child: `age` 0 to 25 and `district`.

    Referrals of the 12 months to the edition's day, a child once for each service, aged as at
    its first referral of the year; short breaks of the last financial year, aged as on its
    1 April. `district` is a name of the area pack, or one of `DISTRICT_UNKNOWN`.
    """
    referred = {CAMHS: _last_year(sources.accepted("camhs_referrals"), sources)}
    to_pathways = sources.accepted(pathways.EXTRACT)
    for code, said in PATHWAYS.items():
        own = to_pathways[to_pathways["pathway"] == code]
        if len(own):
            referred[said] = _last_year(own, sources)
    latest = breaks.prepared(sources).latest
    listed = pd.DataFrame({"age": latest["age"], "district": latest["district"].astype("str")})
    return referred | {
        ELIGIBLE: listed.reset_index(drop=True),
        REGULAR: listed[latest["regular"]].reset_index(drop=True),
    }


def _last_year(referrals: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    last = pd.Timestamp(sources.params.as_of)
    asked = referrals["referral_date"]
    rows = referrals[(asked > last - pd.DateOffset(years=1)) & (asked <= last)]
    one = rows.sort_values("referral_date", kind="stable").drop_duplicates("child_id")
    home = of_homes(one, breaks.ground_of(sources))["district"]
    return pd.DataFrame(
        {
            "age": _age_at(one["date_of_birth"], one["referral_date"]).clip(0, 25).to_numpy(),
            "district": pd.Series(home, dtype="str").to_numpy(),
        }
    )


def _age_at(births: "pd.Series[pd.Timestamp]", days: "pd.Series[pd.Timestamp]") -> "pd.Series[int]":
    """Return completed years on each child's own day."""
    months = days.dt.month - births.dt.month
    before = (months < 0) | ((months == 0) & (days.dt.day < births.dt.day))
    return days.dt.year - births.dt.year - before.astype(int)
