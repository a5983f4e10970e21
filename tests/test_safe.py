import ast
from pathlib import Path

import pandas as pd
import pytest
from test_release import figure, written

import jsna
from jsna.disclosure.safe import Protection, Safe
from jsna.errors import DisclosureError, FigureError

PACKAGES = [Path(jsna.__file__).parent, Path(jsna.__file__).parents[1] / "inspection"]


def test_a_safe_figure_cannot_be_made_outside_disclosure():
    with pytest.raises(DisclosureError, match="made outside"):
        Safe(figure(), pd.DataFrame(), Protection("by hand", 1, 0, ""), made_up=False)


def test_only_disclosure_imports_the_mint():
    importers = set()
    for package in PACKAGES:
        for path in package.rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                named = isinstance(node, ast.ImportFrom) and any(
                    name.name in ("_mint", "_MINT") for name in node.names
                )
                reached = isinstance(node, ast.Attribute) and node.attr in ("_mint", "_MINT")
                if named or reached:
                    importers.add(path.parent.name)
    assert importers == {"disclosure"}


def test_a_safe_figure_cannot_be_changed_in_place(tmp_path):
    safe = written(tmp_path)
    with pytest.raises(AttributeError):
        safe.made_up = True


def test_where_keeps_the_named_values_and_names_every_mistake(tmp_path):
    safe = written(tmp_path)
    assert len(safe.where(area=["Allerdale", "Eden"], year="2021").cells) == 2
    with pytest.raises(FigureError) as caught:
        safe.where(area="Penrith", need="ASD")
    assert caught.value.problems == [
        "'area' is never 'Penrith'",
        "it has no dimension 'need'; it has area, year",
    ]


def test_a_cell_is_one_cell_or_an_error(tmp_path):
    safe = written(tmp_path)
    assert safe.cell(area="Allerdale", year="2021")["value"] == 1234
    with pytest.raises(FigureError, match="has 2 cells"):
        safe.cell(area="Allerdale")


def test_shown_leaves_out_what_has_no_number(tmp_path):
    assert set(written(tmp_path).shown["area"]) == {"Allerdale", "O'Brien's, Llanfair"}
