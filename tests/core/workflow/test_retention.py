"""When a record's time has come: for any day, any time within its bounds, and any day somebody looks."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.records.retention import Holding
from carer_desktop.workflow.retention import due, later, rules, shipped, time_comes

KINDS = {rule.kind: rule for rule in shipped()[0]}
DAYS = st.dates(date(2000, 2, 1), date(2100, 1, 1))
AGES = st.integers(-50, 5_000)


def held(kind: str, since: date | None, **more: Any) -> Holding:
    return Holding(kind, "a" * 32, "ABCD1234", "uploaded", since, **more)


def what(holding: Holding, today: date, settings: dict[str, Any] | None = None) -> tuple[str, date, date | None] | None:
    found = due([holding], settings or {}, today)
    assert len(found) <= 1
    return (found[0].what, found[0].since, found[0].more_on) if found else None


def test_the_times_are_those_that_were_agreed() -> None:
    found = {kind: (rule.after, rule.unit, rule.least, rule.most) for kind, rule in KINDS.items()}
    assert found["assessment"] == (30, "days", 7, 90)
    assert (KINDS["assessment"].then, KINDS["assessment"].lock_after) == ("offer", 2)
    assert (KINDS["draft"].after, KINDS["draft"].then, KINDS["draft"].remind_every) == (28, "tell", 7)
    assert {found[kind][:2] for kind in ("referral", "offer", "contact")} == {(12, "months")}
    assert found["sign_up"][:2] == (30, "days")
    assert found["audit"][:2] == (7, "years")
    assert all(rule.least <= rule.after <= rule.most for rule in KINDS.values())


@given(DAYS, st.integers(7, 90), AGES)
def test_a_record_on_mosaic_is_offered_then_locked(since: date, after: int, age: int) -> None:
    found = what(held("assessment", since), since + timedelta(days=age), {"retention.assessment": after})
    offer, lock = since + timedelta(days=after), since + timedelta(days=2 * after)
    if age < after:
        assert found is None
    elif age < 2 * after:
        assert found == ("offer", offer, lock)
    else:
        assert found == ("confirm", lock, None)


@given(DAYS, st.integers(7, 60), AGES)
def test_a_draft_is_recalled_each_week_and_then_told(since: date, after: int, age: int) -> None:
    found = what(held("draft", since), since + timedelta(days=age), {"retention.draft": after})
    if age >= after:
        assert found == ("tell", since + timedelta(days=after), None)
    elif age >= 7:
        assert found == ("remind", since + timedelta(days=age // 7 * 7), since + timedelta(days=after))
    else:
        assert found is None


@given(DAYS, st.integers(0, 400), AGES)
def test_a_record_kept_longer_counts_anew_from_that_day(since: date, kept_after: int, age: int) -> None:
    kept_on = since + timedelta(days=kept_after)
    today = kept_on + timedelta(days=age)
    assert what(held("assessment", since, kept_on=kept_on), today) == what(held("assessment", kept_on), today)


@given(DAYS, st.integers(1, 400))
def test_keeping_never_brings_a_day_forward(since: date, before: int) -> None:
    early = held("assessment", since, kept_on=since - timedelta(days=before))
    assert time_comes(early, KINDS["assessment"]) == since + timedelta(days=30)


@given(DAYS, st.sampled_from(["referral", "offer", "contact"]), AGES)
def test_twelve_months_are_twelve_months(since: date, kind: str, age: int) -> None:
    today = since + timedelta(days=age)
    over = (today.year - since.year) * 12 + today.month - since.month
    last = monthrange(today.year, today.month)[1]
    passed = over > 12 or (over == 12 and today.day >= min(since.day, last))
    found = what(held(kind, since), today)
    assert (found is not None) is passed
    assert found is None or found[0] == "offer"


@given(DAYS, st.integers(0, 200), st.sampled_from(["days", "months", "years"]))
def test_later_is_never_sooner_for_more(day: date, number: int, unit: str) -> None:
    one, two = later(day, number, unit), later(day, number + 1, unit)
    assert day <= one < two or two == date.max
    if unit != "days":
        assert one.day == min(day.day, monthrange(one.year, one.month)[1])


@pytest.mark.parametrize("unit", ["days", "months", "years"])
def test_the_end_of_the_calendar_is_an_end(unit: str) -> None:
    assert later(date(MAXYEAR, 12, 30), 40, unit) == date.max


@pytest.mark.parametrize(("set_to", "counts_as"), [(7, 7), (90, 90), (6, 7), (0, 7), (-3, 7), (91, 90), (10**9, 90)])
def test_a_time_outside_its_bounds_counts_as_the_bound(set_to: int, counts_as: int) -> None:
    assert rules({"retention.assessment": set_to})["assessment"].after == counts_as


@pytest.mark.parametrize("set_to", [None, "45", 45.5, True, [45]])
def test_what_is_no_number_counts_as_not_set(set_to: Any) -> None:
    assert rules({"retention.assessment": set_to})["assessment"] == KINDS["assessment"]


def test_the_most_urgent_comes_first() -> None:
    today = date(2026, 11, 22)
    ages = [("assessment", 30), ("assessment", 60), ("assessment", 29), ("draft", 28), ("draft", 7), ("sign_up", 31)]
    holdings = [
        Holding(kind, str(number), "R", "any", today - timedelta(days=age)) for number, (kind, age) in enumerate(ages)
    ]
    found = due(holdings, {}, today)
    assert [(one.what, one.holding.id) for one in found] == [
        ("confirm", "1"), ("tell", "3"), ("offer", "5"), ("offer", "0"), ("remind", "4")
    ]  # fmt: skip


def test_what_has_not_begun_to_count_is_never_due() -> None:
    assert what(held("referral", None), date.max) is None


def test_control_days_counted_as_thirty_a_month_would_be_found() -> None:
    """A year of twelve times thirty days is over before a year is."""
    since = date(2026, 1, 31)
    assert what(held("referral", since), since + timedelta(days=360)) is None
