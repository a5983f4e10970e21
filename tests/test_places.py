"""Places have days, overlap, and add up; an area pack says all that is wrong with it at once."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from jsna import places
from jsna.errors import ParamError
from jsna.places import AreaPack, Places

PACK = Path(__file__).resolve().parents[1] / "params" / "areas" / "cumbria.yaml"
IN_2020, IN_2021, IN_2023 = date(2020, 9, 30), date(2021, 8, 31), date(2023, 4, 1)

LOOKUP = """lsoa_code,lsoa,district_code,district,ccg_code
L1,Hill 1,D1,Hill,G1
L2,Hill 2,D1,Hill,G2
L3,Vale 1,D2,Vale,G2
"""

# The made-up area of these tests: two districts, two groups that do not nest in them.
DEMOSHIRE = """
name: "Demoshire"
code: "E1"
dfe_number: "999"
boundary_year: "2021"
lookup: "demoshire.csv"
comparators: ["England"]
kinds:
  district: {label: "District", covers: "all"}
  ccg: {label: "Group", covers: "all"}
  locality: {label: "Locality", covers: "some"}
places:
  - {name: "Hill", kind: "district", code: "D1", from: "2000-04-01", to: "open"}
  - {name: "Vale", kind: "district", code: "D2", from: "2000-04-01", to: "open"}
  - {name: "North group", kind: "ccg", code: "G1", from: "2013-04-01", to: "open"}
  - {name: "South group", kind: "ccg", code: "G2", from: "2013-04-01", to: "open"}
  - {name: "The Hills", kind: "locality", code: "none", from: "2000-04-01", to: "open",
     made_of: ["Hill"]}
neighbours:
  - {name: "Othershire", code: "E2", dfe_number: "998", rank: 1, from: "2000-04-01"}
providers:
  - {short_name: "NT", name: "North Trust", code: "RX1", service: "camhs", serves: "North group",
     from: "2019-10-01", to: "open"}
changes:
  - {date: "2019-10-01", service: "camhs", what: "Passed to another trust"}
sites:
  - {name: "Base", service: "camhs", town: "Hilltown", in: "Hill", latitude: 54.5,
     longitude: -3, illustrative: true}
thresholds:
  drive_minutes: {value: 30, unit: "minutes", decided_by: "Ours"}
