"""Now and today, handed in at one place, so that nothing below the caseload asks the system clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol


def day_words(day: date) -> str:
    """A day as people say it; of an instant, the day where the person is.

    >>> day_words(date(2026, 11, 2))
    '2 November 2026'
    """
    here = day.astimezone() if isinstance(day, datetime) else day
    return f"{here.day} {here:%B %Y}"


def moment_words(at: datetime) -> str:
    """A day and the time of it where the person is, as people say it: 22 November 2026 at 10:43."""
    return f"{day_words(at)} at {at.astimezone():%H:%M}"


class Clock(Protocol):
    """Tells the time: instants are aware and in UTC, today is the day where the person is."""

    def now(self) -> datetime: ...

    def today(self) -> date: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now().astimezone().date()


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is moved; for tests, the tour and examples."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()
