"""What the program knows already and fills in, so that nobody types it twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple

from carer_desktop.assessment import Assessment, Plain, order_of
from carer_desktop.budget.table import Table
from carer_desktop.careact.conditions import OUTCOMES
from carer_desktop.careact.eligibility import Facts, draft_reasons
from carer_desktop.errors import AnswerRefused
from carer_desktop.findings.calculations import unmet_outcomes
from carer_desktop.findings.find import find
from carer_desktop.findings.given import Given
from carer_desktop.findings.result import Findings
from carer_desktop.forms.exact import exact
from carer_desktop.forms.question import Form, Question
from carer_desktop.records.person import Person
from carer_desktop.sealing.chance import random_id

DETAILS = (
    "setting", "assessor_role", "assessor_team", "assessor_email", "assessor_phone", "manager_name", "manager_email",
)  # fmt: skip
"""The details a person gives once; they are put into every record they begin."""
KNOWN = ("assessor_name", "worker_sign_name", *DETAILS)
"""The questions that are answered by the program when a record is begun."""


class Step(NamedTuple):
    """One answer to give: a question's, or one cell of a list."""

    question: str
    value: Plain | None
    item: str | None = None
    column: str | None = None


def at_start(form: Form, me: Person, details: Mapping[str, str]) -> Iterator[Step]:
    """The answers a new record begins with: who fills it in, from the sign-in and the person's details."""
    for question in KNOWN:
        value = details.get(question, "") if question in DETAILS else me.name
        if value and question in form.question:
            yield Step(question, value)


def item_ids(answers: Mapping[str, Plain], question: str) -> list[str]:
    """The ids of a list's items, in order."""
    rows = answers.get(question)
    return [row["id"] for row in rows] if isinstance(rows, list) else []


def plan_rows(findings: Findings, assessment: Assessment) -> Iterator[Step]:
    """A plan row for each outcome that is not managed and has none yet: the need, and the carer's wish."""
    rows = assessment.answers.get("plan_items")
    met = {row.get("need") for row in rows} if isinstance(rows, list) else set()
    new = {random_id(): outcome for outcome in unmet_outcomes(findings.values) if outcome not in met}
    if new:
        yield Step("plan_items", order_of([*item_ids(assessment.answers, "plan_items"), *new]))
    for item, outcome in new.items():
        yield Step("plan_items", outcome, item, "need")
        wish = findings.values.get(f"out_{outcome}_want")
        if wish:
            yield Step("plan_items", wish, item, "goal")


def steps(form: Form, before: Mapping[str, Plain], answers: Mapping[str, Any]) -> list[Step]:
    """An answers file as steps, checked to the letter first; Refused by name when one thing does not fit."""
    found: list[Step] = []
    for name, plain in answers.items():
        question = question_of(form, name)
        exact(question, plain)
        if question.type == "list" and isinstance(plain, list):
            found += _list_steps(question, item_ids(before, name), plain)
        else:
            found.append(Step(name, plain))
    return found


def question_of(form: Form, name: str) -> Question:
    """The question an answers file names; Refused, with the nearest name, where the form has none."""
    question = form.question.get(name)
    if question is None:
        near = get_close_matches(name, list(form.question), n=1)
        mend = f"Did you mean “{near[0]}”?" if near else f"“carer-desktop questions {form.id}” lists them."
        raise AnswerRefused(f"The form has no question “{name}”", form.title, mend)
    return question


def _list_steps(question: Question, known: list[str], rows: list[dict[str, Any]]) -> Iterator[Step]:
    """The list given instead of the one there is: items known by their id stay themselves, others are new."""
    strange = [row["id"] for row in rows if "id" in row and row["id"] not in known]
    if strange:
        raise AnswerRefused(f"“{question.id}” has no item “{strange[0]}”", mend="Leave `id` out for a new item.")
    items = [row.get("id") or random_id() for row in rows]
    yield Step(question.id, order_of(items))
    for item, row in zip(items, rows, strict=True):
        for column in question.columns:
            if column.answerable and (column.id in row or item in known):
                yield Step(question.id, row.get(column.id), item, column.id)


def reasons(form: Form, tables: tuple[Table, ...], assessment: Assessment, today: date) -> str:
    """A first draft of the reasons for the determination, quoting what the carer said (Care Act 2014 s.13(2))."""
    values = find(form, tables, assessment, today).values
    said = {f"out_{name}": f"out_{name}_now" for name in OUTCOMES} | {"health_state": "health_detail"}
    quotes = {asked: values[words] for asked, words in said.items() if isinstance(values.get(words), str)}
    given = Given(form, tables, assessment, today, dict(values))
    return draft_reasons(Facts.from_values(values), given.labels, quotes)


def name(form: Form, assessment: Assessment) -> str:
    """Whose record it is, as the list shows it: the check questions' answers in order."""
    said = (assessment.answers.get(question) for question in form.check_questions)
    return " ".join(word for word in said if isinstance(word, str))
