from collections import defaultdict
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_children import HIERARCHY, children

from jsna.disclosure import protect
from jsna.disclosure.absent import not_collected
from jsna.disclosure.protect import Limits, PublishedTotal, Released
from jsna.disclosure.safe import Protection
from jsna.errors import DisclosureError
from jsna.figures import Figure

FOUR = ("area", "need", "age_group", "sex")
SEED = b"only for tests"


def figure(*dimensions, identity="", **changes):
    entry = Figure(
        id=identity or "pupils-by-" + "-".join(dimensions),
        title="Pupils",
        question="How many pupils?",
        population="Made-up pupils",
        dimensions=dimensions,
        kind="count",
        unit="pupils",
        source=("school_census",),
        period="January 2021",
        geography="Districts, 2021",
        rule="rounded",
        records="pupils",
    )
    return replace(entry, **changes)


def protected(frame, figures, seed=SEED, **changes):
    chosen = {"hierarchy": HIERARCHY, "released": Released(), "limits": Limits()} | changes
    return protect.protect(
        {"pupils": frame},
        figures,
        chosen.pop("hierarchy"),
        chosen.pop("released"),
        seed,
        chosen.pop("limits"),
        **chosen,
    )


def exact(frame, safe):
    """Count each cell of a safe figure in the records, parents by their leaves."""
    kids = defaultdict(set)
    for _, parent, child in HIERARCHY:
        kids[parent].add(child)

    def leaves(label):
        return set().union(*(leaves(x) for x in kids[label])) if label in kids else {label}

    inside = {
        (name, label): np.ones(len(frame), dtype=bool)
        if label == "Total"
        else frame[name].isin(leaves(label)).to_numpy()
        for name in safe.figure.dimensions
        for label in safe.cells[name].unique()
    }
    rows = safe.cells[list(safe.figure.dimensions)].itertuples(index=False, name=None)
    return np.array(
        [
            np.logical_and.reduce(
                [inside[pair] for pair in zip(safe.figure.dimensions, row, strict=True)]
            ).sum()
            for row in rows
        ]
    )


@pytest.fixture(scope="module")
def county():
    frame = children(12_000, 1, (*FOUR, "provision"))
    figures = [figure(*FOUR), *(figure(*pair) for pair in combinations((*FOUR, "provision"), 2))]
    return frame, protected(frame, figures)


def test_no_cell_of_the_county_is_withheld_and_every_count_is_a_multiple_of_five(county):
    for safe in county[1].values():
        assert (safe.cells["status"] == "shown").all()
        assert (safe.cells["value"] % 5 == 0).all()


def test_the_four_way_table_has_a_cell_for_every_combination_of_the_code_lists(county):
    # 7 atoms, Copeland, 2 unitaries, 2 CCGs, Total; 13 needs, 2 groups, Total; 5 + 1; 3 + 1
    assert len(county[1]["pupils-by-area-need-age_group-sex"].cells) == 13 * 16 * 6 * 4


def test_tables_by_place_or_need_move_by_at_most_four_and_the_others_by_nine(county):
    frame, safes = county
    two_way = safes["pupils-by-area-need"]
    assert np.abs(two_way.cells["value"] - exact(frame, two_way)).max() <= 4
    assert two_way.protection.largest_change == 4
    four_way = safes["pupils-by-area-need-age_group-sex"]
    change = np.abs(four_way.cells["value"] - exact(frame, four_way)).max()
    assert change <= four_way.protection.largest_change <= 9


def test_every_table_adds_up_along_places_that_overlap(county):
    cells = county[1]["pupils-by-area-need"].cells.set_index(["area", "need"])["value"]
    for need in ("MSI", "Sensory and physical", "Total"):
        at = {area: cells[area, need] for area in cells.index.levels[0]}
        assert at["Copeland"] == at["Copeland, north"] + at["Copeland, Millom"]
        west = at["Allerdale"] + at["Carlisle"] + at["Copeland"]
        east = at["Barrow-in-Furness"] + at["Eden"] + at["South Lakeland"]
        assert at["Western unitary"] == west
        assert at["Total"] == west + east == at["North Cumbria CCG"] + at["Morecambe Bay CCG"]


def test_the_same_cell_is_the_same_number_in_every_figure(county):
    _, safes = county
    wide = safes["pupils-by-area-need-age_group-sex"].where(age_group="Total", sex="Total").cells
    narrow = safes["pupils-by-area-need"].cells
    assert wide["value"].tolist() == narrow["value"].tolist()


