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

from carer_desktop.forms.dates import shown_date
from carer_desktop.paths import RESOURCES
from carer_desktop.workflow import working_days
from carer_desktop.workflow.retention import later
from carer_desktop.workflow.working_days import BankHolidays

SETTING = "clock"
URGENT = "urgent"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock as the table has it; the one without a start only says what comes first."""

    id: str
    title: str
    sort: str
    on: bool
    source: str
    starts: str = ""
    ends: tuple[str, ...] = ()
    agreed: str = ""
    after: int = 0
    unit: str = ""
    ask: str = ""
    again: int = 0
    early: int = 0
    one_off: bool = True


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs: from and until which day (None: not within the known bank holidays), and the same in words."""

    clock: Clock
    since: date
    by: date | None
    words: str
    over: bool = False
    urgent: bool = False
    opens: date | None = None

    @property
    def sorts_at(self) -> tuple[bool, date, str]:
        """Urgent before all, then soonest first; what cannot be reckoned last."""
        return not self.urgent, self.by or date.max, self.clock.id


@cache
def clocks() -> tuple[Clock, ...]:
    """Every clock, in the order of the file."""
    read = tomllib.loads((RESOURCES / "clocks.toml").read_text("utf-8"))
    return tuple(Clock(starts=row.pop("from", ""), ends=tuple(row.pop("ends", ())), **row) for row in read["clock"])


def switched(settings: Mapping[str, Any]) -> tuple[Clock, ...]:
    """The clocks that are on in this vault.

    >>> [clock.id for clock in switched({"clock.check": True, "clock.payment": False})]
    ['urgent', 'paperwork', 'review', 'check']
    """
    return tuple(clock for clock in clocks() if settings.get(f"{SETTING}.{clock.id}", clock.on) is True)


def running(
    days: Mapping[str, date],
    today: date,
    settings: Mapping[str, Any] | None = None,
    holidays: BankHolidays | None = None,
    *,
    urgent: bool = False,
    one_off: bool = False,
) -> tuple[Running, ...]:
    """The clocks of one record that run on a day, soonest first, from the days on which things happened by name.

    Of something that happens again and again, the last day is handed in. For a *one_off* payment only the clocks run
    that are for one. Those of several records are put in order by `sorts_at`.

    >>> [each.words for each in running({"dp_told": date(2026, 12, 4)}, date(2026, 12, 7))]
    ['Paperwork to the carer expected by Friday 18 December: ask the Direct Payments Team']
    """
    known = holidays or working_days.england()
    on = switched(settings or {})
    first = urgent and any(clock.id == URGENT for clock in on)
    found = []
    for clock in on:
        span = _span(clock, days, known) if clock.one_off or not one_off else None
        if span is not None:
            found.append(_running(clock, span, today, known, first))
    return tuple(sorted(found, key=lambda each: each.sorts_at))


def ends(clock: Clock, since: date, holidays: BankHolidays) -> date | None:
    """The day by which it is due or expected the first time; None where the bank holidays are not known."""
    if clock.unit == "working_days":
        return working_days.after(since, clock.after, holidays)
    return _later(clock, since, clock.after)


def on_day(day: date, today: date) -> str:
    """A day as people say it, with the year where it is not this one; in English whatever the laptop speaks.

    >>> on_day(date(2026, 12, 4), date(2026, 11, 22)), on_day(date(2027, 11, 18), date(2026, 11, 22))
    ('Friday 4 December', 'Thursday 18 November 2027')
    """
    said = f"{_DAYS[day.weekday()]} {shown_date(day)}"
    return said.removesuffix(f" {day.year}") if day.year == today.year else said


def _span(clock: Clock, days: Mapping[str, date], holidays: BankHolidays) -> tuple[date, date | None] | None:
    """Since when it runs and until when; None where it has not begun or is over."""
    done = [days[name] for name in clock.ends if name in days]
    if done and clock.again:
        return max(done), _later(clock, max(done), clock.again)
    if done:
        return None
    agreed, since = days.get(clock.agreed), days.get(clock.starts)
    if agreed is not None:
        return since or agreed, agreed
    return None if since is None else (since, ends(clock, since, holidays))


def _later(clock: Clock, since: date, number: int) -> date:
    return later(since, number * 7, "days") if clock.unit == "weeks" else later(since, number, clock.unit)


def _running(
    clock: Clock, span: tuple[date, date | None], today: date, holidays: BankHolidays, urgent: bool
) -> Running:
    since, by = span
    if by is None:
        known = f"the bank holidays are known from {holidays.first_year} to {holidays.last_year} only"
        counted = f"{clock.after} working days from {on_day(since, today)}"
        asked = f". Ask {clock.ask}" if clock.ask else ""
        words = f"{clock.title}: {counted} cannot be worked out, {known}{asked}"
        return Running(clock, since, None, words, urgent=urgent)
    if clock.sort == "expected":
        words = f"{clock.title} expected by {on_day(by, today)}: ask {clock.ask}"
        return Running(clock, since, by, words, urgent=urgent)
    opens = _later(clock, since, clock.early) if clock.early else None
    opens = opens if opens and opens < by else None
    day = f"between {on_day(opens, today)} and {on_day(by, today)}" if opens else on_day(by, today)
    over = by < today
    return Running(clock, since, by, f"{clock.title} {'was due' if over else 'due'} {day}", over, urgent, opens)
