"""Dates in the forms that councils and trusts write them."""

import re
from datetime import date, timedelta

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"),
            ("may",), ("jun", "june"), ("jul", "july"), ("aug", "august"),
            ("sep", "sept", "september"), ("oct", "october"), ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for word in words
}  # fmt: skip

_TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?:Z| ?[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME + "$")
_SOLID = re.compile(r"^(19|20)(\d{2})(\d{2})(\d{2})$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})" + _TIME + "$")
_WORDS = re.compile(
    r"^(?:[A-Za-z]+day,? +)?(\d{1,2})(?:st|nd|rd|th)?[- /]*([A-Za-z]+)[-, /]*(\d{4}|\d{2})"
    + _TIME
    + "$"
)
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets since March 1900
_SERIALS = (29221, 73050)  # 1980 to 2099: outside it a five-figure number is no date

_YEARS = re.compile(r"^(\d{4})\s*(?:[-/–]|to)?\s*(\d{2}|\d{4})$")
_MONTH_ISO = re.compile(r"^(\d{4})[-/](\d{1,2})$")
_MONTH_NUMBERS = re.compile(r"^(\d{1,2})[-/](\d{4})$")
_MONTH_WORDS = re.compile(r"^([A-Za-z]+)[- ,/]*(\d{4}|\d{2})$")


def parse_date(cell: str) -> date | None:
    """Return the day that a cell names, or None. Two figures of a year: 50 to 99 are 19xx.

    >>> parse_date("3 Feb 2020"), parse_date("43864"), parse_date("03/02/2020 09:30")
    (datetime.date(2020, 2, 3), datetime.date(2020, 2, 3), datetime.date(2020, 2, 3))
    """
    word = cell.strip()
    if found := _ISO.match(word):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.match(word):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if found := _WORDS.match(word):
        month = _MONTHS.get(found[2].lower())
        return _day(_year(found[3]), month, int(found[1])) if month else None
    if found := _SOLID.match(word):
        return _day(int(found[1] + found[2]), int(found[3]), int(found[4]))
    if _SERIAL.match(word) and _SERIALS[0] <= float(word) <= _SERIALS[1]:
        return _EPOCH + timedelta(days=int(float(word)))
    return None


def only_month_first(cell: str) -> bool:
    """Return whether a cell is a day only if its month stands first, as in 12/25/2020."""
    found = _DAY_FIRST.match(cell.strip())
    return found is not None and 1 <= int(found[1]) <= 12 < int(found[2]) <= 31


def only_day_first(cell: str) -> bool:
    """Return whether a cell is a day only if the day stands first, as in 25/12/2020."""
    found = _DAY_FIRST.match(cell.strip())
    return found is not None and 1 <= int(found[2]) <= 12 < int(found[1])


def has_slashes(cell: str) -> bool:
    """Return whether day and month of a cell can be told apart only by their order."""
    return bool(_DAY_FIRST.match(cell.strip()))


def parse_month(cell: str) -> date | None:
    """Return the first day of the month that a cell names, or None.

    >>> parse_month("Mar 2021"), parse_month("2021-03"), parse_month("17/03/2021")
    (datetime.date(2021, 3, 1), datetime.date(2021, 3, 1), datetime.date(2021, 3, 1))
    """
    word = cell.strip()
    if found := _MONTH_ISO.match(word):
        return _day(int(found[1]), int(found[2]), 1)
    if found := _MONTH_NUMBERS.match(word):
        return _day(int(found[2]), int(found[1]), 1)
    if found := _MONTH_WORDS.match(word):
        month = _MONTHS.get(found[1].lower())
        return _day(_year(found[2]), month, 1) if month else None
    day = parse_date(word)
    return day.replace(day=1) if day else None


def parse_school_year(cell: str) -> str | None:
    """Return a year that runs over two calendar years, as 2020/21, or None.

    >>> parse_school_year("2020-2021"), parse_school_year("202021"), parse_school_year("2020/22")
    ('2020/21', '2020/21', None)
    """
    found = _YEARS.match(cell.strip())
    if not found:
        return None
    first, last = int(found[1]), int(found[2][-2:])
    whole = len(found[2]) == 2 or int(found[2]) == first + 1
    return f"{first}/{last:02d}" if (first + 1) % 100 == last and whole else None


def _year(figures: str) -> int:
    if len(figures) == 4:
        return int(figures)
    return 1900 + int(figures) if int(figures) >= 50 else 2000 + int(figures)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2199 else None
    except ValueError:
        return None
