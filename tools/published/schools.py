"""Pupils with SEN, what they attain, where they go, what is absent, spent and wider known."""

from pathlib import Path

import pandas as pd

from tools.published.layout import AREA_CODES, area_order, month_end, number, with_states

LAIT = "LAIT 2025, as revised"
DASHBOARD = "SEND and AP dashboard 2024, as revised"
EHC, SUPPORT, NONE, ANY = "EHC plan", "SEN Support", "No SEN", "All SEN"

PUPILS = {
    "SEN_TotSENSuP": (SUPPORT, "All schools"),
    "SEN_TotStat": (EHC, "All schools"),
    "PrimNoStatements": (SUPPORT, "Primary schools"),
    "PrimStatements": (EHC, "Primary schools"),
    "SecNoStatements": (SUPPORT, "Secondary schools"),
    "SecStatements": (EHC, "Secondary schools"),
}

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

WIDER = {
    "16-17 NEET": ("not in education, employment or training, 16 to 17", "% of 16 to 17 year olds"),
    "16-17_not known_NEET": (
        "not in education, employment or training or not known, 16 to 17",
        "% of 16 to 17 year olds",
    ),
    "16-17YroldSEN_ET": (
        "in education or training, 16 to 17 with SEN",
        "% of 16 to 17 year olds with SEN",
    ),
    "CINStatement": ("children in need with an EHC plan", "% of children in need of school age"),
    "CINSEN_SUP": ("children in need on SEN Support", "% of children in need of school age"),
    "CINNoSEN": ("children in need without SEN", "% of children in need of school age"),
    "LAC_SEN_Statement": ("looked after children with an EHC plan", "% of looked after children"),
    "LAC_SEN": ("looked after children on SEN Support", "% of looked after children"),
    "CMH_0-17yrs": ("hospital admissions for mental health, 0 to 17", "per 100,000 aged 0 to 17"),
}


def read_lait(source: Path) -> pd.DataFrame:
    """The interactive tool's rows, with our name for the area."""
    frame = _read(source / "lait_cumbria_comparators_sen.csv")
    return frame.rename(columns={"area_name": "area"})


def pupils_with_sen(lait: pd.DataFrame) -> pd.DataFrame:
    """One row an area, January, provision and phase: share of pupils."""
    frame = lait[lait["measure_short"].isin(PUPILS)]
    out = pd.DataFrame(
        {
            "area": frame["area"],
            "period": frame["period"],
            "provision": [PUPILS[code][0] for code in frame["measure_short"]],
            "phase": [PUPILS[code][1] for code in frame["measure_short"]],
            "percent": frame["value"].map(number),
            "first_published": [_school_census(int(year)) for year in frame["period"]],
            "vintage": LAIT,
        }
    )
    return _coded(area_order(out, "provision", "phase", "period"))


def pupils_mainstream(source: Path) -> pd.DataFrame:
    """One row an area, school year and provision: pupils of state mainstream schools."""
    frame = _read(source / "sendap_mainstream_with_sen.csv")
    out = pd.DataFrame(
        {
            "area": _areas(frame),
            "period": [_school_year(text) for text in frame["time_period"]],
            "provision": frame["SEN provision"].map(_provision),
            "percent": frame["% of pupils"].map(number),
            "pupils_of_all": frame["total_pupils"].map(number),
        }
    )
    out["first_published"] = [_school_census(int(year[:4]) + 1) for year in out["period"]]
    out["vintage"] = DASHBOARD
    return _coded(area_order(out, "provision", "period"))


def pupils_by_school_type(source: Path) -> pd.DataFrame:
    """One row an area, school year, provision and type of school: share of those pupils."""
    frame = _read(source / "sendap_provider_types.csv")
    groups = {
        "all pupils": "All pupils",
        "pupils with EHC plans": EHC,
        "pupils on SEN support": SUPPORT,
    }
    out = pd.DataFrame(
        {
            "area": _areas(frame),
            "period": frame["academic_year"],
            "provision": frame["Provision type"].map(groups),
            "school_type": frame["phase_type_grouping"],
            "percent": frame["% of pupils (with SEN provision type)"].map(number),
        }
    )
    out["first_published"] = [_school_census(int(year[:4]) + 1) for year in out["period"]]
    out["vintage"] = DASHBOARD
    return _coded(area_order(out, "period", "provision", "school_type"))