def test_the_order_of_rows_never_matters_and_the_seed_does():
    frame = children(2_000, 2, ("area", "need", "sex"))
    figures = [figure("area", "need"), figure("area", "sex")]
    one = protected(frame, figures)
    two = protected(frame.sample(frac=1, random_state=3), figures)
    other = protected(frame, figures, seed=b"another secret")
    for name in one:
        pd.testing.assert_frame_equal(one[name].cells, two[name].cells)
    assert not one["pupils-by-area-need"].cells.equals(other["pupils-by-area-need"].cells)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 12), st.integers(0, 2)), max_size=300),
    st.integers(0, 2**32),
)
def test_nothing_small_is_ever_shown_and_parts_sum_to_the_whole(rows, seed):
    frame = children(1, 1, ("area", "need", "sex")).iloc[:0]
    names = ("area", "need", "sex")
    drawn = {
        name: pd.Categorical.from_codes(
            [row[place] for row in rows], categories=frame[name].cat.categories
        )
        for place, name in enumerate(names)
    }
    safe = protected(pd.DataFrame(drawn), [figure(*names)], seed=seed)["pupils-by-area-need-sex"]
    shown = safe.shown["value"]
    assert not ((shown > 0) & (shown < 5)).any()
    assert (shown % 5 == 0).all()
    finest = safe.cells[safe.cells["sex"].isin(["Female", "Male", "Not recorded"])]
    summed = finest.groupby(["area", "need"])["value"].sum(min_count=3)
    total = safe.where(sex="Total").cells.set_index(["area", "need"])["value"]
    both = pd.concat([summed, total], axis=1, keys=["parts", "whole"]).dropna()
    assert (both["parts"] == both["whole"]).all()


def test_a_table_that_cannot_be_kept_within_its_limit_is_withheld_never_moved_further():
    frame = children(3_000, 4, ("area", "need", "sex"))
    out_of_reach = replace(Limits(), place_or_need=4, page=1, effort=1e6)
    safe = protected(frame, [figure("area", "need", "sex")], limits=out_of_reach)
    cells = safe["pupils-by-area-need-sex"].cells
    deepest = cells[(cells[["area", "need", "sex"]] != "Total").all(axis=1)]
    assert (deepest["status"] == "too few to show").any()
    assert deepest.loc[deepest["status"] != "shown", "value"].isna().all()


def test_a_figure_of_which_nothing_is_shown_says_that_nothing_was_moved():
    none = replace(Limits(), place_or_need=1, page=1, explorer=1, effort=1e4)
    safe = protected(children(7, 4, ("sex",)), [figure("sex")], limits=none)["pupils-by-sex"]
    assert set(safe.cells["status"]) == {"too few to show"}
    assert safe.protection == Protection("controlled rounding", 5, 0, "too few to show")


def test_combinations_that_the_code_lists_rule_out_are_not_applicable_and_never_nought():
    frame = children(3_000, 5, ("area", "need", "provision"))
    frame = frame[~((frame["need"] == "NSA") & (frame["provision"] == "EHC plan"))]
    safe = protected(
        frame,
        [figure("need", "provision"), figure("area", "need", "provision")],
        impossible=[{"need": "NSA", "provision": "EHC plan"}],
    )
    for name in safe:
        cells = safe[name].where(need="NSA", provision="EHC plan").cells
        assert (cells["status"] == "not applicable").all()
        assert cells["value"].isna().all()
    assert safe["pupils-by-need-provision"].cell(need="NSA", provision="Total")["value"] > 0


def test_children_whom_the_code_lists_rule_out_are_refused():
    frame = children(3_000, 5, ("need", "provision"))
    with pytest.raises(DisclosureError, match="hold children whom the code lists rule out"):
        protected(
            frame,
            [figure("need", "provision")],
            impossible=[{"need": "SLCN", "provision": "EHC plan"}],
        )


def test_parts_add_up_to_the_nearest_five_of_the_total_that_its_owner_publishes():
    frame = children(3_002, 6, ("area", "need"))
    total = PublishedTotal("pupils", {}, 3_004)
    safe = protected(frame, [figure("area", "need")], published_totals=[total])
    cells = safe["pupils-by-area-need"]
    assert cells.cell(area="Total", need="Total")["value"] == 3_005
    districts = ["Allerdale", "Barrow-in-Furness", "Carlisle", "Copeland", "Eden", "South Lakeland"]
    assert cells.where(need="Total", area=districts).cells["value"].sum() == 3_005


def test_records_far_from_what_their_owner_publishes_must_be_reconciled_first():
    frame = children(3_000, 6, ("area",))
    with pytest.raises(DisclosureError, match="reconcile them first"):
        protected(frame, [figure("area")], published_totals=[PublishedTotal("pupils", {}, 3_100)])


