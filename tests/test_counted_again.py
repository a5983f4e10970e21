"""Figures of waits, breaks and access counted again: from the rows, or by another library.

`docs/counted-again.md` lists every statistic of these pages with the test that counts it again.
"""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from breaks_county import EDITION, cell, sources
from scipy import stats
from statsmodels.duration.survfunc import CumIncidenceRight
from statsmodels.stats.proportion import proportion_confint

from jsna.figures import TOTAL
from jsna.project import ROOT
from jsna.subjects import access, camhs_waits, inequity_summary, pathways, short_breaks
from jsna.subjects.breaks import at_eighteen, coverage, gaps
from jsna.subjects.breaks.prepared import ADULT, CHILD
from jsna.subjects.breaks.prepared import prepared as breaks_of
from jsna.subjects.inequity import piled
from jsna.subjects.waits import (
    by_place,
    crisis,
    drive,
    misleading,
    monthly,
    published_beside,
    send_ratio,
    variation,
)
from jsna.subjects.waits import prepared as camhs
from jsna.subjects.waits.clocks import FIRST, SECOND

LAST = pd.Timestamp(EDITION.as_of)
BEGAN = pd.Timestamp(2019, 10, 1)
SEEN = 1


def cohort() -> pd.DataFrame:
    """Return the rows referred since the two trusts took over, as accepted, with their waits."""
    of = camhs.prepared(sources())
    return of.cohort(FIRST).join(of.referrals)


def by_statsmodels(rows: pd.DataFrame, day: int = 126) -> float:
    """Return the percent seen by a day by statsmodels' cumulative incidence."""
    # On the last day nobody may be left, by which statsmodels divides for an error unread here.
    with np.errstate(divide="ignore", invalid="ignore"):
        found = CumIncidenceRight(rows["time"].to_numpy() + 0.0, rows["cause"].to_numpy())
    return float(100 * found.cinc[0][np.searchsorted(found.times, day, side="right") - 1])


def to_five(count: float) -> int:
    return 5 * round(count / 5)


# --- CAMHS ---------------------------------------------------------------------------------------


def of_age(rows: pd.DataFrame, youngest: int, below: int) -> pd.Series:
    born, referred = rows["date_of_birth"], rows["referral_date"]
    year = pd.DateOffset
    return (born + year(years=youngest) <= referred) & (referred < born + year(years=below))


def lived_in(rows: pd.DataFrame, name: str, column: str, values: list) -> pd.Series:
    table = sources().published(name).set_index("lsoa_code")[column]
    return rows["home_lsoa"].map(table).isin(values)


def as_long_a_drive(rows: pd.DataFrame) -> pd.Series:
    return rows["home_lsoa"].map(drive.minutes(sources().area.sites, "camhs")) >= 30


GROUPS = {
    ("sex", "Female"): lambda rows: rows["sex"] == "F",
    ("urgency", "Routine"): lambda rows: rows["urgency"] == "routine",
    ("autism", "Autistic"): lambda rows: rows["autism_flag"] == "Y",
    ("provider", "CNTW"): lambda rows: rows["provider"] == "CNTW",
    ("age_group", "11 to 15"): lambda rows: of_age(rows, 11, 16),
    ("send", "With SEND"): lambda rows: (
        (rows["send_flag"] == "Y") & (rows["send_recorded_date"] <= rows["referral_date"])
    ),
    ("deprivation", "1 (most deprived)"): lambda rows: lived_in(
        rows, "deprivation", "idaci_decile", [1, 2]
    ),
    ("rural_urban", "Rural"): lambda rows: lived_in(rows, "lsoas", "rural_urban", ["Rural"]),
    ("drive_time", "30 minutes or more"): as_long_a_drive,
}


@pytest.mark.parametrize(("group", "value"), GROUPS, ids=lambda part: part)
def test_the_share_seen_of_a_group_is_that_of_statsmodels(group: str, value: str):
    rows = cohort()
    mine = rows[GROUPS[group, value](rows)]
    found = cell(
        by_place.by_personal_group(camhs.prepared(sources()), group), area=TOTAL, **{group: value}
    )
    assert found["n"] == len(mine)
    assert found["value"] == pytest.approx(by_statsmodels(mine), abs=1e-9)


