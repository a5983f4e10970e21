"""Build an edition: figures, pages, report. What still holds is not made again.

Imports nothing heavy until something must be made.
"""

import gc
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any

from jsna import kept
from jsna import params as params_file
from jsna.errors import BuildError, DisclosureError, JsnaError
from jsna.params import Params
from jsna.project import BROWSER_CHECKS, DATA, GAPS, PARAMS, REPORTS, named
from jsna.run import folders, parts, received, unchanged, verified
from jsna.run.checksums import of_bytes
from jsna.run.contents import CONTENTS, Job, jobs
from jsna.run.outcome import Outcome
from jsna.run.store import PRIVATE_WORDS, Store, files, write_whole

PUBLIC = ("public", "partnership")


@dataclass(frozen=True)
class Options:
    """How a build is to go about its work; none of it changes a byte of the report."""

    out: Path = REPORTS
    only: str = "*"
    """Pages to make, as a pattern of their paths; the others stay as they are."""
    workers: int = 0
    """0 for as many as there are cores."""
    engine: str = ""
    """fork, spawn or kernel; empty for the quickest that the system has."""
    scheduler: str = ""
    shard: tuple[int, int] | None = None
    audience: str = "public"
    force: bool = False
    partial: bool = False
    """Put a report in place even where a page failed; its index names what is missing."""
    time_limit: float = 600.0


def audiences(options: Options) -> tuple[str, ...]:
    """Return whose pages are asked for."""
    return (*PUBLIC, "internal") if options.audience == "internal" else PUBLIC


def work_folder(params: Params, out: Path) -> Path:
    """Return where an edition's pages are kept between builds; never part of a report."""
    return out / ".work" / params.edition


def listing(path: Path, options: Options) -> list[dict[str, Any]]:
    """Return every run with whether its page is fresh, or why it is not. Runs nothing."""
    params = params_file.read(path)
    store = Store(work_folder(params, options.out))
    reason = figures_stale(store, params, path)
    rows = []
    for job in jobs(params, audiences(options)):
        why = store.stale(job) if reason is None else f"its figures are to be made again ({reason})"
        rows.append(
            {
                "notebook": f"notebooks/{job.notebook}",
                "parameters": job.parameters,
                "page": f"{job.audience}/pages/{job.page}.html",
                "fresh": why is None,
                **({"reason": why} if why else {}),
            }
        )
    store.seen.save()
    return rows


def figures_key(store: Store, params: Params, path: Path) -> dict[str, str]:
    """Return everything that can change the figures, by name."""
    inputs = [
        p for name in ("published", "geography", "plan", "released") for p in files(DATA / name)
    ]
    extracts = {}
    if params.extracts:  # by folder and name: two senders may call a file the same
        sums = store.sums(params.extracts)
        extracts = {f"extracts/{name}": checksum for name, checksum in sums.items()}
    private = [p for p in (params.letter_file, params.self_evaluation_words) if p]
    pack = path.resolve().parent / "areas" / f"{params.area}.yaml"
    return {
        "the packages or the pinned environment": store.code(),
        PRIVATE_WORDS: of_bytes("".join(map(store.seen.of, private)).encode()),
        named(path): store.seen.of(path),
        named(pack): store.seen.of(pack),
        **{named(p): store.seen.of(p) for p in inputs},
        **extracts,
    }


