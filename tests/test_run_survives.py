"""Whatever is killed or full, a page is right or absent, and the rest is made."""

import errno
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from test_run_engines import a_notebook, jobs
from test_run_store import a_job

from jsna import cli
from jsna.errors import BuildError
from jsna.project import ROOT
from jsna.run import dispatch
from jsna.run.dispatch import Dispatcher, Ended, Engine
from jsna.run.store import Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
ENGINES: list[Engine] = [*([dispatch.FORK] if sys.platform == "linux" else []), "spawn"]
PLACES = ["Allerdale", "Barrow", "Carlisle", "Copeland", "Eden", "Kendal", "Ulverston", "Penrith"]
KILLS = 3
SLOW = "import time\nfrom jsna.show.shown import Shown\ntime.sleep(0.5)\nShown(place, place)"


def whole(folder: Path) -> dict[str, str]:
    """Return each page of a store with its words, if page, notebook and manifest are all there."""
    found = {}
    for manifest in (folder / "manifests").glob("*.json"):
        record = json.loads(manifest.read_text(encoding="utf-8"))
        for name in record["outputs"]:
            assert (folder / "pages" / name).is_file(), f"{name} is half made"
        html = (folder / "pages" / f"{record['stem']}.html").read_text(encoding="utf-8")
        assert html.rstrip().endswith("</html>")
        found[record["page"]] = html
    return found


@pytest.mark.parametrize("engine", ENGINES)
def test_each_kill_of_any_process_loses_one_page_at_most(
    engine: Engine, work: Path, tmp_path: Path
) -> None:
    wanted = jobs(a_notebook(tmp_path / "where.ipynb", SLOW), PLACES)
    dispatcher = Dispatcher(2, engine)
    chance, done = random.Random(5), threading.Event()

    def kill() -> None:
        for _ in range(KILLS):
            done.wait(chance.uniform(0.2, 2.0))
            processes = [p for hand in dispatcher._hands for p in below(hand.process.pid)]
            if processes and not done.is_set():
                with_care(chance.choice(processes))

    killer = threading.Thread(target=kill)
    killer.start()
    ends: list[Ended] = []
    for end in dispatcher.run(work, wanted, lambda job: None):
        ends.append(end)
    done.set()
    killer.join()
    dispatcher.close()
    lost = {end.job.page for end in ends if end.problem}
    assert sorted(end.job.page for end in ends) == sorted(job.page for job in wanted)
    assert len(lost) <= KILLS
    made = whole(work)
    assert set(made) >= {job.page for job in wanted} - lost
    assert all(job.title in made[job.page] for job in wanted if job.page in made)


