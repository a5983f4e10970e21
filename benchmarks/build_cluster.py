"""What a Dask cluster costs over our own dispatcher: a step of `benchmarks/builds.py`.

    python -m benchmarks.build_cluster WORK ENGINE COUNT

Makers of pages, each a process with others below it, share the machine by turns of a quarter of a
second: see `benchmarks.turns`. Linux and macOS.
"""

import contextlib
import json
import os
import select
import shutil
import signal
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.build_costs import below
from benchmarks.build_steps import chosen, fresh_store, wrong
from benchmarks.turns import TURN, Turns
from jsna.run.contents import Job
from jsna.run.dispatch import Dispatcher, Engine

RUNS = 8
"""Runs of each maker that are compared, all pages in each: which page comes last is chance."""
QUIET_DASK = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.worker.memory.monitor-interval": "1s",
}
"""Dask looks at itself some hundred times a second; the docs say how to have it look less."""


@dataclass(frozen=True)
class Spent:
    """What the pages of one run cost, in seconds."""

    wall: float
    pages: float
    """CPU of the processes that make pages."""
    beside: float
    """CPU of all other processes: who hands out the pages."""


class Maker:
    """A process that makes the pages when told, and is stopped whenever it is not its turn."""

    def __init__(self, kind: str, work: Path, store: Path, name: Engine) -> None:
        words = [kind, str(work), str(store), name]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.build_cluster", "maker", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._turns = Turns(self._process.pid)
        self.begin()
        while self.turn() is None:  # the first run starts processes
            pass

    def begin(self) -> None:
        """Order a run; it is made in the turns that follow."""
        assert self._process.stdin is not None
        self._turns.wall = 0.0
        self._process.stdin.write(b"go\n")
        self._process.stdin.flush()

    def turn(self) -> Spent | None:
        """Let it work for one turn; return what the run cost if it has ended."""
        answers = self._process.stdout
        assert answers is not None
        with self._turns.turn():
            ended = bool(select.select([answers], [], [], TURN)[0])
        if not ended:
            return None
        return Spent(wall=self._turns.wall, **json.loads(answers.readline()))

    def close(self) -> None:
        """Let it end."""
        self._turns.go_on()
        self._process.communicate(timeout=60)


def make_when_told(kind: str, work: Path, store: Path, name: Engine) -> None:
    """Make the pages once for each line that comes in, and write what that cost."""
    jobs = chosen(work, 0)
    with CREWS[kind](name) as crew:
        for _ in sys.stdin:
            sys.stdout.write(json.dumps(cpu_of_a_run(crew, store, jobs)) + "\n")
            sys.stdout.flush()


@contextmanager
def own_dispatcher(name: Engine) -> Iterator[Any]:
    """Yield our own dispatcher with two places."""
    dispatcher = Dispatcher(2, name)
    yield dispatcher
    dispatcher.close()


@contextmanager
def dask_cluster(name: Engine) -> Iterator[Any]:
    """Yield a cluster of one Dask worker with two threads."""
    with local_cluster(workers=1, threads=2) as (_, cluster):
        yield cluster(name)


CREWS: dict[str, Callable[[Engine], Any]] = {"dispatcher": own_dispatcher, "dask": dask_cluster}


def cpu_of_a_run(crew: Any, store: Path, jobs: list[Job]) -> dict[str, float]:
    """Make the pages; return the CPU seconds of who makes them, and of who hands them out."""
    before = cpu_by_task()
    ends = list(crew.run(store, jobs, lambda job: None))
    assert not [end for end in ends if end.problem], ends
    pages, beside = (now - then for then, now in zip(before, cpu_by_task(), strict=True))
    return {"pages": pages, "beside": beside}


