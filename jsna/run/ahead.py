"""What a build lets another process make beside the pages. Imports nothing heavy by itself."""

import os
from pathlib import Path

from jsna.params import Params
from jsna.run.dispatch import SETTLED


def make(folder: Path, params: Params, code: str) -> None:
    """Make the parts of a report that rest on the figures alone; see `jsna.run.assemble`."""
    os.environ.update(SETTLED)  # before numpy comes: the same bytes on every machine
    from jsna.run import assemble

    assemble.make_ahead(folder, params, code)
