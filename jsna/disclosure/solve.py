"""Round all counts of all figures together: one search for each population and year.

What comes out are the cells of every figure as rounded counts, with the limit each was held to
and the change it took. Exact counts stay in here.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from jsna.disclosure.limits import Limits
from jsna.disclosure.margins import Axis, Link, Margins, cells_at, key_of, level_choices, margins
from jsna.disclosure.pieces import Piece, PublishedTotal, in_pieces, timeless, unfit, work_of
from jsna.disclosure.released import Released
from jsna.disclosure.search import FIXED, Task, search
from jsna.errors import DisclosureError
from jsna.figures import NOT_APPLICABLE, SHOWN, TOO_FEW, Figure

Impossible = Mapping[str, str | Sequence[str]]
"""From dimension to values: no child can have all of these at once."""


@dataclass(frozen=True)
class Rounded:
    """The cells of one figure: its dimensions, `value`, `status`, `limit` and `change`."""

    figure: Figure
    cells: pd.DataFrame


def solve(
    records: Mapping[str, pd.DataFrame],
    figures: Sequence[Figure],
    hierarchy: Sequence[Link],
    released: Released,
    seed: int | bytes,
    limits: Limits,
    impossible: Sequence[Impossible],
    totals: Sequence[PublishedTotal],
) -> dict[str, Rounded]:
    """Return each figure's rounded cells by id."""
    problems = unfit(records, figures)
    if problems:
        raise DisclosureError("Figures cannot be counted from their records:", problems)
    totals = [total for total in totals if total.held]
    printed = {figure.id: released.printed(figure) for figure in figures}
    grown = {figure.id: released.going_on(figure).assign(value=limits.base) for figure in figures}
    found: dict[str, list[pd.DataFrame]] = {figure.id: [] for figure in figures}
    pieces = list(in_pieces(records, figures, hierarchy, totals))
    sizes = [work_of(piece) for piece in pieces]
    effort, asked = limits.effort, sum(sizes)
    solved: dict[int, list[tuple[str, pd.DataFrame]]] = {}
    # Small pieces first: what they leave of their share goes to those that need it.
    for place in sorted(range(len(pieces)), key=lambda place: sizes[place]):
        share = effort * sizes[place] / asked
        solved[place], spent = _solved(
            pieces[place], printed, grown, seed, limits, impossible, share
        )
        effort, asked = effort - spent, asked - sizes[place]
    for place in range(len(pieces)):
        for figure_id, cells in solved[place]:
            found[figure_id].append(cells)
    axes = {item.name: item for piece in pieces for item in piece.axes}
    return {
        figure.id: Rounded(figure, _in_order(figure, found[figure.id], axes)) for figure in figures
    }


