"""Counting in years."""

from __future__ import annotations

from calendar import isleap
from datetime import MAXYEAR, date


def age_on(born: date, day: date) -> int:
    """Whole years on a day; who is born on 29 February turns older on 1 March in other years.

    >>> age_on(date(2008, 2, 29), date(2026, 2, 28)), age_on(date(2008, 2, 29), date(2026, 3, 1))
    (17, 18)
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def year_after(day: date) -> date:
    """The same day next year; 29 February becomes 28 February, and the last year there is has none after it.

    >>> year_after(date(2024, 2, 29))
    datetime.date(2025, 2, 28)
    """
    if day.year == MAXYEAR:
        return date.max
    if day.month == 2 and day.day == 29 and not isleap(day.year + 1):
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)
