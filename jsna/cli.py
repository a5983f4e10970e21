"""The commands of the needs assessment. No logic: each hands over and prints.

Exit status: 0 done, 1 something a reader can mend, 2 bad usage.
"""

import argparse
import errno
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsna.errors import DataError, FigureError, JsnaError
from jsna.project import DATA, GAPS, REPORTS

if TYPE_CHECKING:
    from jsna.run import build
    from jsna.run.outcome import Outcome


KEPT = "what was made is kept, and the last good report is in place"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit."""
    chosen = parser().parse_args(arguments)
    try:
        status = chosen.act(chosen)
    except JsnaError as error:
        sys.stderr.write(f"{error}\n")
        status = 1
    except BrokenPipeError:  # whoever read our lines has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        sys.stderr.write(f"the disk is full; {KEPT}, make room and build again\n")
        status = 1
    except KeyboardInterrupt:
        sys.stderr.write(f"\nstopped; {KEPT}\n")
        status = 130
    sys.exit(status)


def tell(text: str) -> None:
    """Tell the person at the terminal; standard output is kept for results."""
    sys.stderr.write(f"{text}\n")


def parser() -> argparse.ArgumentParser:
    """Return the commands and their options."""
    made = argparse.ArgumentParser(prog="jsna", description="The SEND needs assessment.")
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="list every problem of params, data and extracts")
    check.add_argument("params", type=Path)
    check.add_argument(
        "--aside",
        type=Path,
        metavar="DIR",
        help="write the workbook of rows set aside, and a letter to each sender",
    )
    check.set_defaults(act=_check)
    build = commands.add_parser("build", help="build an edition's report")
    build.add_argument("params", nargs="+", help="params files, or a pattern such as params/*.yaml")
    build.add_argument("--list", action="store_true", help="run nothing; a line of JSON a page")
    build.add_argument("--only", default="*", metavar="GLOB", help="make only these pages")
    build.add_argument("--workers", type=_positive, default=0, metavar="N")
    build.add_argument("--engine", choices=("fork", "spawn", "kernel"), default="")
    build.add_argument("--scheduler", default="", metavar="ADDRESS", help="a Dask scheduler")
    build.add_argument(
        "--shard", type=_shard, metavar="I/N", help="make every Nth page from the Ith"
    )
    build.add_argument("--audience", choices=("public", "internal"), default="public")
    build.add_argument("--force", action="store_true", help="make every page again")
    build.add_argument("--partial", action="store_true", help="report what could be made")
    build.add_argument("--time-limit", type=_positive, default=600, metavar="SECONDS")
    build.add_argument("--out", type=Path, metavar="DIR")
    build.set_defaults(act=_build)
    demo = commands.add_parser("demo", help="write the made-up county's extracts")
    demo.add_argument("folder", type=Path, metavar="DIR")
    demo.add_argument("--seed", type=int, default=2021)
    demo.add_argument("--scale", type=float, default=1.0, metavar="K", help="K times Cumbria")
    demo.add_argument("--dirt", type=float, default=0.0, help="share of rows with a fault")
    demo.add_argument("--equal", action="store_true", help="all places and children alike")
    demo.set_defaults(act=_demo)
    gate = commands.add_parser("gate", help="what keeps a report folder from being released")
    gate.add_argument("folder", type=Path, metavar="DIR")
    gate.set_defaults(act=_gate)
    printing = commands.add_parser("print", help="PDF copies, pictures of figures, A3 posters")
    printing.add_argument("params", type=Path)
    printing.add_argument("--pages", default="*", metavar="GLOB", help="only these pages")
    printing.add_argument(
        "--only", choices=("pdf", "cards", "posters"), action="append", help="only this kind"
    )
    printing.add_argument("--audience", choices=("public", "partnership"), default="public")
    printing.add_argument("--out", type=Path, metavar="DIR", help="where the report is")
    printing.add_argument("--to", type=Path, metavar="DIR", help="a folder; else beside the report")
    printing.set_defaults(act=_print)
    sign = commands.add_parser("sign", help="note that a person has read a report")
    sign.add_argument("folder", type=Path, metavar="DIR", help="the report, reports/<edition>")
    sign.add_argument("--role", required=True, help="such as 'information governance lead'")
    sign.add_argument("--remark", default="")
    sign.set_defaults(act=_sign)
    keep = commands.add_parser("release", help="keep what a report prints in data/released")
    keep.add_argument("folder", type=Path, metavar="DIR", help="the report, reports/<edition>")
    keep.add_argument(
        "--reissues", type=Path, metavar="CSV", help="figure, reissued_on, reason, decided_by"
    )
    keep.set_defaults(act=_release)
    diff = commands.add_parser("diff", help="what differs between two editions' figures")
    diff.add_argument("before", metavar="EDITION")
    diff.add_argument("after", metavar="EDITION")
    diff.set_defaults(act=_diff)
    capture = commands.add_parser("capture", help="read filled-in forms into the gaps register")
    capture.add_argument("files", type=Path, nargs="+", metavar="FILE")
    capture.add_argument("--register", type=Path, default=GAPS, metavar="CSV")
    capture.add_argument(
        "--params", type=Path, help="the edition talked about: an entry names one of its pages"
    )
    capture.set_defaults(act=_capture)
    promote = commands.add_parser("promote", help="make an analysis a figure of the catalogue")
    promote.add_argument("id")
    for name in ("title", "question", "population", "records", "unit", "period", "limits"):
        promote.add_argument(f"--{name}", required=True)
    promote.add_argument("--dimensions", required=True, nargs="+")
    promote.add_argument("--source", required=True, nargs="+")
    promote.add_argument("--into", metavar="SUBJECT", help="a module of jsna/subjects; else print")
    promote.set_defaults(act=_promote)
    forget = commands.add_parser("forget", help="remove accepted extracts from this machine")
    forget.add_argument("edition", nargs="?", help="one edition; without it, all")
    forget.set_defaults(act=_forget)
    return made


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)


def _shard(text: str) -> tuple[int, int]:
    part, _, parts = text.partition("/")
    if not (part.isdigit() and parts.isdigit() and 1 <= int(part) <= int(parts)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a part such as 2/8")
    return int(part), int(parts)


def _check(chosen: argparse.Namespace) -> int:
    from jsna import check

    problems = check.problems(chosen.params)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if chosen.aside:
        for written in check.set_aside(chosen.params, chosen.aside):
            tell(f"wrote {written}")
    if not problems:
        path = chosen.params.as_posix()
        tell(f"Nothing is wrong with {path}. Its report: jsna build {path}")
    return 1 if problems else 0


def _build(chosen: argparse.Namespace) -> int:
    from jsna.run import unchanged
    from jsna.run.outcome import Outcome, print_summary

    begun, paths, out = time.monotonic(), _matched(chosen.params), chosen.out or REPORTS
    only = "*" if chosen.list else chosen.only
    found = {path: unchanged.holds(path, out, only, chosen.audience) for path in paths}
    if chosen.force or chosen.shard:
        found = {}
    as_they_are = {path: said for path, said in found.items() if said is not None}
    others = [path for path in paths if path not in as_they_are]
    if chosen.list:
        return _list(paths, as_they_are, chosen)
    ended: list[tuple[Path, Outcome | JsnaError]] = [
        (path, _as_before(said, time.monotonic() - begun)) for path, said in as_they_are.items()
    ]
    if others:
        from jsna.run import build

        ended += build.build_all(others, _options(chosen), tell)
    status = 0
    for path, outcome in ended:
        if len(paths) > 1:
            tell(f"{path.stem}:")
        if isinstance(outcome, JsnaError):
            tell(str(outcome))
            status = 1
        else:
            status = max(status, print_summary(outcome, tell))
            if chosen.audience == "internal":
                _workbench(path, out)
    return status


def _as_before(said: dict[str, Any], seconds: float) -> "Outcome":
    """Return the outcome of a build that found nothing touched; what it lacks, it still lacks."""
    from jsna.run.outcome import Outcome

    notes = tuple(said.get("notes", ()))
    return Outcome(Path(said["report"]), 0, said["kept"], seconds, notes=notes)


def _workbench(path: Path, out: Path) -> None:
    """Run the analysts' notebooks; what they show is exact, and lies beside no report."""
    from jsna import params
    from jsna.run import workbench

    tell(f"internal, exact counts: {workbench.run(params.read(path), out, tell)}")


