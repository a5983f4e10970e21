"""Children's mental-health waits and access, and waits for an autism assessment."""

from pathlib import Path

import pandas as pd

from tools.published.layout import month_end, number, read_text

PLACES = {
    "01H": "NHS North Cumbria CCG",
    "01K": "NHS Morecambe Bay CCG",
    "England": "England",
}
WAITS = {
    "n_total": "all referred",
    "avg_wait_days_two_contacts": "mean days to the second contact",
    "n_0_4wk": "second contact within 4 weeks",
    "n_4_6wk": "second contact in 4 to 6 weeks",
    "n_6_8wk": "second contact in 6 to 8 weeks",
    "n_8_10wk": "second contact in 8 to 10 weeks",
    "n_10_12wk": "second contact in 10 to 12 weeks",
    "n_over12wk": "second contact after more than 12 weeks",
    "n_closed_before_treatment": "closed before a second contact",
    "n_still_waiting_no_contact": "still waiting for a first contact",
    "n_still_waiting_one_contact": "still waiting for a second contact",
}
SERVICES = {
    "all (MH+LDA)": "all",
    "mental health": "mental health",
    "learning disability & autism": "learning disability and autism",
}
WAITS_OUT = {
    "2019-20": month_end(2021, 1),
    "2020-21": month_end(2022, 3),
    "2021-22": month_end(2023, 3),
}


def camhs_waits(source: Path) -> pd.DataFrame:
    """One row a place, year, part of the year, unit, kind of service and measure."""
    frame = read_text(source / "camhs_cyp_waits_01H_01K_england_2019_22.csv")
    long = frame.melt(
        id_vars=["year", "period", "unit", "services", "org_code"],
        value_vars=list(WAITS),
        var_name="column",
        value_name="raw",
    )
    # By quarter only people, and only the two figures that are ever quoted, are kept.
    yearly = long["period"] == "full year"
    quarterly = (long["unit"] == "people") & long["column"].isin(list(WAITS)[:2])
    long = long[yearly | quarterly]
    out = pd.DataFrame(
        {
            "area_code": long["org_code"].replace({"England": "E92000001"}),
            "area": long["org_code"].map(PLACES),
            "period": long["year"],
            "part": long["period"].replace({"full year": "Full year"}),
            "counted": long["unit"],
            "services": long["services"].map(SERVICES),
            "measure": long["column"].map(WAITS),
            "value": [number(cell) if cell else "" for cell in long["raw"]],
        }
    )
    out["status"] = ["shown" if cell else "too few to show" for cell in out["value"]]
    out["first_published"] = out["period"].map(WAITS_OUT)
    out["vintage"] = "MHSDS additional statistics " + out["period"]
    order = {name: at for at, name in enumerate(WAITS.values())}
    out["_at"] = out["measure"].map(order)
    return out.sort_values(["period", "part", "counted", "services", "area", "_at"]).drop(
        columns="_at"
    )


def camhs_access(source: Path) -> pd.DataFrame:
    """One row a place and year ending with a month: children with at least one contact."""
    frame = read_text(source / "mhsds_cyp_access_with_comparators.csv")
    frame = frame[frame["PRIMARY_LEVEL"].isin(PLACES)]
    ends = pd.to_datetime(frame["REPORTING_PERIOD_END"], format="%d/%m/%Y")
    out = pd.DataFrame(
        {
            "area_code": frame["PRIMARY_LEVEL"].replace({"England": "E92000001"}),
            "area": frame["PRIMARY_LEVEL"].map(PLACES),
            "year_to": ends.dt.strftime("%Y-%m-%d"),
            "people": frame["MEASURE_VALUE"].map(number),
            "period": ends.dt.strftime("%Y"),
            "first_published": [
                month_end(end.year + (end.month + 3 > 12), (end.month + 2) % 12 + 1) for end in ends
            ],
            "vintage": "MHSDS monthly, " + frame["STATUS"].str.lower(),
        }
    )
    return out.sort_values(["area", "year_to"])


def autism_waits(source: Path) -> pd.DataFrame:
    """One row a place, month and age group: first seen after more than 13 weeks, in %."""
    frame = read_text(source / "mhsds_autism_waits_cumbria_ccg_providers.csv")
    places = {
        **PLACES,
        "RW5": "Lancashire and South Cumbria NHS Foundation Trust",
        "RX4": "Cumbria, Northumberland, Tyne and Wear NHS Foundation Trust",
    }
    national = frame["BREAKDOWN"] == "Age Group"
    code = frame["PRIMARY_LEVEL"].where(~national, "England")
    out = pd.DataFrame(
        {
            "area_code": code.replace({"England": "E92000001"}),
            "area": code.map(places),
            "month_to": frame["REPORTING_PERIOD_END"],
            "age_group": frame["PRIMARY_LEVEL"].where(national, frame["SECONDARY_LEVEL"]),
            "percent": frame["METRIC_VALUE"].map(number),
            "period": frame["REPORTING_PERIOD_END"].str[:4],
        }
    )
    files = frame["source"].str.extract(r"_(?:Apr\d{4})_([A-Z][a-z]{2}\d{4})_")[0]
    out["first_published"] = files.map(
        {
            "Mar2020": month_end(2020, 6),
            "Mar2021": month_end(2021, 6),
            "Mar2022": month_end(2022, 6),
            "Mar2023": month_end(2023, 6),
            "Jun2023": month_end(2023, 9),
        }
    )
    out["vintage"] = "Autism statistics to " + files.str[:3] + " " + files.str[3:]
    return out.sort_values(["area", "age_group", "month_to"])
