"""Each dimension has its values once, in order, and its groups add up."""

from pathlib import Path

import pytest
import yaml

from jsna import catalogue, dimensions, places
from jsna.dimensions import DIMENSIONS, EXPLORER, NOT_RECORDED, TOTAL
from jsna.show.chosen import label_of
from jsna.show.dimension_words import NAMES

ROOT = Path(__file__).resolve().parents[1]
PACK = places.read_pack(ROOT / "params" / "areas" / "cumbria.yaml")


def test_the_explorer_has_the_twelve_categories_of_the_brief():
    assert EXPLORER == (
        "area",
        "age_group",
        "ethnicity",
        "need",
        "sex",
        "provision",
        "phase",
        "placement",
        "free_meals",
        "first_language",
        "looked_after",
        "deprivation",
    )
    assert set(EXPLORER) <= set(DIMENSIONS)


def test_every_need_of_dfe_has_a_name():
    assert set(DIMENSIONS["need"].codes) == {
        "ASD", "HI", "MLD", "MSI", "NSA", "OTH", "PD", "PMLD", "SEMH", "SLCN", "SLD", "SPLD", "VI",
    }  # fmt: skip
    assert DIMENSIONS["need"].value("SEMH") == "Social, emotional and mental health"


def test_what_is_not_known_is_not_recorded_and_never_null():
    assert DIMENSIONS["need"].value("???") == NOT_RECORDED
    assert DIMENSIONS["sex"].value("") == NOT_RECORDED
    for name in DIMENSIONS:
        values = dimensions.values(name, PACK)
        if values:
            assert values[-1] == NOT_RECORDED, name
            assert values.count(NOT_RECORDED) == 1, name


def test_every_code_stands_for_a_value_of_its_dimension():
    for dimension in DIMENSIONS.values():
        assert set(dimension.codes.values()) <= set(dimension.values), dimension.name


def test_groups_hold_only_values_and_none_twice():
    for dimension in DIMENSIONS.values():
        assert TOTAL not in dimension.groups
        members = [value for group in dimension.groups.values() for value in group]
        assert set(members) <= set(dimension.values), dimension.name
        assert len(members) == len(set(members)), dimension.name


@pytest.mark.parametrize(
    ("age", "group"),
    [
        (0, "Under 5"),
        (4, "Under 5"),
        (5, "5 to 10"),
        (10, "5 to 10"),
        (11, "11 to 15"),
        (15, "11 to 15"),
        (16, "16 to 19"),
        (19, "16 to 19"),
        (20, "20 to 25"),
        (25, "20 to 25"),
        (26, "Not recorded"),
        (-1, "Not recorded"),
    ],
)
def test_age_groups_begin_and_end_where_the_published_ones_do(age: int, group: str):
    assert dimensions.age_group(age) == group


@pytest.mark.parametrize(
    ("decile", "fifth"),
    [
        (1, "1 (most deprived)"),
        (2, "1 (most deprived)"),
        (3, "2"),
        (10, "5 (least deprived)"),
        (0, "Not recorded"),
        (11, "Not recorded"),
    ],
)
def test_two_tenths_make_a_fifth(decile: int, fifth: str):
    assert dimensions.fifth(decile) == fifth


def test_age_groups_are_those_in_which_plans_are_published():
    from jsna import published

    bands = set(published.whole("ehc_plans")["age_group"]) - {"Total"}
    assert bands == set(dimensions.AGE_GROUPS)


def test_words_are_those_of_the_code_lists_of_extracts():
    lists = yaml.safe_load(
        (ROOT / "jsna" / "intake" / "code_lists.yaml").read_text(encoding="utf-8")
    )
    same = {
        "sen_provision": "provision",
        "placement": "placement",
        "phase": "phase",
        "sex": "sex",
        "urgency": "urgency",
    }
    for code_list, name in same.items():
        for code, words in lists[code_list].items():
            assert DIMENSIONS[name].codes[str(code)] == words[0], f"{code_list} {code}"
    assert set(map(str, lists["ethnicity"])) == set(DIMENSIONS["ethnicity"].codes)
    assert set(map(str, lists["year_group"])) == set(DIMENSIONS["year_group"].codes)


def test_the_hierarchy_leads_every_finest_value_to_the_total():
    rows = dimensions.hierarchy(PACK)
    assert len(rows) == len(set(rows))
    for name in EXPLORER:
        children = [child for dim, parent, child in rows if dim == name and parent == TOTAL]
        assert len(children) == len(set(children)) > 1
        if name != "area":
            assert tuple(children) == dimensions.values(name, PACK)
    assert ("need", "Communication and interaction", "Autistic spectrum disorder") in rows
    assert ("age_group", "16 to 25", "20 to 25") in rows
    assert ("area", "Copeland", "Copeland (Morecambe Bay CCG)") in rows
    assert ("provider", TOTAL, "CNTW") in rows


def test_a_parent_is_never_its_own_child_and_no_chain_runs_in_a_circle():
    above: dict[tuple[str, str], set[str]] = {}
    for dim, parent, child in dimensions.hierarchy(PACK):
        above.setdefault((dim, child), set()).add(parent)
    for start in above:
        dim, name = start
        seen, waiting = set(), set(above[start])
        while waiting:
            parent = waiting.pop()
            assert parent != name, f"{dim}: {name} is above itself"
            if parent not in seen:
                seen.add(parent)
                waiting |= above.get((dim, parent), set())


def test_no_column_is_headed_by_a_name_of_our_code() -> None:
    used = {name for figure in catalogue.FIGURES for name in figure.dimensions}
    unnamed = used - set(dimensions.DIMENSIONS) - set(NAMES)
    assert unnamed == set(), "name them in jsna/show/dimension_words.py"
    assert set(NAMES) <= used | set(dimensions.DIMENSIONS) | {"period", "ccg"}
    assert not [words for words in NAMES.values() if "_" in words]


def test_a_month_is_written_in_words_wherever_it_is_a_value() -> None:
    assert label_of("month", "2021-08") == "August 2021"
    assert label_of("left_in", "2020-12") == "December 2020"
    assert label_of("area", "2021-08") == "2021-08"
