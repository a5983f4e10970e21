"""The data dictionary: every figure of the edition in words, printed from its catalogue entry."""

import ast
import json
from functools import cache

from jsna.disclosure.safe import Safe
from jsna.edition import Edition
from jsna.project import NOTEBOOKS
from jsna.show import tables
from jsna.show.chosen import name_of
from jsna.show.shown import Shown
from jsna.show.sourced import described

COLUMNS = {
    "title": "Figure",
    "population": "Of whom",
    "by": "By",
    "kind": "Kind and unit",
    "source": "From",
    "period": "Period and places",
    "made": "How it is made safe to show",
    "shown": "Shown on",
    "name": "Table",
}


def dictionary(report: Edition) -> Shown:
    """Return one row a figure; a new entry of the catalogue is a new row."""
    rows = [_row(report.figure(name)) for name in report.figures]
    rows.sort(key=lambda row: (row["title"], row["name"]))
    return tables.register(rows, COLUMNS, title="Every figure of this edition")


def _row(safe: Safe) -> dict[str, str]:
    figure = safe.figure
    real = "made-up records" if safe.made_up else "published or real records"
    return {
        "name": figure.id,
        "title": figure.title,
        "population": figure.population,
        "by": ", ".join(name_of(name) for name in figure.dimensions) or "one number",
        "kind": f"{figure.kind}; {figure.unit or 'no unit'}",
        "source": "; ".join(described(name, figure).title for name in figure.source),
        "period": f"{figure.period.rstrip('.')}; {figure.geography}",
        "made": f"{safe.protection.method}; {real}",
        "shown": "; ".join(pages().get(figure.id, ())) or "the explorer or the spreadsheet",
    }


@cache
def pages() -> dict[str, tuple[str, ...]]:
    """Return by figure the headings of the notebooks that name it."""
    found: dict[str, list[str]] = {}
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        heading = "".join(cells[0]["source"]).splitlines()[0].lstrip("# ")
        for cell in cells:
            if cell["cell_type"] == "code":
                for text in _texts("".join(cell["source"])):
                    if heading not in found.setdefault(text, []):
                        found[text].append(heading)
    return {name: tuple(headings) for name, headings in found.items()}


def _texts(code: str) -> set[str]:
    """Return the texts in quotes of a cell.

    >>> sorted(_texts('report.figure("ehc-plans-by-year")'))
    ['ehc-plans-by-year']
    """
    return {
        node.value
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
