"""What pupils with SEN attain, and where they go."""

from pathlib import Path

import pandas as pd

from tools.published.dfe import (
    ANY,
    DASHBOARD,
    EHC,
    LAIT,
    NONE,
    SUPPORT,
    areas_of,
    coded,
    provision_of,
)
from tools.published.layout import area_order, month_end, number, read_text, with_states

ATTAINMENT = {
    "FSP_Gooddev_With_SENSTATE": ("Early years", "good level of development", EHC, "%"),
    "FSP_Gooddev_Without_SENSTATE": ("Early years", "good level of development", SUPPORT, "%"),
    "KS1P_EHCP": ("Year 1 phonics", "met the expected standard", EHC, "%"),
    "KS1P_SEND": ("Year 1 phonics", "met the expected standard", SUPPORT, "%"),
    "KS1P_NonSEND": ("Year 1 phonics", "met the expected standard", NONE, "%"),
    "NEW_KS2_RWM_Sen_Withsta": ("Key stage 2", "reading, writing and maths", EHC, "%"),
    "NEW_KS2_RWM_Sen_W/Osta": ("Key stage 2", "reading, writing and maths", SUPPORT, "%"),
    "NoID_SEN_NEW_KS2_RWM": ("Key stage 2", "reading, writing and maths", NONE, "%"),
    **{
        f"KS2_{code}_{subject}_Progress": (
            "Key stage 2",
            f"progress in {subject.lower()}",
            sen,
            "score",
        )
        for code, sen in (("SEN", EHC), ("SENSupport", SUPPORT), ("NonSEN", NONE))
        for subject in ("Reading", "Writing", "Maths")
    },
    **{
        f"SEN_{code}_AVG_{score}_Score": ("Key stage 4", words, sen, "score")
        for code, sen in (("Stat", EHC), ("WoStat", SUPPORT), ("NoID", NONE))
        for score, words in (("Attain8", "Attainment 8"), ("Prog8", "Progress 8"))
    },
    **{
        f"Age19_{code}{suffix}": ("Age 19", words, sen, "%")
        for code, sen in (("SEN-S", EHC), ("SENwoS", SUPPORT), ("NoNSEN", NONE))
        for suffix, words in (
            ("", "level 2"),
            ("_L2EM", "level 2 with English and maths"),
            ("_L3", "level 3"),
        )
    },
}

CANCELLED = (
    ("Early years", "good level of development", "%"),
    ("Year 1 phonics", "met the expected standard", "%"),
    ("Key stage 2", "reading, writing and maths", "%"),
    ("Key stage 4", "Progress 8", "score"),
)
"""Not assessed, or not published, in 2019/20 and 2020/21."""

KS4_DESTINATIONS = {
    "SusEdOverall_SEN_Stat_incSpec": EHC,
    "SusEdOverall_SEN_NoStat_incSpec": SUPPORT,
    "SusEdOverall_NoSEN_incSpec": NONE,
    "KS4_SEN_Des_incSpec": ANY,
}


def attainment(lait: pd.DataFrame) -> pd.DataFrame:
    """One row an area, school year, stage, measure and SEN; years not assessed say so."""
    frame = lait[lait["measure_short"].isin(ATTAINMENT) & (lait["period"] <= "2022")]
    details = [ATTAINMENT[code] for code in frame["measure_short"]]
    out = pd.DataFrame(
        {
            "area": frame["area"],
            "period": [_ending(int(year)) for year in frame["period"]],
            "stage": [stage for stage, _, _, _ in details],
            "measure": [measure for _, measure, _, _ in details],
            "sen": [sen for _, _, sen, _ in details],
            "unit": [unit for _, _, _, unit in details],
            "value": frame["value"].map(number),
            "status": "shown",
            "first_published": [
                _attained(stage, int(year))
                for (stage, _, _, _), year in zip(details, frame["period"], strict=True)
            ],
            "vintage": LAIT,
        }
    )
    not_assessed = pd.DataFrame(
        [
            {
                "area": area,
                "period": period,
                "stage": stage,
                "measure": measure,
                "sen": sen,
                "unit": unit,
                "value": "",
                "status": "not collected",
                "first_published": said,
                "vintage": "DfE announcement",
            }
            for area in ("Cumbria", "England", "North West")
            for stage, measure, unit in CANCELLED
            for sen in (EHC, SUPPORT, NONE)
            for period, said in (("2019/20", month_end(2020, 3)), ("2020/21", month_end(2021, 2)))
            if not (stage == "Early years" and sen == NONE)
        ]
    )
    return coded(area_order(pd.concat([out, not_assessed]), "stage", "measure", "sen", "period"))


