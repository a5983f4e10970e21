"""Rules for referrals to CAMHS, the autism pathway and therapies: the order of the clock."""

import pandas as pd

from jsna.intake.rules.rule import (
    SETS_ASIDE,
    WARNS,
    Broken,
    Context,
    Rule,
    age_on,
    days_between,
    order,
    yes,
)

LONGEST_WAIT = 5 * 365
"""Days from referral to first contact beyond which a date is more likely wrong than the wait."""
CAMHS_ENDS = 18


def _after_closure(*contacts: str) -> Broken:
    """Return the function that finds a contact after the referral was closed."""

    def broken(frame: pd.DataFrame, _: Context) -> pd.Series:
        hit = pd.Series(False, index=frame.index)
        for contact in contacts:
            hit |= frame[contact] > frame["closure_date"]
        return hit

    return broken


def _unavailable(contact: str) -> Broken:
    """Return the function that finds more unavailable days than the wait has days."""

    def broken(frame: pd.DataFrame, context: Context) -> pd.Series:
        end = frame[contact].fillna(frame["closure_date"]).fillna(context.as_of)
        days = frame["unavailable_days"].astype("Float64").fillna(0).astype(float)
        return days > days_between(frame["referral_date"], end)

    return broken


def _same_day(*more: str) -> Broken:
    """Return the function that finds a child referred twice on one day to one place."""

    def broken(frame: pd.DataFrame, _: Context) -> pd.Series:
        columns = ["child_id", "provider", "referral_date", *more]
        different = ~frame.duplicated([*columns, "referral_id"])  # a row sent twice is no second
        twice = frame[different].duplicated(columns, keep=False).reindex(frame.index)
        return twice.eq(True) & frame[columns].notna().all(axis=1)

    return broken


def _shared(prefix: str, extract: str, first: str, last: str) -> tuple[Rule, ...]:
    """Return the rules that both kinds of referral share; `first` and `last` are contacts."""
    contacts = tuple(dict.fromkeys((first, last)))
    return (
        order(f"{prefix}-FIRST-EARLY", extract, "referral_date", first,
              "The first contact stands before the referral"),
        order(f"{prefix}-CONTACTS", extract, first, last,
              "A later step stands before the first contact"),
        Rule(f"{prefix}-FIRST-BLANK", SETS_ASIDE, "A later step without a first contact",
             extract, contacts, lambda f, _: f[last].notna() & f[first].isna()),
        order(f"{prefix}-CLOSED-EARLY", extract, "referral_date", "closure_date",
              "The referral was closed before it was received"),
        Rule(f"{prefix}-AFTER-CLOSURE", SETS_ASIDE, "A contact after the referral was closed",
             extract, (*contacts, "closure_date"), _after_closure(*contacts)),
        Rule(f"{prefix}-OUTCOME-OPEN", SETS_ASIDE, "An outcome, but the referral is not closed",
             extract, ("outcome", "closure_date"),
             lambda f, _: f["outcome"].notna() & f["closure_date"].isna()),
        Rule(f"{prefix}-CLOSED-WHY", WARNS, "Closed, but not how it ended",
             extract, ("outcome", "closure_date"),
             lambda f, _: f["closure_date"].notna() & f["outcome"].isna()),
        Rule(f"{prefix}-UNAVAILABLE", SETS_ASIDE, "More unavailable days than the wait has days",
             extract, ("unavailable_days",), _unavailable(last)),
        Rule(f"{prefix}-LONG", SETS_ASIDE, "More than five years to the first contact: impossible",
             extract, ("referral_date", first),
             lambda f, _: days_between(f["referral_date"], f[first]) > LONGEST_WAIT),
        Rule(f"{prefix}-SEND-LATE", WARNS,
             "SEND was recorded after the referral: the row is left out where SEND and no SEND "
             "are compared, since those who wait longer have more time to be recorded",
             extract, ("send_recorded_date", "referral_date"),
             lambda f, _: yes(f["send_flag"]) & (f["send_recorded_date"] > f["referral_date"])),
        Rule(f"{prefix}-SEND-UNFLAGGED", WARNS, "A date for SEND, but SEND is not said to be there",
             extract, ("send_flag", "send_recorded_date"),
             lambda f, _: f["send_recorded_date"].notna() & ~yes(f["send_flag"])),
    )  # fmt: skip


CAMHS = (
    *_shared("CAM", "camhs_referrals", "first_contact_date", "second_contact_date"),
    Rule("CAM-TWICE", WARNS, "The child was referred twice on one day to one provider",
         "camhs_referrals", ("child_id", "provider", "referral_date"), _same_day()),
    Rule("CAM-AGE-18", WARNS, "Aged 18 or over at referral, when CAMHS has ended",
         "camhs_referrals", ("date_of_birth", "referral_date"),
         lambda f, _: age_on(f["date_of_birth"], f["referral_date"]) >= CAMHS_ENDS),
    Rule("CAM-CRISIS-UNFLAGGED", WARNS, "A crisis is dated, but not flagged",
         "camhs_referrals", ("crisis", "crisis_date"),
         lambda f, _: f["crisis_date"].notna() & ~yes(f["crisis"])),
    order("CAM-CRISIS-EARLY", "camhs_referrals", "referral_date", "crisis_date",
          "The crisis stands before the referral"),
    Rule("CAM-TIER4-UNFLAGGED", WARNS, "A tier 4 admission is dated, but not flagged",
         "camhs_referrals", ("tier4", "tier4_admission_date"),
         lambda f, _: f["tier4_admission_date"].notna() & ~yes(f["tier4"])),
    order("CAM-TIER4-EARLY", "camhs_referrals", "referral_date", "tier4_admission_date",
          "The tier 4 admission stands before the referral"),
    order("CAM-RECORDS-EARLY", "camhs_referrals", "referral_date", "records_begin_date",
          "The provider's records begin before the referral: then the column stays blank"),
    order("CAM-RECORDS-CLOSED", "camhs_referrals", "records_begin_date", "closure_date",
          "Closed before the provider's records begin: it belongs to the provider before"),
)  # fmt: skip

PATHWAY = (
    *_shared("PTH", "pathway_referrals", "pathway_start_date", "assessment_complete_date"),
    Rule("PTH-TWICE", WARNS, "The child was referred twice on one day to one pathway",
         "pathway_referrals", ("child_id", "provider", "referral_date", "pathway"),
         _same_day("pathway")),
    Rule("PTH-DIAGNOSED-THERAPY", WARNS, "A diagnosis of autism from a therapy pathway",
         "pathway_referrals", ("pathway", "outcome"),
         lambda f, _: f["outcome"].isin(["diagnosed", "not_diagnosed"])
         & f["pathway"].notna() & (f["pathway"] != "autism")),
)  # fmt: skip

RULES = (*CAMHS, *PATHWAY)
