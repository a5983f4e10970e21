"""A cluster makes the same pages, also when one of its workers is killed."""

import os
import signal
import sys
from pathlib import Path

import pytest
from test_run_engines import a_notebook, jobs

from jsna.errors import BuildError
from jsna.run.cluster import Cluster
from jsna.run.dispatch import Dispatcher, default_engine

distributed = pytest.importorskip("distributed", reason="the optional extra is not installed")

pytestmark = [
    pytest.mark.slow,
    # Dask's own clean-up of a worker that was killed.
    pytest.mark.filterwarnings("default"),
]

PLACES = ["Allerdale", "Barrow", "Carlisle", "Copeland", "Eden", "Kendal", "Ulverston", "Penrith"]


def pages(work: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((work / "pages").iterdir())}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed(
    work: Path, tmp_path: Path
) -> None:
    code = "import time\nfrom jsna.show.shown import Shown\ntime.sleep(0.2)\nShown(place, place)"
    notebook = a_notebook(tmp_path / "where.ipynb", code)
    wanted = jobs(notebook, PLACES)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=2, dashboard_address=None
    ) as local:
        cluster = Cluster(local.scheduler_address)
        victim = next(iter(local.workers.values())).pid
        ends = []
        for end in cluster.run(work, wanted, lambda job: None):
            ends.append(end)
            if len(ends) == 2:
                os.kill(victim, signal.SIGKILL)
        cluster.close()
    assert sorted(end.job.page for end in ends) == sorted(job.page for job in wanted)
    assert [end.problem for end in ends] == [None] * len(PLACES)
    made = pages(work)
    dispatcher = Dispatcher(2, default_engine())
    list(dispatcher.run(work, wanted, lambda job: None))
    dispatcher.close()
    assert pages(work) == made


def test_a_page_that_cannot_be_made_on_a_cluster_is_told_as_at_home(
    work: Path, tmp_path: Path
) -> None:
    notebook = a_notebook(tmp_path / "where.ipynb", "raise ValueError(f'no such place: {place}')")
    wanted = jobs(notebook, ["Atlantis"])
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None
    ) as local:
        cluster = Cluster(local.scheduler_address)
        (there,) = cluster.run(work, wanted, lambda job: None)
        cluster.close()
    dispatcher = Dispatcher(1, default_engine())
    (here,) = dispatcher.run(work, wanted, lambda job: None)
    dispatcher.close()
    assert there.problem == here.problem
    assert there.problem is not None
    assert there.problem["cause"] == "ValueError: no such place: Atlantis"


def test_a_scheduler_that_does_not_answer_is_a_plain_error() -> None:
    with pytest.raises(BuildError) as caught:
        Cluster("tcp://127.0.0.1:9", timeout=2)
    assert caught.value.what == "No Dask scheduler answers at 'tcp://127.0.0.1:9':"
