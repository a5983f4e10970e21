"""Parts of a report beside its pages: each made when what it rests on has changed, else kept.

A part is a function that writes files below a folder. Its key is the figures, the pages it is told
of and the packages' source; its files lie in the store until the key changes.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from jsna.run.checksums import of_bytes
from jsna.run.store import Store

Part = Callable[[Path], None]


def put(store: Store, name: str, rests_on: str, make: Part, target: Path) -> None:
    """Write the part below `target`, made now or kept from before."""
    key = of_bytes(f"{store.code()} {rests_on}".encode())
    place = store.folder / "parts" / name
    kept = place / key
    if not kept.is_dir():
        shutil.rmtree(place, ignore_errors=True)
        partial = place / f"{key}.partial"
        partial.mkdir(parents=True)
        make(partial)
        partial.replace(kept)
    shutil.copytree(kept, target, dirs_exist_ok=True)
