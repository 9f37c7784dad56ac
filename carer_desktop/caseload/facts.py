"""Facts: what is recorded after a record was sent, by whoever does it; never part of what the manager agrees to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from carer_desktop.assessment import Assessment, Entry, folded
from carer_desktop.caseload import filling
from carer_desktop.caseload.filling import Step
from carer_desktop.clock import day_words
from carer_desktop.errors import Refused
from carer_desktop.findings.given import full_day
from carer_desktop.forms import validation
from carer_desktop.forms.cleaning import clean
from carer_desktop.forms.question import Form, Question
from carer_desktop.forms.values import read
from carer_desktop.sealing.chance import random_id


def steps(form: Form, assessment: Assessment, facts: Mapping[str, Any], today: date) -> list[Step]:
    """The facts as steps; Refused by name for content, for what cannot be read or be right, and for impossible days."""
    found = filling.steps(form, assessment.answers, facts)
    for name in facts:
        question = form.question[name]
        if not question.fact:
            raise Refused(
                f"“{question.label}” is part of what the manager agrees to",
                form.title,
                "Answer it in the record first (fill --id), then make this move."
                if assessment.stage in ("draft", "returned")
                else "Make a new version to change it.",
            )
        _check(form, assessment, question, facts[name], today)
    return [step._replace(value=clean(_answered(form, step), step.value)) for step in found]


def _answered(form: Form, step: Step) -> Question:
    return form.by_key[f"{step.question}.{step.column}" if step.item else step.question]


def with_facts(assessment: Assessment, given: Iterable[Step]) -> Assessment:
    """The record as it will be once these facts are kept."""
    answers, aside = dict(assessment.answers), dict(assessment.set_aside)
    for step in given:
        answers, aside = folded(answers, aside, step.question, step.item, step.column, step.value)
    return replace(assessment, answers=MappingProxyType(answers), set_aside=MappingProxyType(aside))


def as_entries(assessment: Assessment, given: Iterable[Step], by: str, at: datetime) -> tuple[Entry, ...]:
    """The facts as rows to keep; the store numbers them."""
    return tuple(
        Entry(random_id(), assessment.id, step.question, step.item, step.column, step.value, by, at, 0, "moved")
        for step in given
    )


def cleared(form: Form, assessment: Assessment, names: Iterable[str]) -> list[Step]:
    """These facts taken back, as far as they are given; what was given stays in the record's own history."""
    return [Step(name, None) for name in names if name in form.question and name in assessment.answers]


def of_the_decision(form: Form) -> tuple[str, ...]:
    """Every question that moves answer: the decision and the hand-over, which a new version begins without."""
    return tuple(question.id for section in form.sections if section.by_moves for question in section.questions)


def _check(form: Form, assessment: Assessment, question: Question, plain: Any, today: date) -> None:
    reading = read(question, plain)
    wrong = reading.problem or validation.hard(question, reading.value, today)
    if wrong:
        raise Refused(wrong, form.title)
    held = read(form.question[form.date_question], assessment.answers.get(form.date_question))
    day, begun = full_day(reading.value), full_day(held.value)
    if question.type == "date" and day and begun and day < begun:
        raise Refused(f"“{question.label}” cannot be before the conversation, {day_words(begun)}", form.title)
