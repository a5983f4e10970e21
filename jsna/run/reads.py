"""Which of the project's files a run opens: the interpreter tells, nobody has to remember.

An audit hook sees every file that Python opens. It cannot be taken out again, so it is put in
once a process and hears only while somebody listens.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

FIGURES = "JSNA_FIGURES"
"""Names the folder of the safe figures that a notebook opens."""

_watched: tuple[str, ...] = ()
_listener: Callable[[str], None] | None = None
_installed = False


def watched() -> list[Path]:
    """Return the folders whose files make a page what it is, besides the packages' own."""
    from jsna import project

    figures = os.environ.get(FIGURES)
    return [project.DATA, project.PARAMS, *([Path(figures)] if figures else [])]


def _hook(event: str, arguments: tuple) -> None:
    if event != "open" or _listener is None:
        return
    path, mode = arguments[0], arguments[1]
    writes = isinstance(mode, str) and not set(mode).isdisjoint("wax+")
    if isinstance(path, str | os.PathLike) and not writes:
        # No pathlib here: this runs at every opening of a file, and may not open one itself.
        full = os.path.abspath(os.fspath(path))  # noqa: PTH100
        if isinstance(full, str) and full.startswith(_watched):
            _listener(full)


def _listen(listener: Callable[[str], None] | None, folders: list[Path]) -> None:
    global _watched, _listener, _installed
    # A folder reached by a link is opened by either name.
    names = {str(path) for folder in folders for path in (folder.absolute(), folder.resolve())}
    _watched = tuple(sorted(name + os.sep for name in names))
    _listener = listener
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True


@contextmanager
def recording(folders: list[Path]) -> Iterator[set[str]]:
    """Collect the full names of the files below the folders that are opened meanwhile."""
    opened: set[str] = set()
    _listen(opened.add, folders)
    try:
        yield opened
    finally:
        _listen(None, [])


def write_to(file: Path, folders: list[Path]) -> None:
    """From now on, append the full name of each file opened below the folders to `file`."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    _listen(lambda name: void(os.write(handle, f"{name}\n".encode())), folders)


def void(_: object) -> None:
    """Take a value that nobody needs."""
