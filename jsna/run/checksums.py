"""What a file's bytes are, without reading what has not changed.

A file whose stamp (size, times of change, inode) is as last seen keeps the checksum then found,
unless it was written so shortly before that look that its clock cannot tell. Imports nothing heavy.
"""

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterable
from pathlib import Path

from jsna.run.stamps import read_within_its_tick, stamp


def of_bytes(content: bytes) -> str:
    """Return the checksum of some bytes: 32 hexadecimal digits."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def of_file(path: Path) -> str:
    """Return the checksum of a file's bytes, read now."""
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


class Seen:
    """The checksums of files as last seen, kept in one file between runs, if one is named."""

    def __init__(self, store: Path | None = None) -> None:
        self.store = store
        self._known: dict[str, list] = {}
        if store is not None:
            with contextlib.suppress(OSError, ValueError):
                self._known = json.loads(store.read_text(encoding="utf-8"))
        self._changed = False

    def of(self, path: Path) -> str:
        """Return the checksum of the file; "missing" where there is none."""
        try:
            now = stamp(path.stat())
        except OSError:
            return "missing"
        name = str(path)
        known = self._known.get(name)
        if known and known[1:] == [*now]:
            return known[0]
        looked = time.time_ns()
        found = of_file(path)
        if not read_within_its_tick(now, looked):
            self._known[name] = [found, *now]
            self._changed = True
        return found

    def of_all(self, paths: Iterable[Path], base: Path) -> str:
        """Return one checksum of many files, by their names below `base` and their bytes."""
        digest = hashlib.blake2b(digest_size=16)
        for path in sorted(paths):
            digest.update(f"{path.relative_to(base).as_posix()}={self.of(path)}\n".encode())
        return digest.hexdigest()

    def save(self) -> None:
        """Keep what was seen for the next run."""
        if self._changed and self.store is not None:
            self.store.parent.mkdir(parents=True, exist_ok=True)
            partial = self.store.with_name(f"{self.store.name}.{os.getpid()}")
            partial.write_text(json.dumps(self._known), encoding="utf-8")
            partial.replace(self.store)
            self._changed = False
