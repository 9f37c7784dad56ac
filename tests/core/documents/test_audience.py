"""Who may read what: closed unless it is marked."""

from __future__ import annotations

from typing import Any

import pytest

from carer_desktop.documents.audience import may_see
from carer_desktop.documents.source import Source
from carer_desktop.forms.condition import Comparison
from carer_desktop.forms.question import AUDIENCES
from tests.core.documents import made

CONSENT = Comparison("cf.consent", "is", "yes")


@pytest.mark.parametrize("audience", [*AUDIENCES, "neighbour", ""])
def test_an_unmarked_question_is_the_councils_alone(audience: str) -> None:
    assert may_see(made.q("risk", "text", "Risk"), audience, {}) is (audience == "council")


@pytest.mark.parametrize(
    ("marks", "audience", "may"),
    [
        (("council", "carer"), "carer", True),
        (("council", "carer"), "cared_for", False),
        (("council", "carer"), "purchase", False),
        (("council", "carer_asked"), "carer", False),
        (("council", "carer_asked"), "carer_asked", True),
        (("council", "neighbour"), "neighbour", False),
        ((), "council", True),
    ],
)
def test_a_mark_opens_to_its_reader_only(marks: tuple[str, ...], audience: str, may: bool) -> None:
    assert may_see(made.q("risk", "text", "Risk", audience=marks), audience, {}) is may


@pytest.mark.parametrize(("values", "may"), [({"cf.consent": "yes"}, True), ({"cf.consent": "no"}, False), ({}, False)])
def test_a_marks_condition_must_certainly_hold(values: dict[str, Any], may: bool) -> None:
    question = made.q("cf.name", "name", "Name", audience=("council", "carer"), audience_when=CONSENT)
    assert may_see(question, "carer", values) is may
    assert may_see(question, "council", values) is True


def test_a_cell_is_judged_by_its_own_row() -> None:
    record = made.assessment()
    follows = made.findings(record)
    listed = made.FORM.question["cf"]
    name, alone = listed.column_by_id["name"], listed.column_by_id["alone"]
    people = listed, *made.ANSWERS["cf"]  # type: ignore[misc]
    carer = Source(made.FORM, record, follows, "carer")
    council = Source(made.FORM, record, follows)
    assert carer.cell(people[0], people[1], name) == council.cell(people[0], people[1], name) == "Robin Example"
    assert carer.cell(people[0], people[1], alone) is None
    refused = {**people[1], "id": "z", "consent": "no"}
    seen = made.findings(made.assessment({**made.ANSWERS, "cf": [refused]}))
    assert Source(made.FORM, record, seen, "carer").cell(listed, refused, name) is None
    assert carer.words_of("sleep") is None
    assert carer.words_of("nothing_of_the_kind") is None
