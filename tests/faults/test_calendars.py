"""Calendars by the hundred: leave, wrong clocks, leap days; the newest proven backup stays, and none stays too long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from carer_desktop.records.backup import BackupInfo
from carer_desktop.store import rotation
from tests.core.store.test_rotation import DAY, HOUR, backup
from tests.faults.sizes import inputs

CALENDARS = inputs("calendars")
_SETTINGS = settings(max_examples=CALENDARS)

jumps = st.one_of(
    st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(hours=12)),
    st.timedeltas(min_value=timedelta(days=1), max_value=timedelta(days=3)),
    st.sampled_from([-HOUR, HOUR, timedelta(days=40), -timedelta(days=3), timedelta(days=3650), -timedelta(days=3650)]),
)
steps = st.lists(st.tuples(jumps, st.booleans(), st.sampled_from([True] * 6 + [False])), min_size=1, max_size=60)
starts = st.datetimes(
    datetime(2024, 1, 1),
    datetime(2028, 12, 31),
    timezones=st.just(UTC),  # leap days on both ends
)


@_SETTINGS
@given(starts, steps)
def test_over_any_calendar_the_newest_proven_stays_and_nothing_young_goes(
    start: datetime, walked: list[tuple[timedelta, bool, bool]]
) -> None:
    now, there, number = start, list[BackupInfo](), 0
    for jump, makes_one, proven in walked:
        now += jump
        if makes_one:
            number += 1
            there.append(backup(number, now, proven))
        newest = max((each.number for each in there if each.proven), default=None)
        gone = rotation.may_go(there, now)
        assert [each.number for each in gone] == sorted({each.number for each in gone})
        assert newest not in {each.number for each in gone}
        assert all(now - each.made_at > timedelta(days=2) or each.made_at > now for each in gone)
        if there and not max(there, key=lambda each: each.number).proven:
            assert gone == ()
        there = [each for each in there if each not in gone]
        # Asked again at once, nothing more goes.
        assert rotation.may_go(there, now) == ()


@_SETTINGS
@given(starts, st.lists(st.booleans(), min_size=50, max_size=90))
def test_with_a_right_clock_none_is_over_35_days_and_every_week_has_one(start: datetime, worked: list[bool]) -> None:
    there, number, seen = list[BackupInfo](), 0, list[datetime]()
    for day, at_work in enumerate(worked):
        now = start + DAY * day
        if at_work:
            for hour in (0, 4):
                number += 1
                there.append(backup(number, now + HOUR * hour))
            seen.append(now)
            there = [each for each in there if each not in rotation.may_go(there, now + HOUR * 5)]
            young = [at for at in seen if now - at < timedelta(days=28)]
            weeks = {each.made_at.isocalendar()[:2] for each in there}
            assert {at.isocalendar()[:2] for at in young} <= weeks
            days = {each.made_at.date() for each in there}
            assert {at.date() for at in seen[-8:] if now - at < timedelta(days=8)} <= days
            if len(seen) > 2:
                assert all(
                    now + HOUR * 5 - each.made_at <= rotation.OLDEST for each in there if each.made_at < seen[-2]
                )


def test_control_by_age_alone_a_wrong_clock_removes_the_newest(ran: Callable[[str, int, int], None]) -> None:
    there = [backup(number, datetime(2026, 11, 1, tzinfo=UTC) + DAY * number) for number in range(20)]
    ahead = datetime(2036, 1, 1, tzinfo=UTC)
    by_age = [each for each in there if ahead - each.made_at <= rotation.OLDEST]
    assert by_age == []
    assert rotation.may_go(there, ahead) == ()
    ran("calendars, twice", CALENDARS, CALENDARS)
