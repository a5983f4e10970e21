"""Put the report together: index, pages, tables, executed notebooks and the record of it all."""

import json
import platform
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jsna.params import Params
from jsna.project import named
from jsna.publish import index
from jsna.run.checksums import of_file
from jsna.run.contents import Job
from jsna.run.store import Store, files

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


def assemble(staged: Path, store: Store, params: Params, path: Path, wanted: list[Job]) -> None:
    """Write the whole report below `staged`."""
    for audience in dict.fromkeys(job.audience for job in wanted):
        folder = staged / audience
        folder.mkdir(parents=True)
        own = [job for job in wanted if job.audience == audience]
        entries = {job.page: store.entry(job) for job in own}
        for job in own:
            entry = entries[job.page]
            if entry is not None:
                _copy(entry.html, folder / "pages" / f"{job.page}.html")
                _copy(entry.notebook, folder / "notebooks" / f"{job.page.replace('/', '--')}.ipynb")
        text = index.render(
            [
                index.Listed(
                    path=f"pages/{job.page}.html",
                    title=job.title,
                    section=job.section,
                    group=job.group,
                    html=entry.html.read_text(encoding="utf-8") if entry else None,
                )
                for job in own
                for entry in [entries[job.page]]
            ],
            params,
            audience,  # type: ignore[arg-type]
        )
        (folder / "index.html").write_text(text, encoding="utf-8", newline="\n")
        if audience == "public":
            shutil.copytree(store.figures, folder / "tables")
        _write_run(folder, store, params, path, own, entries)


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
    inputs = {n: c for n, c in key.items() if not n.startswith("the ")} | read
    record = {
        "edition": params.edition,
        "edition_state": params.edition_state,
        "as_of": params.as_of.isoformat(),
        "params": json.loads(json.dumps(vars(params), default=str)),
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
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    (folder / "run.json").write_text(text, encoding="utf-8", newline="\n")


def _part(entry: Any, name: str) -> str | None:
    return entry.manifest["parts"][name] if entry is not None else None
