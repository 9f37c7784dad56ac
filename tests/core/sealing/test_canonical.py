"""Canonical bytes: fixed for ever, since stored hashes and signatures rest on them."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.sealing.canonical import canonical_bytes, check_code, crockford, sha256_hex

FIXED = [
    ({}, b"{}", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
    ("", b'""', "12ae32cb1ec02d01eda3581b127c1fee3b0dc53572ed6baf239721a03d82e126"),
    (
        {"b": [1, -2, True, False, "x"], "a": {"é": "e\u0301", "A": "Z"}},
        '{"a":{"A":"Z","é":"é"},"b":[1,-2,true,false,"x"]}'.encode(),
        None,
    ),
    (("tuple", 10**30), b'["tuple",1000000000000000000000000000000]', None),
    ('quote " back \\ tab \t line \n bell \x07 del \x7f é 🙂', None, None),
    ({"\uffff": 1, "\U00010000": 2}, '{"\uffff":1,"\U00010000":2}'.encode(), None),
]


@pytest.mark.parametrize(("value", "expected", "sha256"), FIXED)
def test_fixed_examples(value: Any, expected: bytes | None, sha256: str | None) -> None:
    made = canonical_bytes(value)
    expected = expected or '"quote \\" back \\\\ tab \\t line \\n bell \\u0007 del \x7f é 🙂"'.encode()
    assert made == expected
    assert sha256 is None or sha256_hex(made) == sha256


@pytest.mark.parametrize(
    ("value", "error", "says"),
    [
        (1.0, TypeError, "A float has no canonical form"),
        (None, TypeError, "A NoneType has no canonical form"),
        ({"a": None}, TypeError, "NoneType"),
        (Decimal("12.50"), TypeError, "A Decimal has no canonical form"),
        (b"bytes", TypeError, "bytes"),
        ({1: "a"}, TypeError, "as a key"),
        ({"é": 1, "e\u0301": 2}, ValueError, "Two keys"),
        ("half \ud83d", ValueError, "half a character"),
    ],
)
def test_what_has_no_canonical_form_is_refused_in_words(value: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        canonical_bytes(value)


def test_nesting_has_an_end() -> None:
    deep: Any = "x"
    for _ in range(64):
        deep = [deep]
    assert canonical_bytes(deep).startswith(b"[[")
    with pytest.raises(ValueError, match="nested deeper"):
        canonical_bytes([deep])


text = st.text(st.characters(exclude_categories=["Cs"]))
names = text.map(lambda key: unicodedata.normalize("NFC", key))
values = st.recursive(
    text | st.booleans() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(names, inner), max_leaves=12
)


@given(values)
def test_reading_and_writing_again_gives_the_same_bytes(value: Any) -> None:
    made = canonical_bytes(value)
    assert canonical_bytes(json.loads(made)) == made
    assert unicodedata.is_normalized("NFC", made.decode())


def test_check_codes() -> None:
    assert check_code("00" * 32) == "0000-0000-0000"
    assert check_code("ff" * 32) == "ZZZZ-ZZZZ-ZZZZ"
    assert check_code(sha256_hex(b"{}")) == "8G9P-Z8TN-PDKR"
    # Only the first 60 bits count.
    assert check_code("123456789abcdef" + "0" * 49) == check_code("123456789abcdef" + "f" * 49)


def test_crockford_counts_in_its_own_alphabet() -> None:
    assert [crockford(number, 2) for number in (0, 9, 10, 17, 18, 31, 32)] == ["00", "09", "0A", "0H", "0J", "0Z", "10"]
