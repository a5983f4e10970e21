"""How long a page takes to render, beside stock nbconvert on the same notebook.

Run: python benchmarks/rendering.py [NOTEBOOK ...]
Without arguments it takes the executed notebooks of the reports that are here. Prints seconds a
page, median of five, for our exporter and for nbconvert's `lab` and `basic` templates.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from jsna.project import REPORTS
from jsna.publish.html import render
from jsna.publish.page import Page

ROUNDS = 5
MOST = 6


def seconds(work: Callable[[], object]) -> float:
    work()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main(paths: list[Path]) -> int:
    page = Page("a/b.html", "A page", "A section", "benchmark", "31 August 2021")
    print(f"{'notebook':40} {'ours ms':>8} {'lab ms':>8} {'basic ms':>9} {'lab / ours':>10}")
    worst = float("inf")
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        lab, basic = HTMLExporter(template_name="lab"), HTMLExporter(template_name="basic")
        ours = seconds(lambda given=notebook: render(given, page))
        stock = seconds(lambda given=notebook, by=lab: by.from_notebook_node(given))
        plain = seconds(lambda given=notebook, by=basic: by.from_notebook_node(given))
        worst = min(worst, stock / ours)
        print(
            f"{path.stem[:40]:40} {ours * 1000:8.1f} {stock * 1000:8.1f} {plain * 1000:9.1f} "
            f"{stock / ours:10.1f}"
        )
    print(f"the least gain is {worst:.1f} times; at least 10 is asked for")
    return 0 if worst >= 10 else 1


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    found = given or sorted(REPORTS.glob("*/public/notebooks/*.ipynb"))[:MOST]
    if not found:
        sys.exit("no executed notebook is here: run make report first, or name one")
    sys.exit(main(found))
