"""The evidence folder of a call: what was held on that day, copied once and never written over.

    folder = freeze(plan, out, files, papers)
    changed(folder) -> []  # or what is no longer as it was frozen

It holds the countdown for its owners (`call-day.docx`, `call-day.html`), `manifest.csv` with one
row an item of the request list, the pieces of evidence, the papers of the last build, and
`checksums.sha256` over all of them, which `sha256sum --check` reads as well.
"""

import csv
import hashlib
import io
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from inspection import call_day, paper_html, word
from inspection.call_day import Countdown
from inspection.evidence import Evidence
from jsna.errors import DataError

CHECKSUMS = "checksums.sha256"
MANIFEST = "manifest.csv"
NOT_FILED = "not filed"
"""For a piece that the register knows and whose file nobody gave."""


def freeze(
    plan: Countdown,
    out: Path,
    files: Mapping[str, Path] | None = None,
    papers: Mapping[str, Path] | None = None,
) -> Path:
    """Write the folder whole or not at all, and return it; refuse one that is there.

    `files` gives the file of an evidence id, `papers` that of each path below `papers/`.
    """
    held, own = files or {}, papers or {}
    problems = [
        f"{name}: there is no file {path.name}"
        for name, path in sorted({**held, **own}.items())
        if not path.is_file()
    ]
    if out.exists():
        problems.append(f"{out.name} is there already: a frozen folder is never written over")
    if problems:
        raise DataError("The evidence folder cannot be frozen:", problems)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as space:
        staged = Path(space) / "staged"
        staged.mkdir()
        _fill(staged, plan, held, own)
        staged.rename(out)
    return out


def _fill(
    staged: Path, plan: Countdown, files: Mapping[str, Path], papers: Mapping[str, Path]
) -> None:
    made = word.write(call_day.paper(plan), staged / "call-day.docx", list_changes=False)
    _write(staged / "call-day.html", paper_html.page(made.paper))
    for name, source in papers.items():
        _copy(source, staged / "papers" / name)
    kept = {}
    for piece in _pieces(plan):
        if piece.evidence_id in files:
            source = files[piece.evidence_id]
            kept[piece.evidence_id] = f"evidence/{piece.evidence_id}{source.suffix}"
            _copy(source, staged / kept[piece.evidence_id])
    _write(staged / MANIFEST, _manifest(plan, kept, staged))
    sums = {path.relative_to(staged).as_posix(): checksum(path) for path in _files(staged)}
    lines = (f"{one}  {name}\n" for name, one in sorted(sums.items()))
    _write(staged / CHECKSUMS, "".join(lines))


def unused(plan: Countdown, files: Mapping[str, Path]) -> tuple[str, ...]:
    """Return the files that answer no item of the request list: they are not frozen."""
    wanted = {piece.evidence_id for piece in _pieces(plan)}
    return tuple(sorted(path.name for name, path in files.items() if name not in wanted))


def changed(folder: Path) -> list[str]:
    """Return what in a frozen folder is no longer as it was frozen, each by its path."""
    listing = folder / CHECKSUMS
    if not listing.is_file():
        return [f"{CHECKSUMS} is not there: nobody can tell what was frozen"]
    lines = listing.read_text(encoding="utf-8").splitlines()
    sums = {name: one for one, _, name in (line.partition("  ") for line in lines)}
    there = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    there.pop(CHECKSUMS, None)
    found = [f"{name} is gone" for name in sums if name not in there]
    found += [f"{name} was added" for name in there if name not in sums]
    found += [
        f"{name} was changed"
        for name, path in there.items()
        if name in sums and checksum(path) != sums[name]
    ]
    return sorted(found)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _pieces(plan: Countdown) -> Sequence[Evidence]:
    found = {one.evidence.evidence_id: one.evidence for one in plan.answers if one.evidence}
    return tuple(found.values())


def _manifest(plan: Countdown, kept: Mapping[str, str], staged: Path) -> str:
    """One row an item: what is held, whose it is, its file and the file's checksum."""
    text = io.StringIO(newline="")
    header = "item_no item owner_role held evidence_id title effective_on age_days file sha256"
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header.split())
    for answer in plan.answers:
        piece = answer.evidence
        name = kept.get(piece.evidence_id, NOT_FILED) if piece else ""
        writer.writerow(
            (
                answer.request.item_no,
                answer.request.item,
                answer.request.owner_role,
                answer.held,
                piece.evidence_id if piece else "",
                piece.title if piece else "",
                piece.effective_on.isoformat() if piece else "",
                "" if answer.age_days is None else answer.age_days,
                name,
                checksum(staged / name) if piece and piece.evidence_id in kept else "",
            )
        )
    return text.getvalue()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
