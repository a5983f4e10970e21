"""Short breaks: the rules count what they say, and the planted gap is found and no other."""

import numpy as np
import pandas as pd
import pytest
from breaks_county import DISTRICTS, EDITION, cell, sources, sources_of, truths
from scipy.stats import norm

from jsna.errors import ParamError
from jsna.figures import SHOWN, TOO_FEW, TOTAL
from jsna.subjects.breaks import at_eighteen, denominators, expected, gaps, rules, workbench
from jsna.subjects.breaks.coverage import EACH_REGULAR, hours, records, waiting
from jsna.subjects.breaks.prepared import ADULT, CHILD, Breaks, prepare, prepared, west


def of(inequities: bool = True) -> Breaks:
    return prepared(sources(inequities))


def listed(**columns: object) -> pd.DataFrame:
    """Rows of an extract: one child of ten, three services, unless told otherwise."""
    usual: dict[str, object] = {
        "financial_year": "2020/21", "child_id": "C1", "date_of_birth": pd.Timestamp(2010, 1, 5),
        "sex": "F", "primary_need": "ASD", "home_lsoa": "E01019078", "home_district": "Allerdale",
        "eligible": "Y", "eligible_date": pd.Timestamp(2019, 1, 1), "assessed": "Y",
        "service": "daytime", "service_start_date": pd.Timestamp(2019, 6, 1),
        "service_end_date": pd.NaT, "hours_a_month": 6.0, "months_received": 8,
        "direct_payment": "N", "waiting_since": pd.NaT,
    }  # fmt: skip
    usual |= columns
    length = max(len(v) for v in usual.values() if isinstance(v, list)) if columns else 1
    frame = pd.DataFrame({k: v if isinstance(v, list) else [v] * length for k, v in usual.items()})
    dated = ["date_of_birth", "eligible_date", "service_start_date", "service_end_date"]
    frame[[*dated, "waiting_since"]] = frame[[*dated, "waiting_since"]].astype("datetime64[s]")
    return frame.astype({"months_received": "Int64"})


# --- the rules ---------------------------------------------------------------------------------


def test_hours_count_over_the_whole_year_and_months_without_a_break_as_none():
    rows = listed(hours_a_month=[6.0, 6.0, 3.5], months_received=[8, 12, 3])
    assert rules.hours_a_month(rows).tolist() == [4.0, 6.0, 0.875]


def test_a_direct_payment_counts_for_the_months_it_runs():
    rows = listed(
        service="direct_payment",
        hours_a_month=[12.0, 12.0, 12.0],
        months_received=[None, None, None],
        service_start_date=[
            pd.Timestamp(2018, 1, 1), pd.Timestamp(2020, 10, 1), pd.Timestamp(2020, 4, 1),
        ],
        service_end_date=[pd.NaT, pd.NaT, pd.Timestamp(2020, 7, 1)],
    )  # fmt: skip
    assert rules.hours_a_month(rows).tolist() == [12.0, 6.0, 3.0]


def test_two_services_of_one_child_add_up_and_the_child_counts_once():
    rows = listed(service=["daytime", "home_support"], hours_a_month=[3.0, 3.0],
                  months_received=[8, 8])  # fmt: skip
    found = prepare(sources_of({"short_breaks": rows}), "on the short breaks register", 4.0)
    assert found.children["hours"].tolist() == [4.0]
    assert found.children["regular"].tolist() == [True]


def test_age_is_that_of_the_first_of_april_when_the_year_begins():
    rows = listed(
        child_id=["C1", "C2"],
        date_of_birth=[pd.Timestamp(2002, 4, 1), pd.Timestamp(2002, 4, 2)],
    )
    found = prepare(sources_of({"short_breaks": rows}), "on the short breaks register", 4.0)
    assert found.children["stage"].tolist() == [ADULT, CHILD]


def test_a_year_that_had_not_ended_by_the_edition_s_day_is_left_out():
    rows = listed(financial_year=["2020/21", "2021/22"])
    found = prepare(sources_of({"short_breaks": rows}), "on the short breaks register", 4.0)
    assert found.children["year"].tolist() == ["2020/21"]


def test_each_rule_of_eligibility_leaves_out_whom_it_says():
    rows = listed(
        child_id=["C1", "C2", "C3", "C4"],
        eligible=["Y", "Y", "Y", "N"],
        assessed=["Y", "N", "Y", "Y"],
        eligible_date=[
            pd.Timestamp(2019, 1, 1), pd.Timestamp(2019, 1, 1), pd.Timestamp(2020, 6, 1), pd.NaT,
        ],
    )  # fmt: skip
    counted = {
        name: len(prepare(sources_of({"short_breaks": rows}), name, 4.0).children)
        for name in rules.RULES
    }
    assert counted == {
        "on the short breaks register": 3,
        "on the register when the year began": 2,
        "on the register and assessed": 2,
    }


