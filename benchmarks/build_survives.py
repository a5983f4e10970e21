"""Rows of `benchmarks/builds.py`: what a build survives."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.build_costs import python
from benchmarks.build_place import EDITION, Place, Row, command, contents, step


def of_kills(place: Place) -> Row:
    """Kill workers and the process that forks, at random moments."""
    copy, work, size = place.copy, place.work, place.size
    found = {"kills": 0, "lost": 0, "wrong": 0}
    shares = [("spawn", size.kills // 2)]
    shares += [("fork", size.kills - size.kills // 2)] if sys.platform == "linux" else []
    for name, kills in shares:
        one = step(copy, "kills", work, name, 2 * size.sample, kills)
        found = {key: found[key] + one[key] for key in found}
    told = f"{found['lost']} pages lost by {found['kills']} kills, {found['wrong']} wrong"
    holds = found["lost"] <= found["kills"] and not found["wrong"]
    return Row("workers killed at random moments", "one page a kill", told, holds)


@contextmanager
def begun(out: Path, beside: Path) -> Iterator[Path]:
    """Yield a place for builds that has the figures made, and no page."""
    work = beside / ".work" / EDITION
    shutil.copytree(out / ".work" / EDITION / "figures", work / "figures")
    shutil.copy(out / ".work" / EDITION / "figures.json", work / "figures.json")
    try:
        yield beside
    finally:
        shutil.rmtree(beside)


def pages_right(out: Path, other: Path) -> tuple[int, int]:
    """Return how many pages the other store has, and how many are not as in the first."""
    right = contents(out / ".work" / EDITION / "pages")
    there = contents(other / ".work" / EDITION / "pages")
    whole = {name: one for name, one in there.items() if not name.startswith(".")}
    return len(whole), sum(right.get(name) != one for name, one in whole.items())


def of_ends(place: Place) -> Row:
    """Kill the dispatcher itself, and build on."""
    copy, out, size = place.copy, place.out, place.size
    chance, wrong = random.Random(5), 0
    with begun(out, out.with_name("ends")) as beside:
        for _ in range(size.ends):
            words = [sys.executable, *command(beside, size.only)]
            # Its workers hold no pipe of ours: they end when it does.
            started = subprocess.Popen(
                words, cwd=copy, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(chance.uniform(3, 9))
            started.kill()
            started.wait()
            wrong += pages_right(out, beside)[1] + (beside / EDITION).exists()
        told = python(copy, *command(beside, size.only))
        same = contents(beside / EDITION) == contents(out / EDITION)
    kept = told.told.split(" still fresh")[0].split()[-1]
    text = f"{wrong} wrong or half made; {kept} pages kept, then the same report: {yes(same)}"
    return Row(f"dispatcher killed {size.ends} times", "right or absent", text, same and not wrong)


def yes(truth: bool) -> str:
    """Return a word for it."""
    return "yes" if truth else "no"


def of_a_full_disk(of: Place) -> Row:
    """Build on a disk that is too small, then make room and build again."""
    copy, out, size = of.copy, of.out, of.size
    figure, target = "disk full, then room made", "right or absent"
    place = of.folder / "small"
    place.mkdir(exist_ok=True)
    figures, pages = (room_of(out / ".work" / EDITION / name) for name in ("figures", "pages"))
    room = 2**20 + figures + pages // 2
    mount = ["mount", "-t", "tmpfs", "-o", f"size={room}", "none", str(place)]
    if (
        sys.platform != "linux"
        or os.geteuid() != 0
        or subprocess.run(mount, check=False).returncode
    ):
        return Row(figure, target, "no disk may be mounted here; a test holds it", None)
    try:
        with begun(out, place / "b") as beside:
            full = python(copy, *command(beside, size.only))
            there, wrong = pages_right(out, beside)
            report = (beside / EDITION).exists()
            subprocess.run([*mount[:3], "-o", "remount,size=2g", str(place)], check=True)
            then = python(copy, *command(beside, size.only))
            same = contents(beside / EDITION) == contents(out / EDITION)
    finally:
        subprocess.run(["umount", str(place)], check=True)
    told = f"exit {full.status}, {there // 2} pages kept, {wrong} wrong; then exit {then.status}"
    holds = full.status == 1 and not wrong and not report and then.status == 0 and same
    return Row(figure, target, f"{told}, the same report: {yes(same)}", holds)


def room_of(folder: Path) -> int:
    """Return the bytes that the files take on a disk of usual blocks."""
    return sum(4096 * (1 + len(one) // 4096) for one in contents(folder).values())


def of_a_changed_input(place: Place) -> Row:
    """Change what pages read while they are made; the next build must notice."""
    copy, out, size = place.copy, place.out, place.size
    table = copy / "data" / "plan" / "glossary.csv"
    kept = table.read_bytes()
    with begun(out, out.with_name("changed")) as beside:
        started = subprocess.Popen(
            [sys.executable, *command(beside, size.only)],
            cwd=copy,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert started.stderr is not None
        for line in started.stderr:
            if line.startswith("made 1"):
                break
        table.write_bytes(kept)  # the same bytes, but nobody could tell when they were read
        started.communicate()
        then = python(copy, *command(beside, size.only))
        same = contents(beside / EDITION) == contents(out / EDITION)
    made = then.told.split(" pages made")[0].split()[-1]
    told = f"{made} pages made again, then the same report: {yes(same)}"
    return Row("an input written during the run", "not trusted", told, same and made != "0")
