"""Steps of `benchmarks/builds.py` that run inside a copy of the project; each prints JSON.

    python -m benchmarks.build_steps STEP WORK [MORE ...]

WORK is the store of an edition that was built: its figures are taken, its pages compared with.
"""

import contextlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import psutil

from benchmarks.build_costs import below
from jsna import params
from jsna.project import NOTEBOOKS, PARAMS, ROOT
from jsna.run import contents
from jsna.run.contents import Job
from jsna.run.dispatch import SETTLED, Dispatcher, Ended
from jsna.run.reads import FIGURES
from jsna.run.store import Store

EDITION = PARAMS / "cumbria-2021.yaml"
BETWEEN_KILLS = 3.0
"""Most starts of a crew from one kill to the next: killed faster, no crew could ever work."""
PARTS = ("_make_figures", "_make_pages", "_assemble", "_pass_the_gate")


def cpu(whose: int = resource.RUSAGE_SELF) -> float:
    """Return CPU seconds so far."""
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def all_cpu() -> float:
    """Return CPU seconds so far, ended children included."""
    return cpu() + cpu(resource.RUSAGE_CHILDREN)


def whole(*arguments: str) -> dict[str, Any]:
    """Build by the command's own words; return CPU and wall of each part by its name."""
    from jsna import cli
    from jsna.run import build

    taken: dict[str, list[float]] = {}

    def timed(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def acting(*given: Any, **named: Any) -> Any:
            begun, used = time.perf_counter(), all_cpu()
            try:
                return act(*given, **named)
            finally:
                taken[name] = [time.perf_counter() - begun, all_cpu() - used]

        return acting

    for name in PARTS:
        setattr(build, name, timed(name, getattr(build, name)))
    with contextlib.redirect_stdout(sys.stderr):
        try:
            cli.main(["build", *arguments])
        except SystemExit as ended:
            if ended.code:  # a report that is refused is no build to measure
                raise
    return {"parts": taken, "cpu": all_cpu()}


def chosen(work: Path, count: int) -> list[Job]:
    """Return pages that the build made, evenly over the report; all for 0."""
    store = Store(work)
    made = [job for job in contents.jobs(params.read(EDITION)) if store.entry(job)]
    return made if not count else made[:: max(1, len(made) // count)][:count]


@contextmanager
def fresh_store(work: Path) -> Iterator[Path]:
    """Yield a store beside `work` that has its figures and no page."""
    beside = work.with_name(f"beside-{os.getpid()}")
    beside.mkdir()
    (beside / "figures").symlink_to(work / "figures")
    shutil.copy(work / "figures.json", beside / "figures.json")
    try:
        yield beside
    finally:
        shutil.rmtree(beside)


def wrong(work: Path, beside: Path, jobs: list[Job]) -> tuple[int, int]:
    """Return how many of the pages are not there, and how many are there and not right."""
    right, found = Store(work), Store(beside)
    pairs = [(right.entry(job), found.entry(job)) for job in jobs]
    absent = sum(now is None for _, now in pairs)
    bad = 0
    for good, now in pairs:
        if good is not None and now is not None:
            same = good.html.read_bytes() == now.html.read_bytes()
            bad += not (same and good.notebook.read_bytes() == now.notebook.read_bytes())
    return absent, bad


def engine(work: Path, name: str, count: str) -> dict[str, Any]:
    """Make pages with an engine, its start-up included."""
    jobs = chosen(work, int(count))
    with fresh_store(work) as beside:
        begun = time.perf_counter()
        dispatcher = Dispatcher(os.cpu_count() or 1, name)  # type: ignore[arg-type]
        ends = list(dispatcher.run(beside, jobs, lambda job: None))
        wall = time.perf_counter() - begun
        for hand in dispatcher._hands:  # so that the system accounts for what they cost
            hand.process.stdin.close()  # type: ignore[union-attr]
            hand.process.wait()
        dispatcher.close()
        assert not [end for end in ends if end.problem], ends
        absent, bad = wrong(work, beside, jobs)
    return {"pages": len(jobs), "wall": wall, "cpu": all_cpu(), "wrong": absent + bad}


def bound(work: Path, count: str) -> dict[str, Any]:
    """Run the cells alone, by plain `exec`, in one warm process."""
    os.environ.update({FIGURES: str(work / "figures")})
    jobs = chosen(work, int(count))
    warm = {job.notebook: job for job in jobs}.values()
    for job in warm:
        cells_of(job)
    begun = cpu()
    for job in jobs:
        cells_of(job)
    return {"pages": len(jobs), "cpu": cpu() - begun}


def cells_of(job: Job) -> None:
    """Run a notebook's cells."""
    space: dict[str, Any] = {"__name__": "__main__"}
    for cell in nbformat.read(NOTEBOOKS / job.notebook, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        exec(compile(cell.source, "cell", "exec"), space)
        if "parameters" in cell.metadata.get("tags", []):
            space.update(job.parameters)


def loop(work: Path, count: str) -> dict[str, Any]:
    """Run the papermill and nbconvert commands, one page after the other."""
    environment = os.environ | SETTLED | {FIGURES: str(work / "figures")}
    jobs = chosen(work, int(count))
    scripts = str(Path(sys.executable).parent)
    begun = time.perf_counter()
    with fresh_store(work) as beside:
        for job in jobs:
            made = str(beside / "loop.ipynb")
            given = [x for name, v in job.parameters.items() for x in ("-p", name, str(v))]
            for words in (
                ["papermill", str(NOTEBOOKS / job.notebook), made, "--no-progress-bar", *given],
                ["jupyter", "nbconvert", "--to", "html", "--no-input", made],
            ):
                program = shutil.which(words[0], path=scripts)
                assert program, f"{words[0]} is not installed"
                subprocess.run(
                    [program, *words[1:]], check=True, stdout=2, env=environment, cwd=ROOT
                )
    return {"pages": len(jobs), "wall": time.perf_counter() - begun, "cpu": all_cpu()}


def kills(work: Path, name: str, count: str, kills: str) -> dict[str, Any]:
    """Kill processes of the executor at random moments while pages are made."""
    jobs, left = chosen(work, int(count)), int(kills)
    chance, done, killed = random.Random(5), threading.Event(), [0]
    lost: set[str] = set()
    bad = rounds = 0
    with fresh_store(work) as beside:
        between = BETWEEN_KILLS * start_of(name, beside, jobs[0])
        while killed[0] < left:
            rounds += 1
            done.clear()
            dispatcher = Dispatcher(os.cpu_count() or 1, name)  # type: ignore[arg-type]

            def kill(hands: Any = dispatcher._hands) -> None:
                while killed[0] < left and not done.wait(chance.uniform(0.1, between)):
                    there = [p for hand in list(hands) for p in below(hand.process.pid)]
                    with contextlib.suppress(psutil.NoSuchProcess):
                        if there:
                            chance.choice(there).kill()
                            killed[0] += 1

            killer = threading.Thread(target=kill)
            killer.start()
            ends: list[Ended] = list(dispatcher.run(beside, jobs, lambda job: None))
            done.set()
            killer.join()
            dispatcher.close()
            lost |= {f"{rounds} {end.job.page}" for end in ends if end.problem}
            bad += wrong(work, beside, jobs)[1]
        dispatcher = Dispatcher(os.cpu_count() or 1, name)  # type: ignore[arg-type]
        rest = [job for job in jobs if Store(beside).stale(job)]
        list(dispatcher.run(beside, rest, lambda job: None))
        dispatcher.close()
        absent, still = wrong(work, beside, jobs)
    return {"kills": killed[0], "lost": len(lost), "wrong": bad + absent + still}


def start_of(name: str, store: Path, job: Job) -> float:
    """Return the seconds until a crew has made its first page."""
    begun = time.perf_counter()
    dispatcher = Dispatcher(os.cpu_count() or 1, name)  # type: ignore[arg-type]
    list(dispatcher.run(store, [job], lambda job: None))
    dispatcher.close()
    return time.perf_counter() - begun


def main() -> None:
    """Run one step."""
    step, work, *more = sys.argv[1:]
    if step == "whole":
        found = whole(work, *more)
    else:
        act = {"engine": engine, "bound": bound, "loop": loop, "kills": kills}[step]
        found = act(Path(work), *more)  # type: ignore[operator]
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
