"""A process that has done the imports and forks a fresh child for each notebook (Linux).

It must have one thread when it forks: a lock that another thread holds would stay locked in
the child for ever. It counts its threads and says so; with more than one the dispatcher takes
spawned workers instead. So it imports and reads the project's own small tables, no more: no figure
is opened and no sum done before the fork.
"""

import ast
import contextlib
import ctypes
import gc
import importlib
import importlib.util
import json
import os
import re
import selectors
import signal
import sys
from pathlib import Path
from typing import IO, Any

from jsna import kept
from jsna.project import NOTEBOOKS
from jsna.run import worker
from jsna.run.checksums import Seen
from jsna.run.store import code_now

_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)

_INSIDE = re.compile(r"^[ \t]+((?:from [\w.]+ )?import (?:\([^)]*\)|[\w., ]+))", re.MULTILINE)
"""An import inside a function: parsing every module whole would take longer than importing it."""

_MAKE_FIGURES = ("jsna.demo", "jsna.intake")

_FOR_TYPES_ALONE = re.compile(r"^if TYPE_CHECKING:\n(?:[ \t]+.*\n|\n)*", re.MULTILINE)


def threads() -> int:
    """Return how many threads this process has, as the system counts them."""
    return len(list(Path("/proc/self/task").iterdir()))


def main() -> None:
    """Fork a child for each order; answer for each when it ends."""
    line = worker.protocol()
    code = code_now(Seen())
    worker.spare_the_grammar()
    _prepare()
    gc.freeze()  # what is here stays: a child that looks for garbage need not copy it
    line.write(json.dumps({"ready": "forked", "threads": threads()}) + "\n")
    line.flush()
    selector = selectors.DefaultSelector()
    selector.register(0, selectors.EVENT_READ)
    children: dict[int, tuple[int, int, bytearray]] = {}
    waiting = b""
    while True:
        for key, _ in selector.select():
            if key.fd == 0:
                block = os.read(0, 1 << 16)
                if not block:
                    _end(children)
                waiting += block
                *orders, waiting = waiting.split(b"\n")
                for text in orders:
                    _obey(json.loads(text), code, children, selector, line)
                continue
            number, process, heard = children[key.fd]
            block = os.read(key.fd, 1 << 16)
            heard += block
            if not block:
                selector.unregister(key.fd)
                os.close(key.fd)
                del children[key.fd]
                _, status = os.waitpid(process, 0)
                told = bytes(heard) if heard.endswith(b"\n") else b""
                died = {"number": number, "died": os.waitstatus_to_exitcode(status)}
                line.write(told.decode() or json.dumps(died) + "\n")
                line.flush()


def _obey(
    order: dict[str, Any],
    code: str,
    children: dict,
    selector: selectors.BaseSelector,
    line: IO[str],
) -> None:
    """Start the order's child, or end the one that is out of time."""
    if "kill" in order:
        for number, process, _ in children.values():
            if number == order["kill"]:
                os.kill(process, signal.SIGKILL)
        return
    reading, writing = os.pipe()
    ours = os.getpid()
    process = os.fork()
    if process == 0:
        _end_with(ours)
        os.close(reading)
        line.close()
        selector.close()
        for fd in children:
            os.close(fd)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            worker.answer(pipe, order["number"], lambda: worker.work(order, code))
        os._exit(0)
    os.close(writing)
    children[reading] = (order["number"], process, bytearray())
    selector.register(reading, selectors.EVENT_READ)


def _end_with(parent: int) -> None:
    """Have the system end this child when its parent ends, however that may be."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we could ask
        os._exit(1)


def _end(children: dict) -> None:
    """The dispatcher is gone: so are we."""
    for _, process, _ in children.values():
        os.kill(process, signal.SIGKILL)
    sys.exit(0)


def _prepare() -> None:
    """Import what notebooks import, and what that imports when first used: no child has to.

    It is read off the notebooks' cells and our own modules' source, so that nobody keeps a list.
    Then understand the tables that many pages read, and make the shell that a child finds.
    """
    import jsna.run.page

    jsna.run.page.rehearse()
    for name in sorted(imported_by_notebooks()):
        importlib.import_module(name)
    read: set[str] = set()
    while unread := set(filter(_makes_pages, sys.modules)) - read:
        read |= unread
        for name in sorted(set().union(*map(_named_in, unread)) - set(sys.modules)):
            if not name.startswith("jsna.run") and _is_there(name):
                importlib.import_module(name)
    kept.understand_ahead()
    kept.forget()
    from jsna.run import engines  # by papermill's entry point: not before papermill itself

    engines.make_ready()


def imported_by_notebooks() -> set[str]:
    """Return the modules that the notebooks import, but for those that are not there."""
    found: set[str] = set()
    for path in NOTEBOOKS.rglob("*.ipynb"):
        if path.parent.name == ".ipynb_checkpoints":
            continue
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                with contextlib.suppress(SyntaxError):
                    found |= _modules(ast.parse("".join(cell["source"])))
    return {name for name in found if _is_there(name)}


def _makes_pages(name: str) -> bool:
    """Say whether what a module imports when first used may be a page's: not what makes figures."""
    return name.startswith(("jsna.", "inspection.")) and not name.startswith(_MAKE_FIGURES)


def _named_in(module: str) -> set[str]:
    """Return what a module of ours imports inside its functions; its top has been imported."""
    source = getattr(sys.modules[module], "__file__", None)
    if source is None:
        return set()
    text = _FOR_TYPES_ALONE.sub("", Path(source).read_text(encoding="utf-8"))
    found: set[str] = set()
    for statement in _INSIDE.findall(text):
        with contextlib.suppress(SyntaxError):  # a line of words that begins like one
            found |= _modules(ast.parse(statement.strip()))
    return found


def _modules(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def _is_there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):  # the dispatcher is gone: so are we
        main()