def test_years_are_tables_of_their_own_and_have_no_total():
    frame = pd.concat(
        [children(500, 7, ("area", "sex")), children(600, 8, ("area", "sex"))], ignore_index=True
    )
    frame["year"] = pd.Categorical(["2020"] * 500 + ["2021"] * 600, categories=["2020", "2021"])
    safe = protected(frame, [figure("area", "sex", "year")])["pupils-by-area-sex-year"]
    assert list(dict.fromkeys(safe.cells["year"])) == ["2020", "2021"]
    assert safe.cell(area="Total", sex="Total", year="2021")["value"] == 600
    with pytest.raises(DisclosureError, match="add 'year' to its dimensions"):
        protected(frame, [figure("area", "sex")])


def test_a_percentage_is_whole_made_of_rounded_cells_and_withheld_on_a_small_denominator():
    frame = children(4_000, 9, ("area", "need", "provision"))
    share = figure(
        "area", "need", "provision", identity="share", kind="percentage", share_of="provision"
    )
    safe = protected(frame, [share, figure("area", "need", "provision")])
    cells = safe["share"].cells
    shown = cells[cells["status"] == "shown"]
    assert (shown["percent"] == shown["percent"].round()).all()
    assert (shown["percent_of"] >= 20).all()
    count = safe["pupils-by-area-need-provision"]
    part = count.cell(area="Carlisle", need="SLCN", provision="EHC plan")["value"]
    whole = count.cell(area="Carlisle", need="SLCN", provision="Total")["value"]
    mine = safe["share"].cell(area="Carlisle", need="SLCN", provision="EHC plan")
    assert mine["percent"] == round(100 * part / whole)
    assert mine["lower"] < mine["percent"] < mine["upper"]
    small = count.cells[(count.cells["provision"] == "Total") & (count.cells["value"] < 20)]
    assert len(small)
    for row in small.itertuples():
        hidden = safe["share"].cell(area=row.area, need=row.need, provision="EHC plan")
        assert hidden["status"] == "too few to show"
        assert np.isnan(hidden["value"])


def test_the_interval_of_a_rounded_percentage_holds_the_interval_of_the_exact_one():
    frame = children(4_000, 10, ("area", "provision"))
    share = figure("area", "provision", identity="share", kind="percentage", share_of="provision")
    safe = protected(frame, [share])["share"]
    for area in ("Eden", "Copeland, Millom"):
        inside = frame[frame["area"] == area]
        n, x = len(inside), int((inside["provision"] == "EHC plan").sum())
        centre = (x / n + 1.96**2 / (2 * n)) / (1 + 1.96**2 / n)
        half = 1.96 * np.sqrt(x * (n - x) / n**3 + (1.96 / (2 * n)) ** 2) / (1 + 1.96**2 / n)
        cell = safe.cell(area=area, provision="EHC plan")
        assert cell["lower"] <= 100 * (centre - half)
        assert cell["upper"] >= 100 * (centre + half)


def test_a_kpi_percentage_of_a_small_place_needs_ten_with_and_ten_without():
    frame = children(600, 11, ("area", "provision"))
    plans = ["EHC plan"] * 5 + ["SEN Support"] * 45
    eden = pd.DataFrame({"area": ["Eden"] * 50, "provision": plans})
    values = {name: frame[name].cat.categories for name in frame.columns}
    frame = pd.concat([frame[frame["area"] != "Eden"], eden], ignore_index=True)
    for name in values:
        frame[name] = pd.Categorical(frame[name], categories=values[name])
    share = figure("area", "provision", identity="share", kind="percentage", share_of="provision")
    limits = replace(Limits(), kpi_figures=frozenset({"share"}))
    plain = protected(frame, [share])["share"].cell(area="Eden", provision="EHC plan")
    strict = protected(frame, [share], limits=limits)["share"]
    assert (plain["status"], plain["value"], plain["percent"]) == ("shown", 5, 10)
    assert strict.cell(area="Eden", provision="EHC plan")["status"] == "too few to show"
    assert strict.cell(area="Total", provision="EHC plan")["status"] == "shown"


def test_what_is_wrong_with_records_is_told_at_once():
    frame = children(50, 12, ("area", "sex"))
    frame["sex"] = frame["sex"].astype("str")
    figures = [figure("area", "need"), figure("sex"), figure("area", records="nobody")]
    with pytest.raises(DisclosureError) as caught:
        protected(frame, figures)
    told = " / ".join(caught.value.problems)
    assert "'need' of 'pupils' is missing" in told
    assert "'sex' of 'pupils' is not categorical" in told
    assert "the records are: pupils" in told