def test_a_rule_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(ParamError) as refused:
        rules.eligibility("everyone")
    assert len(refused.value.problems) == 3


# --- what was planted is found -----------------------------------------------------------------


def test_the_rule_finds_those_who_were_given_regular_breaks():
    children = of().children
    some = children[(children["received"] != "No breaks") & ~children["regular"]]
    # The others were given at most three months of 3.5 hours, or a payment of as little.
    assert some["hours"].max() <= 3.5
    assert children.loc[children["regular"], "hours"].min() >= 4.0


def test_the_planted_gap_of_young_adults_in_the_west_lies_within_its_interval():
    found = cell(gaps.to_the_rest(of()), life_stage=ADULT, area="West Cumbria")
    true = 100 * truths()["short_breaks"]["difference_18_to_25_west"]
    assert true == pytest.approx(-22)
    assert found["lower"] <= true <= found["upper"] < 0


def test_the_planted_ratio_holds_as_counted_and_adjusted():
    cells = gaps.adjusted(of())
    true = truths()["short_breaks"]["ratio_18_to_25_west"]
    for how in (gaps.AS_COUNTED, gaps.ADJUSTED):
        found = cell(cells, life_stage=ADULT, area="West Cumbria", adjusted=how)
        assert found["lower"] <= true <= found["upper"] < 1, how


def test_the_gap_of_young_adults_in_the_west_survives_every_denominator():
    cells = denominators.ratios(sources())
    for denominator in denominators.DENOMINATORS:
        found = cell(cells, life_stage=ADULT, area="West Cumbria", denominator=denominator)
        assert found["upper"] < 1, denominator
    under = cell(cells, life_stage=CHILD, area="West Cumbria", denominator=denominators.ON_LIST)
    assert under["lower"] < 1 < under["upper"]


def test_chances_by_stage_hold_the_planted_ones():
    true = truths()["short_breaks"]["chance_of_regular_breaks_if_eligible"]
    latest = of().latest
    adult, here = latest["stage"] == ADULT, west(latest)
    for rows, name in (
        (~adult, "under 18"),
        (adult & here, "18 to 25, west"),
        (adult & ~here, "18 to 25, outside the west"),
    ):
        regular = latest["regular"][rows]
        error = np.sqrt(true[name] * (1 - true[name]) / len(regular))
        assert abs(regular.mean() - true[name]) < 3 * error, name


def test_fewer_keep_regular_breaks_on_turning_18_in_the_west():
    cells = at_eighteen.kept(of())
    here = cell(cells, area="West Cumbria", at="Turned 18")
    there = cell(cells, area="Rest of the county", at="Turned 18")
    assert here["upper"] < there["lower"]


# --- an equal county ---------------------------------------------------------------------------


def test_an_equal_county_shows_no_real_gap_in_the_west():
    found = cell(gaps.to_the_rest(of(False)), life_stage=ADULT, area="West Cumbria")
    assert found["lower"] < 0 < found["upper"]
    told = {(said, stage): between.verdict for said, stage, _, between in gaps.between(of(False))}
    assert list(told.values()).count("real") <= 1, told


# --- computed another way ----------------------------------------------------------------------


def test_the_difference_is_newcombe_s_by_hand():
    latest = of().latest
    adults = latest[latest["stage"] == ADULT]
    limits = []
    for inside in (west(adults), ~west(adults)):
        x, n = adults["regular"][inside].sum(), inside.sum()
        z = norm.ppf(0.975)
        middle, half = x + z**2 / 2, z * np.sqrt(x * (n - x) / n + z**2 / 4)
        limits.append((x / n, (middle - half) / (n + z**2), (middle + half) / (n + z**2)))
    (p, p_low, p_high), (q, q_low, q_high) = limits
    found = cell(gaps.to_the_rest(of()), life_stage=ADULT, area="West Cumbria")
    assert found["value"] == pytest.approx(100 * (p - q))
    assert found["lower"] == pytest.approx(100 * (p - q - np.hypot(p - p_low, q_high - q)))
    assert found["upper"] == pytest.approx(100 * (p - q + np.hypot(p_high - p, q - q_low)))


