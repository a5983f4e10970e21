"""Parts of a report beside its pages: each made when what it rests on has changed, else kept.

A part is a function that writes files below a folder. Its key is the figures, the pages it is told
of and the packages' source; its files lie in the store until the key changes.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jsna.params import Params
from jsna.project import DATA
from jsna.run.checksums import of_bytes
from jsna.run.store import Store, files


@dataclass(frozen=True)
class Part:
    """Some files of a report that are made together."""

    name: str
    rests_on: str
    """Everything that can change it, beside the packages' source."""
    write: Callable[[Path], None]
    """Writes its files below a folder."""


def words(store: Store, params: Params) -> str:
    """Return the checksum of what people wrote that papers repeat: plan, claims, letter, words."""
    named = (params.letter_file, params.self_evaluation_words)
    paths = [*files(DATA / "plan"), *(path for path in named if path and path.is_file())]
    return of_bytes(" ".join(store.seen.of(path) for path in paths).encode())


def place(store: Store, part: Part) -> Path:
    """Return where a part is kept; the folder is there only when the part is made and holds."""
    return store.folder / "parts" / part.name / of_bytes(f"{store.code()} {part.rests_on}".encode())


def make(store: Store, part: Part) -> Path:
    """Return the folder of a part, made now or kept from before; it appears whole."""
    kept = place(store, part)
    if not kept.is_dir():
        for old in kept.parent.glob("*"):
            shutil.rmtree(old, ignore_errors=True)
        partial = kept.with_name(f"{kept.name}.{os.getpid()}")
        partial.mkdir(parents=True)
        part.write(partial)
        partial.replace(kept)
    return kept


def put(store: Store, part: Part, target: Path) -> None:
    """Write the part's files below `target`."""
    shutil.copytree(make(store, part), target, dirs_exist_ok=True)
