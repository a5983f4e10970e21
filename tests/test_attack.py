from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest
from made_up_children import HIERARCHY, children

from jsna.disclosure import protect
from jsna.disclosure.attack import attack
from jsna.disclosure.knowledge import HIDDEN_ONLY
from jsna.disclosure.protect import Limits, PublishedTotal, Released
from jsna.disclosure.safe import Protection, _mint
from jsna.figures import Figure

EXACT = Protection("none", 1, 0, "")
NAIVE = Protection(HIDDEN_ONLY, 1, 0, "too few to show")
DISTRICTS = [
    ("area", "West", "Allerdale"),
    ("area", "West", "Carlisle"),
    ("area", "West", "Copeland"),
    ("area", "North", "Allerdale"),
    ("area", "North", "Carlisle"),
    ("area", "North", "Eden"),
]


def entry(*dimensions, identity="", **changes):
    figure = Figure(
        id=identity or "by-" + "-".join(dimensions),
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
    return replace(figure, **changes)


def table(text, protection, identity="", **changes):
    """Draw a safe figure: a header of dimensions, one line a cell, `c` where it is hidden."""
    lines = [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]
    header, rows = lines[0][:-1], lines[1:]
    cells = pd.DataFrame([row[:-1] for row in rows], columns=header)
    cells["value"] = [float("nan") if row[-1] == "c" else float(row[-1]) for row in rows]
    cells["status"] = ["too few to show" if row[-1] == "c" else "shown" for row in rows]
    return _mint(entry(*header, identity=identity, **changes), cells, protection, True)


def named(*tables):
    return {safe.figure.id: safe for safe in tables}


def test_one_hidden_count_is_the_total_less_the_others():
    naive = table(
        """
        need  | pupils
        SLCN  | 521
        HI    | 31
        VI    | c
        Total | 555
        """,
        NAIVE,
    )
    found = attack(named(naive), [])
    assert [(x.cell, x.lower, x.upper) for x in found] == [("need VI", 3, 3)]
    assert "known to be 3 from by-need" in str(found[0])


def test_two_hidden_counts_that_leave_one_possibility_are_found():
    naive = table(
        """
        need  | pupils
        SLCN  | 521
        HI    | c
        VI    | c
        Total | 523
        """,
        NAIVE,
    )
    found = {x.cell: (x.lower, x.upper) for x in attack(named(naive), [])}
    assert found == {"need HI": (1, 1), "need VI": (1, 1), "need HI + VI alone": (2, 2)}


def test_hidden_counts_that_could_be_anything_their_legend_says_are_no_finding():
    naive = table(
        """
        need  | pupils
        SLCN  | 521
        HI    | c
        VI    | c
        """,
        NAIVE,
    )
    assert attack(named(naive), []) == ()


def test_two_tables_that_differ_by_one_district_give_it_away():
    west = table("area | pupils\nWest | 57", EXACT, "west")
    both = table("area | pupils\nAllerdale | 30\nCarlisle | 25", EXACT, "two-districts")
    found = attack(named(west, both), DISTRICTS)
    assert any((x.lower, x.upper) == (2, 2) and "Copeland alone" in x.cell for x in found)


def test_a_place_that_nobody_printed_is_found_where_two_places_overlap():
    overlap = table("area | pupils\nWest | 40\nNorth | 52\nCopeland | 9\nTotal | 61", EXACT, "x")
    # Copeland is 9, so Allerdale and Carlisle are 31 and Eden 21: nothing small.
    assert attack(named(overlap), DISTRICTS) == ()
    small = table("area | pupils\nWest | 40\nNorth | 33\nCopeland | 9\nTotal | 42", EXACT, "x")
    found = attack(named(small), DISTRICTS)
    assert any((x.lower, x.upper) == (2, 2) for x in found)


def test_tables_linked_by_their_margins_are_attacked_together():
    by_sex = table("sex | pupils\nFemale | 12\nMale | 20", EXACT, "sex")
    by_need = table(
        "need | sex | pupils\nHI | Female | 10\nHI | Male | 17\nVI | Female | c\nVI | Male | c",
        NAIVE,
        "need",
    )
    found = attack(named(by_sex, by_need), [])
    assert {(x.cell, x.lower) for x in found} == {
        ("need VI, sex Female", 2),
        ("need VI, sex Male", 3),
    }


def test_two_editions_that_round_the_same_count_differently_pin_it():
    rounded = Protection("controlled rounding", 5, 4, "too few to show")
    first = table("need | pupils\nVI | 0\nHI | 50\nTotal | 50", rounded)
    second = table("need | pupils\nVI | 5\nHI | 45\nTotal | 50", rounded)
    assert attack(named(first), []) == ()
    found = attack(named(second), [], earlier=[named(first)])
    assert [(x.cell, x.lower, x.upper) for x in found] == [("need VI", 1, 4)]


def test_an_exact_small_count_is_found_even_alone():
    found = attack(named(table("need | pupils\nVI | 3", EXACT)), [])
    assert found[0].lower == found[0].upper == 3


def test_what_its_owner_publishes_is_no_finding():
    mine = protect.published(
        entry("need", rule="published"), pd.DataFrame({"need": ["VI"], "value": [3]}), "2021-08-31"
    )
    assert attack(named(mine), []) == ()


@pytest.fixture(scope="module")
def county():
    frame = children(12_000, 1, ("area", "need", "age_group", "sex", "provision"))
    figures = [entry(*three) for three in combinations(frame.columns, 3)]
    total = PublishedTotal("pupils", {}, 12_002)
    safes = protect.protect(
        {"pupils": frame}, figures, HIERARCHY, Released(), 7, Limits(), published_totals=[total]
    )
    return safes, total


def test_the_rounded_tables_of_a_whole_county_give_nobody_away(county):
    safes, _ = county
    assert sum(len(safe.cells) for safe in safes.values()) > 1_000
    assert attack(safes, HIERARCHY) == ()


def test_an_exact_published_total_beside_rounded_tables_gives_nobody_away(county):
    safes, total = county
    assert attack(safes, HIERARCHY, published_totals=[total]) == ()


def test_a_cell_that_was_moved_by_hand_no_longer_adds_up_and_is_attacked_in_full():
    frame = children(400, 3, ("area", "sex"))
    safes = protect.protect(
        {"pupils": frame}, [entry("area", "sex")], HIERARCHY, Released(), 7, Limits()
    )
    safe = safes["by-area-sex"]
    cells = safe.cells.copy()
    place = cells.index[(cells["area"] == "Copeland, Millom") & (cells["sex"] == "Female")][0]
    cells.loc[place, "value"] = 3.0
    leaked = _mint(safe.figure, cells, safe.protection, True)
    assert any("Millom" in x.cell for x in attack({"by-area-sex": leaked}, HIERARCHY))


def test_every_method_that_was_measured_to_leak_is_seen_to_leak():
    """Hide 1 to 4 only, on linked tables of made-up children, gives dozens of counts away."""
    frame = children(3_000, 5, ("area", "need", "sex"))
    leaves = {name: list(frame[name].cat.categories) for name in frame.columns}
    tables = []
    for pair in combinations(frame.columns, 2):
        counts = frame.groupby(list(pair), observed=False).size()
        rows = [(*cell, count) for cell, count in counts.items()]
        for place in range(2):
            other = pair[1 - place]
            for value, count in frame.groupby(other, observed=False).size().items():
                rows.append((("Total", value) if place == 0 else (value, "Total")) + (count,))
        cells = pd.DataFrame(rows, columns=[*pair, "value"]).astype({"value": "float64"})
        hidden = cells["value"].between(1, 4)
        cells["status"] = hidden.map({True: "too few to show", False: "shown"}).astype("str")
        cells.loc[hidden, "value"] = float("nan")
        tables.append(_mint(entry(*pair), cells, NAIVE, True))
    found = attack(named(*tables), [])
    exact = [x for x in found if x.lower == x.upper]
    assert len(leaves["need"]) == 13
    assert len(exact) >= 3


def test_a_selection_by_what_no_table_goes_over_contradicts_nothing():
    frame = children(2000, seed=1)
    everyone = entry("area", "sex", identity="by-area-and-sex")
    some = entry("area", "sex", identity="some-by-area-and-sex", where={"age_group": "5-10"})
    safes = protect.protect(
        {"pupils": frame}, [everyone, some], HIERARCHY, Released(), b"tests", Limits()
    )
    assert attack(safes, HIERARCHY) == ()


@pytest.mark.parametrize(("west", "found"), [(55, ()), (56, (1, 1)), (59, (4, 4)), (60, ())])
def test_a_difference_of_one_to_four_children_is_a_finding_and_five_are_none(west, found):
    whole = table(f"area | pupils\nWest | {west}", EXACT, "west")
    parts = table("area | pupils\nAllerdale | 30\nCarlisle | 25", EXACT, "parts")
    leaks = {(x.lower, x.upper) for x in attack(named(whole, parts), DISTRICTS)}
    assert leaks == ({found} if found else set())


@pytest.mark.parametrize(("value", "found"), [(553, ()), (555, (2, 2)), (558, ())])
def test_a_hidden_count_that_is_known_but_not_small_is_no_finding(value, found):
    """HI is 31 and SLCN 521: what is left for VI is 0, 3 or 6."""
    cells = f"need | pupils\nSLCN | 521\nHI | 32\nVI | c\nTotal | {value}"
    hidden = table(cells, Protection("joint suppression", 1, 0, "too few to show"))
    leaks = {(x.lower, x.upper) for x in attack(named(hidden), [])}
    assert leaks == ({found} if found else set())


def test_a_shown_count_that_its_table_narrows_is_found_only_where_it_is_small():
    rounded = Protection("controlled rounding", 5, 4, "too few to show")
    five = table("need | pupils\nVI | 5", rounded, "rounded")
    for total, found in ((554, [("need VI", 3, 3)]), (558, [])):
        exact = table(f"need | pupils\nSLCN | 520\nHI | 31\nTotal | {total}", EXACT, "exact")
        leaks = attack(named(exact, five), [])
        assert [(x.cell, x.lower, x.upper) for x in leaks] == found


@pytest.mark.parametrize(
    ("records", "where", "found"),
    [
        ("pupils", {}, True),
        ("pupils", {"year": "2021"}, True),
        ("pupils", {"year": "2020"}, False),
        ("pupils", {"sex": "Female"}, False),  # no table goes by sex
        ("plans", {}, False),
    ],
)
def test_an_exact_total_pins_only_the_children_it_counts(records, where, found):
    hidden = table("need | year | pupils\nSLCN | 2021 | 521\nHI | 2021 | 31\nVI | 2021 | c", NAIVE)
    leaks = attack(named(hidden), [], published_totals=[PublishedTotal(records, where, 554)])
    assert [(x.cell, x.lower, x.upper) for x in leaks] == ([("need VI", 2, 2)] if found else [])


def test_a_finding_names_the_children_their_time_the_cell_and_its_tables():
    (found,) = attack(named(table("need | pupils\nVI | 3", EXACT)), [])
    assert str(found) == "pupils, January 2021: need VI is known to be 3 from by-need"
    (alone,) = attack(named(table("pupils\n3", EXACT, "all", records="")), [])
    assert (alone.records, alone.cell) == ("all", "in all")
    first = table("need | pupils\nSLCN | 521\nVI | c", NAIVE, "first")
    second = table("need | pupils\nSLCN | 521\nVI | c\nTotal | 524", NAIVE, "second")
    (both,) = attack(named(first, second), [])
    assert (both.period, both.figures) == ("January 2021", ("first", "second"))


def test_what_a_table_of_totals_alone_leaves_open_is_no_finding():
    cells = "need | sex | pupils\nHI | F | c\nVI | F | c\nTotal | F | 40\nHI | Total | 50"
    hidden = table(cells, Protection("joint suppression", 1, 0, "too few to show"))
    assert attack(named(hidden), []) == ()
