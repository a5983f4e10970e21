"""Make the safe figures of an edition: the only step that sees a child's record."""

import csv
import secrets
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path

import pandas as pd

from jsna import catalogue, dimensions
from jsna.disclosure import absent, agreement, protect, release
from jsna.disclosure.protect import Limits, PublishedTotal, Released
from jsna.disclosure.safe import Safe
from jsna.errors import FigureError, NotReceivedError
from jsna.figures import DAY, LATEST, ON_DAY, TOTAL, Figure
from jsna.params import Params
from jsna.project import DATA, RESTRICTED
from jsna.published import require_area
from jsna.run.accepted import intake
from jsna.run.beside import one_process
from jsna.sources import Sources

MADE_UP_SEED = b"made-up county: NOT SECRET"
"""Ties in rounding made-up records may be known; those of real ones never are."""


def make(params: Params, folder: Path) -> dict[str, Safe]:
    """Write `tables/` below the folder, whole or not at all, and return the figures."""
    sources = sources_of(params)
    require_area(sources.area.name)
    released = Released.read(DATA / "released")
    released.require(params.previous_edition)
    released = released.of(params.made_up)
    limits = limits_of(params)
    counts, entries = by_rule("rounded"), by_rule("statistic")
    if counts or entries:
        sources.received()  # once, before the other process looks for it in the store
    # Statistics need no rounding and rounding no statistics: each has a core of its own.
    with one_process() as beside:
        waiting = beside.submit(measure_statistics, params) if entries else None
        safes = published(by_rule("published"), sources)
        solved, totals = rounded(counts, sources, released, limits)
        safes |= solved
        cells = waiting.result() if waiting else {}
    for entry in entries:
        if entry.id not in cells:
            safes[entry.id] = not_collected(entry, sources)
            continue
        found = measured(to_the_day(entry, params.as_of), cells[entry.id])
        safes[entry.id] = statistic(*found, params, released, limits)
    return put(safes, sources, folder, totals)


def sources_of(params: Params) -> Sources:
    """Return what subjects may read; extracts are opened when one is first asked for."""
    received = cache(partial(intake, params))
    return Sources(params, lambda: dict(received().accepted), received)


def put(
    safes: dict[str, Safe],
    sources: Sources,
    folder: Path,
    totals: Sequence[PublishedTotal] = (),
) -> dict[str, Safe]:
    """Write the figures as `folder`, whole or not at all."""
    beside = folder.with_name(folder.name + ".partial")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    links = dimensions.hierarchy(sources.area)
    release.write(safes, beside, links, sources.params.edition, totals)
    shutil.rmtree(folder, ignore_errors=True)
    (beside / "tables").replace(folder)
    beside.rmdir()
    return safes


def by_rule(rule: str) -> list[Figure]:
    """Return the catalogue's figures with that rule."""
    return [entry for entry in catalogue.FIGURES if entry.rule == rule]


def published(entries: Iterable[Figure], sources: Sources) -> dict[str, Safe]:
    """Return figures that their owners publish."""
    as_of = sources.params.as_of
    return {
        entry.id: protect.published(
            *measured(to_the_day(entry, as_of), cells_of(entry, sources)), as_of
        )
        for entry in entries
    }


def rounded(
    entries: list[Figure], sources: Sources, released: Released, limits: Limits
) -> tuple[dict[str, Safe], list[PublishedTotal]]:
    """Return all counts of children, rounded together, and the published totals they add up to.

    What nobody sent says so. Records that differ from a published total by more than a total may
    be moved are shown as they are, beside it.
    """
    records, unsent = {}, set()
    for name in sorted({entry.records for entry in entries}):
        try:
            records[name] = catalogue.POPULATIONS[name](sources)
        except NotReceivedError:
            unsent.add(name)
    asked = [
        to_the_day(of_the_latest(x, records[x.records]), sources.params.as_of)
        for x in entries
        if x.records not in unsent
    ]
    totals = agreement.totals_of(catalogue.AGREEMENTS, records, sources)
    agreeing = agreement.agreeing(totals, records, limits)
    totals = agreement.adding_up(agreement.shown_by(agreeing, asked), limits.base)
    solved = protect.protect(
        records,
        asked,
        dimensions.hierarchy(sources.area),
        released,
        rounding_seed(sources.params),
        limits,
        published_totals=totals,
        made_up=sources.params.made_up,
    )
    missing = {x.id: not_collected(x, sources) for x in entries if x.records in unsent}
    return {**solved, **missing}, totals


