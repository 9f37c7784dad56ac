"""What is wrong with one answer, what to look at again, what is still needed: sentences in the label's words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from carer_desktop.forms import validators
from carer_desktop.forms.dates import PartialDate, SomeDate
from carer_desktop.forms.labels import asks, given, in_a_sentence, is_name, mention, subject
from carer_desktop.forms.question import Question

MOSAIC_TEXT = 4000
MOST_OF_A_NAME = 100
_MOSAIC_IDS = ("carer_mosaic_id", "mosaic_id")  # by name: a type of their own would be one more to know for councils
_LONG_AGO = timedelta(days=120 * 365)
_FAR_AHEAD = timedelta(days=10 * 365)


def hard(question: Question, value: Any, today: date) -> str | None:
    """What must be mended before the record is sent, for a value as `values.read` gives it; None if nothing.

    >>> hours = Question("h", "h", "s", "decimal", "Hours a week", least=Decimal(0), most=Decimal(168))
    >>> hard(hours, Decimal(200), date(2026, 11, 22))
    'Hours a week must be between 0 and 168'
    """
    rule = _HARD.get(question.type)
    return None if rule is None or value is None else rule(question, value, today)


def soft(question: Question, value: Any, today: date) -> str | None:
    """What is unlikely but may be true: the person may keep it; None if nothing.

    >>> soft(Question("p", "p", "s", "postcode", "Postcode"), "NW1 1CA", date(2026, 11, 22))
    'Check the postcode: “NW1 1CA” does not look like a UK postcode'
    """
    rule = _SOFT.get(question.type)
    return None if rule is None or value is None else rule(question, value, today)


def needed(question: Question) -> str:
    """What to do about an answer that is still needed: the form's own words for it, else words made from the label.

    >>> needed(Question("f", "f", "s", "name", "Your first name"))
    'Enter your first name'
    """
    if question.when_empty:
        return question.when_empty
    ask = _NEEDED.get(question.type)
    return ask(question) if ask else f"Enter {mention(question)}"


def _number(question: Question, value: Any, today: date) -> str | None:
    least, most = question.least, question.most
    if question.type == "money" and least is None:
        least = Decimal(0)
    if (least is None or value >= least) and (most is None or value <= most):
        return None
    return f"{subject(question)} must be {_between(question, least, most)}"


def _between(question: Question, least: Decimal | None, most: Decimal | None) -> str:
    """ "between 0 and 168", "0 or more", "168 or less"; money with its sign."""
    low, high = (_figure(question, limit) for limit in (least, most))
    if least is None or most is None:
        return f"{low} or more" if most is None else f"{high} or less"
    return f"between {low} and {high}"


def _figure(question: Question, number: Any) -> str:
    if number is None:
        return ""
    whole = number == int(number)
    if question.type == "money":
        return f"£{number:,.0f}" if whole else f"£{number:,.2f}"
    return f"{number:.0f}" if whole else f"{number:f}"


def _usual_number(question: Question, value: Any, today: date) -> str | None:
    least, most = question.usual_least, question.usual_most
    if (least is None or value >= least) and (most is None or value <= most):
        return None
    usual = _between(question, least, most)
    return f"Check {given(question)}: {_figure(question, value)} is unusual, most answers are {usual}"


def _day(question: Question, value: SomeDate, today: date) -> str | None:
    earliest = value.earliest() if isinstance(value, PartialDate) else value
    if earliest > today and not question.future:
        return f"{subject(question)} must be today or in the past"
    return None


def _likely_day(question: Question, value: SomeDate, today: date) -> str | None:
    first = value.earliest() if isinstance(value, PartialDate) else value
    if today - first > _LONG_AGO:
        return f"Check {given(question)}: {value.year} is more than 120 years ago"
    if first - today > _FAR_AHEAD:
        return f"Check {given(question)}: {value.year} is more than 10 years from now"
    return None


def _together(question: Question, value: Any, today: date) -> str | None:
    if len(value) < 2:
        return None
    alone = next((choice for choice in question.choices if choice.alone and choice.id in value), None)
    if alone is None:
        return None
    return f"Select “{alone.label}” or the other answers to “{question.label}”, not both"


def _email(question: Question, value: Any, today: date) -> str | None:
    if validators.email(value.strip()):
        return None
    return f"{subject(question)} must be an e-mail address in the correct format, like name@example.com"


def _nhs_number(question: Question, value: Any, today: date) -> str | None:
    if validators.nhs_number(value):
        return None
    return f"{subject(question)} must be the 10 digits of an NHS number: check each digit, or leave it empty"


def _name_length(question: Question, value: Any, today: date) -> str | None:
    return f"{subject(question)} must be {MOST_OF_A_NAME} characters or fewer" if len(value) > MOST_OF_A_NAME else None


def _signed(question: Question, value: Any, today: date) -> str | None:
    if len(value["name"]) > MOST_OF_A_NAME:
        return f"{subject(question)} must have a name of {MOST_OF_A_NAME} characters or fewer"
    return f"{subject(question)} must have a date that is today or in the past" if value["on"] > today else None


def _length(question: Question, value: Any, today: date) -> str | None:
    if len(value) <= MOSAIC_TEXT:
        return None
    return f"Check {given(question)}: it has {len(value):,} characters, and a box in Mosaic holds {MOSAIC_TEXT:,}"


def _text(question: Question, value: Any, today: date) -> str | None:
    if question.id in _MOSAIC_IDS and not validators.mosaic_id(value):
        return f"Check {given(question)}: a Mosaic ID is a number, with no space in it"
    return _length(question, value, today)


def _postcode(question: Question, value: Any, today: date) -> str | None:
    if validators.postcode(value):
        return None
    return f"Check {given(question)}: “{value}” does not look like a UK postcode"


def _phone(question: Question, value: Any, today: date) -> str | None:
    if validators.phone(value):
        return None
    return f"Check {given(question)}: “{value}” does not look like a telephone number"


_Rule = Callable[[Question, Any, date], str | None]
_HARD: dict[str, _Rule] = {
    "whole": _number, "decimal": _number, "money": _number, "date": _day, "choices": _together,
    "name": _name_length, "email": _email, "nhs_number": _nhs_number, "signature": _signed,
}  # fmt: skip
_SOFT: dict[str, _Rule] = {
    "whole": _usual_number, "decimal": _usual_number, "money": _usual_number, "date": _likely_day,
    "text": _text, "long_text": _length, "postcode": _postcode, "phone": _phone,
}  # fmt: skip


def _select(question: Question) -> str:
    if {"yes", "no"} == set(question.choice_labels):
        return f"Select yes or no: {question.label}"
    return f"Select {mention(question)}"


def _tick(question: Question) -> str:
    if len(question.choices) == 1:
        words = question.choices[0].label
        return f"Tick “{question.label if words == 'Yes' else words}”"
    if is_name(question.label) and asks(question.label):
        return f"Select {in_a_sentence(question.label)}"
    return f"Select at least one answer to “{question.label}”"


def _add(question: Question) -> str:
    count = "one entry" if question.least_items < 2 else f"{question.least_items} entries"
    return f"Add at least {count} to “{question.label}”"


_NEEDED: dict[str, Callable[[Question], str]] = {
    "choice": _select,
    "choices": _tick,
    "list": _add,
    "grid": lambda question: f"Select an answer in each row of “{question.label}”",
    "signature": lambda question: f"Enter the name and date for “{question.label}”",
}
