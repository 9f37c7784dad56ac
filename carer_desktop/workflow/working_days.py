"""Working days in England: Monday to Friday without bank holidays, which are data (`resources/bank_holidays.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from carer_desktop.paths import RESOURCES

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class BankHolidays:
    """The bank holidays of some years."""

    days: frozenset[date]
    first_year: int
    last_year: int

    def covers(self, day: date) -> bool:
        """Whether the data say anything of that year."""
        return self.first_year <= day.year <= self.last_year


@cache
def england() -> BankHolidays:
    """England's bank holidays as they come with the program."""
    read = tomllib.loads((RESOURCES / "bank_holidays.toml").read_text("utf-8"))
    return BankHolidays(frozenset(read["days"]), read["first_year"], read["last_year"])


def is_working_day(day: date, holidays: BankHolidays) -> bool:
    """Whether offices are open.

    >>> is_working_day(date(2026, 12, 24), england()), is_working_day(date(2026, 12, 28), england())
    (True, False)
    """
    return day.weekday() < SATURDAY and day not in holidays.days


def after(day: date, number: int, holidays: BankHolidays) -> date | None:
    """So many working days after a day, which itself does not count; None where the data do not reach so far.

    >>> after(date(2026, 12, 4), 10, england())
    datetime.date(2026, 12, 18)
    >>> after(date(2030, 12, 20), 10, england()) is None
    True
    """
    left = number
    while left > 0:
        if day == date.max:
            return None
        day += timedelta(days=1)
        if not holidays.covers(day):
            return None
        left -= is_working_day(day, holidays)
    return day if holidays.covers(day) else None