def _solved(
    piece: Piece,
    printed: Mapping[str, pd.DataFrame],
    grown: Mapping[str, pd.DataFrame],
    seed: int | bytes,
    limits: Limits,
    impossible: Sequence[Impossible],
    effort: float,
) -> tuple[list[tuple[str, pd.DataFrame]], float]:
    """Return the rounded cells of each figure of a piece, and the effort it took."""
    figures = [timeless(figure) for figure in piece.figures]
    sums = [
        Figure("", "", "", "", (), "count", "", (), "", "", "rounded", where=total.where)
        for total in piece.totals
    ]
    found = margins([*figures, *sums], piece.axes)
    codes = np.zeros((len(piece.frame), len(piece.axes)), dtype=np.int64)
    for place, item in enumerate(piece.axes):
        codes[:, place] = piece.frame[item.name].cat.codes
    # The order in which the rows came must never matter.
    codes = codes[np.lexsort(codes.T)] if len(codes) and codes.shape[1] else codes
    exact = found.counts(codes).astype(np.float64)
    limit = _limits(figures, found, limits)
    ruled_out = _ruled_out(figures, found, impossible)
    _refuse_occupied(piece, exact, ruled_out)
    target, held = exact.copy(), limit.copy()
    before = _fixed(piece, found, printed)
    # A few children whom an edition showed as 5 or more are never shown as none in a later one.
    few = {
        position: value
        for position, value in _fixed(piece, found, grown).items()
        if 0 < exact[position] < limits.base
    }
    fixed = few | before
    for total, figure in zip(piece.totals, sums, strict=True):
        _, position = cells_at(figure, (), found)
        value = limits.base * np.floor(total.value / limits.base + 0.5)
        if abs(value - exact[position[0]]) > limits.place_or_need:
            raise DisclosureError(
                f"The records of '{piece.name}' do not agree with what their owner publishes:",
                [
                    f"{dict(piece.year) | dict(total.where) or 'in all'}: published are "
                    f"{total.value:,.0f}, and the records differ by more than "
                    f"{limits.place_or_need}: reconcile them first"
                ],
            )
        fixed[int(position[0])] = value
    fixed |= dict.fromkeys(np.flatnonzero(ruled_out).tolist(), 0.0)
    target[list(fixed)], held[list(fixed)] = list(fixed.values()), FIXED
    units = _units(piece, found, fixed, exact, len(codes), limits)
    task = Task(found, codes, target, held, units, limits.base)
    if np.isin(np.flatnonzero(np.isfinite(limit)), list(before)).all():
        value, spent = target, 0.0  # All of it was printed before: there is nothing to choose.
    else:
        cube, spent = search(task, _seed(seed, piece), effort)
        value = limits.base * found.counts(cube).astype(np.float64)
    change = np.abs(value - exact)
    # What was printed before keeps the promise of its own edition, not of this one.
    change[list(before)] = 0.0
    over = (np.abs(value - target) > held) & found.real
    broken = any(over[position] for position in fixed if position not in few)
    tables = [
        (
            original.id,
            _cells(
                figure,
                original,
                piece,
                found,
                value,
                change,
                limit,
                over,
                ruled_out,
                before,
                broken,
            ),
        )
        for figure, original in zip(figures, piece.figures, strict=True)
    ]
    return tables, spent


def _limits(figures: Sequence[Figure], found: Margins, limits: Limits) -> npt.NDArray[np.float64]:
    """Return by how much each cell may move: the least that any figure which shows it allows."""
    limit = np.full(len(found.real), np.inf)
    for figure in figures:
        for levels in level_choices(figure, found.axes):
            _, groups = key_of(figure, levels, found.axes)
            _, positions = cells_at(figure, levels, found)
            most = limits.of(figure.id, [name for name, _ in groups])
            limit[positions] = np.minimum(limit[positions], most)
    return limit


def _ruled_out(
    figures: Sequence[Figure], found: Margins, impossible: Sequence[Impossible]
) -> npt.NDArray[np.bool_]:
    """Return the cells in which no child can be, by the code lists."""
    out = np.zeros(len(found.real), dtype=bool)
    for figure in figures:
        axes = {name: found.axis(name) for name in (*figure.dimensions, *figure.where)}
        for rule in impossible:
            if not set(rule) <= set(axes):
                continue
            for levels in level_choices(figure, found.axes):
                labels, positions = cells_at(figure, levels, found)
                hit = np.ones(len(positions), dtype=bool)
                for name, values in rule.items():
                    wanted = {values} if isinstance(values, str) else set(values)
                    leaves = frozenset().union(*(axes[name].members[value] for value in wanted))
                    if name in labels:
                        inside = {
                            label: members <= leaves
                            for label, members in axes[name].members.items()
                        }
                        hit &= np.array([inside[label] for label in labels[name]], dtype=bool)
                    else:
                        hit &= axes[name].members[figure.where[name]] <= leaves
                out[positions] |= hit
    return out


def _refuse_occupied(
    piece: Piece, exact: npt.NDArray[np.float64], ruled_out: npt.NDArray[np.bool_]
) -> None:
    if (exact[ruled_out] > 0).any():
        raise DisclosureError(
            f"The records of '{piece.name}' hold children whom the code lists rule out:",
            ["mend the records at intake, or take the combination off the list of impossible ones"],
        )


def _fixed(piece: Piece, found: Margins, printed: Mapping[str, pd.DataFrame]) -> dict[int, float]:
    """Return what was printed before, by the position of its cell."""
    fixed: dict[int, float] = {}
    problems = []
    for original in piece.figures:
        before = printed[original.id]
        if before.empty:
            continue
        for name, value in piece.year.items():
            if name in before.columns:
                before = before[before[name] == value]
        figure = timeless(original)
        for levels in level_choices(figure, found.axes):
            labels, positions = cells_at(figure, levels, found)
            if figure.dimensions:
                cells = pd.DataFrame(labels).assign(position=positions)
                known = cells.merge(before, on=list(figure.dimensions), how="inner")
                pairs = zip(known["position"], known["value"], strict=True)
            else:
                pairs = zip(positions, before["value"].head(1), strict=False)
            for position, value in pairs:
                if fixed.setdefault(int(position), float(value)) != float(value):
                    problems.append(
                        f"'{original.id}' was printed with another value than a figure of the "
                        "same children: record a reissue of one of them"
                    )
    if problems:
        raise DisclosureError(
            "What was released contradicts itself:", list(dict.fromkeys(problems))
        )
    return fixed


