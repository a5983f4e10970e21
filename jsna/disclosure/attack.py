"""Attack the tables before anybody else can: what do they say together about a few children?

Someone holds every table of every edition and what owners publish exactly. A sum that all this
pins to 1, 2, 3 or 4, more tightly than the legend of its cell says, is a finding, whether the
cell was printed, hidden or never drawn (a CCG less a unitary).

Two steps. First a proof in one look: the printed numbers are themselves a possible truth, if they
add up and agree with one another; all of them, and every difference anyone forms, are then
multiples of the base, so nothing is pinned to 1 to 4. Where owners publish exact totals, the
possible truth differs from the printed numbers in a few large cells only. Second, for whatever the
proof does not cover, linear programming: the least and the most that each sum can be.

Reference: Fischetti and Salazar (2001), Management Science 47, 1008-1027 (the attacker's problem).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jsna.disclosure.certificate import possible_truth
from jsna.disclosure.knowledge import PUBLISHED, SMALL, Known, Linked, linked
from jsna.disclosure.limits import Limits
from jsna.disclosure.linear import Bounds
from jsna.disclosure.margins import SNAPSHOTS, Link
from jsna.disclosure.pieces import PublishedTotal
from jsna.disclosure.safe import Safe
from jsna.figures import SHOWN


@dataclass(frozen=True)
class Narrowed:
    """A count that the tables give away."""

    records: str
    period: str
    cell: str
    """Which children, in words: `area Eden, need MSI`."""
    lower: float
    upper: float
    figures: tuple[str, ...]
    """The tables that say something about it."""

    def __str__(self) -> str:
        """Say which cell it is and between what it is known to lie."""
        span = (
            f"{self.lower:g}" if self.lower == self.upper else f"{self.lower:g} to {self.upper:g}"
        )
        return (
            f"{self.records}, {self.period}: {self.cell} is known to be {span} "
            f"from {', '.join(self.figures)}"
        )


def attack(
    safes: Mapping[str, Safe],
    hierarchy: Sequence[Link],
    earlier: Sequence[Mapping[str, Safe]] = (),
    published_totals: Sequence[PublishedTotal] = (),
    limits: Limits | None = None,
) -> tuple[Narrowed, ...]:
    """Return every count of 1 to 4 that the tables of all editions together give away.

    `earlier` holds the figures of each earlier edition, withdrawn ones too; `published_totals`
    are exact counts of the same children that their owner publishes.
    """
    limits = limits or Limits()
    editions = [safes, *earlier]
    found = [*_printed(editions)]
    for piece in linked(editions, hierarchy, limits):
        exact = [
            total
            for total in published_totals
            if total.records == piece.records
            and total.where.get("year", piece.period) == piece.period
            and set(total.where) - SNAPSHOTS <= set(piece.leaves)
        ]
        if not possible_truth(piece, exact, hierarchy, limits.base):
            found += _narrowed(piece, exact, hierarchy)
    return tuple(dict.fromkeys(found))


def _printed(editions: Sequence[Mapping[str, Safe]]) -> list[Narrowed]:
    """Return the counts of 1 to 4 that are simply printed, though no owner publishes them."""
    found = []
    for figures in editions:
        for safe in figures.values():
            if safe.protection.method == PUBLISHED or safe.figure.kind == "statistic":
                continue
            if "value" not in safe.cells:
                continue
            cells = safe.cells[safe.cells["status"] == SHOWN]
            cells = cells[cells["value"].between(*SMALL)]
            for _, row in cells.iterrows():
                names = ", ".join(f"{name} {row[name]}" for name in safe.figure.dimensions)
                found.append(
                    Narrowed(
                        safe.figure.records or safe.figure.id,
                        safe.figure.period,
                        names or "in all",
                        float(row["value"]),
                        float(row["value"]),
                        (safe.figure.id,),
                    )
                )
    return found


def _narrowed(
    piece: Linked, exact: Sequence[PublishedTotal], hierarchy: Sequence[Link]
) -> list[Narrowed]:
    """Return what linear programming pins to 1 to 4 in one population and year."""
    bounds = Bounds(piece, exact, hierarchy)
    _, highest = SMALL  # A sum that may be none is given no upper bound.
    found = []
    cells: dict[tuple[object, ...], list[Known]] = {}
    for known in piece.known:
        cells.setdefault(known.region, []).append(known)
    for held in cells.values():
        low, high = min(x.lower for x in held), max(x.upper for x in held)
        least, most = bounds.of(held[0].region)
        if most <= highest and (least > low or most < high):
            words = ", ".join(f"{name} {label}" for name, label in held[0].labels)
            names = tuple(dict.fromkeys(known.figure for known in held))
            found.append(Narrowed(piece.records, piece.period, words, least, most, names))
    for region, words, names in bounds.differences():
        if region in cells:
            continue
        least, most = bounds.of(region)
        if most <= highest:
            found.append(Narrowed(piece.records, piece.period, words, least, most, names))
    return found
