"""What was sent, accepted and set aside: contracts, readers, rules, quarantine and the store."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsna.intake.accept import Intake

__all__ = ["check", "load", "read"]

# The heavy libraries are imported only by the call that needs them: `import jsna` stays light.


def read(folder: Path, params: Any) -> "Intake":
    """Return what a folder of extracts holds: accepted tables, and every row that was set aside."""
    from jsna.intake import reading
    from jsna.intake.settings import from_params

    return reading.read(folder, from_params(params))


def load(params: Any, folder: Path | None = None) -> "Intake":
    """Return the intake of an edition from its restricted store, reading only what has changed.

    The folder is `params.extracts`; for the made-up county the caller says where it was written.
    """
    from jsna.intake import store
    from jsna.intake.settings import from_params

    return store.load(folder or params.extracts, from_params(params))


def check(folder: Path, params: Any) -> list[str]:
    """Return every problem of the extracts in words, for `jsna check`; an empty list is clean."""
    from jsna.intake import report

    return report.problems(read(folder, params))
