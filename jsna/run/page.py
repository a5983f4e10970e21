"""Make one page: run its notebook through papermill, render it, say what it read."""

import contextlib
import logging
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from jsna import kept
from jsna.errors import BuildError
from jsna.project import DATA, NOTEBOOKS, PARAMS, RESTRICTED, ROOT
from jsna.publish import html, short_forms
from jsna.publish.page import Link, Page
from jsna.run import compared, reads
from jsna.run.contents import NO_EDITION, Job
from jsna.run.related import Way
from jsna.show import canvas, since
from jsna.show.markup import slug

INSIDE = "jsna-inside"
"""papermill's name for our engine; its own, with a real kernel, has none."""

# Papermill and nbclient tell of every cell; the build's own progress line is enough.
logging.getLogger("papermill").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Made:
    """One page that was made."""

    html: str
    notebook: str
    """The executed notebook, without times and without what differs from run to run."""
    reads: tuple[str, ...]
    """Files opened, relative to the project, or to the figures folder as `figures/...`."""
    made_up: bool


@dataclass(frozen=True)
class Failed:
    """One page that could not be made."""

    cell: int
    """Which code cell, counted from 1 in the executed notebook."""
    source: str
    """The cell's first line."""
    cause: str
    """The error and what it says."""
    notebook: str
    """The copy as far as it ran, for the analyst."""


def make(job: Job, figures: Path, inside: bool = True) -> Made | Failed:
    """Return the page, or why it could not be made."""
    kept.forget()
    with _environment(figures) as listing, _recorded(figures, inside, listing) as opened:
        executed = listing.with_name("executed.ipynb")
        try:
            notebook = _run(NOTEBOOKS / job.notebook, executed, job.parameters, inside)
        except PapermillExecutionError as error:
            return _failed(error, executed)
        relative = tuple(sorted(_names(opened(), figures)))
    normalise(notebook)
    shown = _described(relative, figures)
    changed, before = _changed(job.previous_edition, shown, figures)
    made_up = any(resource.get("made_up", False) for resource in shown)
    limits = tuple(dict.fromkeys(r["limits"] for r in shown if r.get("limits")))
    try:
        page = html.render(notebook, replace(_page(job, made_up, limits), changed=changed))
    except BuildError as error:
        return Failed(0, "", str(error), nbformat.writes(notebook))
    reads_of_page = tuple(sorted({*relative, *_names([*before, short_forms.GLOSSARY], figures)}))
    return Made(page, nbformat.writes(notebook) + "\n", reads_of_page, made_up)


def rehearse() -> None:
    """Run and render an empty notebook and chart: what that needs is there before a page is."""
    with canvas.drawing(1.0) as (figure, _):
        canvas.svg(figure, "none", "")
    with tempfile.TemporaryDirectory(prefix="jsna-") as folder:
        empty = Path(folder) / "empty.ipynb"
        nbformat.write(nbformat.v4.new_notebook(), empty)
        notebook = _run(empty, empty, {}, inside=True)
    html.render(notebook, Page("none.html", "None", "None", "none", "none"))


def _run(notebook: Path, executed: Path, parameters: dict[str, Any], inside: bool) -> Any:
    """Return the notebook as papermill ran it; a copy, as far as it came, is in `executed`."""
    return papermill.execute_notebook(
        _as_it_is(notebook),
        _as_it_is(executed),
        request_save_on_cell_execute=False,
        parameters=parameters,
        engine_name=INSIDE if inside else None,
        kernel_name="python3",
        language="python",
        progress_bar=False,
        cwd=str(ROOT),
    )


def _as_it_is(path: Path) -> str:
    """Return a path in which papermill finds no place for a parameter."""
    return str(path).replace("{", "{{").replace("}", "}}")


