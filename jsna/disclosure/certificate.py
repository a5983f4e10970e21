"""Is what was printed itself a possible truth? Then nobody can rule it out.

Rounded tables that add up and agree are multiples of the base throughout, and so is every sum
and difference of them. Someone who cannot rule them out can never know that a count is 1 to 4.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from jsna.disclosure.knowledge import Known, Linked, Region
from jsna.disclosure.margins import Link
from jsna.disclosure.pieces import PublishedTotal


def possible_truth(
    piece: Linked, exact: Sequence[PublishedTotal], hierarchy: Sequence[Link], base: int
) -> bool:
    """Return whether the printed numbers prove that no count is pinned to 1 to 4."""
    shown = _agreed(piece, base)
    if shown is None or not _adds_up(shown, piece.leaves):
        return False
    return not exact or _with_totals(piece, shown, exact, hierarchy, base)


def _agreed(piece: Linked, base: int) -> dict[Region, float] | None:
    """Return the number of each sum, if it is printed the same everywhere and rounded."""
    shown: dict[Region, float] = {}
    for known in piece.known:
        value = 0.0 if known.upper == 0 else known.shown
        if np.isnan(value) or value % base or shown.setdefault(known.region, value) != value:
            return None
    return shown


def _adds_up(shown: Mapping[Region, float], leaves: Mapping[str, frozenset[str]]) -> bool:
    """Return whether every sum is the sum of its parts, wherever all parts are printed."""
    single = {
        region: value
        for region, value in shown.items()
        if all(len(held) == 1 for _, held in region)
    }
    for region, value in shown.items():
        parts = [()] if region else []  # type: list[Region]
        for name, held in region:
            parts = [(*part, (name, frozenset({leaf}))) for part in parts for leaf in held]
        if len(parts) > 1 and all(part in single for part in parts):
            total = sum(single[part] for part in parts)
            if total != value:
                return False
    sums: dict[tuple[str, Region], list[float]] = {}
    for region, value in single.items():
        for one in region:
            name, _ = one
            rest = tuple(part for part in region if part != one)
            sums.setdefault((name, rest), []).append(value)
    return all(
        sum(values) == shown[region]
        for (name, region), values in sums.items()
        if region in shown and len(values) == len(leaves[name])
    )


def _with_totals(
    piece: Linked,
    shown: Mapping[Region, float],
    exact: Sequence[PublishedTotal],
    hierarchy: Sequence[Link],
    base: int,
) -> bool:
    """Return whether a few large cells can take up what exact totals differ by.

    A kind of child is chosen for each total, the commonest on every dimension. If so many more or
    fewer of that kind bring every total to its published number, and every sum that counts them
    is far from small, the tables so changed are a possible truth.
    """
    regions = [region_of(total.where, piece, hierarchy) for total in exact]
    gaps = [
        total.value - shown.get(region, base * np.floor(total.value / base + 0.5))
        for total, region in zip(exact, regions, strict=True)
    ]
    # A total and one of its parts may have the same commonest kind, which is one unknown.
    kinds: list[dict[str, str]] = []
    for region in regions:
        kind = _commonest(dict(region), shown, piece.leaves)
        kinds += [] if kind in kinds else [kind]
    counted = np.array(
        [[all(kind[name] in held for name, held in region) for kind in kinds] for region in regions]
    )
    exactly = np.linalg.lstsq(counted.astype(float), np.array(gaps), rcond=None)[0]
    amounts: npt.NDArray[np.float64] = np.asarray(np.round(exactly))
    if np.abs(counted @ amounts - np.array(gaps)).max() > 0:
        return False
    return all(_bears(known, kinds, amounts, shown[known.region], base) for known in piece.known)


def _bears(
    known: Known,
    kinds: Sequence[Mapping[str, str]],
    amounts: npt.NDArray[np.float64],
    shown: float,
    base: int,
) -> bool:
    """Return whether a sum may change so, and is far from small where it does."""
    touched = [all(kind[name] in held for name, held in known.region) for kind in kinds]
    change = float(amounts[np.array(touched, dtype=bool)].sum())
    if not any(touched) or not np.any(amounts[np.array(touched, dtype=bool)]):
        return True
    return known.lower <= shown + change <= known.upper and shown >= 2 * base


def region_of(where: Mapping[str, str], piece: Linked, hierarchy: Sequence[Link]) -> Region:
    """Return the sum that a published total counts."""
    children: dict[tuple[str, str], list[str]] = {}
    for dimension, parent, child in hierarchy:
        children.setdefault((dimension, parent), []).append(child)

    def parts(name: str, label: str) -> frozenset[str]:
        if label in piece.leaves[name]:
            return frozenset({label})
        return frozenset().union(*(parts(name, x) for x in children.get((name, label), ())))

    chosen = {name: parts(name, label) for name, label in where.items() if name in piece.leaves}
    return tuple(
        sorted((name, held) for name, held in chosen.items() if held != piece.leaves[name])
    )


def _commonest(
    within: Mapping[str, frozenset[str]],
    shown: Mapping[Region, float],
    leaves: Mapping[str, frozenset[str]],
) -> dict[str, str]:
    """Return the commonest finest value of each dimension, inside a region."""
    return {
        name: max(
            sorted(within.get(name, every)),
            key=lambda leaf, name=name: shown.get(((name, frozenset({leaf})),), 0.0),  # type: ignore[misc]
        )
        for name, every in leaves.items()
    }