def test_each_week_of_a_curve_is_that_of_statsmodels():
    rows = cohort()
    west = rows[rows["home_district"].isin(["Allerdale", "Copeland"])]
    curve = by_place.over_time(camhs.prepared(sources()))
    for week in (1, 11, 18, 52, 78):
        found = cell(curve, area="West Cumbria", week=str(week))
        assert found["value"] == pytest.approx(by_statsmodels(west, 7 * week), abs=1e-9)
    flagged = cell(send_ratio.curves(camhs.prepared(sources())), send="No SEND", week="18")
    none = (rows["send_flag"] == "N") | (
        (rows["send_flag"] == "Y") & (rows["send_recorded_date"] > rows["referral_date"])
    )
    assert flagged["value"] == pytest.approx(by_statsmodels(rows[none]), abs=1e-9)


def test_how_waits_end_is_that_of_statsmodels():
    rows = cohort()
    found = CumIncidenceRight(rows["time"].to_numpy() + 0.0, rows["cause"].to_numpy())
    at = np.searchsorted(found.times, 126, side="right") - 1
    told = by_place.ends(camhs.prepared(sources()))
    own = told[(told["clock"] == FIRST) & (told["by_week"] == "By week 18")]
    shares = [100 * one[at] for one in found.cinc]
    for (_, row), share in zip(own.iloc[1:6].iterrows(), shares, strict=False):
        assert row["value"] == pytest.approx(share, abs=1e-9), row["end"]
    assert own.iloc[0]["value"] == pytest.approx(100 - sum(shares), abs=1e-9)


def test_the_share_of_a_month_is_that_of_statsmodels():
    rows = cohort()
    month = rows[rows["referral_date"].dt.to_period("M") == "2020-11"]
    found = cell(monthly.seen_by_month(camhs.prepared(sources())), area=TOTAL, month="2020-11")
    assert found["n"] == len(month)
    assert found["value"] == pytest.approx(by_statsmodels(month), abs=1e-9)


def test_the_curve_of_those_who_were_seen_is_their_plain_distribution():
    rows = cohort()
    seen = rows.loc[rows["cause"] == SEEN, "time"]
    of = camhs.prepared(sources())
    told = misleading.two_curves(of)
    for week in (4, 18):
        found = cell(told, clock=FIRST, counted=misleading.SEEN_ONLY, week=str(week))
        assert found["value"] == pytest.approx(
            100 * stats.ecdf(seen).cdf.evaluate(7 * week), abs=1e-9
        )
    half = cell(misleading.two_medians(of), area=TOTAL, counted=misleading.SEEN_ONLY)
    assert half["value"] == np.ceil(np.quantile(seen, 0.5, method="inverted_cdf") / 7)


def test_second_contacts_of_everyone_are_those_of_statsmodels():
    of = camhs.prepared(sources())
    told = published_beside.everyone_referred(of)
    rows = of.cohort("Referral to second contact").join(of.referrals)
    year = (rows["referral_date"] >= "2020-04-01") & (rows["referral_date"] < "2021-04-01")
    ccg = of.groups["ccg"].reindex(rows.index).astype("str") == "North Cumbria CCG"
    found = cell(told, area="North Cumbria CCG", year="2020-21")
    assert found["n"] == (year & ccg).sum()
    assert found["value"] == pytest.approx(by_statsmodels(rows[year & ccg]), abs=1e-9)


def test_the_share_with_a_flag_is_a_plain_count():
    rows = cohort()
    dated = rows["send_recorded_date"].notna()
    known = (rows["send_flag"] == "N") | ((rows["send_flag"] == "Y") & dated)
    found = cell(send_ratio.flags_recorded(camhs.prepared(sources())), area=TOTAL)
    assert found["value"] == pytest.approx(100 * to_five(known.sum()) / to_five(len(rows)))


def test_crises_of_a_year_are_a_plain_count_with_wilson_s_interval():
    rows = camhs.prepared(sources()).referrals
    begins = LAST - pd.Timedelta(days=365)
    opened = ~(rows["closure_date"] <= begins)
    event = (rows["crisis"] == "Y") & (rows["crisis_date"] > begins) & (rows["crisis_date"] <= LAST)
    found = cell(
        crisis.by_group(camhs.prepared(sources())), event=crisis.CRISIS, who="All referrals"
    )
    part, whole = int((event & opened).sum()), int(opened.sum())
    low, high = proportion_confint(part, whole, method="wilson")
    assert found["n"] == whole
    assert (found["value"], found["lower"], found["upper"]) == pytest.approx(
        (1000 * part / whole, 1000 * low, 1000 * high)
    )


def test_the_index_between_places_is_the_mean_distance_from_the_county():
    of = camhs.prepared(sources())
    told = variation.variation(of.cohort(FIRST), of.groups["district"], of.day)
    shares = np.array([place.raw for place in told.between.places])
    by_hand = 100 * np.mean(np.abs(shares - told.between.county)) / told.between.county
    assert told.between.heterogeneity.index_of_disparity == pytest.approx(by_hand)


