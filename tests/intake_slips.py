"""For each rule on rows, one slip that breaks it: what a sender could well have sent.

A slip changes cells of one row of the clean county (the fourth, or the last of a short table).
`{}` values of None stand for a copy of the row: see `plant`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from intake_county import Rows, nhs_number

Change = dict[str, object]


@dataclass(frozen=True)
class Slip:
    """One way of breaking one rule."""

    code: str
    extract: str
    change: Change = field(default_factory=dict)
    copy: bool = False
    """Whether a copy of the row is added and changed, instead of the row itself."""
    also: Callable[[Rows, int], None] | None = None
    """What must be true in other tables for the slip to be one."""


def _refused(rows: Rows, row: int) -> None:
    rows["ehc_requests"][row]["request_outcome"] = "N"


def _ceased(rows: Rows, row: int) -> None:
    plan = rows["ehc_plans"][row]
    rows["ehc_ceased"].append(
        {"plan_id": plan["plan_id"], "child_id": plan["child_id"],
         "cease_date": date(2019, 1, 1), "cease_reason": "needs_met"}
    )  # fmt: skip


def _requested_long_ago(rows: Rows, row: int) -> None:
    rows["ehc_requests"][row] |= {
        "received_date": date(2014, 9, 1), "request_outcome_date": date(2014, 10, 1),
    }  # fmt: skip


def _second_mark(rows: Rows, row: int) -> None:
    rows["plan_audits"][row] |= {"double_marked": "Y"}


def _one_invited(rows: Rows, row: int) -> None:
    for group in rows["survey_invited"]:
        group["invited"] = 1


NEXT_YEAR = date(2022, 2, 1)
LONG_AGO = date(1901, 1, 1)

SLIPS = (
    # cells
    Slip("VALUE-MISSING", "pupils", {"sex": ""}),
    Slip("VALUE-UNREADABLE", "pupils", {"sen_provision": "Q"}),
    Slip("VALUE-UNREADABLE", "camhs_referrals", {"referral_date": "31/02/2020"}),
    Slip("VALUE-UNREADABLE", "camhs_referrals", {"closure_date": "soon"}),
    Slip("VALUE-WITHHELD", "ehc_plans", {"primary_need": "c"}),
    Slip("VALUE-WITHHELD", "camhs_referrals", {"closure_date": "x"}),
    Slip("VALUE-OUT-OF-RANGE", "camhs_referrals", {"unavailable_days": -4}),
    Slip("VALUE-DROPPED", "pupils", {"ethnicity": "??"}),
    Slip("DATE-ORDER", "home_education", {"start_date": "03/04/2020"},
         also=lambda rows, row: rows["home_education"][row + 1].update(start_date="04/25/2020")),
    # everyone
    Slip("AGE-OVER-25", "short_breaks", {"date_of_birth": date(1993, 5, 1)}),
    Slip("AGE-BEFORE-BIRTH", "camhs_referrals", {"send_recorded_date": date(2009, 1, 1)}),
    Slip("AGE-UNBORN", "pupils", {"date_of_birth": date(2021, 3, 1)}),
    Slip("DATE-FUTURE", "ehc_requests", {"request_outcome_date": NEXT_YEAR}),
    Slip("DATE-ANCIENT", "ehc_placements", {"placement_end_date": LONG_AGO}),
    Slip("PLACE-LSOA", "pupils", {"home_district": "Eden", "home_postcode": ""}),
    Slip("PLACE-LSOA-UNKNOWN", "pupils", {"home_lsoa": "E01000001"}),
    Slip("PLACE-POSTCODE", "ehc_plans", {"home_postcode": "CA1 9ZZ"}),
    Slip("ROW-TWICE", "camhs_referrals", copy=True),
    Slip("KEY-TWICE", "pupils", {"sex": "U"}, copy=True),
    Slip("NHS-CHECK", "ehc_plans", {"nhs_number": "9990000011"}),
    Slip("NHS-SHARED", "ehc_plans", {"nhs_number": nhs_number(5)}),
    Slip("NHS-DIFFERS", "pupils", {"nhs_number": nhs_number(70), "school_year": "2019/20"},
         copy=True),
    Slip("BIRTH-DIFFERS", "pupils", {"date_of_birth": date(2010, 2, 2), "school_year": "2019/20"},
         copy=True),
    Slip("NEED-TWICE", "pupils", {"primary_need": "ASD", "secondary_need": "ASD"}),
    # pupils and learners
    Slip("PUP-SUBSIDIARY", "pupils", {"enrolment_status": "S"}),
    Slip("PUP-AGE-YEAR", "pupils", {"year_group": "11"}),
    Slip("PUP-NEED-BLANK", "pupils", {"primary_need": ""}),
    Slip("PUP-NEED-WITHOUT-SEN", "pupils", {"sen_provision": "N"}),
    Slip("PUP-NSA-PLAN", "pupils", {"primary_need": "NSA"}),
    Slip("PUP-SECOND-NEED-ALONE", "pupils", {"primary_need": "", "secondary_need": "HI"}),
    Slip("PUP-SCHOOL-BLANK", "pupils", {"school_urn": ""}),
    Slip("PUP-PLACE-AND-SCHOOL", "pupils", {"no_school_place": "Y"}),
    Slip("PUP-PART-TIME-DATED", "pupils", {"part_time_since": date(2020, 11, 1)}),
    Slip("PUP-NO-PLACE-DATED", "pupils", {"no_place_since": date(2020, 11, 1)}),
    Slip("PUP-ENTRY-LATE", "pupils", {"entry_date": date(2021, 5, 1)}),
    Slip("PUP-SEN-DATED", "pupils", {"sen_provision": "N", "primary_need": ""}),
    Slip("PUP-SCHOOL-UNKNOWN", "pupils", {"school_urn": "999999"}),
    Slip("PUP-PLAN-UNKNOWN", "pupils", {"child_id": "P9999"}),
    Slip("EYC-AGE", "early_years_census", {"date_of_birth": date(2013, 1, 1)}),
    Slip("EYC-NSA", "early_years_census", {"sen_provision": "E", "primary_need": "NSA"}),
    Slip("COL-AGE", "college_learners", {"date_of_birth": date(2008, 1, 1)}),
    Slip("COL-CLOCK", "college_learners", {"course_end_date": date(2020, 9, 1)}),
    Slip("COL-COMPLETED-OPEN", "college_learners", {"course_end_date": ""}),
    Slip("COL-NO-SEN", "college_learners", {"sen_provision": "N"}),
    Slip("ATT-MORE", "attendance", {"sessions_authorised": 299}),
    Slip("ATT-SCHOOL-UNKNOWN", "attendance", {"school_urn": "999999"}),
    Slip("EXC-SESSIONS-NONE", "exclusions", {"sessions": ""}),
    Slip("EXC-PERMANENT-SESSIONS", "exclusions", {"category": "PERM"}),
    Slip("EXC-SCHOOL-UNKNOWN", "exclusions", {"school_urn": "999999"}),
    Slip("ATM-BOTH", "attainment", {"score": 3.5}),
    Slip("ATM-NEITHER", "attainment", {"met": ""}),
    Slip("ATM-NOT-HELD", "attainment", {"basis": "not_held"}),
    Slip("ATM-CANCELLED", "attainment", {"school_year": "2019/20"}),
    Slip("LAC-CLOCK", "looked_after", {"care_end_date": date(2015, 1, 1)}),
    Slip("LAC-AGE", "looked_after", {"date_of_birth": date(1996, 1, 1)}),
    Slip("EHE-CLOCK", "home_education", {"end_date": date(2019, 9, 1)}),
    Slip("EHE-AGE", "home_education", {"date_of_birth": date(2002, 1, 1)}),
    Slip("ASC-CLOCK", "adult_social_care", {"service_end_date": date(2019, 1, 1)}),
    Slip("ASC-ASSESSED-EARLY", "adult_social_care", {"assessment_date": date(2018, 12, 1)}),
    Slip("ASC-AGE", "adult_social_care", {"date_of_birth": date(2003, 1, 1)}),
    Slip("ASC-SERVICE-UNDATED", "adult_social_care", {"service_start_date": ""}),
    Slip("TRN-CLOCK", "transition_records", {"care_act_assessment_date": date(2020, 4, 1)}),
    Slip("TRN-PLAN-BLANK", "transition_records", {"plan_id": ""}),
    Slip("TRN-PLAN-UNKNOWN", "transition_records", {"plan_id": "PL9999"}),
    Slip("TRN-DESTINATION-YOUNG", "transition_records", {"date_of_birth": date(2007, 1, 1)}),
    Slip("TRN-REFERRED-UNIDENTIFIED", "transition_records", {"adult_care_identified": "N"}),
    # plans
    Slip("REQ-CLOCK", "ehc_requests", {"request_outcome_date": date(2018, 1, 1)}),
    Slip("REQ-DECIDED-UNDATED", "ehc_requests", {"request_outcome_date": ""}),
    Slip("REQ-AWAITING-DATED", "ehc_requests", {"request_outcome": "A"}),
    Slip("REQ-LONG", "ehc_requests", {"request_outcome_date": date(2019, 6, 1)}),
    Slip("REQ-DISPUTED-UNREFUSED", "ehc_requests",
         {"request_tribunal": "Y", "request_outcome": "W"}),
    Slip("ASM-REQUEST-UNKNOWN", "ehc_assessments", {"request_id": "RQ9999"}),
    Slip("ASM-OTHER-CHILD", "ehc_assessments", {"child_id": "P0009"}),
    Slip("ASM-NOT-AGREED", "ehc_assessments", {}, also=_refused),
    Slip("ASM-BEFORE-REQUEST", "ehc_assessments", {"decision_to_assess_date": date(2018, 1, 5)}),
    Slip("ASM-CLOCK", "ehc_assessments", {"assessment_outcome_date": date(2018, 3, 30)}),
    Slip("ASM-DECIDED-UNDATED", "ehc_assessments", {"assessment_outcome_date": ""}),
    Slip("ASM-AWAITING-DATED", "ehc_assessments", {"assessment_outcome": "A"}),
    Slip("PLN-WITHOUT-REQUEST", "ehc_plans",
         {"request_id": "RQ9999", "start_date": date(2020, 1, 1)}),
    Slip("PLN-OTHER-CHILD", "ehc_plans", {"request_id": "RQ0007"}),
    Slip("PLN-BEFORE-REQUEST", "ehc_plans", {"start_date": date(2018, 2, 1)}),
    Slip("PLN-LONG", "ehc_plans", {}, also=_requested_long_ago),
    Slip("PLN-TWO-OPEN", "ehc_plans", {"plan_id": "PL9999"}, copy=True),
    Slip("PLN-NSA", "ehc_plans", {"primary_need": "NSA"}),
    Slip("PLN-PAYMENT-NO-BUDGET", "ehc_plans", {"personal_budget": "N"}),
    Slip("PLC-PLAN-UNKNOWN", "ehc_placements", {"plan_id": "PL9999"}),
    Slip("PLC-OTHER-CHILD", "ehc_placements", {"child_id": "P0009"}),
    Slip("PLC-CLOCK", "ehc_placements", {"placement_end_date": date(2018, 9, 1)}),
    Slip("PLC-OVERLAP", "ehc_placements", {"placement_start_date": date(2019, 9, 3)}, copy=True),
    Slip("PLC-AFTER-CEASED", "ehc_placements", {"placement_start_date": date(2019, 2, 1)},
         also=_ceased),
    Slip("PLC-SCHOOL-UNKNOWN", "ehc_placements", {"school_urn": "999999"}),
    Slip("PLC-SCHOOL-BLANK", "ehc_placements", {"school_urn": ""}),
    Slip("REV-PLAN-UNKNOWN", "ehc_reviews", {"plan_id": "PL9999"}),
    Slip("REV-OTHER-CHILD", "ehc_reviews", {"child_id": "P0009"}),
    Slip("REV-CLOCK", "ehc_reviews", {"review_outcome_date": date(2020, 6, 1)}),
    Slip("REV-DECIDED-NOT-HELD", "ehc_reviews", {"review_meeting_date": ""}),
    Slip("REV-BEFORE-PLAN", "ehc_reviews", {"review_meeting_date": date(2018, 7, 1)}),
    Slip("REV-AFTER-CEASED", "ehc_reviews", {}, also=_ceased),
    Slip("CEA-PLAN-UNKNOWN", "ehc_ceased", {"plan_id": "PL9999"}),
    Slip("CEA-OTHER-CHILD", "ehc_ceased", {"child_id": "P0009"}),
    Slip("CEA-CLOCK", "ehc_ceased", {"cease_date": date(2018, 1, 1)}),
    Slip("CEA-YOUNG", "ehc_ceased", {"cease_reason": "age"}),
    Slip("DIS-CLOCK", "tribunal_mediation", {"outcome_date": date(2019, 4, 1)}),
    Slip("DIS-PENDING-DATED", "tribunal_mediation", {"outcome": "pending"}),
    Slip("DIS-DECIDED-UNDATED", "tribunal_mediation", {"outcome_date": ""}),
    Slip("DIS-REQUEST-UNKNOWN", "tribunal_mediation", {"request_id": "RQ9999"}),
    Slip("DIS-PLAN-UNKNOWN", "tribunal_mediation", {"plan_id": "PL9999"}),
    Slip("BUD-CLOCK", "personal_budgets", {"end_date": date(2018, 8, 1)}),
    Slip("BUD-PLAN-UNKNOWN", "personal_budgets", {"plan_id": "PL9999"}),
    # referrals
    Slip("CAM-FIRST-EARLY", "camhs_referrals", {"first_contact_date": date(2019, 12, 1)}),
    Slip("CAM-CONTACTS", "camhs_referrals", {"second_contact_date": date(2020, 2, 1)}),
    Slip("CAM-FIRST-BLANK", "camhs_referrals", {"first_contact_date": ""}),
    Slip("CAM-CLOSED-EARLY", "camhs_referrals",
         {"closure_date": date(2019, 12, 1), "first_contact_date": "", "second_contact_date": ""}),
    Slip("CAM-AFTER-CLOSURE", "camhs_referrals", {"closure_date": date(2020, 3, 20)}),
    Slip("CAM-OUTCOME-OPEN", "camhs_referrals", {"closure_date": ""}),
    Slip("CAM-CLOSED-WHY", "camhs_referrals", {"outcome": ""}),
    Slip("CAM-UNAVAILABLE", "camhs_referrals", {"unavailable_days": 400}),
    Slip("CAM-LONG", "camhs_referrals",
         {"referral_date": date(2014, 1, 6), "send_recorded_date": date(2013, 1, 1)}),
    Slip("CAM-SEND-LATE", "camhs_referrals", {"send_recorded_date": date(2020, 2, 1)}),
    Slip("CAM-SEND-UNFLAGGED", "camhs_referrals", {"send_flag": "N"}),
    Slip("CAM-TWICE", "camhs_referrals", {"referral_id": "RF9999"}, copy=True),
    Slip("CAM-AGE-18", "camhs_referrals", {"date_of_birth": date(2001, 1, 1)}),
    Slip("CAM-CRISIS-UNFLAGGED", "camhs_referrals", {"crisis_date": date(2020, 2, 1)}),
    Slip("CAM-CRISIS-EARLY", "camhs_referrals",
         {"crisis": "Y", "crisis_date": date(2019, 2, 1)}),
    Slip("CAM-TIER4-UNFLAGGED", "camhs_referrals", {"tier4_admission_date": date(2020, 2, 1)}),
    Slip("CAM-TIER4-EARLY", "camhs_referrals",
         {"tier4": "Y", "tier4_admission_date": date(2019, 2, 1)}),
    Slip("CAM-RECORDS-EARLY", "camhs_referrals", {"records_begin_date": date(2019, 10, 1)}),
    Slip("CAM-RECORDS-CLOSED", "camhs_referrals", {"records_begin_date": date(2021, 1, 1)}),
    Slip("PTH-FIRST-EARLY", "pathway_referrals", {"pathway_start_date": date(2019, 12, 1)}),
    Slip("PTH-CONTACTS", "pathway_referrals", {"assessment_complete_date": date(2020, 5, 1)}),
    Slip("PTH-FIRST-BLANK", "pathway_referrals", {"pathway_start_date": ""}),
    Slip("PTH-CLOSED-EARLY", "pathway_referrals",
         {"closure_date": date(2019, 12, 1), "pathway_start_date": "",
          "assessment_complete_date": ""}),
    Slip("PTH-AFTER-CLOSURE", "pathway_referrals", {"closure_date": date(2020, 7, 1)}),
    Slip("PTH-OUTCOME-OPEN", "pathway_referrals", {"closure_date": ""}),
    Slip("PTH-CLOSED-WHY", "pathway_referrals", {"outcome": ""}),
    Slip("PTH-UNAVAILABLE", "pathway_referrals", {"unavailable_days": 600}),
    Slip("PTH-LONG", "pathway_referrals",
         {"referral_date": date(2014, 1, 6), "send_recorded_date": date(2013, 1, 1)}),
    Slip("PTH-SEND-LATE", "pathway_referrals", {"send_recorded_date": date(2020, 2, 1)}),
    Slip("PTH-SEND-UNFLAGGED", "pathway_referrals", {"send_flag": "N"}),
    Slip("PTH-TWICE", "pathway_referrals", {"referral_id": "PF9999"}, copy=True),
    Slip("PTH-DIAGNOSED-THERAPY", "pathway_referrals", {"pathway": "physiotherapy"}),
    # services and places
    Slip("SHB-CLOCK", "short_breaks", {"service_end_date": date(2020, 4, 1)}),
    Slip("SHB-OUTSIDE-YEAR", "short_breaks", {"service_start_date": date(2021, 5, 1)}),
    Slip("SHB-HOURS-NO-SERVICE", "short_breaks", {"service": "none"}),
    Slip("SHB-MONTHS-NO-HOURS", "short_breaks", {"hours_a_month": ""}),
    Slip("SHB-NONE-AND-SOME", "short_breaks", {"service": "none", "hours_a_month": ""},
         copy=True),
    Slip("SHB-NOT-ELIGIBLE", "short_breaks", {"eligible": "N"}),
    Slip("SHB-PAYMENT", "short_breaks", {"service": "direct_payment"}),
    Slip("SHB-ASSESSED-DATED", "short_breaks", {"assessed": "N"}),
    Slip("SHB-WAITED-LATE", "short_breaks", {"waiting_since": date(2020, 6, 1)}),
    Slip("SHB-SITE-UNKNOWN", "short_breaks", {"site_id": "S99"}),
    Slip("SCH-CLOCK", "schools", {"closed_date": date(1994, 1, 1)}),
    Slip("SIT-CLOCK", "service_sites", {"closed_date": date(2000, 1, 1)}),
    Slip("SIT-AGES", "service_sites", {"age_from": 19}),
    Slip("SIT-GRID", "service_sites", {"northing": ""}),
    Slip("RET-SCHOOL-UNKNOWN", "schools_return", {"school_urn": "999999"}),
    Slip("RET-MORE", "schools_return", {"sen_support_pupils": 400}),
    Slip("RET-PART-TIME", "schools_return", {"part_time_timetables": 400}),
    Slip("RET-UNASKED", "schools_return", {"asked_for_support": "N"}),
    Slip("RET-UNDATED", "schools_return", {"returned_date": ""}),
    # the programme's own records
    Slip("SUR-WORDING", "survey_answers", {"question_text": "Were you heard?"}),
    Slip("SUR-YEAR", "survey_answers", {"response_date": date(2018, 1, 1)}),
    Slip("SUR-FRAME-BLANK", "survey_invited", {"invited": ""}),
    Slip("SUR-NO-FRAME", "survey_invited", {"frame_known": "N"}),
    Slip("SUR-MORE-ANSWERS", "survey_invited", {}, also=_one_invited),
    Slip("FOR-MORE-AGREED", "forum_survey", {"agreed": 101}),
    Slip("FOR-MORE-ANSWERS", "forum_survey", {"invited": 99}),
    Slip("PBX-COMPLAINT", "post_box", {"is_complaint": "Y"}),
    Slip("PBX-EMPTIED-EARLY", "post_box", {"emptied_date": date(2021, 2, 1)}),
    Slip("PBX-ROUTED-EARLY", "post_box", {"routed_date": date(2021, 3, 15)}),
    Slip("PBX-ANSWERED-EARLY", "post_box", {"answered_date": date(2021, 3, 15)}),
    Slip("AUD-PLAN-UNKNOWN", "plan_audits", {"plan_id": "PL9999"}),
    Slip("AUD-SECOND-UNFLAGGED", "plan_audits", {"double_mark_of": "AU0003"}),
    Slip("AUD-FIRST-UNKNOWN", "plan_audits", {"double_marked": "Y", "double_mark_of": "AU9999"}),
    Slip("AUD-ITSELF", "plan_audits", {"double_mark_of": "AU0003"}, also=_second_mark),
    Slip("AUD-OTHER-PLAN", "plan_audits", {"double_marked": "Y", "double_mark_of": "AU0001"}),
    Slip("AUD-TWO-AGENCIES", "plan_audits", {"item": "section_a", "auditor_agency": "education"},
         copy=True),
    Slip("KPI-PERIOD", "kpi_returns", {"period_start": date(2020, 12, 1)}),
    Slip("KPI-PERCENT", "kpi_returns", {"value": 162.5}),
    Slip("KPI-PARTS", "kpi_returns", {"numerator": 90}),
    Slip("KPI-RATE", "kpi_returns", {"value": 12.5}),
    Slip("KPI-NEGATIVE", "kpi_returns", {"value": -3, "unit": "count"}),
    Slip("KPI-RETURNED-EARLY", "kpi_returns", {"returned_date": date(2020, 1, 15)}),
    Slip("ACT-CLOCK", "action_log", {"implemented": date(2020, 1, 15)}),
    Slip("ACT-EMBEDDED-EARLY", "action_log", {"embedded": date(2020, 5, 1)}),
    Slip("ACT-EMBEDDED-ALONE", "action_log", {"implemented": ""}),
    Slip("ACT-DONE-UNDATED", "action_log", {"implemented": "", "embedded": ""}),
    Slip("ACT-DELAY-WHY", "action_log", {"status": "delayed"}),
    Slip("ACT-WENT-BACK", "action_log", {"recorded_on": date(2020, 12, 20), "embedded": ""},
         copy=True),
    Slip("EVD-CONSENT", "evidence_register", {"form": "case_study"}),
    Slip("EVD-AREA", "evidence_register", {"area_nos": "1; 10"}),
    Slip("EVD-FILED-EARLY", "evidence_register", {"filed_date": date(2020, 4, 1)}),
)  # fmt: skip


def plant(rows: Rows, slip: Slip, row: int) -> int:
    """Break a rule in a row (its place, from 0) and return the place of the row that breaks it."""
    records = rows[slip.extract]
    row = min(row, len(records) - 1)
    if slip.also is not None:
        slip.also(rows, row)
    if slip.copy:
        records.append({**records[row], **slip.change})
        return len(records) - 1
    records[row] |= slip.change
    return row
