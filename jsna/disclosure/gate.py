"""Attack a report before it is released, then read every file of it: nothing leaves unexplained.

`gate(folder)` returns the leaks, none for a report that may go. It holds `public/` and
`partnership/` to the same figures; comments and tracked changes are at home in the second only.
The rule for page makers is in docs/disclosure.md.
"""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import html

from jsna.disclosure import read_html, read_office, read_other
from jsna.disclosure.agreement import disagreements
from jsna.disclosure.attack import attack
from jsna.disclosure.explained import Explained, explained
from jsna.disclosure.limits import Limits
from jsna.disclosure.pieces import PublishedTotal
from jsna.disclosure.reading import Documents, Leak, Phrases, Reader
from jsna.disclosure.release import HIERARCHY, PACKAGE, Figures, open_figures
from jsna.disclosure.released import Released, on_made_up
from jsna.errors import DisclosureError, FigureError
from jsna.figures import MEASURES, SHOWN
from jsna.project import DATA

__all__ = ["Leak", "gate", "main_text"]

RUN = "run.json"
OFFICE = (".xlsx", ".ods", ".docx")


def gate(
    folder: Path,
    released: Released | None = None,
    names: Collection[str] = (),
    published_totals: Sequence[PublishedTotal] = (),
    limits: Limits | None = None,
) -> tuple[Leak, ...]:
    """Return everything in a report folder that keeps it from being released.

    `folder` is `public/`, `partnership/`, or the edition's folder that holds them. `released` are
    the earlier editions (those of data/released, if not given); `names` are SHA-256 of names in
    the extracts; `published_totals` are exact counts that owners publish of the same children,
    besides those that the tables' own description names.
    """
    rooms = [folder / name for name in ("public", "partnership") if (folder / name).is_dir()]
    # Both rooms show the same tables, which are read and attacked once.
    ground = _ground(rooms[0] if rooms else folder)
    found = list(ground.leaks)
    if not found:
        earlier = released if released is not None else Released.read(DATA / "released")
        earlier = earlier.of(on_made_up(ground.figures))
        totals = _totals(ground.figures, earlier, published_totals)
        found += [
            Leak(f"tables/{name}.csv", "table", what)
            for name, what in disagreements(ground.figures, totals).items()
        ]
        found += _attacked(ground.figures, earlier, totals, limits or Limits())
    if not rooms:
        return tuple(dict.fromkeys([*found, *_room(folder, ground, names)]))
    found = [replace(leak, file=f"{rooms[0].name}/{leak.file}") for leak in found]
    found += [
        replace(leak, file=f"{room.name}/{leak.file}")
        for room in rooms
        for leak in _room(room, ground, names)
    ]
    found += [
        Leak(
            path.relative_to(folder).as_posix(),
            "stray file",
            "it lies outside public/ and partnership/: take it away",
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in ("public", "partnership")
    ]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class _Ground:
    """What every file of a report is held to."""

    figures: Figures
    known: Explained
    leaks: list[Leak]
    """What is wrong with the tables themselves."""
    printed: Phrases
    numbers: frozenset[str]


def _ground(folder: Path) -> _Ground:
    figures = _figures(folder)
    leaks, known = _tables(figures)
    documents = Documents(DATA)
    printed = Phrases({*_said(figures), *documents.texts})
    return _Ground(figures, known, leaks, printed, documents.numbers)


def _room(folder: Path, ground: _Ground, names: Collection[str]) -> list[Leak]:
    """Return the leaks of every file of one room."""
    found = []
    public = folder.name != "partnership"
    listed = _listed(folder)
    if listed is None:
        found.append(Leak(RUN, "manifest", "there is no run.json: build the edition again"))
    paths = sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    for path in paths:
        name = path.relative_to(folder).as_posix()
        reader = Reader(name, ground.known, public, ground.printed, ground.numbers, names)
        if listed is not None and name != RUN and name not in listed:
            found += reader.leak("manifest", "run.json does not list it: take it away")
        if path.is_symlink():
            found += reader.leak("manifest", "it is a link to another place: put the file itself")
            continue
        found += reader.traces(path.stem.replace("-", " ").replace("_", " "), "the file's name")
        found += reader.traces(path.name, "the file's name")
        found += _read(path, name, reader, ground.figures)
    there = {path.relative_to(folder).as_posix() for path in paths}
    found += [
        Leak(name, "manifest", "run.json lists it and it is not there: build the edition again")
        for name in sorted(set(listed or ()) - there)
    ]
    return found


def main_text(path: Path) -> str:
    """Return the text of a page's main content, without scripts, styles and navigation."""
    tree = html.document_fromstring(path.read_bytes())
    mains = tree.xpath("//main") or [tree.body]
    for dropped in mains[0].xpath(".//script|.//style|.//nav|.//svg"):
        dropped.drop_tree()
    return " ".join(mains[0].text_content().split())


def _figures(folder: Path) -> Figures:
    """Return the figures that a folder is held to: its own, or those of the public one beside."""
    own = folder if (folder / "tables" / PACKAGE).is_file() else folder.parent / "public"
    return open_figures(own)


def _said(figures: Figures) -> list[str]:
    """Return what the catalogue says of the figures, which a page may repeat anywhere.

    Each clause stands for itself as well: a spreadsheet breaks a long text into several lines.
    """
    names = ("title", "question", "population", "period", "geography", "method", "limits")
    said = {
        " ".join(figures.describe(figure)[name].split()) for figure in figures for name in names
    }
    clauses = {part.rstrip(".;:") for text in said for part in re.split(r"(?<=[.;:]) ", text)}
    return sorted(said | clauses)


def _listed(folder: Path) -> frozenset[str] | None:
    """Return the files that run.json says the build made."""
    path = folder / RUN
    if not path.is_file():
        return None
    try:
        return frozenset(json.loads(path.read_text(encoding="utf-8"))["outputs"])
    except (ValueError, KeyError, TypeError):
        return None


def _tables(figures: Figures) -> tuple[list[Leak], Explained]:
    """Return what is wrong with the tables themselves, and what they explain."""
    found = []
    for name in figures:
        try:
            safe = figures[name]
        except FigureError as error:
            found += [Leak(f"tables/{name}.csv", "table", problem) for problem in error.problems]
            continue
        base = safe.protection.base
        cells = safe.cells[safe.cells["status"] == SHOWN]
        if safe.protection.method == "controlled rounding":
            if (cells["value"] % base != 0).any():
                what = f"it says its counts are rounded to {base}, and some are not"
                found.append(Leak(f"tables/{name}.csv", "table", what))
            if "percent" in cells and (cells["percent"].dropna() % 1 != 0).any():
                what = "a percentage of rounded counts is printed to more than whole percent"
                found.append(Leak(f"tables/{name}.csv", "table", what))
        hidden = safe.cells[safe.cells["status"] != SHOWN]
        if hidden[[x for x in MEASURES if x in hidden]].notna().any(axis=None):
            what = "a cell that is not shown has a value"
            found.append(Leak(f"tables/{name}.csv", "table", what))
    if found:
        return found, Explained({}, {}, {})
    return found, explained(figures)


def _totals(
    figures: Figures, earlier: Released, given: Sequence[PublishedTotal]
) -> tuple[PublishedTotal, ...]:
    """Return what owners publish of the same children, as this edition or one before names it."""
    held = {
        (total.records, *sorted(total.where.items())): total
        for source in (*(before for _, before in earlier.editions), figures)
        for total in source.published_totals
    }
    return (*given, *held.values())


def _attacked(
    figures: Figures, earlier: Released, totals: Sequence[PublishedTotal], limits: Limits
) -> list[Leak]:
    """Return what somebody with every table of every edition would know."""
    before = [held for edition, held in earlier.editions if edition != figures.edition]
    withdrawn = earlier.withdrawn()
    try:
        found = attack(figures, figures.hierarchy, [*before, *withdrawn], totals, limits)
    except DisclosureError as error:
        return [Leak("tables", "narrowed", f"{error.what} {' '.join(error.problems)}")]
    return [Leak("tables", "narrowed", str(narrowed)) for narrowed in found]


def _read(path: Path, name: str, reader: Reader, figures: Figures) -> list[Leak]:
    """Return the leaks of one file, by its kind."""
    suffix = path.suffix.lower()
    if name.startswith("tables/"):
        known = {f"tables/{figure}.csv" for figure in figures}
        if name in known or name in (f"tables/{PACKAGE}", f"tables/{HIERARCHY}"):
            return read_other.record(path.read_bytes(), reader)
        return reader.leak("table", "it is no table that datapackage.json lists: take it away")
    content = path.read_bytes()
    if suffix in (".html", ".htm"):
        return read_html.page(content, reader, read_other.embedded)
    if suffix == ".svg":
        return read_html.drawing(content, reader, read_other.embedded)
    if suffix == ".ipynb":
        return read_other.notebook(content, reader)
    if suffix in OFFICE:
        return read_office.archive(content, reader)
    if suffix == ".pdf":
        return read_other.pdf(content, reader)
    if suffix == ".png":
        return read_other.png(content, reader)
    if suffix in (".jpg", ".jpeg"):
        return read_other.jpeg(content, reader)
    if suffix == ".csv":
        return read_other.table(content, reader)
    if name == RUN:
        return read_other.record(content, reader)
    if suffix == ".json":
        try:
            held = json.loads(content)
        except ValueError:
            return reader.leak("unreadable", "it cannot be read: make it again")
        return read_html.data(held, reader, None, "the file")
    if suffix in (".md", ".txt", ".yaml", ".yml"):
        return read_other.plain(content, reader)
    return reader.leak("unreadable", f"'{suffix or path.name}' is no kind of file that can be read")
