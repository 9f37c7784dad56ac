"""Answers between the three ways they appear: as kept (plain), as conditions see them, and as typed or shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from carer_desktop.forms import validators
from carer_desktop.forms.dates import REAL, PartialDate, SomeDate, read_iso, read_typed, shown_date
from carer_desktop.forms.labels import subject
from carer_desktop.forms.question import Question

__all__ = ["NOT_COVERED", "PartialDate", "Plain", "Reading", "SomeDate", "parse_typed", "read", "shown"]

Plain: TypeAlias = str | int | list[Any] | dict[str, Any]
"""An answer as it is kept and exchanged (the headless door's *Values*)."""
NOT_COVERED: dict[str, Any] = {"not_covered": True}

_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?", re.ASCII)
_MONEY = re.compile(r"-?\d{1,15}(?:\.\d{1,2})?", re.ASCII)
_THOUSANDS = re.compile(r"-?\d{1,3}(?:([, ])\d{3})(?:\1\d{3}){0,3}(?:\.\d*)?", re.ASCII)
_MOST_WHOLE = 10**15


class Reading(NamedTuple):
    """What conditions and calculations see (None: nothing to go by), and what is wrong with what was kept."""

    value: Any
    problem: str | None = None


_NOTHING = Reading(None)


def read(question: Question, plain: Plain | None) -> Reading:
    """The value of a kept answer: text and choice as str, choices as a tuple, date as date or PartialDate,
    whole as int, decimal and money as Decimal, grid and signature as dict, list as a tuple of dicts by
    column id. Never raises: what cannot be read gives no value and a problem in words.

    >>> read(Question("a", "a", "s", "date", "Date of birth"), {"typed": "31/2/2026"})
    Reading(value=None, problem='Date of birth must be a real date, like 27 3 2026')
    """
    if plain is None or plain == "":
        return _NOTHING
    if type(plain) is dict:
        if "typed" in plain:
            return Reading(None, unreadable(question, str(plain["typed"])))
        if plain == NOT_COVERED:
            return _NOTHING
    return _READ[question.type](question, plain)


def typed_text(plain: Plain | None) -> str | None:
    """What was typed, where it could not be read; None for every other answer.

    >>> typed_text({"typed": "soon"}), typed_text("2026-11-22")
    ('soon', None)
    """
    return str(plain["typed"]) if isinstance(plain, dict) and "typed" in plain else None


def unreadable(question: Question, text: str) -> str:
    """Why what was typed cannot be read as an answer of this type, in the label's words."""
    if question.type == "date":
        found = read_typed(text, question.partial)
        return f"{subject(question)} {found if isinstance(found, str) else REAL}"
    return f"{subject(question)} {_MUST_BE.get(question.type, 'cannot be read as it is kept')}"


_MUST_BE = {
    "whole": "must be a whole number, like 30",
    "decimal": "must be a number, like 30 or 7.5",
    "money": "must be an amount in pounds and pence, like 300 or 12.50",
}


def _read_text(question: Question, plain: Plain) -> Reading:
    if type(plain) is not str:
        return Reading(None, unreadable(question, str(plain)))
    return _NOTHING if plain.isspace() else Reading(plain)


def _read_choice(question: Question, plain: Plain) -> Reading:
    if type(plain) is not str:
        return Reading(None, unreadable(question, str(plain)))
    if plain in question.choice_labels or question.choices_from:
        return Reading(plain)
    return Reading(None, not_offered(question, plain))


def not_offered(question: Question, chosen: object) -> str:
    """What is said of a kept choice that the form does not offer."""
    return f"“{chosen}” is not one of the answers to “{question.label}”"


def _read_choices(question: Question, plain: Plain) -> Reading:
    if type(plain) is not list:
        return Reading(None, unreadable(question, str(plain)))
    offered = question.choice_labels
    if question.choices_from:
        known = tuple(one for one in plain if type(one) is str)
    else:
        known = tuple(one for one in plain if type(one) is str and one in offered)
    lost = next((one for one in plain if one not in known), None)
    return Reading(known or None, None if lost is None else not_offered(question, lost))


def _read_date(question: Question, plain: Plain) -> Reading:
    value = read_iso(plain) if type(plain) is str else None
    if value is None:
        return Reading(None, unreadable(question, str(plain)))
    if isinstance(value, PartialDate) and not question.partial:
        return Reading(None, unreadable(question, value.isoformat()))
    return Reading(value)


def _read_whole(question: Question, plain: Plain) -> Reading:
    if type(plain) is not int or abs(plain) >= _MOST_WHOLE:
        return Reading(None, unreadable(question, ""))
    return Reading(plain)


def _read_decimal(question: Question, plain: Plain) -> Reading:
    pattern = _MONEY if question.type == "money" else _DECIMAL
    if type(plain) is not str or pattern.fullmatch(plain) is None:
        return Reading(None, unreadable(question, ""))
    return Reading(Decimal(plain))


def _read_grid(question: Question, plain: Plain) -> Reading:
    if type(plain) is not dict:
        return Reading(None, unreadable(question, str(plain)))
    rows = {row.id for row in question.rows}
    known: dict[str, str] = {}
    problem = None
    for row, chosen in plain.items():
        if row not in rows:
            problem = problem or f"“{row}” is not one of the rows of “{question.label}”"
        elif type(chosen) is not str or chosen not in question.choice_labels:
            problem = problem or not_offered(question, chosen)
        else:
            known[row] = chosen
    return Reading(known or None, problem)


def _read_signature(question: Question, plain: Plain) -> Reading:
    if type(plain) is not dict:
        return Reading(None, unreadable(question, str(plain)))
    name, on = plain.get("name"), plain.get("on")
    day = read_iso(on) if type(on) is str else None
    if type(name) is not str or not name.strip():
        return Reading(None, f"{subject(question)} must include the name of the person")
    if day is None or isinstance(day, PartialDate):
        return Reading(None, f"{subject(question)} must include the date it was given")
    return Reading({**plain, "on": day})


def _read_list(question: Question, plain: Plain) -> Reading:
    if type(plain) is not list or any(type(item) is not dict for item in plain):
        return Reading(None, unreadable(question, str(plain)))
    columns = question.column_by_id
    items = []
    for item in plain:
        row = {key: read(columns[key], cell).value for key, cell in item.items() if key in columns}
        row["id"] = item.get("id")
        items.append(row)
    return Reading(tuple(items) or None)


def _read_nothing(question: Question, plain: Plain) -> Reading:
    return Reading(None, f"“{question.label}” is worked out by the program and is not answered")


_READ: dict[str, Callable[[Question, Plain], Reading]] = dict.fromkeys(
    ("text", "long_text", "name", "phone", "email", "postcode", "nhs_number"), _read_text
) | {
    "choice": _read_choice, "choices": _read_choices, "date": _read_date, "whole": _read_whole,
    "decimal": _read_decimal, "money": _read_decimal, "grid": _read_grid, "signature": _read_signature,
    "list": _read_list, "calculated": _read_nothing, "message": _read_nothing,
}  # fmt: skip


def parse_typed(question: Question, text: str) -> Plain | None:
    """What a person typed into a box, as it is kept; `{"typed": text}` where it cannot be read, None for nothing.

    >>> parse_typed(Question("a", "a", "s", "money", "Amount"), "£1,234.5")
    '1234.50'
    >>> parse_typed(Question("a", "a", "s", "date", "Date"), "31/2/2026")
    {'typed': '31/2/2026'}
    """
    bare = text.strip()
    if not bare or (question.type == "date" and not bare.replace("/", "").strip()):
        return None
    if question.type == "date":
        some = read_typed(bare, question.partial)
        return {"typed": text} if isinstance(some, str) else some.isoformat()
    if question.type not in _MUST_BE:
        return text
    number = typed_number(bare, question.type == "money")
    if number is None or (question.type == "whole" and "." in number):
        return {"typed": text}
    return int(number) if question.type == "whole" else number


def typed_number(text: str, money: bool) -> str | None:
    """The number in canonical text: no separators, no needless zeros in front, money with two places."""
    bare = text.replace("−", "-").rstrip(".,").rstrip()
    if money:
        bare = bare.replace("£", "", 1).strip().replace("- ", "-")
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "").replace(" ", "")
    if bare.lstrip("-").startswith("."):
        bare = bare.replace(".", "0.", 1)
    if (_MONEY if money else _DECIMAL).fullmatch(bare) is None:
        return None
    number = Decimal(bare)
    return f"{number:.2f}" if money else f"{number:f}"


