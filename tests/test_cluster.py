"""A cluster makes the same pages, also when one of its workers is killed."""

import os
import signal
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from test_run_engines import a_notebook, jobs

from jsna.errors import BuildError
from jsna.run import cluster as node
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


@pytest.mark.skipif(sys.platform != "linux", reason="forking is for Linux")
def test_all_threads_of_a_worker_share_one_process_that_forks(work: Path, tmp_path: Path) -> None:
    code = f"""
import os
import time
from pathlib import Path
from jsna.show.shown import Shown
begun = time.time()
time.sleep(0.5)
Path({str(tmp_path)!r}, place).write_text(f"{{os.getppid()}} {{begun}} {{time.time()}}")
Shown(place, place)
"""
    wanted = jobs(a_notebook(tmp_path / "where.ipynb", code), PLACES)
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, dashboard_address=None
    ) as local:
        cluster = Cluster(local.scheduler_address, "fork")
        assert not [end for end in cluster.run(work, wanted, lambda job: None) if end.problem]
        cluster.close()
    told = [(tmp_path / place).read_text().split() for place in PLACES]
    assert len({parent for parent, _, _ in told}) == 1
    times = sorted((float(begun), float(ended)) for _, begun, ended in told)
    assert any(begun < ended for (_, ended), (begun, _) in pairwise(times))


def test_an_executor_that_is_idle_goes_when_the_source_was_edited(
    work: Path, tmp_path: Path
) -> None:
    code = "from jsna.show.shown import Shown\nShown(place, place)"
    notebook = a_notebook(tmp_path / "where.ipynb", code)
    eden, carlisle = jobs(notebook, ["Eden", "Carlisle"])
    before, after = (node._Kind("spawn", source, 1) for source in ("before", "after"))
    assert node._asked(before, work, eden).result(60).problem is None
    (process,) = (hand.process for hand in node._EXECUTORS[before].dispatcher._hands)
    assert node._asked(after, work, carlisle).result(60).problem is None
    assert list(node._EXECUTORS) == [after]
    assert process.poll() is not None
    node._EXECUTORS.pop(after).dispatcher.close()


def test_pages_are_handed_out_in_shares_that_leave_work_for_all(tmp_path: Path) -> None:
    few = jobs(tmp_path / "where.ipynb", PLACES)
    assert node.shares(few, 2) == [[job] for job in few]
    many = few * 12
    assert [len(share) for share in node.shares(many, 3)] == [4] * 24
    assert [len(share) for share in node.shares(many, 7)] == [3] * 32
    assert [job for share in node.shares(many, 5) for job in share] == many
    assert [len(share) for share in node.shares(few, 0)] == [2] * 4


def test_of_a_share_only_the_page_that_fails_is_told(work: Path, tmp_path: Path) -> None:
    code = "from jsna.show.shown import Shown\nplace == 'Eden' and 1 / 0\nShown(place, place)"
    wanted = jobs(a_notebook(tmp_path / "where.ipynb", code), PLACES)
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None
    ) as local:
        cluster = Cluster(local.scheduler_address)
        ends = list(cluster.run(work, wanted, lambda job: None))
        cluster.close()
    assert len(node.shares(wanted, 1)) < len(wanted)
    failed = {end.job.parameters["place"]: end.problem for end in ends if end.problem}
    assert list(failed) == ["Eden"]
    assert failed["Eden"]["cause"] == "ZeroDivisionError: division by zero"


def test_a_scheduler_that_does_not_answer_is_a_plain_error() -> None:
    with pytest.raises(BuildError) as caught:
        Cluster("tcp://127.0.0.1:9", timeout=2)
    assert caught.value.what == "No Dask scheduler answers at 'tcp://127.0.0.1:9':"