def need_by_phase(source: Path) -> pd.DataFrame:
    """One row an area, primary need, phase and sex: pupils with SEN in January 2023."""
    frame = _read(source / "sen_primary_need_by_phase_jan2023.csv")
    parts = [
        pd.DataFrame(
            {
                "area": frame["area"].str.replace(r" \(.*", "", regex=True),
                "need": frame["need_code"],
                "school_type": frame["phase_type_grouping"],
                "sex": sex,
                "pupils": frame[column].map(number),
            }
        )
        for sex, column in (
            ("Total", "number_of_pupils"),
            ("Male", "pupil_gender_boys"),
            ("Female", "pupil_gender_girls"),
        )
    ]
    out = pd.concat(parts).assign(period="2023")
    out["status"] = ["shown" if cell else "too few to show" for cell in out["pupils"]]
    out["first_published"] = month_end(2023, 6)
    out["vintage"] = "SEN in England 2023"
    out = _coded(area_order(out, "need", "school_type", "sex"))
    first = ["area_code", "area", "period", "need", "school_type", "sex", "pupils"]
    return out[[*first, "status", "first_published", "vintage"]]


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
    return _coded(area_order(pd.concat([out, not_assessed]), "stage", "measure", "sen", "period"))


def attainment_counts(source: Path) -> pd.DataFrame:
    """One row an area, school year, stage and SEN: how many were assessed, how many reached it."""
    phonics = _read(source / "sendap_ks1_phonics.csv")
    key_stage_2 = _read(source / "sendap_ks2_attainment.csv")
    early = _read(source / "sendap_eyfsp.csv")
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
                "area": _areas(frame),
                "period": frame["academic_year"],
                "stage": stage,
                "sen": frame[sen].map(_provision),
                "pupils": frame[eligible].map(number),
                "reached": frame[reached].map(number),
            }
        )
        part["first_published"] = [_attained(stage, int(y[:4]) + 1) for y in part["period"]]
        parts.append(part)
    out = pd.concat(parts).assign(vintage=DASHBOARD)
    return _coded(area_order(out, "stage", "sen", "period"))