def test_a_hierarchy_that_does_not_fit_its_code_list_is_refused():
    frame = children(50, 13, ("area",))
    with pytest.raises(DisclosureError, match="'Penrith' is a child there"):
        protected(frame, [figure("area")], hierarchy=[("area", "Eden Valley", "Penrith")])


def test_a_place_that_cuts_through_the_finest_value_of_the_records_is_left_out():
    frame = children(500, 13, ("area",))
    district = frame["area"].astype("str").str.split(",").str[0]
    names = ["Allerdale", "Barrow-in-Furness", "Carlisle", "Copeland", "Eden", "South Lakeland"]
    frame["area"] = pd.Categorical(district, categories=names)
    safe = protected(frame, [figure("area")])["pupils-by-area"]
    assert safe.cells["area"].tolist() == [*names, "Western unitary", "Eastern unitary", "Total"]


def waits(n=(30, 9, 40), value=(12.4, 8.0, 15.6)):
    return pd.DataFrame({"area": ["Allerdale", "Eden", "Carlisle"], "value": value, "n": n})


def statistic(**changes):
    entry = {"rule": "statistic", "kind": "statistic", "unit": "weeks", "title": "Median wait"}
    return figure("area", **(entry | changes))


def test_a_median_is_in_whole_weeks_and_of_ten_children_or_more():
    safe = protect.statistic(statistic(), waits())
    assert safe.cell(area="Allerdale")["value"] == 12
    assert safe.cell(area="Allerdale")["n"] == 30
    assert safe.cell(area="Eden")["status"] == "too few to show"
    assert np.isnan(safe.cell(area="Eden")["value"])
    assert np.isnan(safe.cell(area="Eden")["n"])


def test_extremes_days_and_statistics_without_their_number_are_refused():
    with pytest.raises(DisclosureError) as caught:
        protect.statistic(statistic(unit="days", title="Longest wait"), waits().drop(columns="n"))
    told = " / ".join(caught.value.problems)
    assert "'longest' is one child's figure" in told
    assert "whole weeks" in told
    assert "no column 'n'" in told


def test_a_curve_moves_only_in_steps_of_five_children():
    curve = pd.DataFrame(
        {
            "weeks": ["0", "1", "2", "3", "4", "10"],
            "value": [100.0, 98.0, 95.0, 94.0, 90.0, 80.0],
            "n": [100] * 6,
        }
    )
    entry = figure("weeks", rule="statistic", kind="statistic", unit="%", title="Still waiting")
    safe = protect.statistic(entry, curve)
    assert safe.cells["value"].tolist() == [100, 100, 95, 95, 90, 80]


def test_a_rate_does_not_give_back_the_count_it_was_made_from():
    rates = waits(n=(237, 50, 40), value=(11.8512, 0.0, 123.4))
    safe = protect.statistic(statistic(unit="per 1,000 children", title="Rate"), rates)
    assert safe.cells["value"].tolist() == [12, 0, 120]


def test_what_is_not_said_to_be_real_is_marked_as_made_up():
    assert protect.statistic(statistic(), waits()).made_up
    assert not protect.statistic(statistic(), waits(), made_up=False).made_up
    frame = children(50, 1, ("area",))
    assert protected(frame, [figure("area")])["pupils-by-area"].made_up
    assert not protected(frame, [figure("area")], made_up=False)["pupils-by-area"].made_up


def test_what_nobody_sent_is_not_collected_in_every_cell_and_has_no_number():
    asked = figure("area", "need", kind="percentage", share_of="need")
    safe = not_collected(asked, {"area": ["Eden", "Total"], "need": ["VI", "HI"]}, made_up=True)
    assert safe.cells[["area", "need"]].values.tolist() == [
        ["Eden", "VI"], ["Eden", "HI"], ["Total", "VI"], ["Total", "HI"],
    ]  # fmt: skip
    assert safe.cells[["value", "percent", "percent_of"]].isna().all(axis=None)
    assert set(safe.cells["status"]) == {"not collected"}
    assert safe.protection == Protection("not collected", 1, 0, "")
    counted = not_collected(figure("area"), {"area": ["Eden"]}, made_up=False)
    assert list(counted.cells.columns) == ["area", "value", "status"]
    assert not counted.made_up


def test_what_its_owner_publishes_and_a_statistic_say_how_they_were_made():
    mine = protect.published(figure("area", rule="published"), waits(), "2021-08-31")
    assert mine.protection == Protection("published by its owner", 1, 0, "")
    assert not mine.made_up
    median = protect.statistic(statistic(), waits())
    assert median.protection == Protection("statistic", 5, 0, "too few to show")