# --- autism pathway and therapies ----------------------------------------------------------------


def test_a_pathway_s_share_by_group_month_and_end_is_that_of_statsmodels():
    of = pathways.prepared(sources())["Speech and language therapy"]
    rows = of.cohort(FIRST).join(of.referrals)
    girls = rows[rows["sex"] == "F"]
    found = cell(pathways.by_personal_group(of, "sex"), sex="Female")
    assert found["value"] == pytest.approx(by_statsmodels(girls), abs=1e-9)
    month = rows[rows["referral_date"].dt.to_period("M") == "2020-10"]
    told = cell(pathways.started_by_month(of), month="2020-10")
    assert told["n"] == len(month)
    assert told["value"] == pytest.approx(by_statsmodels(month), abs=1e-9)
    started = cell(pathways.ends(of), by_week="By week 18", end="Started")
    assert started["value"] == pytest.approx(by_statsmodels(rows), abs=1e-9)
    complete = cell(
        pathways.in_time(of), area=TOTAL, clock=pathways.CLOCKS[SECOND], by_week="Within 13 weeks"
    )
    assert complete["value"] == pytest.approx(by_statsmodels(of.cohort(SECOND), 91), abs=1e-9)


# --- short breaks --------------------------------------------------------------------------------


def share_by_hand(having: pd.Series) -> float:
    """Return a share as shown: of both counts rounded to five."""
    return 100 * to_five(int(having.sum())) / to_five(len(having))


def listed() -> pd.DataFrame:
    """Return the extract's rows of the last financial year of children on the register."""
    rows = sources().accepted("short_breaks")
    return rows[(rows["financial_year"] == "2020/21") & (rows["eligible"] == "Y")]


def test_direct_payments_and_waiting_are_plain_counts_of_the_extract():
    rows = listed()
    by_child = rows.assign(
        given=rows["service"] != "none",
        paid=(rows["direct_payment"] == "Y") & (rows["service"] != "none"),
        late=rows["waiting_since"] < pd.Timestamp(2021, 4, 1),
    ).groupby("child_id")[["given", "paid", "late"]].any()  # fmt: skip
    of = breaks_of(sources())
    paid = cell(coverage.direct_payments(of), area=TOTAL, life_stage=TOTAL)
    assert paid["value"] == pytest.approx(share_by_hand(by_child.loc[by_child["given"], "paid"]))
    waits = cell(coverage.waiting(of), area=TOTAL, life_stage=TOTAL)
    assert waits["value"] == pytest.approx(share_by_hand(by_child["late"] & ~by_child["given"]))


def test_the_middle_wait_for_a_break_is_that_of_the_extract():
    rows = listed()
    given = rows.groupby("child_id")["service"].agg(lambda of: (of != "none").any())
    since = rows.groupby("child_id")["waiting_since"].min()
    end = pd.Timestamp(2021, 4, 1)
    waiting = since[~given & (since < end)]
    found = cell(coverage.weeks_waited(breaks_of(sources())), area=TOTAL)
    assert found["n"] == len(waiting)
    assert found["value"] == pytest.approx(np.median((end - waiting).dt.days) / 7)


def test_who_keeps_breaks_at_18_is_counted_child_by_child():
    children = breaks_of(sources()).children
    regular = {(row.child_id, row.year) for row in children[children["regular"]].itertuples()}
    years = ["2017/18", "2018/19", "2019/20", "2020/21"]
    kept = [
        (row.child_id, years[years.index(row.year) + 1]) in regular
        for row in children.itertuples()
        if row.regular and row.age == 17 and row.year != years[-1]
    ]
    found = cell(at_eighteen.kept(breaks_of(sources())), area=TOTAL, at="Turned 18")
    assert found["value"] == pytest.approx(share_by_hand(pd.Series(kept)))


def test_young_adults_by_year_and_age_are_plain_counts():
    of = breaks_of(sources())
    rows = of.children
    west = rows["district"].isin(["Allerdale", "Copeland"])
    own = rows[west & (rows["age"] >= 18) & (rows["year"] == "2019/20")]
    found = cell(at_eighteen.by_year(of), area="West Cumbria", year="2019/20")
    assert found["value"] == pytest.approx(share_by_hand(own["regular"]))
    young = rows[(rows["year"] == "2020/21") & rows["age"].between(5, 10)]
    told = cell(coverage.by_age(of), area=TOTAL, age_group="5 to 10")
    assert told["value"] == pytest.approx(share_by_hand(young["regular"]))