def attainment_8(source: Path) -> pd.DataFrame:
    """One row an area, school year and SEN: Attainment 8, and Progress 8 with its interval."""
    frame = _read(source / "sendap_ks4_attainment.csv")
    out = pd.DataFrame(
        {
            "area": _areas(frame),
            "period": frame["academic_year"],
            "sen": frame["characteristic_sen_description"].map(_provision),
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
    out = _coded(area_order(out, "sen", "period"))
    return out[[name for name in out.columns if name not in ends] + ends]


def destinations(source: Path, lait: pd.DataFrame) -> pd.DataFrame:
    """One row an area, destination year, stage left, group and destination."""
    frame = _read(source / "sendap_destinations_1618.csv")
    older = pd.DataFrame(
        {
            "area": _areas(frame),
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
    out = _coded(area_order(out, "left", "group", "destination", "period"))
    ends = ["status", "first_published", "vintage"]
    return out[[name for name in out.columns if name not in ends] + ends]


def absence(source: Path) -> pd.DataFrame:
    """One row an area, school year, SEN and kind of absence: share of sessions missed."""
    frame = _read(source / "sendap_absence.csv")
    out = pd.DataFrame(
        {
            "area": _areas(frame),
            "period": frame["academic_year"],
            "sen": frame["characteristic"].map(_provision),
            "absence": frame["Absence measure"],
            "percent": frame["Percentage"].map(number),
        }
    )
    out["first_published"] = [month_end(int(year[:4]) + 2, 3) for year in out["period"]]
    out["vintage"] = DASHBOARD
    return _coded(area_order(out, "sen", "absence", "period"))


def spending(source: Path, lait: pd.DataFrame) -> pd.DataFrame:
    """One row an area, financial year and measure of money."""
    rows = lait[(lait["measure_short"] == "SENFinance") & (lait["period"] <= "2021-22 (OT)")]
    unit = pd.DataFrame(
        {
            "area": rows["area"],
            "period": rows["period"].str.removesuffix(" (OT)"),
            "measure": "SEN, weekly unit cost (section 251 outturn)",
            "value": rows["value"].map(number),
            "vintage": LAIT,
        }
    )
    unit["first_published"] = [month_end(int(year[:4]) + 2, 1) for year in unit["period"]]
    frame = _read(source / "sendap_specialist_spend.csv")
    parts = [unit]
    for words, column in (
        ("specialist provision, {}", "total_spend"),
        ("specialist provision for each child, {}", "Spend per head"),
        ("children that specialist provision is divided by, {}", "pop_est"),
    ):
        parts.append(
            pd.DataFrame(
                {
                    "area": frame["la_name"],
                    "period": frame["year"],
                    "measure": [words.format(kind.lower()) for kind in frame["category"]],
                    "value": frame[column].map(number),
                    "vintage": "SEND and AP dashboard 2024",
                    "first_published": month_end(2024, 3),
                }
            )
        )
    out = _coded(area_order(pd.concat(parts), "measure", "period"))
    ends = ["first_published", "vintage"]
    return out[[name for name in out.columns if name not in ends] + ends]


def wider_measures(lait: pd.DataFrame) -> pd.DataFrame:
    """One row an area, year and measure: participation, children in need, admissions."""
    rows = lait[lait["measure_short"].isin(WIDER) & (lait["period"] <= "2022")]
    out = pd.DataFrame(
        {
            "area": rows["area"],
            "period": rows["period"],
            "measure": [WIDER[code][0] for code in rows["measure_short"]],
            "unit": [WIDER[code][1] for code in rows["measure_short"]],
            "value": rows["value"].map(number),
            "first_published": [
                # North Northamptonshire exists from April 2021: its earlier values came after.
                max(_wider(code, int(year)), month_end(2022, 3))
                if area == "North Northamptonshire"
                else _wider(code, int(year))
                for area, code, year in zip(
                    rows["area"], rows["measure_short"], rows["period"], strict=True
                )
            ],
            "vintage": LAIT,
        }
    )
    return _coded(area_order(out, "measure", "period"))


def statistical_neighbours(source: Path) -> pd.DataFrame:
    """One row an area and its neighbour, of the model named."""
    frame = _read(source / "cumbria_statistical_neighbours.csv")
    out = pd.DataFrame(
        {
            "area": frame["la_name"],
            "model": [
                "April 2021" if "april_2021" in text else "May 2025" for text in frame["source"]
            ],
            "rank": frame["rank"],
            "neighbour": frame["neighbour_la_name"],
            "neighbour_number": frame["neighbour_la_code"],
            "closeness": frame["closeness"].str.capitalize(),
        }
    )
    out["period"] = out["model"].str[-4:]
    out["first_published"] = [
        month_end(2021, 4) if model == "April 2021" else month_end(2025, 5)
        for model in out["model"]
    ]
    out["vintage"] = out["model"] + " model"
    out["_rank"] = out["rank"].astype(int)
    return _coded(area_order(out, "model", "_rank")).drop(columns="_rank")


def _provision(text: str) -> str:
    return {
        "EHCP or Statement": EHC,
        "EHC plan or Statement": EHC,
        "SEN support": SUPPORT,
        "No identified SEN": NONE,
        "Any SEN": ANY,
        "Unclassified": "Not recorded",
    }.get(text, text)


def _areas(frame: pd.DataFrame) -> list[str]:
    return [
        local or ("England" if level == "National" else region)
        for level, region, local in zip(
            frame["geographic_level"], frame["region_name"], frame["la_name"], strict=True
        )
    ]


def _school_year(text: str) -> str:
    return f"{text[:4]}/{text[4:6]}"


def _ending(year: int) -> str:
    return f"{year - 1}/{year % 100:02d}"


def _school_census(year: int) -> str:
    return month_end(year, 6 if year >= 2021 else 7)


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


def _wider(code: str, year: int) -> str:
    if code.startswith("16-17"):
        return month_end(year, 7 if year >= 2021 else 10)
    if code == "CMH_0-17yrs":
        return month_end(year + 1, 3)
    return month_end(year + 1, 5 if year == 2020 else 3)


def _coded(frame: pd.DataFrame) -> pd.DataFrame:
    frame.insert(0, "area_code", frame["area"].map(AREA_CODES))
    return frame


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
