"""When nobody is at the laptop: after how long it is covered, after how long it is locked, and when neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Act: TypeAlias = Literal["", "cover", "lock"]
COVER_MINUTES, LOCK_MINUTES = 5, 15
LEAST_MINUTES, MOST_MINUTES = 1, 60
LISTENING_SECONDS = 30 * 60
CLIPBOARD_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Waits:
    """Idle minutes until the window is covered and until it is locked; *fixed* when IT has set them."""

    cover: int = COVER_MINUTES
    lock: int = LOCK_MINUTES
    fixed: bool = False


def act(idle: float, waits: Waits) -> Act:
    """What so many idle seconds lead to.

    >>> [act(seconds, Waits()) for seconds in (299, 300, 899, 900)]
    ['', 'cover', 'cover', 'lock']
    """
    if idle >= waits.lock * 60:
        return "lock"
    return "cover" if idle >= waits.cover * 60 else ""


class Listening:
    """A conversation goes on: for 30 minutes nobody needs to touch the laptop. Times are seconds that only grow."""

    def __init__(self) -> None:
        self._until: float | None = None
        self._ended = 0.0

    def begin(self, now: float) -> None:
        """Listen from now on."""
        self._until = now + LISTENING_SECONDS

    def end(self, now: float) -> None:
        """Listen no longer; idle time is counted from here."""
        if self._until is not None:
            self._until, self._ended = None, now

    def goes_on(self, now: float) -> bool:
        """Whether it still goes on; ends by itself."""
        if self._until is not None and now >= self._until:
            self.end(self._until)
        return self._until is not None

    def idle(self, idle: float, now: float) -> float:
        """The idle seconds that count: none while listening, and afterwards none from before."""
        return 0.0 if self.goes_on(now) else min(idle, now - self._ended)
