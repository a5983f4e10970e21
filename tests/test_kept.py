"""What the bytes of files mean is understood once, and anew as soon as they change."""

from pathlib import Path

import pytest

from jsna import kept, strict_yaml
from jsna.errors import DataError
from jsna.run.reads import recording


def test_the_same_bytes_are_understood_once_and_read_every_time(tmp_path: Path):
    file, asked = tmp_path / "a.txt", []

    def understand() -> str:
        asked.append(1)
        return file.read_text(encoding="utf-8").upper()

    file.write_text("one", encoding="utf-8")
    assert kept.of_bytes("capitals", [file], understand) == "ONE"
    with recording([tmp_path]) as opened:
        assert kept.of_bytes("capitals", [file], understand) == "ONE"
    assert len(asked) == 1
    assert opened == {str(file)}


def test_changed_bytes_are_understood_anew_whatever_the_clock_says(tmp_path: Path):
    import os

    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("one", encoding="utf-8")
    second.write_text("two", encoding="utf-8")
    before = second.stat()

    def both() -> str:
        return first.read_text(encoding="utf-8") + second.read_text(encoding="utf-8")

    assert kept.of_bytes("both", [first, second], both) == "onetwo"
    second.write_text("six", encoding="utf-8")  # as long, and as old
    os.utime(second, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert kept.of_bytes("both", [first, second], both) == "onesix"


def test_what_was_written_while_it_was_understood_is_not_kept(tmp_path: Path):
    file = tmp_path / "a.txt"
    file.write_text("old", encoding="utf-8")

    def while_it_changes() -> str:
        file.write_text("new", encoding="utf-8")
        return "between"

    assert kept.of_bytes("word", [file], while_it_changes) == "between"
    file.write_text("old", encoding="utf-8")
    assert kept.of_bytes("word", [file], lambda: "old") == "old"


def test_one_file_may_mean_several_things(tmp_path: Path):
    file = tmp_path / "a.txt"
    file.write_text("7", encoding="utf-8")
    assert kept.of_bytes("number", [file], lambda: 7) == 7
    assert kept.of_bytes("text", [file], lambda: "7") == "7"


def test_indexes_of_few_areas_are_kept(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(kept, "_KEPT", {})
    for number in range(6):
        file = tmp_path / f"{number}.json"
        file.write_text(f'{{"area": {number}}}', encoding="utf-8")
        assert kept.json_of(file) == {"area": number}
    kept.of_bytes("text", [tmp_path / "0.json"], lambda: "other kinds stay")
    assert [paths[0].name for _, paths in kept._KEPT] == [
        "2.json", "3.json", "4.json", "5.json", "0.json",
    ]  # fmt: skip


def test_a_file_that_is_not_there_is_refused_by_whoever_asks(tmp_path: Path):
    def refuse() -> str:
        raise DataError("There is no a.txt:", ["write it"])

    with pytest.raises(DataError, match=r"There is no a\.txt"):
        kept.of_bytes("capitals", [tmp_path / "a.txt"], refuse)


def test_a_reader_of_yaml_may_change_what_it_was_given(tmp_path: Path):
    file = tmp_path / "a.yaml"
    file.write_text('places:\n  - "Allerdale"\n', encoding="utf-8")
    strict_yaml.load(file)[0]["places"].append("Nowhere")
    assert strict_yaml.load(file) == ({"places": ["Allerdale"]}, [])


def test_what_cannot_be_understood_ahead_is_left_to_whoever_needs_it(monkeypatch):
    called = []

    def broken() -> None:
        raise DataError("It is broken:", ["mend it"])

    monkeypatch.setattr(kept, "_AHEAD", [broken, lambda: called.append("the next")])
    kept.understand_ahead()
    assert called == ["the next"]
