"""Whether anything was touched since a build was last verified: told by stamps, no file is read.

A build that holds leaves a record of the stamp (size, times of change, inode) of every file that
it rests on and that it made. Where all are as recorded, a further build has nothing to do, and
says so before anything else is imported. A file touched in any way, even to the same bytes, sends
the build the long way, which compares checksums. Imports nothing but `os`, `sys`, `json`.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from jsna.run.stamps import read_within_its_tick, stamp

_LEFT_OUT = "__pycache__"


def record_of(params: Path, out: Path) -> Path:
    """Return where the record of a params file's builds into `out` lies."""
    return out / ".work" / f"{params.stem}.unchanged"


def asked_of(params: Path, out: Path, only: str, audience: str) -> dict[str, Any]:
    """Return what makes one build the same as another, as plain values."""
    return {
        "params": os.path.abspath(params),  # noqa: PTH100 -- nothing is looked up
        "out": os.path.abspath(out),  # noqa: PTH100
        "only": only,
        "audience": audience,
        "python": list(sys.version_info[:3]),
    }


def holds(params: Path, out: Path, only: str, audience: str) -> dict[str, Any] | None:
    """Return what the last verified build said, if nothing was touched since; else None."""
    try:
        text = record_of(params, out).read_text(encoding="utf-8")
        first, _, recorded = text.partition("\n")
        record = json.loads(first)
    except (OSError, ValueError):
        return None
    if record["asked"] != asked_of(params, out, only, audience):
        return None
    now, _ = seen(record["folders"], record["files"])
    return record["said"] if now == recorded else None


def remember(
    asked: dict[str, Any],
    watched: tuple[Sequence[Path], Sequence[Path]],
    verify: Callable[[], dict[str, Any] | None],
) -> None:
    """Record that the build holds, if `verify` says so and nothing is touched meanwhile.

    `watched` are folders and single files. `verify` compares checksums, and returns what a build
    with nothing to do says, or None. A file that was written in the clock tick of our look could
    be written again without a new stamp: then nothing is recorded, and the next build verifies.
    """
    folders, files = (sorted({os.path.abspath(path) for path in some}) for some in watched)  # noqa: PTH100
    time.sleep(0.1)  # what this build itself wrote is then older than a tick
    now = time.time_ns()
    before, stamps = seen(folders, files)
    if any(read_within_its_tick(one, now) for one in stamps):
        return
    said = verify()
    if said is None or seen(folders, files)[0] != before:
        return
    head = {"asked": asked, "folders": folders, "files": files, "said": said}
    record = record_of(Path(asked["params"]), Path(asked["out"]))
    partial = record.with_name(f"{record.name}.{os.getpid()}")
    partial.write_text(f"{json.dumps(head)}\n{before}", encoding="utf-8", newline="\n")
    partial.replace(record)


def seen(folders: Iterable[str], files: Iterable[str]) -> tuple[str, list[tuple[int, ...]]]:
    """Return one line a file below the folders or among the files, and their stamps."""
    found: list[tuple[str, tuple[int, ...]]] = []
    for folder in folders:
        _walk(folder, found)
    for file in files:
        try:
            found.append((file, stamp(os.stat(file))))  # noqa: PTH116
        except OSError:
            found.append((file, ()))
    found.sort()
    return "\n".join(f"{name} {stamps}" for name, stamps in found), [one for _, one in found if one]


def _walk(folder: str, found: list[tuple[str, tuple[int, ...]]]) -> None:
    try:
        entries = os.scandir(folder)
    except OSError:
        found.append((folder, ()))
        return
    with entries:
        for entry in entries:
            if entry.name[0] == "." or entry.name == _LEFT_OUT:
                continue
            if entry.is_dir(follow_symlinks=False):
                _walk(entry.path, found)
            else:
                found.append((entry.path, stamp(entry.stat())))
