"""What is fresh, what is stale, and how a page comes into the store."""

import json
import os
import sys
import time
from pathlib import Path

import nbformat
import pytest

from jsna.run import checksums
from jsna.run.checksums import Seen, of_bytes
from jsna.run.contents import Job
from jsna.run.stamps import read_within_its_tick, stamp
from jsna.run.store import Store, write_whole


def a_job(notebook: Path, **changes: object) -> Job:
    fields: dict = {
        "notebook": str(notebook),
        "parameters": {"place": "Allerdale"},
        "page": "places/allerdale",
        "title": "What is Allerdale like?",
        "section": "Places",
        "group": "",
        "audience": "public",
        "edition": "demo",
        "edition_title": "Demo",
        "edition_state": "draft",
        "as_of": "2021-08-31",
        "previous": None,
        "next": None,
    }
    return Job(**(fields | changes))


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    path = tmp_path / "place.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    tables = tmp_path / "work" / "figures"
    tables.mkdir(parents=True)
    (tables / "need.csv").write_text("area,value\nTotal,5\n", encoding="utf-8")
    package = {"resources": [{"name": "need", "path": "need.csv", "hash": "one"}]}
    (tables / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return Store(tmp_path / "work")


def keep(store: Store, job: Job, reads: tuple[str, ...] = ()) -> None:
    store.keep(job, store.parts(job), time.time_ns() + 10**12, "<p>page</p>", "{}", reads, False)


def test_a_page_that_was_never_made_is_stale(store: Store, notebook: Path) -> None:
    assert store.stale(a_job(notebook)) == "it was never made"


def test_a_page_that_was_made_is_fresh(store: Store, notebook: Path) -> None:
    keep(store, a_job(notebook), ("figures/need.csv",))
    assert store.stale(a_job(notebook)) is None


def test_other_parameters_make_a_page_stale(store: Store, notebook: Path) -> None:
    keep(store, a_job(notebook))
    reason = store.stale(a_job(notebook, parameters={"place": "Eden"}))
    assert reason == "changed: the page's place in the report or its parameters"


def test_an_edited_notebook_makes_its_page_stale(store: Store, notebook: Path) -> None:
    keep(store, a_job(notebook))
    notebook.write_text(notebook.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert store.stale(a_job(notebook)) == "changed: its notebook"


def test_a_changed_figure_makes_only_its_readers_stale(store: Store, notebook: Path) -> None:
    reader, other = a_job(notebook), a_job(notebook, page="places/eden")
    keep(store, reader, ("figures/need.csv", "figures/datapackage.json"))
    keep(store, other, ("figures/datapackage.json",))
    package = {"resources": [{"name": "need", "path": "need.csv", "hash": "two"}]}
    (store.figures / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    later = Store(store.folder)
    assert later.stale(reader) == "changed: figures/need.csv"
    assert later.stale(other) is None


def test_other_private_words_make_a_page_stale(store: Store, notebook: Path) -> None:
    def letter(checksum: str) -> None:
        key = {"key": {"the letter or our own words": checksum}, "outputs": {}}
        (store.folder / "figures.json").write_text(json.dumps(key), encoding="utf-8")

    letter("one")
    keep(store, a_job(notebook))
    assert store.stale(a_job(notebook)) is None
    letter("two")
    assert store.stale(a_job(notebook)) == "changed: the letter or our own words"


def test_a_deleted_or_edited_page_is_made_again(store: Store, notebook: Path) -> None:
    job = a_job(notebook)
    keep(store, job)
    entry = store.entry(job)
    assert entry is not None
    entry.html.write_text("somebody's own words", encoding="utf-8")
    assert (store.stale(job) or "").startswith("deleted or edited: places--allerdale")
    entry.html.unlink()
    assert (store.stale(job) or "").startswith("deleted or edited: places--allerdale")


def test_a_file_written_during_the_run_is_not_trusted(store: Store, notebook: Path) -> None:
    job = a_job(notebook)
    before_the_file = (store.figures / "need.csv").stat().st_mtime_ns - 1
    store.keep(job, store.parts(job), before_the_file, "", "{}", ("figures/need.csv",), False)
    assert store.stale(job) == "changed: figures/need.csv"


def test_a_new_page_takes_the_place_of_the_old_one(store: Store, notebook: Path) -> None:
    job = a_job(notebook)
    keep(store, job)
    store.keep(job, store.parts(job), 0, "<p>another</p>", "{}", (), True)
    pages = sorted((store.folder / "pages").iterdir())
    assert [p.suffix for p in pages] == [".html", ".ipynb"]
    assert pages[0].read_text(encoding="utf-8") == "<p>another</p>"


def test_a_damaged_manifest_counts_as_none(store: Store, notebook: Path) -> None:
    keep(store, a_job(notebook))
    manifest = next((store.folder / "manifests").iterdir())
    manifest.write_text("{", encoding="utf-8")
    assert store.stale(a_job(notebook)) == "it was never made"


def settled(path: Path) -> None:
    """Wait until the file is older than a tick of the file system's clock."""
    while read_within_its_tick(stamp(path.stat()), time.time_ns()):
        time.sleep(0.02)


def test_a_file_is_read_again_only_when_it_was_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"one")
    settled(path)
    seen = Seen(tmp_path / "seen.json")
    assert seen.of(path) == of_bytes(b"one")
    seen.save()
    with monkeypatch.context() as patched:
        patched.setattr(checksums, "of_file", lambda path: "read again")
        assert Seen(tmp_path / "seen.json").of(path) == of_bytes(b"one")
    path.write_bytes(b"two")
    assert Seen(tmp_path / "seen.json").of(path) == of_bytes(b"two")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no time of change")
def test_an_edit_to_the_same_size_whose_time_was_put_back_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"one")
    settled(path)
    stat = path.stat()
    seen = Seen(tmp_path / "seen.json")
    assert seen.of(path) == of_bytes(b"one")
    path.write_bytes(b"two")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert seen.of(path) == of_bytes(b"two")


def test_a_file_written_just_now_is_always_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"one")
    same = stamp(path.stat())
    monkeypatch.setattr(checksums, "stamp", lambda stat: same)  # a clock that does not move on
    seen = Seen(tmp_path / "seen.json")
    assert seen.of(path) == of_bytes(b"one")
    path.write_bytes(b"two")
    assert seen.of(path) == of_bytes(b"two")


def test_clocks_that_count_whole_seconds_are_given_two() -> None:
    second = 1_000_000_000
    whole, fine = (3, second * 7, second * 7, 1), (3, second * 7 + 1, second * 7 + 1, 1)
    assert read_within_its_tick(whole, second * 9)
    assert not read_within_its_tick(whole, second * 9 + 1)
    assert read_within_its_tick(fine, second * 7 + second // 10)
    assert not read_within_its_tick(fine, second * 7 + second // 10 + 2)


def test_a_missing_file_has_a_checksum_of_its_own(tmp_path: Path) -> None:
    assert Seen(tmp_path / "seen.json").of(tmp_path / "none.csv") == "missing"


def test_a_whole_file_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "deep" / "page.html", b"page")
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["page.html"]
