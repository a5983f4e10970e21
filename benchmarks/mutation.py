"""Do the tests notice a changed line? Small changes are made one at a time, and the tests run.

First every quick test about the package runs once, to learn which lines each test runs and
how long it takes. Then each change (benchmarks/mutants.py) meets the module's own worked examples
and the tests that run its line, closest first, until one fails or their time is spent. Everything
runs in this one process, the changed module put in place of the true one. Before that, each module
is put in its own place unchanged: what fails then would notice anything, and stops the run.

    python benchmarks/mutation.py stats --sample 300
    python benchmarks/mutation.py disclosure --sample 150
    python benchmarks/mutation.py stats --module survival --sample 0      every change of one module
"""

import argparse
import ast
import contextlib
import ctypes
import doctest
import importlib
import importlib.abc
import importlib.util
import io
import random
import re
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import coverage
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT)]

from mutants import Mutant, changed_tree, mutants  # noqa: E402

OPTIONS = ["-q", "-p", "no:cacheprovider", "--no-header", "-m", "not slow"]
# The same examples each time, and none kept for the next change.
OPTIONS += ["--hypothesis-profile=ci"]
OUTSIDE = ("test_reference_cases", "test_stats_rooms")
"""The cases are no part of the project; the rooms are no figures."""
OWN = ("jsna", "inspection")
FEW_OTHERS = 2
"""Modules outside the package that a file of tests about it may import."""