def test_adult_social_care_is_counted_person_by_person():
    rows = sources().accepted("adult_social_care")
    now = (rows["service_start_date"] <= LAST) & ~(rows["service_end_date"] <= LAST)
    people = rows["child_id"].unique()
    served = rows.loc[now & (rows["service"] != "none"), "child_id"].nunique()
    found = cell(at_eighteen.adult_care(sources()), area=TOTAL, service=at_eighteen.ANY)
    assert found["value"] == pytest.approx(100 * to_five(served) / to_five(len(people)))


@pytest.mark.parametrize("stage", [CHILD, ADULT])
def test_what_places_are_compared_in_is_a_plain_count_of_each_district(stage: str):
    of = breaks_of(sources())
    rows = of.latest[of.latest["stage"] == stage]
    (names, told), = [
        (names, told) for said, own, names, told in gaps.between(of)
        if (said, own) == ("Districts", stage)
    ]  # fmt: skip
    for name, place in zip(names, told.places, strict=True):
        here = rows.loc[rows["district"] == name, "regular"]
        assert place.raw == pytest.approx(here.mean())
    table = pd.crosstab(rows["district"], rows["regular"]).loc[list(names)].to_numpy()
    chi = stats.chi2_contingency(table, correction=False).statistic
    assert told.heterogeneity.chi_square == pytest.approx(chi)


# --- all together --------------------------------------------------------------------------------


def test_children_that_can_be_followed_are_a_plain_count():
    rows = listed()
    joined = rows.groupby("child_id")["link_key"].first().notna()
    found = cell(piled.joined(sources()), area=TOTAL)
    assert found["value"] == pytest.approx(share_by_hand(joined))


def test_reach_by_home_and_by_limit_is_counted_area_by_area():
    people = sources().published("population_lsoa")
    people = people[people["period"] == people["period"].max()].set_index("lsoa_code")
    sites = sources().accepted("service_sites")
    sites = sites[sites["service"] == "camhs"]
    ages = range(int(sites["age_from"].min()), int(sites["age_to"].max()) + 1)
    children = people[[f"age_{age}" for age in ages]].sum(axis=1)
    of = access._ready(sources())[0]["CAMHS base"]
    near = pd.Series(of.minutes.min(axis=1), index=of.children.index)
    assert children.loc[of.children.index].sum() == of.children.sum()
    within = cell(
        access.within_reach(sources()), service="CAMHS base", sites=access.ALL_SITES, area=TOTAL
    )
    assert within["value"] == pytest.approx(100 * children[near <= 30].sum() / children.sum())
    rural = sources().published("lsoas").set_index("lsoa_code")["rural_urban"] == "Rural"
    rural = rural.reindex(near.index)
    found = cell(access.by_deprivation(sources()), service="CAMHS base", home="Rural")
    by_hand = (near[rural] * children[rural]).sum() / children[rural].sum()
    assert found["value"] == round(by_hand)
    small = access.by_small_area(sources())
    first = small[small["service"] == "CAMHS base"].iloc[0]
    assert first["value"] == round(near[first["lsoa"]])


def test_the_edition_of_these_tests_ends_on_the_day_they_count_to():
    assert EDITION.as_of == date(2021, 8, 31)
    assert camhs.prepared(sources()).since == BEGAN.date()


# --- the list of it all --------------------------------------------------------------------------

SUBJECTS = (camhs_waits, pathways, short_breaks, access, inequity_summary)


def listed_lines() -> list[tuple[set[str], set[str]]]:
    """Return the figures and the tests of each line of `docs/counted-again.md`."""
    lines = (ROOT / "docs" / "counted-again.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if line.startswith("| ") and "`" in line]
    return [
        (set(re.findall("`([^`]+)`", row[1])), set(re.findall("`(test_[^`]+)`", row[-1])))
        for row in rows
    ]


def test_every_figure_of_these_pages_is_held_against_something_else():
    named = set().union(*(figures for figures, _ in listed_lines()))
    there = {figure.id for subject in SUBJECTS for figure in subject.FIGURES}
    assert sorted(there - named) == [], "these figures stand in no line of docs/counted-again.md"
    assert sorted(named - there) == [], "these are no figures of these pages"


def test_every_test_that_the_list_names_is_there():
    tests = Path(__file__).parent.glob("test_*.py")
    there = set()
    for path in tests:
        there |= set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M))
    for figures, named in listed_lines():
        assert named, f"no test is named for {sorted(figures)}"
        assert sorted(named - there) == []
