"""What changed between two versions: every place that differs and no other, and texts word by word."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.compare import Change, Piece, changed, word_by_word

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
    assert found["role"].words == (Piece("same", "I cook and "), Piece("gone", "wash."), Piece("new", "shop."))
    assert (found["gone"].before, found["gone"].after, found["gone"].words) == ("yes", None, ())


@given(st.text(), st.text())
def test_the_pieces_give_both_texts_back(before, after):
    pieces = word_by_word(before, after)
    assert "".join(each.text for each in pieces if each.kind != "new") == before
    assert "".join(each.text for each in pieces if each.kind != "gone") == after
