"""A part of a report is made when what it rests on has changed, and appears whole."""

from dataclasses import replace
from pathlib import Path

import pytest

from jsna import params
from jsna.project import PARAMS
from jsna.run import parts
from jsna.run.parts import Part
from jsna.run.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "work", code="a checksum of the source")


def counting(made: list[str], rests_on: str) -> Part:
    def write(folder: Path) -> None:
        made.append(rests_on)
        (folder / "paper.txt").write_text(f"made of {rests_on}", encoding="utf-8")

    return Part("papers", rests_on, write)


def test_a_part_is_made_once_and_then_kept(store: Store, tmp_path: Path) -> None:
    made: list[str] = []
    parts.put(store, counting(made, "January"), tmp_path / "first")
    parts.put(store, counting(made, "January"), tmp_path / "second")
    assert made == ["January"]
    assert (tmp_path / "second" / "paper.txt").read_text("utf-8") == "made of January"


def test_a_part_is_made_again_when_what_it_rests_on_changes_and_the_old_one_goes(
    store: Store, tmp_path: Path
) -> None:
    made: list[str] = []
    old = parts.make(store, counting(made, "January"))
    new = parts.make(store, counting(made, "February"))
    assert made == ["January", "February"]
    assert (old.exists(), new.is_dir()) == (False, True)


def test_a_part_that_fails_leaves_nothing_that_would_be_kept(store: Store) -> None:
    def fails(folder: Path) -> None:
        (folder / "half.txt").write_text("half", encoding="utf-8")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        parts.make(store, Part("papers", "January", fails))
    made: list[str] = []
    kept = parts.make(store, counting(made, "January"))
    assert [path.name for path in kept.iterdir()] == ["paper.txt"]


def test_papers_rest_on_the_letter_that_they_repeat(store: Store, tmp_path: Path) -> None:
    edition = params.read(PARAMS / "cumbria-2021.yaml")
    letter = tmp_path / "letter.yaml"
    letter.write_text("one wording", encoding="utf-8")
    with_letter = replace(edition, letter_file=letter)
    first = parts.words(store, with_letter)
    letter.write_text("quite another wording", encoding="utf-8")
    assert parts.words(Store(store.folder, code="x"), with_letter) != first
    assert parts.words(store, edition) != first