def test_the_unadjusted_model_is_the_plain_ratio_of_shares():
    latest = of().latest
    adults = latest[latest["stage"] == ADULT]
    here = west(adults)
    plain = adults["regular"][here].mean() / adults["regular"][~here].mean()
    kinds = gaps.alike(adults, "locality")
    found = gaps.ratio_to_the_rest(kinds, west(kinds), adjust=False)
    assert found is not None
    assert found.value == pytest.approx(plain)


def test_the_adjusted_ratio_agrees_with_standardising_by_hand():
    """Mantel and Haenszel's ratio over strata of age, need and deprivation."""
    adults = of().latest.loc[lambda rows: rows["stage"] == ADULT]
    here = west(adults).rename("here")
    strata = adults.assign(need=adults["broad_need"].astype("str"))
    grouped = strata.groupby([strata["age_group"], strata["need"], here])["regular"]
    table = grouped.agg(["sum", "size"]).unstack("here").fillna(0)
    a, n1 = table["sum"][True], table["size"][True]
    b, n0 = table["sum"][False], table["size"][False]
    total = n1 + n0
    by_hand = (a * n0 / total).sum() / (b * n1 / total).sum()
    kinds = gaps.alike(adults, "locality")
    found = gaps.ratio_to_the_rest(kinds, west(kinds), adjust=True)
    assert found is not None
    assert found.value == pytest.approx(by_hand, abs=0.08)


def test_observed_and_expected_add_up_over_the_county():
    latest = of().latest
    chances = expected.chances(latest)
    assert chances.sum() == pytest.approx(latest["regular"].sum())
    cells = expected.observed_and_expected(of())
    found = cell(cells, life_stage=ADULT, area="West Cumbria")
    own = latest[(latest["stage"] == ADULT)]
    by_hand = own["regular"][west(own)].sum() / expected.chances(own)[west(own)].sum()
    assert found["value"] == pytest.approx(100 * by_hand)


def test_the_denominators_are_those_that_other_counts_give():
    counted = denominators.counts(sources())
    summed = counted.groupby("denominator")[["part", "whole"]].sum()
    assert summed.loc[denominators.ON_LIST, "whole"] == len(of().latest)
    people = sources().published("population")
    people = people[people["area"].isin(DISTRICTS) & (people["period"].astype(int) == 2020)]
    everyone = people.loc[people["age"] != "all", "people"].sum()
    assert summed.loc[denominators.EVERYONE, "whole"] == everyone
    assert summed.loc[denominators.EVERYONE, "part"] <= of().latest["regular"].sum()
    assert (counted["part"] <= counted["whole"]).all()


def test_mean_hours_are_those_of_the_rows():
    latest = of().latest
    regular = latest[latest["regular"] & (latest["district"] == "Carlisle")]
    found = cell(hours(of()), area="Carlisle", life_stage=TOTAL, hours_of=EACH_REGULAR)
    assert found["value"] == pytest.approx(regular["hours"].sum() / len(regular))


def test_those_who_wait_receive_nothing():
    latest = of().latest
    assert not (latest["waiting"] & (latest["received"] != "No breaks")).any()
    assert set(waiting(of())["status"]) <= {SHOWN, TOO_FEW}


def test_the_records_to_round_hold_every_child_once_with_the_whole_code_list():
    found = records(sources())
    assert len(found) == len(of().children)
    assert not found.isna().any().any()
    assert list(found["breaks"].cat.categories)[-1] == "Not recorded"


def test_the_rules_of_the_edition_are_ones_there_are():
    assert EDITION.short_breaks_eligible in rules.RULES


# --- the workbench -----------------------------------------------------------------------------


def test_the_workbench_answers_under_another_rule_and_group():
    found = workbench.chosen(sources(), "on the register and assessed", 8.0)
    adults = workbench.rows(found, stage=ADULT)
    table = workbench.by(adults, "locality")
    assert table["eligible"].sum() == len(adults) < len(workbench.rows(of(), stage=ADULT))
    told = workbench.differ(adults, "locality")
    assert told.loc["West Cumbria", "gap"] < 0
    ratio = workbench.against_the_rest(adults, "locality", "West Cumbria")
    # The stricter rule leaves fewer children, so the gap is less sure; the ratio is the plain one.
    plain = table["regular"] / table["eligible"]
    by_hand = plain["West Cumbria"] / plain["Rest of the county"]
    assert ratio.loc["as counted", "ratio"] == pytest.approx(by_hand)
    assert set(ratio.index) == {"as counted", "adjusted"}
