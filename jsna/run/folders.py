"""A report folder appears whole or not at all, and two builds do not harm each other."""

import ctypes
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD


def put_in_place(staged: Path, final: Path) -> None:
    """Make `staged` the folder `final`; what stood there before is gone afterwards.

    On Linux both names change in one step. Elsewhere the old folder is moved aside first; a
    build that was ended between the two steps is mended by `mend` at the next start.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    if not final.exists():
        staged.replace(final)
        return
    if not _exchanged(staged, final):
        aside = _aside(final)
        shutil.rmtree(aside, ignore_errors=True)
        final.replace(aside)
        staged.replace(final)
        staged = aside
    shutil.rmtree(staged, ignore_errors=True)


def mend(final: Path) -> None:
    """Bring back the last good folder if a build was ended while it changed places."""
    aside = _aside(final)
    if aside.exists() and not final.exists():
        aside.replace(final)


def _aside(final: Path) -> Path:
    return final.with_name(f".{final.name}.before")


def _exchanged(first: Path, second: Path) -> bool:
    """Return whether the two folders have changed names, in one step."""
    if sys.platform != "linux":
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    names = os.fsencode(first), os.fsencode(second)
    return rename(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0


@contextmanager
def alone(folder: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Wait until no other build works in the folder. The system frees the place of a dead one."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+") as file:
        told = False
        while not _locked(file.fileno()):
            if not told:
                tell(f"another build works in {folder.name}; waiting for it")
                told = True
            time.sleep(0.2)
        yield


def _locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
