"""Pupils with SEN: their share, their schools, their needs."""

from pathlib import Path

import pandas as pd

from tools.published.dfe import DASHBOARD, EHC, LAIT, SUPPORT, areas_of, coded, provision_of
from tools.published.layout import area_order, month_end, number, read_text

PUPILS = {
    "SEN_TotSENSuP": (SUPPORT, "All schools"),
    "SEN_TotStat": (EHC, "All schools"),
    "PrimNoStatements": (SUPPORT, "Primary schools"),
    "PrimStatements": (EHC, "Primary schools"),
    "SecNoStatements": (SUPPORT, "Secondary schools"),
    "SecStatements": (EHC, "Secondary schools"),
}


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
    return coded(area_order(out, "provision", "phase", "period"))


def pupils_mainstream(source: Path) -> pd.DataFrame:
    """One row an area, school year and provision: pupils of state mainstream schools."""
    frame = read_text(source / "sendap_mainstream_with_sen.csv")
    out = pd.DataFrame(
        {
            "area": areas_of(frame),
            "period": [_school_year(text) for text in frame["time_period"]],
            "provision": frame["SEN provision"].map(provision_of),
            "percent": frame["% of pupils"].map(number),
            "pupils_of_all": frame["total_pupils"].map(number),
        }
    )
    out["first_published"] = [_school_census(int(year[:4]) + 1) for year in out["period"]]
    out["vintage"] = DASHBOARD
    return coded(area_order(out, "provision", "period"))


def pupils_by_school_type(source: Path) -> pd.DataFrame:
    """One row an area, school year, provision and type of school: share of those pupils."""
    frame = read_text(source / "sendap_provider_types.csv")
    groups = {
        "all pupils": "All pupils",
        "pupils with EHC plans": EHC,
        "pupils on SEN support": SUPPORT,
    }
    out = pd.DataFrame(
        {
            "area": areas_of(frame),
            "period": frame["academic_year"],
            "provision": frame["Provision type"].map(groups),
            "school_type": frame["phase_type_grouping"],
            "percent": frame["% of pupils (with SEN provision type)"].map(number),
        }
    )
    out["first_published"] = [_school_census(int(year[:4]) + 1) for year in out["period"]]
    out["vintage"] = DASHBOARD
    return coded(area_order(out, "period", "provision", "school_type"))


def need_by_phase(source: Path) -> pd.DataFrame:
    """One row an area, primary need, phase and sex: pupils with SEN in January 2023."""
    frame = read_text(source / "sen_primary_need_by_phase_jan2023.csv")
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
    out = coded(area_order(out, "need", "school_type", "sex"))
    first = ["area_code", "area", "period", "need", "school_type", "sex", "pupils"]
    return out[[*first, "status", "first_published", "vintage"]]


def _school_year(text: str) -> str:
    return f"{text[:4]}/{text[4:6]}"


def _school_census(year: int) -> str:
    return month_end(year, 6 if year >= 2021 else 7)
