"""Whether an answer that comes through the headless door is exactly as answers are kept; refused in words where not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from carer_desktop.errors import AnswerRefused
from carer_desktop.forms.question import Question
from carer_desktop.forms.values import NOT_COVERED, read, typed_number
from carer_desktop.text import clean_text


def exact(question: Question, plain: Any) -> None:
    """Refuse in words, for the headless door, whatever is not exactly the kept form of an answer to this question.

    A readable value that breaks a rule (a number out of range, a date in the future) passes: it becomes
    a problem. None clears and passes. Raises AnswerRefused naming the question, row, item or column.
    """
    if not question.answerable:
        raise _refused(question, f"“{question.key}” is worked out by the program, not answered", "Leave it out.")
    if plain is None:
        return
    if plain == NOT_COVERED:
        if question.required != "E":
            raise _refused(question, f"“{question.key}” cannot be marked as not covered", "Answer it or leave it out.")
        return
    kind, example = _KEPT.get(question.type, (str, "text"))
    if type(plain) is not kind:
        raise _refused(question, f"The answer to “{question.key}” has the wrong type", f"Give {example}.")
    if isinstance(plain, str) and plain and not clean_text(plain):
        raise _refused(
            question, f"Nothing in the answer to “{question.key}” is text that can be kept", f"Give {example}."
        )
    _EXACT.get(question.type, _exact_reading)(question, plain)


_KEPT: dict[str, tuple[type, str]] = {
    "choice": (str, "the id of one choice, as text"),
    "choices": (list, 'a list of choice ids, like ["yes"]'),
    "date": (str, 'a date as text, like "2026-11-22"'),
    "whole": (int, "a whole number, like 30"),
    "decimal": (str, 'a number as text with a point, like "7.5"'),
    "money": (str, 'an amount as text with two places, like "12.50"'),
    "grid": (dict, "an object that gives a choice for each row"),
    "signature": (dict, 'an object with "name", "mode" and "on"'),
    "list": (list, "a list of objects, one for each entry"),
}


def _refused(question: Question, what: str, mend: str = "") -> AnswerRefused:
    return AnswerRefused(what, question.section, mend)


def _exact_reading(question: Question, plain: Any) -> None:
    if read(question, plain).problem:
        raise _not_read(question, plain)


def _not_read(question: Question, plain: Any) -> AnswerRefused:
    """Names what cannot be read; a signature is not repeated, it names a person."""
    said = f": “{plain[:40]}”" if isinstance(plain, str) else ""
    return _refused(question, f"The answer to “{question.key}” cannot be read{said}", _example(question))


def _example(question: Question) -> str:
    return f"Give {_KEPT.get(question.type, (str, 'text'))[1]}."


def _exact_number(question: Question, plain: str) -> None:
    if typed_number(plain, question.type == "money") != plain:
        raise _not_read(question, plain)


def _exact_choice(question: Question, chosen: Any) -> None:
    if type(chosen) is str and (chosen in question.choice_labels or question.choices_from):
        return
    offered = question.choice_labels
    raise _refused(question, f"“{chosen}” is not a choice of “{question.key}”", _nearest(chosen, offered))


def _exact_choices(question: Question, plain: list[Any]) -> None:
    for chosen in plain:
        _exact_choice(question, chosen)
        if plain.count(chosen) > 1:
            raise _refused(question, f"“{chosen}” is there more than once in “{question.key}”", "Keep one of them.")


def _nearest(name: Any, known: Iterable[str]) -> str:
    near = get_close_matches(str(name), known, 1)
    return f"Did you mean “{near[0]}”?" if near else f"Use one of: {', '.join(known)}."


def _exact_grid(question: Question, plain: dict[Any, Any]) -> None:
    rows = [row.id for row in question.rows]
    for row, chosen in plain.items():
        if row not in rows:
            raise _refused(question, f"“{row}” is not a row of “{question.key}”", _nearest(row, rows))
        _exact_choice(question, chosen)


def _exact_signature(question: Question, plain: dict[Any, Any]) -> None:
    wrong = next((key for key in plain if key not in ("name", "mode", "on")), None)
    if wrong is not None:
        raise _refused(question, f"“{wrong}” is not part of the signature “{question.key}”", _example(question))
    if type(plain.get("mode", "")) is not str:
        raise _refused(question, f"The answer to “{question.key}” has the wrong type", _example(question))
    _exact_reading(question, plain)


def _exact_list(question: Question, plain: list[Any]) -> None:
    seen: set[str] = set()
    for item in plain:
        if type(item) is not dict:
            raise _refused(question, f"The answer to “{question.key}” has the wrong type", _example(question))
        item_id = item.get("id")
        if "id" in item and (type(item_id) is not str or not item_id or item_id in seen):
            raise _refused(question, f"{item_id!r} cannot be the id of an entry in “{question.key}”", "Leave it out.")
        seen.add(str(item_id))
        for key, cell in item.items():
            if key != "id":
                _exact_cell(question, key, cell)


def _exact_cell(question: Question, key: Any, cell: Any) -> None:
    columns = question.column_by_id
    if key not in columns:
        raise _refused(question, f"“{key}” is not a column of “{question.key}”", _nearest(key, columns))
    exact(columns[key], cell)


_EXACT: dict[str, Callable[[Question, Any], None]] = {
    "choice": _exact_choice, "choices": _exact_choices, "decimal": _exact_number, "money": _exact_number,
    "grid": _exact_grid, "signature": _exact_signature, "list": _exact_list,
}  # fmt: skip
