"""The commands of the needs assessment. No logic: each hands over and prints.

Exit status: 0 done, 1 something a reader can mend, 2 bad usage.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from jsna.errors import JsnaError


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit."""
    chosen = parser().parse_args(arguments)
    try:
        status = chosen.act(chosen)
    except JsnaError as error:
        sys.stderr.write(f"{error}\n")
        status = 1
    except KeyboardInterrupt:
        sys.stderr.write("\nstopped; what was made is kept, and the last good report is in place\n")
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
    return 1 if problems else 0


def _build(chosen: argparse.Namespace) -> int:
    from jsna.run import build

    options = build.Options(
        out=chosen.out or build.REPORTS,
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
    paths = _matched(chosen.params)
    if chosen.list:
        for path in paths:
            for row in build.listing(path, options):
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return 0
    status = 0
    for path, ended in build.build_all(paths, options, tell):
        if len(paths) > 1:
            tell(f"{path.stem}:")
        if isinstance(ended, JsnaError):
            tell(str(ended))
            status = 1
        else:
            status = max(status, build.print_summary(ended, tell))
    return status


def _matched(names: Sequence[str]) -> list[Path]:
    """Return the files that the names or patterns mean; not every shell spells patterns out."""
    found: list[Path] = []
    for name in names:
        path = Path(name)
        found += sorted(path.parent.glob(path.name)) if "*" in path.name else [path]
    return list(dict.fromkeys(found))
