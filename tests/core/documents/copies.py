"""The copies of the two demonstration records, whole, for looking at."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from carer_desktop.assessment import Assessment, Move
from carer_desktop.budget import library as tables
from carer_desktop.documents.pages import make_report
from carer_desktop.documents.report import Report
from carer_desktop.findings.find import find
from carer_desktop.findings.result import Findings
from carer_desktop.forms import library
from carer_desktop.forms.question import Form
from carer_desktop.paths import RESOURCES

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
READERS = ("council", "purchase", "carer", "cared_for")
FORMS = library.FORMS
DECIDED = {
    "decision": "authorise", "decision_amount": "300.00", "decision_name": "Morgan Manager",
    "decision_role": "Team manager", "decision_on": "2026-11-24", "decision_how": "app", "carer_mosaic_id": "M1234567",
    "decision_use": "Swimming and a short break",
}  # fmt: skip
SHARED = {"copies": ["carer", "cared_for"], "copy_cared_for": ["start", "plan"]}


def demo(name: str, draft: bool = False, **more: Any) -> tuple[Form, Assessment, Findings]:
    """A demonstration record, decided unless it is a draft, with more or other answers (None takes one away)."""
    form = library.find(name)
    answers = json.loads((RESOURCES / "demo" / f"{name}.json").read_text("utf-8"))["answers"]
    answers = {**answers, **SHARED, **({} if draft else DECIDED), **more}
    numbered = {
        key: [{"id": f"i{n}", **row} for n, row in enumerate(value)] if value and isinstance(value, list) and
        isinstance(value[0], dict) else value
        for key, value in answers.items()
        if value is not None
    }  # fmt: skip
    sent = Move("complete", "completed", NOW, "p1", "assessor")
    agreed = Move("authorise", "authorised", NOW, "p2", "authoriser", amount_pence=30000)
    record = Assessment(
        "id", "K7Q2M4XR", "carer", form.id, form.version, form.sha256, NOW, "p1", answers=numbered,
        history=() if draft else (sent, agreed),
    )  # fmt: skip
    return form, record, find(form, tuple(tables.shipped()), record, TODAY)


def copy(name: str, audience: str, draft: bool = False, **more: Any) -> Report:
    """The copy of it for one reader."""
    form, record, findings = demo(name, draft, **more)
    people = {"p1": "Sam Example", "p2": "Morgan Manager"}
    return make_report(
        form, record, findings, today=TODAY, audience=audience, people=people, watermark=draft,
        demo=True, check_code="ABCD-EFGH-JKMN",
    )  # fmt: skip
