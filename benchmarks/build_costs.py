"""A copy of the project to measure in, and what a command in it costs. Linux and macOS."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

PROJECT = Path(__file__).resolve().parents[1]
NEEDED = ("jsna", "inspection", "notebooks", "data", "params", "benchmarks")
PINS = ("requirements.txt", "pyproject.toml")


@dataclass(frozen=True)
class Cost:
    """What a command cost, with all the processes below it."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, of all processes that it waited for."""
    peak: float
    """Greatest sum of proportional memory, in GB; 0 where nobody looked."""
    status: int
    said: str
    told: str

    def last(self) -> Any:
        """Return the last line of output, which a step writes as JSON."""
        if self.status:
            raise SystemExit(f"a step ended with {self.status}:\n{self.told[-3000:]}")
        return json.loads(self.said.strip().splitlines()[-1])


def copy_to(folder: Path) -> Path:
    """Copy what a build needs, so that nothing of the project itself is touched."""
    unwanted = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in NEEDED:
        shutil.rmtree(folder / name, ignore_errors=True)
        shutil.copytree(PROJECT / name, folder / name, ignore=unwanted)
    for name in PINS:
        shutil.copy(PROJECT / name, folder / name)
    python(folder, "-m", "compileall", "-q", "jsna", "inspection")
    return folder


def python(
    folder: Path, *words: str, given: Mapping[str, str] | None = None, watch: bool = False
) -> Cost:
    """Run Python in the folder and return what it cost."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), **(given or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    said: list[str] = []
    told: list[str] = []
    readers = [
        threading.Thread(target=lambda: said.append(process.stdout.read())),  # type: ignore[union-attr]
        threading.Thread(target=lambda: told.append(process.stderr.read())),  # type: ignore[union-attr]
    ]
    done = threading.Event()
    peaks = [0.0]
    if watch:
        readers.append(threading.Thread(target=_watch, args=(process.pid, done, peaks)))
    for reader in readers:
        reader.start()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    for reader in readers:
        reader.join()
    cpu = used.ru_utime + used.ru_stime
    return Cost(wall, cpu, max(peaks), process.returncode, said[0], told[0])


def _watch(pid: int, done: threading.Event, peaks: list[float]) -> None:
    while not done.wait(0.25):
        total = 0
        for process in below(pid):
            try:
                memory = process.memory_full_info()
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
            total += getattr(memory, "pss", memory.uss)
        peaks.append(total / 1e9)


def below(pid: int) -> list[psutil.Process]:
    """Return the process and all below it, as far as they are there."""
    try:
        own = psutil.Process(pid)
        return [own, *own.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
