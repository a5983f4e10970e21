"""What a rule is: a record with a code, a severity, a message, its fields and a function.

To add one: write a record in the list of its subject, and a line in tests/test_intake_rules.py
with a row that breaks it. Nothing else names the rules one by one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from jsna.intake.settings import IntakeSettings

Severity = Literal["stops", "sets aside", "warns"]
STOPS: Severity = "stops"
"""The whole file or sheet is set aside."""
SETS_ASIDE: Severity = "sets aside"
"""The row is set aside."""
WARNS: Severity = "warns"
"""The row is accepted, and its sender is asked."""

Broken = Callable[[pd.DataFrame, "Context"], pd.Series]


@dataclass(frozen=True)
class Context:
    """What a rule may look at beside its own table."""

    settings: IntakeSettings
    tables: Mapping[str, pd.DataFrame]
    """Every table as it was read, rows set aside included: a row that names one is no orphan."""

    @property
    def as_of(self) -> pd.Timestamp:
        """The last day that an extract of this edition can know of."""
        return pd.Timestamp(self.settings.as_of)


@dataclass(frozen=True)
class Rule:
    """One thing that must hold."""

    code: str
    """Capitals joined by hyphens; what letters, workbooks and tests call it."""
    severity: Severity
    message: str
    """What is wrong with such a row and what its sender should do; never a value."""
    extract: str = ""
    """The extract it belongs to; empty: every extract that has its fields, or none (reading)."""
    fields: tuple[str, ...] = ()
    broken: Broken | None = None
    """Mask of the rows that break it; None for what the readers find."""
    needs: tuple[str, ...] = ()
    """Other extracts without which it cannot be run."""
    setting: str = ""
    """A lookup of the settings without which it cannot be run."""
    not_for: frozenset[str] = field(default_factory=frozenset)
    """Extracts to which a rule for every extract does not apply."""


def order(
    code: str,
    extract: str,
    first: str,
    second: str,
    message: str,
    severity: Severity = SETS_ASIDE,
) -> Rule:
    """Return the rule that one date does not stand before another; the same day is in order."""
    return Rule(
        code,
        severity,
        message,
        extract,
        (first, second),
        lambda frame, _: frame[second] < frame[first],
    )


def yes(column: pd.Series) -> pd.Series:
    """Return where a flag says yes; not recorded is not yes."""
    return column.fillna(False).astype(bool)


def no(column: pd.Series) -> pd.Series:
    """Return where a flag says no; not recorded is not no."""
    return (~column).fillna(False).astype(bool)


def age_on(born: pd.Series, day: pd.Series | pd.Timestamp) -> pd.Series:
    """Return completed years of age on a day, as floats; missing where either date is.

    Born on 29 February, one is a year older on 1 March of a common year.
    """
    if isinstance(day, pd.Timestamp):
        day = pd.Series(day, index=born.index)
    had_birthday = (day.dt.month * 100 + day.dt.day) >= (born.dt.month * 100 + born.dt.day)
    return day.dt.year - born.dt.year - (~had_birthday).astype(int)


def days_between(start: pd.Series, end: pd.Series) -> pd.Series:
    """Return whole days from one date to another, as floats; missing where either is."""
    return (end - start).dt.days


def first_of(table: pd.DataFrame, key: str, value: str) -> pd.Series:
    """Return a lookup from a key to the first value recorded with it."""
    found = table.dropna(subset=[key]).drop_duplicates(key)
    return found.set_index(key)[value]


def unknown(extract: str, key: str, other: str, code: str, what: str, severity: Severity) -> Rule:
    """Return the rule that a reference is found in another extract."""
    return Rule(
        code,
        severity,
        f"{what}, but `{other}` has no such row; send the missing row or mend the reference",
        extract,
        (key,),
        lambda frame, context: frame[key].notna() & ~frame[key].isin(context.tables[other][key]),
        needs=(other,),
    )


def other_child(extract: str, key: str, other: str, code: str, severity: Severity) -> Rule:
    """Return the rule that a row and the row it refers to speak of one child."""

    def broken(frame: pd.DataFrame, context: Context) -> pd.Series:
        child = frame[key].map(first_of(context.tables[other], key, "child_id"))
        return child.notna() & frame["child_id"].notna() & (child != frame["child_id"])

    return Rule(
        code,
        severity,
        f"The child differs from the child of the same {key} in `{other}`; mend one of the two",
        extract,
        (key, "child_id"),
        broken,
        needs=(other,),
    )


def start_of_school_year(year: pd.Series) -> pd.Series:
    """Return 1 September of a school year such as 2020/21."""
    return _day_of_year(year, 0, "-09-01")


def census_day(year: pd.Series) -> pd.Series:
    """Return 31 January of a school year: the census is on a Thursday of that month."""
    return _day_of_year(year, 1, "-01-31")


def _day_of_year(year: pd.Series, later: int, day: str) -> pd.Series:
    """Return a day of the first year named, or of one later; few years, so each is made once."""
    days = {text: pd.Timestamp(f"{int(text[:4]) + later}{day}") for text in year.dropna().unique()}
    return pd.to_datetime(year.map(days))


def financial_year(year: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return 1 April and the next 31 March of a financial year such as 2020/21."""
    return _day_of_year(year, 0, "-04-01"), _day_of_year(year, 1, "-03-31")
