"""EHC plans: how many, for whom, where they are taught, how soon they come, what is appealed."""

from pathlib import Path

import pandas as pd

from tools.published.layout import (
    AREA_CODES,
    area_order,
    month_end,
    number,
    read_text,
    vintage,
    with_states,
)

SEN2_2022 = month_end(2022, 5)
SEN2_2023 = month_end(2023, 6)
LAIT = month_end(2025, 11)
AGE_GROUPS = {
    "Total": "Total",
    "Under 5": "Under 5",
    "Age 5 to 10": "5 to 10",
    "Age 11 to 15": "11 to 15",
    "Age 16 to 19": "16 to 19",
    "Age 20 to 25": "20 to 25",
}
PLAN_KINDS = {"all": "all", "ehc": "EHC plans", "st": "statements"}

PROCESS = {
    "inreq_ehc": "initial requests",
    "ass_refused_ehc": "requests refused",
    "ass_refused_ehc_pc": "requests refused, % of requests",
    "ass_nodecision_ehc": "requests not yet decided",
    "new_all_ehc_ass_none_ehc_sum": "assessments completed",
    "ass_none_ehc": "assessments without a plan",
    "ass_none_ehc_pc": "assessments without a plan, % of assessments",
    "new_all_ehc": "new plans",
    "total_mediation": "mediation cases",
    "total_tribunal_followed_mediation": "mediation cases followed by a tribunal",
    "total_tribunal_pc": "mediation cases followed by a tribunal, % of cases",
    "personal_budgets": "personal budgets",
    "org_arrangements": "personal budgets by organised arrangements",
    "direct_pay_education": "direct payments for education",
    "direct_pay_health": "direct payments for health",
    "direct_pay_socialcare": "direct payments for social care",
    "direct_pay_integrated": "direct payments, integrated",
    "discontinued_lea_ehc": "plans transferred to another authority",
    "discontinued_left_ehc": "plans discontinued: left school after compulsory age",
    "discontinued_met_ehc": "plans discontinued: needs met without a plan, compulsory school age",
    "discontinued_met_noncomp": "plans discontinued: needs met without a plan, older",
    "discontinued_other_ehc": "plans discontinued: other reasons",
    "discontinued_total": "plans discontinued: all reasons",
    "mainstream_to_special_ehc": "moves from mainstream to special school",
    "special_to_mainstream_ehc": "moves from special to mainstream school",
    "mainstream_to_home_ehc": "moves from mainstream school to home",
    "special_to_home_ehc": "moves from special school to home",
}
"""The measures of DfE's return that we keep, in our words."""

PROCESS_LAIT = {
    "SEN_INIT_REQ": "initial requests",
    "EHCP_Initial_req_refused": "requests refused, % of requests",
    "SEN_CASES_DUR_YEAR": "new plans",
    "SEN_State-Plans_sch": "new plans in mainstream schools, % of new plans",
}
"""Those that DfE's interactive tool adds for the statistical neighbours."""


def ehc_plans(source: Path, lait: pd.DataFrame) -> pd.DataFrame:
    """One row an area, January, age group and kind of plan."""
    frame = read_text(source / "sen2_2022release_age_caseload.csv")
    frame = frame[~frame["measure"].str.endswith("_pc")]
    out = pd.DataFrame(
        {
            "area": frame["area"],
            "period": frame["time_period"],
            "age_group": frame["characteristic_age"].map(AGE_GROUPS),
            "kind": frame["measure"].str.removeprefix("Total_").map(PLAN_KINDS),
        }
    )
    out["plans"], out["status"] = with_states(frame["value_raw"])
    out["first_published"] = [_sen2(int(year)) for year in out["period"]]
    out["vintage"] = [vintage("SEN2 2022", first, SEN2_2022) for first in out["first_published"]]
    more = lait[lait["measure_short"] == "SEN_CASES_JAN"]
    held = set(zip(out["area"], out["period"], strict=True))
    more = more[[pair not in held for pair in zip(more["area"], more["period"], strict=True)]]
    more = more.assign(
        age_group="Total",
        kind="all",
        plans=more["value"].map(number),
        status="shown",
        first_published=[_sen2(int(year)) for year in more["period"]],
        vintage="LAIT 2025, as revised",
    )[out.columns.tolist()]
    return _finish(pd.concat([out, more]), "period", "kind")


def new_plans(source: Path) -> pd.DataFrame:
    """One row an area, calendar year, age group and kind of plan made for the first time."""
    frame = read_text(source / "sen2_2022release_age_new_plans.csv")
    frame = frame[~frame["measure"].str.endswith("_pc")]
    out = pd.DataFrame(
        {
            "area": frame["area"],
            "period": frame["time_period"],
            "age_group": frame["characteristic_age"].map(AGE_GROUPS),
            "kind": frame["measure"].str.removeprefix("Total_new_").map(PLAN_KINDS),
        }
    )
    out["plans"], out["status"] = with_states(frame["value_raw"])
    out["first_published"] = [_sen2(int(year) + 1) for year in out["period"]]
    out["vintage"] = [vintage("SEN2 2022", first, SEN2_2022) for first in out["first_published"]]
    return _finish(out, "period", "kind")


def ehc_placements(source: Path) -> pd.DataFrame:
    """One row an area, January and kind of school or college: plans and statements together."""
    frame = read_text(source / "sen2_2022release_estab_caseload.csv")
    frame = frame[frame["measure"] == "Total_all"]
    out = pd.DataFrame(
        {
            "area": frame["area"],
            "period": frame["time_period"],
            "placement_group": frame["establishment_group"],
            "placement": frame["establishment_type"],
        }
    )
    out["plans"], out["status"] = with_states(frame["value_raw"])
    out["first_published"] = [_sen2(int(year)) for year in out["period"]]
    out["vintage"] = [vintage("SEN2 2022", first, SEN2_2022) for first in out["first_published"]]
    return _finish(out, "period", "placement_group", "placement")


