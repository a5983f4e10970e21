"""The least and the most that a sum of children can be, given everything that was printed.

One variable for each finest cell of each widest table; tables that share dimensions must agree
on what they share. Solved by HiGHS.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, count

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from jsna.disclosure.certificate import region_of
from jsna.disclosure.knowledge import SMALL, Linked, Region, finest
from jsna.disclosure.margins import Link
from jsna.disclosure.pieces import PublishedTotal
from jsna.errors import DisclosureError

Numbers = npt.NDArray[np.float64]
DUST = 1e-6


class Bounds:
    """The linear programme of one population and year."""

    def __init__(
        self, piece: Linked, exact: Sequence[PublishedTotal], hierarchy: Sequence[Link]
    ) -> None:
        """Lay out the variables and what is known of them."""
        self.piece = piece
        regions = {known.region: (0.0, np.inf) for known in piece.known}
        for known in piece.known:
            low, high = regions[known.region]
            regions[known.region] = (max(low, known.lower), min(high, known.upper))
        for total in exact:
            region = region_of(total.where, piece, hierarchy)
            regions[region] = (float(total.value), float(total.value))
        wanted = {tuple(name for name, _ in region) for region in regions}
        # The parts of a total are asked for too, where none of them is known.
        wanted |= {
            tuple(sorted({name, *dict(known.region)}))
            for known in piece.known
            for name, _ in known.labels
        }
        # The widest tables hold all others; the empty one holds at least the total.
        self.tables = [x for x in wanted if not any(set(x) < set(y) for y in wanted)] or [()]
        self.tables.sort()
        number = count()
        self.place = [
            {cell: next(number) for cell in finest(table, piece.leaves)} for table in self.tables
        ]
        self.size = next(number)
        self._constrain(regions)
        self.points: list[Numbers] = []

    def _constrain(self, regions: dict[Region, tuple[float, float]]) -> None:
        known = [self.row(region) for region in regions]
        low, high = np.array(list(regions.values())).T
        above = np.isfinite(high)
        sums = vstack(known, format="csr")
        self.upper = vstack([sums[np.flatnonzero(above)], -sums], format="csr")
        self.upper_values = np.concatenate([high[above], -low])
        agree = list(self._agreements())
        self.equal = vstack(agree, format="csr") if agree else None

    def _agreements(self) -> Iterator[csr_array]:
        """Give one equation for each finest cell of what two tables share."""
        for (one, first), (two, second) in combinations(enumerate(self.tables), 2):
            shared = [name for name in first if name in second]
            for cell in finest(shared, self.piece.leaves):
                region = tuple((n, frozenset({v})) for n, v in zip(shared, cell, strict=True))
                yield self.row(region, one) - self.row(region, two)

    def row(self, region: Region, table: int | None = None) -> csr_array:
        """Return `[1, variables]`: which finest cells of a table a sum counts."""
        parts = dict(region)
        if table is None:
            table = next(
                (k for k, names in enumerate(self.tables) if set(parts) <= set(names)), None
            )
        if table is None:
            raise DisclosureError("A sum is in no table:", [str(sorted(parts))])
        names = self.tables[table]
        inside = [
            place
            for cell, place in self.place[table].items()
            if all(v in parts[n] for n, v in zip(names, cell, strict=True) if n in parts)
        ]
        ones = np.ones(len(inside))
        return csr_array((ones, (np.zeros(len(inside), dtype=int), inside)), (1, self.size))

    def of(self, region: Region) -> tuple[float, float]:
        """Return the least and the most that a sum can be; `(0, inf)` once it is seen to be safe.

        A sum that some possible truth takes outside 1 to 4 is safe: every truth found so far is
        tried before anything is solved.
        """
        row = self.row(region).toarray()[0]
        lowest, highest = SMALL
        for point in self.points:
            if not lowest - DUST <= row @ point <= highest + DUST:
                return 0.0, np.inf
        least = self._solve(row)
        if least < lowest - DUST:
            return 0.0, np.inf
        most = -self._solve(-row)
        # Counts are whole: 0.4 to 2.9 means 1 or 2.
        return float(np.ceil(least - DUST)), float(np.floor(most + DUST))

    def _solve(self, row: Numbers) -> float:
        zeros = np.zeros(self.equal.shape[0]) if self.equal is not None else None
        found = linprog(row, self.upper, self.upper_values, self.equal, zeros, method="highs")
        if found.status == 3:
            return -np.inf
        if found.status != 0:
            named = f"'{self.piece.records}', {self.piece.period}"
            raise DisclosureError(
                f"The tables of {named}, contradict one another:",
                [
                    "no count of children fits them all: fix what earlier editions printed, or "
                    "record a reissue"
                ],
            )
        self.points.append(found.x)
        return float(found.fun)

    def differences(self) -> Iterator[tuple[Region, str, tuple[str, ...]]]:
        """Give the sums nobody printed: each finest place, what overlapping places share, what
        one has more than another.
        """
        sets: dict[str, set[frozenset[str]]] = {}
        for known in self.piece.known:
            for name, held in known.region:
                sets.setdefault(name, set()).add(held)
        seen = set()
        for known in self.piece.known:
            parts = dict(known.region)
            for name, _ in known.labels:
                held = parts.get(name, self.piece.leaves[name])
                pieces = {frozenset({leaf}) for leaf in held}
                for other in sets.get(name, ()):
                    pieces |= {held - other, held & other}
                for part in sorted(pieces - {held, frozenset()}, key=sorted):
                    region = tuple(sorted((parts | {name: part}).items()))
                    if region not in seen:
                        seen.add(region)
                        words = [
                            f"{n} {' + '.join(sorted(part)) + ' alone' if n == name else label}"
                            for n, label in known.labels
                        ]
                        yield region, ", ".join(words), (known.figure,)
