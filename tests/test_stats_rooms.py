"""What holds for every file of jsna.stats."""

import ast
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parents[1] / "jsna" / "stats").glob("*.py"))
OPENS = {"open", "read_csv", "read_text", "read_bytes", "write_text", "load", "loadtxt", "savetxt"}
READERS = {"pathlib", "io", "os", "csv", "json", "pandas", "urllib", "socket", "tempfile", "shutil"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_statistic_opens_a_file(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            assert not {name.name.split(".")[0] for name in node.names} & READERS
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in READERS
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            assert name not in OPENS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_statistic_knows_nothing_of_the_other_rooms(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jsna"):
            assert (node.module or "").startswith("jsna.stats")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_draw_is_seeded(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "default_rng":
                assert node.args
            assert ast.unparse(node.func.value) != "np.random" or node.func.attr == "default_rng"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_public_statistic_shows_a_worked_example(path):
    """Where a docstring names its reference, it also shows a sum that doctest runs."""
    for node in tree(path).body:
        text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
        if text and "Reference:" in text and path.stem != "logit_normal":
            assert ">>>" in text, f"{path.stem}.{node.name}"
