"""Answers in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from carer_desktop.documents.wording import moment, words
from carer_desktop.forms.dates import PartialDate
from tests.core.documents.made import YN, q


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("text", "A\x0bB\x00", "A\nB"),
        ("date", "2026-11-22", "22 November 2026"),
        ("date", "2026", "2026"),
        ("date", "nonsense", "nonsense"),
        ("date", PartialDate(2026, 11), "November 2026"),
        ("calculated", date(2026, 11, 22), "22 November 2026"),
        ("calculated", "2026-11-22T10:05:00+00:00", "22 November 2026 at 10:05"),
        ("calculated", Decimal("1234.50"), "£1,234.50"),
        ("calculated", Decimal("35.5"), "35.5"),
        ("calculated", 3, "3"),
        ("calculated", "M1 2", "M1 2"),
        ("money", "0.00", "£0.00"),
        ("money", "lots", "lots"),
        ("money", Decimal("-1.5"), "-£1.50"),
        ("money", {"typed": "lots"}, "lots (cannot be read as an amount of money)"),
        ("text", {"typed": "x"}, "x (cannot be read as an answer)"),
        ("date", {"not_covered": True}, "Not covered in this conversation"),
        ("whole", 0, "0"),
        ("choices", [], ""),
        ("choices", ["yes"], "Yes"),
        ("choices", ["yes", "other"], "- Yes\n- other"),
        ("choice", "no", "No"),
        ("choice", "North team", "North team"),
        ("signature", {"name": "Ann", "mode": "verbal"}, "Ann, agreed in words"),
        ("signature", {"mode": "new"}, "new"),
        ("signature", {}, ""),
    ],
)
def test_words(kind: str, value: Any, text: str) -> None:
    choices = YN if kind.startswith("choice") else ()
    assert words(q("x", kind, "X", choices=choices), value) == text


def test_what_a_calculation_gives_is_said_in_words() -> None:
    question = q("x", "calculated", "X", gives=("yes", "no", "undetermined"))
    assert [words(question, one) for one in question.gives] == ["Yes", "No", "Cannot tell yet"]


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29 March 2026 at 00:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 March 2026 at 02:00"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "25 October 2026 at 01:59"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "25 October 2026 at 01:00"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026 at 00:30"),
    ],
)
def test_moments_are_told_in_the_time_of_the_united_kingdom(at: datetime, text: str) -> None:
    assert moment(at) == text
