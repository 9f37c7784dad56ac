"""When a backup is due and which may go: pure functions over what there is and what time it is.

Everything of two days is kept, then one a day for seven days and one a week for four weeks, none over 35 days. The
number of a backup, never its time, says which is newer, so a clock that is wrong costs room and never a backup. Days
and weeks are those of UTC: a change to or from summer time is nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from carer_desktop.records.backup import BackupInfo, RestoreTest, SecondCopy

Occasion: TypeAlias = Literal["sign_in", "interval", "close"]

KEEP_ALL = timedelta(days=2)
DAILY = 7
WEEKLY = 4
OLDEST = timedelta(days=35)
AT_SIGN_IN = timedelta(hours=20)
INTERVAL = timedelta(minutes=30)
RESTORE_TEST = timedelta(days=30)
SECOND_PLACE = timedelta(days=7)
# A clock that is wrong for one day must not be believed about which backups are old.
_DAYS_SEEN = 2


def due(occasion: Occasion, newest: BackupInfo | None, changed: bool, now: datetime) -> bool:
    """Whether a backup is due: at sign-in after 20 hours, in between after 30 minutes of change, at close if changed.

    *newest* is the newest proven one. What was changed and not backed up at closing is backed up at sign-in.
    """
    if newest is None or occasion == "close":
        return newest is None or changed
    age = now - newest.made_at
    passed = age < timedelta(0) or age > (AT_SIGN_IN if occasion == "sign_in" else INTERVAL)
    return (changed or passed) if occasion == "sign_in" else (changed and passed)


def may_go(backups: Iterable[BackupInfo], now: datetime) -> tuple[BackupInfo, ...]:
    """The backups that may be removed now, the oldest first.

    None while the newest is not proven. For its age alone one goes only when there are proven ones of two days that
    are not too old themselves: a clock that is wrong for a day, or the first day after a long leave, removes nothing.
    """
    dated = _dated(backups, now)
    if not dated or not dated[0].backup.proven:
        return ()
    old = [each for each in dated[1:] if now - each.at > KEEP_ALL]
    recent = {_day(each) for each in dated if each.backup.proven and now - each.at <= OLDEST}
    too_old = {each.number for each in old if now - each.at > OLDEST and len(recent) >= _DAYS_SEEN}
    proven = [each for each in old if each.backup.proven and not each.from_future]
    daily = _newest_of_each(proven, DAILY, _day)
    days = {_day(each) for each in proven if each.number in daily}
    weekly = _newest_of_each([each for each in proven if _day(each) not in days], WEEKLY, _week)
    thinned = {each.number for each in proven if now - each.at <= OLDEST} - daily - weekly
    return tuple(each.backup for each in reversed(dated) if each.number in too_old | thinned)


def restore_test_due(last: RestoreTest | None, now: datetime) -> bool:
    """Whether the newest backup is to be put back for trial: every 30 days, and again after one that failed."""
    return last is None or bool(last.fault) or not timedelta(0) <= now - last.at < RESTORE_TEST


def day_old(at: datetime, now: datetime) -> bool:
    """Whether it is of another working day, or of a time that has not come."""
    return not timedelta(0) <= now - at <= AT_SIGN_IN


def second_place_late(last: SecondCopy | None, now: datetime) -> bool:
    """Whether the second place has had no copy for more than seven days."""
    return last is None or now - last.at > SECOND_PLACE


@dataclass(frozen=True, slots=True)
class _Dated:
    """A backup and the time it is taken to be of."""

    backup: BackupInfo
    at: datetime
    from_future: bool

    @property
    def number(self) -> int:
        return self.backup.number


def _dated(backups: Iterable[BackupInfo], now: datetime) -> list[_Dated]:
    """The backups, the newest first. One from the future was made no later than the next after it that is not."""
    dated: list[_Dated] = []
    latest = now
    for each in sorted(backups, key=lambda each: each.number, reverse=True):
        if each.made_at <= now:
            latest = each.made_at
        dated.append(_Dated(each, latest if each.made_at > now else each.made_at, each.made_at > now))
    return dated


def _day(backup: _Dated) -> Hashable:
    return backup.at.date()


def _week(backup: _Dated) -> Hashable:
    return backup.at.isocalendar()[:2]


def _newest_of_each(backups: Sequence[_Dated], most: int, period: Callable[[_Dated], Hashable]) -> set[int]:
    """The numbers of the newest backup of each of the last *most* periods; *backups* are the newest first."""
    first: dict[Hashable, int] = {}
    for each in backups:
        first.setdefault(period(each), each.number)
    return set(list(first.values())[:most])