def timeliness(source: Path, lait: pd.DataFrame) -> pd.DataFrame:
    """One row an area, calendar year and reading: new plans within 20 weeks."""
    frame = read_text(source / "sen2_process_measures.csv")
    wide = frame.pivot(index=["area", "time_period"], columns="measure", values="value_raw")
    wide = wide.fillna("").reset_index()
    parts = []
    for reading, stem in (
        ("with exception cases", "inc_exc"),
        ("without exception cases", "no_exc"),
    ):
        part = pd.DataFrame({"area": wide["area"], "period": wide["time_period"]})
        part["reading"] = reading
        part["percent"] = wide[f"{stem}_20week_rate"].map(number)
        part["within_20_weeks"] = wide[f"{stem}_20week_ehc"].map(number)
        part["plans"] = wide[f"tot_{stem}_ehc"].map(number)
        parts.append(part[part["percent"] != ""])
    out = pd.concat(parts)
    out["first_published"] = [_sen2(int(year) + 1) for year in out["period"]]
    out["vintage"] = [vintage("SEN2 2023", first, SEN2_2023) for first in out["first_published"]]
    readings = {
        "SEN_EHC_All_20wks": "with exception cases",
        "SEN_EHC_Excpt_20wks": "without exception cases",
    }
    more = lait[lait["measure_short"].isin(readings)]
    held = set(zip(out["area"], out["period"], strict=True))
    more = more[[pair not in held for pair in zip(more["area"], more["period"], strict=True)]]
    more = more.assign(
        reading=more["measure_short"].map(readings),
        percent=more["value"].map(number),
        within_20_weeks="",
        plans="",
        first_published=[_sen2(int(year) + 1) for year in more["period"]],
        vintage="LAIT 2025, as revised",
    )[out.columns.tolist()]
    out = pd.concat([out, more])
    out["status"] = ["shown" if cell else "not collected" for cell in out["plans"]]
    return _finish(out, "reading", "period")


def ehc_process(source: Path, lait: pd.DataFrame) -> pd.DataFrame:
    """One row an area, calendar year and measure of the way to a plan and out of it."""
    frame = read_text(source / "sen2_process_measures.csv")
    frame = frame[frame["measure"].isin(PROCESS)]
    out = pd.DataFrame(
        {
            "area": frame["area"],
            "period": frame["time_period"],
            "measure": frame["measure"].map(PROCESS),
        }
    )
    out["value"], out["status"] = with_states(frame["value_raw"])
    out["first_published"] = [_sen2(int(year) + 1) for year in out["period"]]
    out["vintage"] = [vintage("SEN2 2023", first, SEN2_2023) for first in out["first_published"]]
    more = lait[lait["measure_short"].isin(PROCESS_LAIT) & (lait["period"] <= "2022")]
    more = more.assign(
        measure=more["measure_short"].map(PROCESS_LAIT),
        value=more["value"].map(number),
        status="shown",
        first_published=[_sen2(int(year) + 1) for year in more["period"]],
        vintage="LAIT 2025, as revised",
    )[out.columns.tolist()]
    return _finish(
        pd.concat([out, more]).drop_duplicates(["area", "period", "measure"]), "measure", "period"
    )


def appeals(source: Path, lait: pd.DataFrame) -> pd.DataFrame:
    """One row an area and calendar year: appeals to the SEND Tribunal."""
    frame = read_text(source / "send_tribunal_appeals_2014_2024.csv")
    frame = frame[frame["area"] != "England Total Excluding Suppressed"]
    out = pd.DataFrame(
        {
            "area": frame["area"].replace({"England total": "England"}),
            "period": frame["year"],
            "appeals": frame["appeals_registered"].map(number),
            "decisions": frame["appealable_decisions"].map(number),
            "rate": frame["appeal_rate_pct"].map(number),
        }
    )
    more = lait[lait["measure_short"] == "SEN_AppealableDec"]
    held = set(zip(out["area"], out["period"], strict=True))
    more = more[[pair not in held for pair in zip(more["area"], more["period"], strict=True)]]
    more = more.assign(appeals="", decisions="", rate=more["value"].map(number))
    out = pd.concat([out.assign(vintage="MoJ 2025"), more.assign(vintage="LAIT 2025")])[
        ["area", "period", "appeals", "decisions", "rate", "vintage"]
    ]
    out["status"] = ["shown" if cell else "not collected" for cell in out["appeals"]]
    out["first_published"] = [month_end(int(year) + 1, 6) for year in out["period"]]
    out["vintage"] = [
        name if year == "2024" else f"{name}, as revised"
        for name, year in zip(out["vintage"], out["period"], strict=True)
    ]
    return _finish(out, "period")


def _sen2(year: int) -> str:
    """Return when the return of January of that year was published: May; before 2014, June."""
    if year in (2023, 2024, 2025):
        return month_end(year, 6)
    return month_end(year, 5 if year >= 2014 else 6)


def _finish(frame: pd.DataFrame, *then: str) -> pd.DataFrame:
    """Return the rows in printing order with the code of each area in front."""
    frame = area_order(frame, *then)
    frame.insert(0, "area_code", frame["area"].map(AREA_CODES))
    ends = ["status", "first_published", "vintage"]
    return frame[[name for name in frame.columns if name not in ends] + ends]
