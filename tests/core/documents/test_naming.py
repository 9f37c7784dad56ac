"""File names that Mosaic accepts."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.documents.naming import LONGEST, file_name

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("audience", "version", "draft", "name"),
    [
        ("council", 2, False, "M1234567 Carer Conversation 2026-11-22 v2.docx"),
        ("council", 1, True, "M1234567 Carer Conversation 2026-11-22 v1 draft.docx"),
        ("carer", 1, False, "M1234567 Carer Conversation 2026-11-22 v1 carer copy.docx"),
        ("cared_for", 1, True, "M1234567 Carer Conversation 2026-11-22 v1 cared-for person copy draft.docx"),
        ("purchase", 1, False, "M1234567 Carer Conversation 2026-11-22 v1 purchase.docx"),
    ],
)
def test_names(audience: str, version: int, draft: bool, name: str) -> None:
    assert file_name("M1234567", "Carer Conversation", DAY, version, draft, audience) == name


@given(
    st.text(), st.text(), st.integers(1, 999), st.booleans(), st.sampled_from(["council", "carer", "cared_for", "a/b"])
)
def test_any_words_give_a_name_that_fits(identifier: str, title: str, version: int, draft: bool, audience: str) -> None:
    name = file_name(identifier, title, DAY, version, draft, audience)
    assert len(name) <= LONGEST
    assert re.fullmatch(r"[A-Za-z0-9 _.-]+\.docx", name)
    assert not name.startswith((" ", "."))
    assert "  " not in name
    assert f"2026-11-22 v{version}" in name


def test_an_empty_identifier_and_an_odd_title() -> None:
    assert file_name("", "../../Übung: 1", DAY, 1, False) == "record Ubung 1 2026-11-22 v1.docx"
