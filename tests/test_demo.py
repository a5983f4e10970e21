"""The made-up county: fitted to what was published, one life a child, and nothing false told."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jsna import demo, published
from jsna.demo import camhs, county, hazards, population
from jsna.demo.draws import days, whole
from jsna.intake.extracts import extracts

LATER = date(2030, 1, 1)
WEST = ["Allerdale", "Copeland"]


@pytest.fixture(scope="module")
def made() -> county.County:
    return county.county(2021, 1.0, True)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return demo.tables()


def cumbria(name: str) -> pd.DataFrame:
    table = published.read(name, LATER)
    return table[table["area"] == "Cumbria"]


def within(found: float, wanted: float, share: float = 0.01) -> bool:
    return abs(found - wanted) <= share * abs(wanted)


# every extract has its contract's columns


def test_there_is_every_extract_with_the_columns_of_its_contract(
    tables: dict[str, pd.DataFrame],
) -> None:
    assert set(tables) == set(extracts())
    for name, extract in extracts().items():
        known = {column.name for column in extract.columns}
        needed = {column.name for column in extract.columns if column.required != "no"}
        assert set(tables[name].columns) <= known, name
        assert needed <= set(tables[name].columns), name


def test_keys_are_there_once_and_values_that_must_stand_do(tables: dict[str, pd.DataFrame]) -> None:
    for name, extract in extracts().items():
        table = tables[name]
        assert not table.duplicated(list(extract.key)).any(), name
        for column in extract.columns:
            if column.required == "value":
                assert table[column.name].notna().all(), f"{name}.{column.name}"


# margins


def test_people_are_as_many_in_each_lsoa_and_age_as_were_estimated(made: county.County) -> None:
    people = made.people
    for column, year in ((0, 2017), (2, 2019), (3, 2020)):
        here = people.present[:, column]
        assert not (here & people.visitor).any()
        months = people.birth[here].astype("datetime64[D]").astype("datetime64[M]").astype("int64")
        # Born from July on, one is a year younger at mid-year.
        age = year - 1970 - months // 12 - (months % 12 >= 6)
        counted = pd.Series(people.lsoa[here]).groupby([people.lsoa[here], age]).size()
        target = made.targets.population
        wanted = target[target["year"] == year].set_index(["place", "age"])["people"]
        wanted = wanted[wanted > 0]
        assert counted.sum() == wanted.sum()
        assert (counted.reindex(wanted.index, fill_value=0) - wanted).abs().max() <= 1


def test_plans_each_january_are_as_published_by_age_band(tables: dict[str, pd.DataFrame]) -> None:
    plans = tables["ehc_plans"].merge(
        tables["ehc_ceased"][["plan_id", "cease_date"]], on="plan_id", how="left"
    )
    table = cumbria("ehc_plans")
    for year, total in ((2018, 2854), (2019, 3173), (2020, 3495), (2021, 3887)):
        day = pd.Timestamp(year, 1, 1)
        open_plans = plans[(plans["start_date"] < day) & ~(plans["cease_date"] < day)]
        assert within(len(open_plans), total), (year, len(open_plans))
        born = open_plans["date_of_birth"]
        age = year - 1 - born.dt.year - (born.dt.month >= 9)
        names = ["Under 5", "5 to 10", "11 to 15", "16 to 19", "20 to 25"]
        bands = pd.cut(age, [-1, 4, 10, 15, 19, 25], labels=names)
        rows = table[(table["period"].astype(int) == year) & (table["kind"] == "all")]
        for band, wanted in rows.set_index("age_group")["plans"].drop("Total").items():
            assert abs((bands == band).sum() - wanted) <= max(3, 0.01 * wanted), (year, band)


def test_new_plans_and_their_20_weeks_are_as_published_in_both_readings(
    tables: dict[str, pd.DataFrame],
) -> None:
    plans = tables["ehc_plans"].merge(
        tables["ehc_requests"][["request_id", "received_date"]], on="request_id"
    )
    plans = plans.merge(tables["ehc_assessments"][["request_id", "exception_20_weeks"]])
    took = (plans["start_date"] - plans["received_date"]).dt.days
    year = plans["start_date"].dt.year
    plain = plans["exception_20_weeks"] == "N"
    for calendar, new, with_exceptions, without in (
        (2018, 396, 86.0, 88.1),
        (2019, 507, 81.4, 85.2),
        (2020, 503, 80.1, 84.7),
    ):
        assert within((year == calendar).sum(), new)
        assert within(100 * (took[year == calendar] <= 140).mean(), with_exceptions)
        assert within(100 * (took[(year == calendar) & plain] <= 140).mean(), without)


def test_requests_and_refusals_are_as_published(tables: dict[str, pd.DataFrame]) -> None:
    requests = tables["ehc_requests"]
    year = requests["received_date"].dt.year
    for calendar, asked, refused in ((2018, 547, 67), (2019, 724, 129), (2020, 627, 127)):
        assert within((year == calendar).sum(), asked)
        assert within(((year == calendar) & (requests["request_outcome"] == "N")).sum(), refused)


def test_shares_with_sen_are_as_published(tables: dict[str, pd.DataFrame]) -> None:
    rolls = tables["pupils"]
    rolls = rolls[rolls["no_school_place"] == "N"]
    table = cumbria("pupils_with_sen")
    table = table[table["phase"] == "All schools"].set_index(["period", "provision"])["percent"]
    for year in (2018, 2019, 2020, 2021):
        group = rolls[rolls["school_year"] == f"{year - 1}/{year % 100}"]
        for code, name in (("K", "SEN Support"), ("E", "EHC plan")):
            found = 100 * (group["sen_provision"] == code).mean()
            assert within(found, float(table[(str(year), name)])), (year, name, found)


def test_recorded_needs_begin_at_the_baselines_of_the_plan(tables: dict[str, pd.DataFrame]) -> None:
    rolls = tables["pupils"].merge(tables["schools"][["school_urn", "phase"]], on="school_urn")
    for phase, semh, nsa in (("primary", 12.2, 15.9), ("secondary", 12.3, 4.7)):
        group = rolls[
            (rolls["school_year"] == "2018/19")
            & (rolls["phase"] == phase)
            & (rolls["sen_provision"] != "N")
        ]
        assert within(100 * (group["primary_need"] == "SEMH").mean(), semh)
        assert within(100 * (group["primary_need"] == "NSA").mean(), nsa)


def test_other_needs_keep_the_proportions_of_january_2023(tables: dict[str, pd.DataFrame]) -> None:
    rolls = tables["pupils"].merge(tables["schools"][["school_urn", "phase"]], on="school_urn")
    group = rolls[
        (rolls["school_year"] == "2020/21")
        & (rolls["phase"] == "primary")
        & ~rolls["primary_need"].isin(["SEMH", "NSA"])
        & (rolls["sen_provision"] != "N")
    ]
    table = cumbria("need_by_phase")
    table = table[(table["school_type"] == "State-funded primary") & (table["sex"] == "Total")]
    wanted = table.set_index("need")["pupils"].drop(["SEMH", "NSA"])
    for need in ("SLCN", "SPLD", "MLD", "ASD"):
        share = (group["primary_need"] == need).mean()
        assert within(share, wanted[need] / wanted.sum(), 0.015), need


def test_camhs_bands_and_mean_waits_are_as_published(made: county.County) -> None:
    table = published.read("camhs_waits", LATER)
    table = table[
        (table["part"] == "Full year")
        & (table["counted"] == "people")
        & (table["services"] == "mental health")
    ]
    table = table.set_index(["area_code", "period", "measure"])["value"]
    bands = ("second contact within 4 weeks", "closed before a second contact",
             "still waiting for a first contact", "still waiting for a second contact",
             "second contact after more than 12 weeks")  # fmt: skip
    number = (0, 6, 7, 8, 5)
    referrals = made.referrals
    for group, north, share in (("01H", True, 1.0), ("01K", False, 0.5345)):
        for period, year in (("2019-20", 2019), ("2020-21", 2020)):
            rows = (referrals.north == north) & (referrals.year == year)
            state = camhs.state_at(referrals, days(year + 1, 3, 31))
            seen = rows & (state < 6)
            wait = (referrals.second - referrals.referred)[seen].mean()
            assert within(wait, float(table[(group, period, "mean days to the second contact")]))
            for band, name in zip(number, bands, strict=True):
                wanted = float(table[(group, period, name)]) * share
                assert abs((rows & (state == band)).sum() - wanted) <= max(1, 0.01 * wanted)


# one life


def test_a_child_is_the_same_in_all_files_of_an_organisation(
    tables: dict[str, pd.DataFrame],
) -> None:
    born = tables["pupils"].drop_duplicates("child_id").set_index("child_id")["date_of_birth"]
    for name in ("ehc_plans", "short_breaks", "transition_records", "ehc_requests"):
        other = tables[name].drop_duplicates("child_id").set_index("child_id")["date_of_birth"]
        both = other.index.intersection(born.index)
        assert len(both) > 500
        assert (other[both] == born[both]).all()


def test_a_pupil_of_the_county_with_a_plan_has_that_plan(tables: dict[str, pd.DataFrame]) -> None:
    pupils = tables["pupils"]
    ours = pupils[(pupils["sen_provision"] == "E") & (pupils["home_district"] != "Out of county")]
    assert ours["child_id"].isin(tables["ehc_plans"]["child_id"]).all()


def test_pseudonyms_of_council_and_trust_share_nothing_but_the_nhs_number(
    tables: dict[str, pd.DataFrame],
) -> None:
    council = set(tables["pupils"]["child_id"])
    assert council.isdisjoint(tables["camhs_referrals"]["child_id"])
    joined = (
        tables["camhs_referrals"]
        .dropna(subset=["nhs_number"])
        .merge(
            tables["pupils"].dropna(subset=["nhs_number"]).drop_duplicates("child_id"),
            on="nhs_number",
        )
    )
    assert len(joined) > 5000
    assert (joined["date_of_birth_x"] == joined["date_of_birth_y"]).all()


def test_nhs_numbers_have_their_check_digit_and_are_of_a_range_never_issued() -> None:
    numbers = population.nhs_numbers(20_000)
    assert len(set(numbers.tolist())) == 20_000
    for number in numbers[:500].tolist():
        digits = [int(figure) for figure in str(number)]
        assert str(number).startswith("99")
        total = sum(d * w for d, w in zip(digits[:9], range(10, 1, -1), strict=True))
        assert (11 - total % 11) % 11 == digits[9]


def test_late_records_are_of_referrals_that_were_open_at_the_takeover(
    tables: dict[str, pd.DataFrame],
) -> None:
    referrals = tables["camhs_referrals"]
    early = referrals["referral_date"] < "2019-10-01"
    assert early.sum() > 1000
    assert (referrals.loc[early, "records_begin_date"] == pd.Timestamp("2019-10-01")).all()
    assert referrals.loc[~early, "records_begin_date"].isna().all()
    assert not (referrals["closure_date"] < "2019-10-01").any()


def test_nobody_under_camhs_is_seen_after_18_and_some_still_wait(
    tables: dict[str, pd.DataFrame],
) -> None:
    referrals = tables["camhs_referrals"]
    grown = referrals["date_of_birth"] + pd.DateOffset(years=18)
    assert not (referrals["first_contact_date"] > grown).any()
    assert (referrals["closure_date"].isna() & referrals["first_contact_date"].isna()).sum() > 500
    assert set(referrals["outcome"].dropna()) >= {"treated", "not_accepted", "withdrawn", "moved",
                                                  "adult_services"}  # fmt: skip


# planted truths


def test_waits_in_the_west_are_longer_by_the_planted_chances() -> None:
    tables, truth = demo.tables(margins="drawn"), demo.truths(margins="drawn")["camhs"]
    referrals = tables["camhs_referrals"]
    followed = referrals["referral_date"].between("2019-10-01", "2021-04-26")
    wait = (referrals["first_contact_date"] - referrals["referral_date"]).dt.days
    west = referrals["home_district"].isin(WEST)
    for rows, name in ((west, "West Cumbria"), (~west, "Rest of the county")):
        chosen = followed & rows
        error = 0.5 / np.sqrt(chosen.sum())
        found = (wait[chosen] <= 126).mean()
        assert abs(found - truth["seen_by_day_126"]["all"][name]) < 4 * error + 0.01
    assert truth["hazard_ratio"]["first contact, west against the rest"] == 0.72
    assert truth["hazard_ratio"]["second contact after the first, west against the rest"] == 0.6
    assert truth["hazard_ratio"]["first contact, SEND against no SEND"] == 0.8


def test_young_adults_in_the_west_have_fewer_regular_short_breaks(
    tables: dict[str, pd.DataFrame],
) -> None:
    breaks = tables["short_breaks"]
    born = breaks["date_of_birth"]
    autumn = breaks["financial_year"].str.slice(0, 4).astype(int)
    age = autumn - born.dt.year - ((born.dt.month * 100 + born.dt.day) > 401)
    regular = (breaks["service"] != "none") & (breaks["hours_a_month"] >= 6)
    child = breaks.assign(regular=regular, adult=age >= 18, west=breaks["home_district"].isin(WEST))
    child = child.groupby(["financial_year", "child_id"]).agg(
        {"regular": "any", "adult": "first", "west": "first"}
    )
    share = child.groupby(["adult", "west"])["regular"].agg(["mean", "size"])
    for adult, west, wanted in ((True, True, 0.30), (True, False, 0.52), (False, True, 0.58),
                                (False, False, 0.58)):  # fmt: skip
        mean, size = share.loc[(adult, west)]
        # A child's years are alike, so the error is that of a quarter as many.
        assert abs(mean - wanted) < 4 * 0.5 / np.sqrt(size / 4), (adult, west, mean)


def test_semh_rises_only_because_fewer_are_coded_as_not_assessed(
    tables: dict[str, pd.DataFrame],
) -> None:
    truth = demo.truths()["coding_drift"]
    recorded = truth["recorded_share_semh"]["primary"]
    hidden = truth["share_of_true_semh_coded_nsa"]["primary"]
    for year in ("2017/18", "2018/19", "2019/20", "2020/21"):
        assert recorded[year] == pytest.approx(
            truth["true_share_semh"]["primary"] * (1 - hidden[year]), abs=1e-6
        )
    assert recorded["2020/21"] > recorded["2018/19"] + 0.03


def test_those_who_answer_the_survey_are_less_content_than_the_whole_group() -> None:
    arm = demo.truths()["surveys"]["arms"]["parents_ehcp"]["2020"]
    assert arm["chance_of_answering_if_content"] < arm["chance_of_answering_if_not"]
    assert (
        arm["expected_share_content_of_those_who_answer"]
        < arm["share_content_of_the_whole_group"] - 0.1
    )


def test_fewer_numbers_are_held_in_one_district(tables: dict[str, pd.DataFrame]) -> None:
    plans = tables["ehc_plans"]
    held = plans["nhs_number"].notna().groupby(plans["home_district"]).mean()
    assert abs(held["Barrow-in-Furness"] - 0.76) < 0.06
    assert abs(held.drop("Barrow-in-Furness").mean() - 0.94) < 0.03


def test_without_inequities_every_place_and_child_has_the_same_chances() -> None:
    truth = demo.truths(inequities=False, margins="drawn")
    assert set(truth["camhs"]["hazard_ratio"].values()) == {1.0}
    seen = truth["camhs"]["seen_by_day_126"]["all"]
    assert abs(seen["West Cumbria"] - seen["Rest of the county"]) < 0.02
    chances = truth["short_breaks"]["chance_of_regular_breaks_if_eligible"]
    assert chances["18 to 25, west"] == chances["18 to 25, outside the west"]
    assert truth["linkage"]["worse_in"] is None
    assert not truth["coding_drift"]["recording_changed"]
    assert not any(truth["surveys"]["non_response_is_biased"].values())


# the law of waits


def test_waits_of_a_constant_hazard_are_exponential_times() -> None:
    hazard = np.full(5, 0.02)
    assert hazards.waits(hazard, np.array([1.0, 2.0]), np.array([0.5, 0.5])) == pytest.approx(
        [25.0, 12.5]
    )


def test_the_chance_of_being_seen_is_that_of_two_competing_constant_hazards() -> None:
    law = hazards.Baseline(*(np.full(5, rate) for rate in (0.03, 0.01, 0.03, 0.01)))
    chance = hazards.seen_by(law, np.array([1.0]), 50, np.array([1e9]))
    # 0.03 / 0.04 x (1 - exp(-0.04 x 50)) = 0.75 x 0.864665
    assert chance == pytest.approx([0.648499], abs=1e-6)
    assert hazards.seen_by(law, np.array([1.0]), 50, np.array([10.0])) == pytest.approx(
        [0.247260], abs=1e-6
    )


def test_whole_numbers_in_proportion_sum_to_the_total() -> None:
    assert whole([1, 1, 1], 10).tolist() == [4, 3, 3]
    assert whole([0, 0], 0).tolist() == [0, 0]


# files


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        demo.write(tmp_path / name, seed=7, scale=0.05, dirt=0.002)
    files = sorted(
        path.relative_to(tmp_path / "first") for path in (tmp_path / "first").rglob("*.*")
    )
    assert len(files) > 35
    for file in files:
        first, second = (tmp_path / name / file for name in ("first", "second"))
        assert first.read_bytes() == second.read_bytes(), file
    other = demo.tables(seed=8, scale=0.05)["ehc_plans"]["child_id"]
    assert not other.equals(demo.tables(seed=7, scale=0.05)["ehc_plans"]["child_id"])


def test_the_folder_says_that_it_is_made_up_and_keeps_truths_where_intake_does_not_look(
    tmp_path: Path,
) -> None:
    demo.write(tmp_path, scale=0.05, format="parquet")
    assert "MADE UP" in (tmp_path / "README-MADE-UP.txt").read_text(encoding="utf-8")
    about = json.loads((tmp_path / "_made-up" / "provenance.json").read_text(encoding="utf-8"))
    assert about["made_up"] is True
    assert all(file["made_up"] for file in about["files"].values())
    truths = json.loads((tmp_path / "_made-up" / "planted_truths.json").read_text(encoding="utf-8"))
    assert truths["camhs"]["hazard_ratio"]["first contact, west against the rest"] == 0.72
    assert not (tmp_path / "_made-up" / "planted_faults.csv").exists()


def test_an_earlier_day_knows_nothing_of_what_came_later() -> None:
    tables = demo.tables(scale=0.05, as_of=date(2020, 9, 30))
    ahead = {"due", "review_due_date", "year9_review_due_date"}
    for name, table in tables.items():
        for column in table.columns:
            if table[column].dtype.kind == "M" and column not in ahead:
                assert not (table[column] > "2020-09-30").any(), f"{name}.{column}"
    assert "2020/21" not in set(tables["pupils"]["school_year"])
    assert set(tables["survey_answers"]["survey_year"]) == {2019}


def test_a_larger_scale_keeps_the_shares() -> None:
    small, large = demo.tables(scale=0.1), demo.tables(scale=0.4)
    assert within(len(large["ehc_plans"]), 4 * len(small["ehc_plans"]), 0.05)
    assert within(len(large["pupils"]), 4 * len(small["pupils"]), 0.02)


# editions


EVENTS = {
    "ehc_requests": ["request_id", "received_date"],
    "ehc_plans": ["plan_id", "start_date"],
    "ehc_reviews": ["plan_id", "review_due_date"],
    "plan_audits": ["plan_id", "audit_date", "item", "grade"],
    "pathway_referrals": ["child_id", "pathway", "referral_date"],
    "camhs_referrals": ["child_id", "referral_date"],
    "kpi_returns": ["kpi_ref", "place", "period_end", "value"],
    "survey_answers": ["response_id", "question_id", "answer"],
    "pupils": ["child_id", "school_year", "sen_provision", "primary_need"],
}


def test_what_was_known_on_an_earlier_day_is_the_same_on_a_later_one() -> None:
    before = demo.tables(scale=0.1, as_of=date(2020, 9, 30))
    after = demo.tables(scale=0.1)
    for name, columns in EVENTS.items():
        early, late = (
            set(table[columns].astype("str").itertuples(index=False, name=None))
            for table in (before[name], after[name])
        )
        assert early, name
        assert early < late, name


def test_plans_in_force_on_15_january_are_as_many_as_published(
    tables: dict[str, pd.DataFrame],
) -> None:
    plans = tables["ehc_plans"]
    ceased = tables["ehc_ceased"].set_index("plan_id")["cease_date"]
    ended = pd.to_datetime(plans["plan_id"].map(ceased))
    counted = {}
    for year in (2018, 2019, 2020, 2021):
        day = pd.Timestamp(year, 1, 15)
        held = (pd.to_datetime(plans["start_date"]) <= day) & (ended.isna() | (ended > day))
        counted[year] = int(held.sum())
    assert counted == {2018: 2854, 2019: 3173, 2020: 3495, 2021: 3887}
