"""Which day a printed period ends on, so that a figure can be held against a plan's dates."""

import calendar
import re
from datetime import date

_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_SCHOOL_YEAR = re.compile(r"^(\d{4})/(\d{2})$")
_FINANCIAL_YEAR = re.compile(r"^(\d{4})-(\d{2})$")
_MONTH_NUMBER = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")
_MONTH = re.compile(r"\b(" + "|".join(_MONTHS) + r")\s+(\d{4})\b")
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")


def period_end(period: str) -> date | None:
    """Return the last day of a period, or None where the text names none.

    `2018/19` is a school year (31 August); `2019-20` a financial year (31 March) unless its
    second half can only be a month; `mid-2020` is 30 June; a year alone ends in December; the
    last month named counts: `January 2015 to January 2021`.

    >>> period_end("2018/19")
    datetime.date(2019, 8, 31)
    >>> period_end("2019-20")
    datetime.date(2020, 3, 31)
    """
    text = period.strip()
    if match := _SCHOOL_YEAR.match(text):
        return date(int(match[1]) + 1, 8, 31)
    if (match := _FINANCIAL_YEAR.match(text)) and int(match[2]) == (int(match[1]) + 1) % 100:
        return date(int(match[1]) + 1, 3, 31)
    if match := _MONTH_NUMBER.match(text):
        return _month_end(int(match[1]), int(match[2]))
    if months := _MONTH.findall(text):
        name, year = months[-1]
        return _month_end(int(year), _MONTHS[name])
    if years := _YEAR.findall(text):
        year = int(years[-1])
        return date(year, 6, 30) if "mid-" in text.lower() else date(year, 12, 31)
    return None


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last of a shorter month.

    >>> months_after(date(2019, 10, 18), 6)
    datetime.date(2020, 4, 18)
    """
    number = day.month - 1 + months
    year, month = day.year + number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def said(day: date) -> str:
    """Return a day as a page prints it: `18 October 2019`."""
    return f"{day.day} {day:%B %Y}"


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
