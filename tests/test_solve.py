"""All counts of all figures in one search: the same secret makes the same tables."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from made_up_children import HIERARCHY, children

from jsna.disclosure import protect, release
from jsna.disclosure.margins import axis
from jsna.disclosure.pieces import Piece, work_of
from jsna.disclosure.protect import Limits, PublishedTotal, Released
from jsna.disclosure.released import remembered
from jsna.disclosure.remember import remember
from jsna.errors import DisclosureError
from jsna.figures import Figure

NAMES = ("area", "need", "sex")


def figure(*dimensions: str, **changes: object) -> Figure:
    entry = Figure(
        "-".join(("by", *dimensions)), "Pupils", "How many?", "Made-up pupils", dimensions,
        "count", "pupils", ("pupils",), "years", "Districts", "rounded", records="pupils",
    )  # fmt: skip
    return replace(entry, **changes)  # type: ignore[arg-type]


FIGURES = [
    figure("area", "need", "year"),
    figure("sex", "year", id="girls-and-boys"),
    figure("need", "sex", where={"year": "2021", "area": "Copeland"}, id="of-copeland"),
]


def records() -> pd.DataFrame:
    """Return three years of children, the middle one with nobody of one place."""
    years = [children(260, 1, NAMES), children(240, 2, NAMES), children(283, 3, NAMES)]
    years[1] = years[1][years[1]["area"] != "Eden"]
    names = ["2019"] * 260 + ["2020"] * len(years[1]) + ["2021"] * 283
    return pd.concat(years, ignore_index=True).assign(year=pd.Categorical(names))


def digest(safes: dict) -> dict[str, str]:
    """Return a checksum of each table as it is printed."""
    text = {name: release.as_csv(safe).encode() for name, safe in safes.items()}
    return {name: hashlib.blake2b(held, digest_size=4).hexdigest() for name, held in text.items()}


def protected(frame: pd.DataFrame, released: Released | None = None, **changes: object) -> dict:
    return protect.protect(
        {"pupils": frame}, FIGURES, HIERARCHY, released or Released(), b"a secret", Limits(),
        **changes,  # type: ignore[arg-type]
    )  # fmt: skip


TOTALS = [
    PublishedTotal("pupils", {"year": "2021"}, 281),
    PublishedTotal("pupils", {"year": "2021", "sex": "Female"}, 91, held=False),
    PublishedTotal("pupils", {"year": "2019", "area": "Western unitary"}, 153),
]


def test_the_same_records_and_secret_make_the_same_tables() -> None:
    """What is printed once can be made again; a changed search would make another past."""
    frame = records()
    found = {
        "alone": digest(protected(frame)),
        "beside totals": digest(protected(frame, published_totals=TOTALS)),
    }
    assert found == {
        "alone": {
            "by-area-need-year": "54f23049",
            "girls-and-boys": "4be94d14",
            "of-copeland": "9400c3fc",
        },
        "beside totals": {
            "by-area-need-year": "2f3695c7",
            "girls-and-boys": "2d6bd1ca",
            "of-copeland": "61a4413f",
        },
    }


def test_beside_what_the_code_lists_rule_out_the_same_tables_are_made_again() -> None:
    frame = records()
    frame = frame[~((frame["need"] == "NSA") & (frame["sex"] == "Female"))]
    safes = protected(frame, impossible=[{"need": "NSA", "sex": "Female"}])
    cell = safes["of-copeland"].cell(need="NSA", sex="Female")
    assert cell["status"] == "not applicable"
    assert digest(safes) == {
        "by-area-need-year": "b28814a8",
        "girls-and-boys": "1e804d42",
        "of-copeland": "398e156e",
    }


def test_a_piece_asks_for_work_by_its_children_values_and_tables_and_nobody_as_one() -> None:
    axes = (axis("area", ["Eden", "Carlisle"], []), axis("sex", ["F", "M", "not known"], []))
    figures = (figure("area"), figure("area", "sex"), figure("sex", "area", id="again"))
    seven = pd.DataFrame({"area": ["Eden"] * 7, "sex": ["F"] * 7})
    assert work_of(Piece("pupils", {}, seven, figures, axes, ())) == 70
    assert work_of(Piece("pupils", {}, seven.head(0), figures, axes, ())) == 10


def test_published_totals_are_held_in_their_own_year() -> None:
    safes = protected(records(), published_totals=TOTALS)
    years = safes["girls-and-boys"].where(sex="Total").cells
    assert years["value"].tolist()[1:] == [210, 280]
    west = safes["by-area-need-year"].cell(area="Western unitary", need="Total", year="2019")
    assert west["value"] == 155


def test_what_was_printed_stays_though_the_records_grow(tmp_path: Path) -> None:
    frame = records()
    first = protected(frame)
    remember(first, tmp_path / "released" / "first", HIERARCHY)
    grown = pd.concat([frame, frame[frame["year"] == "2021"].head(40)], ignore_index=True)
    later = protected(grown, Released.read(tmp_path / "released"))
    assert digest(later) == digest(first)


def test_a_number_that_two_editions_printed_is_known_once_and_one_going_on_is_not_kept(
    tmp_path: Path,
) -> None:
    whole = figure(id="all", where={"year": "2021"})
    some = figure("sex", id="some", where={"year": "2021"}, runs_to="2021-08-31")
    safes = protect.protect(
        {"pupils": records()}, [whole, some], HIERARCHY, Released(), b"a secret", Limits()
    )
    for edition in ("first", "second"):
        remember(safes, tmp_path / "released" / edition, HIERARCHY)
    held = Released.read(tmp_path / "released")
    assert held.printed(whole)["value"].tolist() == [285]
    assert held.printed(some).empty
    later = replace(some, runs_to="2022-08-31")
    assert held.going_on(some).empty
    assert sorted(held.going_on(later)["sex"]) == ["Female", "Male", "Not recorded", "Total"]


def test_the_same_edition_may_be_kept_again_with_a_figure_more_and_not_with_one_less(
    tmp_path: Path,
) -> None:
    safes = protected(records())
    fewer = {name: safe for name, safe in safes.items() if name != "of-copeland"}
    folder = remember(fewer, tmp_path / "first", HIERARCHY)
    remember(safes, folder, HIERARCHY)
    assert sorted(remembered(folder)) == ["by-area-need-year", "girls-and-boys", "of-copeland"]
    with pytest.raises(DisclosureError, match="'of-copeland' was printed otherwise"):
        remember(fewer, folder, HIERARCHY)


def test_two_printed_numbers_of_the_same_children_are_a_contradiction(tmp_path: Path) -> None:
    frame = records()
    first = protected(frame)
    place = first["girls-and-boys"].cells.index[-1]
    first["girls-and-boys"].cells.loc[place, "value"] += 5
    remember(first, tmp_path / "released" / "first", HIERARCHY)
    with pytest.raises(DisclosureError, match="contradicts itself"):
        protected(frame, Released.read(tmp_path / "released"))


def test_what_was_printed_of_other_children_under_the_same_name_is_not_the_same(
    tmp_path: Path,
) -> None:
    remember(protected(records()), tmp_path / "released" / "first", HIERARCHY)
    held = Released.read(tmp_path / "released")
    copeland = FIGURES[2]
    assert len(held.printed(copeland)) > 0
    assert held.printed(replace(copeland, where={"year": "2021", "area": "Eden"})).empty
    assert held.printed(replace(copeland, kind="percentage")).empty
    assert held.printed(replace(copeland, dimensions=("sex", "need"))).empty
