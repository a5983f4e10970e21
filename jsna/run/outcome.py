"""What a build did, and how the person at the terminal is told."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Outcome(NamedTuple):
    """What a build did."""

    report: Path | None
    made: int
    kept: int
    seconds: float
    failed: tuple[tuple[str, str], ...] = ()
    """Page and cause."""
    notes: tuple[str, ...] = ()


def print_summary(outcome: Outcome, tell: Callable[[str], None]) -> int:
    """Tell what was done; return the exit status."""
    for page, cause in outcome.failed:
        tell(f"FAILED {page}: {cause}")
    for note in outcome.notes:
        tell(f"note: {note}")
    tell(
        f"{outcome.made} pages made, {outcome.kept} still fresh, {len(outcome.failed)} failed, "
        f"in {outcome.seconds:.1f} s"
    )
    if outcome.failed:
        last = (
            "a partial report is in place"
            if outcome.report
            else "the last good report stays in place"
        )
        tell(f"{last}; mend the notebook or its data and build again")
    if outcome.report:
        sys.stdout.write(f"{outcome.report / 'public' / 'index.html'}\n")
    return 1 if outcome.failed else 0
