"""Measure the protection of small numbers: time, largest change, what an attacker learns.

Run it with `python benchmarks/protection.py`; the table it prints stands in docs/disclosure.md. The
children are made up (tests/made_up_children.py), as many as Cumbria's with SEND.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from made_up_children import HIERARCHY, SHARES, children  # noqa: E402

from jsna.disclosure import solve  # noqa: E402
from jsna.disclosure.attack import attack  # noqa: E402
from jsna.disclosure.protect import Limits, Released, protect  # noqa: E402
from jsna.figures import Figure  # noqa: E402

BLANK = Figure(
    "", "Pupils", "How many?", "Made-up pupils", (), "count", "pupils", (), "", "", "rounded"
)


def figure(dimensions: tuple[str, ...], explorer: bool = False) -> Figure:
    name = ("explorer-" if explorer else "pupils-by-") + "-".join(dimensions)
    return replace(BLANK, id=name, dimensions=dimensions, records="pupils")


def cases() -> Iterator[tuple[str, list[Figure]]]:
    names = tuple(SHARES)
    five = [figure(three) for three in combinations(names[:5], 3)]
    four_way = [figure(names[:4])]
    seven = [figure(("area", "need", other)) for other in names[2:7]]
    seven += [figure(pair) for pair in combinations(names[:7], 2)]
    explorer = [figure(pair, explorer=True) for pair in combinations(names, 2)]
    yield "four dimensions, up to 4-way", four_way
    yield "5 categories, up to 3-way", five
    yield "7 categories, 2-way and place by need by each", seven
    yield "12 explorer categories, 2-way", explorer
    yield "all of these together", [*four_way, *five, *seven, *explorer]


def measure(name: str, figures: list[Figure], count: int, seed: int) -> str:
    frame = children(count, seed, tuple(SHARES))
    figures = list({entry.id: entry for entry in figures}.values())
    started, spent = time.perf_counter(), time.process_time()
    rounded = solve.solve(
        {"pupils": frame}, figures, HIERARCHY, Released(), b"bench", Limits(), (), ()
    )
    wall, cpu = time.perf_counter() - started, time.process_time() - spent
    changes = dict.fromkeys((4.0, 9.0, 12.0), 0.0)
    total, withheld, moved = 0, 0, []
    for found in rounded.values():
        shown = found.cells[found.cells["status"] == "shown"]
        total += len(found.cells)
        withheld += len(found.cells) - len(shown)
        moved.append(shown["change"].to_numpy())
        for limit, change in shown.groupby("limit")["change"].max().items():
            changes[float(str(limit))] = max(changes[float(str(limit))], float(change))
    safes = protect({"pupils": frame}, figures, HIERARCHY, Released(), b"bench", Limits())
    started = time.perf_counter()
    found_out = len(attack(safes, HIERARCHY))
    attacked = time.perf_counter() - started
    mean = float(np.concatenate(moved).mean())
    largest = " / ".join(f"{change:.0f}" if change else "-" for change in changes.values())
    return (
        f"| {name} | {len(figures)} | {total:,} | {withheld:,} | {wall:.1f} | {cpu:.1f} "
        f"| {mean:.1f} | {largest} | {found_out} | {attacked:.1f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=12_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of one case, from 0")
    chosen = parser.parse_args()
    print(
        "| tables | figures | cells | withheld | seconds | CPU s | mean change "
        "| largest (limits 4 / 9 / 12) | known to an attacker | attack s |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for number, (name, figures) in enumerate(cases()):
        if chosen.only in (None, number):
            print(measure(name, figures, chosen.children, chosen.seed), flush=True)


if __name__ == "__main__":
    main()
