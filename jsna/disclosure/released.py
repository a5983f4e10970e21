"""What earlier editions printed, and later ones must agree with.

`data/released/<edition>/tables.zip` holds the safe figures of each released edition. A figure once
printed for a period stays as printed. A correction is a reissue: `reissues.csv` says which figure,
when, why and by whose decision, and the table it withdraws is kept in `withdrawn/`, because who
has seen it still knows it.
"""

import io
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from jsna import kept
from jsna.disclosure import release
from jsna.disclosure.margins import SNAPSHOTS
from jsna.disclosure.periods import unfinished
from jsna.disclosure.safe import Safe
from jsna.errors import DisclosureError
from jsna.figures import Figure

WITHDRAWN = "withdrawn"
TABLES = "tables.zip"
"""One file, so that no checkout changes the end of a line under a checksum."""


@dataclass(frozen=True)
class Released:
    """The safe figures of every released edition, the oldest edition first."""

    editions: tuple[tuple[str, release.Figures], ...] = ()
    folder: Path = Path()

    @classmethod
    def read(cls, folder: Path) -> "Released":
        """Return what lies in `data/released`; none where nothing was released yet."""
        found = sorted(path.parent for path in folder.glob(f"*/{TABLES}"))
        return cls(tuple((path.name, remembered(path)) for path in found), folder)

    def without(self, edition: str) -> "Released":
        """Return what all other editions printed."""
        return replace(self, editions=tuple(held for held in self.editions if held[0] != edition))

    def of(self, made_up: bool) -> "Released":
        """Return the editions on made-up records, or those on real ones: never the two together."""
        kept = [(name, held) for name, held in self.editions if on_made_up(held) == made_up]
        return replace(self, editions=tuple(kept))

    def withdrawn(self) -> list[dict[str, Safe]]:
        """Return the tables that a reissue withdrew: who has seen one still knows it."""
        found = []
        for edition, figures in self.editions:
            for path in sorted((self.folder / edition / WITHDRAWN).glob("*.csv")):
                name, *_ = path.name.split(".")
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

        Only what has the same meaning: the same dimensions and selection, and the same period; of
        counts by year the years that were over on the day of their edition. The same cell in
        several editions is given once.
        """
        found = []
        for before in self._alike(figure):
            by_year = figure.rule == "rounded" and _year(figure) is not None
            if by_year:
                found.append(before.shown[~_going_on(before)])
            elif before.figure.period == figure.period:
                found.append(before.shown)
        if not found:
            return pd.DataFrame(columns=[*figure.dimensions, "value"])
        every = pd.concat(found, ignore_index=True)
        if not figure.dimensions:
            return every.head(1)
        return every.drop_duplicates(list(figure.dimensions))

    def going_on(self, figure: Figure) -> pd.DataFrame:
        """Return the cells, not printed as 0, whose time went on after the day of their edition.

        Later editions count the same children and those who came since: whoever saw 5 and later
        sees 0 would know that there are 1 to 4.
        """
        found = []
        for before in self._alike(figure):
            if before.figure.runs_to and before.figure.runs_to != figure.runs_to:
                cells = before.shown[_going_on(before)]
                found.append(cells.loc[cells["value"] > 0, list(figure.dimensions)])
        if not found:
            return pd.DataFrame(columns=list(figure.dimensions))
        return pd.concat(found, ignore_index=True).drop_duplicates()

    def _alike(self, figure: Figure) -> list[Safe]:
        """Return the figure as each edition holds it, where it has the same cells."""
        editions = [figures[figure.id] for _, figures in self.editions if figure.id in figures]
        return [
            before
            for before in editions
            if before.figure.dimensions == figure.dimensions
            and dict(before.figure.where) == dict(figure.where)
            and before.figure.kind == figure.kind
        ]

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


def _year(figure: Figure) -> str | None:
    """Return the name of the year, or month, that the figure is by; None where it is by none."""
    return next((x for x in (*figure.dimensions, *figure.where) if x in SNAPSHOTS), None)


def _going_on(before: Safe) -> "pd.Series[bool]":
    """Return for each shown cell whether its time went on after the day of its edition."""
    shown, name = before.shown, _year(before.figure)
    if name is None:
        return pd.Series(bool(before.figure.runs_to), index=shown.index)
    if name in before.figure.where:
        return pd.Series(unfinished(before.figure, before.figure.where[name]), index=shown.index)
    labels = {label: unfinished(before.figure, label) for label in set(shown[name])}
    return shown[name].map(labels).astype("bool")


def on_made_up(figures: release.Figures) -> bool:
    """Return whether any figure of an edition rests on made-up records."""
    return any(figures.describe(name)["made_up"] for name in figures)


def remembered(folder: Path) -> release.Figures:
    """Return the figures of one released edition; a table is understood once a process."""
    file = folder / TABLES

    def understood() -> release.Figures:
        archive = zipfile.ZipFile(io.BytesIO(file.read_bytes()))  # holds no file open
        archive.filename = str(file)
        return release.open_figures(zipfile.Path(archive))

    return kept.of_bytes("released", [file], understood)
