"""What the bytes of files were understood to mean, kept in memory for as long as they stay so.

A page must be seen to read what it rests on, and must read it as it is now: so the files are read
every time. To understand the same bytes again takes far longer than that, and serves nothing.
"""

import contextlib
import json
from collections.abc import Callable, Sequence
from importlib.resources.abc import Traversable
from typing import Any, TypeVar, cast

from jsna.errors import JsnaError

Meaning = TypeVar("Meaning")

_KEPT: dict[tuple[object, tuple[Traversable, ...]], tuple[list[bytes], object]] = {}

_AHEAD: list[Callable[[], object]] = []


def ahead(read: Callable[[], object]) -> None:
    """Note a function that understands what many pages read; a process that forks calls it first.

    It starts no thread and does no sum; and what it cannot read is told to whoever needs it.
    """
    _AHEAD.append(read)


def understand_ahead() -> None:
    """Understand what has been marked, so that no process forked from this one has to."""
    for read in _AHEAD:
        with contextlib.suppress(JsnaError):
            read()


def of_bytes(
    kind: object, paths: Sequence[Traversable], understand: Callable[[], Meaning]
) -> Meaning:
    """Return what the files were understood to mean, by these bytes, or understand them now.

    `kind`, something hashable, names what is asked of them. The meaning is handed out again as it
    is: it must be something that nobody changes. What cannot be read is for `understand` to refuse.
    """
    name = kind, tuple(paths)
    try:
        content = [path.read_bytes() for path in paths]
        known = _KEPT.get(name)
        if known is not None and known[0] == content:
            return cast(Meaning, known[1])
        meaning = understand()
        if [path.read_bytes() for path in paths] == content:  # else: written in between
            _KEPT[name] = content, meaning
    except OSError:
        return understand()
    return meaning


def json_of(path: Traversable) -> Any:
    """Return what a JSON file holds, for reading alone; raises as opening and parsing do."""
    return of_bytes("json", [path], lambda: json.loads(path.read_text(encoding="utf-8")))
