"""Make the safe figures of an edition: the only step that sees a child's record."""

import shutil
from pathlib import Path

from jsna import catalogue
from jsna.disclosure import protect, release
from jsna.disclosure.safe import Safe
from jsna.params import Params
from jsna.sources import Sources


def make(params: Params, folder: Path) -> dict[str, Safe]:
    """Write `tables/` below the folder, whole or not at all, and return the figures."""
    sources = Sources(params)
    safes = {
        entry.id: protect.published(entry, entry.measure(sources), params.as_of)
        for entry in catalogue.FIGURES
        if entry.rule == "published" and entry.measure is not None
    }
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    release.write(safes, partial, sources.area.hierarchy(), params.edition)
    shutil.rmtree(folder, ignore_errors=True)
    (partial / "tables").replace(folder)
    partial.rmdir()
    return safes
