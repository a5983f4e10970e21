"""What a picture shows, in words made from its own numbers, for people who do not see it."""

from collections.abc import Sequence

from jsna.figures import SHOWN
from jsna.show.chosen import Chosen
from jsna.show.numbers import written

Point = tuple[str, float]


def described(shape: str, sentences: Sequence[str]) -> str:
    """Return the alt text: the kind of picture, then what it says."""
    return " ".join(
        [shape.rstrip(".") + ".", *(part.rstrip(".") + "." for part in sentences if part)]
    )


def course(name: str, points: Sequence[Point], unit: str) -> str:
    """Return how a series runs: first, last, highest, lowest and its direction."""
    if not points:
        return f"{name} has no number to show"
    if len(points) == 1:
        return f"{name} has one point: {written(points[0][1], unit)} in {points[0][0]}"
    first, last = points[0], points[-1]
    high = max(points, key=lambda point: point[1])
    low = min(points, key=lambda point: point[1])
    if last[1] == first[1]:
        run = f"{name}: {written(last[1], unit)} in both {first[0]} and {last[0]}"
    else:
        way = "up" if last[1] > first[1] else "down"
        run = f"{name}: {way} from {written(first[1], unit)} in {first[0]}"
        run += f" to {written(last[1], unit)} in {last[0]}"
    extremes = []
    if high not in (first, last):
        extremes.append(f"highest {written(high[1], unit)} in {high[0]}")
    if low not in (first, last):
        extremes.append(f"lowest {written(low[1], unit)} in {low[0]}")
    return run + (f"; {', '.join(extremes)}" if extremes else "")


def ranking(points: Sequence[Point], unit: str) -> str:
    """Return the extremes of a set of places or groups."""
    if not points:
        return "There is no number to show"
    high = max(points, key=lambda point: point[1])
    low = min(points, key=lambda point: point[1])
    if len(points) == 1 or high[1] == low[1]:
        return f"{high[0]}: {written(high[1], unit)}"
    return (
        f"Highest: {high[0]}, {written(high[1], unit)}. Lowest: {low[0]}, {written(low[1], unit)}"
    )


def withheld(chosen: Chosen) -> str:
    """Return how many numbers are not drawn, and why."""
    missing = chosen.cells.loc[chosen.cells["status"] != SHOWN, "status"]
    counted = [
        f"{number} {status}" for status, number in missing.value_counts().sort_index().items()
    ]
    return f"Not drawn: {', '.join(counted)}" if counted else ""
