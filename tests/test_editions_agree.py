"""The default edition beside the one before it and beside what owners publish."""

from pathlib import Path

import pytest

from jsna.disclosure import release
from jsna.disclosure.attack import attack
from jsna.disclosure.release import Figures
from jsna.disclosure.released import Released
from jsna.project import DATA

PLANS = {"2017/18": 2855, "2018/19": 3175, "2019/20": 3495, "2020/21": 3885}
"""Published are 2,854, 3,173, 3,495 and 3,887 of January 2018 to 2021."""


@pytest.fixture(scope="module")
def figures(built: Path) -> Figures:
    return release.open_figures(built / "public")


@pytest.fixture(scope="module")
def released() -> Released:
    return Released.read(DATA / "released")


def test_the_edition_before_is_remembered_and_says_that_it_is_made_up(released: Released) -> None:
    edition, held = released.editions[0]
    assert edition == "cumbria-2020"
    assert held["send-by-area-year"].made_up
    assert "MADE UP" in (DATA / "released" / edition / "release.json").read_text(encoding="utf-8")


def test_every_table_of_children_with_a_plan_adds_up_to_what_is_published(figures: Figures) -> None:
    shown = figures["send-by-area-year"].where(area="Total", provision="EHC plan").cells
    assert dict(zip(shown["year"], shown["value"], strict=True)) == PLANS
    latest = figures["explorer-area-provision"].cell(area="Total", provision="EHC plan")
    assert latest["value"] == 3885
    placed = figures["plans-by-placement-year"].where(placement="Total").cells["value"]
    assert list(placed) == [2855, 3175, 3495, 3885]
    asked = figures["requests-by-decision"].where(decision="Total", year=["2018", "2019", "2020"])
    assert list(asked.cells["value"]) == [545, 725, 625]  # published: 547, 724, 627
    ages = figures["explorer-age-group-provision"].where(provision="EHC plan").cells
    assert dict(zip(ages["age_group"], ages["value"], strict=True)) == {
        "Under 5": 220,  # published: 223, and 225 would not add up
        "5 to 10": 1285,
        "11 to 15": 1230,  # 1,229
        "16 to 19": 810,
        "20 to 25": 340,
        "Not recorded": 0,
        "0 to 15": 2735,
        "16 to 25": 1150,
        "Total": 3885,
    }


def test_what_was_printed_of_a_time_that_was_over_stands_as_it_was_printed(
    figures: Figures, released: Released
) -> None:
    before, compared = released.editions[0][1], 0
    for name in before:
        if name not in figures or before[name].figure.rule != "rounded":
            continue
        printed = released.printed(figures[name].figure)
        if printed.empty:
            continue
        keys = list(figures[name].figure.dimensions)
        both = printed.merge(figures[name].shown, on=keys, suffixes=("", "_now"))
        assert (both["value"] == both["value_now"]).all(), name
        compared += len(both)
    assert compared > 2_000


def test_somebody_with_both_editions_and_all_published_totals_narrows_no_count(
    figures: Figures, released: Released
) -> None:
    earlier = [held for _, held in released.editions]
    totals = [*figures.published_totals, *earlier[0].published_totals]
    assert len(totals) >= 20
    assert attack(figures, figures.hierarchy, earlier, totals) == ()


def test_what_can_hardly_be_shows_nought(figures: Figures) -> None:
    """So that nobody who knows the code lists can rule out what is printed (docs/decisions)."""
    unassessed = "SEN Support but no specialist assessment of type of need"
    plans = figures["explorer-need-provision"].cell(need=unassessed, provision="EHC plan")
    assert (plans["value"], plans["status"]) == (0, "shown")
    fifths = figures["explorer-area-deprivation"]
    for area in ("Eden", "South Lakeland", "Copeland (Morecambe Bay CCG)"):
        # By income deprivation of children none of their neighbourhoods is among that fifth.
        assert fifths.cell(area=area, deprivation="1 (most deprived)")["value"] == 0
