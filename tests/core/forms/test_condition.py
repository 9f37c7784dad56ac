"""Conditions are three-valued: one row per operator and per kind of doubt."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.forms.condition import All, Any_, Not, Other
from carer_desktop.forms.condition import Test as Compare

ANSWERS = {"a": "yes", "n": 20, "m": Decimal("12.50"), "s": ("x", "y"), "tasks.moving": "daily", "same": "yes"}


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        (Compare("a", "is", "yes"), True),
        (Compare("a", "is", "no"), False),
        (Compare("a", "is_not", "no"), True),
        (Compare("a", "is_not", "yes"), False),
        (Compare("a", "is_any_of", ("yes", "maybe")), True),
        (Compare("a", "is_any_of", ("no",)), False),
        (Compare("s", "includes", "x"), True),
        (Compare("s", "includes", "z"), False),
        (Compare("s", "includes", ("z", "y")), True),
        (Compare("s", "includes", ("z",)), False),
        (Compare("n", "at_least", 20), True),
        (Compare("n", "more_than", 20), False),
        (Compare("n", "at_most", 20), True),
        (Compare("n", "less_than", 20), False),
        (Compare("m", "at_least", Decimal("12.5")), True),
        (Compare("tasks.moving", "is", "daily"), True),
        (Compare("a", "is", Other("same")), True),
        (Compare("a", "is_not", Other("same")), False),
        (Compare("a", "is", Other("nothing")), None),
        (Compare("nothing", "is", "yes"), None),
        (Compare("nothing", "is_not", "yes"), None),
        (Compare("nothing", "answered", True), False),
        (Compare("nothing", "answered", False), True),
        (Compare("a", "answered", True), True),
        (Not(Compare("nothing", "is", "yes")), None),
        (Not(Compare("a", "is", "yes")), False),
        (All((Compare("a", "is", "yes"), Compare("nothing", "is", "yes"))), None),
        (All((Compare("a", "is", "no"), Compare("nothing", "is", "yes"))), False),
        (Any_((Compare("a", "is", "no"), Compare("nothing", "is", "yes"))), None),
        (Any_((Compare("nothing", "is", "yes"), Compare("a", "is", "yes"))), True),
        (Any_((Compare("a", "is", "no"), Compare("n", "less_than", 1))), False),
    ],
)
def test_truth(condition, truth):
    assert condition.truth(ANSWERS) is truth


def test_questions_are_all_those_looked_at():
    condition = Any_((All((Compare("a", "is", Other("b")),)), Not(Compare("c", "answered", True))))
    assert list(condition.questions()) == ["a", "b", "c"]


truths = st.sampled_from([True, False, None])


@given(st.lists(truths, min_size=1, max_size=6))
def test_and_or_are_duals(row):
    """De Morgan holds with three values too."""
    known = {f"q{i}": "yes" if truth else "no" for i, truth in enumerate(row) if truth is not None}
    parts = tuple(Compare(f"q{i}", "is", "yes") for i in range(len(row)))
    assert Not(All(parts)).truth(known) is Any_(tuple(Not(part) for part in parts)).truth(known)


@given(st.lists(truths, min_size=1, max_size=6), st.data())
def test_more_answers_never_turn_a_sure_answer_round(row, data):
    known = {f"q{i}": "yes" if truth else "no" for i, truth in enumerate(row) if truth is not None}
    parts = tuple(Compare(f"q{i}", "is", "yes") for i in range(len(row)))
    condition = data.draw(st.sampled_from([All(parts), Any_(parts), Not(All(parts))]))
    before = condition.truth(known)
    after = condition.truth({f"q{i}": data.draw(st.sampled_from(["yes", "no"])) for i in range(len(row))} | known)
    assert before is None or before is after
