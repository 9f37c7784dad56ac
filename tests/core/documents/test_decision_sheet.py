"""Who is asked for a decision on the first page: nobody where there is nothing to decide, or not yet."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from carer_desktop.assessment import Move
from carer_desktop.documents.pages import make_report
from carer_desktop.documents.report import DecisionSheet, Report
from carer_desktop.paths import RESOURCES
from tests.core.documents.copies import FORMS, TODAY, copy
from tests.core.documents.made import said
from tests.core.packs import packs

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
CODE = "ABCD-EFGH-JKMN"
CONVERSATION, REVIEW = FORMS


def page(name: str, case: str, sent: bool = True, **more: Any) -> Report:
    """The council's file of a worked case."""
    form = packs.FORMS[name]
    file = RESOURCES / "forms" / name / form.version / "cases" / f"{case}.json"
    answers = {**json.loads(file.read_text("utf-8"))["answers"], **more}
    answers = {key: value for key, value in answers.items() if value is not None}
    history = (Move("complete", "completed", NOW, "p1", "assessor"),) if sent else ()
    record = packs.record(form, answers, history=history)
    return make_report(form, record, packs.found(form, answers, history=history), today=TODAY, check_code=CODE)


def is_asked(of: Report) -> bool:
    return any(isinstance(part, DecisionSheet) for part in of.parts)


def test_a_record_that_is_complete_asks_for_a_decision() -> None:
    assert is_asked(page(CONVERSATION, "ordinary")) and is_asked(page(CONVERSATION, "ordinary", sent=False))
    assert is_asked(page(REVIEW, "again"))


@pytest.mark.parametrize("reason", ["deceased_cf", "nolonger"])
def test_where_caring_has_ended_there_is_nothing_to_decide(reason: str) -> None:
    ended = page(REVIEW, "ended", rev_end_reason=reason)
    assert not is_asked(ended)
    why = next(one.label for one in packs.REVIEW.question["rev_end_reason"].choices if one.id == reason)
    assert f"Caring has ended ({why}), so no decision is asked for." in said(ended)
    assert not is_asked(page(REVIEW, "ended", sent=False, rev_end_support=None))


def test_nobody_who_is_an_adult_and_a_carer_who_said_no_ask_for_none() -> None:
    children = page(CONVERSATION, "ordinary", cf=[{"name": "Ben Example", "adult": "no"}])
    assert not is_asked(children)
    assert "Nobody who is cared for is an adult, so no decision is asked for." in said(children)
    assert not is_asked(page(CONVERSATION, "declined"))


def test_what_is_not_finished_has_nothing_to_tick() -> None:
    draft = page(CONVERSATION, "ordinary", sent=False, role_narrative=None)
    assert not is_asked(draft)
    assert "Not finished yet: what is still to answer or put right is listed at the end." in said(draft)
    assert "Still to answer or put right" in said(draft)
    assert not is_asked(copy(CONVERSATION, "council", draft=True, role_narrative=None))
