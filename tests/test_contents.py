"""The report's pages are what the contents list says, and nothing is passed that is not asked."""

import csv
import json
from pathlib import Path

import nbformat
import pytest

from jsna import params, strict_yaml
from jsna.errors import ParamError
from jsna.project import DATA, PARAMS
from jsna.run import contents

EDITION = params.read(PARAMS / "cumbria-2021.yaml")


def a_notebook(folder: Path, name: str, parameters: str) -> None:
    cell = nbformat.v4.new_code_cell(parameters)
    cell.metadata["tags"] = ["parameters"]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(contents, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(contents, "CONTENTS", tmp_path / "contents.yaml")
    return tmp_path


def listed(folder: Path, pages: str) -> list[contents.Job]:
    text = f'sections:\n  - section: "Places"\n    pages:\n{pages}'
    (folder / "contents.yaml").write_text(text, encoding="utf-8")
    return contents.jobs(EDITION)


def problems_of(folder: Path, pages: str) -> list[str]:
    with pytest.raises(ParamError) as caught:
        listed(folder, pages)
    return caught.value.problems


def test_a_notebook_gets_what_its_parameters_cell_declares(folder: Path) -> None:
    a_notebook(folder, "a.ipynb", 'edition: str = "x"  # which\nwait_weeks = 18')
    (job,) = listed(folder, '      - {notebook: "a.ipynb", page: "a", title: "A?"}\n')
    assert job.parameters == {"edition": "cumbria-2021", "wait_weeks": 18}


def test_a_notebook_is_run_for_each_place_of_the_area_pack(folder: Path) -> None:
    a_notebook(folder, "a.ipynb", 'place: str = "Eden"')
    jobs = listed(
        folder,
        '      - notebook: "a.ipynb"\n        page: "places/{place}"\n        title: "{place}?"\n'
        '        for_each: {pack: "places", where: {kind: "district"}, columns: {place: "name"}}\n',
    )
    assert [job.page for job in jobs] == [
        "places/allerdale",
        "places/barrow-in-furness",
        "places/carlisle",
        "places/copeland",
        "places/eden",
        "places/south-lakeland",
    ]
    assert jobs[1].parameters == {"place": "Barrow-in-Furness"}
    assert jobs[1].previous == ("places/allerdale", "Allerdale?")
    assert jobs[-1].next is None


def test_a_page_leads_to_its_place_and_to_the_same_question_elsewhere(folder: Path) -> None:
    a_notebook(folder, "a.ipynb", 'place: str = "Eden"')
    a_notebook(folder, "b.ipynb", 'place: str = "Eden"')
    jobs = listed(
        folder,
        "".join(
            f'      - notebook: "{name}.ipynb"\n        page: "{name}/{{place}}"\n'
            f'        title: "{name} {{place}}?"\n        for_each: {{pack: "places", '
            'where: {name: ["Eden", "Carlisle"]}, columns: {place: "name"}}\n'
            for name in "ab"
        )
        + '      - {notebook: "a.ipynb", page: "a/county", title: "A?", for_each: '
        '{fixed: {place: "Total"}}}\n',
    )
    assert [job.page for job in jobs] == [
        "a/carlisle",
        "a/eden",
        "b/carlisle",
        "b/eden",
        "a/county",
    ]
    assert jobs[0].related == (("b/carlisle", "b Carlisle?"),)
    assert jobs[2].elsewhere == (("b/eden", "b Eden?"),)
    assert jobs[4].related == ()


def test_a_page_of_the_whole_county_leads_to_its_neighbours_in_the_section(folder: Path) -> None:
    a_notebook(folder, "a.ipynb", 'edition: str = "x"')
    a_notebook(folder, "b.ipynb", 'edition: str = "x"')
    jobs = listed(
        folder,
        '      - {notebook: "a.ipynb", page: "a", title: "A?"}\n'
        '      - {notebook: "b.ipynb", page: "b", title: "B?"}\n',
    )
    assert jobs[0].related == (("b", "B?"),)
    assert jobs[0].elsewhere == ()


def test_how_to_answer_comes_from_the_area_pack(folder: Path) -> None:
    a_notebook(folder, "a.ipynb", 'edition: str = "x"')
    (job,) = listed(folder, '      - {notebook: "a.ipynb", page: "a", title: "A?"}\n')
    assert "Post Box" in job.tell_us


def test_what_is_fixed_goes_to_each_page_of_the_line(folder: Path) -> None:
    a_notebook(folder, "a.ipynb", 'place: str = "Eden"\nversion: str = "plain words"')
    jobs = listed(
        folder,
        '      - notebook: "a.ipynb"\n        page: "easy/{place}"\n        title: "{place}?"\n'
        '        for_each: {pack: "places", where: {kind: "district"}, columns: {place: "name"}, '
        'fixed: {version: "easy words"}}\n',
    )
    assert len(jobs) == 6
    assert jobs[4].parameters == {"place": "Eden", "version": "easy words"}


def test_a_place_has_a_whole_page_one_page_and_easy_read_and_each_leads_to_the_others() -> None:
    related = {job.page: [page for page, _ in job.related] for job in contents.jobs(EDITION)}
    assert related["one-page/eden"] == ["places/eden", "easy-read/eden"]
    assert related["places/eden"] == ["one-page/eden", "easy-read/eden"]


def test_an_area_leads_to_the_working_group_that_carries_it_out_not_to_that_of_its_number() -> None:
    jobs = {job.page: job for job in contents.jobs(EDITION)}
    assert [page for page, _ in jobs["areas/area-3"].related] == ["plan/working-group-2"]
    assert len(jobs["areas/area-3"].elsewhere) == 8
    with (DATA / "plan" / "areas.csv").open(encoding="utf-8", newline="") as file:
        for area in csv.DictReader(file):
            related = [page for page, _ in jobs[f"areas/area-{area['area_no']}"].related]
            groups = [page for page in related if page.startswith("plan/working-group-")]
            assert groups == [f"plan/working-group-{area['wg_no']}"], area["area_no"]


def test_a_theme_leads_to_its_need_and_the_need_to_its_theme() -> None:
    related = {job.page: [page for page, _ in job.related] for job in contents.jobs(EDITION)}
    assert related["themes/autism"] == ["needs/asd", "without/autism-and-therapies", "areas/area-6"]
    assert "themes/autism" in related["needs/asd"]
    assert "themes/speech-and-language" in related["without/autism-and-therapies"]


def test_each_page_that_is_put_together_with_others_is_there() -> None:
    data, _ = strict_yaml.load(contents.CONTENTS)
    pages = {job.page for job in contents.jobs(EDITION)}
    assert {page for line in data["together"] for page in line} - pages == set()


def test_the_default_edition_has_many_pages_from_few_notebooks() -> None:
    jobs = contents.jobs(EDITION)
    assert len({job.notebook for job in jobs}) <= 25
    assert len([job for job in jobs if job.audience == "public"]) >= 60


def test_the_numbers_of_the_notebooks_are_their_reading_order() -> None:
    names = [path.name for path in sorted(contents.NOTEBOOKS.glob("*.ipynb"))]
    numbers = [name.split("-")[0] for name in names]
    assert len(names) <= 25
    assert all(number.isdigit() and len(number) == 2 for number in numbers)
    assert len(set(numbers)) == len(numbers)
    first_seen = dict.fromkeys(job.notebook for job in contents.jobs(EDITION))
    assert list(first_seen) == names


def test_a_name_that_nobody_gives_is_refused(folder: Path) -> None:
    a_notebook(folder, "a.ipynb", 'plaice: str = "Eden"')
    found = problems_of(folder, '      - {notebook: "a.ipynb", page: "a", title: "A?"}\n')
    assert len(found) == 1
    assert "asks for 'plaice', which neither the params nor the contents name" in found[0]


def test_everything_wrong_with_the_list_is_said_together(folder: Path) -> None:
    a_notebook(folder, "a.ipynb", 'edition: str = "x"')
    nbformat.write(nbformat.v4.new_notebook(), folder / "b.ipynb")
    found = problems_of(
        folder,
        '      - {notebook: "a.ipynb", page: "a", title: "A?", colour: "red"}\n'
        '      - {notebook: "a.ipynb", page: "a", title: "Again?"}\n'
        '      - {notebook: "none.ipynb", page: "n", title: "N?"}\n'
        '      - {notebook: "b.ipynb", page: "b", title: "B?"}\n',
    )
    assert [text.split(": ")[-1].split("/")[-1] for text in found[:1]] == ["'colour' is not known"]
    assert any("the page 'a' is made twice" in text for text in found)
    assert any("there is no notebook" in text for text in found)
    assert any("should have one cell tagged 'parameters', not 0" in text for text in found)


def test_a_page_whose_figures_came_later_is_not_in_the_edition(folder: Path) -> None:
    a_notebook(folder, "a.ipynb", 'edition: str = "x"')
    assert not listed(
        folder,
        '      - {notebook: "a.ipynb", page: "a", title: "A?", published_from: "2021-09-01"}\n',
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Barrow-in-Furness", "barrow-in-furness"),
        ("St. Bees' Head", "st-bees-head"),
        ("../../etc", "etc"),
        ("Ynys Môn", "ynys-m-n"),
        ("🙂", "page"),
    ],
)
def test_a_name_becomes_a_safe_piece_of_a_path(text: str, expected: str) -> None:
    assert contents.slug(text) == expected


def test_a_job_is_the_same_text_each_time() -> None:
    first, second = (contents.jobs(EDITION)[0].as_text() for _ in range(2))
    assert first == second
    assert json.loads(first)["edition"] == "cumbria-2021"
