import json

import pandas as pd
import pytest

from jsna.disclosure import protect, release
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
