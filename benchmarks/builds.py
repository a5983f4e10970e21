"""What a build costs and survives, as ratios in one run; prints a Markdown table for the docs.

    python benchmarks/builds.py            about half an hour on two quiet cores
    python benchmarks/builds.py --quick    few pages and kills, to see that it runs
    python benchmarks/builds.py --areas 20 twenty areas in one build against as many builds, alone
    python benchmarks/builds.py --rows kills,dask --keep FOLDER    some, the next time from there

All is run in copies of the project in a temporary folder. Linux and macOS: it reads the accounting
of ended processes. The disk is filled only where one may be mounted (Linux, as root).
"""

import argparse
import csv
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.build_areas import areas
from benchmarks.build_costs import Cost, copy_to, python
from benchmarks.build_place import (
    EDITION,
    PARAMS,
    QUICK,
    Place,
    Row,
    Size,
    build,
    command,
    contents,
    step,
)
from benchmarks.build_survives import of_a_changed_input, of_a_full_disk, of_ends, of_kills

ELSEWHERE = {
    "TZ": "Pacific/Auckland",
    "LC_ALL": "C",
    "LANG": "tr_TR.UTF-8",
    "PYTHONHASHSEED": "7",
}


def main() -> None:
    """Print the table, row by row as it is measured."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--areas", type=int, default=0, metavar="N")
    names = ",".join(ROWS)
    asked.add_argument("--rows", default=names, help=f"some of {names}")
    asked.add_argument("--keep", type=Path, help="a folder to build in, and to build on in later")
    chosen = asked.parse_args()
    wanted = [name for name in ROWS if name in chosen.rows.split(",")]
    if not wanted or set(chosen.rows.split(",")) - set(ROWS):
        asked.error(f"--rows takes some of {names}")
    size = QUICK if chosen.quick else Size()
    print("| figure | target | measured | holds |\n|---|---|---|---|", flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as passing:
        folder = chosen.keep.resolve() if chosen.keep else Path(passing)
        found = areas(folder, chosen.areas) if chosen.areas else rows(folder, size, wanted)
        for row in found:
            print(row.text(), flush=True)
    print(f"\n{os.cpu_count()} cores, {(time.monotonic() - begun) / 60:.0f} minutes")


def rows(folder: Path, size: Size, wanted: Sequence[str]) -> Iterator[Row]:
    """Measure everything but many areas."""
    place = Place(folder, size)
    copy_to(place.copy)
    if "whole" in wanted:
        shutil.rmtree(place.out, ignore_errors=True)
    built = build(place.copy, place.out, size.only, watch=True)
    built.last()
    for name in wanted:
        found = ROWS[name](built if name == "whole" else place)
        yield from [found] if isinstance(found, Row) else found


def of_the_whole(built: Cost) -> Iterator[Row]:
    """Where a full build goes, and how much memory it takes."""
    parts: dict[str, list[float]] = built.last()["parts"]
    figures, gate = parts["_make_figures"][1], parts["_pass_the_gate"][1]
    packs = parts["_assemble"][1] - gate
    pages = built.cpu - figures - gate - packs
    named = {"figures": figures, "pages": pages, "packs and explorer": packs, "gate": gate}
    shares = ", ".join(f"{name} {100 * one / built.cpu:.0f} %" for name, one in named.items())
    told = f"{built.wall:.0f} s wall, {built.cpu:.0f} CPU s: {shares}"
    yield Row("full build, figures included", "told apart", told, None)
    peak = f"{built.peak:.2f} GB"
    yield Row("peak memory of that build", "1.5 GB", peak, built.peak <= 1.5)


def of_pages(place: Place) -> Iterator[Row]:
    """What the runs and the rendering cost above the cells alone."""
    copy, work, size = place.copy, place.work, place.size
    least = step(copy, "bound", work, 0)
    each = least["cpu"] / least["pages"]
    walls = {}
    for name, target in (("fork", 0.15), ("spawn", 0.4)):
        if name == "fork" and sys.platform != "linux":
            continue
        found = step(copy, "engine", work, name, 0)
        walls[name] = found["wall"] / found["pages"]
        above = (found["cpu"] - least["cpu"]) / least["pages"]
        told = f"{above:.2f} s ({found['cpu'] / least['cpu']:.2f} times {each:.2f} s a page)"
        figure = f"CPU a page above the lower bound, {name}, {found['pages']} pages, start included"
        yield Row(figure, f"{target} s", told, above <= target and not found["wrong"])
    kernel = step(copy, "engine", work, "kernel", size.sample)
    told = f"{kernel['cpu'] / kernel['pages']:.1f} CPU s a page"
    figure = f"a real kernel, {kernel['pages']} pages, the same bytes"
    yield Row(figure, "the reference", told, not kernel["wrong"])
    slow = step(copy, "loop", work, size.loop)
    times = slow["wall"] / slow["pages"] / min(walls.values())
    figure = f"papermill and nbconvert in a loop ({slow['pages']} pages, scaled) over ours, wall"
    yield Row(figure, "6 times", f"{times:.1f} times", times >= 6)


def of_no_change(place: Place) -> Row:
    """What a build with nothing to do costs, beside a bare Python."""
    copy, words = place.copy, command(place.out, place.size.only)
    python(copy, *words)
    quiet = statistics.median(python(copy, *words).cpu for _ in range(9))
    bare = statistics.median(python(copy, "-c", "pass").cpu for _ in range(9))
    pages = python(copy, *words).told.split(" still fresh")[0].split()[-1]
    told = f"{quiet:.3f} CPU s, {quiet / bare:.1f} times a bare Python"
    figure = f"nothing changed, {pages} pages"
    return Row(figure, "0.15 CPU s, 10 times", told, quiet <= 0.15 and quiet <= 10 * bare)


def of_the_same_bytes(place: Place) -> Row:
    """Whether another engine, folder, zone, language, hash seed and number of workers agree."""
    other, again = copy_to(place.folder / "another folder" / "deep"), place.folder / "out2"
    shutil.rmtree(again, ignore_errors=True)
    words = (place.size.only, "--engine", "spawn", "--workers", "3")
    build(other, again, *words, given=ELSEWHERE).last()
    first, second = (contents(one / EDITION) for one in (place.out, again))
    differ = sorted(n for n in {*first, *second} if first.get(n) != second.get(n))
    told = f"{len(first)} files, {len(differ)} differ" + (f": {differ[:3]}" if differ else "")
    figure = "spawned, 3 workers, other folder, time zone, locale and hash seed"
    return Row(figure, "the same bytes", told, bool(first) and not differ)


def of_dask(place: Place) -> Iterator[Row]:
    """Make all pages on a worker of two threads; 24 on two workers, one of which is killed."""
    figure, target = "Dask, a worker killed during 24 runs", "24 pages, 2 %"
    try:
        import distributed  # noqa: F401
    except ImportError:
        yield Row(figure, target, "the optional extra is not installed", None)
        return
    for engine in ("spawn", "fork") if sys.platform == "linux" else ("spawn",):
        words = ("-m", "benchmarks.build_cluster", str(place.work), engine, "24")
        found = python(place.copy, *words).last()
        wall, pages = (
            f"{100 * grown:+.1f} % (± {100 * error:.1f})"
            for grown, error in (found["wall"], found["pages"])
        )
        told = (
            f"{found['made']} pages; wall of all pages {wall}, {found['runs']} runs of "
            f"{found['seconds']:.0f} s each; CPU of the pages {pages}, of Dask's own processes "
            f"{100 * found['beyond']:.1f} % of that"
        )
        holds = found["made"] == found["of"] and found["wall"][0] <= 0.02
        yield Row(f"{figure}, {engine}", target, told, holds)


def of_an_extract(place: Place) -> Row:
    """Correct one extract: only pages that show what changed are made again."""
    folder, copy = place.folder, copy_to(place.folder / "corrected")
    extracts, key, out = folder / "extracts", folder / "key", folder / "out3"
    for old in (extracts, out):
        shutil.rmtree(old, ignore_errors=True)
    key.unlink(missing_ok=True)
    python(copy, "-m", "jsna", "demo", str(extracts), "--scale", "0.2")
    key.write_text(random.Random(5).randbytes(32).hex(), encoding="utf-8")
    key.chmod(0o600)
    text = (copy / PARAMS).read_text(encoding="utf-8").replace(EDITION, "corrected", 1)
    more = f"extracts: {json.dumps(str(extracts))}\nlinkage_key_file: {json.dumps(str(key))}\n"
    path = copy / "params" / "corrected.yaml"
    path.write_text(f"{text}\n{more}", encoding="utf-8")
    words = command(out, "[cd]*/*", str(path))
    python(copy, *words)
    before = shown(out / ".work" / "corrected")
    corrected = next(extracts.rglob("plan_audits.csv"))
    with corrected.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    for line in lines[1 : len(lines) // 4]:
        line[-1] = "3"  # the grade
    with corrected.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    again = python(copy, *words)
    after = shown(out / ".work" / "corrected")
    changed = {name for name in before if before[name] != after.get(name)}
    readers = 0
    for manifest in (out / ".work" / "corrected" / "manifests").glob("*.json"):
        read = json.loads(manifest.read_text(encoding="utf-8"))["reads"]
        readers += bool(changed & {name.removeprefix("figures/") for name in read})
    made = sum(line.startswith("made ") for line in again.told.splitlines())
    told = f"{len(changed)} figures changed, {readers} pages show one, {made} made again"
    return Row("one extract corrected", "only its pages", told, made == readers)


def shown(work: Path) -> dict[str, Any]:
    """Return each figure's description, which holds the checksum of its cells, by its file."""
    package = json.loads((work / "figures" / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["path"]: resource for resource in package["resources"]}


ROWS: dict[str, Callable[[Any], Any]] = {
    "whole": of_the_whole,
    "pages": of_pages,
    "unchanged": of_no_change,
    "bytes": of_the_same_bytes,
    "kills": of_kills,
    "ends": of_ends,
    "disk": of_a_full_disk,
    "input": of_a_changed_input,
    "dask": of_dask,
    "extract": of_an_extract,
}


if __name__ == "__main__":
    main()
