"""What the benchmarks rest on: turns that stop a process, and rows that can say no."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="the benchmarks read the accounting of Linux and macOS")

from benchmarks import build_areas
from benchmarks.build_areas import Spent, areas, rows
from benchmarks.build_cluster import grown
from benchmarks.turns import Turns

COUNTS = """
import multiprocessing, sys, time

def count(path):
    while True:
        with open(path, "ab") as file:
            file.write(b".")
        time.sleep(0.01)

if __name__ == "__main__":
    forked = multiprocessing.get_context("fork").Process(target=count, args=sys.argv[2:])
    forked.start()
    count(sys.argv[1])
"""


def test_a_process_works_in_its_turns_alone_with_all_below_it(tmp_path: Path) -> None:
    (tmp_path / "counts.py").write_text(COUNTS, encoding="utf-8")
    written = [tmp_path / "own", tmp_path / "child"]
    process = subprocess.Popen(
        [sys.executable, str(tmp_path / "counts.py"), *map(str, written)], start_new_session=True
    )
    turns = Turns(process.pid)
    try:
        while not all(path.is_file() for path in written):
            time.sleep(0.05)
        with turns.turn():
            time.sleep(0.2)
        time.sleep(0.1)  # what was at work when the signal came
        stopped = [path.stat().st_size for path in written]
        time.sleep(0.3)
        assert [path.stat().st_size for path in written] == stopped
        with turns.turn():
            time.sleep(0.3)
        assert all(
            path.stat().st_size > before for path, before in zip(written, stopped, strict=True)
        )
        assert turns.wall == pytest.approx(0.5, abs=0.4)
    finally:
        turns.go_on()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


BUILDS = """
import pathlib, sys, time

out = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
for name in (pathlib.Path(word) for word in sys.argv if word.endswith(".yaml")):
    assert name.read_text(encoding="utf-8") == f"edition: {name.stem}"
    time.sleep(0.4)
    (out / name.stem).mkdir(parents=True)
"""


def test_many_areas_and_single_builds_take_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy_to(folder: Path) -> Path:
        (folder / "jsna").mkdir(parents=True)
        (folder / "params").mkdir()
        (folder / "jsna" / "__main__.py").write_text(BUILDS, encoding="utf-8")
        (folder / "params" / "cumbria-2021.yaml").write_text("edition: cumbria-2021")
        return folder

    monkeypatch.setattr(build_areas, "copy_to", copy_to)
    time_row, memory_row = areas(tmp_path, 4)
    times = float(time_row.measured.split()[0])
    assert 1 < times < 8
    assert time_row.figure == "one area to 4"
    assert memory_row.holds is not None
    for name in ("many", "ones"):
        made = sorted(path.name for path in (tmp_path / name / "reports-of-areas").iterdir())
        assert made == ["area-00", "area-01", "area-02", "area-03"]


def test_growth_is_told_by_pairs_with_its_standard_error() -> None:
    share, error = grown([10.0, 20.0], [11.0, 20.0])
    assert share == pytest.approx(0.5 / 15)
    assert error == pytest.approx(0.5 / 15)


@pytest.mark.parametrize(("wall", "peak", "held"), [(39.0, 1.5, True), (41.0, 1.6, False)])
def test_many_areas_hold_only_below_as_many_single_builds(
    wall: float, peak: float, held: bool
) -> None:
    many = Spent(wall=wall, cpu=60.0, peak=peak, ready=[20.0, wall])
    ones = [Spent(19.0, 30.0, 1.4, [19.0]), Spent(21.0, 34.0, 1.3, [21.0])]
    time_row, memory_row = rows(many, ones)
    assert (time_row.holds, memory_row.holds) == (held, held)
    assert f"{wall / 20:.1f} times the mean wall of one (20 s)" in time_row.measured
    assert memory_row.measured == f"{peak:.2f} GB, of one 1.40 GB"
