"""A small form, a made-up record of it, and what follows from it: everything a document can hold, once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from carer_desktop.assessment import Assessment, Move, Plain
from carer_desktop.budget.suggestion import Line, Suggestion
from carer_desktop.careact.eligibility import Eligibility
from carer_desktop.documents.pages import make_report
from carer_desktop.documents.report import Report
from carer_desktop.findings.result import Count, Findings, Problem, place
from carer_desktop.forms.condition import Comparison
from carer_desktop.forms.question import Choice, Form, Group, Question, Section

TODAY = date(2026, 11, 22)
STARTED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PEOPLE = {"p1": "Sam Practitioner", "p2": "Morgan Manager"}
YN = (Choice("yes", "Yes"), Choice("no", "No"))
OUTCOME = (
    Choice("achieves", "Manages without difficulty"),
    Choice("assist", "Cannot manage without help"),
    Choice("distress", "Manages, but it causes pain, distress or worry"),
)
SUGGESTION = Suggestion(
    Decimal("300.00"),
    (
        Line("matrix", "Care “high”, effect “substantial”: £250.00", Decimal("250.00"), Decimal("250.00")),
        Line("extra", "Caring for two people: £50.00 more", Decimal("50.00"), Decimal("300.00")),
    ),
    "illustrative-2026",
    "1",
    "ab" * 32,
    True,
)
NO_TABLE = Suggestion(None, (), "", "", "", False, "No approved table has been loaded, so there is no guide figure.")
ELIGIBILITY = Eligibility("yes", {}, "All three conditions are met: care is necessary; health is at risk.", ("sleep",))


def q(name: str, kind: str, label: str, section: str = "you", **more: Any) -> Question:
    """One question, or one column where *name* has a dot."""
    return Question(name.rpartition(".")[2], name, section, kind, label, **more)


PERSON = (
    q("cf.name", "name", "Name", audience=("council", "carer"), audience_when=Comparison("cf.consent", "is", "yes")),
    q("cf.consent", "choice", "Knows that we write about them", choices=YN),
    q("cf.adult", "choice", "Aged 18 or over", choices=YN),
    q("cf.born", "date", "Date of birth", partial=True),
    q("cf.conditions", "choices", "Main conditions", choices=(Choice("mh", "Mental health"), Choice("d", "Dementia"))),
    q("cf.alone", "text", "How long they can be left alone"),
    q("cf.minimise", "calculated", "Keep to a minimum", calculation="cf_minimise", gives=("yes", "no")),
)
ITEM = (
    q("items.what", "text", "What", "plan"),
    q("items.cost", "money", "Cost", "plan"),
    q("items.total", "calculated", "For the year", "plan", calculation="line_total"),
)


def form() -> Form:
    """Three groups, six sections, each type of question."""
    start = (
        q("conv_date", "date", "Date of the conversation", "start", required="C"),
        q("declined", "choices", "The carer said no", "start", choices=(Choice("yes", "Yes"),)),
        q("welcome", "message", "Say what this is for", "start"),
        q(
            "not_covered_why",
            "choice",
            "Why some things are not covered",
            "start",
            choices=(Choice("later", "To follow"),),
        ),
    )
    you = (
        q("carer_mosaic_id", "text", "Your Mosaic ID", fact=True),
        q("carer_first", "name", "Your first name", required="C"),
        q("carer_last", "name", "Your last name", required="C"),
        q("carer_dob", "date", "Your date of birth"),
        q("carer_nhs", "nhs_number", "Your NHS number"),
        q(
            "told",
            "choices",
            "Before we started",
            choices=(Choice("info", "Said what this is"), Choice("ok", "They agree")),
        ),
        q("sleep", "long_text", "How do you sleep?", required="E", asked_of="carer", carer_label="Do you sleep well?"),
        q("work", "long_text", "Your work", required="E"),
        q("hours", "decimal", "Hours of care a week"),
        q("secret", "long_text", "Something that is hidden"),
        q("cf", "list", "People you care for", columns=PERSON, item_title="name"),
        q("tasks", "grid", "What you do", rows=(Choice("dress", "Dressing"), Choice("move", "Moving")), choices=YN),
        q("out_home", "choice", "Keeping your home", choices=OUTCOME),
        q("out_work", "choice", "Work and learning", choices=OUTCOME),
    )
    decide = (
        q("elig_suggested", "calculated", "Suggested result", "decide", gives=("yes", "no", "undetermined")),
        q("elig_determination", "choice", "Eligible", "decide", choices=YN),
    )
    plan = (
        q("items", "list", "Items to be bought", "plan", columns=ITEM),
        q("suggested", "calculated", "Guide figure", "plan", calculation="suggested"),
        q("suggested_why", "calculated", "How it was worked out", "plan", calculation="suggested_why"),
        q("proposed", "money", "Amount asked for", "plan", default_from="items_total", filled="from the items"),
        q("carer_sign", "signature", "Agreed by", "plan"),
    )
    decision = (
        q("decision", "choice", "Decision", "decision", fact=True, choices=(Choice("authorise", "Agreed as asked"),)),
        *(
            q(f"decision_{part}", "text", f"Manager: {part}", "decision", fact=True)
            for part in ("name", "role", "how", "ref")
        ),
        q("decision_on", "date", "Decided on", "decision", fact=True),
        q("decision_at", "calculated", "Entered", "decision", fact=True),
    )
    return Form(
        id="small",
        version="0.1.0",
        status="draft",
        title="Carer Conversation",
        sha256="0" * 64,
        groups=(Group("before", "Before we start"), Group("you", "You"), Group("plan", "Plan and money")),
        sections=(
            Section("start", "Before we start", "before", start),
            Section("you", "About you", "you", you),
            Section("decide", "What we decide", "plan", decide),
            Section("plan", "The plan", "plan", plan),
            Section("decision", "The manager's decision", "plan", decision, by_moves=True),
        ),
        date_question="conv_date",
        path_question="how_full",
        check_questions=("carer_first", "carer_last"),
    )


FORM = form()
ANSWERS: dict[str, Plain] = {
    "conv_date": "2026-11-22",
    "not_covered_why": "later",
    "carer_mosaic_id": "M1234567",
    "carer_first": "Ann",
    "carer_last": "Example",
    "carer_dob": "1970-03-01",
    "carer_nhs": "9990000018",
    "told": ["info", "ok"],
    "sleep": "I wake three times.\n\nWhat helps:\n- tea\n- a walk",
    "work": {"not_covered": True},
    "hours": "35.5",
    "secret": "HIDDEN-ANSWER",
    "cf": [
        {
            "id": "a", "name": "Robin Example", "consent": "yes", "adult": "yes",
            "born": "1948-11", "conditions": ["mh", "d"], "alone": "Half a day",
        },
        {"id": "b", "consent": "no", "adult": "yes", "name": "HIDDEN-NAME", "alone": "Any time"},
    ],
    "tasks": {"dress": "yes"},
    "out_home": "achieves",
    "out_work": "distress",
    "elig_determination": "yes",
    "items": [
        {"id": "i1", "what": "Swimming", "cost": "25.00"},
        {"id": "i2", "what": "A short break", "cost": "1234.50"},
    ],
    "carer_sign": {"name": "Ann Example", "mode": "typed", "on": "2026-11-22"},
}  # fmt: skip
HIDDEN = frozenset(("secret", "cf/b/name", "cf/b/born", "decision_at", "declined"))
WORKED_OUT: dict[str, Any] = {
    "elig_suggested": "yes",
    "suggested": Decimal("300.00"),
    "suggested_why": "Two lines",
    "cf/a/minimise": "no",
    "cf/b/minimise": "yes",
    "items/i1/total": Decimal("25.00"),
    "items/i2/total": Decimal("1234.50"),
}


def assessment(answers: Mapping[str, Plain] | None = None, *moves: Move, revision: int = 1) -> Assessment:
    """A made-up record; without answers, the full one."""
    return Assessment(
        "id", "ABCD2345", "carer", "small", "0.1.0", "0" * 64, STARTED, "p1", revision=revision,
        answers=ANSWERS if answers is None else answers, history=moves,
    )  # fmt: skip


def findings(record: Assessment, **more: Any) -> Findings:
    """What would follow: everything is shown but `HIDDEN`."""
    shown = set(FORM.question) - HIDDEN
    for question in FORM.question.values():
        rows = record.answers.get(question.id)
        if question.type == "list" and isinstance(rows, list):
            shown |= {place(question.id, row["id"], column.id) for row in rows for column in question.columns}
    values: dict[str, Any] = {key: said for key, said in record.answers.items() if isinstance(said, str)}
    values["proposed"] = Decimal("1259.50")
    values["cf"] = tuple(row for row in record.answers.get("cf", ()) if isinstance(row, dict))  # type: ignore[union-attr]
    found: dict[str, Any] = {
        "values": values,
        "shown": frozenset(shown - HIDDEN),
        "folded": frozenset(),
        "hidden": {"secret": "HIDDEN-ANSWER"},
        "defaults": {"proposed": "from the items"},
        "problems": (),
        "progress": {"C": Count()},
        "sections": (),
        "path": "full",
        "path_why": (),
        "eligibility": ELIGIBILITY,
        "suggestion": SUGGESTION,
        "calculated": WORKED_OUT,
    }
    return Findings(**{**found, **more})


def report(answers: Mapping[str, Plain] | None = None, *moves: Move, **more: Any) -> Report:
    """The page of a made-up record."""
    record = assessment(answers, *moves)
    options = {"people": PEOPLE, "today": TODAY, **more}
    follows = options.pop("findings", None) or findings(record)
    return make_report(FORM, record, follows, **options)


def move(name: str, stage: str, by: str = "p1", role: str = "assessor", **more: Any) -> Move:
    """One row of a history."""
    return Move(name, stage, datetime(2026, 11, 23, 14, 2, tzinfo=UTC), by, role, **more)


def needed(question: str, text: str, item: str | None = None, column: str | None = None) -> Problem:
    """A core answer that is still needed."""
    return Problem(question, item, column, "needed", "C", text)


def folded(text: str) -> str:
    """The text with every run of white space folded to one blank."""
    return re.sub(r"\s+", " ", text).strip()


def said(page: Report) -> str:
    """Everything the page says, for a look at whether something is there at all."""
    return repr(page)