@contextlib.contextmanager
def _environment(figures: Path) -> Iterator[Path]:
    """Tell the notebook where its figures are, and where to write what it reads."""
    kept = {name: os.environ.get(name) for name in (reads.FIGURES, "JSNA_READS")}
    with tempfile.TemporaryDirectory(prefix="jsna-") as folder:
        listing = Path(folder) / "reads"
        os.environ[reads.FIGURES] = str(figures)
        os.environ["JSNA_READS"] = str(listing)
        try:
            yield listing
        finally:
            for name, value in kept.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


@contextlib.contextmanager
def _recorded(figures: Path, inside: bool, listing: Path) -> Iterator[Any]:
    """Yield a function that returns the files opened by the run, here or in its kernel."""
    if inside:
        with reads.recording([DATA, PARAMS, RESTRICTED, figures]) as opened:
            yield lambda: set(opened)
    else:
        yield lambda: set(listing.read_text("utf-8").splitlines()) if listing.exists() else set()


def _names(opened: Iterable[str | Path], figures: Path) -> set[str]:
    """Return the files' names in the project, or `figures/...`, however their folder is reached."""
    roots = [(figures, "figures/"), (ROOT, "")]
    starts = [
        (str(way) + os.sep, before)
        for root, before in roots
        for way in (root.absolute(), root.resolve())
    ]
    found = set()
    for path in map(str, opened):
        start, before = next(each for each in starts if path.startswith(each[0]))
        found.add(before + path.removeprefix(start).replace(os.sep, "/"))
    return found


def _changed(
    previous: str, shown: list[dict[str, Any]], figures: Path
) -> tuple[tuple[str, ...], tuple[Path, ...]]:
    """Return what changed on the page since the edition before, and which files told."""
    if previous == NO_EDITION:
        return (since.NOTHING_BEFORE,), ()
    titles = {resource["name"]: resource["title"] for resource in shown}
    kinds = compared.recorded(previous, figures, titles)
    told = since.said(previous, [(kinds[name], title) for name, title in titles.items()])
    return told, (compared.tables(previous),)


def _described(opened: tuple[str, ...], figures: Path) -> list[dict[str, Any]]:
    """Return the descriptions of the figures that were opened, in the order of their ids."""
    package = kept.json_of(figures / "datapackage.json")
    by_path = {f"figures/{resource['path']}": resource for resource in package["resources"]}
    return [by_path[name] for name in opened if name in by_path]


def normalise(notebook: Any) -> None:
    """Take out what differs from run to run or from engine to engine."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for index, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": list(tags)} if tags else {})
        if "injected-parameters" in tags:
            cell.id = f"injected-{index}"


def _failed(error: PapermillExecutionError, executed: Path) -> Failed:
    lines = error.source.strip().splitlines()
    return Failed(
        cell=error.exec_count or error.cell_index,
        source=lines[0] if lines else "",
        cause=f"{error.ename}: {error.evalue}",
        notebook=executed.read_text(encoding="utf-8"),
    )


def _page(job: Job, made_up: bool, limits: tuple[str, ...]) -> Page:
    return Page(
        path=f"{job.page}.html",
        title=job.title,
        section=job.section,
        edition=job.edition,
        as_of=in_words(date.fromisoformat(job.as_of)),
        audience=job.audience,  # type: ignore[arg-type]
        made_up=made_up,
        rehearsal=made_up and job.audience == "partnership",
        previous=_link(job.previous) if job.previous else None,
        next=_link(job.next) if job.next else None,
        breadcrumbs=tuple(
            Link(f"index.html#{slug(name, 60)}", name) for name in (job.section, job.group) if name
        ),
        related=tuple(_link(one) for one in job.related),
        elsewhere=tuple(_link(one) for one in job.elsewhere),
        tell_us=job.tell_us,
        parameters={name: str(value) for name, value in job.parameters.items()},
        question=job.title,
        limits=limits,
        draft=job.edition_state == "draft",
        notebook=f"{job.page.replace('/', '--')}.ipynb",
    )


def _link(way: Way) -> Link:
    return Link(f"{way[0]}.html", way[1])


def in_words(day: date) -> str:
    """Return a day as it is written: 31 August 2021."""
    return f"{day.day} {day:%B %Y}"
