"""Keep the figures of a released edition in `data/released`, for all later ones to agree with."""

import csv
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from jsna.disclosure import release
from jsna.disclosure.gate import gate
from jsna.disclosure.pieces import PublishedTotal
from jsna.disclosure.released import TABLES, WITHDRAWN, Released, on_made_up, remembered
from jsna.disclosure.safe import Safe
from jsna.errors import DataError, DisclosureError

REISSUES = "reissues.csv"
RECORD = "release.json"
COLUMNS = ("figure", "reissued_on", "reason", "decided_by", "withdrawn")
_MADE_UP = "Child-level records are MADE UP: nothing here is presented as any place's."


@dataclass(frozen=True)
class Reissue:
    """Why a printed figure is printed again with other numbers."""

    figure: str
    reissued_on: str
    """The day, as 2021-10-04."""
    reason: str
    decided_by: str
    """A role, never a name."""


def release_report(
    report: Path, memory: Path, signed: Sequence[str], reissues: Sequence[Reissue] = ()
) -> Path:
    """Keep what a report prints in `memory/<edition>`, and return that folder.

    Refused where the gate finds anything, and where real records were read and nobody has
    signed for having read the report (`signed` holds the roles that did).
    """
    figures = release.open_figures(report / "public")
    made_up = on_made_up(figures)
    others = Released.read(memory).without(figures.edition)
    problems = [str(leak) for leak in gate(report, others)]
    if not made_up and not signed:
        problems.append(
            "nobody has signed for having read it: read it, then "
            f'run: jsna sign {figures.edition} --role "your role"'
        )
    if problems:
        raise DisclosureError(f"{figures.edition} is not released:", problems)
    folder = memory / figures.edition
    remember(dict(figures), folder, figures.hierarchy, reissues, figures.published_totals)
    record = {
        "edition": figures.edition,
        "made_up": made_up,
        "note": _MADE_UP if made_up else "",
        "signed_off_by": list(signed) or ["nobody: a rehearsal on made-up records"],
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    (folder / RECORD).write_text(text, encoding="utf-8", newline="\n")
    return folder


def read_reissues(path: Path) -> list[Reissue]:
    """Return the reissues that a person wrote down: figure, reissued_on, reason, decided_by."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = COLUMNS[:-1]
    problems = [
        f"line {line}: '{name}' is empty"
        for line, row in enumerate(rows, start=2)
        for name in names
        if not (row.get(name) or "").strip()
    ]
    if problems:
        raise DataError(f"{path.name} cannot be used:", problems)
    return [Reissue(*(row[name].strip() for name in names)) for row in rows]


def remember(
    safes: Mapping[str, Safe],
    folder: Path,
    hierarchy: Sequence[release.Link] = (),
    reissues: Sequence[Reissue] = (),
    totals: Sequence[PublishedTotal] = (),
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
        kept.write_bytes(zipfile.Path(folder / TABLES, f"{name}.csv").read_bytes())
        withdrawn = f"{WITHDRAWN}/{kept.name}"
        rows.append((name, reissue.reissued_on, reissue.reason, reissue.decided_by, withdrawn))
    _pack(safes, folder, hierarchy, totals)
    _append(folder / REISSUES, rows)
    return folder


def _changed(safes: Mapping[str, Safe], folder: Path) -> list[str]:
    """Return the ids of figures whose printed cells are no longer as they were printed."""
    if not (folder / TABLES).is_file():
        return []
    before = remembered(folder)
    gone = [name for name in before if name not in safes]
    return sorted(
        gone
        + [
            name
            for name, safe in safes.items()
            if name in before and release.as_csv(before[name]) != release.as_csv(safe)
        ]
    )


def _pack(
    safes: Mapping[str, Safe],
    folder: Path,
    hierarchy: Sequence[release.Link],
    totals: Sequence[PublishedTotal],
) -> None:
    """Write the tables as one file: the same bytes for the same figures."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as beside:
        tables = release.write(safes, Path(beside), hierarchy, folder.name, totals)
        with zipfile.ZipFile(folder / TABLES, "w") as packed:
            for path in sorted(tables.iterdir()):
                packed.writestr(
                    zipfile.ZipInfo(path.name), path.read_bytes(), zipfile.ZIP_DEFLATED, 9
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
