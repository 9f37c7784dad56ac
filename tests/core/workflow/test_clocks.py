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


def easter(year: int) -> date:
    """Easter Sunday (the reckoning of Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    month, place = divmod(moon + week - 7 * ((golden + 11 * moon + 22 * week) // 451) + 114, 31)
    return date(year, month, place + 1)


def monday(year: int, month: int, last: bool = False) -> date:
    """The first or the last Monday of a month of 31 days."""
    of_month = [date(year, month, number) for number in range(1, 32)]
    return [one for one in of_month if one.weekday() == 0][-1 if last else 0]


def in_place_of(*fixed: date) -> set[date]:
    """Days that fall on a weekend move on to the next weekdays that are free."""
    taken: set[date] = set()
    for one in fixed:
        while one.weekday() >= working_days.SATURDAY or one in taken:
            one += timedelta(days=1)
        taken.add(one)
    return taken


def by_rule(year: int) -> set[date]:
    moving = {easter(year) - timedelta(days=2), easter(year) + timedelta(days=1), monday(year, 5)}
    moving |= {monday(year, 5, last=True), monday(year, 8, last=True)}
    return moving | in_place_of(date(year, 1, 1)) | in_place_of(date(year, 12, 25), date(year, 12, 26))


def test_easter_is_where_the_almanac_has_it():
    sundays = ["2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2038-04-25"]
    assert [easter(day(sunday).year) for sunday in sundays] == [day(sunday) for sunday in sundays]


@pytest.mark.parametrize("year", range(2025, 2031))
def test_the_bank_holidays_follow_the_rule(year):
    assert {one for one in england().days if one.year == year} == by_rule(year)


def test_the_bank_holidays_are_of_the_years_they_say():
    assert (england().first_year, england().last_year) == (2025, 2030)
    assert {one.year for one in england().days} == set(range(2025, 2031)) and len(england().days) == 6 * 8


@pytest.mark.parametrize(
    ("since", "number"), [("2030-12-24", 10), ("2030-12-31", 1), ("2031-05-01", 1), ("2024-12-20", 3)]
)
def test_past_the_data_it_says_so_instead_of_guessing(since, number):
    assert after(day(since), number, england()) is None


@pytest.mark.parametrize("since", ["2030-12-27", "2024-12-20"])
def test_outside_the_data_in_words(since):
    (found,) = running({"dp_told": day(since)}, day("2026-11-22"))
    assert found.by is None and not found.over
    assert found.words == (
        f"Paperwork to the carer: 10 working days from {on_day(day(since), day('2026-11-22'))} cannot be worked out, "
        "the bank holidays are known from 2025 to 2030 only. Ask the Direct Payments Team"
    )
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
    assert running({**told, "paid": day("2026-12-20")}, day("2026-12-21")) == ()


def test_a_review_says_due_and_was_due():
    held = {"conversation": day("2026-11-18")}
    assert running(held, day("2026-11-22"))[0].words == "Carer Review due Thursday 18 November 2027"
    assert running(held, day("2027-11-18"))[0].words == "Carer Review due Thursday 18 November"
    late = running(held, day("2027-11-19"))[0]
    assert late.words == "Carer Review was due Thursday 18 November" and late.over
    assert running({**held, "reviewed": day("2027-11-20")}, day("2027-11-21")) == ()


def test_a_day_that_was_agreed_stands_in_for_the_one_worked_out():
    agreed = {"review_due": day("2027-05-04")}
    for days in (agreed, {**agreed, "conversation": day("2026-11-18")}):
        (found,) = running(days, day("2026-11-22"))
        assert found.words == "Carer Review due Tuesday 4 May 2027"
    assert running({**agreed, "reviewed": day("2027-05-04")}, day("2027-05-05")) == ()


def test_soonest_first_and_what_is_off_stays_off_until_switched_on():
    days = {name: day("2026-12-04") for name in ("dp_told", "conversation", "plan_starts")}
    assert [each.clock.id for each in running(days, day("2026-12-05"))] == ["paperwork", "review"]
    on = {"clock.check": True, "clock.dp_review": True, "clock.review": False, "clock.paperwork": "yes"}
    assert [each.clock.id for each in running(days, day("2026-12-05"), on)] == ["check"]
    assert [clock.id for clock in clocks() if clock.on] == ["urgent", "paperwork", "payment", "review"]
    assert {clock.id for clock in switched({"clock.check": 1})} == {"urgent", "paperwork", "payment", "review"}


def test_urgent_before_all_soonest_first_unknown_last():
    today, on = day("2026-12-05"), {"clock.urgent": True}
    soon, far = {"dp_told": day("2026-12-04")}, {"conversation": day("2026-12-04")}
    unknown = {"dp_told": day("2030-12-30")}

    def order(settings):
        found = [
            *running(unknown, today, settings), *running(far, today, settings, urgent=True),
            *running(unknown, today, settings, urgent=True), *running(soon, today, settings),
        ]  # fmt: skip
        return [(each.urgent, each.by and each.by.year) for each in sorted(found, key=lambda each: each.sorts_at)]

    assert order(on) == order({}) == [(True, 2027), (True, None), (False, 2026), (False, None)]
    assert order({"clock.urgent": False}) == [(False, 2026), (False, 2027), (False, None), (False, None)]


def test_the_first_check_is_due_between_two_days():
    on = {"clock.check": True}
    (check,) = running({"plan_starts": day("2026-12-31")}, day("2026-12-31"), on)
    assert check.words == "First check due between Thursday 11 February 2027 and Thursday 25 February 2027"
    assert (check.opens, check.by, check.over) == (day("2027-02-11"), day("2027-02-25"), False)
    (over,) = running({"plan_starts": day("2026-12-31")}, day("2027-02-26"), on)
    assert over.words == "First check was due between Thursday 11 February and Thursday 25 February" and over.over
    (sooner,) = running({"plan_starts": day("2026-12-31"), "check_due": day("2027-01-15")}, day("2027-01-01"), on)
    assert sooner.words == "First check due Friday 15 January" and sooner.opens is None


def test_the_direct_payment_is_reviewed_within_six_months_and_then_every_twelve():
    on, paid = {"clock.dp_review": True}, {"paid": day("2026-08-31")}
    for today in ("2026-09-01", "2027-02-28", "2027-06-01"):  # nobody has said that it was done: it stays where it was
        (found,) = running(paid, day(today), on)
        assert found.by == day("2027-02-28") and "who monitor it" in found.words and not found.over
    for done, by in (("2027-02-28", "2028-02-28"), ("2028-02-29", "2029-02-28"), ("2029-02-01", "2030-02-01")):
        (found,) = running({**paid, "dp_reviewed": day(done), "dp_review_due": day("2027-01-01")}, day(done), on)
        assert (found.since, found.by) == (day(done), day(by))


def test_for_a_payment_made_once_one_reminder_is_enough():
    on = {"clock.check": True, "clock.dp_review": True}
    days = {name: day("2026-12-04") for name in ("conversation", "plan_starts", "paid")}
    assert [each.clock.id for each in running(days, day("2026-12-05"), on)] == ["check", "dp_review", "review"]
    assert [each.clock.id for each in running(days, day("2026-12-05"), on, one_off=True)] == ["review"]


def test_the_week_in_words():
    week = [on_day(day("2026-11-30") + timedelta(days=number), day("2026-11-22")) for number in range(7)]
    assert week[:3] == ["Monday 30 November", "Tuesday 1 December", "Wednesday 2 December"]
    assert week[3:] == ["Thursday 3 December", "Friday 4 December", "Saturday 5 December", "Sunday 6 December"]


def test_every_clock_names_its_source():
    assert all(clock.source and clock.title and clock.sort in ("due", "expected", "order") for clock in clocks())
    assert all(clock.ask for clock in clocks() if clock.sort == "expected")
    assert all(clock.starts and clock.ends and clock.after for clock in clocks() if clock.sort != "order")
    assert [clock.id for clock in clocks() if clock.sort == "order"] == ["urgent"]


@given(st.dates(date(2025, 1, 1), date(2030, 10, 1)), st.integers(0, 40))
def test_working_days_are_those_in_between(since, number):
    to = after(since, number, england())
    assert to is not None
    between = [since + timedelta(days=each) for each in range(1, (to - since).days + 1)]
    assert sum(is_working_day(each, england()) for each in between) == number
    assert number == 0 or is_working_day(to, england())


@given(st.dates(date(1900, 1, 1), date(9990, 1, 1)), st.dates(date(1900, 1, 1), date(9990, 1, 1)))
def test_no_clock_ends_before_it_began_and_every_one_has_words_on_any_day(since, today):
    timed = [clock for clock in clocks() if clock.sort != "order"]
    on = {f"clock.{clock.id}": True for clock in timed}
    for clock in timed:
        by = ends(clock, since, england())
        assert by is None or by > since
        (found,) = [each for each in running({clock.starts: since}, today, on) if each.clock == clock]
        assert found.by == by and found.words.startswith(clock.title) and "late" not in found.words
