"""Which years of a table were over on its edition's day, and which a later edition counts anew."""

from calendar import monthrange
from datetime import date

from jsna.figures import Figure


def unfinished(figure: Figure, label: str) -> bool:
    """Return whether what a figure counts in a year, or month, went on after its edition's day.

    Only where the figure's period names that day; a count each January is over in January.
    """
    return bool(figure.runs_to) and _ends(label) > date.fromisoformat(figure.runs_to)


def spell(figure: Figure, label: str) -> str:
    """Return the name of the time that a figure counts: equal names, equal children.

    `label` is its year or month, empty where it is not by one.
    """
    if label:
        return f"{label}, to {figure.runs_to}" if unfinished(figure, label) else label
    return f"to {figure.runs_to}" if figure.runs_to else figure.period


def _ends(label: str) -> date:
    """Return the last day of `2020`, `2020/21` (a school year) or `2020-09`."""
    year = int(label[:4])
    if "/" in label:
        return date(year + 1, 8, 31)
    if "-" in label:
        month = int(label[5:7])
        _, last = monthrange(year, month)
        return date(year, month, last)
    return date(year, 12, 31)
