"""The commands of inspection run as the README writes them, and refuse in words."""

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest

from inspection import cli
from jsna.project import PARAMS, ROOT

EDITION = str(PARAMS / "cumbria-2021.yaml")


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str) -> Ended:
    """Run one command; anything but a clean exit is a traceback and fails the test."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return Ended(int(ended.value.code or 0), out.getvalue(), err.getvalue())


def test_the_module_runs_from_the_projects_folder(tmp_path: Path) -> None:
    out = str(tmp_path / "frozen")
    ended = subprocess.run(
        [sys.executable, "-m", "inspection", "call-day", "2021-09-13", "--out", out],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "28 September 2021" in ended.stdout


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft from published figures and papers alone."""
    path = tmp_path_factory.mktemp("draft") / "draft.docx"
    ended = run("draft", EDITION, "--out", str(path), "--marked", "--real")
    assert ended.returncode == 0, ended.stderr
    return path


def test_lint_lists_what_is_wrong_and_ends_with_1() -> None:
    ended = run("lint")
    assert ended.returncode == 1
    assert "6.1.2a" in ended.stdout
    assert "findings" in ended.stdout
    assert ended.stderr == ""


def test_lint_of_a_day_that_is_none_is_bad_usage() -> None:
    ended = run("lint", "--as-of", "31 November")
    assert ended.returncode == 2
    assert "is not a day" in ended.stderr


def test_an_unsigned_draft_is_refused_by_claim_and_names_the_way_out(tmp_path: Path) -> None:
    out = tmp_path / "draft.docx"
    ended = run("draft", EDITION, "--out", str(out), "--real")
    assert ended.returncode == 1
    assert "--marked" in ended.stderr
    assert "area-1-good" in ended.stderr
    assert not out.exists()


def test_a_marked_draft_is_written_and_keeps_the_words_of_the_last(drafted: Path) -> None:
    second = drafted.with_name("second.docx")
    ended = run(
        "draft", EDITION, "--from", str(drafted), "--out", str(second), "--marked", "--real"
    )
    assert ended.returncode == 0, ended.stderr
    assert "figures changed" in ended.stdout
    assert docx.Document(str(second)).core_properties.author == ""


def test_a_draft_never_writes_over_another(drafted: Path) -> None:
    before = drafted.read_bytes()
    ended = run("draft", EDITION, "--out", str(drafted), "--marked", "--real")
    assert ended.returncode == 1
    assert drafted.read_bytes() == before


def test_a_pack_is_written_and_the_next_keeps_its_words(tmp_path: Path) -> None:
    first = run("pack", "highs-and-lows", "--out", str(tmp_path / "one"))
    assert first.returncode == 0, first.stderr
    mine = tmp_path / "one" / "highs-and-lows.docx"
    second = run("pack", "highs-and-lows", "--from", str(mine), "--out", str(tmp_path / "two"))
    assert second.returncode == 0, second.stderr
    assert (tmp_path / "two" / "highs-and-lows.html").is_file()


def test_a_pack_that_there_is_not_is_refused_with_those_there_are() -> None:
    ended = run("pack", "nothing")
    assert ended.returncode == 1
    assert "board" in ended.stderr


def test_questions_are_printed_for_each_organisation_and_through_the_lens() -> None:
    every = run("questions")
    assert every.returncode == 0, every.stderr
    assert "Cumbria County Council" in every.stdout
    lens = run("questions", "--area", "6", "--place", "Copeland")
    assert lens.returncode == 0, lens.stderr
    assert "Area 6, Copeland" in lens.stdout


def test_the_lens_refuses_a_place_and_an_area_that_are_none_together() -> None:
    ended = run("questions", "--area", "12", "--place", "Atlantis")
    assert ended.returncode == 1
    assert "12" in ended.stderr
    assert "Atlantis" in ended.stderr


def test_call_day_counts_ten_working_days_down_and_freezes_a_folder(tmp_path: Path) -> None:
    out = tmp_path / "frozen"
    ended = run("call-day", "2021-09-13", "--out", str(out))
    assert (out / "checksums.sha256").is_file()
    assert ended.returncode == 0, ended.stderr
    assert "the visit begins on 28 September 2021" in ended.stdout
