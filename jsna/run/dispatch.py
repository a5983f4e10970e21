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
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from itertools import count
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

NOT_PASSED_ON = {"MALLOC_TRIM_THRESHOLD_"}
"""Dask sets it for workers that hold data: a page then takes an eighth more of its memory anew."""


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
    seconds: float | None
    """None where nobody tells, as on a cluster."""
    problem: dict[str, Any] | None


@dataclass(eq=False)
class _Run:
    """A page that is to be made."""

    job: Job
    store: Path
    started: Callable[[Job], None] = lambda _: None
    end: Future[Ended] = field(default_factory=Future)
    tries: int = 0
    begun: float = 0.0

    def ended(self, problem: dict[str, Any] | None) -> Ended:
        """Tell who waits for it how it ended."""
        end = Ended(self.job, time.monotonic() - self.begun, problem)
        self.end.set_result(end)
        return end


@dataclass(eq=False)
class _Hand:
    """One process that makes pages, and the runs it has in hand."""

    process: subprocess.Popen[str]
    slots: int
    listener: threading.Thread | None = None
    running: dict[int, _Run] = field(default_factory=dict)
    ready: bool = False


class Dispatcher:
    """Runs jobs on up to `workers` processes."""

    def __init__(self, workers: int, engine: Engine, time_limit: float = 600.0) -> None:
        """Start the processes at once: they do their imports while figures are made."""
        self.workers, self.engine, self.time_limit = workers, engine, time_limit
        self.notes: list[str] = []
        self._closed = False
        self._heard: queue.Queue[tuple[_Hand, str] | _Run | None] = queue.Queue()
        self._waiting: deque[_Run] = deque()
        self._numbers = count()
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
                env={n: os.environ[n] for n in os.environ.keys() - NOT_PASSED_ON} | SETTLED,
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
        self._waiting = deque(_Run(job, store, started) for job in jobs)
        while self._waiting or any(hand.running for hand in self._hands):
            self._hand_out()
            yield from self._hear()

    def ask(self, store: Path, job: Job) -> Future[Ended]:
        """Have a page made by the thread that is in `serve`; any thread may ask."""
        run = _Run(job, store)
        self._heard.put(run)
        return run.end

    def serve(self) -> None:
        """Make what is asked for, until `close`. A fault is told to all who wait, and not kept."""
        while not self._closed:
            try:
                self._hand_out()
                for _ in self._hear():
                    pass
            except Exception as error:
                for run in self._give_up():
                    run.end.set_exception(error)

    def _hand_out(self) -> None:
        """Start the runs that there is room for, and stop those that are out of time."""
        for hand in self._hands:
            while self._waiting and hand.ready and len(hand.running) < hand.slots and self._room():
                run, number = self._waiting.popleft(), next(self._numbers)
                run.begun = time.monotonic()
                hand.running[number] = run
                run.started(run.job)
                self._tell(hand, order(number, run.job, run.store, self.engine))
        self._stop_late_runs()

    def _hear(self) -> Iterator[Ended]:
        """Wait for one message, at most a second; yield the end of each run that it ends."""
        try:
            heard = self._heard.get(timeout=1.0)
        except queue.Empty:
            return
        if heard is None:
            return
        if isinstance(heard, _Run):
            self._waiting.append(heard)
            self._engage()
            return
        hand, text = heard
        lost = self._lost(hand) if not text else []
        message = json.loads(text) if text else {}
        if "ready" in message:
            self._welcome(hand, message)
        elif "number" in message and message["number"] in hand.running:
            run = hand.running.pop(message["number"])
            if "died" in message:
                lost = [(run, f"its process ended with {message['died']}")]
            else:
                yield run.ended(message["result"] or None)
        for run, why in lost:
            run.tries += 1
            if run.tries < 2:
                self._waiting.appendleft(run)
            else:
                yield run.ended({"fault": f"{why}, twice; the rest went on without it"})

    def _give_up(self) -> list[_Run]:
        """Let go of every run and every process; return the runs."""
        runs = list(self._waiting)
        self._waiting.clear()
        self._early_ends.clear()
        for hand in list(self._hands):
            runs += hand.running.values()
            hand.running.clear()
            self._dismiss(hand)
        return runs

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

    def _lost(self, hand: _Hand) -> list[tuple[_Run, str]]:
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
        return [(run, f"its process ended with {code}") for run in hand.running.values()]

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
            for number, run in hand.running.items():
                if now - run.begun > self.time_limit:
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
        self._closed = True
        self._heard.put(None)  # so that `serve` need not wait to see it
        for hand in list(self._hands):
            self._dismiss(hand)
