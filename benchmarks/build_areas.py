"""Many areas in one build against as many builds of one: rows of `benchmarks/builds.py`.

The two share the machine by turns: see `benchmarks.turns`. Each works in a copy of the project of
its own. An area's params file differs in the edition's name; its county is made up, its pages few.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.build_costs import below, copy_to
from benchmarks.build_place import EDITION, PARAMS, Row
from benchmarks.turns import TURN, Turns

LOOK = 4
"""Turns from one look at the memory to the next."""
TICK = 0.02
"""Seconds from one look whether a command has ended to the next."""


@dataclass
class Spent:
    """What a command has cost so far, with all the processes below it."""

    wall: float = 0.0
    """Seconds of its own turns."""
    cpu: float = 0.0
    """Seconds."""
    peak: float = 0.0
    """Greatest sum of proportional memory, in GB."""
    ready: list[float] = field(default_factory=list)
    """Seconds of its own turns after which each area's report was there."""


class Command:
    """A build of some areas, which works by turns."""

    def __init__(self, copy: Path, out: Path, names: Sequence[str]) -> None:
        params = [str(copy / "params" / f"{name}.yaml") for name in names]
        words = ["--out", str(out), "--only", "county/*", "--partial"]
        self._log = copy / "told.txt"
        self._reports = [out / name for name in names]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jsna", "build", *params, *words],
                cwd=copy,
                env={**os.environ, "PYTHONPATH": str(copy)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._turns = Turns(self._process.pid)
        self._turns.stop()
        self._number = 0
        self.spent = Spent()

    def turn(self) -> bool:
        """Let it work for one turn; return whether it has ended."""
        self._number += 1
        until = time.perf_counter() + TURN
        with self._turns.turn():
            ended = self._ended()
            while not ended and time.perf_counter() < until:
                time.sleep(TICK)
                ended = self._ended()
        self.spent.wall = self._turns.wall
        while len(self.spent.ready) < sum(report.is_dir() for report in self._reports):
            self.spent.ready.append(self.spent.wall)
        if not ended and self._number % LOOK == 0:
            self.spent.peak = max(self.spent.peak, memory(self._process.pid))
        return ended

    def _ended(self) -> bool:
        pid, status, used = os.wait4(self._process.pid, os.WNOHANG)
        if not pid:
            return False
        self._process.returncode = os.waitstatus_to_exitcode(status)
        assert self._process.returncode == 0, self._log.read_text(encoding="utf-8")[-2000:]
        self.spent.cpu = used.ru_utime + used.ru_stime
        return True


def memory(pid: int) -> float:
    """Return the proportional memory of a process and all below it, in GB."""
    total = 0
    for process in below(pid):
        try:
            held = process.memory_full_info()
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        total += getattr(held, "pss", held.uss)
    return total / 1e9


def areas(folder: Path, count: int) -> Iterator[Row]:
    """Build many areas in one go and, by turns with it, each in a build of its own."""
    names = [f"area-{number:02d}" for number in range(count)]
    copies = [copy_to(folder / name) for name in ("many", "ones")]
    for copy in copies:
        text = (copy / PARAMS).read_text(encoding="utf-8")
        for name in names:
            file = copy / "params" / f"{name}.yaml"
            file.write_text(text.replace(EDITION, name, 1), encoding="utf-8")
    outs = [copy / "reports-of-areas" for copy in copies]
    many, waiting = Command(copies[0], outs[0], names), list(names)
    ones: list[Command] = []
    running: list[Command] = [many]
    while running or waiting:
        if waiting and (not ones or ones[-1] not in running):
            ones.append(Command(copies[1], outs[1], [waiting.pop(0)]))
            running.append(ones[-1])
        running = [command for command in running if not command.turn()]
    yield from rows(many.spent, [one.spent for one in ones])


def rows(many: Spent, ones: Sequence[Spent]) -> Iterator[Row]:
    """Tell how many single builds the build of all of them is worth, and what memory each took."""
    count = len(ones)
    one = sum(spent.wall for spent in ones) / count
    cpu = many.cpu / (sum(spent.cpu for spent in ones) / count)
    half = count // 2
    later = (many.wall - many.ready[half - 1]) / many.ready[half - 1]
    alone = sum(spent.wall for spent in ones[half:]) / sum(spent.wall for spent in ones[:half])
    told = (
        f"{many.wall / one:.1f} times the mean wall of one ({one:.0f} s), {cpu:.1f} times its CPU; "
        f"the second half {later:.2f} times the first, of single builds {alone:.2f} times"
    )
    yield Row(f"one area to {count}", f"{count} times", told, many.wall <= count * one)
    peak = max(spent.peak for spent in ones)
    told = f"{many.peak:.2f} GB, of one {peak:.2f} GB"
    yield Row("peak memory", "flat", told, many.peak <= 1.1 * peak)
