"""Hand out the pages to processes, and see each to its end.

A killed run is tried once more; a run that fails twice is named and the rest goes on. No more
runs are started than there is memory for. Nothing here knows what a page is.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import psutil

from jsna.errors import BuildError
from jsna.project import ROOT
from jsna.run.contents import Job

Engine = Literal["fork", "spawn", "kernel"]
FORK: Engine = "fork"
MEMORY_A_RUN = 400 * 2**20
"""Bytes that must be free before one more run starts beside others."""

STILLBORN = 5
"""So many processes in a row that end by themselves before they are ready have a fault."""
KILLED_EARLY = 25
"""So many in a row that are killed before they are ready: somebody goes on, or memory is out."""
LAST_MOMENT = 2.0
"""Seconds for a process that has closed its line to end by itself, so that it can say how."""

# The same bytes on every machine: one thread, one time zone, one language, no clock.
SETTLED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "SOURCE_DATE_EPOCH": "0",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    # Without this, pyarrow starts a thread as soon as it is imported, and nothing may fork.
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def default_engine() -> Engine:
    """Return the quickest engine that this system has."""
    return "fork" if sys.platform == "linux" else "spawn"


def order(number: int, job: Job, store: Path, engine: Engine) -> dict[str, Any]:
    """Return what a worker is told of one run, in plain values."""
    inside = engine != "kernel"
    return {"number": number, "job": asdict(job), "store": str(store), "inside": inside}


@dataclass(frozen=True)
class Ended:
    """How one run ended: `problem` is None for a page that was made."""

    job: Job
    seconds: float
    problem: dict[str, Any] | None


@dataclass(eq=False)
class _Hand:
    """One process that makes pages, and the runs it has in hand."""

    process: subprocess.Popen[str]
    slots: int
    listener: threading.Thread | None = None
    running: dict[int, tuple[Job, float]] = field(default_factory=dict)
    ready: bool = False


class Dispatcher:
    """Runs jobs on up to `workers` processes."""

    def __init__(self, workers: int, engine: Engine, time_limit: float = 600.0) -> None:
        """Start the processes at once: they do their imports while figures are made."""
        self.workers, self.engine, self.time_limit = workers, engine, time_limit
        self.notes: list[str] = []
        self._heard: queue.Queue[tuple[_Hand, str]] = queue.Queue()
        self._hands: list[_Hand] = []
        self._early_ends: list[int] = []
        self._engage()

    def _engage(self) -> None:
        """Start as many processes as are missing."""
        wanted = 1 if self.engine == FORK else self.workers
        while len(self._hands) < wanted:
            module = "jsna.run.zygote" if self.engine == FORK else "jsna.run.worker"
            process = subprocess.Popen(
                [sys.executable, "-m", module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                cwd=ROOT,
                env=os.environ | SETTLED,
                start_new_session=True,
            )
            hand = _Hand(process, self.workers if self.engine == FORK else 1)
            self._hands.append(hand)
            hand.listener = threading.Thread(target=self._listen, args=(hand,), daemon=True)
            hand.listener.start()

    def _listen(self, hand: _Hand) -> None:
        assert hand.process.stdout is not None
        with hand.process.stdout:
            for text in hand.process.stdout:
                self._heard.put((hand, text))
        self._heard.put((hand, ""))

    def run(
        self, store: Path, jobs: Sequence[Job], started: Callable[[Job], None]
    ) -> Iterator[Ended]:
        """Make the pages, which go into the store; yield each one's end as it comes."""
        waiting = list(reversed(jobs))
        tries: dict[str, int] = {}
        numbers = iter(range(sys.maxsize))
        while waiting or any(hand.running for hand in self._hands):
            for hand in self._hands:
                while waiting and hand.ready and len(hand.running) < hand.slots and self._room():
                    job = waiting.pop()
                    number = next(numbers)
                    hand.running[number] = (job, time.monotonic())
                    started(job)
                    self._tell(hand, order(number, job, store, self.engine))
            self._stop_late_runs()
            try:
                hand, text = self._heard.get(timeout=1.0)
            except queue.Empty:
                continue
            lost = self._lost(hand) if not text else []
            message = json.loads(text) if text else {}
            if "ready" in message:
                self._welcome(hand, message)
            elif "number" in message and message["number"] in hand.running:
                job, begun = hand.running.pop(message["number"])
                if "died" in message:
                    lost = [(job, begun, f"its process ended with {message['died']}")]
                else:
                    yield Ended(job, time.monotonic() - begun, message["result"] or None)
            for job, begun, why in lost:
                tries[job.page] = tries.get(job.page, 0) + 1
                if tries[job.page] < 2:
                    waiting.append(job)
                else:
                    problem = {"fault": f"{why}, twice; the rest went on without it"}
                    yield Ended(job, time.monotonic() - begun, problem)

    def _tell(self, hand: _Hand, order: dict[str, Any]) -> None:
        assert hand.process.stdin is not None
        # Where it has just died, `_listen` tells, and the run is tried again.
        with contextlib.suppress(OSError):
            hand.process.stdin.write(json.dumps(order) + "\n")
            hand.process.stdin.flush()

    def _welcome(self, hand: _Hand, message: dict[str, Any]) -> None:
        hand.ready = True
        self._early_ends.clear()
        if message.get("threads", 1) > 1:
            self.notes.append(
                f"the process that should fork had {message['threads']} threads, not one; "
                "spawned workers made the pages"
            )
            self._dismiss(hand)
            self.engine = "spawn"
            self._engage()

    def _lost(self, hand: _Hand) -> list[tuple[Job, float, str]]:
        """Return the runs of a process that is gone, and put another in its place."""
        if hand not in self._hands:
            return []
        with contextlib.suppress(subprocess.TimeoutExpired):
            hand.process.wait(LAST_MOMENT)
        code = self._dismiss(hand)
        if not hand.ready:
            self._early_ends.append(code)
            self._refuse_to_go_on_for_ever()
        self._engage()
        return [
            (job, begun, f"its process ended with {code}") for job, begun in hand.running.values()
        ]

    def _refuse_to_go_on_for_ever(self) -> None:
        """Stop when starts fail in a row; what a signal ended did not fail by itself."""
        own = [code for code in self._early_ends if code >= 0]
        if len(own) < STILLBORN and len(self._early_ends) < KILLED_EARLY:
            return
        raise BuildError(
            "The processes that make pages end before they are ready:",
            [
                f"{len(self._early_ends)} in a row; the last with {self._early_ends[-1]}",
                "what it said stands above; where it was killed, look for memory that ran out",
            ],
        )

    def _room(self) -> bool:
        busy = any(hand.running for hand in self._hands)
        return not busy or psutil.virtual_memory().available > MEMORY_A_RUN

    def _stop_late_runs(self) -> None:
        now = time.monotonic()
        for hand in self._hands:
            for number, (_, begun) in hand.running.items():
                if now - begun > self.time_limit:
                    if self.engine == FORK:
                        self._tell(hand, {"kill": number})
                    else:
                        hand.process.kill()

    def _dismiss(self, hand: _Hand) -> int:
        """End a process, if it has not ended, and return with what."""
        self._hands.remove(hand)
        hand.process.kill()
        code = hand.process.wait()
        if hand.listener is not None:
            hand.listener.join()
        with contextlib.suppress(OSError):
            hand.process.stdin.close()  # type: ignore[union-attr]
        return code

    def close(self) -> None:
        """End every process."""
        for hand in list(self._hands):
            self._dismiss(hand)
