"""Where the rows of `benchmarks/builds.py` are measured, and how one is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.build_costs import Cost, python

EDITION = "cumbria-2021"
PARAMS = f"params/{EDITION}.yaml"


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    only: str = "*"
    sample: int = 12
    """Pages for the real kernel."""
    loop: int = 6
    """Pages for the loop of commands."""
    kills: int = 50
    ends: int = 4
    """Times that the dispatcher itself is killed."""


QUICK = Size(only="[ce]*/*", sample=3, loop=1, kills=6, ends=1)


@dataclass(frozen=True)
class Row:
    """One figure of the table."""

    figure: str
    target: str
    measured: str
    holds: bool | None
    """None where nothing is asked, or it could not be measured."""

    def text(self) -> str:
        """Return the row in Markdown."""
        word = {True: "yes", False: "**no**", None: ""}[self.holds]
        return f"| {self.figure} | {self.target} | {self.measured} | {word} |"


@dataclass(frozen=True)
class Place:
    """Where rows are measured: a copy of the project, and a report that was built of it."""

    folder: Path
    size: Size

    @property
    def copy(self) -> Path:
        """The copy of the project."""
        return self.folder / "one"

    @property
    def out(self) -> Path:
        """Where its report lies."""
        return self.folder / "out"

    @property
    def work(self) -> Path:
        """Where its pages are kept between builds."""
        return self.out / ".work" / EDITION


def build(
    copy: Path,
    out: Path,
    only: str,
    *more: str,
    watch: bool = False,
    given: Mapping[str, str] | None = None,
) -> Cost:
    """Build the edition in a copy, parts timed."""
    words = ("-m", "benchmarks.build_steps", "whole", PARAMS, "--out", str(out), "--partial")
    return python(copy, *words, "--only", only, *more, given=given, watch=watch)


def command(out: Path, only: str, params: str = PARAMS) -> list[str]:
    """Return the words of an ordinary build."""
    return ["-m", "jsna", "build", params, "--out", str(out), "--only", only, "--partial"]


def step(copy: Path, name: str, *words: object) -> dict[str, Any]:
    """Run a step in the copy."""
    return python(copy, "-m", "benchmarks.build_steps", name, *map(str, words)).last()


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }
