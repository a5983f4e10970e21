"""Every referral a clock: when it started, how it ended, and from when it could be seen at all.

All referrals count, those still waiting on the census day among them. What is known only later
than that day is not used, so the same extract gives the list of any earlier month.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

FIRST = "Referral to first contact"
SECOND = "First to second contact"
WHOLE = "Referral to second contact"
CLOCKS: Mapping[str, tuple[str, str]] = {
    FIRST: ("referral_date", "first_contact_date"),
    SECOND: ("first_contact_date", "second_contact_date"),
    WHOLE: ("referral_date", "second_contact_date"),
}
"""Each clock: the column that starts it and the column of the contact that ends it."""

WAITING = "Still waiting"
SEEN = "Seen"
DECLINED = "Not accepted or sent elsewhere"
LEFT = "Withdrew or did not attend"
MOVED = "Moved away or transferred"
AGED_OUT = "Reached 18"
OTHER = "Closed for another reason"
ENDS = (WAITING, SEEN, DECLINED, LEFT, MOVED, AGED_OUT, OTHER)
"""How a wait stands: the place in this list is its cause, 0 still waiting and 1 seen."""

_ENDS_OF_OUTCOMES = {
    "not_accepted": DECLINED,
    "signposted": DECLINED,
    "did_not_attend": LEFT,
    "withdrawn": LEFT,
    "moved": MOVED,
    "transferred": MOVED,
    "adult_services": AGED_OUT,
}
LAST_AGE = 18
NEVER = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class Rules:
    """What counts as a wait. The page says each of them in words."""

    clock: str
    """One of `CLOCKS`."""
    as_of: date
    """The census day: a child with no end by then still waits."""
    since: date | None = None
    """Leave out clocks that started before this day (a documented change); None keeps them."""
    adjusted: bool = False
    """Take the days on which the family was not available off the wait."""
    until: date | None = None
    """Leave out clocks that started on or after this day; None keeps them."""


def waits(referrals: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Return one row a wait: `start`, `time`, `entry` and `cause`; the index is the referral's.

    `start` is the day since 1970, `time` and `entry` are days of the wait.
    `cause` is the place in `ENDS`. `entry` is the day of the wait on which the records begin: 0,
    or later for referrals that a provider took over (late entry); a wait that had ended by then
    is not there, since others like it were never seen. CAMHS ends on the 18th birthday: what
    follows is unknown, so it is an end of its own. Of equal days a contact comes first.

    Taking off days of unavailability takes off all of them, though they may lie in the other
    clock: the true adjusted wait lies between the two answers.
    """
    start_column, contact_column = CLOCKS[rules.clock]
    census = day_of(rules.as_of)
    start, contact, closed, begins = (
        days(referrals[name])
        for name in (start_column, contact_column, "closure_date", "records_begin_date")
    )
    eighteen = birthday(referrals["date_of_birth"], LAST_AGE)
    contact, closed, aged = (
        np.where(moment <= census, moment, NEVER) for moment in (contact, closed, eighteen)
    )
    end = np.minimum(np.minimum(contact, closed), aged)
    cause = np.select(
        [end == NEVER, (contact == end) & (contact < aged), aged == end],
        [ENDS.index(WAITING), ENDS.index(SEEN), ENDS.index(AGED_OUT)],
        _closed_as(referrals["outcome"]),
    )
    end = np.where(end == NEVER, census, end)
    kept = (start <= census) & (start < eighteen) & (end >= start)
    if rules.since is not None:
        kept &= start >= day_of(rules.since)
    if rules.until is not None:
        kept &= start < day_of(rules.until)
    if start_column != "referral_date":
        # A second clock starts only with a contact that was within the referral.
        kept &= start <= closed
    late = np.where((begins != NEVER) & (begins > start), begins - start, 0)
    time = end - start
    if rules.adjusted:
        away = referrals["unavailable_days"].fillna(0).to_numpy(dtype="int64")
        time = np.maximum(time - away, 0)
    kept &= (late == 0) | (time > late)
    found = pd.DataFrame(
        {"start": start, "time": time, "cause": cause, "entry": late}, index=referrals.index
    )
    return found[kept]


def _closed_as(outcome: "pd.Series[str]") -> np.ndarray:
    """Return the cause that a closing outcome stands for."""
    codes, names = pd.factorize(outcome, use_na_sentinel=True)
    of = [ENDS.index(_ENDS_OF_OUTCOMES.get(str(name), OTHER)) for name in names]
    return np.array([*of, ENDS.index(OTHER)])[codes]


def days(dates: "pd.Series[pd.Timestamp]") -> np.ndarray:
    """Return dates as whole days since 1970, `NEVER` where there is none."""
    values = dates.to_numpy(dtype="datetime64[D]")
    return np.where(np.isnat(values), NEVER, values.astype("int64"))


def day_of(moment: date) -> int:
    """Return a date as whole days since 1970."""
    return (moment - date(1970, 1, 1)).days


def birthday(born: "pd.Series[pd.Timestamp]", age: int) -> np.ndarray:
    """Return the day of a birthday since 1970; of 29 February it is 1 March."""
    day = born.to_numpy(dtype="datetime64[D]")
    month = day.astype("datetime64[M]")
    later = (month + 12 * age).astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    return np.where(np.isnat(day), NEVER, later.astype("int64"))