def attainment_counts(source: Path) -> pd.DataFrame:
    """One row an area, school year, stage and SEN: how many were assessed, how many reached it."""
    phonics = read_text(source / "sendap_ks1_phonics.csv")
    key_stage_2 = read_text(source / "sendap_ks2_attainment.csv")
    early = read_text(source / "sendap_eyfsp.csv")
    parts = []
    for stage, frame, sen, eligible, reached in (
        (
            "Year 1 phonics",
            phonics,
            "characteristic",
            "t_phonics_y1_eligible_pupils",
            "t_phonics_y1_met_expected_standard",
        ),
        (
            "Key stage 2",
            key_stage_2,
            "characteristic",
            "t_rwm_eligible_pupils",
            "t_rwm_met_expected_standard",
        ),
        ("Early years", early, "characteristic_type", "children_number", "gld_number"),
    ):
        part = pd.DataFrame(
            {
                "area": areas_of(frame),
                "period": frame["academic_year"],
                "stage": stage,
                "sen": frame[sen].map(provision_of),
                "pupils": frame[eligible].map(number),
                "reached": frame[reached].map(number),
            }
        )
        part["first_published"] = [_attained(stage, int(y[:4]) + 1) for y in part["period"]]
        parts.append(part)
    out = pd.concat(parts).assign(vintage=DASHBOARD)
    return coded(area_order(out, "stage", "sen", "period"))


def attainment_8(source: Path) -> pd.DataFrame:
    """One row an area, school year and SEN: Attainment 8, and Progress 8 with its interval."""
    frame = read_text(source / "sendap_ks4_attainment.csv")
    out = pd.DataFrame(
        {
            "area": areas_of(frame),
            "period": frame["academic_year"],
            "sen": frame["characteristic_sen_description"].map(provision_of),
            "pupils": frame["t_pupils"].map(number),
            "schools": frame["t_schools"].map(number),
            "attainment_8": frame["avg_att8"].map(number),
        }
    )
    for ours, theirs in (
        ("progress_8", "avg_p8score"),
        ("progress_8_lower", "p8score_ci_low"),
        ("progress_8_upper", "p8score_ci_upp"),
    ):
        out[ours], out["status"] = with_states(frame[theirs])
    out["first_published"] = [_attained("Key stage 4", int(y[:4]) + 1) for y in out["period"]]
    out["vintage"] = DASHBOARD
    ends = ["status", "first_published", "vintage"]
    out = coded(area_order(out, "sen", "period"))
    return out[[name for name in out.columns if name not in ends] + ends]


def destinations(source: Path, lait: pd.DataFrame) -> pd.DataFrame:
    """One row an area, destination year, stage left, group and destination."""
    frame = read_text(source / "sendap_destinations_1618.csv")
    older = pd.DataFrame(
        {
            "area": areas_of(frame),
            "period": frame["academic_year"],
            "left": "16 to 18 study",
            "group": frame["characteristic"],
            "destination": frame["Destination"],
            "percent": frame["% of pupils"].map(number),
            "leavers": frame["cohort"].map(number),
            "vintage": DASHBOARD,
        }
    )
    rows = lait[lait["measure_short"].isin(KS4_DESTINATIONS) & (lait["period"] <= "2022")]
    younger = pd.DataFrame(
        {
            "area": rows["area"],
            "period": [_ending(int(year)) for year in rows["period"]],
            "left": "Key stage 4",
            "group": rows["measure_short"].map(KS4_DESTINATIONS),
            "destination": "Overall sustained",
            "percent": rows["value"].map(number),
            "leavers": "",
            "vintage": LAIT,
        }
    )
    out = pd.concat([older, younger])
    out["status"] = ["shown" if cell else "not collected" for cell in out["leavers"]]
    out["first_published"] = [month_end(int(year[:4]) + 2, 10) for year in out["period"]]
    out = coded(area_order(out, "left", "group", "destination", "period"))
    ends = ["status", "first_published", "vintage"]
    return out[[name for name in out.columns if name not in ends] + ends]


def _ending(year: int) -> str:
    return f"{year - 1}/{year % 100:02d}"


def _attained(stage: str, year: int) -> str:
    """Return when results of the summer of that year came out for places, by SEN."""
    if stage == "Early years":
        return month_end(year, 11)
    if stage == "Year 1 phonics":
        return month_end(year, 10 if year >= 2022 else 9)
    if stage == "Key stage 2":
        return month_end(year, 12)
    if stage == "Age 19":
        return month_end(year + 1, 4)
    return month_end(2020, 11) if year == 2020 else month_end(year + 1, 2)
