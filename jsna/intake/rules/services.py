"""Rules for short breaks, schools and sites."""

import pandas as pd

from jsna.intake.rules.rule import (
    SETS_ASIDE,
    WARNS,
    Context,
    Rule,
    financial_year,
    no,
    order,
    unknown,
    yes,
)


def _none_and_some(frame: pd.DataFrame, _: Context) -> pd.Series:
    """Return rows that say `no service` of a child who has one in the same year."""
    pairs = pd.MultiIndex.from_frame(frame[["financial_year", "child_id"]])
    served = pairs[(frame["service"].notna() & (frame["service"] != "none")).to_numpy()]
    return (frame["service"] == "none") & pd.Series(pairs.isin(served), index=frame.index)


def _outside_year(frame: pd.DataFrame, _: Context) -> pd.Series:
    start, end = financial_year(frame["financial_year"])
    return (frame["service_end_date"] < start) | (frame["service_start_date"] > end)


def _hours(frame: pd.DataFrame) -> pd.Series:
    return frame["hours_a_month"].fillna(0) > 0


SHORT_BREAKS = (
    order("SHB-CLOCK", "short_breaks", "service_start_date", "service_end_date",
          "The service ends before it begins"),
    Rule("SHB-OUTSIDE-YEAR", SETS_ASIDE, "The service lies outside the financial year of the row",
         "short_breaks", ("financial_year", "service_start_date", "service_end_date"),
         _outside_year),
    Rule("SHB-HOURS-NO-SERVICE", SETS_ASIDE, "Hours, but no service",
         "short_breaks", ("service", "hours_a_month"),
         lambda f, _: (f["service"] == "none") & _hours(f)),
    Rule("SHB-MONTHS-NO-HOURS", WARNS, "Months with breaks, but no hours",
         "short_breaks", ("months_received", "hours_a_month"),
         lambda f, _: f["months_received"].fillna(0).gt(0).astype(bool) & ~_hours(f)),
    Rule("SHB-NONE-AND-SOME", SETS_ASIDE, "Said to have no service, but has one that year",
         "short_breaks", ("financial_year", "child_id", "service"), _none_and_some),
    Rule("SHB-NOT-ELIGIBLE", WARNS, "Receives a short break, but is said not to be eligible",
         "short_breaks", ("eligible", "service"),
         lambda f, _: no(f["eligible"]) & f["service"].notna() & (f["service"] != "none")),
    Rule("SHB-PAYMENT", WARNS, "The service is a direct payment, but none is flagged",
         "short_breaks", ("service", "direct_payment"),
         lambda f, _: (f["service"] == "direct_payment") & no(f["direct_payment"])),
    Rule("SHB-ASSESSED-DATED", WARNS, "An assessment is dated, but not flagged",
         "short_breaks", ("assessed", "assessed_date"),
         lambda f, _: f["assessed_date"].notna() & ~yes(f["assessed"])),
    order("SHB-WAITED-LATE", "short_breaks", "waiting_since", "service_start_date",
          "Waiting began after the service did", WARNS),
    unknown("short_breaks", "site_id", "service_sites", "SHB-SITE-UNKNOWN",
            "A site is named", WARNS),
)  # fmt: skip

PLACES = (
    order("SCH-CLOCK", "schools", "opened_date", "closed_date", "Closed before it opened"),
    order("SIT-CLOCK", "service_sites", "opened_date", "closed_date", "Closed before it opened"),
    Rule("SIT-AGES", SETS_ASIDE, "The youngest age served is above the oldest",
         "service_sites", ("age_from", "age_to"),
         lambda f, _: (f["age_from"] > f["age_to"]).fillna(False).astype(bool)),
    Rule("SIT-GRID", WARNS, "Only one of easting and northing is given",
         "service_sites", ("easting", "northing"),
         lambda f, _: f["easting"].isna() != f["northing"].isna()),
)  # fmt: skip

RETURNS = (
    unknown("schools_return", "school_urn", "schools", "RET-SCHOOL-UNKNOWN",
            "A school is named", SETS_ASIDE),
    Rule("RET-MORE", SETS_ASIDE, "More pupils with SEN than pupils on roll",
         "schools_return", ("pupils_on_roll", "sen_support_pupils", "ehcp_pupils"),
         lambda f, _: (f["sen_support_pupils"].fillna(0) + f["ehcp_pupils"].fillna(0)
                       > f["pupils_on_roll"]).fillna(False).astype(bool)),
    Rule("RET-PART-TIME", SETS_ASIDE, "More part-time timetables than pupils on roll",
         "schools_return", ("part_time_timetables", "pupils_on_roll"),
         lambda f, _: (f["part_time_timetables"] > f["pupils_on_roll"]).fillna(False).astype(bool)),
    Rule("RET-UNASKED", WARNS, "A tailored response, but no support was asked for",
         "schools_return", ("asked_for_support", "tailored_response"),
         lambda f, _: yes(f["tailored_response"]) & no(f["asked_for_support"])),
    Rule("RET-UNDATED", WARNS, "Answers without the date of the return",
         "schools_return", ("returned_date",),
         lambda f, _: f["returned_date"].isna() & f["pupils_on_roll"].notna()),
)  # fmt: skip

RULES = (*SHORT_BREAKS, *PLACES, *RETURNS)
