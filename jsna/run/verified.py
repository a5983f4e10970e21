"""What a finished build rests on and made, and whether checksums show that it holds."""

import json
from collections.abc import Callable, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from jsna.params import Params
from jsna.project import BROWSER_CHECKS, DATA, NOTEBOOKS, PARAMS, ROOT
from jsna.run import contents
from jsna.run.contents import Job
from jsna.run.store import PACKAGES, PINS, Store


def watched(
    store: Store, params: Params, path: Path, wanted: list[Job], final: Path
) -> tuple[list[Path], list[Path]]:
    """Return the folders, and the files beside them: a build changes only if one of them does."""
    folders = [*PACKAGES, DATA, PARAMS, NOTEBOOKS, final]
    folders += [store.folder / name for name in ("figures", "manifests", "pages")]
    pack = path.resolve().parent / "areas" / f"{params.area}.yaml"
    files = [*PINS, contents.CONTENTS, path.resolve(), pack, BROWSER_CHECKS]
    files += [NOTEBOOKS / job.notebook for job in wanted]
    files += [
        file
        for file in (params.linkage_key_file, params.letter_file, params.self_evaluation_words)
        if file
    ]
    if params.extracts is not None:
        folders.append(params.extracts)
    for job in wanted:
        entry = store.entry(job)
        if entry is not None:  # what lies in the restricted store is watched file by file
            files += [ROOT / name for name in entry.manifest["reads"] if name[0] == "."]
    return folders, files


def said(
    rows: Callable[[], list[dict[str, Any]]],
    folder: Path,
    final: Path,
    only: str,
    notes: Sequence[str] = (),
) -> dict[str, Any] | None:
    """Return what a build with nothing to do says; None where a checksum is not as it was."""
    listed = rows()
    chosen = [row for row in listed if fnmatch(row["page"].split("/pages/")[1][:-5], only)]
    store = Store(folder)
    try:
        record = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not all(row["fresh"] for row in chosen) or record["files"] != store.sums(final):
        return None
    kept = {"notes": list(notes)} if notes else {}
    return {"report": str(final), "kept": len(chosen), "rows": listed, **kept}
