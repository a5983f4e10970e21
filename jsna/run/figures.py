"""Make the safe figures of an edition: the only step that sees a child's record."""

import secrets
import shutil
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pandas as pd

from jsna import catalogue, dimensions
from jsna.disclosure import protect, release
from jsna.disclosure.protect import Limits, Released
from jsna.disclosure.safe import Safe
from jsna.errors import FigureError
from jsna.figures import LATEST, Figure
from jsna.params import Params
from jsna.project import DATA, RESTRICTED
from jsna.run.accepted import intake
from jsna.sources import Sources

MADE_UP_SEED = b"made-up county: NOT SECRET"
"""Ties in rounding made-up records may be known; those of real ones never are."""


def make(params: Params, folder: Path) -> dict[str, Safe]:
    """Write `tables/` below the folder, whole or not at all, and return the figures."""
    received = cache(partial(intake, params))
    sources = Sources(params, lambda: dict(received().accepted), received)
    released = Released.read(DATA / "released")
    released.require(params.previous_edition)
    limits = limits_of(params)
    safes = {
        **published(by_rule("published"), sources),
        **rounded(by_rule("rounded"), sources, released, limits),
        **statistics(by_rule("statistic"), sources, released, limits),
    }
    beside = folder.with_name(folder.name + ".partial")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    release.write(safes, beside, dimensions.hierarchy(sources.area), params.edition)
    shutil.rmtree(folder, ignore_errors=True)
    (beside / "tables").replace(folder)
    beside.rmdir()
    return safes


def by_rule(rule: str) -> list[Figure]:
    """Return the catalogue's figures with that rule."""
    return [entry for entry in catalogue.FIGURES if entry.rule == rule]


def published(entries: Iterable[Figure], sources: Sources) -> dict[str, Safe]:
    """Return figures that their owners publish; cells of one `period` say which it is."""
    return {
        entry.id: protect.published(*measured(entry, sources), sources.params.as_of)
        for entry in entries
    }


def rounded(
    entries: list[Figure], sources: Sources, released: Released, limits: Limits
) -> dict[str, Safe]:
    """Return all counts of children, rounded together."""
    records = {
        name: catalogue.POPULATIONS[name](sources)
        for name in sorted({entry.records for entry in entries})
    }
    return protect.protect(
        records,
        [of_the_latest(entry, records[entry.records]) for entry in entries],
        dimensions.hierarchy(sources.area),
        released,
        rounding_seed(sources.params),
        limits,
        made_up=sources.params.made_up,
    )


def of_the_latest(entry: Figure, records: pd.DataFrame) -> Figure:
    """Return the entry with the last value in place of `latest`, and with it as its period."""
    if LATEST not in entry.where.values():
        return entry
    last = {
        name: str(max(records[name].astype(str))) if value == LATEST else value
        for name, value in entry.where.items()
    }
    return replace(entry, where=last, period=", ".join(last.values()))


def statistics(
    entries: Iterable[Figure], sources: Sources, released: Released, limits: Limits
) -> dict[str, Safe]:
    """Return medians, curves, ratios and rates, withheld where too few children are behind.

    What is made of published tables alone is measured without extracts, never made up, and
    its numbers of children, published before, are not rounded again.
    """
    published_alone, as_published = Sources(sources.params), replace(limits, base=1)
    return {
        entry.id: protect.statistic(
            *measured(entry, published_alone if entry.published_only else sources),
            limits=as_published if entry.published_only else limits,
            released=released,
            made_up=sources.params.made_up and not entry.published_only,
        )
        for entry in entries
    }


def measured(entry: Figure, sources: Sources) -> tuple[Figure, pd.DataFrame]:
    """Return the entry and its cells; cells of one `period` say which it is."""
    if entry.measure is None:
        raise FigureError(f"The figure '{entry.id}' has no measure:", ["add it to its entry"])
    cells = entry.measure(sources)
    if "period" in cells and "period" not in entry.dimensions and len(cells):
        entry = replace(entry, period=str(cells["period"].iloc[-1]))
    return entry, cells


def limits_of(params: Params) -> Limits:
    """Return how far rounding may go, as the params file decides."""
    return Limits(
        base=params.round_to,
        fewest_for_percent=params.fewest_for_percent,
        fewest_for_statistic=params.fewest_for_statistic,
    )


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
