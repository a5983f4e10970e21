"""The workbench: exact work of analysts, run by papermill, that reaches no report."""

import json
from pathlib import Path

import nbformat
import papermill
import pytest

from jsna import params
from jsna.disclosure.leftovers import leftovers
from jsna.errors import BuildError, ParamError
from jsna.project import NOTEBOOKS, PARAMS, ROOT
from jsna.run import contents, workbench

EDITION = params.read(PARAMS / "cumbria-2021.yaml")
NAMES = ["blank", "linkage", "short-breaks", "waits"]


def notebook(folder: Path, code: str) -> Path:
    """Write a workbench of one notebook."""
    cells = [
        nbformat.v4.new_code_cell(
            'edition: str = ""  # which\naudience: str = ""  # whose',
            metadata={"tags": ["parameters"]},
        ),
        nbformat.v4.new_code_cell(code),
    ]
    path = folder / "waits.ipynb"
    made = nbformat.v4.new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})
    path.write_text(nbformat.writes(made), encoding="utf-8")
    return path


def test_there_are_four_and_each_refuses_another_audience() -> None:
    found = sorted(path.stem for path in workbench.FOLDER.glob("*.ipynb"))
    assert found == NAMES
    for path in workbench.FOLDER.glob("*.ipynb"):
        declared, problems = contents.signature(path)
        assert problems == []
        assert {"edition", "audience"} <= set(declared)
        assert 'assert audience == "internal"' in path.read_text(encoding="utf-8").replace(
            '\\"', '"'
        )


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_plain_papermill_runs_each_on_accepted_records(name: str, tmp_path: Path) -> None:
    done = papermill.execute_notebook(
        NOTEBOOKS / "workbench" / f"{name}.ipynb",
        tmp_path / "out.ipynb",
        kernel_name="python3",
        cwd=ROOT,
        progress_bar=False,
    )
    said = "".join(
        "".join(output.get("text", "")) for cell in done.cells for output in cell.get("outputs", [])
    )
    assert "made-up records" in said


def test_what_comes_out_is_marked_and_lies_beside_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bench").mkdir()
    notebook(tmp_path / "bench", "print(edition, audience, 3)")
    monkeypatch.setattr(workbench, "FOLDER", tmp_path / "bench")
    told: list[str] = []
    folder = workbench.run(EDITION, tmp_path / "reports", told.append)
    assert told == ["workbench: waits"]
    assert folder == tmp_path / "reports" / "internal" / "cumbria-2021"
    assert not folder.is_relative_to(tmp_path / "reports" / "cumbria-2021")
    assert sorted(path.name for path in folder.iterdir()) == [
        "OFFICIAL-SENSITIVE-waits.html",
        "OFFICIAL-SENSITIVE-waits.ipynb",
    ]
    page = (folder / "OFFICIAL-SENSITIVE-waits.html").read_text(encoding="utf-8")
    assert "cumbria-2021 internal 3" in page
    assert page.count("OFFICIAL-SENSITIVE") == 3
    assert "http" not in page


def test_a_workbench_that_fails_leaves_the_last_one_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bench").mkdir()
    notebook(tmp_path / "bench", "1 / 0")
    monkeypatch.setattr(workbench, "FOLDER", tmp_path / "bench")
    last = workbench.folder_of(EDITION, tmp_path) / "kept.html"
    last.parent.mkdir(parents=True)
    last.write_text("kept", encoding="utf-8")
    with pytest.raises(BuildError, match="ZeroDivisionError"):
        workbench.run(EDITION, tmp_path, lambda _: None)
    assert last.read_text(encoding="utf-8") == "kept"
    assert [path.name for path in last.parent.parent.iterdir()] == ["cumbria-2021"]


@pytest.mark.parametrize("audience", ["public", "partnership"])
def test_a_workbench_notebook_can_be_no_page_of_a_report(
    audience: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = {"notebook": "workbench/waits.ipynb", "page": "waits/all", "title": "Waits?"}
    held = {"sections": [{"section": "A", "audience": audience, "pages": [page]}]}
    path = tmp_path / "contents.yaml"
    path.write_text(json.dumps(held), encoding="utf-8")
    monkeypatch.setattr(contents, "CONTENTS", path)
    with pytest.raises(ParamError) as caught:
        contents.jobs(EDITION)
    assert caught.value.problems == [
        "workbench/waits.ipynb: the workbench shows exact counts, and is no page of a report"
    ]


def test_the_gate_knows_its_marking_in_a_text_and_in_a_file_s_name() -> None:
    assert [found.kind for found in leftovers("OFFICIAL-SENSITIVE: exact counts")] == ["marking"]
    assert [found.kind for found in leftovers("OFFICIAL SENSITIVE waits")] == ["marking"]
    assert leftovers("OFFICIAL: for the partnership") == ()
