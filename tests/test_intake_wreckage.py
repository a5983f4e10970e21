"""Whatever file arrives, there is no traceback, and no row is lost in silence."""

import sys
from pathlib import Path

import pytest
from intake_county import SETTINGS
from intake_wreckage import ROWS, WRECKS, Wreck

from jsna.intake import reading, report
from jsna.intake.rules import BY_CODE
from jsna.intake.settings import Limits

SMALL = SETTINGS.but(expected=(), limits=Limits(ratio=50))


@pytest.mark.parametrize("wreck", WRECKS, ids=lambda wreck: wreck.kind)
def test_each_row_is_accepted_or_set_aside_by_name(wreck: Wreck, tmp_path: Path):
    if wreck.code == "FILE-UNREADABLE" and sys.platform == "win32":
        pytest.skip("links need rights on Windows that a test run may lack")
    wreck.make(tmp_path / wreck.name)
    intake = reading.read(tmp_path, SMALL)
    assert intake.files["accepted"].sum() == wreck.accepted
    if wreck.aside is not None:
        assert intake.files["set_aside"].sum() == wreck.aside
    codes = set(intake.findings["code"])
    assert wreck.code in codes if wreck.code else wreck.aside or not codes
    assert set(intake.files["file"]) == {wreck.name}


def test_there_are_at_least_forty_kinds_of_file():
    assert len({wreck.kind for wreck in WRECKS}) >= 40


def test_a_message_about_a_broken_file_says_what_to_do():
    stops = [rule for rule in BY_CODE.values() if rule.code.startswith("FILE-")]
    assert len(stops) >= 12


def test_no_message_repeats_what_stood_in_a_cell(tmp_path: Path):
    for number, wreck in enumerate(WRECKS):
        if wreck.code not in ("FILE-UNREADABLE", "FILE-FOLDER"):
            wreck.make(tmp_path / f"{number:02d}-{wreck.name}")
    said = "\n".join(report.problems(reading.read(tmp_path, SMALL)))
    values = {ROWS[1][1], ROWS[1][2], "script", "calc", "\u202e", "xxxx"}
    assert [value for value in values if value in said] == []


def test_all_wrecks_in_one_folder_are_read_together(tmp_path: Path):
    for number, wreck in enumerate(WRECKS):
        if wreck.code != "FILE-UNREADABLE":
            wreck.make(tmp_path / f"{number:02d}-{wreck.name}")
    intake = reading.read(tmp_path, SMALL)
    names = {f"{n:02d}-{w.name}" for n, w in enumerate(WRECKS) if w.code != "FILE-UNREADABLE"}
    assert set(intake.files["file"]) == names
    rows = intake.files
    assert (rows["rows_in"] == rows["accepted"] + rows["set_aside"]).all()


def test_the_same_file_twice_is_counted_once(tmp_path: Path):
    WRECKS[0].make(tmp_path / "short_breaks.csv")
    WRECKS[0].make(tmp_path / "short_breaks copy.csv")
    intake = reading.read(tmp_path, SMALL)
    assert intake.files["accepted"].sum() == 4
    assert "FILE-TWICE" in set(intake.findings["code"])


def test_a_file_over_the_limit_is_refused_unopened(tmp_path: Path):
    WRECKS[0].make(tmp_path / "short_breaks.csv")
    intake = reading.read(tmp_path, SMALL.but(limits=Limits(file_bytes=100)))
    assert intake.findings["code"].tolist() == ["FILE-HUGE"]


def test_files_in_folders_of_their_senders_are_found(tmp_path: Path):
    (tmp_path / "council").mkdir()
    WRECKS[0].make(tmp_path / "council" / "short_breaks.csv")
    intake = reading.read(tmp_path, SMALL)
    assert intake.files["file"].tolist() == ["council/short_breaks.csv"]


def test_notes_and_hidden_files_are_no_extracts(tmp_path: Path):
    for name in ("README.txt", ".DS_Store", "_truths.json", "~$short_breaks.xlsx"):
        (tmp_path / name).write_text("nothing", encoding="utf-8")
    assert reading.read(tmp_path, SMALL).files.empty
