"""What became of each figure since the edition before: found once, and told by every page."""

import json
from collections.abc import Iterable
from pathlib import Path

from jsna.disclosure import release
from jsna.disclosure.released import TABLES, remembered
from jsna.project import DATA
from jsna.run.contents import NO_EDITION
from jsna.show import since


def with_last(previous: str, figures: Path, ids: Iterable[str] | None = None) -> dict[str, str]:
    """Return the kind of change of each figure by its id; of all of them without `ids`."""
    if previous == NO_EDITION:
        return {}
    after = release.open_figures(figures)
    return since.kinds(
        remembered(tables(previous).parent),
        (after[name] for name in (after if ids is None else ids)),
    )


def recorded(previous: str, figures: Path, ids: Iterable[str]) -> dict[str, str]:
    """Return the same of some figures, as found when they were made, else now."""
    ids = list(ids)
    try:
        record = json.loads(figures.with_name("figures.json").read_text(encoding="utf-8"))
        found: dict[str, str] = record["since"]
        return {name: found[name] for name in ids}
    except (OSError, ValueError, KeyError):
        return with_last(previous, figures, ids)


def tables(previous: str) -> Path:
    """Return the file that decides, beside the figures themselves."""
    return DATA / "released" / previous / TABLES
