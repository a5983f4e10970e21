"""Working days in England: Monday to Friday without bank holidays.

The holidays follow the rule of the Banking and Financial Dealings Act 1971 and the days that
were moved or added by proclamation; Easter is Butcher's algorithm of 1876.
"""

from datetime import date, timedelta
from functools import cache

_MOVED = {
    2020: {date(2020, 5, 4): date(2020, 5, 8)},
    2022: {date(2022, 5, 30): date(2022, 6, 2)},
}
_ADDED = {2022: (date(2022, 6, 3), date(2022, 9, 19)), 2023: (date(2023, 5, 8),)}


def easter(year: int) -> date:
    """Return Easter Sunday.

    >>> easter(2021)
    datetime.date(2021, 4, 4)
    """
    golden, century, rest = year % 19, year // 100, year % 100
    leap, left = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - moon + 15) % 30
    quarter, over = divmod(rest, 4)
    weekday = (32 + 2 * left + 2 * quarter - epact - over) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England and Wales in a year."""
    sunday = easter(year)
    days = {
        sunday - timedelta(2),
        sunday + timedelta(1),
        _first_monday(year, 5),
        _last_monday(year, 5),
        _last_monday(year, 8),
    }
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while day.weekday() >= 5 or day in days:
            day += timedelta(1)
        days.add(day)
    for was, became in _MOVED.get(year, {}).items():
        days.discard(was)
        days.add(became)
    return frozenset(days | set(_ADDED.get(year, ())))


def is_working_day(day: date) -> bool:
    """Say whether people are at work."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def working_days_after(day: date, number: int) -> tuple[date, ...]:
    """Return the next working days after a day, which itself does not count.

    >>> working_days_after(date(2021, 8, 27), 2)
    (datetime.date(2021, 8, 31), datetime.date(2021, 9, 1))
    """
    found: list[date] = []
    while len(found) < number:
        day += timedelta(1)
        if is_working_day(day):
            found.append(day)
    return tuple(found)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month + 1, 1) - timedelta(1)
    return last - timedelta(last.weekday())
