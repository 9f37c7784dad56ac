"""Faults of a whole form that a strict reader lets pass: what an author meant and what the data says are two things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from carer_desktop.forms.check_conditions import looks_ahead, named_wrongly, never_true
from carer_desktop.forms.check_rows import conditions_of_rows, later_moves, stand_ins, ticks
from carer_desktop.forms.finding import Finding, did_you_mean
from carer_desktop.forms.places import places
from carer_desktop.forms.question import AUDIENCES, TYPES, Choice, Form, Question
from carer_desktop.forms.reach import NUMBERS, Names
from carer_desktop.forms.values import read

__all__ = ["Finding", "check"]


def check(form: Form, calculations: Mapping[str, tuple[str, ...]]) -> list[Finding]:
    """Every fault found in a form, in its own order; *calculations* are the names a form may use with what each
    can give (an empty tuple where that is not a closed list)."""
    names = Names(form, calculations)
    found = [*_head(form)]
    for section in form.sections:
        for question in section.questions:
            for one in (question, *question.columns):
                file = f"{section.id}.toml"
                found += _row(one, file)
                found += stand_ins(one, file, calculations)
                found += ticks(one, file)
                found += later_moves(section, one, file, names)
            found += _inside_list(question, f"{section.id}.toml")
    sound: set[int] = set()
    for place in places(form):
        wrong = [*named_wrongly(place, names)]
        ahead = [*looks_ahead(place, names)]
        found += wrong + ahead
        (names.faulty if wrong else sound).add(id(place.condition))
        if ahead:
            sound.discard(id(place.condition))
    found += never_true(form, names, sound)
    found += conditions_of_rows(form, names)
    return list(dict.fromkeys(found))


def _head(form: Form) -> Iterator[Finding]:
    """Faults of the form itself: ids there twice and names that lead nowhere."""
    yield from _twice("section", (section.id for section in form.sections), "form.toml")
    for section in form.sections:
        if section.group not in {group.id for group in form.groups}:
            mend = did_you_mean(section.group, (group.id for group in form.groups), "Add the group to form.toml.")
            yield Finding(f"{section.id}.toml", "", f"There is no group “{section.group}”", mend)
    questions = [question for section in form.sections for question in section.questions]
    yield from _twice("question", (question.id for question in questions), "form.toml")
    named = (form.date_question, *form.check_questions, *form.prior.values(), *(rule.question for rule in form.rules))
    for name in dict.fromkeys(named):
        if name not in form.question:
            mend = did_you_mean(name, form.question, "Name a question outside a list.")
            yield Finding("form.toml", name, f"There is no question “{name}”", mend)
    dated = form.question.get(form.date_question)
    if dated is not None and (dated.type != "date" or dated.partial):
        yield Finding(
            "form.toml", dated.key, "The date of the form must be a full date", "Name a date without partial."
        )


def _twice(kind: str, ids: Iterable[str], file: str, question: str = "") -> Iterator[Finding]:
    for one, count in Counter(ids).items():
        if count > 1:
            what = f"The {kind} “{one}” is there {'twice' if count == 2 else f'{count} times'}"
            yield Finding(file, question, what, "Give each its own id.")


def _row(question: Question, file: str) -> Iterator[Finding]:
    """Faults of one question or column by itself."""
    key = question.key
    if question.type not in TYPES:
        yield Finding(
            file, key, f"There is no type “{question.type}”", did_you_mean(question.type, TYPES, "Change it.")
        )
    if question.required and not question.answerable:
        what = f"A {question.type} question cannot be required ({question.required}): nobody answers it"
        yield Finding(file, key, what, "Take `required` out.")
    if question.when_empty and not question.required:
        what = "Words for an answer that is still needed, and nobody needs one"
        yield Finding(file, key, what, "Take `when_empty` out, or say with `required` when it is needed.")
    for audience in question.audience:
        if audience not in AUDIENCES:
            mend = did_you_mean(audience, AUDIENCES, f"Use {', '.join(AUDIENCES[1:])}.")
            yield Finding(file, key, f"There is no audience “{audience}”", mend)
    if question.audience_when is not None and len(question.audience) < 2:
        what = "A condition on who may read it, and nobody but the council may"
        yield Finding(file, key, what, "Name an audience, or take audience_when out.")
    yield from _choices(question, file)
    yield from _limits(question, file)
    if question.default is not None:
        problem = read(question, question.default).problem
        if problem:
            yield Finding(file, key, f"The default is not an answer: {problem}", "Change `default` or take it out.")


def _choices(question: Question, file: str) -> Iterator[Finding]:
    sets: tuple[tuple[str, tuple[Choice, ...]], ...] = (("choice", question.choices), ("row", question.rows))
    for kind, choices in sets:
        yield from _twice(kind, (choice.id for choice in choices), file, question.key)
    labels = Counter(choice.label for choice in question.choices)
    for label in (label for label, count in labels.items() if count > 1):
        what = f"Two choices read the same: “{label}”"
        yield Finding(file, question.key, what, "Word them so that a person can tell them apart.")


def _limits(question: Question, file: str) -> Iterator[Finding]:
    """Limits that leave nothing to answer, or stand at what is no number."""
    limits = (question.least, question.usual_least, question.usual_most, question.most)
    given = [limit for limit in limits if limit is not None]
    if given and question.type not in NUMBERS:
        yield Finding(file, question.key, f"Limits at a question of type {question.type}", "Take the limits out.")
    if given != sorted(given):
        what = "The limits leave nothing between them"
        yield Finding(file, question.key, what, "Put them in the order least, usual_least, usual_most, most.")


def _inside_list(question: Question, file: str) -> Iterator[Finding]:
    """Faults of a list as a whole."""
    yield from _twice("column", (column.id for column in question.columns), file, question.key)
    for column in question.columns:
        if column.type in ("list", "grid", "signature"):
            what = f"A column cannot be a {column.type}"
            yield Finding(file, column.key, what, "Ask it as a question of its own.")
    if question.item_title and question.item_title not in question.column_by_id:
        mend = did_you_mean(question.item_title, question.column_by_id, "Name one of its columns.")
        yield Finding(file, question.key, f"There is no column “{question.item_title}”", mend)
    if question.least_items and question.type != "list":
        yield Finding(file, question.key, "least_items at what is no list", "Take `least_items` out.")
