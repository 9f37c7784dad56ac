"""What `check-table` says: nothing about a table in order, warnings where amounts fall, all in one line each."""

from __future__ import annotations

from pathlib import Path

import pytest

from carer_desktop.budget.check import check, describe
from carer_desktop.budget.library import find
from carer_desktop.budget.table import load
from carer_desktop.paths import RESOURCES

FILE = RESOURCES / "budget" / "illustrative-2026.toml"
TEXT = FILE.read_text("utf-8")


def test_the_shipped_table_is_in_order() -> None:
    assert check(FILE) == []
    assert check(TEXT, "illustrative-2026.toml") == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('i3 = "450.00", i4 = "600.00"', 'i3 = "450.00", i4 = "440.00"', [
            "t.toml, amounts.l4.i4: £440.00 is less than the £450.00 of the lower level l4.i3. "
            "Check both amounts; a higher level seldom gives less.",
            "t.toml, amounts.l4.i4: £440.00 is less than the £450.00 of the lower level l3.i4. "
            "Check both amounts; a higher level seldom gives less.",
        ]),
        ('l1 = { i0 = "0.00"', 'l1 = { i0 = "5.00"', [
            "t.toml, amounts.l2.i0: £0.00 is less than the £5.00 of the lower level l1.i0. "
            "Check both amounts; a higher level seldom gives less.",
        ]),
        ('i4 = "600.00"', 'i4 = "602.50"', [
            "t.toml, amounts.l4.i4: £602.50 is not a multiple of the step £5.00. "
            "It is rounded to £605.00; write that or another step.",
        ]),
        ('i4 = "600.00"', 'i4 = "450.00"', []),
    ],
)  # fmt: skip
def test_what_is_odd_is_a_warning_and_the_table_still_loads(old: str, new: str, said: list[str]) -> None:
    text = TEXT.replace(old, new)
    found = check(text, "t.toml")
    assert [str(one) for one in found] == said
    assert {one.kind for one in found} <= {"warning"}
    assert load(text).id == "illustrative"


def test_a_table_that_cannot_be_used_gives_its_errors_only(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(TEXT.replace('i4 = "600.00"', 'i4 = "1.5"'), "utf-8")
    assert [str(one) for one in check(path)] == [
        f"{path}, amounts.l4.i4: “1.5” is not an amount of money. "
        'Write pounds and pence in quotes, with a point and no comma or £: "150.00".'
    ]
    assert str(check(b"\xff", "t.toml")[0]) == "t.toml: The file is not UTF-8 text. Save it as plain text in UTF-8."


def test_describe_says_which_answers_it_takes() -> None:
    assert describe(find("illustrative")) == [
        "illustrative@2026.1: Illustrative – not Camden's, from 1 January 2020",
        "caring_level: Level of the caring role: l1 (Low), l2 (Moderate), l3 (High), l4 (Very high)",
        "impact_level: Impact on well-being: i0 (None), i1 (A little), i2 (A fair amount), i3 (A lot), "
        "i4 (More than I can manage)",
        "3 worked examples: kept",
    ]
    ended = load(TEXT.replace("from = 2020-01-01", "from = 2026-04-01\nuntil = 2027-03-31"))
    assert describe(ended)[0].endswith("from 1 April 2026 until 31 March 2027")
