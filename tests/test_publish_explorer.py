import json
from datetime import date
from types import SimpleNamespace

import pytest
from lxml import html as parser
from show_figures import ROUNDED, safe

from jsna.errors import BuildError
from jsna.publish import explorer

EDITION = SimpleNamespace(edition="demo", edition_state="final", as_of=date(2021, 8, 31))


def table(*dimensions, rows, **changes):
    return safe(
        rows, id="explorer-" + "-".join(dimensions), dimensions=dimensions, unit="pupils",
        rule="rounded", protection=ROUNDED, made_up=True, **changes,
    )  # fmt: skip


def by_sex(area="Eden"):
    return table(
        "area",
        "sex",
        rows=[
            {"area": area, "sex": "Female", "value": 10.0},
            {"area": area, "sex": "Male", "value": None, "status": "too few to show"},
            {"area": area, "sex": "Total", "value": 15.0},
            {"area": "Total", "sex": "Female", "value": 40.0},
            {"area": "Total", "sex": "Total", "value": 90.0},
        ],
    )


def held(*figures, places=None):
    made = explorer.render({one.figure.id: one for one in figures}, EDITION, places)
    tree = parser.fromstring(made)
    return tree, json.loads(tree.xpath("//script[@id='data']")[0].text)


def test_the_page_holds_the_cells_of_the_figure_and_nothing_else():
    _, data = held(by_sex())
    assert data["tables"] == [
        {
            "id": "explorer-area-sex",
            "by": ["area", "sex"],
            "values": [["Eden", "Total"], ["Female", "Male", "Total"]],
            "cells": [10, -1, 15, 40, -9, 90],
        }
    ]


def test_a_withheld_cell_is_never_a_nought():
    _, data = held(by_sex())
    assert 0 not in data["tables"][0]["cells"]


def test_a_table_that_another_holds_is_not_repeated():
    alone = table("sex", rows=[{"sex": "Total", "value": 90.0}])
    _, data = held(by_sex(), alone)
    assert [one["id"] for one in data["tables"]] == ["explorer-area-sex"]


def test_places_that_overlap_do_not_share_a_table():
    both = table(
        "area",
        rows=[
            {"area": area, "value": 5.0} for area in ("Eden", "Copeland", "West Cumbria", "Total")
        ],
    )
    kinds = {"Districts": ["Copeland", "Eden"], "Areas of the plan": ["West Cumbria"]}
    _, data = held(both, places=kinds)
    assert data["dimensions"]["area"]["sets"] == [
        {"name": "Districts", "values": ["Copeland", "Eden"]},
        {"name": "Areas of the plan", "values": ["West Cumbria"]},
    ]


def test_without_a_fitting_figure_there_is_no_explorer():
    four = table("area", "sex", "need", "phase", rows=[
        {"area": "Total", "sex": "Total", "need": "Total", "phase": "Total", "value": 5.0}
    ])  # fmt: skip
    with pytest.raises(BuildError) as caught:
        held(four)
    assert caught.value.problems[0].startswith("no figure has one to 3 of the dimensions area,")


def test_a_hostile_place_cannot_end_the_data():
    evil = "</script><img src=x onerror=alert(1)>"
    tree, data = held(by_sex(evil))
    assert data["dimensions"]["area"]["values"] == [evil]
    assert not tree.xpath("//img")


def test_without_a_script_the_same_numbers_are_linked():
    tree, _ = held(by_sex())
    assert tree.xpath("//noscript//a/@href") == ["tables/explorer-area-sex.csv"]
