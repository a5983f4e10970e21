"""The restricted store gives back what was put in, to its owner, until it is forgotten."""

import os
from pathlib import Path

import pandas as pd
import pytest
from intake_county import SETTINGS, clean, write

from jsna.errors import DataError
from jsna.intake import reading, store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = clean()
    rows["pupils"][2]["sex"] = ""
    rows["kpi_returns"][2]["value"] = "c"
    write(tmp_path / "in", rows)
    return tmp_path / "in"


def test_a_second_load_does_not_read_the_files_again(folder, tmp_path, monkeypatch):
    first = store.load(folder, SETTINGS, tmp_path / "store")
    monkeypatch.setattr(reading, "read", lambda *_: pytest.fail("the files were read again"))
    second = store.load(folder, SETTINGS, tmp_path / "store")
    for name, table in first.accepted.items():
        pd.testing.assert_frame_equal(table, second.accepted[name])
    pd.testing.assert_frame_equal(first.findings, second.findings)
    pd.testing.assert_frame_equal(first.files, second.files)
    pd.testing.assert_frame_equal(first.not_received, second.not_received)
    assert first.not_run == second.not_run


def test_markers_are_kept_as_the_state_they_mean(folder, tmp_path):
    store.load(folder, SETTINGS, tmp_path / "store")
    again = store.load(folder, SETTINGS, tmp_path / "store")
    assert again.markers["kpi_returns"].to_numpy().tolist() == [[2, "value", "too few to show"]]


@pytest.mark.parametrize("what", ["a file", "a new file", "the as-of date"])
def test_whatever_changes_the_files_are_read_again(folder, tmp_path, what):
    before = store.fingerprint(folder, SETTINGS)
    settings = SETTINGS
    if what == "a file":
        with (folder / "schools.csv").open("a", encoding="utf-8") as stream:
            stream.write("\n")
    elif what == "a new file":
        (folder / "more.csv").write_text("x", encoding="utf-8")
    else:
        settings = SETTINGS.but(as_of=SETTINGS.as_of.replace(year=2022))
    assert store.fingerprint(folder, settings) != before


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are those of posix systems")
def test_only_the_owner_may_read_the_store(folder, tmp_path):
    store.load(folder, SETTINGS, tmp_path / "store")
    places = [tmp_path / "store", *(tmp_path / "store").rglob("*")]
    assert len(places) > 30
    assert [place for place in places if place.stat().st_mode & 0o077] == []


def test_forget_removes_one_edition_or_all(folder, tmp_path):
    root = tmp_path / "store"
    store.load(folder, SETTINGS, root)
    store.load(folder, SETTINGS.but(edition="other"), root)
    assert store.forget("test-2021", root) == ["test-2021"]
    assert [place.name for place in root.iterdir()] == ["other"]
    assert store.forget(None, root) == ["other"]
    assert not root.exists()
    assert store.forget(None, root) == []


def test_a_damaged_store_is_made_again(folder, tmp_path):
    root = tmp_path / "store"
    store.load(folder, SETTINGS, root)
    (root / "test-2021" / "accepted-pupils.parquet").unlink()
    assert len(store.load(folder, SETTINGS, root).accepted["pupils"]) == 11


def test_one_table_can_be_had_alone(folder, tmp_path):
    store.load(folder, SETTINGS, tmp_path / "store")
    assert len(store.table("test-2021", "schools", tmp_path / "store")) == 2
    with pytest.raises(DataError, match="not in the restricted store"):
        store.table("test-2021", "unicorns", tmp_path / "store")


def test_without_extracts_the_reader_is_told_what_to_do(tmp_path):
    with pytest.raises(DataError, match="jsna demo"):
        store.load(None, SETTINGS, tmp_path)
    with pytest.raises(DataError, match="no folder of extracts"):
        store.load(tmp_path / "none", SETTINGS, tmp_path / "store")


def test_a_failed_save_leaves_the_last_good_store(folder, tmp_path, monkeypatch):
    root = tmp_path / "store"
    intake = store.load(folder, SETTINGS, root)
    monkeypatch.setattr(store, "_write", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        store.save(intake, "new", "test-2021", root)
    assert [place.name for place in root.iterdir()] == ["test-2021"]
