"""The two shipped forms for the tests of their data: loaded, looked into, and tried with answers."""

import json
from datetime import UTC, date, datetime

from carer_desktop.assessment import Assessment
from carer_desktop.budget import library as tables
from carer_desktop.findings.find import find
from carer_desktop.forms import library
from carer_desktop.forms.condition import All, Any_, Comparison, Not
from carer_desktop.paths import RESOURCES

NAMES = library.FORMS
FORMS = {name: library.find(name) for name in NAMES}
CONVERSATION, REVIEW = (FORMS[name] for name in NAMES)
TABLES = tuple(tables.shipped())
TODAY = date(2026, 11, 22)
MADE = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
CASES = sorted((RESOURCES / "forms").glob("*/*/cases/*.json"))
DEMOS = sorted((RESOURCES / "demo").glob("*.json"))


def case_of(file):
    """A worked or demonstration case: the form's name and what the file says."""
    name = file.parents[2].name if file.parent.name == "cases" else file.stem
    return name, json.loads(file.read_text("utf-8"))


def record(form, answers, **more):
    """A record of that form with these answers; a list's items get an id where they have none."""
    numbered = {
        name: [{"id": f"i{n}", **row} if isinstance(row, dict) else row for n, row in enumerate(plain)]
        if isinstance(plain, list)
        else plain
        for name, plain in answers.items()
    }
    return Assessment(
        "id1", "ABCD1234", "carer1", form.id, form.version, form.sha256, MADE, "p1", answers=numbered, **more
    )


def found(form, answers, tables=TABLES, **more):
    """What follows from these answers."""
    return find(form, tables, record(form, answers, **more), TODAY)


def problems(findings, kind):
    """The places with a problem of that kind, and its words."""
    return {problem.place: problem.text for problem in findings.problems if problem.kind == kind}


def every_question(form):
    """Every question and column with its section: `(key, question, section)`."""
    for section in form.sections:
        for question in section.questions:
            yield question.key, question, section
            for column in question.columns:
                yield column.key, column, section


def comparisons(condition):
    """The single comparisons a condition is made of."""
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Not):
        yield from comparisons(condition.part)
    elif isinstance(condition, All | Any_):
        for part in condition.parts:
            yield from comparisons(part)
