import json

import pandas as pd
import pytest
from made_up_children import HIERARCHY, SHARES, children

from jsna.disclosure import protect, release
from jsna.disclosure.released import Released
from jsna.disclosure.remember import Reissue, remember
from jsna.errors import DisclosureError, FigureError
from jsna.figures import Figure

LINKS = [("area", "Total", "Allerdale"), ("area", "Total", "Eden")]


def figure(identity="plans-by-area", **changes):
    entry = {
        "id": identity,
        "title": "EHC plans by district",
        "question": "How many children have a plan?",
        "population": "Children and young people aged 0 to 25",
        "dimensions": ("area", "year"),
        "kind": "count",
        "unit": "plans",
        "source": ("ehc_plans",),
        "period": "January 2020 to January 2021",
        "geography": "Districts, 2021",
        "rule": "published",
    }
    return Figure(**(entry | changes))


def cells():
    return pd.DataFrame(
        {
            "area": ["Allerdale", "Allerdale", "O'Brien's, Llanfair", "Eden"],
            "year": ["2020", "2021", "2021", "2021"],
            "value": [3, 1234, 12.5, None],
            "percent": [None, 2.25, None, None],
            "status": ["shown", "shown", "shown", "not collected"],
        }
    )


def written(folder):
    safe = protect.published(figure(), cells(), "2021-08-31")
    release.write({"plans-by-area": safe}, folder, LINKS, "cumbria-2021")
    return safe


def test_a_published_figure_is_tagged_and_keeps_its_exact_values_and_states():
    safe = protect.published(figure(), cells(), "2021-08-31")
    assert safe.protection.method == "published by its owner"
    assert (safe.protection.base, safe.protection.largest_change) == (1, 0)
    assert safe.cell(area="Allerdale", year="2020")["value"] == 3
    assert safe.cell(area="Eden")["status"] == "not collected"
    assert not safe.made_up


