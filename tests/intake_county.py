"""A small clean county of made-up records, drawn by hand-set rules, for tests of intake.

Every extract has rows; no row breaks a rule. `write` puts them in a folder as CSV.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

from jsna.intake.extracts import extracts
from jsna.intake.settings import IntakeSettings

AS_OF = date(2021, 8, 31)
LSOAS = {
    "E01019078": "Allerdale",
    "E01019079": "Allerdale",
    "E01019159": "Barrow-in-Furness",
    "E01019298": "Copeland",
    "E01019299": "Copeland",
    "E01019201": "Carlisle",
}
SETTINGS = IntakeSettings(
    edition="test-2021",
    as_of=AS_OF,
    made_up=True,
    districts={
        "E07000026": "Allerdale",
        "E07000027": "Barrow-in-Furness",
        "E07000028": "Carlisle",
        "E07000029": "Copeland",
        "E07000030": "Eden",
        "E07000031": "South Lakeland",
    },
    lsoa_districts=LSOAS,
    postcode_districts={
        "CA14": frozenset({"Allerdale"}),
        "CA28": frozenset({"Copeland"}),
        "LA14": frozenset({"Barrow-in-Furness"}),
        "CA1": frozenset({"Carlisle"}),
    },
)
POSTCODES = {"Allerdale": "CA14 2AB", "Barrow-in-Furness": "LA14 2AB", "Copeland": "CA28 7AA",
             "Carlisle": "CA1 1AA"}  # fmt: skip
NEEDS = ("ASD", "SLCN", "SEMH", "MLD", "HI", "PD")

Rows = dict[str, list[dict[str, object]]]


def nhs_number(number: int) -> str:
    """Return a valid NHS number of the range 999, which is never given to a person."""
    while True:
        stem = f"999{number:06d}"
        check = (
            11 - sum(int(d) * w for d, w in zip(stem, range(10, 1, -1), strict=True)) % 11
        ) % 11
        if check != 10:
            return f"{stem}{check}"
        number += 500_000


def child(number: int) -> dict[str, object]:
    """Return the columns that many extracts share, for one child aged 10 in January 2021."""
    lsoa = list(LSOAS)[number % len(LSOAS)]
    return {
        "child_id": f"P{number:04d}",
        "nhs_number": nhs_number(number),
        "date_of_birth": date(2010, 1 + number % 12, 1),
        "sex": "MF"[number % 2],
        "ethnicity": "WBRI",
        "home_lsoa": lsoa,
        "home_district": LSOAS[lsoa],
        "home_postcode": POSTCODES[LSOAS[lsoa]],
        "primary_need": NEEDS[number % len(NEEDS)],
    }


def _only(name: str, values: dict[str, object]) -> dict[str, object]:
    """Return the values that are columns of an extract."""
    columns = extracts()[name].column_names
    return {column: values[column] for column in columns if column in values}


def clean(children: int = 12) -> Rows:
    """Return rows of every extract for so many children; no rule is broken."""
    rows: Rows = {name: [] for name in extracts()}

    def add(name: str, *parts: dict[str, object]) -> None:
        merged: dict[str, object] = {}
        for part in parts:
            merged |= part
        rows[name].append(_only(name, merged))

    for number, phase in ((1, "primary"), (2, "special")):
        add("schools", {
            "school_urn": f"10000{number}", "school_name": f"School {number}", "phase": phase,
            "school_district": "Carlisle", "school_lsoa": "E01019201",
            "school_postcode": "CA1 1AA", "pupils_on_roll": 200,
            "opened_date": date(1995, 9, 1),
        })  # fmt: skip
        add("schools_return", {
            "school_year": "2020/21", "school_urn": f"10000{number}",
            "returned_date": date(2021, 7, 10), "pupils_on_roll": 200, "sen_support_pupils": 20,
            "ehcp_pupils": 4, "trained_handbook": "Y", "senco_network": "N",
            "asked_for_support": "Y", "tailored_response": "Y", "governors_trained": "N",
            "language_trained": "Y", "part_time_timetables": 2, "no_school_place": 0,
        })  # fmt: skip
        add("service_sites", {
            "site_id": f"S{number}", "service": ("camhs", "short_breaks")[number - 1],
            "provider": ("CNTW", "council")[number - 1], "site_name": f"Site {number}",
            "site_lsoa": "E01019201", "site_district": "Carlisle", "site_postcode": "CA1 1AA",
            "easting": 340000, "northing": 556000, "age_from": 0, "age_to": 18,
            "opened_date": date(2001, 4, 1),
        })  # fmt: skip
    for number in range(children):
        who = child(number)
        day = timedelta(days=number)
        plan = {"plan_id": f"PL{number:04d}", "request_id": f"RQ{number:04d}"}
        add("pupils", who, {
            "school_year": "2020/21", "school_urn": "100001", "enrolment_status": "C",
            "first_language": "English", "year_group": "6", "entry_date": date(2015, 9, 1),
            "free_meals": "N", "sen_provision": "E", "secondary_need": "",
            "sen_start_date": date(2016, 9, 1), "unit_place": "N", "looked_after": "N",
            "part_time_timetable": "N", "part_time_since": "", "hours_a_week": 25,
            "no_school_place": "N", "no_place_since": "",
        })  # fmt: skip
        add("ehc_requests", who, plan, {
            "received_date": date(2018, 3, 1) + day, "request_source": "school",
            "request_outcome": "Y", "request_outcome_date": date(2018, 4, 5) + day,
            "request_mediation": "N", "request_tribunal": "N",
        })  # fmt: skip
        add("ehc_assessments", who, plan, {
            "assessment_id": f"AS{number:04d}", "decision_to_assess_date": date(2018, 4, 5) + day,
            "assessment_outcome": "Y", "assessment_outcome_date": date(2018, 6, 1) + day,
            "exception_20_weeks": "N", "assessment_mediation": "N", "assessment_tribunal": "N",
        })  # fmt: skip
        add("ehc_plans", who, plan, {
            "start_date": date(2018, 7, 10) + day, "transferred_in": "N", "year_group": "6",
            "residential": "N", "work_based": "N", "personal_budget": "Y", "direct_payment": "Y",
        })  # fmt: skip
        add("ehc_placements", who, plan, {
            "placement_rank": 1, "placement_type": "mainstream", "school_urn": "100001",
            "placement_start_date": date(2018, 9, 3), "placement_end_date": "",
            "out_of_county": "N",
        })  # fmt: skip
        add("ehc_reviews", who, plan, {
            "review_id": f"RV{number:04d}", "year_group": "5",
            "review_due_date": date(2020, 7, 10) + day,
            "review_meeting_date": date(2020, 7, 1) + day, "review_outcome": "M",
            "review_outcome_date": date(2020, 7, 20) + day, "family_took_part": "Y",
        })  # fmt: skip
        add("personal_budgets", who, plan, {
            "budget_part": "education", "budget_form": "direct_payment",
            "start_date": date(2018, 9, 1), "end_date": "", "annual_amount": 1200,
        })  # fmt: skip
        add("tribunal_mediation", who, plan, {
            "case_id": f"TR{number:04d}", "kind": "mediation", "about": "contents",
            "registered_date": date(2019, 5, 1) + day, "outcome": "agreed",
            "outcome_date": date(2019, 6, 1) + day,
        })  # fmt: skip
        north = number % 2 == 0
        add("camhs_referrals", who, {
            "child_id": f"H{number:04d}", "referral_id": f"RF{number:04d}",
            "provider": "CNTW" if north else "LSCFT", "team": "Team",
            "referral_date": date(2020, 1, 6) + day, "first_contact_date": date(2020, 3, 6) + day,
            "second_contact_date": date(2020, 4, 6) + day, "unavailable_days": 3,
            "closure_date": date(2020, 9, 1) + day, "outcome": "treated", "urgency": "routine",
            "referral_reason": "anxiety", "send_flag": "Y", "send_recorded_date": date(2019, 1, 1),
            "autism_flag": "N", "crisis": "N", "crisis_date": "", "tier4": "N",
            "tier4_admission_date": "", "records_begin_date": "",
        })  # fmt: skip
        add("pathway_referrals", who, {
            "child_id": f"T{number:04d}", "referral_id": f"PF{number:04d}", "pathway": "autism",
            "provider": "NCIC" if north else "UHMBT", "referral_date": date(2020, 1, 6) + day,
            "pathway_start_date": date(2020, 6, 1) + day,
            "assessment_complete_date": date(2020, 9, 1) + day, "unavailable_days": 0,
            "closure_date": date(2020, 10, 1) + day, "outcome": "diagnosed",
            "urgency": "routine", "send_flag": "Y", "send_recorded_date": date(2019, 1, 1),
        })  # fmt: skip
        add("short_breaks", who, {
            "financial_year": "2020/21", "eligible": "Y", "eligible_date": date(2019, 5, 1),
            "assessed": "Y", "assessed_date": date(2019, 6, 1), "service": "daytime",
            "site_id": "S2", "provider": "council", "service_start_date": date(2020, 4, 10),
            "service_end_date": "", "hours_a_month": 12.5, "months_received": 10,
            "direct_payment": "N", "waiting_since": "",
        })  # fmt: skip
        add("transition_records", who, plan, {
            "date_of_birth": date(2004, 1 + number % 12, 1), "school_year": "2020/21",
            "sen_provision": "E", "year_group": "11", "adult_care_identified": "Y",
            "care_act_referral_date": date(2020, 5, 1), "destination": "education",
            "care_act_assessment_date": date(2020, 8, 1),
        })  # fmt: skip
        add("early_years_census", who, {
            "date_of_birth": date(2017, 1 + number % 12, 1), "school_year": "2020/21",
            "setting_id": "N1", "setting_type": "private_nursery", "funded_hours": 15,
            "sen_provision": "K",
        })  # fmt: skip
        add("college_learners", who, {
            "date_of_birth": date(2003, 1 + number % 12, 1), "school_year": "2020/21",
            "ukprn": "10001463", "sen_provision": "K", "high_needs": "Y",
            "course_level": "level_2", "course_start_date": date(2020, 9, 7),
            "course_end_date": date(2021, 7, 1), "completion": "completed",
        })  # fmt: skip
        add("adult_social_care", who, {
            "date_of_birth": date(2000, 1 + number % 12, 1),
            "support_reason": "learning_disability",
            "referral_date": date(2019, 1, 1), "assessment_date": date(2019, 3, 1),
            "service": "community", "service_start_date": date(2019, 5, 1) + day,
        })  # fmt: skip
        add("looked_after", who, {
            "care_start_date": date(2016, 1, 1) + day, "care_end_date": "",
            "care_placement": "foster", "legal_status": "full_order",
        })  # fmt: skip
        add("attendance", who, {
            "school_year": "2020/21", "school_urn": "100001", "sessions_possible": 300,
            "sessions_authorised": 10, "sessions_unauthorised": 3,
        })  # fmt: skip
        add("exclusions", who, {
            "exclusion_id": f"EX{number:04d}", "school_urn": "100001",
            "exclusion_date": date(2021, 2, 1), "category": "SUSP", "reason": "PD", "sessions": 4,
        })  # fmt: skip
        add("home_education", who, {
            "start_date": date(2020, 1, 6) + day, "end_date": date(2020, 9, 1),
            "reason": "waiting", "sen_provision": "K",
        })  # fmt: skip
        add("attainment", who, {
            "school_year": "2018/19", "school_urn": "100001", "sen_provision": "K",
            "measure": "KS1_READ", "basis": "test", "met": "Y", "score": "",
        })  # fmt: skip
        add("plan_audits", who, plan, {
            "audit_id": f"AU{number:04d}", "audit_date": date(2021, 1, 15),
            "auditor_agency": "health", "double_marked": "N", "double_mark_of": "",
            "plan_stage": "new", "item": "overall", "grade": "3",
        })  # fmt: skip
        add("survey_answers", who, {
            "survey_year": 2020, "arm": "parents_ehcp", "response_id": f"SR{number:04d}",
            "response_date": date(2020, 11, 3), "survey_mode": "online", "age_group": "5-10",
            "question_id": "Q1", "question_text": "Do you feel heard?", "answer": "agree",
            "free_text": "",
        })  # fmt: skip
        add("post_box", who, {
            "item_id": f"PB{number:04d}", "received_month": date(2021, 3, 1),
            "emptied_date": date(2021, 4, 1), "voice_from": "parent", "service": "camhs",
            "theme": "waiting", "theme_confirmed": "Y", "tone": "negative",
            "free_text": "We have waited a year.", "routed_to": "CNTW",
            "routed_date": date(2021, 4, 3), "answered_date": date(2021, 5, 1),
            "is_complaint": "N",
        })  # fmt: skip
        add("action_log", {
            "action_ref": f"1.1.{number + 1}", "recorded_on": date(2020, 11, 1),
            "status": "completed", "due": date(2020, 10, 1), "approved": date(2020, 2, 1),
            "implemented": date(2020, 6, 1), "embedded": date(2020, 9, 1),
            "owner_role": "Service manager", "delay_reason": "", "changed_approach": "",
        })  # fmt: skip
        add("evidence_register", {
            "evidence_id": f"EV{number:04d}", "title": "Minutes", "kind": "activity",
            "form": "document", "owner_role": "Service manager",
            "effective_date": date(2020, 5, 1), "filed_date": date(2020, 6, 1),
            "age_limit_months": 12, "area_nos": "1; 9", "consent_recorded": "",
        })  # fmt: skip
    for place in ("Allerdale", "Copeland"):
        add("survey_invited", {
            "survey_year": 2020, "arm": "parents_ehcp", "home_district": place,
            "age_group": "5-10", "primary_need": "", "frame_known": "Y", "invited": 100,
        })  # fmt: skip
    for question in ("F1", "F2"):
        add("forum_survey", {
            "survey_year": 2020, "question_id": question, "question_text": f"Is {question} so?",
            "invited": 300, "answered": 100, "agreed": 45,
        })  # fmt: skip
    for quarter in range(4):
        for sender in extracts()["kpi_returns"].senders:
            add("kpi_returns", {
                "kpi_ref": "WG5.3", "organisation": sender, "place": "Cumbria",
                "period_start": date(2020, 1 + 3 * quarter, 1),
                "period_end": date(2020, 3 + 3 * quarter, 28), "value": 62.5, "numerator": 50,
                "denominator": 80, "unit": "percent",
                "returned_date": date(2021, 1, 15), "provisional": "N",
            })  # fmt: skip
    plans = rows["ehc_ceased"]
    plans.append({"plan_id": "PL0000", "child_id": "P0000", "cease_date": date(2021, 6, 1),
                  "cease_reason": "needs_met"})  # fmt: skip
    return rows


def write(folder: Path, rows: Rows) -> None:
    """Put one CSV file for each extract into a folder, as UTF-8."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in rows.items():
        write_csv(folder / f"{name}.csv", name, records)


def write_csv(path: Path, name: str, records: list[dict[str, object]]) -> None:
    """Write the rows of one extract under the headers of its contract."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, extracts()[name].column_names, restval="")
        writer.writeheader()
        writer.writerows(records)
