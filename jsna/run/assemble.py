"""Put the report together: index, pages, tables, explorer, sheets, notebooks and their record."""

import json
import platform
import shutil
from datetime import date
from functools import partial
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Any

from jsna.disclosure import release
from jsna.edition import Edition
from jsna.params import Params
from jsna.project import BROWSER_CHECKS, GAPS, named
from jsna.publish import beside, index, workshop
from jsna.publish.index import Listed, Offer
from jsna.run.checksums import of_bytes, of_file
from jsna.run.contents import Job
from jsna.run.parts import Part, make, put, words
from jsna.run.store import Store, files
from jsna.show import themes

LIBRARIES = (
    "pandas",
    "numpy",
    "scipy",
    "matplotlib",
    "seaborn",
    "geopandas",
    "papermill",
    "nbconvert",
)
OFFERED = "offered.json"
TABLES = "tables"
"""The part that holds the explorer and the spreadsheets."""


def parts_of_figures(store: Store, edition: Edition) -> list[Part]:
    """Return the parts that rest on the figures alone: they need not wait for the pages."""
    rests_on = store.seen.of(store.folder / "figures.json")

    written = words(store, edition.params)

    def tables(at: Path) -> None:
        _offer(at, beside.write_tables(at, edition.figures, edition.params, side_by_side(edition)))

    found = [
        Part(point.name, f"{rests_on} {written}", partial(point.load(), edition))
        for point in sorted(entry_points(group="jsna.report"))
    ]
    return [*found, Part(TABLES, rests_on, tables)]


def make_ahead(folder: Path, params: Params, code: str) -> None:
    """Make the parts that rest on the figures alone; run beside the making of the pages."""
    store = Store(folder, code)
    edition = Edition(params, release.open_figures(store.figures), store.figures)
    for part in parts_of_figures(store, edition):
        make(store, part)


def assemble(staged: Path, store: Store, params: Params, path: Path, wanted: list[Job]) -> None:
    """Write the whole report below `staged`."""
    figures = release.open_figures(store.figures)
    edition = Edition(params, figures, store.figures)
    parts = {part.name: part for part in parts_of_figures(store, edition)}
    tables = parts.pop(TABLES)
    for part in parts.values():
        put(store, part, staged)
    for audience in dict.fromkeys(["public", *(job.audience for job in wanted)]):
        folder = staged / audience
        folder.mkdir(parents=True, exist_ok=True)
        own = [job for job in wanted if job.audience == audience]
        entries = {job.page: store.entry(job) for job in own}
        for job in own:
            entry = entries[job.page]
            if entry is not None:
                _copy(entry.html, folder / "pages" / f"{job.page}.html")
                _copy(entry.notebook, folder / "notebooks" / f"{job.page.replace('/', '--')}.ipynb")
        listed = [
            Listed(
                path=f"pages/{job.page}.html",
                title=job.title,
                section=job.section,
                group=job.group,
                html=entry.html.read_text(encoding="utf-8") if entry else None,
            )
            for job in own
            for entry in [entries[job.page]]
        ]
        offers = _offered(folder)
        if audience == "public":
            shutil.copytree(store.figures, folder / "tables")
            put(store, _papers(store, edition, listed), folder)
            offers += _offered(folder)
            put(store, tables, folder)
            offers += _offered(folder)
        text = index.render(listed, params, audience, offers)  # type: ignore[arg-type]
        _write(folder / "index.html", text)
        _write_run(folder, store, params, path, own, entries)


def _papers(store: Store, edition: Edition, listed: list[Listed]) -> Part:
    """Return what people take to a workshop; it names the pages and shows their figures."""
    every, tell_us = themes.every(), edition.area.tell_us
    spoken = [
        *(store.seen.of(path) for path in (themes.THEMES, BROWSER_CHECKS, GAPS)),
        *([page.path, page.title, of_bytes((page.html or "").encode())] for page in listed),
    ]

    def write(at: Path) -> None:
        names = [theme.name for theme in every]
        offers = workshop.write(at, edition, every, listed)
        offers += beside.write_papers(at, edition.params, listed, themes=names, tell_us=tell_us)
        _offer(at, offers)

    rests_on = store.seen.of(store.folder / "figures.json")
    return Part("papers", f"{rests_on} {spoken} {tell_us}", write)


def _offer(folder: Path, offers: list[Offer]) -> None:
    """Leave word of what the start page may lead to."""
    _write(folder / OFFERED, json.dumps([vars(offer) for offer in offers]))


def _offered(folder: Path) -> list[Offer]:
    """Take the word that a part left of what the start page may lead to."""
    offered = folder / OFFERED
    if not offered.is_file():
        return []
    offers = [Offer(**fields) for fields in json.loads(offered.read_text(encoding="utf-8"))]
    offered.unlink()
    return offers


def side_by_side(edition: Edition) -> dict[str, list[str]]:
    """Return the kinds of place that do not overlap, for the explorer."""
    found = edition.area.places
    kinds = {
        label: [place.name for place in found.all(kind, edition.as_of)]
        for kind, label in found.kinds.items()
    }
    return {label: names for label, names in kinds.items() if names}


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write_run(
    folder: Path,
    store: Store,
    params: Params,
    path: Path,
    own: list[Job],
    entries: dict[str, Any],
) -> None:
    """Write run.json: what this report was made from, with what, and what it holds."""
    package = json.loads((store.figures / "datapackage.json").read_text(encoding="utf-8"))
    key = json.loads((store.folder / "figures.json").read_text(encoding="utf-8"))["key"]
    read = {
        name: checksum
        for entry in entries.values()
        if entry is not None
        for name, checksum in entry.manifest["reads"].items()
        if not name.startswith("figures/")
    }
    spoken = {named(p): of_file(p) for p in (BROWSER_CHECKS, GAPS) if p.is_file()}
    inputs = {n: c for n, c in key.items() if not n.startswith("the ")} | read | spoken
    record = {
        "edition": params.edition,
        "edition_state": params.edition_state,
        "as_of": params.as_of.isoformat(),
        "params": plain(params),
        "params_file": named(path),
        "inputs": dict(sorted(inputs.items())),
        "notebooks": {
            f"notebooks/{j.notebook}": _part(entries[j.page], "its notebook") for j in own
        },
        "source": store.code(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in LIBRARIES},
        "made_up_figures": sorted(r["name"] for r in package["resources"] if r["made_up"]),
        "missing_pages": [job.page for job in own if entries[job.page] is None],
        "outputs": {p.relative_to(folder).as_posix(): of_file(p) for p in files(folder)},
    }
    _write(folder / "run.json", json.dumps(record, indent=1, ensure_ascii=False) + "\n")


def plain(params: Params) -> dict[str, Any]:
    """Return the params as they may be read by everyone: files by name, without this machine."""
    return {
        name: named(value)
        if isinstance(value, Path)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for name, value in vars(params).items()
    }


def _part(entry: Any, name: str) -> str | None:
    return entry.manifest["parts"][name] if entry is not None else None
