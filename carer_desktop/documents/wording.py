"""Answers in words: labels for choices, £ for money, days and months by name; never an id or a code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from carer_desktop.forms import validators
from carer_desktop.forms.dates import PartialDate, read_iso, shown_date
from carer_desktop.forms.question import Question
from carer_desktop.text import clean_text
from carer_desktop.words import say

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_SPACED = {"nhs_number": validators.nhs_number, "postcode": validators.postcode}
_SIGNED = {
    "typed": "typed name in person",
    "drawn": "drawn on screen",
    "paper": "signed on a paper copy",
    "verbal": "agreed in words",
    "none": "not obtained",
}


def words(question: Question, value: Any) -> str:
    """One answer, as kept or as worked out, in words; a list or grid is not one answer and has no words here.

    >>> words(Question("on", "on", "s", "date", "Day"), "2026-11")
    'November 2026'
    >>> words(Question("cost", "cost", "s", "money", "Cost"), "1234.50")
    '£1,234.50'
    """
    if isinstance(value, Mapping):
        return _of_mapping(question, value)
    if isinstance(value, list | tuple):
        labels = [question.choice_labels.get(str(one), str(one)) for one in value]
        return clean_text(labels[0] if len(labels) == 1 else "\n".join(f"- {label}" for label in labels))
    if isinstance(value, str) and value in question.choice_labels:
        return clean_text(question.choice_labels[value])
    if isinstance(value, str) and value in question.gives:
        return say("tri", value)
    if question.type == "calculated" and isinstance(value, str) and _INSTANT.match(value):
        return moment(datetime.fromisoformat(value))
    if question.type == "money":
        return money(value)
    if isinstance(value, str) and question.type in _SPACED:
        return clean_text(_SPACED[question.type](value) or value)
    if question.type == "date" or isinstance(value, date | PartialDate):
        return day(value)
    if isinstance(value, Decimal):
        return money(value) if value.as_tuple().exponent == -2 else f"{value:f}"
    return clean_text(str(value))


def not_covered() -> str:
    """What is printed where something was left out on purpose."""
    return say("thing", "not_covered")


def _of_mapping(question: Question, value: Mapping[str, Any]) -> str:
    if value.get("not_covered"):
        return not_covered()
    if "typed" in value:
        return f"{clean_text(str(value['typed']))} (cannot be read as {_KIND.get(question.type, 'an answer')})"
    name, mode, on = (value.get(part) for part in ("name", "mode", "on"))
    how = question.choice_labels.get(str(mode)) or _SIGNED.get(str(mode), str(mode or ""))
    return clean_text(", ".join(part for part in (str(name or ""), how, day(on) if on else "") if part))


_KIND = {"date": "a date", "whole": "a whole number", "decimal": "a number", "money": "an amount of money"}


def money(amount: Decimal | str) -> str:
    """
    >>> money("1234.5"), money(Decimal("-50")), money("lots")
    ('£1,234.50', '-£50.00', 'lots')
    """
    try:
        value = Decimal(amount)
    except InvalidOperation:
        return clean_text(str(amount))
    return f"{'-' if value < 0 else ''}£{abs(value):,.2f}"


def day(value: date | PartialDate | str) -> str:
    """
    >>> day("2026-11-22"), day("2026-11"), day("some time")
    ('22 November 2026', 'November 2026', 'some time')
    """
    some = read_iso(value) if isinstance(value, str) else value
    return clean_text(str(value)) if some is None else shown_date(some)


def moment(at: datetime) -> str:
    """The day and time in the United Kingdom; worked out here, because Windows brings no time zones.

    Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on that of October
    (Summer Time Act 1972 as amended in 2002).

    >>> from datetime import UTC
    >>> moment(datetime(2026, 7, 1, 12, 5, tzinfo=UTC)), moment(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    ('1 July 2026 at 13:05', '22 November 2026 at 09:00')
    """
    start, end = (_last_sunday(at, month) for month in (3, 10))
    local = at + timedelta(hours=1) if start <= at < end else at
    return f"{shown_date(local.date())} at {local:%H:%M}"


def _last_sunday(at: datetime, month: int) -> datetime:
    last = at.replace(month=month, day=31, hour=1, minute=0, second=0, microsecond=0)
    return last - timedelta(days=(last.weekday() + 1) % 7)