def shown(question: Question, plain: Plain | None) -> str:
    """The answer in the words of screens and documents; empty for no answer.

    >>> shown(Question("a", "a", "s", "money", "Amount"), "-1234.50")
    '-£1,234.50'
    """
    if plain is None:
        return ""
    if isinstance(plain, dict):
        if "typed" in plain:
            return str(plain["typed"])
        if plain == NOT_COVERED:
            return "Not covered"
    value = read(question, plain).value if question.answerable else plain
    if value is None:
        return str(plain) if isinstance(plain, str | int) else ""
    return _SHOWN.get(question.type, _shown_text)(question, value)


def _shown_text(question: Question, value: Any) -> str:
    return str(question.choice_labels.get(value, value)) if isinstance(value, str) else str(value)


def _shown_choices(question: Question, value: Any) -> str:
    return "; ".join(question.choice_labels.get(one, one) for one in value)


def _shown_money(question: Question, value: Any) -> str:
    return f"{'-' if value < 0 else ''}£{abs(value):,.2f}"


def _shown_grid(question: Question, value: Any) -> str:
    labels = question.choice_labels
    return "; ".join(f"{row.label}: {labels[value[row.id]]}" for row in question.rows if row.id in value)


def _shown_signature(question: Question, value: Any) -> str:
    return f"{value['name']}, {shown_date(value['on'])}"


def _shown_list(question: Question, value: Any) -> str:
    """How many there are, with their titles where the form names the column: "2: Ann Example; Bob Example"."""
    title = question.column_by_id.get(question.item_title)
    names = [str(item[title.id]) for item in value if title and item.get(title.id) is not None]
    return f"{len(value)}: {'; '.join(names)}" if names else str(len(value))


_SHOWN: dict[str, Callable[[Question, Any], str]] = {
    "choices": _shown_choices, "money": _shown_money, "grid": _shown_grid,
    "signature": _shown_signature, "list": _shown_list,
    "date": lambda question, value: shown_date(value),
    "nhs_number": lambda question, value: validators.nhs_number(value) or value,
    "postcode": lambda question, value: validators.postcode(value) or value,
}  # fmt: skip
