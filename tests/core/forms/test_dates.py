"""Partial dates: how they compare, how they are read and typed."""

from datetime import date
from operator import eq, ge, gt, le, lt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from carer_desktop.forms.condition import Comparison
from carer_desktop.forms.dates import FULL_YEAR, REAL, PartialDate, read_iso, read_typed, shown_date

NOVEMBER = PartialDate(2026, 11)
DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("one", "before", "after", "same"),
    [
        (date(2026, 10, 31), False, True, False),
        (date(2026, 11, 1), False, False, False),
        (DAY, False, False, False),
        (date(2026, 12, 1), True, False, False),
        (PartialDate(2026), False, False, False),
        (PartialDate(2026, 11), False, False, True),
        (PartialDate(2026, 12), True, False, False),
        (PartialDate(2025), False, True, False),
    ],
)
def test_a_month_is_before_or_after_only_without_doubt(one, before, after, same):
    assert (one > NOVEMBER, one < NOVEMBER, one == NOVEMBER) == (before, after, same)
    assert (lt(NOVEMBER, one), ge(NOVEMBER, one)) == (before, not before)
    assert (gt(NOVEMBER, one), le(NOVEMBER, one)) == (after, not after)
    assert (one <= NOVEMBER, one >= NOVEMBER, eq(NOVEMBER, one)) == (not before, not after, same)


def test_a_whole_partial_date_is_that_day():
    whole = PartialDate(2026, 11, 22)
    assert whole == DAY
    assert hash(whole) == hash(DAY)
    assert whole.isoformat() == "2026-11-22"
    assert whole != "2026-11-22"


def test_earliest_and_latest():
    assert (NOVEMBER.earliest(), NOVEMBER.latest()) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (PartialDate(2028, 2).latest(), PartialDate(2026).latest()) == (date(2028, 2, 29), date(2026, 12, 31))


def test_conditions_compare_partial_dates():
    later = Comparison("referral", "more_than", DAY)
    assert later.truth({"referral": NOVEMBER}) is False
    assert later.truth({"referral": PartialDate(2027)}) is True


@given(some.dates())
def test_every_day_survives_being_kept_and_typed(day):
    assert read_iso(day.isoformat()) == day
    assert read_typed(shown_date(day).rjust(14)) == (day if day.year > 999 else FULL_YEAR)
    assert read_typed(f"{day.day}/{day.month}/{day.year:04}") == day


@pytest.mark.parametrize(
    "text",
    ["", "2026-13", "2026-00", "2026-11-31", "2026-W01-1", "20261122", "26-11-22", "2026-1", "２０２６", "0000", "x"],
)
def test_what_is_no_kept_date(text):
    assert read_iso(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "22/11/2026",
        "22 11 2026",
        "22-11-2026",
        "22.11.2026",
        "2026-11-22",
        "2026/11/22",
        "22 November 2026",
        "22nd of Nov 2026",
        "the 22nd november, 2026",
        "Nov 22 2026",
        "2026 Nov 22",
        "22/nov/2026",
        "22nd/11/2026",
        "Sunday 22 November 2026",
        "Sun 22/11 2026",
        " 22 / 11 / 2026 ",
    ],
)
def test_typed_days(text):
    assert read_typed(text) == DAY
    assert read_typed(text, partial=True) == DAY


@pytest.mark.parametrize(
    ("text", "wrong", "partial"),
    [
        ("31/2/2026", REAL, REAL),
        ("soon", REAL, REAL),
        ("", REAL, REAL),
        ("//", REAL, REAL),
        ("Sunday", REAL, REAL),
        ("1 2 3 4", REAL, REAL),
        ("0/1/2026", REAL, REAL),
        ("x/11/2026", REAL, REAL),
        ("22/x/2026", REAL, REAL),
        ("22/11/x", REAL, REAL),
        ("1/1/0000", REAL, REAL),
        ("Nov Dec 2026", REAL, REAL),
        ("2026 2026 11", REAL, REAL),
        ("2026 2026 Nov", REAL, REAL),
        ("Monday 22 November 2026", REAL, REAL),
        ("Sunday November 2026", "must include a day", REAL),
        ("22/11/26", FULL_YEAR, FULL_YEAR),
        ("22 11 26", FULL_YEAR, FULL_YEAR),
        ("22 nov 26", FULL_YEAR, FULL_YEAR),
        ("22//2026", "must include a month", "must include a month"),
        ("22/11/", "must include a year", "must include a year"),
        ("22/11", "must include a year", "must include a year"),
        ("22 Nov", "must include a year", "must include a year"),
        ("22", "must include a month and a year", "must include a month and a year"),
        ("Nov", "must include a day and a year", "must include a day and a year"),
        ("/11/2026", "must include a day", NOVEMBER),
        ("11/2026", "must include a day", NOVEMBER),
        ("2026-11", "must include a day", NOVEMBER),
        ("November 2026", "must include a day", NOVEMBER),
        ("13/2026", "must include a day", REAL),
        ("2026", "must include a day and a month", PartialDate(2026)),
        ("//2026", "must include a day and a month", PartialDate(2026)),
    ],
)
def test_typed_and_not_a_day(text, wrong, partial):
    assert read_typed(text) == wrong
    assert read_typed(text, partial=True) == partial
