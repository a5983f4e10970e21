"""The layout, the directions, the README and the docs are true."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jsna import cli, contract, params
from jsna.project import DATA, NOTEBOOKS, PARAMS, ROOT

PACKAGES = ("jsna", "inspection")
TOP = (
    "notebooks",
    "jsna",
    "inspection",
    "data",
    "params",
    "reports",
    "tests",
    "environment.yml",
    "README.md",
)


def tracked() -> list[Path]:
    """Return the project's files: those that git tracks, or all where there is no git."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("not a git checkout: which files belong to the project is not known")
    return [ROOT / name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def imported_by(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def test_the_top_level_is_as_the_user_fixed_it() -> None:
    assert [name for name in TOP if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", modules("jsna"), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_jsna_never_leans_on_inspection(path: Path) -> None:
    assert not {name for name in imported_by(path) if name.split(".")[0] == "inspection"}


def test_statistics_open_no_file() -> None:
    doors = {"pathlib", "os", "io", "csv", "json", "shutil", "tempfile"}
    for path in modules("jsna/stats"):
        assert not imported_by(path) & doors, path.name
        called = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "open" not in called, path.name


def test_only_disclosure_makes_a_safe_figure() -> None:
    for package in PACKAGES:
        for path in modules(package):
            if path.is_relative_to(ROOT / "jsna" / "disclosure"):
                continue
            assert "_mint" not in path.read_text(encoding="utf-8"), path


def test_what_is_shown_comes_from_no_record_and_no_population() -> None:
    closed = ("jsna.intake", "jsna.demo", "jsna.sources", "jsna.catalogue", "jsna.run.accepted")
    for path in modules("jsna/show"):
        found = [name for name in imported_by(path) if name.startswith(closed)]
        assert not found, f"{path.name} imports {found}"


def test_subjects_are_lists_that_the_catalogue_puts_together() -> None:
    from jsna import catalogue

    ids = [entry.id for entry in catalogue.FIGURES]
    assert len(ids) == len(set(ids))
    assert len(ids) >= 25
    for entry in catalogue.FIGURES:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.id), entry.id
        assert entry.question.endswith("?"), entry.id
        assert entry.limits or entry.id.startswith("explorer-"), f"{entry.id} has no limits"
        if entry.rule == "rounded":
            assert entry.records in catalogue.POPULATIONS, entry.id
        else:
            assert entry.measure is not None, entry.id


def test_every_table_of_data_stands_beside_its_description() -> None:
    for folder in ("published", "plan"):
        tables = {path.stem for path in (DATA / folder).glob("*.csv")}
        described = {path.stem for path in (DATA / folder).glob("*.yaml")}
        assert tables, folder
        assert tables - described == set(), folder
        for name in tables:
            contract.Contract.read(DATA / folder / f"{name}.yaml")


def test_every_parameter_of_an_edition_is_used() -> None:
    code = "".join(p.read_text(encoding="utf-8") for package in PACKAGES for p in modules(package))
    code += "".join(p.read_text(encoding="utf-8") for p in NOTEBOOKS.rglob("*.ipynb"))
    used = {name for name in params.Params.__dataclass_fields__ if f".{name}" in code}
    used |= {name for name in params.Params.__dataclass_fields__ if f"{name}: " in code}
    assert set(params.Params.__dataclass_fields__) == used


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    hosts = [
        ".".join(parts)
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("deb", "debian", "org"),
        )
    ]
    # /home/analyst is nobody's: the tests of the gate plant it.
    homes = re.compile(r"(?<![\w.])/(?!home/analyst\b)(home|Users|root|work)/\w")
    for path, text in texts():
        assert not [host for host in hosts if host in text], path
        if path.name not in ("test_project.py", "test_gate.py"):  # they plant such paths
            assert not homes.search(text), f"{path}: {homes.search(text)}"


def test_no_file_over_two_megabytes_is_kept() -> None:
    assert [p for p in tracked() if p.stat().st_size > 2_000_000] == []


def test_conda_users_get_the_same_environment() -> None:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert "- -r requirements.txt" in text
    asked = (ROOT / "requirements.in").read_text(encoding="utf-8")
    pinned = dict(
        re.findall(
            r"^([a-z0-9_.-]+)==([^\s;]+)",
            (ROOT / "requirements.txt").read_text(encoding="utf-8"),
            re.M,
        )
    )
    wanted = re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)", asked, re.M)
    assert len(wanted) > 20
    for name, version in wanted:
        assert pinned[name.lower().replace("_", "-")] == version
    for package in [
        "jupyterlab",
        "papermill",
        "pandas",
        "geopandas",
        "seaborn",
        "scipy",
        "nbconvert",
        "pytest",
        "nbval",
    ]:
        assert package in pinned
        assert package in text, f"environment.yml does not say that it brings {package}"


def test_every_pin_is_exact() -> None:
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    asked = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in asked if not re.fullmatch(r"[A-Za-z0-9_.-]+==\S+", line)] == []


def readme_commands() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:sh|console|bash)\n(.*?)```", text, re.S)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line and not line.startswith("#")]


def test_the_readme_names_only_commands_that_there_are() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    commands = readme_commands()
    assert "make report" in commands
    assert "make test" in commands
    for command in commands:
        words = command.split()
        if words[0] == "make":
            assert words[1] in targets, command
        if words[0] in PACKAGES:
            parser = cli.parser() if words[0] == "jsna" else _inspection_parser()
            arguments = [word for word in words[1:] if not word.startswith("#")]
            parser.parse_args(arguments)


def _inspection_parser():
    from inspection import cli as inspection_cli

    return inspection_cli.parser()


def test_the_readme_names_only_files_that_there_are() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    names = re.findall(r"\]\(([^)#:]+?)\)", text) + re.findall(
        r"`((?:jsna|inspection|data|params|notebooks|docs|tests|tools|benchmarks)/[\w./-]+)`", text
    )
    assert names
    missing = [
        name
        for name in names
        if not (ROOT / name).exists() and "<" not in name and "yours" not in name
    ]
    assert missing == []


def test_the_docs_link_only_to_files_that_there_are() -> None:
    for path in (ROOT / "docs").rglob("*.md"):
        for name in re.findall(r"\]\(([\w./-]+\.\w+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / name).exists(), f"{path.relative_to(ROOT)} links to {name}"


def test_data_are_as_described() -> None:
    from jsna import published

    assert published.check_all() == []


def test_the_commands_are_installed() -> None:
    for name in PACKAGES:
        done = subprocess.run(
            [sys.executable, "-m", name, "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert f"usage: {name}" in done.stdout


def test_no_notebook_keeps_the_outputs_of_a_run_but_headline_cells() -> None:
    for path in sorted(NOTEBOOKS.rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code" and cell["outputs"]:
                assert "keep_output" in cell["metadata"].get("tags", []), path.name


def test_params_files_are_all_read() -> None:
    for path in sorted(PARAMS.glob("*.yaml")):
        assert params.read(path).edition == path.stem
