"""Conditions are three-valued: one row per operator and per kind of doubt."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.forms.condition import All, Any_, Comparison, Not, Other

ANSWERS = {"a": "yes", "n": 20, "m": Decimal("12.50"), "s": ("x", "y"), "tasks.moving": "daily", "same": "yes"}


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        (Comparison("a", "is", "yes"), True),
        (Comparison("a", "is", "no"), False),
        (Comparison("a", "is_not", "no"), True),
        (Comparison("a", "is_not", "yes"), False),
        (Comparison("a", "is_any_of", ("yes", "maybe")), True),
        (Comparison("a", "is_any_of", ("no",)), False),
        (Comparison("s", "includes", "x"), True),
        (Comparison("s", "includes", "z"), False),
        (Comparison("s", "includes", ("z", "y")), True),
        (Comparison("s", "includes", ("z",)), False),
        (Comparison("n", "at_least", 20), True),
        (Comparison("n", "more_than", 20), False),
        (Comparison("n", "at_most", 20), True),
        (Comparison("n", "less_than", 20), False),
        (Comparison("m", "at_least", Decimal("12.5")), True),
        (Comparison("tasks.moving", "is", "daily"), True),
        (Comparison("a", "is", Other("same")), True),
        (Comparison("a", "is_not", Other("same")), False),
        (Comparison("a", "is", Other("nothing")), None),
        (Comparison("nothing", "is", "yes"), None),
        (Comparison("nothing", "is_not", "yes"), None),
        (Comparison("nothing", "answered", True), False),
        (Comparison("nothing", "answered", False), True),
        (Comparison("a", "answered", True), True),
        (Not(Comparison("nothing", "is", "yes")), None),
        (Not(Comparison("a", "is", "yes")), False),
        (All((Comparison("a", "is", "yes"), Comparison("nothing", "is", "yes"))), None),
        (All((Comparison("a", "is", "no"), Comparison("nothing", "is", "yes"))), False),
        (Any_((Comparison("a", "is", "no"), Comparison("nothing", "is", "yes"))), None),
        (Any_((Comparison("nothing", "is", "yes"), Comparison("a", "is", "yes"))), True),
        (Any_((Comparison("a", "is", "no"), Comparison("n", "less_than", 1))), False),
    ],
)
def test_truth(condition, truth):
    assert condition.truth(ANSWERS) is truth


def test_questions_are_all_those_looked_at():
    condition = Any_((All((Comparison("a", "is", Other("b")),)), Not(Comparison("c", "answered", True))))
    assert list(condition.questions()) == ["a", "b", "c"]


truths = st.sampled_from([True, False, None])


@given(st.lists(truths, min_size=1, max_size=6))
def test_and_or_are_duals(row):
    """De Morgan holds with three values too."""
    known = {f"q{i}": "yes" if truth else "no" for i, truth in enumerate(row) if truth is not None}
    parts = tuple(Comparison(f"q{i}", "is", "yes") for i in range(len(row)))
    assert Not(All(parts)).truth(known) is Any_(tuple(Not(part) for part in parts)).truth(known)


@given(st.lists(truths, min_size=1, max_size=6), st.data())
def test_more_answers_never_turn_a_sure_answer_round(row, data):
    known = {f"q{i}": "yes" if truth else "no" for i, truth in enumerate(row) if truth is not None}
    parts = tuple(Comparison(f"q{i}", "is", "yes") for i in range(len(row)))
    condition = data.draw(st.sampled_from([All(parts), Any_(parts), Not(All(parts))]))
    before = condition.truth(known)
    after = condition.truth({f"q{i}": data.draw(st.sampled_from(["yes", "no"])) for i in range(len(row))} | known)
    assert before is None or before is after
