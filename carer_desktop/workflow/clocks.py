"""What is due when, worked out from days that are handed in; the rules and their sources are data (`clocks.toml`).

Paperwork and payment: 10 working days each (Camden, carers' budgets; roles and responsibilities). Review: 12 months
after the conversation (Camden, roles and responsibilities). First check at 6 to 8 weeks (other councils') and
review of the direct payment (SI 2014/2871 regulation 7) are off until a council switches them on. Where the program
cannot know whether a thing was done, a clock says *expected by* and whom to ask, and never that it is late.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from carer_desktop.paths import RESOURCES
from carer_desktop.workflow import working_days
from carer_desktop.workflow.retention import later
from carer_desktop.workflow.working_days import BankHolidays

SETTING = "clock"


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock as the table has it."""

    id: str
    title: str
    sort: str
    starts: str
    ends: str
    after: int
    unit: str
    on: bool
    source: str
    ask: str = ""
    again: int = 0
    early: int = 0


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs: until which day (None: past the known bank holidays), and the same in words."""

    clock: Clock
    since: date
    by: date | None
    words: str
    over: bool = False

    @property
    def sorts_at(self) -> tuple[date, str]:
        """Soonest first; what cannot be reckoned last."""
        return self.by or date.max, self.clock.id


@cache
def clocks() -> tuple[Clock, ...]:
    """Every clock, in the order of the file."""
    read = tomllib.loads((RESOURCES / "clocks.toml").read_text("utf-8"))
    return tuple(Clock(starts=row.pop("from"), **row) for row in read["clock"])


def switched(settings: Mapping[str, Any]) -> tuple[Clock, ...]:
    """The clocks that are on in this vault.

    >>> [clock.id for clock in switched({"clock.check": True, "clock.payment": False})]
    ['paperwork', 'review', 'check']
    """
    return tuple(clock for clock in clocks() if settings.get(f"{SETTING}.{clock.id}", clock.on) is True)


def running(
    days: Mapping[str, date],
    today: date,
    settings: Mapping[str, Any] | None = None,
    holidays: BankHolidays | None = None,
) -> tuple[Running, ...]:
    """The clocks that run on a day, soonest first, from the days on which things happened by name.

    >>> [each.words for each in running({"dp_told": date(2026, 12, 4)}, date(2026, 12, 7))]
    ['Paperwork to the carer expected by Friday 18 December: ask the Direct Payments Team']
    """
    known = holidays or working_days.england()
    found = [
        _running(clock, days[clock.starts], today, known)
        for clock in switched(settings or {})
        if clock.starts in days and clock.ends not in days
    ]
    return tuple(sorted(found, key=lambda each: each.sorts_at))


def ends(clock: Clock, since: date, today: date, holidays: BankHolidays) -> date | None:
    """The day by which it is due or expected; one that comes again, the next time that is not over."""
    if clock.unit == "working_days":
        return working_days.after(since, clock.after, holidays)
    number, unit = (clock.after * 7, "days") if clock.unit == "weeks" else (clock.after, clock.unit)
    by = later(since, number, unit)
    times = 0
    while clock.again and by < today:
        times += 1
        by = later(since, number + clock.again * times, unit)
    return by


def on_day(day: date, today: date) -> str:
    """A day as people say it, with the year where it is not this one.

    >>> on_day(date(2026, 12, 4), date(2026, 11, 22)), on_day(date(2027, 11, 18), date(2026, 11, 22))
    ('Friday 4 December', 'Thursday 18 November 2027')
    """
    said = f"{day:%A} {day.day} {day:%B}"
    return said if day.year == today.year else f"{said} {day.year}"


def _running(clock: Clock, since: date, today: date, holidays: BankHolidays) -> Running:
    by = ends(clock, since, today, holidays)
    if by is None:
        words = f"{clock.title}: cannot be worked out, the bank holidays are known until {holidays.last_year} only"
        return Running(clock, since, None, words)
    day = on_day(by, today)
    if clock.sort == "expected":
        return Running(clock, since, by, f"{clock.title} expected by {day}: ask {clock.ask}")
    over = by < today
    said = f"{clock.title} was due {day}" if over else f"{clock.title} due {day}"
    return Running(clock, since, by, said, over)
