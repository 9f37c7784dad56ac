"""What may stand in the tables of a form pack: key, type and what stands in when it is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from carer_desktop.errors import FormError
from carer_desktop.forms.question import AUDIENCES, GATES, TYPES


class Key:
    """One key of a table: how its value is read, and what stands in when it is left out."""

    def __init__(self, read: Callable[[Any], Any], otherwise: Any = ..., one_of: tuple[str, ...] = ()) -> None:
        self.read = read
        self.otherwise = otherwise
        self.one_of = one_of


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("text in quotation marks")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("a whole number")
    return value


def _number(value: Any) -> Decimal:
    if not isinstance(value, str):
        raise ValueError('a number in quotation marks, such as "168"')
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError('a number in quotation marks, such as "168"')
    return number


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError("a list of texts")
    return value


def _audiences(value: Any) -> tuple[str, ...]:
    wrong = [one for one in _texts(value) if one not in AUDIENCES[1:]]
    if wrong:
        raise ValueError(f"a list of {', '.join(AUDIENCES[1:])}")
    return tuple(value)


def _texts_by_name(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise ValueError("names with texts")
    return value


def _as_is(value: Any) -> Any:
    return value


def _tables(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("a list of tables")
    return value


FORM = {
    "id": Key(_text),
    "version": Key(_text),
    "status": Key(_text, one_of=("draft", "active", "retired")),
    "title": Key(_text),
    "date_question": Key(_text),
    "path_question": Key(_text),
    "sections": Key(_texts),
    "check_questions": Key(_texts, []),
    "prior": Key(_texts_by_name, {}),
    "group": Key(_tables),
    "full_when": Key(_tables, []),
    "rule": Key(_tables, []),
    "paper": Key(_tables, []),
}
PAPER = {"title": Key(_text), "ahead": Key(_flag, True), "questions": Key(_tables)}
ON_PAPER = {
    "id": Key(_text),
    "label": Key(_text, ""),
    "lines": Key(_whole, 1),
    "choices": Key(_text, ""),
    "ahead": Key(_flag, True),
}
GROUP = {"id": Key(_text), "title": Key(_text)}
CHOICE = {"id": Key(_text), "label": Key(_text), "alone": Key(_flag, False)}
FULL_WHEN = {"when": Key(_as_is), "why": Key(_text)}
RULE = {"question": Key(_text), "when": Key(_as_is), "text": Key(_text), "kind": Key(_text, one_of=("hard", "soft"))}
OTHER = {"question": Key(_text)}
TEST = {"question": Key(_text)} | {
    word: Key(_as_is, None)
    for word in ("is", "is_not", "is_any_of", "includes", "at_least", "more_than", "at_most", "less_than", "answered")
}
SECTION = {
    "id": Key(_text),
    "title": Key(_text),
    "group": Key(_text),
    "asked_of": Key(_text, "practitioner", ("carer", "practitioner")),
    "intro": Key(_text, ""),
    "audience": Key(_audiences, ()),
    "task_list": Key(_flag, True),
    "by_moves": Key(_flag, False),
    "private": Key(_flag, False),
    "show_when": Key(_as_is, None),
    "question": Key(_tables, []),
}
_PLAIN = {
    "id": Key(_text),
    "type": Key(_text, one_of=TYPES),
    "label": Key(_text),
    "carer_label": Key(_text, ""),
    "when_empty": Key(_text, ""),
    "hint": Key(_text, ""),
    "help": Key(_text, ""),
    "required": Key(_text, None, GATES),
    "filled": Key(_text, ""),
    "default": Key(_as_is, None),
    "default_from": Key(_text, ""),
    "partial": Key(_flag, False),
    "future": Key(_flag, False),
    "least": Key(_number, None),
    "most": Key(_number, None),
    "usual_least": Key(_number, None),
    "usual_most": Key(_number, None),
    "least_items": Key(_whole, 0),
    "never_none": Key(_flag, False),
    "calculation": Key(_text, ""),
    "item_title": Key(_text, ""),
    "choices_from": Key(_text, ""),
    "source": Key(_text, ""),
}
PLAIN_QUESTION = tuple(_PLAIN)
QUESTION = _PLAIN | {
    "choices": Key(_as_is, []),
    "rows": Key(_tables, []),
    "column": Key(_tables, []),
    "asked_of": Key(_text, None, ("carer", "practitioner")),
    "fact": Key(_flag, None),
    "audience": Key(_audiences, None),
    "audience_when": Key(_as_is, None),
    "show_when": Key(_as_is, None),
    "gives": Key(_texts, []),
}


def table(data: Any, where: str, keys: Mapping[str, Key]) -> dict[str, Any]:
    """A table read key by key; raises FormError for an unknown, missing or wrong one."""
    if not isinstance(data, dict):
        raise FormError("Here a table was expected", where)
    name = data.get("id")
    place = f"{where}, {name}" if keys is QUESTION and isinstance(name, str) else where
    for key in data:
        if key not in keys:
            near = get_close_matches(key, list(keys), n=1)
            raise FormError(f"Unknown key “{key}”", place, f"Did you mean “{near[0]}”?" if near else "Take it out.")
    return {key: _value(data, key, rule, place) for key, rule in keys.items()}


def _value(data: Mapping[str, Any], key: str, rule: Key, where: str) -> Any:
    if key not in data:
        if rule.otherwise is ...:
            raise FormError(f"“{key}” is missing", where, f"Add {key} = …")
        return rule.otherwise
    try:
        value = rule.read(data[key])
    except ValueError as error:
        raise FormError(f"“{key}” must be {error}", where) from None
    if rule.one_of and value not in rule.one_of:
        raise FormError(f"“{key}” cannot be “{value}”", where, f"Use one of: {', '.join(rule.one_of)}.")
    return value


def constant(kind: str, value: Any, question: str = "") -> Any:
    """The constant of a comparison in the type its question has.

    >>> constant("money", "12.50"), constant("choice", "yes")
    (Decimal('12.50'), 'yes')
    """
    if not isinstance(value, str):
        return value
    try:
        if kind in ("decimal", "money"):
            return _number(value)
        return date.fromisoformat(value) if kind == "date" else value
    except ValueError:
        raise FormError(f"“{value}” is compared with a {kind}", question, "Write 12.50 or 2026-11-22.") from None