class InPlaceOf(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the changed module where the true one is asked for."""

    def __init__(self, name: str, tree: ast.Module, path: Path) -> None:
        self.name, self.tree, self.path = name, tree, path

    def find_spec(self, name: str, path: object, target: object = None) -> object:
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)


class TooLong(BaseException):
    """The change made the tests run on: noticed."""


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop what runs in this thread after the time; no signals, so that it works on Windows."""
    own = ctypes.c_ulong(threading.get_ident())

    def stop() -> None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(own, ctypes.py_object(TooLong))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@dataclass
class Watch:
    """A pytest plugin that learns what each test runs, how long it takes and whether it passes."""

    measured: coverage.Coverage
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    failed: set[str] = field(default_factory=set)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what needs a whole build."""
        items[:] = [item for item in items if "built" not in getattr(item, "fixturenames", ())]

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """What a file's fixtures run, each of its tests hangs on."""
        self.measured.switch_context(item.nodeid.split("::")[0])

    def pytest_runtest_call(self, item: pytest.Item) -> None:
        self.measured.switch_context(item.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if not report.passed:
            self.failed.add(report.nodeid)


@dataclass(frozen=True)
class Tests:
    """The passing tests with their seconds, and the lines of the package that each runs."""

    seconds: dict[str, float]
    of_line: dict[tuple[str, int], frozenset[str]]
    of_file: dict[str, frozenset[str]]

    def of(self, mutant: Mutant, budget: float) -> list[list[str]]:
        """Return the tests that run the changed line, file by file; of one run on import, the
        module's. First those files that run the fewest modules: they look at it most closely.
        """
        path = str(mutant.path)
        found = self.of_line.get((path, mutant.line)) or self.of_file.get(path, frozenset())
        files: dict[str, list[str]] = defaultdict(list)
        for name in sorted(found, key=lambda name: self.seconds[name]):
            files[name.split("::")[0]].append(name)
        kept, spent = [], 0.0
        for file in sorted(files, key=self._breadth):
            inside = []
            for name in files[file]:
                if not spent or spent + self.seconds[name] <= budget:
                    inside.append(name)
                    spent += self.seconds[name]
            kept += [inside] if inside else []
        return kept

    def _breadth(self, file: str) -> int:
        """Return how many modules of the package the tests of a file run."""
        return sum(
            any(name.startswith(f"{file}::") for name in tests) for tests in self.of_file.values()
        )


def about(test: Path, package: str) -> bool:
    """Return whether a file of tests is about the package: it imports little else of ours.

    Tests of subjects and pages run the package too, but long, and look at something else.
    """
    imported = set(re.findall(r"^from ((?:jsna|inspection)[\w.]*)", test.read_text("utf-8"), re.M))
    held = {name for name in imported if name.startswith(f"jsna.{package}")}
    return bool(held) and len(imported - held - {"jsna.errors", "jsna.figures"}) <= FEW_OTHERS


def learn(package: str, files: Sequence[Path]) -> Tests:
    """Run every quick test that is about the package once, and return what each of them runs."""
    named = [
        str(test)
        for test in sorted((ROOT / "tests").glob("test_*.py"))
        if test.stem not in OUTSIDE and about(test, package)
    ]
    measured = coverage.Coverage(
        data_file=None, include=[str(path) for path in files], config_file=False
    )
    watch = Watch(measured)
    measured.start()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        pytest.main([*OPTIONS, *named], plugins=[watch])
    measured.stop()
    seconds = {name: took for name, took in watch.seconds.items() if name not in watch.failed}
    print(f"{len(seconds)} tests take {sum(seconds.values()):.0f} s; {len(watch.failed)} are out.")
    of_line: dict[tuple[str, int], frozenset[str]] = {}
    of_file: dict[str, frozenset[str]] = {}
    beside = defaultdict(set)
    for name in seconds:
        beside[name.split("::")[0]].add(name)
    data = measured.get_data()
    for file in data.measured_files():
        every: set[str] = set()
        for line, contexts in data.contexts_by_lineno(file).items():
            tests = {test for name in contexts for test in beside.get(name, {name})} & set(seconds)
            of_line[file, line] = frozenset(tests)
            # What runs on import, such as a constant, runs in no test: any test may notice it that
            # stands in one file with a test of the module.
            every |= {near for test in tests for near in beside[test.split("::")[0]]}
        of_file[file] = frozenset(every)
    return Tests(seconds, of_line, of_file)


def _forget() -> None:
    """Drop our modules and the tests, so that none keeps hold of the module of another change."""
    for name in list(sys.modules):
        own = getattr(sys.modules[name], "__file__", None) or ""
        if name.split(".")[0] in OWN or str(ROOT / "tests") in own:
            del sys.modules[name]


def noticed(path: Path, tree: ast.Module, tests: Sequence[Sequence[str]], seconds: float) -> bool:
    """Return whether some test fails once the module is replaced."""
    name = f"jsna.{path.parent.name}.{path.stem}"
    finder = InPlaceOf(name, tree, path)
    _forget()
    sys.meta_path.insert(0, finder)
    quiet = io.StringIO()
    try:
        with (
            contextlib.redirect_stdout(quiet),
            contextlib.redirect_stderr(quiet),
            limited(seconds),
        ):
            # The worked examples first: quick, and pytest would load the true module for them.
            if doctest.testmod(importlib.import_module(name)).failed:
                return True
            return any(pytest.main(["-x", *OPTIONS, *names]) != 0 for names in tests)
    except (TooLong, Exception):
        return True  # it runs on for ever, or cannot even be imported
    finally:
        sys.meta_path.remove(finder)


def tried(mutant: Mutant, tests: Tests, budget: float) -> bool:
    """Return whether a change is noticed; a run of five times its usual length has no end."""
    chosen = tests.of(mutant, budget)
    usual = sum(tests.seconds[name] for names in chosen for name in names)
    return noticed(mutant.path, changed_tree(mutant), chosen, 30 + 5 * usual)


def control(chosen: Sequence[Mutant], tests: Tests, budget: float) -> None:
    """Stop where the tests of a module fail though nothing was changed."""
    for path in dict.fromkeys(mutant.path for mutant in chosen):
        first = next(mutant for mutant in chosen if mutant.path == path)
        tree = ast.parse(path.read_text("utf-8"))
        if noticed(path, tree, tests.of(first, budget / 6), 300):
            sys.exit(f"The tests of {path.stem} fail with nothing changed: mend them first.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", choices=["stats", "disclosure"])
    parser.add_argument("--module", action="append", default=[])
    parser.add_argument("--sample", type=int, default=300, help="how many changes; 0 for all")
    parser.add_argument("--seed", type=int, default=2021)
    parser.add_argument("--budget", type=float, default=15.0, help="seconds of tests a change")
    asked = parser.parse_args()
    sys.dont_write_bytecode = True
    files = [
        path
        for path in sorted((ROOT / "jsna" / asked.package).glob("*.py"))
        if path.stem != "__init__" and (not asked.module or path.stem in asked.module)
    ]
    chosen = every = [mutant for path in files for mutant in mutants(path)]
    if asked.sample and asked.sample < len(every):
        # In an order by chance, so that what was tried when it is stopped is a sample too.
        chosen = random.Random(asked.seed).sample(every, asked.sample)
    print(f"{len(every)} changes are possible in jsna/{asked.package}; {len(chosen)} are tried.")
    start = time.perf_counter()
    tests = learn(asked.package, files)
    control(chosen, tests, asked.budget)
    print(f"With nothing changed all pass, {time.perf_counter() - start:.0f} s.", flush=True)
    count: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for number, mutant in enumerate(chosen, 1):
        count[mutant.path.stem] += 1
        if not tried(mutant, tests, asked.budget):
            missed[mutant.path.stem] += 1
            print(f"  not noticed  {mutant}", flush=True)
        if number % 10 == 0:
            seconds = time.perf_counter() - start
            print(f"  {number - missed.total()} of {number}, {seconds:.0f} s", flush=True)
    for name in sorted(count):
        print(f"{name:24s}{count[name] - missed[name]:5d} of {count[name]}")
    share = 100 * (1 - missed.total() / len(chosen))
    print(f"noticed: {share:.1f} % of {len(chosen)}, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
