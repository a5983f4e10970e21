"""Rules for EHC plans: from request to plan, placement, review and end; disputes, budgets."""

import pandas as pd

from jsna.intake.rules.rule import (
    SETS_ASIDE,
    WARNS,
    Context,
    Rule,
    age_on,
    days_between,
    first_of,
    no,
    order,
    other_child,
    unknown,
    yes,
)

LONGEST_DECISION = 365
"""Days from request to decision beyond which a date is more likely wrong; the law says 42."""
LONGEST_TO_PLAN = 3 * 365
NEEDS_SCHOOL = ("mainstream", "unit", "special", "independent", "ap", "college", "special_post_16")
DECIDED = ("Y", "N")


def _without_request(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return plans that began when requests were already recorded, and name none that was.

    Plans of the first year of the record may rest on requests of the year before it; plans from
    another authority need none.
    """
    requests = context.tables["ehc_requests"]
    recorded = requests["received_date"].min() + pd.Timedelta(days=365)
    expected = (frame["start_date"] >= recorded) & ~yes(frame["transferred_in"])
    return expected & ~frame["request_id"].isin(requests["request_id"])


def _received(frame: pd.DataFrame, context: Context) -> pd.Series:
    return frame["request_id"].map(
        first_of(context.tables["ehc_requests"], "request_id", "received_date")
    )


def _two_open(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return plans of a child who has another plan that has not ceased."""
    open_plans = ~frame["plan_id"].isin(context.tables["ehc_ceased"]["plan_id"])
    return (
        open_plans
        & frame["child_id"].where(open_plans).duplicated(keep=False)
        & frame["child_id"].notna()
    )


def _overlapping(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return main placements that begin before the one before them has ended."""
    main = frame.loc[frame["placement_rank"] == 1].sort_values(["plan_id", "placement_start_date"])
    before = main.groupby("plan_id")["placement_end_date"].shift()
    follows = main["plan_id"].eq(main["plan_id"].shift())
    clash = follows & (before.isna() | (main["placement_start_date"] < before))
    return clash.reindex(frame.index, fill_value=False)


def _ceased(frame: pd.DataFrame, context: Context) -> pd.Series:
    return frame["plan_id"].map(first_of(context.tables["ehc_ceased"], "plan_id", "cease_date"))


def _started(frame: pd.DataFrame, context: Context) -> pd.Series:
    return frame["plan_id"].map(first_of(context.tables["ehc_plans"], "plan_id", "start_date"))


def _ceased_young(frame: pd.DataFrame, context: Context) -> pd.Series:
    born = frame["plan_id"].map(first_of(context.tables["ehc_plans"], "plan_id", "date_of_birth"))
    return (frame["cease_reason"] == "age") & (age_on(born, frame["cease_date"]) < 19)


def _not_agreed(frame: pd.DataFrame, context: Context) -> pd.Series:
    outcome = frame["request_id"].map(
        first_of(context.tables["ehc_requests"], "request_id", "request_outcome")
    )
    return outcome.notna() & (outcome != "Y")


def _to_plan(frame: pd.DataFrame, context: Context) -> pd.Series:
    return days_between(_received(frame, context), frame["start_date"]) > LONGEST_TO_PLAN


REQUESTS = (
    order("REQ-CLOCK", "ehc_requests", "received_date", "request_outcome_date",
          "The decision to assess stands before the request"),
    Rule("REQ-DECIDED-UNDATED", SETS_ASIDE, "Decided, but without the date of the decision",
         "ehc_requests", ("request_outcome", "request_outcome_date"),
         lambda f, _: f["request_outcome"].isin(DECIDED) & f["request_outcome_date"].isna()),
    Rule("REQ-AWAITING-DATED", SETS_ASIDE, "Awaiting a decision, but a decision is dated",
         "ehc_requests", ("request_outcome", "request_outcome_date"),
         lambda f, _: (f["request_outcome"] == "A") & f["request_outcome_date"].notna()),
    Rule("REQ-LONG", WARNS, "More than a year from request to decision; check both dates",
         "ehc_requests", ("received_date", "request_outcome_date"),
         lambda f, _: days_between(f["received_date"], f["request_outcome_date"])
         > LONGEST_DECISION),
    Rule("REQ-DISPUTED-UNREFUSED", WARNS, "An appeal, but nothing was refused",
         "ehc_requests", ("request_outcome", "request_tribunal"),
         lambda f, _: yes(f["request_tribunal"]) & f["request_outcome"].isin(["A", "W"])),
)  # fmt: skip

ASSESSMENTS = (
    unknown("ehc_assessments", "request_id", "ehc_requests", "ASM-REQUEST-UNKNOWN",
            "The assessment names a request", SETS_ASIDE),
    other_child("ehc_assessments", "request_id", "ehc_requests", "ASM-OTHER-CHILD", SETS_ASIDE),
    Rule("ASM-NOT-AGREED", WARNS, "An assessment, though the request was not agreed",
         "ehc_assessments", ("request_id",), _not_agreed, needs=("ehc_requests",)),
    Rule("ASM-BEFORE-REQUEST", SETS_ASIDE, "Agreed before the request was received",
         "ehc_assessments", ("decision_to_assess_date", "request_id"),
         lambda f, c: f["decision_to_assess_date"] < _received(f, c), needs=("ehc_requests",)),
    order("ASM-CLOCK", "ehc_assessments", "decision_to_assess_date", "assessment_outcome_date",
          "The decision on a plan stands before the decision to assess"),
    Rule("ASM-DECIDED-UNDATED", SETS_ASIDE, "Decided, but without the date of the decision",
         "ehc_assessments", ("assessment_outcome", "assessment_outcome_date"),
         lambda f, _: f["assessment_outcome"].isin(DECIDED) & f["assessment_outcome_date"].isna()),
    Rule("ASM-AWAITING-DATED", SETS_ASIDE, "Awaiting a decision, but a decision is dated",
         "ehc_assessments", ("assessment_outcome", "assessment_outcome_date"),
         lambda f, _: (f["assessment_outcome"] == "A") & f["assessment_outcome_date"].notna()),
)  # fmt: skip

PLANS = (
    Rule("PLN-WITHOUT-REQUEST", SETS_ASIDE,
         "A plan without a request: send the request, or say that the plan was transferred in",
         "ehc_plans", ("request_id", "transferred_in"), _without_request, needs=("ehc_requests",)),
    other_child("ehc_plans", "request_id", "ehc_requests", "PLN-OTHER-CHILD", SETS_ASIDE),
    Rule("PLN-BEFORE-REQUEST", SETS_ASIDE, "The plan was issued before its request was received",
         "ehc_plans", ("start_date", "request_id"),
         lambda f, c: f["start_date"] < _received(f, c), needs=("ehc_requests",)),
    Rule("PLN-LONG", WARNS, "More than three years from request to plan; check both dates",
         "ehc_plans", ("start_date", "request_id"), _to_plan, needs=("ehc_requests",)),
    Rule("PLN-TWO-OPEN", WARNS, "The child has two plans that have not ceased",
         "ehc_plans", ("child_id",), _two_open, needs=("ehc_ceased",)),
    Rule("PLN-NSA", WARNS, "A plan rests on an assessment: its need cannot be `no assessment`",
         "ehc_plans", ("primary_need",), lambda f, _: f["primary_need"] == "NSA"),
    Rule("PLN-PAYMENT-NO-BUDGET", WARNS, "A direct payment without a personal budget",
         "ehc_plans", ("direct_payment", "personal_budget"),
         lambda f, _: yes(f["direct_payment"]) & no(f["personal_budget"])),
)  # fmt: skip

PLACEMENTS = (
    unknown("ehc_placements", "plan_id", "ehc_plans", "PLC-PLAN-UNKNOWN",
            "The placement names a plan", SETS_ASIDE),
    other_child("ehc_placements", "plan_id", "ehc_plans", "PLC-OTHER-CHILD", SETS_ASIDE),
    order("PLC-CLOCK", "ehc_placements", "placement_start_date", "placement_end_date",
          "The placement ends before it begins"),
    Rule("PLC-OVERLAP", WARNS, "Two main placements of one plan at once; end the earlier one",
         "ehc_placements", ("plan_id", "placement_start_date", "placement_end_date"), _overlapping),
    Rule("PLC-AFTER-CEASED", SETS_ASIDE, "The placement begins after the plan ceased",
         "ehc_placements", ("plan_id", "placement_start_date"),
         lambda f, c: f["placement_start_date"] > _ceased(f, c), needs=("ehc_ceased",)),
    unknown("ehc_placements", "school_urn", "schools", "PLC-SCHOOL-UNKNOWN",
            "The placement names a school", WARNS),
    Rule("PLC-SCHOOL-BLANK", WARNS, "A placement in a school or college that is not named",
         "ehc_placements", ("placement_type", "school_urn"),
         lambda f, _: f["placement_type"].isin(NEEDS_SCHOOL) & f["school_urn"].isna()),
)  # fmt: skip

REVIEWS = (
    unknown("ehc_reviews", "plan_id", "ehc_plans", "REV-PLAN-UNKNOWN",
            "The review names a plan", SETS_ASIDE),
    other_child("ehc_reviews", "plan_id", "ehc_plans", "REV-OTHER-CHILD", SETS_ASIDE),
    order("REV-CLOCK", "ehc_reviews", "review_meeting_date", "review_outcome_date",
          "The review was decided before it met"),
    Rule("REV-DECIDED-NOT-HELD", SETS_ASIDE, "A decision without a meeting",
         "ehc_reviews", ("review_meeting_date", "review_outcome_date"),
         lambda f, _: f["review_outcome_date"].notna() & f["review_meeting_date"].isna()),
    Rule("REV-BEFORE-PLAN", SETS_ASIDE, "The review met before the plan began",
         "ehc_reviews", ("plan_id", "review_meeting_date"),
         lambda f, c: f["review_meeting_date"] < _started(f, c), needs=("ehc_plans",)),
    Rule("REV-AFTER-CEASED", SETS_ASIDE, "The review met after the plan ceased",
         "ehc_reviews", ("plan_id", "review_meeting_date"),
         lambda f, c: f["review_meeting_date"] > _ceased(f, c), needs=("ehc_ceased",)),
)  # fmt: skip

CEASED = (
    unknown("ehc_ceased", "plan_id", "ehc_plans", "CEA-PLAN-UNKNOWN",
            "The row names a plan that ceased", SETS_ASIDE),
    other_child("ehc_ceased", "plan_id", "ehc_plans", "CEA-OTHER-CHILD", SETS_ASIDE),
    Rule("CEA-CLOCK", SETS_ASIDE, "The plan ceased before it began",
         "ehc_ceased", ("plan_id", "cease_date"),
         lambda f, c: f["cease_date"] < _started(f, c), needs=("ehc_plans",)),
    Rule("CEA-YOUNG", WARNS, "Ceased for age before the 19th birthday; check the reason",
         "ehc_ceased", ("cease_reason",), _ceased_young, needs=("ehc_plans",)),
)  # fmt: skip

DISPUTES = (
    order("DIS-CLOCK", "tribunal_mediation", "registered_date", "outcome_date",
          "The case was decided before it was registered"),
    Rule("DIS-PENDING-DATED", SETS_ASIDE, "Pending, but the outcome is dated",
         "tribunal_mediation", ("outcome", "outcome_date"),
         lambda f, _: (f["outcome"] == "pending") & f["outcome_date"].notna()),
    Rule("DIS-DECIDED-UNDATED", SETS_ASIDE, "Decided, but without a date",
         "tribunal_mediation", ("outcome", "outcome_date"),
         lambda f, _: (f["outcome"] != "pending") & f["outcome"].notna()
         & f["outcome_date"].isna()),
    unknown("tribunal_mediation", "request_id", "ehc_requests", "DIS-REQUEST-UNKNOWN",
            "The case names a request", WARNS),
    unknown("tribunal_mediation", "plan_id", "ehc_plans", "DIS-PLAN-UNKNOWN",
            "The case names a plan", WARNS),
    order("BUD-CLOCK", "personal_budgets", "start_date", "end_date",
          "The budget ends before it begins"),
    unknown("personal_budgets", "plan_id", "ehc_plans", "BUD-PLAN-UNKNOWN",
            "The budget names a plan", SETS_ASIDE),
)  # fmt: skip

RULES = (*REQUESTS, *ASSESSMENTS, *PLANS, *PLACEMENTS, *REVIEWS, *CEASED, *DISPUTES)
