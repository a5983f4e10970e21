"""Make the pages on a Dask cluster that somebody already has; an optional extra.

Every node sees the project and the report's folder under the same paths (a shared file system,
as clusters have), and makes pages with an executor of its own: a worker's first page starts
it, and it lives as long as the worker. Dask itself tries a task again when its worker is killed.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsna.errors import BuildError
from jsna.run.contents import Job
from jsna.run.dispatch import Dispatcher, Ended, Engine, default_engine
from jsna.run.store import Store


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

        begun, code = time.monotonic(), Store(store).code()
        by_key = {}
        futures = []
        for job in jobs:
            future = self._client.submit(
                on_node, job, store.resolve(), self.engine, code, pure=False, retries=1
            )
            by_key[future.key] = job
            futures.append(future)
        for future in as_completed(futures, loop=self._client.loop):
            job = by_key[future.key]
            started(job)
            if future.status == "error":
                problem: dict[str, Any] | None = {"fault": f"{future.exception()}"}
            else:
                problem = future.result()
            future.release()  # or the page would be made again when its worker is killed later
            yield Ended(job, time.monotonic() - begun, problem)

    def close(self) -> None:
        """Leave the cluster as it was."""
        self._client.close()


def on_node(job: Job, store: Path, engine: Engine, code: str) -> dict[str, Any] | None:
    """Make one page on this node with the packages of that checksum; return what went wrong."""
    (end,) = _executor(engine, code).run(store, [job], lambda _: None)
    return end.problem


@cache
def _executor(engine: Engine, code: str) -> Dispatcher:
    """Return this worker's own executor, started once for all pages of the same source."""
    import atexit

    made = Dispatcher(1, engine)
    atexit.register(made.close)
    return made
