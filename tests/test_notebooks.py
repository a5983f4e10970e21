"""Every notebook is thin, runs, and shows in its headline cells what it showed before."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from jsna.project import NOTEBOOKS, ROOT
from jsna.run import contents

PUBLISHED = sorted(NOTEBOOKS.glob("*.ipynb"))
ALL = sorted(p for p in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)
LONGEST_CELL = 15


def code_cells(path: Path) -> list:
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]


@pytest.mark.parametrize("path", ALL, ids=lambda p: p.stem)
def test_notebook_is_thin(path: Path) -> None:
    cells = code_cells(path)
    assert "parameters" in cells[0].metadata.get("tags", [])
    for cell in cells:
        kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
        assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try}
        assert ast.Lambda not in kinds or path not in PUBLISHED
        assert len(cell.source.splitlines()) <= LONGEST_CELL
        assert not cell.source.lstrip().startswith(("!", "%"))


@pytest.mark.parametrize("path", ALL, ids=lambda p: p.stem)
def test_notebook_says_its_question_and_its_parameters(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    assert cells[0].cell_type == "markdown"
    assert cells[0].source.startswith("# ")
    declared, problems = contents.signature(path)
    assert problems == []
    assert "edition" in declared or path not in PUBLISHED
    for line in code_cells(path)[0].source.splitlines():
        node = ast.parse(line).body[0]
        assert isinstance(node, ast.AnnAssign), f"{path.name}: '{line}' has no type"
        assert isinstance(node.value, ast.Constant), f"{path.name}: '{line}' is no literal"
        assert "#" in line, f"{path.name}: '{line}' has no comment"


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda p: p.stem)
def test_no_number_is_typed_into_a_public_notebook(path: Path) -> None:
    for cell in code_cells(path)[1:]:
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
                assert node.value in (-1, 0, 1, 2, 3, 4, 5, 6), f"{path.name}: {node.value}"


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda p: p.stem)
def test_a_public_notebook_opens_safe_figures_only(path: Path) -> None:
    closed = {"jsna.sources", "jsna.intake", "jsna.demo", "jsna.run", "jsna.catalogue"}
    for cell in code_cells(path):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom):
                assert node.module is not None
                assert node.module.split(".")[0] in ("jsna", "inspection"), node.module
                assert ".".join(node.module.split(".")[:2]) not in closed, node.module
            assert not isinstance(node, ast.Import), path.name


def test_every_notebook_is_in_the_contents() -> None:
    listed = contents.CONTENTS.read_text(encoding="utf-8")
    missing = [p.name for p in PUBLISHED if p.name not in listed]  # the workbench is no page
    assert missing == []


@pytest.mark.slow
def test_headline_cells_show_what_they_showed(built: Path) -> None:
    """nbval runs each notebook in a kernel and compares the cells that are marked for it."""
    marked = [
        path
        for path in PUBLISHED
        if any("nbval-check-output" in c.metadata.get("tags", []) for c in code_cells(path))
    ]
    assert len(marked) >= 5
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax", *marked],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"JSNA_FIGURES": str(built / "public" / "tables")},
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "[100%]" in done.stdout


def test_an_executed_notebook_tells_what_it_was_run_with(built: Path) -> None:
    path = built / "public" / "notebooks" / "areas--area-6.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    injected = [c for c in cells if "injected-parameters" in c["metadata"].get("tags", [])]
    assert "".join(injected[0]["source"]).splitlines()[1:] == [
        'edition = "cumbria-2021"',
        'area_no = "6"',
        'group_no = ""',
    ]
