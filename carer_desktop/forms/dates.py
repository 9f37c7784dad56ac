"""Dates as people know them: a day, or only a month or a year, read from ISO text or from what was typed."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = {form.lower(): n for n, name in enumerate(MONTHS, 1) for form in (name, name[:3])} | {"sept": 9}
_WEEKDAY = {name: n for n, name in enumerate(_DAYS)} | {name[:3]: n for n, name in enumerate(_DAYS)}
_WEEKDAY |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d))?", re.ASCII)
_BETWEEN = re.compile(r"[\s/.,\-‐-―]+")
_ORDINAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)$", re.ASCII)

REAL = "must be a real date, like 27 3 2026"
FULL_YEAR = "must have a year of four figures, like 2026"


@dataclass(frozen=True, slots=True, eq=False)
class PartialDate:
    """A month or a year somebody remembers ("March 2019"): it stands for every day from `earliest` to `latest`.

    It is before another date only when all of it is, after only when all of it is, equal only when both
    stand for the same days; *at least* and *at most* are the opposites of *before* and *after*, so
    November 2026 is both at least and at most 22 November 2026. A rule that fires on "more than" or
    "less than" therefore fires only when there is no doubt.

    >>> PartialDate(2026, 11) > date(2026, 10, 31), PartialDate(2026, 11) > date(2026, 11, 22)
    (True, False)
    """

    year: int
    month: int | None = None
    day: int | None = None

    def earliest(self) -> date:
        """The first day it can mean."""
        return date(self.year, 1 if self.month is None else self.month, self.day or 1)

    def latest(self) -> date:
        """The last day it can mean."""
        month = 12 if self.month is None else self.month
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def isoformat(self) -> str:
        """As it is kept: `2026-11` or `2026`."""
        return self.earliest().isoformat() if self.day else self.earliest().isoformat()[: 7 if self.month else 4]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate | date) and _span(self) == _span(other)

    def __hash__(self) -> int:
        return hash(self.earliest())

    def __lt__(self, other: SomeDate) -> bool:
        return self.latest() < _span(other)[0]

    def __gt__(self, other: SomeDate) -> bool:
        return self.earliest() > _span(other)[1]

    def __le__(self, other: SomeDate) -> bool:
        return not self > other

    def __ge__(self, other: SomeDate) -> bool:
        return not self < other


SomeDate: TypeAlias = date | PartialDate


def _span(some: SomeDate) -> tuple[date, date]:
    return (some.earliest(), some.latest()) if isinstance(some, PartialDate) else (some, some)


def read_iso(text: str) -> SomeDate | None:
    """The date a kept answer means, None when it is none.

    >>> read_iso("2026-11-22"), read_iso("2026-11"), read_iso("2026-13")
    (datetime.date(2026, 11, 22), PartialDate(year=2026, month=11, day=None), None)
    """
    try:
        if len(text) == 10:
            return date.fromisoformat(text) if text[4] == text[7] == "-" else None
        parts = _PARTIAL.fullmatch(text)
        if parts is None:
            return None
        some = PartialDate(int(parts[1]), int(parts[2]) if parts[2] else None)
        some.earliest()
    except ValueError:
        return None
    return some


def shown_date(some: SomeDate) -> str:
    """The date in words.

    >>> shown_date(date(2026, 11, 22)), shown_date(PartialDate(2026, 11)), shown_date(PartialDate(2026))
    ('22 November 2026', 'November 2026', '2026')
    """
    parts = (some.day, some.month and MONTHS[some.month - 1], some.year)
    return " ".join(str(part) for part in parts if part)


def read_typed(text: str, partial: bool = False) -> SomeDate | str:
    """The date somebody typed, or what is wrong with it as the end of a sentence ("must include a month").

    Day before month, as in the United Kingdom; a year has four figures, because two could be a birth in
    1926 or a plan for 2026. *partial* lets the day, or day and month, be left out.

    >>> read_typed("22/11/2026"), read_typed("22nd Nov 2026"), read_typed("31/2/2026")
    (datetime.date(2026, 11, 22), datetime.date(2026, 11, 22), 'must be a real date, like 27 3 2026')
    """
    read = _boxes(text) if text.count("/") == 2 else _words(text)
    if isinstance(read, str):
        return read
    (year, month, day), weekday = read
    missing = _missing(year, month, day, partial)
    if missing or year is None:
        return missing or REAL
    try:
        some: SomeDate = date(year, month, day) if month is not None and day is not None else PartialDate(year, month)
        wrong = weekday is not None and (isinstance(some, PartialDate) or some.weekday() != weekday)
        _span(some)
    except ValueError:
        return REAL
    return REAL if wrong else some


def _missing(year: int | None, month: int | None, day: int | None, partial: bool) -> str | None:
    """What a date lacks, in the words of the screen."""
    lacking = [name for name, part in (("day", day), ("month", month), ("year", year)) if part is None]
    if partial and "year" not in lacking and (day is None or month is not None):
        return None
    if not lacking:
        return None
    return f"must include a {' and a '.join(lacking)}" if len(lacking) < 3 else REAL


_Parts: TypeAlias = tuple[int | None, int | None, int | None]
_Read: TypeAlias = tuple[_Parts, int | None] | str


def _boxes(text: str) -> _Read:
    """Three boxes, or three parts between strokes, of which some may be empty: "22//2026"."""
    first, second, third = (_ORDINAL.sub(r"\1", box.strip().lower()) for box in text.split("/"))
    if len(first) == 4:
        first, third = third, first
    day, month, year = _number(first), _MONTH.get(second) or _number(second), _number(third)
    if any(box and part is None for box, part in ((first, day), (second, month), (third, year))):
        return REAL
    return FULL_YEAR if third and len(third) != 4 else ((year, month, day), None)


def _words(text: str) -> _Read:
    """Year, month and day of the words typed, and the day of the week where it was said."""
    parted = _BETWEEN.split(text.strip().lower())
    words = [_ORDINAL.sub(r"\1", word) for word in parted if word not in ("", "of", "the")]
    weekday = _WEEKDAY.get(words[0]) if words else None
    words = words if weekday is None else words[1:]
    months = [_MONTH[word] for word in words if word in _MONTH]
    figures = [word for word in words if word not in _MONTH]
    if not words or len(words) > 3 or len(months) > 1 or any(_number(word) is None for word in figures):
        return REAL
    parts = _named_month(months[0], figures) if months else _all_numbers(figures)
    return parts if isinstance(parts, str) else (parts, weekday)


def _number(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdecimal() and len(word) <= 4 else None


def _named_month(month: int, figures: list[str]) -> _Parts | str:
    """ "22 November 2026", "November 22 2026", "2026 November 22", "November 2026", "22 November"."""
    years = [int(word) for word in figures if len(word) == 4]
    days = [int(word) for word in figures if len(word) < 4]
    if len(years) > 1 or len(days) > 1:
        return REAL if years else FULL_YEAR
    return (years[0] if years else None, month, days[0] if days else None)


def _all_numbers(figures: list[str]) -> _Parts | str:
    """ "22/11/2026", "2026-11-22", "11/2026", "2026", "22/11"."""
    if len(figures[0]) == 4:
        figures = figures[::-1]
    year = int(figures[-1]) if len(figures[-1]) == 4 else None
    if year is None and len(figures) == 3:
        return FULL_YEAR
    month_and_day = [int(word) for word in (figures if year is None else figures[:-1])]
    if year is None:
        return (None, month_and_day[1] if len(month_and_day) > 1 else None, month_and_day[0])
    return (year, month_and_day[-1] if month_and_day else None, month_and_day[0] if len(month_and_day) > 1 else None)
