"""Whether a table fits a form: every question it looks at is asked there, in time, with the answers it knows."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from carer_desktop.budget.inputs import Axis
from carer_desktop.budget.reading import Finding
from carer_desktop.budget.table import Table
from carer_desktop.forms.question import Form, Question

_CHOICES = ("choice", "calculated")
_NUMBERS = ("whole", "decimal", "money", "calculated")
_FIGURE = "suggested"
"""The calculation that asks for the guide figure: what a table looks at stands before it."""


def fits(table: Table, form: Form, file: str = "") -> list[Finding]:
    """What of a table does not fit a form; nothing at all when it can be used with it."""
    file = file or table.name
    found: list[Finding] = []
    for one in table.inputs:
        question = _question(form, one.question, file, found)
        if question is None:
            continue
        kinds = _CHOICES if isinstance(one, Axis) else _NUMBERS
        if question.type not in kinds:
            what = "one choice" if isinstance(one, Axis) else "a number"
            found.append(_wrong(file, question.id, form, f"“{question.label}” is not answered with {what}"))
        elif isinstance(one, Axis):
            found += _levels(file, one, question, form)
    if table.frequency:
        found += _payments(table, form, file)
    return found


def _question(form: Form, name: str, file: str, found: list[Finding]) -> Question | None:
    """The question, if the form has it and asks it before the guide figure."""
    question = form.question.get(name)
    if question is None:
        near = get_close_matches(name, list(form.question), 1)
        mend = f"Did you mean “{near[0]}”?" if near else "Write the id of one of its questions."
        found.append(Finding(file, name, f"“{form.title}” has no question “{name}”", mend))
        return None
    order = list(form.question)
    figure = next((order.index(one.id) for one in form.question.values() if one.calculation == _FIGURE), len(order))
    if order.index(name) > figure:
        found.append(_wrong(file, name, form, f"“{question.label}” is asked after the guide figure"))
    return question


def _levels(file: str, axis: Axis, question: Question, form: Form) -> Iterator[Finding]:
    choices = question.choice_labels or dict.fromkeys(question.gives, "")
    if not choices:
        return
    for level in axis.levels:
        if level.id not in choices:
            near = get_close_matches(level.id, list(choices), 1)
            mend = f"Did you mean “{near[0]}”?" if near else f"Its choices are: {', '.join(choices)}."
            what = f"The level “{level.id}” is not a choice of “{question.label}” in “{form.title}”"
            yield Finding(file, question.id, what, mend)
    for choice in choices:
        if axis.level(choice) is None:
            what = f"The choice “{choices[choice] or choice}” of “{question.label}” has no level, so it gives no figure"
            yield Finding(file, question.id, what, f"Write a level with the id “{choice}”, or leave it so.", "warning")


def _payments(table: Table, form: Form, file: str) -> Iterator[Finding]:
    frequency, found = table.frequency, list[Finding]()
    assert frequency is not None
    question = _question(form, frequency.question, file, found)
    yield from found
    if question is None:
        return
    dated = question.column_by_id.get(frequency.column) if question.type == "list" else question
    if dated is None:
        yield _wrong(file, question.id, form, f"“{question.label}” has no column “{frequency.column}”")
    elif dated.type != "date":
        yield _wrong(file, question.id, form, f"“{dated.label}” is not a date")


def _wrong(file: str, key: str, form: Form, what: str) -> Finding:
    return Finding(file, key, f"{what} in “{form.title}”", "Name another question.")
