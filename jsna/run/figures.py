"""Make the safe figures of an edition: the only step that sees a child's record."""

import shutil
from dataclasses import replace
from pathlib import Path

from jsna import catalogue, dimensions
from jsna.disclosure import protect, release
from jsna.disclosure.safe import Safe
from jsna.errors import FigureError
from jsna.figures import Figure
from jsna.params import Params
from jsna.sources import Sources


def published_figure(entry: Figure, sources: Sources) -> Safe:
    """Return a figure that its owner publishes; cells of one `period` say which it is."""
    if entry.measure is None:
        raise FigureError(f"The figure '{entry.id}' has no measure:", ["add it to its entry"])
    cells = entry.measure(sources)
    if "period" in cells and "period" not in entry.dimensions and len(cells):
        entry = replace(entry, period=str(cells["period"].iloc[-1]))
    return protect.published(entry, cells, sources.params.as_of)


def make(params: Params, folder: Path) -> dict[str, Safe]:
    """Write `tables/` below the folder, whole or not at all, and return the figures."""
    sources = Sources(params)
    safes = {
        entry.id: published_figure(entry, sources)
        for entry in catalogue.FIGURES
        if entry.rule == "published"
    }
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    release.write(safes, partial, dimensions.hierarchy(sources.area), params.edition)
    shutil.rmtree(folder, ignore_errors=True)
    (partial / "tables").replace(folder)
    partial.rmdir()
    return safes