def figures_stale(store: Store, params: Params, path: Path) -> str | None:
    """Return why the figures must be made, or None if they still hold."""
    try:
        record = json.loads((store.folder / "figures.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "they were never made"
    key = figures_key(store, params, path)
    changed = sorted(n for n in {*key, *record["key"]} if key.get(n) != record["key"].get(n))
    if changed:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        return f"changed: {changed[0]}{more}"
    for name, checksum in record["outputs"].items():
        if store.seen.of(store.figures / name) != checksum:
            return f"deleted or edited: {name}"
    return None


class Crew:
    """Those who make pages: engaged when the first page is to be made, kept for all editions."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._hired: Any = None

    def hired(self) -> Any:
        """Return the dispatcher, or the cluster's scheduler where one is named."""
        if self._hired is None:
            if self.options.scheduler:
                from jsna.run import cluster

                self._hired = cluster.Cluster(self.options.scheduler, self.options.engine)
            else:
                from jsna.run import dispatch

                self._hired = dispatch.Dispatcher(
                    self.options.workers or os.cpu_count() or 1,
                    self.options.engine or dispatch.default_engine(),  # type: ignore[arg-type]
                    self.options.time_limit,
                )
        return self._hired

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the summary should know of how pages were made."""
        return tuple(self._hired.notes) if self._hired else ()

    def close(self) -> None:
        """Let them go."""
        if self._hired:
            self._hired.close()


def build_all(
    paths: Sequence[Path], options: Options, tell: Callable[[str], None]
) -> list[tuple[Path, Outcome | JsnaError]]:
    """Build many editions, such as one an area, with one crew; one that fails stops no other."""
    crew = Crew(options)
    ended: list[tuple[Path, Outcome | JsnaError]] = []
    try:
        for path in paths:
            if len(paths) > 1:
                tell(f"{path.stem}:")
            try:
                ended.append((path, build(path, options, tell, crew)))
            except JsnaError as error:
                ended.append((path, error))
            if path != paths[-1]:
                _let_go()
    finally:
        crew.close()
    return ended


def _let_go() -> None:
    """Give back the memory of an area's records and figures: the next has others."""
    kept.forget()
    gc.collect()
    if "pyarrow" in sys.modules:  # it keeps what it has freed for itself
        sys.modules["pyarrow"].default_memory_pool().release_unused()


def build(
    path: Path, options: Options, tell: Callable[[str], None], crew: Crew | None = None
) -> Outcome:
    """Build the edition of a params file. A page that fails leaves the last report in place."""
    if crew is None:
        crew = Crew(options)
        try:
            return build(path, options, tell, crew)
        finally:
            crew.close()
    begun = time.monotonic()
    params = params_file.read(path)
    _refuse_another_place(path, params)
    wanted = jobs(params, audiences(options))
    chosen = [job for job in wanted if fnmatch(job.page, options.only)]
    if not chosen:
        raise BuildError(
            f"No page is called '{options.only}':",
            [f"the pages are: {', '.join(job.page for job in wanted)}"],
        )
    if options.shard:
        chosen = chosen[options.shard[0] - 1 :: options.shard[1]]
    folder = work_folder(params, options.out)
    final = options.out / params.edition
    with ExitStack() as held:
        held.enter_context(folders.alone(folder, tell))
        folders.mend(final)
        store = Store(folder)
        why = "it was asked for" if options.force else figures_stale(store, params, path)
        if why is not None:
            crew.hired()  # they do their imports while we make the figures
            tell(f"figures: {why}")
            _make_figures(store, params, path)
            store = Store(folder)
        if options.shard:
            held.close()  # other shards make their pages beside ours
        stale = [j for j in chosen if options.force or store.stale(j) is not None]
        new_figures = why is not None and not options.shard
        with _parts_beside(store, params) if stale and new_figures else nullcontext():
            failed = _make_pages(crew, folder, stale) if stale else []
        store.seen.save()
        notes = received.notes(folder / "figures.json", params, {j.audience for j in stale})
        report = None
        if not options.shard and (not failed or options.partial):
            report = _assemble(store, params, path, wanted, final, options)
        store.seen.save()
        if report is not None and not failed:
            asked = unchanged.asked_of(path, options.out, options.only, options.audience)
            touched = verified.watched(store, params, path, wanted, final)
            rows = partial(listing, path, options)
            unchanged.remember(
                asked, touched, lambda: verified.said(rows, folder, final, options.only, notes)
            )
    made = len(stale) - len(failed)
    return Outcome(
        report,
        made,
        len(chosen) - len(stale),
        time.monotonic() - begun,
        tuple(failed),
        (*crew.notes, *notes),
    )


def _refuse_another_place(path: Path, params: Params) -> None:
    """Refuse a params file that a notebook, which opens its edition by name, would not find."""
    home = PARAMS / f"{params.edition}.yaml"
    if path.resolve() != home.resolve():
        raise BuildError(
            f"No edition can be built from {path.name} where it lies:",
            [f"a notebook opens an edition by its name: save the file as {named(home)}"],
        )


def _make_figures(store: Store, params: Params, path: Path) -> None:
    from jsna.run.dispatch import SETTLED

    if "numpy" not in sys.modules:  # one thread for sums: the same bytes on every machine
        os.environ.update(SETTLED)
    from jsna.run import compared, figures

    key = figures_key(store, params, path)
    (store.folder / "figures.json").unlink(missing_ok=True)
    figures.make(params, store.figures)
    outputs = {
        p.relative_to(store.figures).as_posix(): store.seen.of(p) for p in files(store.figures)
    }
    record = {
        "key": key,
        "outputs": outputs,
        "not_received": received.missing(params),
        "since": compared.with_last(params.previous_edition, store.figures),
    }
    write_whole(store.folder / "figures.json", json.dumps(record, sort_keys=True).encode())


@contextmanager
def _parts_beside(store: Store, params: Params) -> Iterator[None]:
    """Let another process make what needs the figures alone, while pages are made.

    What fails there, or is not finished, is made when the report is put together, and fails there.
    """
    from jsna.run import ahead
    from jsna.run.beside import one_process

    with one_process() as beside:
        made = beside.submit(ahead.make, store.folder, params, store.code())
        yield
        made.exception()


def _make_pages(crew: Crew, folder: Path, stale: list[Job]) -> list[tuple[str, str]]:
    from jsna.run.progress import Progress

    progress = Progress(len(stale))
    failed = []
    try:
        for end in crew.hired().run(folder, stale, lambda job: progress.started(job.page)):
            progress.ended(end.job.page, end.seconds, end.problem is None)
            if end.problem is not None:
                failed.append((end.job.page, _cause(end.job, end.problem)))
    finally:
        progress.close()
    return failed


def _cause(job: Job, problem: dict[str, Any]) -> str:
    """Return where and why a page failed, and what the analyst can open."""
    if "fault" in problem:
        return str(problem["fault"]) + ("\n" + problem["trace"] if "trace" in problem else "")
    where = f"cell {problem['cell']} ({problem['source']})" if problem["cell"] else "its page"
    return f"{where}: {problem['cause']}\n    the copy as far as it ran: {problem['copy']}"


def _assemble(
    store: Store, params: Params, path: Path, wanted: list[Job], final: Path, options: Options
) -> Path:
    """Put the report together beside its place, then in it, unless it is there already."""
    manifests = [entry.manifest["outputs"] if (entry := store.entry(j)) else {} for j in wanted]
    figures = (store.folder / "figures.json").read_bytes()
    key = of_bytes(
        figures
        + json.dumps([[j.as_text() for j in wanted], manifests]).encode()
        + f"{store.code()}{store.seen.of(CONTENTS)}".encode()
        + f"{store.seen.of(BROWSER_CHECKS)}{store.seen.of(GAPS)}".encode()
        + parts.words(store, params).encode()
    )
    record = store.folder / "report.json"
    try:
        known = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    if known.get("key") == key and not options.force and known["files"] == store.sums(final):
        return final
    from jsna.run import assemble

    staged = store.folder / f"staged-{os.getpid()}"
    for old in store.folder.glob("staged-*"):
        shutil.rmtree(old, ignore_errors=True)
    try:
        assemble.assemble(staged, store, params, path, wanted)
        _pass_the_gate(staged)
        folders.put_in_place(staged, final)
        _note(final, [])
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    write_whole(record, json.dumps({"key": key, "files": store.sums(final)}).encode())
    return final


def _pass_the_gate(staged: Path) -> None:
    """Refuse a report that shows what it may not, with every leak."""
    from jsna.disclosure import gate

    leaks = gate.gate(staged)
    if leaks:
        _note(staged, leaks)
        raise DisclosureError("The report is not released:", [str(leak) for leak in leaks])


def _note(folder: Path, leaks: Sequence[Any]) -> None:
    """Write into the output-check log what the gate found in a report."""
    from jsna.disclosure import checklog

    checklog.note(folder, leaks, "the build", date.today())
