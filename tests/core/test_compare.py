"""What changed between two versions: every place that differs and no other, and texts word by word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.compare import Change, changed, word_by_word

BEFORE: dict[str, Any] = {
    "sleep": "often", "role": "I cook and wash.", "gone": "yes",
    "cf": [{"id": "a", "name": "Ben Example"}, {"id": "b", "name": "Cal Example"}],
}  # fmt: skip


def test_what_stayed_is_not_among_them():
    assert changed(BEFORE, BEFORE) == ()
    assert changed({}, {}) == ()


def test_a_text_a_cell_an_item_and_an_answer_taken_back():
    after = {
        "sleep": "never", "role": "I cook and shop.", "new": ["x"],
        "cf": [{"id": "a", "name": "Ben Sample"}],
    }  # fmt: skip
    found = {one.place: one for one in changed(BEFORE, after)}
    assert list(found) == ["sleep", "role", "new", "cf", "cf/a/name", "gone", "cf/b/name"]
    assert found["cf"] == Change("cf", ("a", "b"), ("a",))
    said = [(one.kind, one.text) for one in found["role"].words]
    assert said == [("same", "I cook and "), ("gone", "wash"), ("new", "shop"), ("same", ".")]
    assert (found["gone"].before, found["gone"].after, found["gone"].words) == ("yes", None, ())


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("She sleeps badly", "She sleeps badly at night", [("new", " at night")]),
        ("She sleeps badly", "She sleeps badly, and wakes.", [("new", ", and wakes.")]),
        ("She sleeps badly.", "She sleeps badly", [("gone", ".")]),
        ("She sleeps badly\n", "She sleeps badly\n\nShe wakes", [("gone", "\n"), ("new", "\n\nShe wakes")]),
        ("(often) £1,200", "often £1,200", [("gone", "("), ("new", " "), ("gone", ") ")]),
        ("", "Tired", [("new", "Tired")]),
    ],
)
def test_a_word_that_stayed_is_not_marked_for_what_follows_it(before, after, marked):
    assert [(each.kind, each.text) for each in word_by_word(before, after) if each.kind != "same"] == marked


@given(st.text(), st.text())
def test_the_pieces_give_both_texts_back(before, after):
    pieces = word_by_word(before, after)
    assert "".join(each.text for each in pieces if each.kind != "new") == before
    assert "".join(each.text for each in pieces if each.kind != "gone") == after
