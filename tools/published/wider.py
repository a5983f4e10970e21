"""Absence, money, participation, children in need, and whom Cumbria is compared with."""

from pathlib import Path

import pandas as pd

from tools.published.dfe import DASHBOARD, LAIT, areas_of, coded, provision_of
from tools.published.layout import area_order, month_end, number, read_text

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


def absence(source: Path) -> pd.DataFrame:
    """One row an area, school year, SEN and kind of absence: share of sessions missed."""
    frame = read_text(source / "sendap_absence.csv")
    out = pd.DataFrame(
        {
            "area": areas_of(frame),
            "period": frame["academic_year"],
            "sen": frame["characteristic"].map(provision_of),
            "absence": frame["Absence measure"],
            "percent": frame["Percentage"].map(number),
        }
    )
    out["first_published"] = [month_end(int(year[:4]) + 2, 3) for year in out["period"]]
    out["vintage"] = DASHBOARD
    return coded(area_order(out, "sen", "absence", "period"))


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
    frame = read_text(source / "sendap_specialist_spend.csv")
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
    out = coded(area_order(pd.concat(parts), "measure", "period"))
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
    return coded(area_order(out, "measure", "period"))


def statistical_neighbours(source: Path) -> pd.DataFrame:
    """One row an area and its neighbour, of the model named."""
    frame = read_text(source / "cumbria_statistical_neighbours.csv")
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
    return coded(area_order(out, "model", "_rank")).drop(columns="_rank")


def _wider(code: str, year: int) -> str:
    if code.startswith("16-17"):
        return month_end(year, 7 if year >= 2021 else 10)
    if code == "CMH_0-17yrs":
        return month_end(year + 1, 3)
    return month_end(year + 1, 5 if year == 2020 else 3)