def _list(paths: list[Path], as_they_are: dict[Path, dict], chosen: argparse.Namespace) -> int:
    for path in paths:
        if path in as_they_are:
            rows = as_they_are[path]["rows"]
        else:
            from jsna.run import build

            rows = build.listing(path, _options(chosen))
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


def _options(chosen: argparse.Namespace) -> "build.Options":
    from jsna.run import build

    return build.Options(
        out=chosen.out or REPORTS,
        only=chosen.only,
        workers=chosen.workers,
        engine=chosen.engine,
        scheduler=chosen.scheduler,
        shard=chosen.shard,
        audience=chosen.audience,
        force=chosen.force,
        partial=chosen.partial,
        time_limit=chosen.time_limit,
    )


def _demo(chosen: argparse.Namespace) -> int:
    from jsna import demo

    if chosen.folder.exists() and any(chosen.folder.iterdir()):
        raise DataError(f"{chosen.folder} is not empty:", ["name a new folder"])
    if chosen.scale <= 0 or not 0 <= chosen.dirt <= 1:
        raise DataError("No such county can be made:", ["scale is above 0, dirt from 0 to 1"])
    chosen.folder.mkdir(parents=True, exist_ok=True)
    demo.write(chosen.folder, chosen.seed, chosen.scale, chosen.dirt, inequities=not chosen.equal)
    tell("these records are made up; docs/made-up-county.md says how")
    sys.stdout.write(f"{chosen.folder}\n")
    return 0


