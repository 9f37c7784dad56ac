"""Clocks against tables made by hand: working days over Christmas and Easter, months over leap days and year ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.workflow import working_days
from carer_desktop.workflow.clocks import clocks, ends, on_day, running, switched
from carer_desktop.workflow.working_days import after, england, is_working_day

# Counted on a wall calendar: from, working days, to.
BY_HAND = [
    # Christmas 2026: Friday 25 December, Boxing Day on a Saturday and so Monday 28; Friday 1 January 2027.
    ("2026-12-11", 10, "2026-12-29"), ("2026-12-14", 10, "2026-12-30"), ("2026-12-18", 5, "2026-12-29"),
    ("2026-12-21", 10, "2027-01-07"), ("2026-12-23", 1, "2026-12-24"), ("2026-12-24", 1, "2026-12-29"),
    ("2026-12-25", 1, "2026-12-29"), ("2026-12-26", 10, "2027-01-12"), ("2026-12-31", 1, "2027-01-04"),
    ("2027-01-01", 10, "2027-01-15"),
    # Easter 2026: Good Friday 3 April, Monday 6 April.
    ("2026-03-20", 10, "2026-04-07"), ("2026-03-27", 10, "2026-04-14"), ("2026-04-02", 1, "2026-04-07"),
    ("2026-04-03", 10, "2026-04-20"), ("2026-04-04", 10, "2026-04-20"),
    # Christmas 2027: Saturday and Sunday, so 27 and 28 December; New Year's Day 2028 a Saturday, so 3 January.
    ("2027-12-20", 10, "2028-01-06"), ("2027-12-24", 1, "2027-12-29"), ("2027-12-25", 5, "2028-01-05"),
    ("2027-12-31", 1, "2028-01-04"), ("2027-12-17", 10, "2028-01-05"),
    # Easter 2027: Good Friday 26 March, Monday 29 March.
    ("2027-03-15", 10, "2027-03-31"), ("2027-03-25", 1, "2027-03-30"), ("2027-03-24", 10, "2027-04-09"),
    # Leap day, Easter 2028: Good Friday 14 April, Monday 17 April.
    ("2028-02-25", 2, "2028-02-29"), ("2028-02-28", 10, "2028-03-13"), ("2028-02-29", 1, "2028-03-01"),
    ("2028-04-03", 10, "2028-04-19"), ("2028-04-13", 1, "2028-04-18"), ("2028-04-10", 10, "2028-04-26"),
    # Christmas 2028: Monday 25 and Tuesday 26 December; Monday 1 January 2029.
    ("2028-12-15", 10, "2029-01-03"), ("2028-12-22", 1, "2028-12-27"), ("2028-12-29", 1, "2029-01-02"),
    # May and August.
    ("2026-05-01", 1, "2026-05-05"), ("2026-05-22", 10, "2026-06-08"), ("2026-08-28", 1, "2026-09-01"),
    # No holiday near.
    ("2026-11-20", 10, "2026-12-04"), ("2026-12-04", 10, "2026-12-18"), ("2026-11-22", 10, "2026-12-04"),
]  # fmt: skip

MONTHS = [
    ("2026-11-18", "2027-11-18"), ("2027-02-28", "2028-02-28"), ("2028-02-29", "2029-02-28"),
    ("2026-12-31", "2027-12-31"), ("2027-03-01", "2028-03-01"), ("2024-02-29", "2025-02-28"),
]  # fmt: skip


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(("since", "number", "to"), BY_HAND)
def test_working_days_by_hand(since, number, to):
    assert after(day(since), number, england()) == day(to)


@pytest.mark.parametrize(("since", "to"), MONTHS)
def test_a_review_is_due_twelve_months_after(since, to):
    (found,) = running({"conversation": day(since)}, day(since))
    assert (found.clock.id, found.by) == ("review", day(to))


def test_every_year_has_eight_bank_holidays_on_weekdays():
    for year in range(england().first_year, england().last_year + 1):
        of_year = [one for one in england().days if one.year == year]
        assert len(of_year) == 8
        assert all(one.weekday() < working_days.SATURDAY for one in of_year)
        fridays = [one for one in of_year if one.weekday() == 4 and one.month in (3, 4)]
        assert len(fridays) == 1 and fridays[0] + timedelta(days=3) in of_year


@pytest.mark.parametrize(
    ("since", "number"), [("2030-12-24", 10), ("2030-12-31", 1), ("2031-05-01", 1), ("2024-12-20", 3)]
)
def test_past_the_data_it_says_so_instead_of_guessing(since, number):
    assert after(day(since), number, england()) is None


def test_past_the_data_in_words():
    (found,) = running({"dp_told": day("2030-12-27")}, day("2030-12-28"))
    assert found.by is None and "known until 2030 only" in found.words and not found.over
    assert after(date(9999, 12, 30), 5, working_days.BankHolidays(frozenset(), 1, 9999)) is None


def test_where_the_program_cannot_know_it_never_says_late():
    told = {"dp_told": day("2026-12-04")}
    for today in ("2026-12-07", "2026-12-18", "2026-12-21", "2027-03-01"):
        (found,) = running(told, day(today))
        assert "expected by Friday 18 December" in found.words and "ask the Direct Payments Team" in found.words
        assert not found.over and "late" not in found.words
    (money,) = running({**told, "paperwork_back": day("2026-12-14")}, day("2026-12-15"))
    assert money.words.startswith("Money to the carer expected by Wednesday 30 December")
    assert running({**told, "paperwork_back": day("2026-12-14"), "paid": day("2026-12-20")}, day("2026-12-21")) == ()


def test_a_review_says_due_and_was_due():
    held = {"conversation": day("2026-11-18")}
    assert running(held, day("2026-11-22"))[0].words == "Carer Review due Thursday 18 November 2027"
    assert running(held, day("2027-11-18"))[0].words == "Carer Review due Thursday 18 November"
    late = running(held, day("2027-11-19"))[0]
    assert late.words == "Carer Review was due Thursday 18 November" and late.over
    assert running({**held, "reviewed": day("2027-11-20")}, day("2027-11-21")) == ()


def test_soonest_first_and_what_is_off_stays_off_until_switched_on():
    days = {name: day("2026-12-04") for name in ("dp_told", "conversation", "plan_starts")}
    assert [each.clock.id for each in running(days, day("2026-12-05"))] == ["paperwork", "review"]
    on = {"clock.check": True, "clock.dp_review": True, "clock.review": False, "clock.paperwork": "yes"}
    assert [each.clock.id for each in running(days, day("2026-12-05"), on)] == ["check"]
    assert [clock.id for clock in clocks() if clock.on] == ["paperwork", "payment", "review"]
    assert {clock.id for clock in switched({"clock.check": 1})} == {"paperwork", "payment", "review"}


def test_the_first_check_and_the_direct_payment():
    on = {"clock.check": True, "clock.dp_review": True, "clock.review": False}
    check = running({"plan_starts": day("2026-12-31")}, day("2026-12-31"), on)
    assert check[0].by == day("2027-02-25") and check[0].clock.early == 6
    paid = {"paid": day("2026-08-31")}
    for today, by in (("2026-09-01", "2027-02-28"), ("2027-03-01", "2028-02-29"), ("2028-03-01", "2029-02-28")):
        (found,) = running(paid, day(today), on)
        assert found.by == day(by) and "who monitor it" in found.words


def test_every_clock_names_its_source():
    assert all(clock.source and clock.title and clock.sort in ("due", "expected") for clock in clocks())
    assert all(clock.ask for clock in clocks() if clock.sort == "expected")


@given(st.dates(date(2025, 1, 1), date(2030, 10, 1)), st.integers(0, 40))
def test_working_days_are_those_in_between(since, number):
    to = after(since, number, england())
    assert to is not None
    between = [since + timedelta(days=each) for each in range(1, (to - since).days + 1)]
    assert sum(is_working_day(each, england()) for each in between) == number
    assert number == 0 or is_working_day(to, england())


@given(st.dates(date(1900, 1, 1), date(9990, 1, 1)), st.dates(date(1900, 1, 1), date(9990, 1, 1)))
def test_no_clock_ends_before_it_began(since, today):
    for clock in clocks():
        by = ends(clock, since, today, england())
        assert by is None or by > since
    assert str(since.day) in on_day(since, today)
