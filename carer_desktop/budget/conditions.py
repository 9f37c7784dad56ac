"""When a scheme is open to a carer: for whom it is, and how long ago the last payment has to be.

Neither stops anybody: a scheme that is not open gives no figure, and says why; what is asked for stays free.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from carer_desktop.budget.inputs import Axis, NoFigure, Taken, read_axis
from carer_desktop.budget.money import NOTHING
from carer_desktop.budget.reading import Reader
from carer_desktop.budget.suggestion import Step
from carer_desktop.forms.dates import PartialDate, SomeDate, read_iso, shown_date

_DECIDES = "This is a rule of the scheme and not a limit: the manager may decide otherwise"
FREQUENCY_KEYS = ("question", "column", "title", "months", "most_in_financial_year")


@dataclass(frozen=True, slots=True)
class Gate:
    """Whom the scheme is for: a rating, the levels it is open to, and what holds for the others, in words."""

    axis: Axis
    opens: frozenset[str]
    otherwise: str

    def steps(self, taken: Taken) -> Iterator[Step]:
        """The line that says that it is open; NoFigure where it is not."""
        said = taken.words(self.axis)
        if taken.level(self.axis).id not in self.opens:
            raise NoFigure(f"{said}, and {self.otherwise}")
        yield Step("gate", f"{said}: the scheme is for this carer", NOTHING)


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often the scheme pays: not again within so many months, or so often in a financial year (1 April on).

    The payments are the answer to *question*: dates, or the *column* of a list that holds them.
    """

    question: str
    column: str
    title: str
    months: int
    most: int

    def steps(self, answer: object, day: date | None) -> Iterator[Step]:
        """The line that says that it pays again; NoFigure where it does not, or where that is not known."""
        if day is None:
            raise NoFigure("the date of the conversation is not answered yet")
        spans = [span for span in self.payments(answer) if span[0] <= day]
        last = [min(end, day) for _, end in spans]
        if_early, if_late = self._why_not([start for start, _ in spans], day), self._why_not(last, day)
        if bool(if_early) != bool(if_late):
            raise NoFigure(f"the day of a payment is not known exactly, and “{self.title}” depends on it")
        if if_late:
            raise NoFigure(f"{if_late}. {_DECIDES}")
        yield Step("frequency", self._open(last), NOTHING)

    def payments(self, answer: object) -> list[tuple[date, date]]:
        """The first and the last day each payment can have been on; NoFigure for one without a date."""
        rows = answer if isinstance(answer, list | tuple) else [] if answer in (None, "") else [answer]
        found: list[tuple[date, date]] = []
        for row in rows:
            when = _date(row.get(self.column) if isinstance(row, Mapping) else row)
            if when is None:
                raise NoFigure(f"a payment under “{self.title}” has no date yet")
            found.append((when.earliest(), when.latest()) if isinstance(when, PartialDate) else (when, when))
        return found

    def _why_not(self, payments: list[date], day: date) -> str:
        """Why it does not pay now, if it does not."""
        if self.months and payments and day < (again := after_months(max(payments), self.months)):
            return (
                f"the last payment was on {shown_date(max(payments))}, and the scheme pays again after "
                f"{self.months} months, from {shown_date(again)}"
            )
        start = financial_year(day)
        if self.most and len([one for one in payments if one >= start]) >= self.most:
            times = "once" if self.most == 1 else f"{self.most} times"
            return (
                f"the scheme pays {times} in a financial year, and has paid so often since {shown_date(start)}; "
                f"it pays again from {shown_date(after_months(start, 12))}"
            )
        return ""

    def _open(self, payments: list[date]) -> str:
        last = f"the last one was on {shown_date(max(payments))}" if payments else "none is recorded"
        return f"“{self.title}”: {last}, so the scheme pays now"


def after_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day.

    >>> after_months(date(2024, 12, 31), 14), after_months(date(2024, 11, 22), 24)
    (datetime.date(2026, 2, 28), datetime.date(2026, 11, 22))
    """
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > MAXYEAR:
        return date.max
    latest = PartialDate(day.year + years, month + 1).latest()
    return latest.replace(day=min(day.day, latest.day))


def financial_year(day: date) -> date:
    """The first day of the financial year a day is in.

    >>> financial_year(date(2026, 3, 31)), financial_year(date(2026, 4, 1))
    (datetime.date(2025, 4, 1), datetime.date(2026, 4, 1))
    """
    year = day.year if day.month >= 4 else day.year - 1
    return date(year, 4, 1) if year >= MINYEAR else date.min


def read_gates(reader: Reader, data: Mapping[str, Any]) -> tuple[Gate, ...]:
    """Every `[[gate]]`: a rating, and which of its levels are `open`."""
    found = []
    for number, one in enumerate(reader.tables(data, "gate"), 1):
        at = f"gate {number}"
        axis = read_axis(reader, one, at, ("open",), ("otherwise",))
        levels = reader.tables(one, "levels", at)
        opens = [level.get("id") for n, level in enumerate(levels, 1) if reader.flag(level, "open", f"{at}.levels {n}")]
        if not opens or len(opens) == len(levels):
            mend = "Write open = true beside the levels the scheme is for."
            reader.wrong(f"{at}.levels", "The scheme is open to all levels or to none", mend)
        found.append(Gate(axis, frozenset(map(str, opens)), reader.text(one, "otherwise", at)))
    return tuple(found)


def read_frequency(reader: Reader, data: Mapping[str, Any]) -> Frequency | None:
    """`[frequency]`, if there is one."""
    if "frequency" not in data:
        return None
    one = reader.table(data, "frequency")
    reader.known(one, FREQUENCY_KEYS, "frequency")
    months = reader.whole(one, "months", "frequency") if "months" in one else 0
    most = reader.whole(one, "most_in_financial_year", "frequency") if "most_in_financial_year" in one else 0
    if months == most == 0:
        mend = "Write months = 24, or most_in_financial_year = 1."
        reader.wrong("frequency", "It does not say how often the scheme pays", mend)
    if months > 1200:
        reader.wrong("frequency.months", f"{months} months are more than a hundred years", "Correct the number.")
    column = reader.text(one, "column", "frequency", needed=False)
    question, title = reader.name(one, "question", "frequency"), reader.text(one, "title", "frequency")
    return Frequency(question, column, title, months, most)


def _date(value: object) -> SomeDate | None:
    return read_iso(value) if isinstance(value, str) else value if isinstance(value, date | PartialDate) else None