def below(pid: int) -> list[psutil.Process]:
    try:
        own = psutil.Process(pid)
        return [own, *own.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def with_care(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


@pytest.mark.parametrize("engine", ENGINES)
def test_a_process_killed_before_it_is_ready_is_replaced(
    engine: Engine, work: Path, tmp_path: Path
) -> None:
    dispatcher = Dispatcher(1, engine)
    dispatcher._hands[0].process.kill()
    wanted = jobs(a_notebook(tmp_path / "where.ipynb", SLOW), ["Eden"])
    ends = list(dispatcher.run(work, wanted, lambda job: None))
    dispatcher.close()
    assert [end.problem for end in ends] == [None]


def test_killing_every_process_that_starts_stops_the_build_only_when_it_goes_on_and_on(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "KILLED_EARLY", 7)
    started: list[int] = []

    def killed(*words: object, **more: Any) -> subprocess.Popen[str]:
        process = start(*words, **more)  # type: ignore[call-overload]
        process.kill()
        started.append(process.pid)
        return process

    start = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", killed)
    dispatcher = Dispatcher(1, "spawn")
    wanted = jobs(a_notebook(tmp_path / "where.ipynb", SLOW), ["Eden"])
    with pytest.raises(BuildError) as caught:
        list(dispatcher.run(work, wanted, lambda job: None))
    dispatcher.close()
    assert caught.value.problems[0] == "7 in a row; the last with -9"
    assert len(started) == 7


def test_processes_that_are_never_ready_are_an_error_that_says_so(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(dispatch.SETTLED, "PYTHONHOME", str(tmp_path))  # no Python starts there
    dispatcher = Dispatcher(1, "spawn")
    wanted = jobs(a_notebook(tmp_path / "where.ipynb", SLOW), ["Eden"])
    with pytest.raises(BuildError) as caught:
        list(dispatcher.run(work, wanted, lambda job: None))
    dispatcher.close()
    assert caught.value.problems[0] == "5 in a row; the last with 1"


def test_a_fault_is_told_to_all_who_wait_and_the_next_page_is_made(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = jobs(a_notebook(tmp_path / "where.ipynb", SLOW), ["Eden", "Carlisle", "Penrith"])
    dispatcher = Dispatcher(1, "spawn")
    serving = threading.Thread(target=dispatcher.serve)
    with monkeypatch.context() as broken:
        broken.setitem(dispatch.SETTLED, "PYTHONHOME", str(tmp_path))  # no Python starts there
        dispatcher._hands[0].process.kill()
        waiting = [dispatcher.ask(work, job) for job in wanted[:2]]
        serving.start()
        faults = [end.exception(60) for end in waiting]
    assert [type(fault) for fault in faults] == [BuildError, BuildError]
    assert dispatcher.ask(work, wanted[2]).result(60).problem is None
    dispatcher.close()
    serving.join(10)
    assert not serving.is_alive()


ENDLESS = "import os, time\nfrom pathlib import Path\nPath({told!r}).write_text(str(os.getpid()))\n"
DISPATCH = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_run_engines import jobs
from jsna.run.dispatch import Dispatcher
wanted = jobs(Path({book!r}), ["Eden"])
list(Dispatcher(1, {engine!r}).run(Path({work!r}), wanted, lambda job: None))
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_when_the_dispatcher_is_killed_no_run_stays_behind_even_an_endless_one(
    engine: Engine, work: Path, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    code = ENDLESS.format(told=str(told)) + "time.sleep(600)"
    book = a_notebook(tmp_path / "where.ipynb", code)
    script = DISPATCH.format(
        tests=str(Path(__file__).parent), engine=engine, work=str(work), book=str(book)
    )
    started = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    while not told.exists() or not told.read_text(encoding="utf-8"):
        assert started.poll() is None
        time.sleep(0.1)
    run = int(told.read_text(encoding="utf-8"))
    started.send_signal(signal.SIGKILL)
    started.wait(30)
    for _ in range(300):
        if not psutil.pid_exists(run):
            break
        time.sleep(0.1)
    assert not psutil.pid_exists(run)
    assert whole(work) == {}


BESIDE = """
import os, time
from jsna.run.beside import one_process
if __name__ == "__main__":
    with one_process() as beside:
        print(beside.submit(os.getpid).result(), flush=True)
        time.sleep(600)
"""


def test_the_process_beside_a_killed_build_ends_too(tmp_path: Path) -> None:
    script = tmp_path / "beside_a_build.py"
    script.write_text(BESIDE, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout is not None
        beside = int(started.stdout.readline())
        started.kill()
    for _ in range(300):
        if not psutil.pid_exists(beside):
            break
        time.sleep(0.1)
    assert not psutil.pid_exists(beside)


@pytest.mark.parametrize("written", [0, 1, 2])
def test_a_full_disk_leaves_the_page_as_it_was_and_nothing_half_written(
    written: int, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "book.ipynb").write_text("{}", encoding="utf-8")
    store, job = Store(work), a_job(tmp_path / "book.ipynb")
    store.keep(job, store.parts(job), time.time_ns(), "<p>before</html>", "{}", (), False)
    before = {p.name: p.read_bytes() for p in work.rglob("*") if p.is_file()}
    write, room = Path.write_bytes, [True] * written

    def full(path: Path, content: bytes) -> int:
        if room:
            room.pop()
            return write(path, content)
        write(path, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        store.keep(job, store.parts(job), time.time_ns(), "<p>after</html>", "{ }", (), False)
    after = {p.name: p.read_bytes() for p in work.rglob("*") if p.is_file()}
    assert {name: after.get(name) for name in before} == before
    assert not [name for name in after if name.startswith(".")]
    assert whole(work) == {"places/allerdale": "<p>before</html>"}


def test_a_full_disk_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(chosen: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(cli, "_build", full)
    with pytest.raises(SystemExit) as ended:
        cli.main(["build", "params/x.yaml"])
    assert ended.value.code == 1
    assert capsys.readouterr().err == (
        "the disk is full; what was made is kept, and the last good report is in place, "
        "make room and build again\n"
    )
