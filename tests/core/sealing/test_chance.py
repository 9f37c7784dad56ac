"""Ids and references: the right alphabet, the right length, none twice."""

from __future__ import annotations

import re

from carer_desktop.sealing.chance import random_id, reference


def test_ids_are_128_bits_in_hexadecimal() -> None:
    drawn = {random_id() for _ in range(10_000)}
    assert len(drawn) == 10_000
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in drawn)


def test_references_are_eight_letters_that_cannot_be_misread() -> None:
    drawn = [reference() for _ in range(2_000)]
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{8}", each) for each in drawn)
    assert len(set(drawn)) > 1_990
