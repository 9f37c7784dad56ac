"""Checking forms for the people who make them, and answers for the batch doors; needs no vault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from carer_desktop.assessment import Assessment
from carer_desktop.careact import eligibility as law
from carer_desktop.careact.eligibility import Eligibility
from carer_desktop.careact.route import Facts, Route, route
from carer_desktop.caseload.filling import question_of
from carer_desktop.errors import AnswerRefused, FormError
from carer_desktop.findings.burden import Burden, burden
from carer_desktop.findings.calculations import CALCULATIONS
from carer_desktop.findings.find import find
from carer_desktop.findings.given import full_day
from carer_desktop.findings.times import age_on
from carer_desktop.forms import library
from carer_desktop.forms.check import check
from carer_desktop.forms.exact import exact
from carer_desktop.forms.load import load
from carer_desktop.forms.question import Form
from carer_desktop.forms.values import read
from carer_desktop.text import json_of
from carer_desktop.there import lying_in, unread

CASE_DAY = date(2026, 11, 22)


def form_findings(folder: Path) -> list[str]:
    """What is wrong with the form in a folder, one line each; a form that cannot be read is one finding."""
    try:
        form = load(folder)
    except FormError as error:
        return [str(error)]
    return [str(finding) for finding in check(form, {name: one.gives for name, one in CALCULATIONS.items()})]


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case: how many core answers it may need at most, how many of them typed, and what is answered."""

    core: int
    typed: int
    answers: Mapping[str, Any]


def cases(folder: Path) -> Iterator[tuple[str, Case]]:
    """The worked cases that lie beside a form, by name; Refused or FormError, naming the file, for anything else."""
    for file in lying_in(folder / "cases", ".json"):
        try:
            text = file.read_text("utf-8")
        except OSError as error:
            raise unread(error, file) from error
        except UnicodeDecodeError:
            raise FormError("This is not UTF-8 text", file.name, "Save it as UTF-8.") from None
        yield file.stem, _case(json_of(text, file.name), file.name)


def _case(said: Mapping[str, Any], where: str) -> Case:
    """What a file says of a worked case."""
    bounds = [said.get(name) for name in ("core", "typed")]
    if not all(type(each) is int for each in bounds) or not isinstance(said.get("answers"), dict):
        mend = "“core” and “typed” are whole numbers (at most so many answers), “answers” is { question: answer, … }."
        raise FormError("A worked case says core, typed and answers", where, mend)
    return Case(said["core"], said["typed"], said["answers"])


def measured(form: Form, answers: Mapping[str, Any]) -> Burden:
    """How much one worked case asks of people, without a budget table; AnswerRefused for an answer of another form."""
    made = datetime(CASE_DAY.year, CASE_DAY.month, CASE_DAY.day, tzinfo=UTC)
    for name, plain in answers.items():
        exact(question_of(form, name), plain)
    numbered = {name: _with_ids(plain) for name, plain in answers.items()}
    case = Assessment("case", "CASE", "carer", form.id, form.version, form.sha256, made, "person", answers=numbered)
    return burden(form, find(form, (), case, CASE_DAY))


def burdens(folder: Path) -> list[str]:
    """One line for the form and one for each worked case: answers needed, typed texts among them, the bounds."""
    form = load(folder)
    asked = sum(question.answerable for question in form.by_key.values())
    lines = [
        f"{form.title} {form.version}: no findings; {asked} questions and columns in {len(form.sections)} sections"
    ]
    for name, case in cases(folder):
        try:
            found = measured(form, case.answers)
        except AnswerRefused as error:
            raise FormError(error.what, f"{name}.json", error.mend) from None
        lines.append(
            f"{name}: {found.core} core answers (at most {case.core}), {found.typed} of them typed"
            f" (at most {case.typed}), {found.expected} expected, {len(found.open)} core answers missing"
        )
    return lines


def eligibility(form_name: str, answers: Mapping[str, Any]) -> Eligibility:
    """What regulation 3 suggests from answers as they are given."""
    form = library.find(form_name)
    values = _values(form, answers)
    labels = {key: {"": one.label, **one.choice_labels} for key, one in form.by_key.items()}
    return law.judge(law.Facts.from_values(values), labels)


def advised(answers: Mapping[str, Any], clds_used: int | None) -> Route:
    """Who should complete a Conversation with these answers, as they are given."""
    form = library.find("carer_conversation")
    values = _values(form, answers)
    born, day = full_day(values.get("carer_dob")), full_day(values.get(form.date_question))
    if born and day:
        values["carer_age"] = age_on(born, day)
    return route(Facts.from_values(values, clds_used))


def _values(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a file, each read by its question; Refused by name for what the form does not have."""
    values = {}
    for name, plain in answers.items():
        question = question_of(form, name)
        exact(question, plain)
        values[name] = read(question, _with_ids(plain)).value
    return values


def _with_ids(plain: Any) -> Any:
    """A list's items numbered where a file leaves their ids out."""
    if isinstance(plain, list) and plain and isinstance(plain[0], dict):
        return [{"id": str(number), **row} for number, row in enumerate(plain)]
    return plain
