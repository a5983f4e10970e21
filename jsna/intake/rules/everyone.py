"""Rules for every extract that has the fields: age, place, dates, duplicates, NHS numbers."""

import pandas as pd

from jsna.intake.extracts import extracts
from jsna.intake.rules.rule import (
    SETS_ASIDE,
    WARNS,
    Broken,
    Context,
    Rule,
    age_on,
    census_day,
    financial_year,
    first_of,
    start_of_school_year,
)
from jsna.intake.settings import NOT_RECORDED, OUTSIDE

OLDEST = 25
"""SEND law reaches to the end of the year in which a young person turns 25."""
FIRST_PLAUSIBLE = pd.Timestamp("1990-01-01")
MAY_BE_FUTURE = frozenset({"review_due_date", "due", "year9_review_due_date"})
PLACES = (("home_district", "home_lsoa", "home_postcode"),
          ("school_district", "school_lsoa", "school_postcode"),
          ("site_district", "site_lsoa", "site_postcode"))  # fmt: skip


def row_date(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return the day at which a row's child is described."""
    extract = extracts()[frame.attrs["extract"]]
    if not extract.period:
        return pd.Series(context.as_of, index=frame.index)
    period = frame[extract.period]
    if extract.name == "ehc_plans" and "ehc_ceased" in context.tables:
        # A plan lasts, at most to the end of the school year in which its owner turns 25; so
        # what counts is the age when the present school year began, or a year before it ceased.
        today = context.as_of
        began = pd.Timestamp(today.year - (today.month < 9), 9, 1)
        ceased = frame["plan_id"].map(
            first_of(context.tables["ehc_ceased"], "plan_id", "cease_date")
        )
        last = (ceased - pd.Timedelta(days=366)).fillna(began)
        return period.where(period > last, last)
    if extract.period == "financial_year":
        return financial_year(period)[0]
    if extract.name == "college_learners":
        return start_of_school_year(period)
    if extract.column(extract.period).kind == "school_year":
        return census_day(period)
    return period


def _dates(frame: pd.DataFrame) -> list[str]:
    extract = extracts()[frame.attrs["extract"]]
    return [column.name for column in extract.kinds("date", "month")]


def _too_old(frame: pd.DataFrame, context: Context) -> pd.Series:
    return age_on(frame["date_of_birth"], row_date(frame, context)) > OLDEST


def _unborn(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return where an event, or the row's own date, lies before the birth."""
    hit = pd.Series(False, index=frame.index)
    for name in _dates(frame):
        if name != "date_of_birth":
            # Only the month of birth may be given, so the month is what is compared.
            hit |= frame[name] < frame["date_of_birth"] - pd.Timedelta(days=31)
    return hit


def _future(frame: pd.DataFrame, context: Context) -> pd.Series:
    hit = pd.Series(False, index=frame.index)
    for name in _dates(frame):
        if name not in MAY_BE_FUTURE:
            hit |= frame[name] > context.as_of
    return hit


def _ancient(frame: pd.DataFrame, context: Context) -> pd.Series:
    hit = pd.Series(False, index=frame.index)
    for name in _dates(frame):
        if name not in ("opened_date", "closed_date"):
            hit |= frame[name] < FIRST_PLAUSIBLE
    return hit


def _lsoa_elsewhere(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return where the district named is not the one that holds the LSOA."""
    hit = pd.Series(False, index=frame.index)
    for district, lsoa, _ in PLACES:
        if district in frame and lsoa in frame:
            held = frame[lsoa].map(context.settings.lsoa_districts)
            named = frame[district]
            hit |= held.notna() & named.notna() & (named != NOT_RECORDED) & (held != named)
    return hit


def _lsoa_unknown(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return where the LSOA is none of the county's though the district is."""
    hit = pd.Series(False, index=frame.index)
    for district, lsoa, _ in PLACES:
        if district in frame and lsoa in frame:
            inside = ~frame[district].isin([OUTSIDE, NOT_RECORDED]) & frame[district].notna()
            known = frame[lsoa].isin(list(context.settings.lsoa_districts))
            hit |= inside & frame[lsoa].notna() & ~known
    return hit


def _postcode_elsewhere(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return where the postcode's first part lies in districts other than the one named."""
    hit = pd.Series(False, index=frame.index)
    lookup = context.settings.postcode_districts
    for district, _, postcode in PLACES:
        if district in frame and postcode in frame:
            pairs = {f"{outward}|{name}" for outward, names in lookup.items() for name in names}
            outward = frame[postcode].str.extract(r"^(\S+)", expand=False)
            named = frame[district]
            inside = named.notna() & ~named.isin([OUTSIDE, NOT_RECORDED])
            hit |= inside & outward.isin(list(lookup)) & ~(outward + "|" + named).isin(list(pairs))
    return hit


def _same_row(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return each row that repeats an earlier one in every column."""
    again = frame.duplicated(list(extracts()[frame.attrs["extract"]].key))
    if again.any():
        again &= frame.duplicated([name for name in frame.columns if not name.startswith("_")])
    return again


def _same_key(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return all rows that share a key and differ elsewhere: none of them can be believed."""
    key = list(extracts()[frame.attrs["extract"]].key)
    shared = frame.duplicated(key, keep=False)
    if not shared.any():
        return shared
    columns = [name for name in frame.columns if not name.startswith("_")]
    distinct = frame.loc[shared, columns].drop_duplicates()
    differing = distinct.duplicated(key, keep=False)
    hit = pd.MultiIndex.from_frame(frame.loc[shared, key]).isin(
        pd.MultiIndex.from_frame(distinct.loc[differing, key])
    )
    result = pd.Series(False, index=frame.index)
    result.loc[shared] = hit
    return result


def _differs(column: str) -> Broken:
    """Return the function that finds children with two different values in a column."""

    def broken(frame: pd.DataFrame, context: Context) -> pd.Series:
        known = frame[["child_id", column]].dropna().drop_duplicates()
        twice = known.loc[known.duplicated("child_id", keep=False), "child_id"]
        return frame["child_id"].isin(twice)

    return broken


def _number_shared(frame: pd.DataFrame, context: Context) -> pd.Series:
    known = frame[["child_id", "link_key"]].dropna().drop_duplicates()
    twice = known.loc[known.duplicated("link_key", keep=False), "link_key"]
    return frame["link_key"].isin(twice)


ADULTS = frozenset({"adult_social_care"})
RULES = (
    Rule("AGE-OVER-25", SETS_ASIDE, "Older than 25 at the date of the row; outside what is counted",
         fields=("date_of_birth",), broken=_too_old),
    Rule("AGE-BEFORE-BIRTH", SETS_ASIDE, "Something happened before the birth; mend the dates",
         fields=("date_of_birth",), broken=_unborn),
    Rule("AGE-UNBORN", SETS_ASIDE, "Not born at the date of the row; mend the date of birth",
         fields=("date_of_birth",),
         broken=lambda f, context: age_on(f["date_of_birth"], row_date(f, context)) < 0),
    Rule("DATE-FUTURE", SETS_ASIDE, "A date lies after the day the extracts speak of",
         broken=_future),
    Rule("DATE-ANCIENT", SETS_ASIDE, "A date lies before 1990; it may stand for `not known`",
         broken=_ancient),
    Rule("PLACE-LSOA", SETS_ASIDE, "The district named does not hold the LSOA; mend one of the two",
         broken=_lsoa_elsewhere, setting="lsoa_districts"),
    Rule("PLACE-LSOA-UNKNOWN", SETS_ASIDE, "The LSOA is none of the county's, the district is",
         broken=_lsoa_unknown, setting="lsoa_districts"),
    Rule("PLACE-POSTCODE", SETS_ASIDE, "The district named does not hold the postcode",
         broken=_postcode_elsewhere, setting="postcode_districts"),
    Rule("ROW-TWICE", SETS_ASIDE, "The same row was sent before; the first one was used",
         broken=_same_row),
    Rule("KEY-TWICE", SETS_ASIDE, "Rows that should be one differ; say which of them holds",
         broken=_same_key),
    Rule("NHS-CHECK", WARNS, "The NHS number fails its check digit; the row cannot be linked",
         fields=("nhs_number",),
         broken=lambda frame, _: frame["link_status"] == "failed the check"),
    Rule("NHS-SHARED", WARNS, "One NHS number stands for two children; say whose it is",
         fields=("nhs_number", "child_id"), broken=_number_shared),
    Rule("NHS-DIFFERS", WARNS, "One child has two NHS numbers; say which holds",
         fields=("nhs_number", "child_id"), broken=_differs("link_key")),
    Rule("BIRTH-DIFFERS", WARNS, "One child has two dates of birth; say which holds",
         fields=("child_id", "date_of_birth"), broken=_differs("date_of_birth")),
    Rule("NEED-TWICE", WARNS, "The second need repeats the primary need",
         fields=("primary_need", "secondary_need"),
         broken=lambda frame, _: frame["primary_need"].notna()
         & (frame["primary_need"] == frame["secondary_need"])),
)  # fmt: skip
