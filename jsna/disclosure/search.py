"""Find the units of five children whose every sum is near the true count.

The finest cube itself is chosen, in units of `base` children, so that every table that anyone
derives from it adds up by construction. The units start as every fifth record of a sorted list;
then values are changed in single units and exchanged between pairs of them wherever that lowers
the weighted squared error of all margins together. Cells over their limit weigh more from round
to round. The cube is a sample of children and is never published; only its margins are.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jsna.disclosure.margins import Integers, Margins

Numbers = npt.NDArray[np.float64]

FIXED = 1.0
"""The limit of a cell that must come out exactly; any error is a multiple of the base or more."""
GRAIN = 1440.0
"""What a weight of 1 is, in whole numbers, for a limit of 1 child."""
HEAVIER = 1.2
"""By how much a cell over its limit gains weight each round."""
HEAVIEST = 1e9
"""What no weight passes: a cell that cannot be mended would outgrow any number."""
SWEEP = 6
"""Every so many rounds all units are tried, in between only those beside a cell over its limit."""
SMOOTH = 4
"""At least so many rounds, since the first solution within the limits is not yet a good one."""


@dataclass(frozen=True)
class Task:
    """One independent piece: its margins, what they should come to, and how near."""

    margins: Margins
    records: Integers
    """`[children, axes]`: the finest value of each child on each axis."""
    target: Numbers
    """What each cell should come to: its exact count, or what was printed before."""
    limit: Numbers
    """The largest change allowed for each cell; infinite where it is not one."""
    units: int
    """How many units there are in all."""
    base: int
    """How many children a unit stands for."""


def search(task: Task, seed: int, effort: float) -> tuple[Integers, float]:
    """Return `[units, axes]`, the cube, and the effort it took.

    No cell is over its limit where that can be found. `effort` is how many cells may be priced: a
    bound in seconds would not repeat itself.
    """
    state = _State(task, np.random.default_rng(seed))
    return state.run(effort), state.priced


def start(records: Integers, units: int, random: np.random.Generator) -> Integers:
    """Return every so-many-th record of the list sorted by its axes, in an order by chance."""
    if units == 0 or len(records) == 0:
        return np.zeros((0, records.shape[1]), dtype=np.int64)
    order = random.permutation(records.shape[1])
    ranked = records[np.lexsort(records.T[order])]
    picked = (np.arange(units) + random.random()) * len(records) / units
    return ranked[np.minimum(picked.astype(np.int64), len(records) - 1)].copy()


class _State:
    """The units, the error of every cell, and what one unit more or less would cost there."""

    def __init__(self, task: Task, random: np.random.Generator) -> None:
        self.task, self.random, self.base = task, random, float(task.base)
        self.codes = start(task.records, task.units, random)
        self.places = task.margins.positions(self.codes)
        counts = np.bincount(self.places.ravel(), minlength=len(task.target))
        self.error = np.where(task.margins.real, self.base * counts - task.target, 0.0)
        self.weight = np.ones(len(task.limit))
        self.priced = 0.0
        self._price()
        self.axes = [_AxisView(task.margins, place) for place in range(len(task.margins.axes))]

    def _price(self) -> None:
        """Work out what one unit more and one unit less would cost in every cell."""
        # Whole numbers only: their sums are the same on every machine, in whatever order.
        # What is no cell has an endless limit, and costs nothing.
        self.curve = np.round(self.weight * GRAIN / self.task.limit**2)
        self.more = self.curve * (self.base + 2 * self.error)
        self.less = self.curve * (self.base - 2 * self.error)

    def over(self) -> npt.NDArray[np.bool_]:
        """Return the cells that are over their limit."""
        return np.abs(self.error) > self.task.limit

    def run(self, effort: float) -> Integers:
        """Go round after round until no cell is over its limit, or the effort is spent."""
        best, fewest = self.codes.copy(), np.inf
        movable = [view for view in self.axes if len(view.columns)]
        self.rounds = 0
        while len(self.codes) and movable:
            changed = 0
            everywhere = self.rounds % SWEEP == 0
            for index in self.random.permutation(len(movable)):
                view = movable[index]
                units = self._units(view, everywhere)
                if len(units):
                    changed += self._single(view, units) + self._pairs(view, units)
            over = self.over()
            excess = float(over.sum())
            if excess < fewest:
                best, fewest = self.codes.copy(), excess
            done = excess == 0 and (self.rounds >= SMOOTH or (everywhere and changed == 0))
            if done or self.priced > effort:
                break
            self.weight[over] = np.minimum(self.weight[over] * HEAVIER, HEAVIEST)
            self._price()
            self.rounds += 1
        return best

    def _units(self, view: "_AxisView", everywhere: bool) -> Integers:
        """Return the units that can mend a cell over its limit by their value on this axis.

        They are counted in it, or would be with another value. Every so often: all units.
        """
        over = self.over()
        if everywhere or not over.any():
            return np.arange(len(self.codes))
        margin = np.searchsorted(self.task.margins.starts, np.flatnonzero(over), side="right") - 1
        bad = np.isin(view.columns, margin)
        places = self.places[:, view.columns[bad]]
        steps = view.steps[:, bad]
        bare = places - steps[self.codes[:, view.place]]
        near = np.zeros(len(self.codes), dtype=bool)
        for value in range(view.values):
            near |= over[bare + steps[value]].any(axis=1)
        self.priced += near.size * view.values * int(bad.sum()) / 2
        return np.flatnonzero(near)

    def _single(self, view: "_AxisView", units: Integers) -> int:
        """Change one value of one unit, for the units where that helps most."""
        self.priced += len(units) * view.values * len(view.columns)
        codes = self.codes[units, view.place]
        old = self.places[units][:, view.columns]
        bare = old - view.steps[codes]
        stays = view.unmoved(codes, 2 * self.base * self.curve[old])
        gain = self.less[old].sum(axis=1)[:, None] - stays
        for value in range(view.values):
            gain[:, value] += self.more[bare + view.steps[value]].sum(axis=1)
        rows = np.arange(len(units))
        gain[rows, codes] = 0.0
        value = gain.argmin(axis=1)
        best = gain[rows, value]
        hopeful = np.flatnonzero(best < 0)
        hopeful = hopeful[np.argsort(best[hopeful], kind="stable")]
        return sum(self._move(view, int(units[row]), int(value[row])) for row in hopeful)

    def _move(self, view: "_AxisView", unit: int, value: int) -> bool:
        old = self.places[unit, view.columns]
        new = old - view.steps[self.codes[unit, view.place]] + view.steps[value]
        moved = new != old
        gone, come = old[moved], new[moved]
        if self.less[gone].sum() + self.more[come].sum() >= 0:
            return False
        self._count(gone, -1)
        self._count(come, 1)
        self.places[unit, view.columns] = new
        self.codes[unit, view.place] = value
        return True

    def _count(self, cells: Integers, sign: int) -> None:
        """Note one unit more or less in cells, none of which is named twice."""
        self.error[cells] += sign * self.base
        change = sign * 2 * self.base * self.curve[cells]
        self.more[cells] += change
        self.less[cells] -= change

    def _pairs(self, view: "_AxisView", units: Integers) -> int:
        """Exchange one value between two units: what counts that value alone stays as it is."""
        size = min(4 * len(self.codes), 16 * len(units))
        self.priced += 4 * size * len(view.columns)
        first = self.random.choice(units, size)
        second = self.random.integers(len(self.codes), size=size)
        codes = self.codes[:, view.place]
        differ = codes[first] != codes[second]
        first, second = first[differ], second[differ]
        gain = self._exchange_gain(view, first, second)[0]
        hopeful = np.flatnonzero(gain < 0)
        hopeful = hopeful[np.argsort(gain[hopeful], kind="stable")]
        done = 0
        for place in hopeful:
            done += self._exchange(view, first[place : place + 1], second[place : place + 1])
        return done

    def _exchange_gain(
        self, view: "_AxisView", first: Integers, second: Integers
    ) -> tuple[Numbers, Integers, Integers, Integers, Integers]:
        one, two = self.places[first][:, view.columns], self.places[second][:, view.columns]
        shift = (
            view.steps[self.codes[second, view.place]] - view.steps[self.codes[first, view.place]]
        )
        new_one, new_two = one + shift, two - shift
        cost = self.less[one] + self.less[two] + self.more[new_one] + self.more[new_two]
        # Where the pair agrees on everything else, or on the group of this value, nothing changes.
        cost[(new_one == two) | (shift == 0)] = 0.0
        return cost.sum(axis=1), one, two, new_one, new_two

    def _exchange(self, view: "_AxisView", first: Integers, second: Integers) -> bool:
        i, j = int(first[0]), int(second[0])
        a, b = self.codes[i, view.place], self.codes[j, view.place]
        if a == b:
            return False
        gain, one, two, new_one, new_two = self._exchange_gain(view, first, second)
        if gain[0] >= 0:
            return False
        moved = (new_one != two)[0] & (new_one != one)[0]
        self._count(one[0, moved], -1)
        self._count(two[0, moved], -1)
        self._count(new_one[0, moved], 1)
        self._count(new_two[0, moved], 1)
        self.places[i, view.columns], self.places[j, view.columns] = new_one[0], new_two[0]
        self.codes[i, view.place], self.codes[j, view.place] = b, a
        return True


class _AxisView:
    """The margins that one axis has a part in, and what its values add to a position there."""

    def __init__(self, margins: Margins, place: int) -> None:
        self.place = place
        steps = margins.steps[place]
        self.columns = np.flatnonzero((steps != steps[:1]).any(axis=0))
        self.steps = steps[:, self.columns]
        self.values = len(steps)
        same = self.steps[:, None, :] == self.steps[None, :, :]
        self.same = same.astype(np.float64)

    def unmoved(self, codes: Integers, cost: Numbers) -> Numbers:
        """Return `[units, values]`: the cost of cells that a unit would not leave, counted twice.

        There a unit is neither gone nor come: `less` and `more` together cost 2 x base x curve.
        """
        found = np.zeros((len(codes), self.values))
        for code in range(self.values):
            rows = np.flatnonzero(codes == code)
            if len(rows):
                found[rows] = cost[rows] @ self.same[code].T
        return found