def _units(
    piece: Piece,
    found: Margins,
    fixed: Mapping[int, float],
    exact: npt.NDArray[np.float64],
    children: int,
    limits: Limits,
) -> int:
    """Return how many units there are in all: as printed or published, else the nearest number.

    Beside a published total of most of the children it is the number nearest to all others.
    """
    base = limits.base
    whole = Figure("", "", "", "", (), "count", "", (), "", "", "rounded")
    key = key_of(whole, (), piece.axes)
    position = found.offset.get(key)
    if position is not None and position in fixed:
        return round(fixed[position] / base)
    for total in piece.totals:
        if all(total.where.items() <= other.where.items() for other in piece.totals):
            sums = replace(whole, where=total.where)
            position = found.offset[key_of(sums, (), piece.axes)]
            rest = np.floor((children - exact[position]) / base + 0.5)
            units = int(round(fixed[position] / base) + rest)
            if abs(units * base - children) <= limits.place_or_need:
                return units
    return int(np.floor(children / base + 0.5))


def _seed(seed: int | bytes, piece: Piece) -> int:
    """Return the piece's own seed, which no other piece shares."""
    secret = seed if isinstance(seed, bytes) else str(seed).encode("utf-8")
    named = f"{piece.name}|{sorted(piece.year.items())}".encode()
    return int.from_bytes(hashlib.blake2b(named, key=secret[:64], digest_size=8).digest(), "big")


def _cells(
    figure: Figure,
    original: Figure,
    piece: Piece,
    found: Margins,
    value: npt.NDArray[np.float64],
    change: npt.NDArray[np.float64],
    limit: npt.NDArray[np.float64],
    over: npt.NDArray[np.bool_],
    ruled_out: npt.NDArray[np.bool_],
    before: Mapping[int, float],
    broken: bool,
) -> pd.DataFrame:
    """Return a figure's cells; a table with a cell over its limit is withheld whole."""
    known = np.array(list(before), dtype=np.int64)
    shown_value, printed = value.copy(), np.zeros(len(value), dtype=bool)
    shown_value[known], printed[known] = np.array(list(before.values())), True
    tables = []
    for levels in level_choices(figure, found.axes):
        labels, positions = cells_at(figure, levels, found)
        withheld = bool(over[positions].any()) or broken
        state = np.where(withheld & ~printed[positions], TOO_FEW, SHOWN)
        state = np.where(ruled_out[positions], NOT_APPLICABLE, state)
        measures = {
            "value": np.where(state == SHOWN, shown_value[positions], np.nan),
            "status": state.astype(object),
            "limit": limit[positions],
            "change": change[positions],
        }
        tables.append(labels | measures)
    cells = pd.DataFrame({name: np.concatenate([x[name] for x in tables]) for name in tables[0]})
    for name, year in piece.year.items():
        if name in original.dimensions:
            cells[name] = year
    return cells


def _in_order(
    figure: Figure, tables: Sequence[pd.DataFrame], axes: Mapping[str, Axis]
) -> pd.DataFrame:
    """Return the cells in the order of the code lists: finest values, parents, total."""
    cells = pd.concat(tables, ignore_index=True)
    order = pd.DataFrame(index=cells.index)
    for name in figure.dimensions:
        if name in axes:
            labels = [label for level in axes[name].levels for label in level.labels]
        else:
            labels = list(dict.fromkeys(cells[name]))
        order[name] = cells[name].map({label: place for place, label in enumerate(labels)})
        cells[name] = cells[name].astype("str")
    if figure.dimensions:
        cells = cells.loc[order.sort_values(list(figure.dimensions), kind="stable").index]
    columns = [*figure.dimensions, "value", "status", "limit", "change"]
    cells["status"] = cells["status"].astype("str")
    return cells[columns].reset_index(drop=True)
