"""How a number is written: British style, the same on charts, in tables and in sentences."""

import math

from jsna.figures import SHOWN

_WORDS = {"%", "percent"}


class _Whole(str):
    """A unit that is written without decimals; as text it is the unit itself."""


WHOLE_PERCENT = _Whole("%")
"""The unit of percentages that protection rounded to whole ones: a decimal would promise more."""


def is_number(value: object) -> bool:
    """Whether there is a number at all; a withheld cell has none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def written(value: float, unit: str = "") -> str:
    """Return the number: thousands with commas, one decimal where it is not whole.

    >>> written(1234), written(12.345), written(-3), written(40, "%"), written(1.254, "ratio")
    ('1,234', '12.3', '−3', '40.0%', '1.25')
    >>> written(40, WHOLE_PERCENT)
    '40%'
    """
    if isinstance(unit, _Whole) and float(value).is_integer():
        text = f"{abs(value):,.0f}%"
    elif unit in _WORDS:
        text = f"{abs(value):,.1f}%"
    elif unit.startswith("ratio"):
        text = f"{abs(value):,.2f}"
    elif float(value).is_integer():
        text = f"{abs(value):,.0f}"
    else:
        text = f"{abs(value):,.1f}" if abs(value) >= 1 else f"{abs(value):,.2f}"
    none_left = not any(digit in "123456789" for digit in text)
    return text if value >= 0 or none_left else f"−{text}"


def with_unit(value: float, unit: str) -> str:
    """Return the number and what it counts.

    >>> with_unit(1, "plans"), with_unit(3105, "plans"), with_unit(12.5, "%")
    ('1 plan', '3,105 plans', '12.5%')
    """
    number = written(value, unit)
    if unit in _WORDS or not unit or unit.startswith("ratio"):
        return number
    singular = unit in {"plans", "days", "weeks", "pupils", "appeals", "places", "answers"}
    return f"{number} {unit[:-1] if singular and abs(value) == 1 else unit}"


def cell(value: object, status: str, unit: str = "") -> str:
    """Return what a table prints: the number, or in words why there is none."""
    return written(float(value), unit) if status == SHOWN and is_number(value) else status  # type: ignore[arg-type]
