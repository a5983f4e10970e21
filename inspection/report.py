"""What inspection adds to a report: the partnership folder. jsna finds it by entry point."""

from pathlib import Path

from inspection import draft_runs
from jsna.edition import Edition


def write(edition: Edition, folder: Path) -> None:
    """Write `partnership/`: the self-evaluation and every pack, as Word and HTML."""
    target = folder / "partnership"
    target.mkdir(parents=True)
    known = draft_runs.known_of(edition.params, figures=edition.figures)
    draft_runs.write_partnership(known, target)
