"""What earlier runs made, and whether it still holds.

A run's key is everything that can change it: the job (notebook path, parameters, titles,
neighbours), the notebook's bytes, every file it read, the packages' source, the pinned
environment. Its value is the checksums of what it made, and they are verified: a page that
was deleted or edited is made again. Imports nothing heavy.
"""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsna import kept, needs
from jsna.project import NOTEBOOKS, ROOT
from jsna.run.checksums import Seen, of_bytes
from jsna.run.contents import Job

PACKAGES = (ROOT / "jsna", ROOT / "inspection")
PINS = (ROOT / "requirements.txt", ROOT / "pyproject.toml", needs.LIST)
"""Beside the packages' source, what all that is made rests on."""
PACKAGE = "datapackage.json"

PRIVATE_WORDS = "the letter or our own words"
"""In the key of the figures: words outside the project, which pages may show."""


@dataclass(frozen=True)
class Entry:
    """A page in the store."""

    html: Path
    notebook: Path
    manifest: dict[str, Any]


class Store:
    """The pages of one edition that were made before, in `<out>/.work/<edition>/`."""

    def __init__(self, folder: Path, code: str | None = None) -> None:
        """`code` is that of the packages as they were imported, where that was a while ago."""
        self.folder = folder
        self.seen = Seen(folder / "seen.json")
        self.figures = folder / "figures"
        self._code = code
        self._resources: dict[str, Any] | None = None

    def code(self) -> str:
        """Return the checksum of the packages' source and of the pinned environment."""
        if self._code is None:
            self._code = code_now(self.seen)
        return self._code

    def parts(self, job: Job) -> dict[str, str]:
        """Return the parts of a job's key that are known before it runs."""
        return {
            "the page's place in the report or its parameters": of_bytes(job.as_text().encode()),
            "its notebook": self.seen.of(NOTEBOOKS / job.notebook),
            "the packages or the pinned environment": self.code(),
            PRIVATE_WORDS: self._private_words(),
        }

    def _private_words(self) -> str:
        try:
            key = kept.json_of(self.folder / "figures.json")["key"]
        except (OSError, ValueError):
            return "none"
        return str(key.get(PRIVATE_WORDS, "none"))

    def now(self, read: str) -> str:
        """Return the checksum of what a page read, as it is now.

        A figure's covers its cells and its description; the list of all figures is left out,
        or one changed figure would make every page again.
        """
        if not read.startswith("figures/"):
            return self.seen.of(ROOT / read)
        name = read.removeprefix("figures/")
        if self._resources is None:
            package = kept.json_of(self.figures / PACKAGE)
            self._resources = {resource["path"]: resource for resource in package["resources"]}
        if name not in self._resources:
            return self.seen.of(self.figures / name)
        return of_bytes(json.dumps(self._resources[name], sort_keys=True).encode())

    def stale(self, job: Job) -> str | None:
        """Return why the page must be made, or None if the one in the store still holds."""
        manifest = self._manifest(job)
        if manifest is None:
            return "it was never made"
        for name, checksum in self.parts(job).items():
            if manifest["parts"].get(name) != checksum:
                return f"changed: {name}"
        changed = [r for r, c in manifest["reads"].items() if self.now(r) != c]
        if changed:
            more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
            return f"changed: {changed[0]}{more}"
        for name, checksum in manifest["outputs"].items():
            if self.seen.of(self.folder / "pages" / name) != checksum:
                return f"deleted or edited: {name}"
        return None

    def sums(self, folder: Path) -> dict[str, str]:
        """Return the checksum of every file below a folder, by its name from there."""
        return {p.relative_to(folder).as_posix(): self.seen.of(p) for p in files(folder)}

    def entry(self, job: Job) -> Entry | None:
        """Return the page as it was last made, whether or not it still holds."""
        manifest = self._manifest(job)
        if manifest is None:
            return None
        stem = self.folder / "pages" / manifest["stem"]
        named = [stem.with_name(stem.name + suffix) for suffix in (".html", ".ipynb")]
        return Entry(named[0], named[1], manifest)

    def keep(
        self,
        job: Job,
        parts: dict[str, str],
        started_ns: int,
        html: str,
        notebook: str,
        reads: tuple[str, ...],
        made_up: bool,
    ) -> None:
        """Put a page into the store; it is there from the moment its manifest is.

        `parts` are those of before the run. A file that was written since the run started may
        not be the one that was read: it is noted so, and the page made again next time.
        """
        outputs = {".html": html.encode(), ".ipynb": notebook.encode()}
        sums = {suffix: of_bytes(content) for suffix, content in outputs.items()}
        stem = f"{self._name(job)}.{of_bytes(''.join(sums.values()).encode())[:12]}"
        pages = self.folder / "pages"
        for suffix, content in outputs.items():
            write_whole(pages / f"{stem}{suffix}", content)
        sound = [read for read in reads if read != f"figures/{PACKAGE}"]
        manifest = {
            "stem": stem,
            "page": job.page,
            "parts": parts,
            "reads": {
                read: "changed during the run" if self._newer(read, started_ns) else self.now(read)
                for read in sound
            },
            "outputs": {f"{stem}{suffix}": checksum for suffix, checksum in sums.items()},
            "made_up": made_up,
        }
        text = json.dumps(manifest, indent=1, sort_keys=True)
        write_whole(self._manifest_path(job), text.encode())
        for old in pages.glob(f"{self._name(job)}.*"):
            if not old.name.startswith(stem):
                old.unlink(missing_ok=True)

    def _newer(self, read: str, started_ns: int) -> bool:
        path = self.figures / read[8:] if read.startswith("figures/") else ROOT / read
        try:
            return path.stat().st_mtime_ns >= started_ns
        except OSError:
            return True

    def _name(self, job: Job) -> str:
        return job.page.replace("/", "--")

    def _manifest_path(self, job: Job) -> Path:
        return self.folder / "manifests" / f"{self._name(job)}.json"

    def _manifest(self, job: Job) -> dict[str, Any] | None:
        try:
            return json.loads(self._manifest_path(job).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None


def code_now(seen: Seen) -> str:
    """Return the checksum of the packages' source and of the pinned environment, as they lie."""
    paths = [*PINS, *(path for package in PACKAGES for path in files(package))]
    version = ".".join(map(str, sys.version_info[:3]))
    return of_bytes((seen.of_all(paths, ROOT) + version).encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError:  # a full disk: what was begun would only fill it more
        partial.unlink(missing_ok=True)
        raise


def files(folder: Path) -> list[Path]:
    """Return the files below a folder, in order; hidden ones and bytecode are nobody's input."""
    found: list[Path] = []
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "." and name != "__pycache__"]
        found += [Path(at, name) for name in names if name[0] != "."]
    return sorted(found)
