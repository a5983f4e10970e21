"""The commands: what they print and with what they exit."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jsna import cli
from jsna.project import PARAMS, ROOT


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


def test_bad_usage_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["dance"],
        ["build"],
        ["build", "params/x.yaml", "--shard", "3/2"],
        ["build", "params/x.yaml", "--workers", "0"],
        ["build", "params/x.yaml", "--engine", "steam"],
    ):
        assert run(capsys, *arguments)[0] == 2


def test_what_people_wrote_comes_into_the_register_and_what_cannot_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = {
        "id": "0123456789abcdef", "received": "2021-09-14", "page": "places/eden.html",
        "figure": "2", "kind": "missing", "theme": "", "who": "parent", "text": "The wait.",
    }  # fmt: skip
    lost = {**entry, "id": "ffffffffffffffff", "page": "moon.html"}
    content = {"format": "jsna-capture-1", "edition": "cumbria-2021", "entries": [entry, lost]}
    form, register = tmp_path / "form.json", tmp_path / "gaps.csv"
    form.write_text(json.dumps(content), encoding="utf-8")
    status, out, _ = run(
        capsys, "capture", str(form), "--register", str(register),
        "--params", str(PARAMS / "cumbria-2021.yaml"),
    )  # fmt: skip
    assert status == 1
    assert out == "form.json, entry 2: 'page' is not a page of this report\n"
    lines = register.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert "The wait." in lines[1]


def test_a_broken_params_file_exits_with_1_and_no_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text('edition: "mine"\n', encoding="utf-8")
    for command in ("check", "build"):
        status, out, err = run(capsys, command, str(path))
        assert status == 1
        assert "mine.yaml cannot be used:" in out + err
        assert "'as_of' is missing" in out + err
        assert "Traceback" not in out + err


def test_a_check_that_finds_nothing_says_so_and_what_comes_next(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = (PARAMS / "cumbria-2021.yaml").as_posix()
    told = f"Nothing is wrong with {path}. Its report: jsna build {path}\n"
    assert run(capsys, "check", path) == (0, "", told)


def test_the_list_runs_nothing_and_names_every_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    params = str(PARAMS / "cumbria-2021.yaml")
    status, out, _ = run(capsys, "build", params, "--list", "--out", str(tmp_path))
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert len(rows) >= 16
    first = rows[0]
    assert set(first) == {"notebook", "parameters", "page", "fresh", "reason"}
    assert first["fresh"] is False
    assert first["page"] == "public/pages/county/children.html"
    assert not (tmp_path / "cumbria-2021").exists()


def test_an_unknown_page_is_named_with_those_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    params = str(PARAMS / "cumbria-2021.yaml")
    status, _, err = run(capsys, "build", params, "--only", "x*", "--out", str(tmp_path))
    assert status == 1
    assert "No page is called 'x*'" in err
    assert "county/children" in err


@pytest.mark.parametrize("module", ["jsna", "jsna.cli", "jsna.run.build", "jsna.run.contents"])
def test_nothing_heavy_is_imported_before_it_is_needed(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = set(done.stdout.split())
    heavy = {"pandas", "numpy", "nbformat", "papermill", "matplotlib", "jinja2", "IPython"}
    assert not loaded & heavy


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jsna", "--help"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert done.returncode == 0
    assert "usage: jsna" in done.stdout
