"""Write the catalogue entry of an analysis that has proved its worth.

An analyst tries things out in notebooks/workbench/ on accepted records. What should become a
figure of the report gets one entry in its subject; this writes it, for a person to read and
commit. The figure itself is counted and made safe like any other.
"""

import ast
import re
from collections.abc import Sequence
from pathlib import Path

from jsna.dimensions import DIMENSIONS
from jsna.errors import FigureError
from jsna.project import ROOT, named

SUBJECTS = ROOT / "jsna" / "subjects"


def entry(
    figure_id: str,
    title: str,
    question: str,
    population: str,
    records: str,
    dimensions: Sequence[str],
    unit: str,
    source: Sequence[str],
    period: str,
    limits: str,
) -> str:
    """Return the entry of a rounded figure as code, or a FigureError with all that is wrong."""
    from jsna import catalogue

    problems = []
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", figure_id):
        problems.append(f"the id '{figure_id}' should be lower-case words joined by hyphens")
    if figure_id in {one.id for one in catalogue.FIGURES}:
        problems.append(f"the catalogue has a figure '{figure_id}' already")
    if not question.endswith("?"):
        problems.append("the question should end in a question mark")
    if records not in catalogue.POPULATIONS:
        known = ", ".join(sorted(catalogue.POPULATIONS))
        problems.append(f"there are no records '{records}'; there are {known}")
    problems += [
        f"there is no dimension '{name}'; jsna/dimensions.py lists them"
        for name in dimensions
        if name not in DIMENSIONS
    ]
    if not dimensions:
        problems.append("it needs at least one dimension")
    problems += [
        f"the {name} is empty"
        for name, text in (
            ("title", title),
            ("population", population),
            ("unit", unit),
            ("period", period),
            ("text on its limits", limits),
        )
        if not text.strip()
    ]
    if problems:
        raise FigureError(f"'{figure_id}' cannot become a figure:", problems)
    fields: dict[str, str | tuple[str, ...]] = {
        "id": figure_id,
        "title": title,
        "question": question,
        "population": population,
        "dimensions": tuple(dimensions),
        "kind": "count",
        "unit": unit,
        "source": tuple(source),
        "period": period,
        "geography": "Districts, the two new councils and CCG parts of the county",
        "rule": "rounded",
        "records": records,
        "limits": limits,
    }
    lines = [f"        {name}={_written(value)}," for name, value in fields.items()]
    return "\n".join(["    Figure(", *lines, "    ),"]) + "\n"


def _written(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    inside = ", ".join(_written(part) for part in value)
    return f"({inside},)" if len(value) == 1 else f"({inside})"


def insert(code: str, subject: Path) -> str:
    """Return the subject's source with the entry as the last of its FIGURES."""
    text = subject.read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        names = {target.id for target in targets if isinstance(target, ast.Name)}
        value = getattr(node, "value", None)
        if "FIGURES" in names and isinstance(value, ast.Tuple):
            lines = text.splitlines(keepends=True)
            assert value.end_lineno is not None
            last = value.end_lineno - 1
            return "".join([*lines[:last], code, *lines[last:]])
    raise FigureError(
        f"{named(subject)} has no tuple FIGURES to add to:", ["name a subject in jsna/subjects/"]
    )
