"""What a build's summary says of extracts: those that nobody sent, and those forgotten since.

A file left out of the folder stops nothing: its figures say `not collected`. Whoever builds is
told, so that it is never found out from a page.
"""

import json
from collections.abc import Collection
from pathlib import Path

from jsna.params import Params
from jsna.project import RESTRICTED

FORGOTTEN = (
    "the accepted extracts are no longer in the restricted store (jsna forget): papers of the "
    "partnership made now know nothing of the action log, the KPI returns and the evidence "
    "register; jsna build --force reads the extracts again"
)


def missing(params: Params) -> list[str]:
    """Return each extract that the intake of an edition misses, and whose it is, in words."""
    if params.made_up:
        return []
    from jsna.intake import store

    return store.not_received(params.edition)


def notes(figures: Path, params: Params, audiences: Collection[str]) -> tuple[str, ...]:
    """Return what the summary says; `figures` is the record written beside them.

    `audiences` are those of the pages that the build made.
    """
    said = []
    try:
        left_out = json.loads(figures.read_text(encoding="utf-8")).get("not_received", [])
    except (OSError, ValueError):
        left_out = []
    if left_out:
        said.append(
            f"not received: {'; '.join(left_out)}. What rests on one of them alone says 'not "
            "collected'; docs/extracts/ says what each file holds"
        )
    forgotten = not (RESTRICTED / params.edition).is_dir()
    if forgotten and "partnership" in audiences:
        said.append(FORGOTTEN)
    return tuple(said)
