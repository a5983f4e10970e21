"""How each of the five organisations writes its files: form, encoding, dates, headers."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Habit:
    """One file of one sender."""

    extract: str
    file: str
    """Path below the folder, with the sender's folder first; `{year}` for a file a year."""
    form: str = "csv"
    """`csv`, `xlsx`, `ods` or `parquet`."""
    separator: str = ","
    encoding: str = "utf-8"
    dates: str = "%Y-%m-%d"
    titles: tuple[str, ...] = ()
    """Rows above the header, in a workbook."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Column of the contract to what this sender calls it."""
    provider: str = ""
    """The rows it holds, where several organisations send the extract; empty for all."""


_TITLES = (
    "MADE UP: these are not records of real children",
    "Prepared for the needs assessment",
    "",
)
_DAY_FIRST = "%d/%m/%Y"
_CENSUS = {"school_urn": "URN", "free_meals": "FSM Eligible", "year_group": "NC Year Actual",
           "primary_need": "SEN Type 1", "secondary_need": "SEN Type 2", "sex": "Gender",
           "sen_provision": "SEN Status"}  # fmt: skip
_MHSDS = {"referral_id": "ServiceRequestId", "referral_date": "ReferralRequestReceivedDate",
          "closure_date": "ServDischDate", "outcome": "ReferCloseReason",
          "urgency": "ClinRespPriorityType", "provider": "OrgIDProv",
          "referral_reason": "PrimReasonReferralMH", "home_lsoa": "LSOA of residence",
          "date_of_birth": "PersonBirthDate"}  # fmt: skip
_MHSDS["outcome"] = "Refer closure reason"
_MHSDS["date_of_birth"] = "Person birth date"

HABITS = (
    Habit("pupils", "council/pupils_{year}.csv", encoding="utf-8-sig", headers=_CENSUS),
    Habit("schools", "council/schools.csv", encoding="cp1252"),
    Habit("early_years_census", "council/early_years_census.csv", separator=";"),
    Habit("attendance", "council/attendance.csv"),
    Habit("exclusions", "council/exclusions.csv", dates=_DAY_FIRST),
    Habit("attainment", "council/attainment.csv"),
    Habit("home_education", "council/home_education.csv", dates="%d %b %Y"),
    Habit("looked_after", "council/looked_after.csv", dates=_DAY_FIRST, encoding="cp1252"),
    Habit("college_learners", "council/college_learners.csv", separator="\t"),
    Habit("adult_social_care", "council/adult_social_care.xlsx", "xlsx", titles=_TITLES),
    Habit("transition_records", "council/transition_records.csv"),
    Habit("ehc_requests", "council/ehc_requests.xlsx", "xlsx", titles=_TITLES),
    Habit("ehc_assessments", "council/ehc_assessments.csv"),
    Habit("ehc_plans", "council/ehc_plans.xlsx", "xlsx", titles=_TITLES,
          headers={"start_date": "Plan start date"}),
    Habit("ehc_placements", "council/ehc_placements.csv"),
    Habit("ehc_reviews", "council/ehc_reviews.csv", dates=_DAY_FIRST),
    Habit("ehc_ceased", "council/ehc_ceased.xlsx", "xlsx", titles=_TITLES[:1]),
    Habit("personal_budgets", "council/personal_budgets.csv"),
    Habit("tribunal_mediation", "council/tribunal_mediation.xlsx", "xlsx"),
    Habit("short_breaks", "council/short_breaks.csv", separator=";", encoding="cp1252",
          headers={"hours_a_month": "Hours per month", "direct_payment": "DP"}),
    Habit("service_sites", "council/service_sites.ods", "ods"),
    Habit("survey_invited", "council/survey_invited.csv"),
    Habit("survey_answers", "council/survey_answers.csv", encoding="utf-8-sig"),
    Habit("forum_survey", "council/forum_survey.csv"),
    Habit("post_box", "council/post_box.ods", "ods"),
    Habit("plan_audits", "council/plan_audits.csv"),
    Habit("schools_return", "council/schools_return.xlsx", "xlsx", titles=_TITLES),
    Habit("action_log", "council/action_log.csv"),
    Habit("evidence_register", "council/evidence_register.xlsx", "xlsx"),
    Habit("kpi_returns", "council/kpi_returns_council.csv", provider="council"),
    Habit("kpi_returns", "CNTW/kpi_returns_CNTW.csv", provider="CNTW", separator=";"),
    Habit("kpi_returns", "LSCFT/kpi_returns_LSCFT.xlsx", "xlsx", provider="LSCFT", titles=_TITLES),
    Habit("kpi_returns", "NCIC/kpi_returns_NCIC.csv", provider="NCIC", dates=_DAY_FIRST),
    Habit("kpi_returns", "UHMBT/kpi_returns_UHMBT.csv", provider="UHMBT"),
    Habit("camhs_referrals", "CNTW/camhs_referrals_CNTW.csv", separator="|", headers=_MHSDS,
          provider="CNTW"),
    Habit("camhs_referrals", "LSCFT/camhs_referrals_LSCFT.txt", separator="\t",
          encoding="utf-16", dates=_DAY_FIRST, provider="LSCFT"),
    Habit("pathway_referrals", "NCIC/pathway_referrals_NCIC.csv", separator=";",
          encoding="cp1252", dates="%d-%b-%Y", provider="NCIC"),
    Habit("pathway_referrals", "UHMBT/pathway_referrals_UHMBT.parquet", "parquet",
          provider="UHMBT"),
)  # fmt: skip
