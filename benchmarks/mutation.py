"""Do the tests notice a changed line? Small changes are made one at a time, and the tests run.

A change turns one operator, comparison, constant or condition of a module into another. It is
noticed where a test that names the module, or the module's own worked examples, fails. Strings,
docstrings and type hints are left alone: no figure hangs on them. Everything runs in this one
process, the changed module put in place of the true one, with a limit of time for each.

    python benchmarks/mutation.py stats --sample 300
    python benchmarks/mutation.py disclosure --sample 150
    python benchmarks/mutation.py stats --module survival --sample 0      every change of one module
"""

import argparse
import ast
import contextlib
import copy
import ctypes
import doctest
import importlib
import importlib.abc
import importlib.util
import io
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 60.0

COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.MatMult: ast.Mult,
}


@dataclass(frozen=True)
class Mutant:
    """One change of one module."""

    path: Path
    place: int
    """Which node of the walk over the tree."""
    way: int
    line: int
    told: str

    def __str__(self) -> str:
        return f"{self.path.stem}:{self.line}  {self.told}"


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """Give each changed copy of a node."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        changed = copy.deepcopy(node)
        changed.ops[0] = COMPARISONS[type(node.ops[0])]()
        yield changed
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        changed = copy.deepcopy(node)
        changed.op = OPERATORS[type(node.op)]()
        yield changed
    elif isinstance(node, ast.BoolOp):
        changed = copy.deepcopy(node)
        changed.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield changed
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
        yield copy.deepcopy(node.operand)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
        if node.value:
            yield ast.Constant(-node.value)
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)


def _unhinted(tree: ast.Module) -> set[int]:
    """Return the ids of nodes inside type hints and f-strings, which are left alone."""
    left: set[int] = set()
    for node in ast.walk(tree):
        hints = [getattr(node, name, None) for name in ("annotation", "returns")]
        if isinstance(node, ast.JoinedStr):
            hints.append(node)
        # A sentence of refusal is for the reader: its wording is tested, its counts are not.
        if isinstance(node, ast.Raise):
            hints.append(node)
        for hint in hints:
            if hint is not None:
                left |= {id(inner) for inner in ast.walk(hint)}
    return left


def mutants(path: Path) -> list[Mutant]:
    """Return every change of a module."""
    tree = ast.parse(path.read_text("utf-8"))
    left, found = _unhinted(tree), []
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in left or not hasattr(node, "lineno"):
            continue
        for way, changed in enumerate(_changes(node)):
            told = f"{ast.unparse(node)}  ->  {ast.unparse(changed)}"
            found.append(Mutant(path, place, way, node.lineno, told))
    return found


def changed_tree(mutant: Mutant) -> ast.Module:
    """Return the module's tree with the change made."""
    tree = ast.parse(mutant.path.read_text("utf-8"))
    target = list(ast.walk(tree))[mutant.place]
    replacement = list(_changes(target))[mutant.way]

    class Put(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            if node is target:
                return ast.copy_location(replacement, node)
            return self.generic_visit(node)

    return ast.fix_missing_locations(Put().visit(tree))


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


def tests_of(path: Path) -> list[str]:
    """Return the tests to run: those that name the module, the ones named after it first."""
    package = path.parent.name
    naming = []
    for test in sorted((ROOT / "tests").glob("test_*.py")):
        text = test.read_text("utf-8")
        if test.stem in ("test_reference_cases", "test_stats_rooms"):
            continue  # the cases are no part of the project; the rooms are no figures
        used = f"jsna.{package}" in text and path.stem in text
        if used:
            naming.append((path.stem not in test.stem, str(test)))
    return [name for _, name in sorted(naming)]


def _forget() -> None:
    for name in list(sys.modules):
        if name.startswith(("jsna.stats", "jsna.disclosure", "test_")):
            del sys.modules[name]
    for package in ("stats", "disclosure"):
        parent = sys.modules.get("jsna")
        if parent is not None and hasattr(parent, package):
            delattr(parent, package)


def noticed(mutant: Mutant, seconds: float) -> bool:
    """Return whether some test fails once the change is made."""
    name = f"jsna.{mutant.path.parent.name}.{mutant.path.stem}"
    finder = InPlaceOf(name, changed_tree(mutant), mutant.path)
    _forget()
    sys.meta_path.insert(0, finder)
    options = ["-x", "-q", "-p", "no:cacheprovider", "--no-header", "-m", "not slow"]
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
            return pytest.main([*options, *tests_of(mutant.path)]) != 0
    except (TooLong, Exception):
        return True  # it runs on for ever, or cannot even be imported
    finally:
        sys.meta_path.remove(finder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", choices=["stats", "disclosure"])
    parser.add_argument("--module", action="append", default=[])
    parser.add_argument("--sample", type=int, default=300, help="how many changes; 0 for all")
    parser.add_argument("--seed", type=int, default=2021)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    sys.dont_write_bytecode = True
    files = [
        path
        for path in sorted((ROOT / "jsna" / asked.package).glob("*.py"))
        if path.stem != "__init__" and (not asked.module or path.stem in asked.module)
    ]
    every = [mutant for path in files for mutant in mutants(path)]
    chosen = every
    if asked.sample and asked.sample < len(every):
        chosen = sorted(
            random.Random(asked.seed).sample(every, asked.sample),
            key=lambda mutant: (mutant.path, mutant.line),
        )
    print(f"{len(every)} changes are possible in jsna/{asked.package}; {len(chosen)} are tried.")
    start, survivors = time.perf_counter(), []
    tried: Counter[str] = Counter()
    for number, mutant in enumerate(chosen, 1):
        tried[mutant.path.stem] += 1
        if not noticed(mutant, asked.seconds):
            survivors.append(mutant)
            print(f"  not noticed  {mutant}", flush=True)
        if number % 50 == 0:
            print(f"  {number} tried, {time.perf_counter() - start:.0f} s", flush=True)
    share = 100 * (1 - len(survivors) / len(chosen))
    missed = Counter(mutant.path.stem for mutant in survivors)
    for name in sorted(tried):
        print(f"{name:24s}{tried[name] - missed[name]:5d} of {tried[name]}")
    print(f"noticed: {share:.1f} % of {len(chosen)}, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
