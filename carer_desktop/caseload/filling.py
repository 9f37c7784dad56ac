"""What the program knows already and fills in, so that nobody types it twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from carer_desktop.assessment import Assessment, Plain
from carer_desktop.budget.table import Table
from carer_desktop.careact.conditions import OUTCOMES
from carer_desktop.careact.eligibility import Facts, draft_reasons
from carer_desktop.findings.calculations import unmet_outcomes
from carer_desktop.findings.find import find
from carer_desktop.findings.given import Given
from carer_desktop.findings.result import Findings
from carer_desktop.forms.question import Form
from carer_desktop.records.person import Person

DETAILS = (
    "setting", "assessor_role", "assessor_team", "assessor_email", "assessor_phone", "manager_name", "manager_email",
)  # fmt: skip
"""The details a person gives once; they are put into every record they begin."""


def at_start(form: Form, me: Person, details: Mapping[str, str]) -> Iterator[tuple[str, Plain]]:
    """The answers a new record begins with: who fills it in, from the sign-in and the person's details."""
    known = {"assessor_name": me.name, "worker_sign_name": me.name, **{d: details.get(d, "") for d in DETAILS}}
    for question, value in known.items():
        if value and question in form.question:
            yield question, value


def plan_rows(findings: Findings, assessment: Assessment) -> Iterator[list[tuple[str, Plain]]]:
    """The cells of a plan row for each outcome that is not managed and has no row yet: the need, and the wish."""
    rows = assessment.answers.get("plan_items")
    met = {row.get("need") for row in rows} if isinstance(rows, list) else set()
    for outcome in unmet_outcomes(findings.values):
        if outcome not in met:
            wish = findings.values.get(f"out_{outcome}_want")
            yield [("need", outcome)] + ([("goal", wish)] if wish else [])


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