"""


def demoshire(folder: Path, pack: str = DEMOSHIRE, lookup: str = LOOKUP) -> AreaPack:
    (folder / "demoshire.csv").write_text(lookup, encoding="utf-8")
    (folder / "demoshire.yaml").write_text(pack, encoding="utf-8")
    return places.read_pack(folder / "demoshire.yaml")


@pytest.fixture(scope="module")
def cumbria() -> Places:
    return places.read_pack(PACK).places


# -- which places there are, and when


def test_the_districts_of_cumbria_and_their_codes(cumbria: Places):
    assert [(place.name, place.code) for place in cumbria.all("district", IN_2021)] == [
        ("Allerdale", "E07000026"),
        ("Barrow-in-Furness", "E07000027"),
        ("Carlisle", "E07000028"),
        ("Copeland", "E07000029"),
        ("Eden", "E07000030"),
        ("South Lakeland", "E07000031"),
    ]
    assert cumbria.all("district", IN_2023) == ()
    assert cumbria.code("Cumbria") == "E10000006"


def test_the_new_councils_have_no_name_and_code_before_april_2023(cumbria: Places):
    def councils(on: date) -> list[tuple[str, str]]:
        return [(place.name, place.code) for place in cumbria.all("unitary", on)]

    assert councils(IN_2020) == []
    assert councils(IN_2021) == [("Western unitary", "none yet"), ("Eastern unitary", "none yet")]
    assert councils(date(2023, 3, 31)) == councils(IN_2021)
    assert councils(IN_2023) == [
        ("Cumberland", "E06000063"),
        ("Westmorland and Furness", "E06000064"),
    ]


def test_both_councils_are_made_of_the_districts_they_replace(cumbria: Places):
    assert cumbria.children_of("Cumberland") == ("Allerdale", "Carlisle", "Copeland")
    assert cumbria.children_of("Western unitary") == cumbria.children_of("Cumberland")
    assert cumbria.children_of("Westmorland and Furness") == (
        "Barrow-in-Furness",
        "Eden",
        "South Lakeland",
    )


def test_west_cumbria_is_allerdale_and_copeland(cumbria: Places):
    assert cumbria.children_of("West Cumbria") == ("Allerdale", "Copeland")


def test_places_made_of_whole_districts_are_known_and_the_groups_that_divide_one_are_not(
    cumbria: Places,
):
    found = cumbria.of_whole_districts(date(2021, 8, 31))
    assert found["West Cumbria"] == ("Allerdale", "Copeland")
    assert found["Eastern unitary"] == ("Barrow-in-Furness", "Eden", "South Lakeland")
    assert not set(found) & {"North Cumbria CCG", "Morecambe Bay CCG (part in Cumbria)"}
    assert not set(found) & {"Allerdale", "Westmorland and Furness"}


def test_a_record_carries_the_part_of_a_district_in_one_group(cumbria: Places):
    assert cumbria.atoms == (
        "Allerdale",
        "Barrow-in-Furness",
        "Carlisle",
        "Copeland (North Cumbria CCG)",
        "Copeland (Morecambe Bay CCG)",
        "Eden",
        "South Lakeland",
    )
    assert cumbria.children_of("Copeland") == (
        "Copeland (North Cumbria CCG)",
        "Copeland (Morecambe Bay CCG)",
    )
    assert cumbria.children_of("Copeland (Morecambe Bay CCG)") == ()
    assert cumbria.children_of("Eden") == ()


def test_millom_lies_in_copeland_and_in_morecambe_bay(cumbria: Places):
    assert cumbria.atom_of("E01019298") == "Copeland (Morecambe Bay CCG)"
    assert cumbria.atom_of("E01000001") == "Outside the county"
    counted = [lsoa.atom for lsoa in cumbria.lsoas].count("Copeland (Morecambe Bay CCG)")
    assert counted == 6


def test_children_of_one_parent_add_up_to_it_and_never_overlap(cumbria: Places):
    for place in (cumbria.area, *cumbria.items):
        parts = [cumbria.place(name).atoms for name in place.made_of if name not in cumbria.atoms]
        parts += [(name,) for name in place.made_of if name in cumbria.atoms]
        flat = [atom for part in parts for atom in part]
        if place.made_of:
            assert sorted(flat) == sorted(place.atoms), place.name
        assert len(set(place.atoms)) == len(place.atoms) > 0, place.name


def test_the_hierarchy_of_a_day_has_only_the_places_of_that_day(cumbria: Places):
    parents = {parent for parent, _ in cumbria.hierarchy(IN_2021)}
    assert "Western unitary" in parents
    assert "Cumberland" not in parents
    rows = cumbria.hierarchy()
    assert {parent for parent, _ in rows} >= {"Total", "Western unitary", "Cumberland"}
    assert [child for parent, child in rows if parent == "Total"] == [
        "Allerdale",
        "Barrow-in-Furness",
        "Carlisle",
        "Copeland",
        "Eden",
        "South Lakeland",
        "Outside the county",
        "Not recorded",
    ]


def test_the_table_of_small_areas_names_their_places_of_a_day(cumbria: Places):
    table = cumbria.lsoa_table(IN_2023)
    assert len(table) == 321
    millom = table[table["lsoa_code"] == "E01019298"].iloc[0]
    assert millom["unitary"] == "Cumberland"
    assert millom["camhs_area"] == "South"
    assert millom["district"] == ""
    then = cumbria.lsoa_table(IN_2021)
    assert then["unitary"].value_counts().to_dict() == {
        "Western unitary": 177,
        "Eastern unitary": 144,
    }
    assert (then["locality"] == "West Cumbria").sum() == 109


def test_councils_of_2023_agree_with_the_published_lookup(cumbria: Places):
    path = PACK.parents[3] / "shared" / "published" / "cumbria_lsoa11_lookup.csv"
    if not path.is_file():
        pytest.skip("../shared/published is not beside the project: councils were not compared")
    import pandas as pd

    theirs = pd.read_csv(path).set_index("lsoa11_code")["utla23_name"].to_dict()
    table = cumbria.lsoa_table(IN_2023)
    assert dict(zip(table["lsoa_code"], table["unitary"], strict=True)) == theirs


def test_an_unknown_place_is_refused_with_those_there_are(cumbria: Places):
    with pytest.raises(ParamError) as raised:
        cumbria.code("Westmorland")
    assert raised.value.what == "The area pack of Cumbria has no place 'Westmorland':"
    assert "Allerdale" in raised.value.problems[0]


# -- who serves whom


def test_camhs_passed_to_two_trusts_on_1_october_2019():
    pack = places.read_pack(PACK)

    def trusts(on: date) -> list[tuple[str, str]]:
        return [(each.short_name, each.serves) for each in pack.providers_on("camhs", on)]

    assert trusts(date(2019, 9, 30)) == [("CPFT", "Cumbria")]
    assert trusts(date(2019, 10, 1)) == [("CNTW", "North"), ("LSCFT", "South")]
    assert [change.date for change in pack.changes if change.service == "camhs"] == [
        date(2019, 10, 1)
    ]


def test_a_neighbour_counts_from_the_day_it_exists():
    pack = places.read_pack(PACK)
    assert len(pack.neighbours_on(IN_2021)) == 10
    assert pack.neighbours_on(IN_2021)[0] == "Lincolnshire"
    assert "North Northamptonshire" not in pack.neighbours_on(IN_2020)
    assert len(pack.neighbours_on(IN_2020)) == 9


def test_sites_that_are_not_real_say_so_and_every_threshold_says_who_decided():
    pack = places.read_pack(PACK)
    assert all(site.illustrative for site in pack.sites)
    assert any(site.lies_in == "Beyond the border" for site in pack.sites)
    assert all(threshold.decided_by for threshold in pack.thresholds.values())


# -- another area is another pack


def test_another_area_needs_no_change_of_code(tmp_path: Path):
    found = demoshire(tmp_path).places
    assert found.atoms == ("Hill (North group)", "Hill (South group)", "Vale")
    assert found.children_of("South group") == ("Hill (South group)", "Vale")
    assert found.atom_of("L2") == "Hill (South group)"


def test_no_name_of_an_area_stands_in_the_code():
    source = Path(places.__file__).parent
    for module in ("places.py", "ground.py", "pack_check.py", "dimensions.py", "published.py"):
        code = (source / module).read_text(encoding="utf-8")
        code = re.sub(r'""".*?"""|#.*', "", code, flags=re.S)
        assert not re.search("cumbria|allerdale|carlisle|copeland|barrow|eden|E0[67]0", code, re.I)


BREAKS: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "a name misspelt": (
        lambda text: text.replace("providers:", "provider:"),
        [
            "'provider' is not a name we know; did you mean 'providers'?",
            "'providers' is missing",
        ],
    ),
    "a key given twice": (
        lambda text: text.replace('dfe_number: "999"', 'dfe_number: "999"\ncode: "E9"'),
        ["line 5: 'code' is given again (first on line 3); keep one"],
    ),
    "types": (
        lambda text: (
            text.replace('"999"', "999")
            .replace("rank: 1", 'rank: "1"')
            .replace("illustrative: true", "illustrative: yes")
        ),
        [
            "'dfe_number' should be text in quotes, but is 999",
            "neighbours, entry 1: 'rank' should be a whole number without quotes, but is '1'",
            "sites, entry 1: 'illustrative' should be true or false, but is 'yes'",
        ],
    ),
    "days that are none": (
        lambda text: text.replace('date: "2019-10-01"', 'date: "2019-11-31"').replace(
            '"D2", from: "2000-04-01"', '"D2", from: "April 2000"'
        ),
        [
            "places, entry 2: 'from' should be a day such as 2021-08-31, but is 'April 2000'",
            "changes, entry 1: 'date' should be a day such as 2021-08-31, but is '2019-11-31'",
        ],
    ),
    "a place that ends before it begins": (
        lambda text: text.replace(
            '"none", from: "2000-04-01", to: "open"', '"none", from: "2000-04-01", to: "1999-01-01"'
        ),
        ["place 'The Hills' ends on 1999-01-01, before it begins"],
    ),
    "a part that is not there": (
        lambda text: text.replace('made_of: ["Hill"]', 'made_of: ["Hil", "Vale"]'),
        ["place 'The Hills' is made of 'Hil', which is no place given above it"],
    ),
    "ground held twice": (
        lambda text: text.replace('made_of: ["Hill"]', 'made_of: ["Hill", "South group"]'),
        ["place 'The Hills' holds 'Hill (South group)' twice"],
    ),
    "a name given twice": (
        lambda text: text.replace('"The Hills"', '"Vale"'),
        ["place 'Vale' is given 2 times"],
    ),
    "a code that the lookup does not have": (
        lambda text: text.replace('code: "D2"', 'code: "D3"'),
        [
            "place 'Vale': the lookup has no district with the code 'D3'; say with 'made_of' what "
            "it is made of",
            "the lookup has the district 'D2', which no place describes",
            "kind 'district': 'Vale' is held by no place from 2000-04-01",
        ],
    ),
    "a kind that must cover all and overlaps": (
        lambda text: text.replace(
            '{label: "Locality", covers: "some"}', '{label: "Locality", covers: "all"}'
        ).replace(
            'made_of: ["Hill"]}',
            'made_of: ["Hill"]}\n'
            '  - {name: "Both", kind: "locality", code: "none", from: "2010-04-01", to: "open",\n'
            '     made_of: ["Hill", "Vale"]}',
        ),
        [
            "kind 'locality': 'Vale' is held by no place from 2000-04-01",
            "kind 'locality': 'Hill (North group)' is held by more than one place from 2010-04-01",
            "kind 'locality': 'Hill (South group)' is held by more than one place from 2010-04-01",
        ],
    ),
    "what points to a place that is not there": (
        lambda text: text.replace('serves: "North group"', 'serves: "The North"').replace(
            'in: "Hill"', 'in: "Hilltown"'
        ),
        [
            "provider 'NT' serves 'The North', which is no place",
            "site 'Base' lies in 'Hilltown', which is no district; outside the area it is 'Beyond "
            "the border'",
        ],
    ),
    "a kind nobody described": (
        lambda text: text.replace('kind: "locality"', 'kind: "village"'),
        ["place 'The Hills' is of the kind 'village', which 'kinds' does not have"],
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_area_pack_is_one_message_with_every_problem(name: str, tmp_path: Path):
    breaking, expected = BREAKS[name]
    broken = breaking(DEMOSHIRE)
    assert broken != DEMOSHIRE
    with pytest.raises(ParamError) as raised:
        demoshire(tmp_path, pack=broken)
    assert raised.value.what == "demoshire.yaml cannot be used:"
    assert raised.value.problems == expected


def test_a_lookup_that_is_missing_or_none_is_said(tmp_path: Path):
    with pytest.raises(ParamError) as raised:
        demoshire(tmp_path, pack=DEMOSHIRE.replace("demoshire.csv", "elsewhere.csv"))
    assert raised.value.problems == [
        "'lookup' names 'elsewhere.csv', but there is no elsewhere.csv"
    ]
    with pytest.raises(ParamError) as raised:
        demoshire(tmp_path, lookup=LOOKUP.replace("ccg_code", "group"))
    assert raised.value.what == "demoshire.csv is no lookup of small areas:"
    assert raised.value.problems == ["column 'ccg_code' is missing"]
