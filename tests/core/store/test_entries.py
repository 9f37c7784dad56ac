"""Entries: kept as they came, read back as they were, sent twice and kept once."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carer_desktop.assessment import order_of
from carer_desktop.errors import StoreError
from carer_desktop.store import assessments, entries
from carer_desktop.text import clean_text
from tests.core.store.given import LATER, NOW, Begun

PLAIN = [
    "often",
    ["a", "b"],
    20,
    10**30,
    "12.50",
    {"row": "choice"},
    {"name": "Ann Example", "mode": "typed", "on": "2026-11-22"},
    {"not_covered": True},
    {"typed": "31/2/2026"},
    order_of(["one", "two"]),
    None,
]


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_every_kind_of_answer_comes_back(begun: Begun, value: Any) -> None:
    entry = begun.entry("sleep", value, source="carried", confirmed=False)
    cell = begun.entry("cf", value, "one", "name", confirmed=True)
    begun.store.save(entries.append, [entry, cell]).result()
    found = begun.store.read(entries.of, begun.assessment.id).result()
    assert found == (entry, cell)
    assert [type(each.confirmed) for each in found] == [bool, bool]


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_kept_as_it_is_cleaned(begun: Begun, text: str) -> None:
    entry = begun.entry("sleep", {"name": text, "rows": [text]})
    begun.store.save(entries.append, [entry]).result()
    value: Any = begun.store.read(entries.of, begun.assessment.id).result()[-1].value
    expected = unicodedata.normalize("NFC", clean_text(text))
    assert value == {"name": expected, "rows": [expected]}
    assert expected == clean_text(text)


def test_answers_are_folded_from_the_rows(begun: Begun) -> None:
    given_ = [
        begun.entry("cf", order_of(["one"])),
        begun.entry("cf", "Ann Example", "one", "name"),
        begun.entry("cf", order_of([])),
        begun.entry("cf", order_of(["one"])),
    ]
    begun.store.save(entries.append, given_).result()
    rows = begun.store.read(entries.of, begun.assessment.id).result()
    assert entries.answers(rows[:2]) == {"cf": [{"id": "one", "name": "Ann Example"}]}
    assert entries.answers(rows[:3]) == {}
    assert entries.answers(rows) == entries.answers(rows[:2])
    found = begun.store.read(assessments.one, begun.assessment.id).result()
    assert found is not None
    assert (found.answers, found.set_aside) == (entries.answers(rows), {})


def test_an_entry_sent_again_is_kept_once(begun: Begun) -> None:
    first, second = begun.entry("sleep", "e\u0301 often"), begun.entry("sleep", "never")
    for batch in ([first], [first, second], [second, first]):
        begun.store.save(entries.append, batch).result()
    assert [each.id for each in begun.store.read(entries.of, begun.assessment.id).result()] == [first.id, second.id]


def test_another_answer_under_the_same_id_is_refused(begun: Begun) -> None:
    entry = begun.entry("sleep", "often")
    begun.store.save(entries.append, [entry]).result()
    with pytest.raises(StoreError, match="already kept under this id"):
        begun.store.save(entries.append, [replace(entry, value="never")]).result()
    assert begun.store.read(entries.of, begun.assessment.id).result() == (entry,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"item": "one"},
        {"column": "name"},
        {"item": "one", "column": "id"},
        {"source": "guessed"},
        {"assessment": "nowhere"},
        {"sequence": 1},
    ],
    ids=str,
)
def test_an_entry_that_does_not_fit_is_refused(begun: Begun, wrong: dict[str, Any]) -> None:
    begun.store.save(entries.append, [begun.entry("sleep", "often")]).result()
    error = begun.store.save(entries.append, [replace(begun.entry("sleep", "never"), **wrong)]).exception()
    assert isinstance(error, StoreError)
    assert "does not fit" in str(error)
    assert not error.retry


@pytest.mark.parametrize("value", [1.5, {"a": None}, {1: "a"}], ids=repr)
def test_what_is_no_answer_is_refused(begun: Begun, value: Any) -> None:
    assert isinstance(begun.store.save(entries.append, [begun.entry("sleep", value)]).exception(), StoreError)


def test_the_sequence_goes_on_from_the_last(begun: Begun) -> None:
    assert begun.store.read(entries.last_sequence, begun.assessment.id).result() == 0
    begun.store.save(entries.append, [begun.entry("sleep", "often"), begun.entry("sleep", "never")]).result()
    assert begun.store.read(entries.last_sequence, begun.assessment.id).result() == 2


def test_when_it_was_saved_is_when_the_newest_entry_was_given(begun: Begun) -> None:
    def saved_at() -> Any:
        found = begun.store.read(assessments.one, begun.assessment.id).result()
        assert found is not None
        return found.saved_at

    assert saved_at() == NOW
    begun.store.save(entries.append, [begun.entry("sleep", "often")]).result()
    assert saved_at() == LATER
    begun.store.save(entries.append, [begun.entry("sleep", "never", at=NOW - timedelta(days=9))]).result()
    assert saved_at() == LATER
