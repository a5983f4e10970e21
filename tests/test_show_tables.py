"""What stands in a table that people read."""

import re
from itertools import product

from show_figures import ROUNDED, safe

from jsna.disclosure.safe import Protection, Safe
from jsna.show import tables


def provisions(values: dict[str, float]) -> Safe:
    return safe(
        [
            {"area": area, "provision": provision, "value": value, "percent": percent,
             "percent_of": 200.0}
            for area, (provision, value) in product(["Allerdale", "Total"], values.items())
            for percent in [round(value / 2)]
        ],
        id="send-by-provision",
        dimensions=("area", "provision"),
        kind="percentage",
        unit="pupils",
        rule="rounded",
        protection=ROUNDED,
    )  # fmt: skip


def headings(html: str) -> list[str]:
    return re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', html)


def test_a_column_in_which_no_row_has_any_is_left_out_and_named():
    kinds = {"EHC plan": 30.0, "SEN Support": 170.0, "No SEN": 0.0, "Total": 200.0}
    shown = tables.table(provisions(kinds), "area", "provision", title="x", measure="value")
    assert headings(shown.html) == [
        "Place", "EHC plan (pupils)", "SEN Support (pupils)", "All (pupils)"
    ]  # fmt: skip
    assert "Left out, as no row has any: No SEN." in shown.html


def test_the_largest_change_of_rounding_stands_under_the_counts():
    kinds = {"EHC plan": 30.0, "SEN Support": 170.0, "Total": 200.0}
    shown = tables.table(provisions(kinds), "area", "provision", title="x", measure="value")
    assert (
        "Counts are rounded to a multiple of 5, by at most 8, to protect children; 0 means none "
        "or very few."
    ) in shown.html
    rounded_alone = Protection("statistic", 5, 0, "too few to show")
    weeks = safe([{"area": "Eden", "year": "2021", "value": 12.0, "n": 40}], unit="weeks",
                 rule="statistic", kind="statistic", protection=rounded_alone)  # fmt: skip
    assert "rounded to the nearest 5 to protect" in tables.table(weeks, "area", title="x").html


def test_columns_stay_where_all_of_them_are_nought():
    kinds = {"EHC plan": 0.0, "SEN Support": 0.0, "Total": 0.0}
    shown = tables.table(provisions(kinds), "area", "provision", title="x", measure="value")
    assert len(headings(shown.html)) == 4
    assert "Left out" not in shown.html


def test_a_percentage_of_rounded_counts_has_no_decimal():
    kinds = {"EHC plan": 30.0, "SEN Support": 170.0, "Total": 200.0}
    shown = tables.table(provisions(kinds), "area", "provision", title="x")
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", shown.html)
    assert cells == ["15%", "85%", "100%"] * 2
