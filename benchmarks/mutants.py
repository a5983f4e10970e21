"""Small changes of a module, one at a time: an operator, comparison, constant or condition.

Strings, docstrings, type hints, the sentences of refusals and the flags of records, pairs and files
(`frozen=True`, `strict=True`, `indent=2`) are left alone: no figure hangs on them.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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

FLAGS = {"frozen", "slots", "kw_only", "strict", "indent", "maxsize", "exist_ok", "parents"}
"""Arguments by name that guard or lay out; where one is wrong, no number changes."""


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
    """Return the ids of nodes inside type hints, f-strings, refusals and flags: left alone."""
    left: set[int] = set()
    for node in ast.walk(tree):
        hints = [getattr(node, name, None) for name in ("annotation", "returns")]
        if isinstance(node, ast.JoinedStr):
            hints.append(node)
        # A sentence of refusal is for the reader: its wording is tested, its counts are not.
        if isinstance(node, ast.Raise):
            hints.append(node)
        if isinstance(node, ast.keyword) and node.arg in FLAGS:
            hints.append(node.value)
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