def _gate(chosen: argparse.Namespace) -> int:
    from jsna.disclosure import checklog, gate

    leaks = gate.gate(chosen.folder)
    checklog.note(chosen.folder, leaks, "jsna gate", date.today())
    for leak in leaks:
        sys.stdout.write(f"{leak}\n")
    tell(f"{len(leaks)} leaks" if leaks else "nothing found that should not be there")
    return 1 if leaks else 0


def _print(chosen: argparse.Namespace) -> int:
    from jsna import params
    from jsna.publish import prints

    report = (chosen.out or REPORTS) / params.read(chosen.params).edition
    name = {"public": "print"}.get(chosen.audience, f"{chosen.audience}-print")
    folder = chosen.to or report.with_name(f"{report.name}-{name}")
    kinds = chosen.only or prints.KINDS
    made = prints.write(report / chosen.audience, folder, chosen.pages, kinds)
    tell(f"{len(made)} papers")
    sys.stdout.write(f"{folder}\n")
    return 0


def _sign(chosen: argparse.Namespace) -> int:
    from jsna.disclosure import checklog, release

    edition = release.open_figures(chosen.folder / "public").edition
    path = checklog.path_of(edition)
    line = checklog.sign(path, chosen.folder, chosen.role, date.today(), chosen.remark)
    for rule in checklog.unsigned(path, chosen.folder):
        tell(f"not yet passed as it is now: {rule}")
    sys.stdout.write(f"{line.output} read by the {line.signed_off_by} on {line.checked_on}\n")
    return 0


def _release(chosen: argparse.Namespace) -> int:
    from jsna.disclosure import checklog, release, remember

    edition = release.open_figures(chosen.folder / "public").edition
    read = checklog.signed(checklog.path_of(edition), chosen.folder)
    kept = remember.release_report(
        chosen.folder,
        DATA / "released",
        [f"{line.signed_off_by}, {line.checked_on}" for line in read],
        remember.read_reissues(chosen.reissues) if chosen.reissues else (),
    )
    tell("commit this folder: later editions must agree with it")
    sys.stdout.write(f"{kept}\n")
    return 0


def _diff(chosen: argparse.Namespace) -> int:
    from jsna import diff

    sys.stdout.write(diff.text(diff.tables_of(chosen.before), diff.tables_of(chosen.after)))
    return 0


def _capture(chosen: argparse.Namespace) -> int:
    from jsna import params
    from jsna.publish import capture
    from jsna.run import contents

    pages = contents.paths(params.read(chosen.params)) if chosen.params else ()
    found = capture.read(chosen.files, pages)
    chosen.register.write_text(
        capture.added(chosen.register, found.entries), encoding="utf-8", newline=""
    )
    for problem in found.problems:
        sys.stdout.write(f"{problem}\n")
    tell(f"{len(found.entries)} entries read into {chosen.register}")
    return 1 if found.problems else 0


def _promote(chosen: argparse.Namespace) -> int:
    from jsna import promote

    code = promote.entry(
        chosen.id,
        chosen.title,
        chosen.question,
        chosen.population,
        chosen.records,
        chosen.dimensions,
        chosen.unit,
        chosen.source,
        chosen.period,
        chosen.limits,
    )
    if not chosen.into:
        sys.stdout.write(code)
        return 0
    subject = promote.SUBJECTS / f"{chosen.into}.py"
    if not subject.is_file():
        raise FigureError(f"There is no subject '{chosen.into}':", ["jsna/subjects/ holds them"])
    subject.write_text(promote.insert(code, subject), encoding="utf-8", newline="\n")
    tell(f"written into {subject.name}; read it, show it in a notebook, and commit both")
    return 0


def _forget(chosen: argparse.Namespace) -> int:
    from jsna.intake import store

    for name in store.forget(chosen.edition):
        sys.stdout.write(f"removed {name}\n")
    return 0


def _matched(names: Sequence[str]) -> list[Path]:
    """Return the files that the names or patterns mean; not every shell spells patterns out."""
    found: list[Path] = []
    for name in names:
        path = Path(name)
        found += sorted(path.parent.glob(path.name)) if "*" in path.name else [path]
    return list(dict.fromkeys(found))
