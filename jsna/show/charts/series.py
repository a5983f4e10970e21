"""The lines of a chart: what is drawn where, which are strong, and what each says in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jsna.errors import FigureError
from jsna.figures import SHOWN, TOTAL
from jsna.show import alt
from jsna.show.chosen import Chosen, get, label_of

Floats = npt.NDArray[np.float64]
STRONG = 2
"""At most two series are drawn strongly: more cannot be told apart in greyscale."""


@dataclass(frozen=True)
class Series:
    """The lines of one chart."""

    chosen: Chosen
    steps: list[str]
    """The values along the chart, in order."""
    positions: list[float]
    """Where each step stands; a year that is missing leaves its place empty."""
    lines: dict[str, Floats]
    """For each line one row a step: value, lower, upper; NaN where nothing is shown."""
    strong: list[str]
    """The one or two lines that are drawn strongly, the main one first."""

    def points(self, name: str) -> list[alt.Point]:
        """Return the steps of a line that have a number."""
        values = self.lines[name][:, 0]
        pairs = zip(self.steps, values, strict=True)
        return [(step, float(value)) for step, value in pairs if not np.isnan(value)]

    def described(self, shape: str) -> str:
        """Return the alt text of the chart."""
        unit, said = self.chosen.unit, []
        for name in self.strong:
            said.append(alt.course(name or self.chosen.safe.figure.title, self.points(name), unit))
        others = len(self.lines) - len(self.strong)
        if others:
            said.append(f"{others} other {'line is' if others == 1 else 'lines are'} in grey")
        return alt.described(shape, [*said, alt.withheld(self.chosen)])


def read(
    chosen: Chosen, x: str, series: str | None, highlight: str | Sequence[str] | None, asker: str
) -> Series:
    """Return the lines of the chosen cells along `x`, one for each value of `series`."""
    cells = chosen.cells
    if len(set(cells[x])) > 1:
        cells = cells[cells[x] != TOTAL].reset_index(drop=True)
    chosen = Chosen(chosen.safe, cells, chosen.held, chosen.measure, chosen.unit)
    steps = sorted(dict.fromkeys(str(value) for value in cells[x]), key=_order)
    at = {step: number for number, step in enumerate(steps)}
    lines: dict[str, Floats] = {}
    for _, row in cells.iterrows():
        name = label_of(series, row[series]) if series else ""
        values = lines.setdefault(name, np.full((len(steps), 3), np.nan))
        if row["status"] == SHOWN:
            numbers = [get(row, column) for column in (chosen.measure, "lower", "upper")]
            values[at[str(row[x])]] = [np.nan if n is None else n for n in numbers]
    strong = _strong(chosen, series, lines, highlight, asker)
    return Series(chosen, steps, _positions(steps), lines, strong)


def _order(step: str) -> tuple[float, str]:
    number = re.match(r"-?\d+(\.\d+)?", step)
    return (float(number.group(0)) if number else 0.0, step)


def _positions(steps: list[str]) -> list[float]:
    months = [re.fullmatch(r"(\d{4})-(\d{2})", step) for step in steps]
    if all(months):
        return [int(m[1]) * 12 + int(m[2]) - 1.0 for m in months if m]
    years = [step[:4] for step in steps]
    if all(re.fullmatch(r"\d{4}", year) for year in years) and len(set(years)) == len(years):
        return [float(year) for year in years]
    if all(re.fullmatch(r"\d+(\.\d+)?", step) for step in steps):
        return [float(step) for step in steps]
    return [float(number) for number in range(len(steps))]


def _strong(
    chosen: Chosen,
    series: str | None,
    lines: dict[str, Floats],
    highlight: str | Sequence[str] | None,
    asker: str,
) -> list[str]:
    if highlight is None:
        first = list(lines)[:1]
        second = [name for name in lines if name not in first]
        return first + (["England"] if "England" in second else second[:1])
    asked = [highlight] if isinstance(highlight, str) else list(highlight)
    wanted = [label_of(series, name) if series else name for name in asked]
    problems = [
        f"there is no line '{name}'; there are {', '.join(lines)}"
        for name in wanted
        if name not in lines
    ]
    if len(wanted) > STRONG:
        problems.append(f"{len(wanted)} lines are highlighted; at most two can be told apart")
    if problems:
        figure = chosen.safe.figure.id
        raise FigureError(f"{asker} cannot highlight in the figure '{figure}':", problems)
    return wanted