def test_the_types_of_columns_are_told_beside_the_table(tmp_path):
    early = cells().assign(provisional=[False, True, False, False])
    safe = protect.published(figure(), early, "2021-08-31")
    release.write({"plans-by-area": safe}, tmp_path, LINKS, "cumbria-2021")
    package = json.loads((tmp_path / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [held for held in package["resources"] if held["name"] == "plans-by-area"]
    assert {field["name"]: field["type"] for field in resource["schema"]["fields"]} == {
        "area": "string",
        "year": "string",
        "value": "number",
        "percent": "number",
        "provisional": "boolean",
        "status": "string",
    }


def test_a_cell_published_after_the_as_of_date_is_refused():
    late = cells().assign(first_published=["2021-05-01", "2021-05-01", "2021-05-01", "2022-05-12"])
    with pytest.raises(DisclosureError, match="1 cells were first published after 2021-08-31"):
        protect.published(figure(), late, "2021-08-31")


def test_every_fault_of_a_published_table_is_named_at_once():
    bad = cells()
    bad.loc[3, "value"] = 0
    bad.loc[0, "status"] = "hidden"
    bad.loc[2, ["area", "year"]] = ["Allerdale", "2021"]
    with pytest.raises(DisclosureError) as caught:
        protect.published(figure(rule="rounded"), bad, "2021-08-31")
    told = " / ".join(caught.value.problems)
    assert "its rule is 'rounded'" in told
    assert "'hidden' is no state of a number" in told
    assert "have a number" in told
    assert "there twice" in told
    assert len(caught.value.problems) == 4


def test_a_number_that_is_shown_must_be_there():
    bad = cells()
    bad.loc[3, "status"] = "shown"
    with pytest.raises(DisclosureError, match="have no value"):
        protect.published(figure(), bad, "2021-08-31")


def test_figures_open_as_they_were_written(tmp_path):
    safe = written(tmp_path)
    again = release.open_figures(tmp_path)["plans-by-area"]
    pd.testing.assert_frame_equal(again.cells, safe.cells)
    assert again.protection == safe.protection
    assert again.figure.source == ("ehc_plans",)


def test_a_table_is_tidy_and_a_missing_number_is_empty_never_nought(tmp_path):
    written(tmp_path)
    lines = (tmp_path / "tables" / "plans-by-area.csv").read_text(encoding="utf-8").splitlines()
    assert lines == [
        "area,year,value,percent,status",
        "Allerdale,2020,3,,shown",
        "Allerdale,2021,1234,2.25,shown",
        "\"O'Brien's, Llanfair\",2021,12.5,,shown",
        "Eden,2021,,,not collected",
    ]


def test_the_datapackage_keeps_what_was_promised(tmp_path):
    written(tmp_path)
    package = json.loads((tmp_path / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    resource = package["resources"][0]
    for promised in (
        "title",
        "kind",
        "population",
        "dimensions",
        "source",
        "period",
        "made_up",
        "protection",
    ):
        assert promised in resource
    assert set(resource["protection"]) == {"method", "base", "largest_change", "marker"}
    assert resource["schema"]["fields"][0] == {"name": "area", "type": "string"}


def test_the_hierarchy_is_written_and_read_back(tmp_path):
    written(tmp_path)
    text = (tmp_path / "tables" / "hierarchy.csv").read_text(encoding="utf-8")
    assert text == "dim,parent,child\narea,Total,Allerdale\narea,Total,Eden\n"
    assert release.open_figures(tmp_path).hierarchy == tuple(LINKS)


def test_a_table_that_someone_edited_is_refused(tmp_path):
    written(tmp_path)
    path = tmp_path / "tables" / "plans-by-area.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1234", "1235"), encoding="utf-8")
    with pytest.raises(FigureError, match="sha256 differs"):
        release.open_figures(tmp_path)["plans-by-area"]


def test_a_figure_that_is_not_there_names_its_neighbours(tmp_path):
    written(tmp_path)
    figures = release.open_figures(tmp_path)
    with pytest.raises(FigureError, match="did you mean plans-by-area"):
        figures["plans-by-aera"]
    assert "plans-by-aera" not in figures
    assert figures.get("plans-by-aera") is None


def test_a_folder_without_figures_says_what_to_run(tmp_path):
    with pytest.raises(FigureError, match="make report"):
        release.open_figures(tmp_path)


def test_a_frame_cannot_be_released(tmp_path):
    with pytest.raises(DisclosureError, match="a DataFrame"):
        release.write({"x": cells()}, tmp_path, LINKS, "cumbria-2021")


def rounded_once(folder=None, records=None, extra=(), limits=None):
    """Protect made-up pupils of two years, with what lies in a folder of released editions."""
    figures = [
        figure(
            "pupils-by-area-and-need",
            dimensions=("area", "need", "year"),
            rule="rounded",
            records="pupils",
        ),
        *extra,
    ]
    released = Released.read(folder) if folder else Released()
    return protect.protect(
        {"pupils": records}, figures, HIERARCHY, released, 5, limits or protect.Limits()
    )


def two_years(count=1_500):
    frame = pd.concat(
        [
            children(count, 21, ("area", "need", "sex")).assign(year="2020"),
            children(count, 22, ("area", "need", "sex")).assign(year="2021"),
        ],
        ignore_index=True,
    )
    for name in ("area", "need", "sex"):
        frame[name] = pd.Categorical(frame[name], categories=SHARES[name][0])
    frame["year"] = pd.Categorical(frame["year"], categories=["2020", "2021"])
    return frame


def test_what_an_edition_printed_stays_as_printed_when_records_are_revised(tmp_path):
    frame = two_years()
    first = frame[frame["year"] == "2020"]
    before = rounded_once(records=first)["pupils-by-area-and-need"].where(year="2020")
    remember({before.figure.id: before}, tmp_path / "cumbria-2020", LINKS)
    revised = frame.drop(index=frame.index[:40]).reset_index(drop=True)
    after = rounded_once(tmp_path, revised)["pupils-by-area-and-need"]
    pd.testing.assert_frame_equal(after.where(year="2020").cells, before.cells)
    assert (after.where(year="2021").cells["status"] == "shown").all()


def test_a_new_figure_agrees_with_what_was_printed_or_is_withheld(tmp_path):
    frame = two_years()
    before = rounded_once(records=frame)
    remember(before, tmp_path / "cumbria-2020", LINKS)
    by_sex = figure(
        "pupils-by-need-and-sex",
        dimensions=("need", "sex", "year"),
        rule="rounded",
        records="pupils",
    )
    after = rounded_once(tmp_path, frame, extra=[by_sex])
    pd.testing.assert_frame_equal(
        after["pupils-by-area-and-need"].cells, before["pupils-by-area-and-need"].cells
    )
    new = after["pupils-by-need-and-sex"].where(sex="Total").shown
    old = before["pupils-by-area-and-need"].where(area="Total").cells
    both = new.merge(old, on=["need", "year"])
    assert (both["value_x"] == both["value_y"]).all()


def test_a_correction_is_a_recorded_reissue_and_what_it_withdraws_is_kept(tmp_path):
    folder = tmp_path / "cumbria-2020"
    first = protect.published(figure(), cells(), "2021-08-31")
    remember({"plans-by-area": first}, folder, LINKS)
    changed = cells()
    changed.loc[1, "value"] = 1_240
    second = protect.published(figure(), changed, "2021-08-31")
    with pytest.raises(DisclosureError, match="was printed otherwise"):
        remember({"plans-by-area": second}, folder, LINKS)
    reissue = Reissue("plans-by-area", "2021-10-04", "a late return", "head of intelligence")
    remember({"plans-by-area": second}, folder, LINKS, [reissue])
    released = Released.read(tmp_path)
    assert (
        released.editions[0][1]["plans-by-area"].cell(year="2021", area="Allerdale")["value"]
        == 1240
    )
    assert released.withdrawn()[0]["plans-by-area"].cells["value"].tolist()[1] == 1234
    lines = (folder / "reissues.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("plans-by-area,2021-10-04,a late return,head of intelligence")


def test_a_figure_that_is_gone_from_a_released_edition_is_refused(tmp_path):
    folder = tmp_path / "cumbria-2020"
    remember({"plans-by-area": protect.published(figure(), cells(), "2021-08-31")}, folder)
    with pytest.raises(DisclosureError, match="plans-by-area"):
        remember({}, folder)


def test_a_previous_edition_that_is_missing_stops_the_build(tmp_path):
    with pytest.raises(DisclosureError, match="'cumbria-2020' is not in data/released"):
        Released.read(tmp_path).require("cumbria-2020")
    Released.read(tmp_path).require("none")
