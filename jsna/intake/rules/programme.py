"""Rules for the programme's own records: surveys, Post Box, audits, KPIs, actions, evidence."""

import pandas as pd

from jsna.intake.rules.rule import (
    SETS_ASIDE,
    WARNS,
    Context,
    Rule,
    first_of,
    no,
    order,
    unknown,
    yes,
)

RATE_TOLERANCE = 0.6
"""Percentage points by which a printed percentage may differ from its numbers by rounding."""
AREAS = frozenset("123456789")


def _two_wordings(frame: pd.DataFrame, _: Context) -> pd.Series:
    """Return answers to a question that has two wordings in one arm and year."""
    key = ["survey_year", "arm", "question_id"]
    wordings = frame[[*key, "question_text"]].dropna().drop_duplicates()
    twice = wordings.loc[wordings.duplicated(key, keep=False), key]
    hit = pd.MultiIndex.from_frame(frame[key]).isin(pd.MultiIndex.from_frame(twice))
    return pd.Series(hit, index=frame.index)


def _more_answers(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return the frame of an arm and year in which more answered than were invited."""
    arm = ["survey_year", "arm"]
    answers = context.tables["survey_answers"].groupby(arm)["response_id"].nunique()
    invited = frame.groupby(arm)["invited"].transform("sum")
    answered = pd.MultiIndex.from_frame(frame[arm]).map(answers.to_dict())
    counted = pd.Series(pd.to_numeric(pd.Series(answered)).to_numpy(), index=frame.index)
    return yes(frame["frame_known"]) & (counted > invited.astype(float))


def _other_plan(frame: pd.DataFrame, _: Context) -> pd.Series:
    first = frame["double_mark_of"].map(first_of(frame, "audit_id", "plan_id"))
    return first.notna() & (first != frame["plan_id"])


def _same_agency(frame: pd.DataFrame, _: Context) -> pd.Series:
    key = frame[["audit_id", "auditor_agency"]].dropna().drop_duplicates()
    twice = key.loc[key.duplicated("audit_id", keep=False), "audit_id"]
    return frame["audit_id"].isin(twice)


def _rate(frame: pd.DataFrame, _: Context) -> pd.Series:
    made = 100 * frame["numerator"] / frame["denominator"].where(frame["denominator"] > 0)
    return (frame["unit"] == "percent") & ((made - frame["value"]).abs() > RATE_TOLERANCE)


def _went_back(frame: pd.DataFrame, _: Context) -> pd.Series:
    """Return entries in which a date that stood in the entry before has gone."""
    ordered = frame.sort_values(["action_ref", "recorded_on"])
    follows = ordered["action_ref"].eq(ordered["action_ref"].shift())
    lost = pd.Series(False, index=ordered.index)
    for step in ("approved", "implemented", "embedded"):
        lost |= ordered[step].isna() & ordered[step].shift().notna()
    return (follows & lost).reindex(frame.index)


def _wrong_area(frame: pd.DataFrame, _: Context) -> pd.Series:
    listed = frame["area_nos"].fillna("")
    sound = listed.str.fullmatch(r"\s*([1-9]\s*(;\s*[1-9]\s*)*)?")
    return ~sound.astype(bool)


SURVEYS = (
    Rule("SUR-WORDING", SETS_ASIDE, "One question, two wordings in one arm and year",
         "survey_answers", ("question_id", "question_text"), _two_wordings),
    Rule("SUR-YEAR", WARNS, "Answered in another year than that of the survey",
         "survey_answers", ("survey_year", "response_date"),
         lambda f, _: ((f["response_date"].dt.year - f["survey_year"].astype("float"))
                       .abs() > 1)),
    Rule("SUR-FRAME-BLANK", SETS_ASIDE, "The frame is known, but not how many were invited",
         "survey_invited", ("frame_known", "invited"),
         lambda f, _: yes(f["frame_known"]) & f["invited"].isna()),
    Rule("SUR-NO-FRAME", SETS_ASIDE, "No frame is known, but a number of invited is given",
         "survey_invited", ("frame_known", "invited"),
         lambda f, _: no(f["frame_known"]) & f["invited"].notna()),
    Rule("SUR-MORE-ANSWERS", WARNS, "More answered than were invited",
         "survey_invited", ("invited",), _more_answers, needs=("survey_answers",)),
    Rule("FOR-MORE-AGREED", SETS_ASIDE, "More agreed than answered",
         "forum_survey", ("answered", "agreed"), lambda f, _: f["agreed"] > f["answered"]),
    Rule("FOR-MORE-ANSWERS", WARNS, "More answered than were invited",
         "forum_survey", ("invited", "answered"),
         lambda f, _: (f["answered"] > f["invited"]).fillna(False)),
)  # fmt: skip

POST_BOX = (
    Rule("PBX-COMPLAINT", SETS_ASIDE, "A complaint; it belongs in the complaints process",
         "post_box", ("is_complaint",), lambda f, _: yes(f["is_complaint"])),
    order("PBX-EMPTIED-EARLY", "post_box", "received_month", "emptied_date",
          "Emptied before the month in which it was left"),
    order("PBX-ROUTED-EARLY", "post_box", "emptied_date", "routed_date",
          "Passed on before the box was emptied"),
    order("PBX-ANSWERED-EARLY", "post_box", "emptied_date", "answered_date",
          "Answered before the box was emptied"),
)  # fmt: skip

AUDITS = (
    unknown("plan_audits", "plan_id", "ehc_plans", "AUD-PLAN-UNKNOWN",
            "The audit names a plan", SETS_ASIDE),
    Rule("AUD-SECOND-UNFLAGGED", WARNS, "A second marking that is not flagged as one",
         "plan_audits", ("double_marked", "double_mark_of"),
         lambda f, _: f["double_mark_of"].notna() & no(f["double_marked"])),
    Rule("AUD-FIRST-UNKNOWN", SETS_ASIDE, "The second marking names a first that was not sent",
         "plan_audits", ("double_mark_of",),
         lambda f, _: f["double_mark_of"].notna() & ~f["double_mark_of"].isin(f["audit_id"])),
    Rule("AUD-ITSELF", SETS_ASIDE, "The audit is named as the second marking of itself",
         "plan_audits", ("audit_id", "double_mark_of"),
         lambda f, _: f["audit_id"].notna() & (f["audit_id"] == f["double_mark_of"])),
    Rule("AUD-OTHER-PLAN", SETS_ASIDE, "First and second marking speak of different plans",
         "plan_audits", ("plan_id", "double_mark_of"), _other_plan),
    Rule("AUD-TWO-AGENCIES", SETS_ASIDE, "One audit, two agencies",
         "plan_audits", ("audit_id", "auditor_agency"), _same_agency),
)  # fmt: skip

KPIS = (
    order("KPI-PERIOD", "kpi_returns", "period_start", "period_end",
          "The period ends before it begins"),
    Rule("KPI-PERCENT", SETS_ASIDE, "A percentage outside 0 to 100",
         "kpi_returns", ("value", "unit"),
         lambda f, _: (f["unit"] == "percent") & ~f["value"].between(0, 100)
         & f["value"].notna()),
    Rule("KPI-PARTS", SETS_ASIDE, "The numerator of a percentage exceeds its denominator",
         "kpi_returns", ("numerator", "denominator"),
         lambda f, _: (f["unit"] == "percent") & (f["numerator"] > f["denominator"])),
    Rule("KPI-RATE", WARNS, "The percentage is not that of its numerator and denominator",
         "kpi_returns", ("value", "numerator", "denominator"), _rate),
    Rule("KPI-NEGATIVE", SETS_ASIDE, "A negative count, wait or amount",
         "kpi_returns", ("value", "unit"),
         lambda f, _: f["unit"].isin(["count", "days", "weeks", "gbp"]) & (f["value"] < 0)),
    order("KPI-RETURNED-EARLY", "kpi_returns", "period_end", "returned_date",
          "Returned before the period ended", WARNS),
)  # fmt: skip

ACTIONS = (
    order("ACT-CLOCK", "action_log", "approved", "implemented",
          "Implemented before it was approved"),
    order("ACT-EMBEDDED-EARLY", "action_log", "implemented", "embedded",
          "Embedded before it was implemented"),
    Rule("ACT-EMBEDDED-ALONE", SETS_ASIDE, "Embedded, but never implemented",
         "action_log", ("implemented", "embedded"),
         lambda f, _: f["embedded"].notna() & f["implemented"].isna()),
    Rule("ACT-DONE-UNDATED", WARNS, "Completed, but without the date of implementation",
         "action_log", ("status", "implemented"),
         lambda f, _: (f["status"] == "completed") & f["implemented"].isna()),
    Rule("ACT-DELAY-WHY", WARNS, "Delayed, but not why",
         "action_log", ("status", "delay_reason"),
         lambda f, _: (f["status"] == "delayed") & f["delay_reason"].isna()),
    Rule("ACT-WENT-BACK", WARNS, "A date that stood in the log before has gone",
         "action_log", ("approved", "implemented", "embedded"), _went_back),
)  # fmt: skip

EVIDENCE = (
    Rule("EVD-CONSENT", SETS_ASIDE, "A family's story without recorded consent",
         "evidence_register", ("form", "consent_recorded"),
         lambda f, _: (f["form"] == "case_study") & ~yes(f["consent_recorded"])),
    Rule("EVD-AREA", SETS_ASIDE, "An area of weakness that does not exist; they are 1 to 9",
         "evidence_register", ("area_nos",), _wrong_area),
    order("EVD-FILED-EARLY", "evidence_register", "effective_date", "filed_date",
          "Filed before the date it speaks of", WARNS),
)  # fmt: skip

RULES = (*SURVEYS, *POST_BOX, *AUDITS, *KPIS, *ACTIONS, *EVIDENCE)
