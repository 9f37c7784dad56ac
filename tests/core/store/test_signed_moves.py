"""The bytes that are signed with a move: a fixed example, so that no later version writes them in another way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from carer_desktop.assessment import Move
from carer_desktop.sealing.canonical import check_code, sha256_hex
from carer_desktop.store.history import signed_part

MOVE = Move(
    "authorise", "authorised", datetime(2026, 11, 22, 10, 0, tzinfo=UTC), "p2", "authoriser", "Café", 30000, "ab" * 32,
    None, 1, "p2", {"how": "app", "on": "2026-11-22"},
)  # fmt: skip
BYTES = (
    b'cc/v1/move\0{"amount":"30000","assessment":"a1","at":"2026-11-22T10:00:00.000000+00:00","by":"p2","content":"'
    + b"ab" * 32
    + '","manager":"p2","move":"authorise","note":"Café","revision":1,"role":"authoriser",'.encode()
    + b'"says":{"how":"app","on":"2026-11-22"},"sequence":2,"stage":"authorised","vault":"v1"}'
)


def test_the_bytes_of_one_move() -> None:
    assert signed_part("v1", "a1", 2, MOVE) == BYTES
    assert signed_part("v1", "a1", 2, replace(MOVE, note="Cafe\u0301")) == BYTES, "one text, however it was typed"


@pytest.mark.parametrize(
    "other",
    [
        replace(MOVE, amount_pence=30001), replace(MOVE, amount_pence=None), replace(MOVE, by="p3"),
        replace(MOVE, note=""), replace(MOVE, content_sha256=None), replace(MOVE, revision=2),
        replace(MOVE, manager="p3"), replace(MOVE, says={}), replace(MOVE, stage="declined"),
    ],
)  # fmt: skip
def test_any_other_move_has_other_bytes(other: Move) -> None:
    assert signed_part("v1", "a1", 2, other) != BYTES
    assert signed_part("v1", "a1", 3, MOVE) != BYTES != signed_part("v2", "a1", 2, MOVE)


def test_a_check_code_of_known_bytes() -> None:
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert check_code(sha256_hex(b"")) == "WERC-8GMR-ZGE1"
