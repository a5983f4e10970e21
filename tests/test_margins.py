"""Which cells figures need: levels of a dimension, and where a child is counted."""

import numpy as np
import pytest

from jsna.disclosure.margins import Level, axis, cells_at, level_choices, margins
from jsna.errors import DisclosureError
from jsna.figures import Figure

PLACES = ("Allerdale", "Carlisle", "Copeland", "Eden")
LINKS = [
    ("area", "West", "Allerdale"),
    ("area", "West", "Carlisle"),
    ("area", "Middle", "Carlisle"),
    ("area", "Middle", "Copeland"),
    ("area", "East", "Copeland"),
    ("area", "East", "Eden"),
    ("area", "Sunset", "West"),  # another name of the same places
    ("area", "Total", "West"),
    ("need", "West", "Eden"),  # of another dimension
]


def figure(*dimensions: str, **changes: object) -> Figure:
    return Figure("f", "", "", "", dimensions, "count", "", (), "", "", "rounded", **changes)  # type: ignore[arg-type]


def test_parents_lie_in_as_few_layers_as_do_not_overlap() -> None:
    assert axis("area", PLACES, LINKS).levels == (
        Level(PLACES, (0, 1, 2, 3)),
        Level(("West", "East"), (0, 0, 1, 1)),
        Level(("Sunset", ""), (0, 0, 1, 1)),
        Level(("Middle",), (1, 0, 0, 1)),
        Level(("Total",), (0, 0, 0, 0)),
    )


def test_each_label_counts_the_finest_values_below_it() -> None:
    members = axis("area", PLACES, LINKS).members
    assert (members["Middle"], members["Sunset"]) == ({1, 2}, {0, 1})
    assert members["Total"] == {0, 1, 2, 3}
    assert "" not in members


def test_years_have_no_total() -> None:
    assert axis("year", ("2020", "2021"), []).levels == (Level(("2020", "2021"), (0, 1)),)


def test_a_hierarchy_in_a_circle_is_refused() -> None:
    circle = [("area", "West", "North"), ("area", "North", "West")]
    with pytest.raises(DisclosureError, match="goes in a circle"):
        axis("area", PLACES, circle)


def test_every_cell_is_counted_once_at_each_level() -> None:
    axes = (axis("area", PLACES, LINKS), axis("sex", ("F", "M"), []))
    found = margins([figure("area", "sex")], axes)
    codes = np.array([[0, 0]] * 3 + [[1, 1]] * 5 + [[2, 0]] * 7 + [[3, 1]] * 20_000)
    counts = found.counts(codes)
    shown = {}
    for levels in level_choices(figure("area", "sex"), axes):
        labels, positions = cells_at(figure("area", "sex"), levels, found)
        names = zip(labels["area"], labels["sex"], strict=True)
        shown |= dict(zip(names, counts[positions].tolist(), strict=True))
    assert shown == {
        ("Allerdale", "F"): 3, ("Allerdale", "M"): 0, ("Allerdale", "Total"): 3,
        ("Carlisle", "F"): 0, ("Carlisle", "M"): 5, ("Carlisle", "Total"): 5,
        ("Copeland", "F"): 7, ("Copeland", "M"): 0, ("Copeland", "Total"): 7,
        ("Eden", "F"): 0, ("Eden", "M"): 20_000, ("Eden", "Total"): 20_000,
        ("West", "F"): 3, ("West", "M"): 5, ("West", "Total"): 8,
        ("Sunset", "F"): 3, ("Sunset", "M"): 5, ("Sunset", "Total"): 8,
        ("East", "F"): 7, ("East", "M"): 20_000, ("East", "Total"): 20_007,
        ("Middle", "F"): 7, ("Middle", "M"): 5, ("Middle", "Total"): 12,
        ("Total", "F"): 10, ("Total", "M"): 20_005, ("Total", "Total"): 20_015,
    }  # fmt: skip
    # What lies outside the places of a level, or is kept by `where`, is no cell of a figure.
    assert counts[found.real].sum() == 20_015 * 2 * 3 + 12 * 2


def test_a_selection_counts_the_children_that_it_keeps() -> None:
    axes = (axis("area", PLACES, LINKS), axis("sex", ("F", "M"), []))
    some = figure("sex", where={"area": "West"})
    found = margins([some], axes)
    counts = found.counts(np.array([[0, 0], [1, 1], [1, 1], [2, 1], [3, 0]]))
    labels, positions = cells_at(some, (0,), found)
    assert dict(zip(labels["sex"], counts[positions].tolist(), strict=True)) == {"F": 1, "M": 2}
    whole = cells_at(some, (1,), found)[1]
    assert counts[whole].tolist() == [3]
    assert len(margins([some, figure("sex", where={"area": "Sunset"})], axes).starts) == 2


def test_what_is_selected_whole_is_no_selection() -> None:
    axes = (axis("area", PLACES, LINKS), axis("sex", ("F", "M"), []))
    every, some = figure("sex"), figure("sex", where={"area": "Total"})
    assert len(margins([every, some], axes).starts) == 2
