"""Make the pages on a Dask cluster that somebody already has; an optional extra.

Every node sees the project and the report's folder under the same paths (a shared file system,
as clusters have), and makes pages with an executor of its own: a worker's first page starts
it, and it lives as long as the worker. Dask itself tries a task again when its worker is killed.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from jsna.errors import BuildError
from jsna.run.checksums import Seen
from jsna.run.contents import Job
from jsna.run.dispatch import Dispatcher, Ended, Engine, default_engine
from jsna.run.store import code_now


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

        begun = time.monotonic()
        making = partial(on_node, store=store.resolve(), engine=self.engine, code=self._code)
        futures = self._client.map(making, jobs, pure=False)
        by_key = {future.key: job for future, job in zip(futures, jobs, strict=True)}
        for future in as_completed(futures, loop=self._client.loop):
            job = by_key[future.key]
            started(job)
            # Of a page that was made nothing is fetched; of one that was not, the problem is here.
            problem = _problem(future.exception()) if future.status == "error" else None
            future.release()  # or the page would be made again when its worker is killed later
            yield Ended(job, time.monotonic() - begun, problem)

    def close(self) -> None:
        """Leave the cluster as it was."""
        self._client.close()


class UnmadeError(Exception):
    """A page that could not be made; its one argument is the problem as the dispatcher tells it."""


def on_node(job: Job, store: Path, engine: Engine, code: str) -> None:
    """Make one page on this node with the packages of that checksum, or raise UnmadeError."""
    (end,) = _executor(engine, code, threading.get_ident()).run(store, [job], lambda _: None)
    if end.problem is not None:
        raise UnmadeError(end.problem)


def _problem(error: BaseException) -> dict[str, Any]:
    problem: dict[str, Any] = (
        error.args[0]
        if isinstance(error, UnmadeError)
        else {"fault": f"{type(error).__name__}: {error}"}
    )
    return problem


@cache
def _executor(engine: Engine, code: str, thread: int) -> Dispatcher:
    """Return a worker's thread's own executor, started once for all pages of the same source."""
    import atexit

    made = Dispatcher(1, engine)
    atexit.register(made.close)
    return made
