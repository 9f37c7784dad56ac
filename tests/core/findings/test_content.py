"""The content of a record: what the hash covers, byte for byte, with fixed examples that newer code must give again."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from carer_desktop.assessment import Assessment, Move
from carer_desktop.budget.suggestion import Line, Suggestion
from carer_desktop.findings.content import content
from carer_desktop.findings.find import find
from carer_desktop.forms.load import read_pack
from carer_desktop.sealing.canonical import canonical_bytes, sha256_hex
from tests.core.forms.small import FILES

FORM = replace(read_pack(FILES), sha256="f" * 64)
TODAY = date(2026, 11, 22)
MADE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANSWERS = {
    "day": "2026-11-20",
    "first": "Zoë",
    "hours": "12.50",
    "some": ["b", "a"],
    "tasks": {"moving": "daily"},
    "mosaic": "M999",
    "detail": "hidden, so not content",
    "cf": [
        {"id": "b", "known_asc": "yes", "name": "Ann Example"},
        {"id": "a", "known_asc": "no", "consent": "no", "name": "kept back"},
    ],
}
VECTOR = (
    '{"answers":{"cf":[{"id":"b","known_asc":"yes","name":"Ann Example"},'
    '{"consent":"no","id":"a","known_asc":"no"}],"day":"2026-11-20","depth":"short","first":"Zoë","hours":"12.50",'
    '"some":["b","a"],"tasks":{"moving":"daily"}},"form":{"id":"small","sha256":"' + "f" * 64 + '","version":"0.1.0"},'
    '"revision":{"number":1,"parent":""},"suggestion":{}}'
)


def record(**more):
    return Assessment("id1", "ABCD1234", "c", "small", "0.1.0", FORM.sha256, MADE, "p", **{"answers": ANSWERS, **more})


def of(assessment, parent="", **changes):
    return content(FORM, assessment, replace(find(FORM, (), assessment, TODAY), **changes), parent)


def test_the_bytes_are_fixed():
    assert canonical_bytes(of(record())) == VECTOR.encode("utf-8")


@pytest.mark.parametrize(
    "change",
    [
        {"answers": {**ANSWERS, "mosaic": "another"}},
        {"answers": {**ANSWERS, "detail": "something else hidden"}},
        {"history": (Move("return", "returned", MADE, "p", "authoriser", "Why?"),)},
        {"complete_sections": frozenset({"one"})},
        {"kept_warnings": frozenset({"x"})},
        {"saved_at": MADE},
    ],
)
def test_facts_stage_history_and_marks_change_nothing(change):
    assert canonical_bytes(of(record(**change))) == VECTOR.encode("utf-8")


@pytest.mark.parametrize(
    "change",
    [
        {"answers": {**ANSWERS, "first": "Zoe"}},
        {"answers": {**ANSWERS, "some": ["a", "b"]}},
        {"answers": {**ANSWERS, "cf": [*ANSWERS["cf"]][::-1]}},
        {"answers": {**ANSWERS, "hours": {"not_covered": True}}},
        {"answers": {name: plain for name, plain in ANSWERS.items() if name != "tasks"}},
        {"revision": 2},
    ],
)
def test_every_content_answer_order_and_version_counts(change):
    assert canonical_bytes(of(record(**change))) != VECTOR.encode("utf-8")


def test_a_later_version_names_the_one_before():
    found = of(record(revision=2), parent=sha256_hex(VECTOR.encode()))
    assert found["revision"] == {"number": 2, "parent": sha256_hex(VECTOR.encode())}


def test_the_suggestion_is_content_with_its_working_and_its_table():
    line = Line("cell", "High and a lot", Decimal("300"), Decimal("300"))
    suggestion = Suggestion(Decimal("300"), (line,), "scheme", "2026", "e" * 64, False, None)
    assert of(record(), suggestion=suggestion)["suggestion"] == {
        "amount": "300.00",
        "lines": [{"rule": "cell", "text": "High and a lot", "amount": "300.00", "running": "300.00"}],
        "table": {"id": "scheme", "version": "2026", "sha256": "e" * 64},
    }
    none = Suggestion(None, (), "", "", "", False, "No guide figure: no table")
    assert of(record(), suggestion=none)["suggestion"] == {"none": "No guide figure: no table"}


def test_what_stands_in_is_content_as_it_would_be_kept():
    found = of(record())
    assert found["answers"]["depth"] == "short"
    findings = find(FORM, (), record(), TODAY)
    odd = {**findings.values, "depth": Decimal("12.50"), "some": ("a",)}
    changed = of(record(answers={"first": "Zoë"}), values=odd, defaults={"depth": "x", "some": "y"})
    assert changed["answers"] == {"depth": "12.50", "first": "Zoë", "some": ["a"]}
