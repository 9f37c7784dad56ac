"""When a backup is due and which may go, day by day; over many calendars it is tried among the faults."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from carer_desktop.records.backup import BackupInfo, RestoreTest, SecondCopy
from carer_desktop.store import rotation
from tests.core.store.given import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def backup(number: int, made_at: datetime, proven: bool = True) -> BackupInfo:
    return BackupInfo(f"{number}.vault", number, made_at, "asked", "v", 0, 0, {}, 0, "", proven)


def daily(days: int, last: datetime = NOW, a_day: int = 1) -> list[BackupInfo]:
    """So many days of backups, so many a day, the last at *last*."""
    made = sorted(last - DAY * day - HOUR * hour for day in range(days) for hour in range(a_day))
    return [backup(number, at) for number, at in enumerate(made, 1)]


def kept(backups: list[BackupInfo], now: datetime = NOW) -> list[int]:
    gone = {each.number for each in rotation.may_go(backups, now)}
    return [each.number for each in backups if each.number not in gone]


# --- when one is due -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("occasion", "age", "changed", "due"),
    [
        ("sign_in", timedelta(hours=21), False, True),
        ("sign_in", timedelta(hours=19), False, False),
        ("sign_in", timedelta(hours=1), True, True),
        ("sign_in", -timedelta(hours=1), False, True),
        ("interval", timedelta(minutes=31), True, True),
        ("interval", timedelta(minutes=31), False, False),
        ("interval", timedelta(minutes=29), True, False),
        ("interval", -timedelta(minutes=1), True, True),
        ("close", timedelta(minutes=1), True, True),
        ("close", timedelta(days=9), False, False),
    ],
)
def test_when_a_backup_is_due(occasion: rotation.Occasion, age: timedelta, changed: bool, due: bool) -> None:
    assert rotation.due(occasion, backup(1, NOW - age), changed, NOW) is due


@pytest.mark.parametrize("occasion", ["sign_in", "interval", "close"])
def test_the_first_is_always_due(occasion: rotation.Occasion) -> None:
    assert rotation.due(occasion, None, False, NOW)


def test_when_a_trial_is_due() -> None:
    def tried(days: int, fault: str = "") -> RestoreTest:
        return RestoreTest(NOW - DAY * days, "1.vault", NOW, fault)

    assert rotation.restore_test_due(None, NOW)
    assert rotation.restore_test_due(tried(30), NOW)
    assert rotation.restore_test_due(tried(-1), NOW)
    assert rotation.restore_test_due(tried(1, "bad"), NOW)
    assert not rotation.restore_test_due(tried(29), NOW)


def test_when_the_second_place_is_late() -> None:
    assert rotation.second_place_late(None, NOW)
    assert rotation.second_place_late(SecondCopy(NOW - DAY * 8, "a", 1), NOW)
    assert not rotation.second_place_late(SecondCopy(NOW - DAY * 7, "a", 1), NOW)
    assert rotation.day_old(NOW - DAY, NOW)
    assert rotation.day_old(NOW + DAY, NOW)
    assert not rotation.day_old(NOW - HOUR, NOW)


# --- which may go ----------------------------------------------------------------------------------


def test_everything_of_two_days_then_seven_days_then_four_weeks() -> None:
    backups = daily(60, a_day=3)
    days = [backups[number - 1].made_at for number in kept(backups)]
    ages = [(NOW - at).days for at in days]
    assert sum(NOW - at <= timedelta(days=2) for at in days) == 7
    assert max(ages) < 36
    assert len({at.date() for at in days if timedelta(days=2) < NOW - at < timedelta(days=9)}) == 7
    # One for each week that the days no longer reach.
    older = [at for at in days if NOW - at > timedelta(days=10)]
    assert len(older) == len({at.isocalendar()[:2] for at in older}) in (3, 4)
    # Of a day and of a week it is the newest that stays.
    assert all(at.hour == NOW.hour for at in days if NOW - at > timedelta(days=2, hours=1))


def test_nothing_goes_while_the_newest_is_not_proven() -> None:
    backups = daily(60)
    unproven = [*backups, backup(61, NOW, proven=False)]
    assert rotation.may_go(unproven, NOW) == ()
    assert rotation.may_go([], NOW) == ()
    assert rotation.may_go([backup(1, NOW)], NOW) == ()


def test_what_is_not_proven_goes_for_its_age_alone_and_stands_for_no_day() -> None:
    old, young = backup(1, NOW - DAY * 40, proven=False), backup(2, NOW - DAY * 5, proven=False)
    backups = [old, young, backup(3, NOW - DAY * 5), *(backup(4 + day, NOW - DAY * (2 - day)) for day in range(3))]
    assert [each.number for each in rotation.may_go(backups, NOW)] == [1]


def test_after_long_leave_the_old_ones_go_on_the_second_day() -> None:
    before = daily(10, NOW - DAY * 60)
    first = [*before, backup(11, NOW - DAY)]
    assert len(kept(first, NOW - DAY)) == len(first)
    assert kept([*first, backup(12, NOW)]) == [11, 12]


def test_a_clock_ten_years_ahead_for_a_day_costs_no_backup() -> None:
    before, ahead = daily(20, NOW - DAY), datetime(2036, 1, 1, tzinfo=UTC)
    wrong = [*before, backup(21, ahead), backup(22, ahead + HOUR)]
    assert set(kept(wrong, ahead + HOUR)) == set(range(1, 23))
    right_again = [*wrong, backup(23, NOW)]
    # Those from the future were made no later than the next, which is of today.
    assert {21, 22, 23} <= set(kept(right_again))
    later = [*right_again, *(backup(24 + day, NOW + DAY * (day + 1)) for day in range(40))]
    assert not {21, 22} & set(kept(later, NOW + DAY * 40))


def test_a_clock_that_went_back_costs_no_backup() -> None:
    before = daily(20, NOW - DAY)
    back = datetime(2000, 1, 1, tzinfo=UTC)
    assert set(kept([*before, backup(21, back), backup(22, back + DAY * 3)], back + DAY * 3)) == set(range(1, 23))


def test_the_hour_that_comes_twice_is_nothing_here() -> None:
    autumn = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    backups = [backup(number, autumn + timedelta(minutes=30 * number)) for number in range(8)]
    assert kept(backups, autumn + HOUR * 5) == list(range(8))