def not_collected(entry: Figure, sources: Sources) -> Safe:
    """Return the figure of an extract that nobody sent, over the values of the code lists."""
    labels = {
        name: (*known, TOTAL) if (known := _code_list(name, sources)) else (TOTAL,)
        for name in entry.dimensions
    }
    return absent.not_collected(entry, labels, sources.params.made_up)


def _code_list(name: str, sources: Sources) -> tuple[str, ...]:
    return dimensions.values(name, sources.area) if name in dimensions.DIMENSIONS else ()


def of_the_latest(entry: Figure, records: pd.DataFrame) -> Figure:
    """Return the entry with the last value in place of `latest`, and with it as its period.

    What is counted on the edition's day alone keeps that day as its period.
    """
    if LATEST not in entry.where.values():
        return entry
    last = {
        name: str(max(records[name].astype(str))) if value == LATEST else value
        for name, value in entry.where.items()
    }
    named = [last[name] for name, value in entry.where.items() if value == LATEST]
    period = ", ".join([*named, f"to {DAY}"] if DAY in entry.period else named)
    return replace(entry, where=last, period=entry.period if entry.period == ON_DAY else period)


def measure_statistics(params: Params) -> dict[str, pd.DataFrame]:
    """Return the cells of every statistic whose extract was received; in a process of its own.

    What is made of published tables alone is measured without extracts.
    """
    sources, published_alone = sources_of(params), Sources(params)
    found = {}
    for entry in by_rule("statistic"):
        with suppress(NotReceivedError):
            found[entry.id] = cells_of(entry, published_alone if entry.published_only else sources)
    return found


def statistic(
    entry: Figure, cells: pd.DataFrame, params: Params, released: Released, limits: Limits
) -> Safe:
    """Return a median, curve, ratio or rate, withheld where too few children are behind.

    What is made of published tables alone is never made up, and its numbers of children,
    published before, are not rounded again.
    """
    return protect.statistic(
        entry,
        cells,
        limits=replace(limits, base=1) if entry.published_only else limits,
        released=released,
        made_up=params.made_up and not entry.published_only,
    )


def cells_of(entry: Figure, sources: Sources) -> pd.DataFrame:
    """Return what the entry's function measures."""
    if entry.measure is None:
        raise FigureError(f"The figure '{entry.id}' has no measure:", ["add it to its entry"])
    return entry.measure(sources)


def measured(entry: Figure, cells: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """Return the entry with its cells, whose one `period`, where they have it, becomes its own."""
    if "period" in cells and "period" not in entry.dimensions and len(cells):
        entry = replace(entry, period=str(cells["period"].iloc[-1]))
    return entry, cells


def to_the_day(entry: Figure, as_of: date) -> Figure:
    """Return the entry with the edition's day in its period, where it counts up to that day."""
    if DAY not in entry.period:
        return entry
    words = f"{as_of.day} {as_of:%B %Y}"
    return replace(entry, period=entry.period.replace(DAY, words), runs_to=as_of.isoformat())


def limits_of(params: Params) -> Limits:
    """Return how far rounding may go, as the params file decides."""
    return Limits(
        base=params.round_to,
        fewest_for_percent=params.fewest_for_percent,
        fewest_for_statistic=params.fewest_for_statistic,
        kpi_figures=kpi_figures(),
    )


def kpi_figures() -> frozenset[str]:
    """Return the ids of the figures from which the plan's measures take their values."""
    with (DATA / "plan" / "kpi_measures.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["figure_id"] for row in csv.DictReader(file) if row["figure_id"])


def rounding_seed(params: Params) -> bytes:
    """Return what ties are broken by: for real records a secret, made once and kept restricted."""
    if params.made_up:
        return MADE_UP_SEED
    path = RESTRICTED / "rounding.seed"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(secrets.token_bytes(32))
        path.chmod(0o600)
    return path.read_bytes()
