"""What a build costs over the least it could cost, as ratios in one run.

    python benchmarks/builds.py [--pages 12] [--loop 4]

The lower bound is the same cells, by plain `exec`, in one warm process. All engines make the same
pages of the default edition from the same figures; CPU is that of the whole process tree.
Linux and macOS (it reads the accounting of ended children).
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from jsna import params
from jsna.project import NOTEBOOKS, PARAMS, ROOT
from jsna.run import build, contents
from jsna.run.contents import Job
from jsna.run.dispatch import SETTLED, Dispatcher
from jsna.run.reads import FIGURES

EDITION = PARAMS / "cumbria-2021.yaml"
EXEC = """
import json, os, sys, time
from pathlib import Path
import nbformat
jobs = json.loads(sys.stdin.read())
def run(job):
    space = {"__name__": "__main__"}
    for cell in nbformat.read(job["path"], as_version=4).cells:
        if cell.cell_type != "code":
            continue
        body = cell.source
        if "parameters" in cell.metadata.get("tags", []):
            exec(body, space)
            space.update(job["parameters"])
            continue
        exec(compile(body, "cell", "exec"), space)
run(jobs[0])
begun = time.process_time()
for job in jobs:
    run(job)
print(time.process_time() - begun)
"""


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--pages", type=int, default=12)
    asked.add_argument("--loop", type=int, default=4, help="pages for the slow loop of commands")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        built = whole(out)
        jobs = contents.jobs(params.read(EDITION), ("public",))
        step = max(1, len(jobs) // chosen.pages)
        some = jobs[::step][: chosen.pages]
        work = out / ".work" / "cumbria-2021"
        bound = lower_bound(some, work / "figures")
        rows = [("lower bound: the cells alone, one warm process", bound, bound, 0.0)]
        walls = {}
        for engine in ("fork", "spawn", "kernel"):
            if engine == "fork" and sys.platform != "linux":
                continue
            _, cpu, wall = timed(lambda e=engine: run(e, some, work))
            walls[engine] = wall
            rows.append((f"engine {engine}, start-up included", cpu, bound, wall))
        loop_jobs = some[: chosen.loop]
        _, cpu, wall = timed(lambda: commands(loop_jobs, work / "figures", out))
        share = len(some) / len(loop_jobs)
        rows.append(
            ("papermill and nbconvert commands in a loop", cpu * share, bound, wall * share)
        )
        print(f"{len(some)} pages; the loop was run on {len(loop_jobs)} and scaled\n")
        print("| how | CPU s | CPU / lower bound | CPU s a page above it | wall s |")
        print("|---|---|---|---|---|")
        for name, cpu, least, wall in rows:
            above = (cpu - least) / len(some)
            print(f"| {name} | {cpu:.1f} | {cpu / least:.2f} | {above:.2f} | {wall:.1f} |")
        quick = min(walls.values())
        print(
            f"\nloop of commands over the quickest engine, wall: {wall * share / quick:.1f} times"
        )
        report_no_change(out, len(built))


def whole(out: Path) -> list[Job]:
    """Build the default edition; return its pages."""
    outcome = build.build(EDITION, build.Options(out=out, partial=True), lambda text: None)
    print(f"full build: {outcome.made} pages in {outcome.seconds:.0f} s wall, figures included")
    return contents.jobs(params.read(EDITION))


def timed(act: Callable[[], object]) -> tuple[object, float, float]:
    """Return what came out, the CPU of ended children, and wall time, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    result = act()
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return result, cpu, wall


def run(engine: str, jobs: list[Job], work: Path) -> None:
    """Make the pages with an engine."""
    dispatcher = Dispatcher(os.cpu_count() or 1, engine)  # type: ignore[arg-type]
    ends = list(dispatcher.run(work, jobs, lambda job: None))
    finish(dispatcher)
    failed = [end.job.page for end in ends if end.problem]
    assert not failed, failed


def finish(dispatcher: Dispatcher) -> None:
    """Let the processes end by themselves, so that the system accounts for what they cost."""
    for hand in dispatcher._hands:
        hand.process.stdin.close()  # type: ignore[union-attr]
        hand.process.wait()
    dispatcher.close()


def lower_bound(jobs: list[Job], figures: Path) -> float:
    """Return the CPU seconds of the cells alone."""
    told = [{"path": str(NOTEBOOKS / j.notebook), "parameters": j.parameters} for j in jobs]
    done = subprocess.run(
        [sys.executable, "-c", EXEC],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | SETTLED | {FIGURES: str(figures)},
    )
    return float(done.stdout)


def commands(jobs: list[Job], figures: Path, out: Path) -> None:
    """Run papermill and nbconvert as commands, one page after the other."""
    environment = os.environ | SETTLED | {FIGURES: str(figures)}
    for number, job in enumerate(jobs):
        made = out / f"loop-{number}.ipynb"
        given = [x for name, value in job.parameters.items() for x in ("-p", name, str(value))]
        for command in (
            ["papermill", str(NOTEBOOKS / job.notebook), str(made), "--no-progress-bar", *given],
            ["jupyter", "nbconvert", "--to", "html", "--no-input", str(made)],
        ):
            program = shutil.which(command[0], path=str(Path(sys.executable).parent))
            assert program, f"{command[0]} is not installed"
            subprocess.run(
                [program, *command[1:]], check=True, capture_output=True, env=environment, cwd=ROOT
            )


def report_no_change(out: Path, pages: int) -> None:
    """Print what a build costs where nothing has changed, beside a bare Python."""
    build_again = [
        sys.executable,
        "-m",
        "jsna",
        "build",
        str(EDITION),
        "--out",
        str(out),
        "--partial",
    ]
    cost = {}
    for name, command in {
        "nothing changed": build_again,
        "python -c pass": [sys.executable, "-c", "pass"],
    }.items():
        subprocess.run(command, check=False, capture_output=True, cwd=ROOT)
        found = [
            timed(lambda c=command: subprocess.run(c, check=False, capture_output=True, cwd=ROOT))[
                1
            ]
            for _ in range(5)
        ]
        cost[name] = statistics.median(found)
    quiet, bare = cost["nothing changed"], cost["python -c pass"]
    print(
        f"\n{pages} pages, nothing changed: {quiet:.3f} CPU s, {quiet / bare:.1f} times a bare"
        " Python"
    )


if __name__ == "__main__":
    main()
