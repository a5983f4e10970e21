"""The accepted extracts of an edition: real ones through intake, or the made-up county's.

The made-up county is written into the restricted store and read as any sender's folder is, so
that what a reader sees has gone the whole way.
"""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from jsna import demo
from jsna.params import Params
from jsna.project import RESTRICTED
from jsna.run.checksums import Seen
from jsna.run.store import files

if TYPE_CHECKING:
    import pandas as pd

    from jsna.intake.accept import Intake


def intake(params: Params) -> "Intake":
    """Return what was accepted and set aside; read anew only where a file has changed."""
    from jsna import intake as door

    return door.load(params, params.extracts or made_up(params))


def accepted(params: Params) -> "dict[str, pd.DataFrame]":
    """Return the accepted tables by the name of their contract."""
    return dict(intake(params).accepted)


def made_up(params: Params) -> Path:
    """Return the folder of the made-up county as of the edition's day; written once.

    Its name holds the checksum of the code that makes it, and it appears whole: builds that run
    beside each other may all look for it.
    """
    code = Path(demo.__file__).parent
    seen = Seen(RESTRICTED / "seen.json")
    sources = seen.of_all([p for p in files(code) if p.suffix == ".py"], code)
    folder = RESTRICTED / "made-up-county" / f"{params.edition}-{sources[:12]}"
    if not folder.is_dir():
        partial = folder.with_name(f"{folder.name}.{os.getpid()}")
        partial.mkdir(parents=True, mode=0o700)
        demo.write(partial, format="parquet", as_of=params.as_of)
        try:
            partial.rename(folder)
        except OSError:  # another build was quicker; it wrote the same
            shutil.rmtree(partial)
    return folder
