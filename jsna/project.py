"""Where the project's own files are: one folder holds the packages, data, params and notebooks."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
PARAMS = ROOT / "params"
NOTEBOOKS = ROOT / "notebooks"
REPORTS = ROOT / "reports"
BROWSER_CHECKS = REPORTS / "browser-checks.json"
"""What the last browser test found; the accessibility statement is made from it."""
GAPS = DATA / "gaps.csv"
"""What people said and what was answered; `jsna capture` makes it. Absent until then."""
RESTRICTED = ROOT / ".restricted"
"""Accepted extracts: never in git, never in a report folder, readable by their owner only."""


def named(path: Path) -> str:
    """Return the path as a reader would name it: from the project's folder, with slashes."""
    try:
        return path.resolve().relative_to(ROOT).as_posix()
    except ValueError:
        return path.name


if "JSNA_READS" in os.environ:
    # A notebook's kernel tells the build which files it opened, so that the page is made
    # again when one of them changes. Whoever finds the project's data has come through here.
    from jsna.run import reads

    reads.write_to(Path(os.environ["JSNA_READS"]), reads.watched())
