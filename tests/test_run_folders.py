"""A report folder appears whole or not at all."""

import multiprocessing
import sys
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from jsna.run import folders


def a_report(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


def text_of(folder: Path) -> str:
    return (folder / "index.html").read_text(encoding="utf-8")


def test_a_first_report_is_put_in_place(tmp_path: Path) -> None:
    folders.put_in_place(a_report(tmp_path / "staged", "new"), tmp_path / "report")
    assert text_of(tmp_path / "report") == "new"
    assert not (tmp_path / "staged").exists()


def test_a_new_report_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    a_report(tmp_path / "report", "old")
    folders.put_in_place(a_report(tmp_path / "staged", "new"), tmp_path / "report")
    assert text_of(tmp_path / "report") == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_where_names_cannot_be_exchanged_the_old_report_is_moved_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_exchanged", lambda first, second: False)
    a_report(tmp_path / "report", "old")
    folders.put_in_place(a_report(tmp_path / "staged", "new"), tmp_path / "report")
    assert text_of(tmp_path / "report") == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_a_build_ended_between_the_two_steps_is_mended(tmp_path: Path) -> None:
    a_report(tmp_path / ".report.before", "old")
    folders.mend(tmp_path / "report")
    assert text_of(tmp_path / "report") == "old"


def test_mending_leaves_a_report_that_is_there(tmp_path: Path) -> None:
    a_report(tmp_path / ".report.before", "old")
    a_report(tmp_path / "report", "new")
    folders.mend(tmp_path / "report")
    assert text_of(tmp_path / "report") == "new"


def _hold(folder: Path, held: Event) -> None:
    with folders.alone(folder, lambda text: None):
        held.set()
        time.sleep(60)


def test_a_second_build_waits_and_goes_on_when_the_first_is_killed(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    first = context.Process(target=_hold, args=(tmp_path, held))
    first.start()
    assert held.wait(30)
    told: list[str] = []

    def tell(text: str) -> None:
        told.append(text)
        first.kill()

    with folders.alone(tmp_path, tell):
        first.join(30)
    assert told == [f"another build works in {tmp_path.name}; waiting for it"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such call")
def test_on_linux_the_names_change_in_one_step(tmp_path: Path) -> None:
    first, second = a_report(tmp_path / "a", "a"), a_report(tmp_path / "b", "b")
    assert folders._exchanged(first, second)
    assert (text_of(first), text_of(second)) == ("b", "a")
