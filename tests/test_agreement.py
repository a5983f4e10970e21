"""What is shown adds up to what is published of the same children; what nobody sent says so."""

from dataclasses import replace

import pandas as pd
import pytest

from jsna import catalogue
from jsna.disclosure import agreement, protect, release
from jsna.disclosure.absent import not_collected
from jsna.disclosure.gate import gate
from jsna.disclosure.protect import Limits, PublishedTotal, Released
from jsna.disclosure.safe import Protection, _mint
from jsna.figures import Agreement, Figure

ROUNDED = Protection("controlled rounding", 5, 4, "too few to show")


def entry(*dimensions, **changes):
    values = {
        "id": "plans",
        "title": "Plans",
        "question": "How many?",
        "population": "Children",
        "dimensions": dimensions,
        "kind": "count",
        "unit": "plans",
        "source": ("ehc_plans",),
        "period": "each January",
        "geography": "Districts",
        "rule": "rounded",
        "records": "children",
    }
    return Figure(**(values | changes))


def children(plans, support=30, year="2021"):
    rows = [("EHC plan", year)] * plans + [("SEN Support", year)] * support
    frame = pd.DataFrame(rows, columns=["provision", "year"])
    return frame.astype({"provision": "category", "year": "category"})


PLANS = Agreement("children", {"provision": "EHC plan"}, lambda _: {"2021": 47.0, "2022": 90.0})


def test_only_years_that_the_records_hold_have_totals():
    totals = agreement.totals_of([PLANS], {"children": children(46)}, None)
    assert totals == [PublishedTotal("children", {"provision": "EHC plan", "year": "2021"}, 47.0)]
    assert agreement.totals_of([PLANS], {}, None) == []


@pytest.mark.parametrize(("plans", "agrees"), [(41, True), (49, True), (40, False), (50, False)])
def test_records_agree_within_what_a_total_may_be_moved(plans, agrees):
    records = {"children": children(plans)}
    totals = agreement.totals_of([PLANS], records, None)
    assert bool(agreement.agreeing(totals, records, Limits())) is agrees


def test_a_total_counts_only_where_a_figure_has_its_dimensions():
    total = PublishedTotal("children", {"age_group": "Under 5", "year": "2020"}, 12)
    latest = entry("age_group", where={"year": "2021"})
    assert agreement.shown_by([total], [entry("year", "provision"), latest]) == ()
    assert agreement.shown_by([total], [entry("year", "age_group")]) == (total,)


def test_parts_add_up_to_the_published_total_and_the_gate_refuses_a_table_that_does_not(tmp_path):
    records = {"children": children(49)}
    figure = entry("provision", "year")
    totals = agreement.totals_of([PLANS], records, None)
    solved = protect.protect(
        records, [figure], [], Released(), 1, Limits(), published_totals=totals
    )
    assert solved["plans"].cell(provision="EHC plan", year="2021")["value"] == 45
    release.write(solved, tmp_path / "public", [], "e", totals)
    kinds = {leak.kind for leak in gate(tmp_path / "public", Released())}
    assert "table" not in kinds
    moved = solved["plans"].cells.copy()
    moved.loc[moved["provision"].isin(["EHC plan", "Total"]), "value"] += 5
    wrong = {"plans": _mint(figure, moved, ROUNDED, True)}
    release.write(wrong, tmp_path / "again" / "public", [], "e", totals)
    said = [str(leak) for leak in gate(tmp_path / "again" / "public", Released())]
    assert any("it shows 50, and 47 are published" in line for line in said)


def test_the_part_that_rounding_moves_most_gives_way_where_parts_would_not_add_up():
    ages = {"Under 5": 223, "5 to 10": 1285, "11 to 15": 1229, "16 to 19": 810, "20 to 25": 340}
    whole = PublishedTotal("children", {"provision": "EHC plan"}, 3887)
    parts = [
        PublishedTotal("children", {"provision": "EHC plan", "age_group": age}, value)
        for age, value in ages.items()
    ]
    found = agreement.adding_up([whole, *parts], 5)
    assert [total.where["age_group"] for total in found if not total.held] == ["Under 5"]
    # Parts of other children, and the whole itself named twice, are none of its parts.
    others = [PublishedTotal("requests", dict(part.where), part.value) for part in parts]
    found = agreement.adding_up([whole, *parts, *others, whole], 5)
    assert [(total.records, total.where["age_group"]) for total in found if not total.held] == [
        ("children", "Under 5")
    ]
    fitting = [*parts[1:], PublishedTotal("children", {**parts[0].where}, 220)]
    other = PublishedTotal("children", {"provision": "EHC plan"}, 3884)
    assert all(total.held for total in agreement.adding_up([other, *fitting], 5))


def test_totals_are_found_in_figures_of_one_year_and_of_many():
    total = PublishedTotal("children", {"provision": "EHC plan", "year": "2021"}, 47)
    cells = pd.DataFrame({"provision": ["EHC plan"], "value": [50.0], "status": ["shown"]})
    latest = _mint(entry("provision", where={"year": "2021"}), cells, ROUNDED, True)
    before = _mint(entry("provision", where={"year": "2020"}), cells, ROUNDED, True)
    assert list(agreement.disagreements({"plans": latest}, [total])) == ["plans"]
    assert agreement.disagreements({"plans": before}, [total]) == {}
    # Other children may be so many, and what is not rounded is no multiple of five.
    others = _mint(replace(latest.figure, records="requests"), cells, ROUNDED, True)
    assert agreement.disagreements({"plans": others}, [total]) == {}
    plain = _mint(latest.figure, cells, replace(ROUNDED, method="statistic"), True)
    assert agreement.disagreements({"plans": plain}, [total]) == {}


def test_every_agreement_names_a_population_of_the_catalogue():
    assert {one.records for one in catalogue.AGREEMENTS} == {
        "children_with_send",
        "plan_placements",
        "requests",
    }
    assert {one.records for one in catalogue.AGREEMENTS} <= set(catalogue.POPULATIONS)


def test_what_nobody_sent_is_not_collected_and_never_nought():
    figure = entry("provision", "year", kind="percentage", share_of="provision")
    safe = not_collected(figure, {"provision": ("EHC plan", "Total"), "year": ("Total",)}, True)
    assert safe.cells["status"].tolist() == ["not collected", "not collected"]
    assert safe.cells[["value", "percent", "percent_of"]].isna().all(axis=None)
    assert safe.protection.method == "not collected"