def cpu_by_task() -> tuple[float, float]:
    """Return CPU seconds so far of the processes that make pages, and of all others below this."""
    pages = others = 0.0
    for process in below(os.getpid()):
        with contextlib.suppress(psutil.NoSuchProcess):
            used = process.cpu_times()
            if {"jsna.run.zygote", "jsna.run.worker"} & set(process.cmdline()):
                pages += used.user + used.system + used.children_user + used.children_system
            else:
                others += used.user + used.system
    return pages, others


@contextmanager
def local_cluster(workers: int, threads: int) -> Iterator[tuple[Any, Callable[[Engine], Any]]]:
    """Yield a Dask cluster on this machine, and what hands pages to it."""
    import dask
    from distributed import LocalCluster

    from jsna.run.cluster import Cluster

    with (
        dask.config.set(QUIET_DASK),
        LocalCluster(
            n_workers=workers, threads_per_worker=threads, dashboard_address=None
        ) as local,
        contextlib.ExitStack() as hired,
    ):

        def hire(name: Engine) -> Any:
            cluster = Cluster(local.scheduler_address, name)
            hired.callback(cluster.close)
            return cluster

        yield local, hire


def in_turns(one: Maker, other: Maker) -> list[tuple[Spent, Spent]]:
    """Return what runs of two makers cost, which share the machine by turns."""
    pairs = []
    for number in range(RUNS):
        ends: dict[Maker, Spent] = {}
        for each in (one, other):
            each.begin()
        while len(ends) < 2:
            for each in (one, other) if number % 2 else (other, one):
                if each not in ends and (spent := each.turn()) is not None:
                    ends[each] = spent
        pairs.append((ends[one], ends[other]))
    return pairs


def killed_while_at_work(store: Path, jobs: list[Job], name: Engine) -> None:
    """Make the pages on two workers; kill one of them when a quarter is there."""
    with local_cluster(workers=2, threads=1) as (local, hire):
        victim = next(iter(local.workers.values())).pid
        for made, _ in enumerate(hire(name).run(store, jobs, lambda job: None), start=1):
            if made == len(jobs) // 4:
                os.kill(victim, signal.SIGKILL)


def grown(before: Sequence[float], after: Sequence[float]) -> tuple[float, float]:
    """Return by what share the second of each pair is greater, with one standard error of that."""
    more = [later - first for first, later in zip(before, after, strict=True)]
    error = statistics.stdev(more) / len(more) ** 0.5
    return statistics.mean(more) / statistics.mean(before), error / statistics.mean(before)


def compared(work: Path, name: Engine, count: int) -> dict[str, Any]:
    """Compare the cluster with our own dispatcher over all pages; kill a worker during `count`.

    Each share is of what our own dispatcher takes, with its standard error: `wall`, `pages` (CPU
    of the processes that make pages), and `beyond`, the CPU of the others as a share of the
    pages'. `made` says how many pages are right though a worker was killed.
    """
    few = chosen(work, count)
    with fresh_store(work) as store:
        own, dask = (Maker(kind, work, store, name) for kind in ("dispatcher", "dask"))
        before, after = zip(*in_turns(own, dask), strict=True)
        own.close()
        dask.close()
        shutil.rmtree(store / "manifests")
        killed_while_at_work(store, few, name)
        absent, bad = wrong(work, store, few)
    beyond = sum(one.beside for one in after) - sum(one.beside for one in before)
    return {
        "made": len(few) - absent - bad,
        "of": len(few),
        "wall": grown(*([one.wall for one in runs] for runs in (before, after))),
        "pages": grown(*([one.pages for one in runs] for runs in (before, after))),
        "beyond": beyond / sum(one.pages for one in before),
        "seconds": statistics.mean(one.wall for one in before),
        "runs": RUNS,
    }


def main() -> None:
    """Compare, or be one of the makers."""
    kind, *words = sys.argv[1:]
    if kind == "maker":
        which, work, store, name = words
        make_when_told(which, Path(work), Path(store), name)  # type: ignore[arg-type]
    else:
        name, count = words
        found = compared(Path(kind), name, int(count))  # type: ignore[arg-type]
        sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
