"""What the bytes of files were understood to mean, kept in memory for as long as they stay so.

A page must be seen to read what it rests on, and must read it as it is now: so the files are read
every time. To understand the same bytes again takes far longer than that, and serves nothing.
What functions of ours remember by a name alone (`functools.cache`) is forgotten before each run.
"""

import contextlib
import json
from collections.abc import Callable, Sequence
from functools import _lru_cache_wrapper
from importlib.resources.abc import Traversable
from sys import modules
from typing import Any, TypeVar, cast

from jsna.errors import JsnaError

Meaning = TypeVar("Meaning")

_KEPT: dict[tuple[object, tuple[Traversable, ...]], tuple[list[bytes], object]] = {}

JSON, FEW = "json", 4

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


_KEEPERS: dict[int, list[_lru_cache_wrapper]] = {}
"""Functions of ours that remember, as found when so many modules had been imported."""


def forget() -> None:
    """Clear what our functions remember, so that each run reads, and is seen to read.

    The exporter's templates stay: they are of the packages' source, not of the data.
    """
    imported = len(modules)
    if imported not in _KEEPERS:  # to look through them all is slow, and unshares what forks share
        _KEEPERS.clear()
        _KEEPERS[imported] = [
            value
            for name, module in list(modules.items())
            if name.partition(".")[0] in ("jsna", "inspection") and name != "jsna.publish.html"
            for value in vars(module).values()
            if isinstance(value, _lru_cache_wrapper)
        ]
    for keeper in _KEEPERS[imported]:
        keeper.cache_clear()


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
            _KEPT.pop(name, None)
            _KEPT[name] = content, meaning
            _drop_older(kind)
    except OSError:
        return understand()
    return meaning


def _drop_older(kind: object) -> None:
    """Keep few indexes of figures: every area has some, and none is asked for after its build."""
    if kind == JSON:
        for old in [name for name in _KEPT if name[0] == JSON][:-FEW]:
            del _KEPT[old]


def json_of(path: Traversable) -> Any:
    """Return what a JSON file holds, for reading alone; raises as opening and parsing do."""
    return of_bytes(JSON, [path], lambda: json.loads(path.read_text(encoding="utf-8")))
