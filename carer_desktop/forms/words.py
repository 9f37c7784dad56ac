"""A condition as an English sentence, for the list of questions, help and sign-off documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from carer_desktop.forms.condition import All, Any_, Comparison, Condition, Not, Other
from carer_desktop.forms.dates import PartialDate, shown_date
from carer_desktop.forms.question import Choice, Form, Question


def condition_words(condition: Condition, form: Form) -> str:
    """When something is asked, in words: “Hours of care” is 20 or more and “Do you live together?” is “Yes”."""
    return _words(_without_not(condition, True), form)


def name_words(name: str, form: Form) -> str:
    """What a condition calls a question, in words: its label, a grid's row, or a fact of the last record."""
    if name.startswith("prior."):
        asked = form.by_key.get(form.prior.get(name[6:], ""))
        return f"“{asked.label if asked else name[6:]}” in the last record"
    question = form.by_key.get(name)
    if question is not None:
        return f"“{question.label}”"
    grid, row = _grid_row(name, form)
    return f"“{row.label}” in “{grid.label}”" if grid and row else f"“{name}”"


def _grid_row(name: str, form: Form) -> tuple[Question | None, Choice | None]:
    grid_id, _, row_id = name.partition(".")
    grid = form.by_key.get(grid_id)
    return grid, next((row for row in grid.rows if row.id == row_id), None) if grid else None


def _question(name: str, form: Form) -> Question | None:
    if name.startswith("prior."):
        name = form.prior.get(name[6:], "")
    return form.by_key.get(name) or _grid_row(name, form)[0]


def _without_not(condition: Condition, wanted: bool) -> Condition:
    """The same condition with every *not* moved down to the comparisons, where words exist for it."""
    if isinstance(condition, Not):
        return _without_not(condition.part, not wanted)
    if isinstance(condition, Comparison):
        return condition if wanted else _opposite(condition)
    parts = tuple(_without_not(part, wanted) for part in condition.parts)
    if len(parts) == 1:
        return parts[0]
    return All(parts) if isinstance(condition, All) is wanted else Any_(parts)


_OPPOSITE = {
    "is": "is_not", "is_not": "is", "is_any_of": "is_none_of", "includes": "leaves_out", "at_least": "less_than",
    "more_than": "at_most", "at_most": "more_than", "less_than": "at_least",
}  # fmt: skip


def _opposite(test: Comparison) -> Comparison:
    if test.operator == "answered":
        return Comparison(test.question, "answered", not test.value)
    return Comparison(test.question, _OPPOSITE[test.operator], test.value)


def _words(condition: Condition, form: Form, inside: str = "") -> str:
    """*inside* is the kind of list the words stand in, so that "and" and "or" cannot be mixed up."""
    if isinstance(condition, Comparison):
        return _test_words(condition, form)
    assert not isinstance(condition, Not)
    word = "and" if isinstance(condition, All) else "or"
    joined = f" {word} ".join(_words(part, form, word) for part in condition.parts)
    if word == "or":
        return joined if inside == "or" else f"either {joined}"
    return f"({joined})" if inside == "or" else joined


def _test_words(test: Comparison, form: Form) -> str:
    name = name_words(test.question, form)
    question = _question(test.question, form)
    if test.operator == "answered":
        return f"{name} is answered" if test.value else f"{name} is not answered"
    if isinstance(test.value, Other):
        return f"{name} {_two(test.operator, question).format(name_words(test.value.question, form))}"
    if test.operator in ("includes", "leaves_out") and question and len(question.choices) == 1:
        return f"{name} is {'' if test.operator == 'includes' else 'not '}ticked"
    if test.operator in _ORDER:
        return f"{name} {_ORDER[test.operator][_is_date(question)].format(_value(test.value, question))}"
    wanted = test.value if isinstance(test.value, tuple) else (test.value,)
    return f"{name} {_CHOSEN[test.operator].format(_either(_value(one, question) for one in wanted))}"


def _is_date(question: Question | None) -> bool:
    return question is not None and question.type == "date"


def _two(operator: str, question: Question | None) -> str:
    if operator in _ORDER and _is_date(question):
        return _ORDER[operator][True]
    return _SAME[operator]


_ORDER = {
    "at_least": ("is {} or more", "is on or after {}"),
    "more_than": ("is more than {}", "is after {}"),
    "at_most": ("is {} or less", "is on or before {}"),
    "less_than": ("is less than {}", "is before {}"),
}
_SAME = {
    "is": "is the same as {}", "is_not": "is answered and differs from {}", "at_least": "is as much as {} or more",
    "more_than": "is more than {}", "at_most": "is as much as {} or less", "less_than": "is less than {}",
    "is_any_of": "is among {}", "is_none_of": "is not among {}", "includes": "includes {}",
    "leaves_out": "leaves out {}",
}  # fmt: skip
_CHOSEN = {
    "is": "is {}", "is_not": "is answered, but not with {}", "is_any_of": "is {}",
    "is_none_of": "is answered, but not with {}", "includes": "includes {}", "leaves_out": "is answered without {}",
}  # fmt: skip


def _value(value: Any, question: Question | None) -> str:
    if isinstance(value, date | PartialDate):
        return shown_date(value)
    if question and question.type == "money" and isinstance(value, Decimal | int):
        return f"£{value:,.2f}".removesuffix(".00")
    if isinstance(value, Decimal | int):
        return str(value)
    return f"“{question.choice_labels.get(value, value) if question else value}”"


def _either(words: Iterable[str]) -> str:
    """“A”, “B” or “C”.

    >>> _either(["“A”", "“B”", "“C”"])
    '“A”, “B” or “C”'
    """
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
