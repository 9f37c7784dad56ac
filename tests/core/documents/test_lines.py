"""How running text falls into paragraphs and bullets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.documents.lines import Line, lines
from tests.core.documents.made import folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        (" \n\t\n", ()),
        ("one", (Line("one"),)),
        ("one\ntwo", (Line("one\ntwo"),)),
        ("one\n\n\ntwo", (Line("one"), Line("two"))),
        ("- a\n- b\nc", (Line("a", True), Line("b", True), Line("c"))),
        ("-a\n- ", (Line("-a\n- "),)),
        ("a\r\n\x0bb", (Line("a"), Line("b"))),
        ("  lead\ttab ", (Line("  lead\ttab "),)),
    ],
)
def test_lines(text: str, found: tuple[Line, ...]) -> None:
    assert lines(text) == found


@given(st.text(alphabet=st.sampled_from("a- \n\tb<")))
def test_no_letter_is_lost(text: str) -> None:
    again = "\n\n".join(f"{'- ' if line.bullet else ''}{line.text}" for line in lines(text))
    assert folded(again) == folded(text)
