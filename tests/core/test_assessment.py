"""Answers are what a record's entries fold to: lists keep their items' cells, whatever is taken out and put back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.assessment import Assessment, Entry, Move, fold, folded, order_of
from carer_desktop.errors import Refused

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
NOT_COVERED = {"not_covered": True}


def entries(*given: tuple[Any, ...]) -> list[Entry]:
    """Entries from (question, value) or (question, item, column, value), in this order."""
    made = []
    for number, each in enumerate(given, 1):
        question, item, column, value = each if len(each) == 4 else (each[0], None, None, each[1])
        made.append(Entry(f"e{number}", "a1", question, item, column, value, "p1", NOW, number))
    return made


ANN = ("cf", "ann", "name", "Ann Example")
BEN = ("cf", "ben", "name", "Ben Example")
BEN_AGE = ("cf", "ben", "age", 81)
TWO = ("cf", order_of(["ann", "ben"]))
ANN_ROW = {"id": "ann", "name": "Ann Example"}
BEN_ROW = {"id": "ben", "name": "Ben Example", "age": 81}


@pytest.mark.parametrize(
    ("given", "answers", "aside"),
    [
        pytest.param([], {}, {}, id="nothing"),
        pytest.param([("sleep", "often")], {"sleep": "often"}, {}, id="one answer"),
        pytest.param([("sleep", "often"), ("sleep", "never")], {"sleep": "never"}, {}, id="changed"),
        pytest.param([("sleep", "often"), ("sleep", None)], {}, {}, id="cleared"),
        pytest.param([("sleep", None)], {}, {}, id="cleared before given"),
        pytest.param([("help", ["a", "b"])], {"help": ["a", "b"]}, {}, id="choices are no order"),
        pytest.param([("tasks", {"personal": "daily"})], {"tasks": {"personal": "daily"}}, {}, id="grid"),
        pytest.param([("tasks", {"order": "daily"})], {"tasks": {"order": "daily"}}, {}, id="a grid row named order"),
        pytest.param([("cf", order_of(["ann"]))], {"cf": [{"id": "ann"}]}, {}, id="an item without cells"),
        pytest.param([("cf", order_of(["ann", "ann"]))], {"cf": [{"id": "ann"}]}, {}, id="an item twice is once"),
        pytest.param([("cf", order_of([]))], {}, {}, id="a list without items is unanswered"),
        pytest.param([TWO, ANN, BEN, BEN_AGE], {"cf": [ANN_ROW, BEN_ROW]}, {}, id="two items"),
        pytest.param([ANN, BEN, BEN_AGE, TWO], {"cf": [ANN_ROW, BEN_ROW]}, {}, id="cells before their order"),
        pytest.param([ANN], {}, {"cf": {"ann": {"name": "Ann Example"}}}, id="a cell of no item is set aside"),
        pytest.param([ANN, ("cf", "ann", "name", None)], {}, {}, id="and can be cleared there"),
        pytest.param(
            [TWO, ANN, BEN, BEN_AGE, ("cf", order_of(["ben", "ann"]))], {"cf": [BEN_ROW, ANN_ROW]}, {}, id="moved up"
        ),
        pytest.param(
            [TWO, ANN, BEN, BEN_AGE, ("cf", order_of(["ann"]))],
            {"cf": [ANN_ROW]},
            {"cf": {"ben": {"name": "Ben Example", "age": 81}}},
            id="taken out",
        ),
        pytest.param(
            [TWO, ANN, BEN, BEN_AGE, ("cf", order_of(["ann"])), TWO], {"cf": [ANN_ROW, BEN_ROW]}, {}, id="put back"
        ),
        pytest.param(
            [TWO, ANN, BEN, BEN_AGE, ("cf", order_of(["ann"])), ("cf", "ben", "age", 82), TWO],
            {"cf": [ANN_ROW, {**BEN_ROW, "age": 82}]},
            {},
            id="changed while it was out",
        ),
        pytest.param(
            [TWO, ANN, BEN, BEN_AGE, ("cf", order_of(["ann"])), ("cf", "ben", "age", None), TWO],
            {"cf": [ANN_ROW, {"id": "ben", "name": "Ben Example"}]},
            {},
            id="cell cleared while it was out",
        ),
        pytest.param(
            [TWO, ANN, BEN, ("cf", None)],
            {},
            {"cf": {"ann": {"name": "Ann Example"}, "ben": {"name": "Ben Example"}}},
            id="the whole list cleared",
        ),
        pytest.param([TWO, ANN, BEN, BEN_AGE, ("cf", None), TWO], {"cf": [ANN_ROW, BEN_ROW]}, {}, id="and put back"),
        pytest.param(
            [("cf", order_of(["ann"])), ANN, ("cf", NOT_COVERED)],
            {"cf": NOT_COVERED},
            {"cf": {"ann": {"name": "Ann Example"}}},
            id="not covered after all",
        ),
        pytest.param(
            [("cf", order_of(["ann"])), ANN, ("cf", NOT_COVERED), ("cf", order_of(["ann"]))],
            {"cf": [ANN_ROW]},
            {},
            id="and covered again",
        ),
        pytest.param(
            [TWO, ANN, ("cf", "ann", "name", None)], {"cf": [{"id": "ann"}, {"id": "ben"}]}, {}, id="cell cleared"
        ),
        pytest.param(
            [TWO, ("cf", order_of(["ann"])), TWO], {"cf": [{"id": "ann"}, {"id": "ben"}]}, {}, id="empty ones"
        ),
    ],
)
def test_entries_fold_to_answers(given: list[tuple[Any, ...]], answers: dict[str, Any], aside: dict[str, Any]) -> None:
    assert fold(entries(*given)) == (answers, aside)


def test_sequence_decides_and_not_the_time_or_the_order_of_rows() -> None:
    first, second = entries(("sleep", "often"), ("sleep", "never"))
    later = Entry(**{name: getattr(first, name) for name in first.__slots__} | {"at": NOW + timedelta(days=1)})
    assert fold([second, later])[0] == {"sleep": "never"}


def test_folding_leaves_what_it_was_given_as_it_was() -> None:
    answers, aside = fold(entries(TWO, ANN, BEN))
    before = repr((answers, aside))
    folded(answers, aside, "cf", "ben", "name", "Bea Example")
    folded(answers, aside, "cf", None, None, order_of(["ben"]))
    assert repr((answers, aside)) == before


items = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3)
cells = st.tuples(
    st.just("cf"), st.sampled_from(["a", "b", "c"]), st.sampled_from(["x", "y"]), st.none() | st.integers(0, 3)
)
orders = st.tuples(st.just("cf"), items.map(order_of) | st.none())


@given(st.lists(cells | orders, max_size=25))
def test_one_by_one_and_all_at_once_are_the_same_and_no_cell_is_ever_lost(given: list[tuple[Any, ...]]) -> None:
    made = entries(*given)
    answers: dict[str, Any] = {}
    aside: dict[str, Any] = {}
    newest: dict[tuple[str, str], Any] = {}
    shown: list[str] = []
    for entry in made:
        answers, aside = folded(answers, aside, entry.question, entry.item, entry.column, entry.value)
        if entry.item is None:
            value = entry.value
            shown = list(dict.fromkeys(value["order"])) if isinstance(value, dict) else []
        else:
            newest[entry.item, str(entry.column)] = entry.value
    assert fold(made) == (answers, aside)
    assert [row["id"] for row in answers.get("cf", [])] == shown
    there = {(row["id"], name): cell for row in answers.get("cf", []) for name, cell in row.items() if name != "id"}
    kept = {(item, name): cell for item, row in aside.get("cf", {}).items() for name, cell in row.items()}
    assert not there.keys() & kept.keys()
    assert there | kept == {place: value for place, value in newest.items() if value is not None}


def assessment(**changes: Any) -> Assessment:
    return Assessment("a1", "ABCD1234", "c1", "carer_conversation", "0.1.0", "00", NOW, "p1", **changes)


def test_an_assessment_takes_entries_while_it_is_a_draft() -> None:
    draft = assessment()
    answered = draft.with_entry("cf", order_of(["ann"])).with_entry("cf", "Ann Example", "ann", "name")
    assert answered.answers == {"cf": [ANN_ROW]}
    assert draft.answers == {}
    assert answered.with_entry("cf", None).set_aside == {"cf": {"ann": {"name": "Ann Example"}}}


def test_what_was_sent_takes_no_more_entries() -> None:
    sent = assessment(history=(Move("complete", "completed", NOW, "p1", "assessor"),))
    with pytest.raises(Refused, match="can no longer be changed"):
        sent.with_entry("sleep", "often")
