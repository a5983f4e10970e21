"""Who is eligible for short breaks and what counts as regular: rules with names, said in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from jsna.errors import ParamError

MONTHS = 12


@dataclass(frozen=True)
class Eligibility:
    """One rule of who counts as eligible; the params file names one of them."""

    words: str
    """The rule as a page says it."""
    holds: Callable[[pd.DataFrame], "pd.Series[bool]"]
    """Of the rows of the extract, which it holds for."""


def _listed(rows: pd.DataFrame) -> "pd.Series[bool]":
    return yes(rows["eligible"])


def _all_year(rows: pd.DataFrame) -> "pd.Series[bool]":
    return yes(rows["eligible"]) & (rows["eligible_date"] <= begins(rows["financial_year"]))


def _assessed(rows: pd.DataFrame) -> "pd.Series[bool]":
    return yes(rows["eligible"]) & yes(rows["assessed"])


RULES: Mapping[str, Eligibility] = {
    "on the short breaks register": Eligibility(
        "the council lists the child as meeting the published criteria, at any time of the year",
        _listed,
    ),
    "on the register when the year began": Eligibility(
        "the council lists the child as meeting the published criteria by 1 April", _all_year
    ),
    "on the register and assessed": Eligibility(
        "the council lists the child as meeting the published criteria and has assessed the child",
        _assessed,
    ),
}
"""The rules that a params file may name as `short_breaks_eligible`."""


def eligibility(name: str) -> Eligibility:
    """Return the rule of that name, or a ParamError that lists those there are."""
    if name not in RULES:
        raise ParamError(
            f"'short_breaks_eligible' is '{name}', which is no rule:",
            [f"write '{known}': {rule.words}" for known, rule in RULES.items()],
        )
    return RULES[name]


def said(name: str, regular_hours: float) -> str:
    """Return both rules in words, for the page.

    >>> said("on the short breaks register", 4).endswith("not attended.")
    True
    """
    return (
        f"Eligible: {eligibility(name).words}. Regularly: {regular_hours:g} hours or more a month "
        "on average over the 12 months of the financial year, all services together; months "
        "without a break count as 0 hours, and a direct payment counts with the hours it pays "
        "for, since it is spent and not attended."
    )


def yes(flags: pd.Series) -> "pd.Series[bool]":
    """Return whether a flag is set; what is not recorded is not set.

    >>> yes(pd.Series(["Y", "N", None])).tolist()
    [True, False, False]
    """
    if pd.api.types.is_bool_dtype(flags.dtype):
        return flags.astype("boolean").fillna(False).astype(bool)
    return flags.isin(["Y", True])


def hours_a_month(rows: pd.DataFrame) -> "pd.Series[float]":
    """Return each service's hours a month, averaged over the whole year.

    Hours are those of a month in which the service was given. A direct payment has no months of
    attendance: it counts for the months between its start and its end within the year.
    """
    first, last = (begins(rows["financial_year"], later) for later in (0, 1))
    start = rows["service_start_date"].fillna(first).clip(lower=first)
    end = rows["service_end_date"].fillna(last).clip(upper=last)
    paid = ((end - start).dt.days / ((last - first).dt.days / MONTHS)).clip(0, MONTHS)
    months = rows["months_received"].astype("Float64").fillna(paid.astype("Float64"))
    # A year of payments may miss a few days of its first month: whole months, as attended ones.
    months = months.astype("float64").round()
    given = (rows["service"] != "none") & rows["hours_a_month"].notna()
    return (rows["hours_a_month"] * months / MONTHS).where(given, 0.0).astype("float64")


def begins(years: "pd.Series[str]", later: int = 0) -> "pd.Series[pd.Timestamp]":
    """Return 1 April of each financial year, or of so many years later.

    >>> begins(pd.Series(["2019/20"]), later=1).dt.strftime("%Y-%m-%d").tolist()
    ['2020-04-01']
    """
    days = {name: pd.Timestamp(int(name[:4]) + later, 4, 1) for name in years.unique()}
    return pd.to_datetime(years.map(days))
