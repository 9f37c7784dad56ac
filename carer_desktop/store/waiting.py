"""Waiting after wrong tries: longer each time, the same for somebody nobody knows, and never anything wiped.

It guards the window. Whoever has the files guesses without it, and what is dear for them is the derivation.
"""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from carer_desktop.records.sign_in import NotOpened
from carer_desktop.store import key_file
from carer_desktop.store.key_file import Tried

WAITS = (0, 0, 0, 2, 4, 8, 30, 120, 300)
"""Seconds to wait after the first wrong try, the second, and so on; after the tenth and each one more, LONGEST."""
LONGEST = 900
TOLD_FROM = 10
"""From so many on, the person is told of them at the next sign-in."""
_MOST = 1_000_000


def seconds_after(count: int) -> int:
    """How long to wait after so many wrong tries in a row.

    >>> [seconds_after(count) for count in (1, 3, 4, 9, 10, 11)]
    [0, 0, 2, 300, 900, 900]
    """
    return 0 if count < 1 else (*WAITS, LONGEST)[min(count, len(WAITS) + 1) - 1]


def check(path: Path, place: str, now: datetime) -> Tried | None:
    """What was tried in vain there; NotOpened while the time has not passed.

    A clock that was put back does not shorten it: the whole wait begins again.
    """
    tries = key_file.read_tries(path)
    tried = tries.get(place)
    if tried is None:
        return None
    wait = seconds_after(tried.count)
    if now < tried.last and wait:
        _keep(path, {**tries, place: Tried(tried.count, now)})
        raise _wait(path, wait)
    left = tried.last + timedelta(seconds=wait) - now
    if left > timedelta():
        raise _wait(path, math.ceil(left.total_seconds()))
    return tried


def count(path: Path, place: str, now: datetime) -> int:
    """Count one more wrong try, in both copies, and give how many seconds to wait for the next."""
    tries = key_file.read_tries(path)
    before = tries.get(place)
    times = min(before.count if before else 0, _MOST) + 1
    _keep(path, {**tries, place: Tried(times, now)})
    return seconds_after(times)


def forget(path: Path, place: str) -> None:
    """Somebody has signed in there: begin anew."""
    _keep(path, {each: tried for each, tried in key_file.read_tries(path).items() if each != place})


def _keep(path: Path, tries: dict[str, Tried]) -> None:
    # On a full disk nothing can be counted; a person with the right passphrase must get in to make room all the same.
    with suppress(OSError):
        key_file.write_tries(path, tries)


def _wait(path: Path, seconds: int) -> NotOpened:
    time = f"{seconds} second{'s' * (seconds != 1)}" if seconds < 120 else f"{math.ceil(seconds / 60)} minutes"
    return NotOpened("There were too many wrong tries", path.name, f"Wait {time}, then try again.", seconds)
