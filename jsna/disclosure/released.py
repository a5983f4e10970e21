"""What earlier editions printed, and later ones must agree with.

`data/released/<edition>/tables/` holds the safe figures of each released edition. A figure once
printed for a period stays as printed. A correction is a reissue: `reissues.csv` says which figure,
when, why and by whose decision, and the table it withdraws is kept in `withdrawn/`, because who
has seen it still knows it.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from jsna.disclosure import release
from jsna.disclosure.margins import SNAPSHOTS
from jsna.disclosure.safe import Safe
from jsna.errors import DisclosureError
from jsna.figures import SHOWN, Figure

REISSUES = "reissues.csv"
WITHDRAWN = "withdrawn"
COLUMNS = ("figure", "reissued_on", "reason", "decided_by", "withdrawn")


@dataclass(frozen=True)
class Reissue:
    """Why a printed figure is printed again with other numbers."""

    figure: str
    reissued_on: str
    """The day, as 2021-10-04."""
    reason: str
    decided_by: str
    """A role, never a name."""


@dataclass(frozen=True)
class Released:
    """The safe figures of every released edition, the oldest edition first."""

    editions: tuple[tuple[str, release.Figures], ...] = ()

    @classmethod
    def read(cls, folder: Path) -> "Released":
        """Return what lies in `data/released`; none where nothing was released yet."""
        found = sorted(path.parent.parent for path in folder.glob(f"*/tables/{release.PACKAGE}"))
        return cls(tuple((path.name, release.open_figures(path)) for path in found))

    def withdrawn(self) -> list[dict[str, Safe]]:
        """Return the tables that a reissue withdrew: who has seen one still knows it."""
        found = []
        for _, figures in self.editions:
            for path in sorted((figures.tables.parent / WITHDRAWN).glob("*.csv")):
                name = path.name.split(".", 1)[0]
                if name in figures:
                    found.append({name: release.opened_as(path, figures.describe(name))})
        return found

    def require(self, edition: str) -> None:
        """Refuse to go on without the edition that a new one must agree with."""
        there = [name for name, _ in self.editions]
        if edition not in (*there, "none"):
            raise DisclosureError(
                f"The previous edition '{edition}' is not in data/released:",
                [
                    f"released are: {', '.join(there) or 'none'}; restore its folder from version "
                    "control, or name the right previous_edition in the params file"
                ],
            )

    def printed(self, figure: Figure) -> pd.DataFrame:
        """Return the dimensions and every measure of the cells that were shown before.

        Only what has the same meaning: the same dimensions and selection, and, where the figure
        is not by year, the same period. The same cell in several editions is given once.
        """
        found = []
        for _, figures in self.editions:
            if figure.id not in figures:
                continue
            before = figures[figure.id]
            same = before.figure.dimensions == figure.dimensions
            same &= dict(before.figure.where) == dict(figure.where)
            same &= before.figure.kind == figure.kind
            by_year = bool(SNAPSHOTS & {*figure.dimensions, *figure.where})
            if same and (by_year or before.figure.period == figure.period):
                found.append(before.cells[before.cells["status"] == SHOWN])
        if not found:
            return pd.DataFrame(columns=[*figure.dimensions, "value"])
        every = pd.concat(found, ignore_index=True)
        if not figure.dimensions:
            return every.head(1)
        return every.drop_duplicates(list(figure.dimensions), keep="first", ignore_index=True)

    def as_printed(self, figure: Figure, cells: pd.DataFrame) -> pd.DataFrame:
        """Return the cells with every one that was printed before as it was printed."""
        before = self.printed(figure)
        if before.empty or not figure.dimensions:
            return cells
        keys = list(figure.dimensions)
        measures = [name for name in before.columns if name not in keys and name in cells.columns]
        found = cells.set_index(keys)
        known = before.set_index(keys)[measures]
        known = known[known.index.isin(found.index)]
        found.loc[known.index, measures] = known
        return found.reset_index()[cells.columns]


def remember(
    safes: Mapping[str, Safe],
    folder: Path,
    hierarchy: Sequence[release.Link] = (),
    reissues: Sequence[Reissue] = (),
) -> Path:
    """Keep the figures of a released edition in `data/released/<edition>`, and return the folder.

    A figure that was printed otherwise before is refused, unless a reissue says why.
    """
    allowed = {reissue.figure: reissue for reissue in reissues}
    changed = _changed(safes, folder)
    problems = [
        f"'{name}' was printed otherwise in this edition: solve with data/released fixed, or "
        "record a reissue with its reason"
        for name in changed
        if name not in allowed
    ]
    if problems:
        raise DisclosureError(f"{folder.name} cannot be remembered:", problems)
    rows = []
    for name in changed:
        reissue = allowed[name]
        kept = folder / WITHDRAWN / f"{name}.{reissue.reissued_on}.csv"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes((folder / "tables" / f"{name}.csv").read_bytes())
        withdrawn = f"{WITHDRAWN}/{kept.name}"
        rows.append((name, reissue.reissued_on, reissue.reason, reissue.decided_by, withdrawn))
    release.write(safes, folder, hierarchy, folder.name)
    _append(folder / REISSUES, rows)
    return folder


def _changed(safes: Mapping[str, Safe], folder: Path) -> list[str]:
    """Return the ids of figures whose printed cells are no longer as they were printed."""
    if not (folder / "tables" / release.PACKAGE).is_file():
        return []
    before = release.open_figures(folder)
    gone = [name for name in before if name not in safes]
    return sorted(
        gone
        + [
            name
            for name, safe in safes.items()
            if name in before and release.as_csv(before[name]) != release.as_csv(safe)
        ]
    )


def _append(path: Path, rows: Sequence[Sequence[str]]) -> None:
    fresh = not path.is_file()
    if not rows:
        return
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if fresh:
            writer.writerow(COLUMNS)
        writer.writerows(rows)
