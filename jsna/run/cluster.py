"""Make the pages on a Dask cluster that somebody already has; an optional extra.

Every node sees the project and the report's folder under the same paths (a shared file system,
as clusters have), and makes pages with an executor of its own, which all threads of a Dask worker
share: its first page starts it, with as many places as the worker has threads, and it lives as
long as the worker. Dask itself tries a task again when its worker is killed.
"""

import atexit
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jsna.errors import BuildError
from jsna.run.checksums import Seen
from jsna.run.contents import Job
from jsna.run.dispatch import Dispatcher, Ended, Engine, default_engine
from jsna.run.store import code_now

LARGEST_SHARE = 4
"""Most pages that are handed out at once."""
SHARES_A_THREAD = 4
"""Where there are pages enough, each thread comes back so many times."""


class Cluster:
    """Hands out pages to a Dask scheduler; the same doors as `Dispatcher`."""

    def __init__(self, address: str, engine: str = "", timeout: float = 20) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise BuildError(
                "A build on a cluster needs Dask, which is an optional extra:",
                ["run: pip install -e .[cluster]"],
            ) from None
        self.engine: Engine = engine or default_engine()  # type: ignore[assignment]
        self.notes: list[str] = []
        self._code = code_now(Seen())
        try:
            self._client = Client(address, timeout=timeout, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise BuildError(
                f"No Dask scheduler answers at '{address}':",
                [str(error) or type(error).__name__, "start one with: dask scheduler"],
            ) from None

    def run(
        self, store: Path, jobs: Sequence[Job], started: Callable[[Job], None]
    ) -> Iterator[Ended]:
        """Make the pages, which go into the store; yield each one's end as it comes."""
        from distributed import as_completed

        making = partial(on_node, store=store.resolve(), engine=self.engine, code=self._code)
        cut = shares(jobs, sum(self._client.nthreads().values()))
        futures = self._client.map(making, cut, pure=False)
        by_key = {future.key: share for future, share in zip(futures, cut, strict=True)}
        for future in as_completed(futures, loop=self._client.loop):
            share = by_key[future.key]
            # Of pages that were made nothing is fetched; of those that were not, the problems.
            error = future.exception() if future.status == "error" else None
            future.release()  # or they would be made again when their worker is killed later
            for job in share:
                started(job)
                yield Ended(job, None, _problem(error, job))

    def close(self) -> None:
        """Leave the cluster as it was."""
        self._client.close()


def shares(jobs: Sequence[Job], threads: int) -> list[Sequence[Job]]:
    """Cut the pages into what is handed out at once.

    A task costs Dask some milliseconds whatever is in it, and an executor that knows the next
    page need not wait for it. Yet every thread is to come back for more a few times.
    """
    each = max(1, min(LARGEST_SHARE, len(jobs) // (SHARES_A_THREAD * max(1, threads))))
    return [jobs[at : at + each] for at in range(0, len(jobs), each)]


class UnmadeError(Exception):
    """Pages that could not be made; its one argument holds the problem of each by its name."""


def on_node(share: Sequence[Job], store: Path, engine: Engine, code: str) -> None:
    """Make pages on this node with the packages of that checksum, or raise UnmadeError."""
    from distributed import get_worker

    kind = _Kind(engine, code, get_worker().state.nthreads)
    ends = [end.result() for end in [_asked(kind, store, job) for job in share]]
    if problems := {end.job.page: end.problem for end in ends if end.problem is not None}:
        raise UnmadeError(problems)


def _problem(error: BaseException | None, job: Job) -> dict[str, Any] | None:
    """Return why a page of a share was not made; None if it was."""
    if error is None:
        return None
    if isinstance(error, UnmadeError):
        problems: dict[str, dict[str, Any]] = error.args[0]
        return problems.get(job.page)
    return {"fault": f"{type(error).__name__}: {error}"}


@dataclass(frozen=True)
class _Kind:
    """What an executor makes pages with."""

    engine: Engine
    code: str
    """The checksum of the packages: other source needs processes that import it."""
    places: int


class _Executor:
    """A dispatcher with a thread of its own, and what is asked of it."""

    def __init__(self, kind: _Kind) -> None:
        self.dispatcher = Dispatcher(kind.places, kind.engine)
        self.asked: list[Future[Ended]] = []
        threading.Thread(target=self.dispatcher.serve, daemon=True).start()
        atexit.register(self.dispatcher.close)

    def ask(self, store: Path, job: Job) -> Future[Ended]:
        """Have a page made."""
        self.asked = [end for end in self.asked if not end.done()]
        self.asked.append(self.dispatcher.ask(store, job))
        return self.asked[-1]

    def idle(self) -> bool:
        """Say whether nobody waits for a page of it."""
        return all(end.done() for end in self.asked)


_EXECUTORS: dict[_Kind, _Executor] = {}
_ONE_AT_A_TIME = threading.Lock()


def _asked(kind: _Kind, store: Path, job: Job) -> Future[Ended]:
    """Ask this process's executor for a page, and let go of those of a source that was edited."""
    with _ONE_AT_A_TIME:
        for other in [k for k, had in _EXECUTORS.items() if k != kind and had.idle()]:
            _EXECUTORS.pop(other).dispatcher.close()
        if kind not in _EXECUTORS:
            _EXECUTORS[kind] = _Executor(kind)
        return _EXECUTORS[kind].ask(store, job)
