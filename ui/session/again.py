"""A new process in this one's place after a lock: the same program, told only where to go back to."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

GO_BACK = "CARER_DESKTOP_GO_BACK"
_SHOWN = "CARER_DESKTOP_TELL_SHOWN"
WAIT_SECONDS = 0.8
_LOOK_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class GoBack:
    """Who was signed in, on which kind of page, and whether the carer could see the screen.

    Which record, section and field it was stands in the vault, under the person.
    """

    person: str
    page: str = "home"
    carer_sees: bool = False

    def written(self) -> str:
        """As it is handed to the new process; it names no record."""
        return f"{self.person}:{self.page}:{int(self.carer_sees)}"


def taken() -> GoBack | None:
    """What the process before has left for this one; read once."""
    parts = os.environ.pop(GO_BACK, "").split(":")
    return GoBack(parts[0], parts[1], parts[2] == "1") if len(parts) == 3 else None


def tell_shown() -> None:
    """The window to sign in is on the screen: the process before may end, if it has not done so already."""
    told = os.environ.pop(_SHOWN, "")
    if told.isdecimal():
        with suppress(OSError):
            os.write(int(told), b"1")
        os.close(int(told))


def command() -> list[str]:
    """How this process was started."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *sys.argv[1:]]
    return [sys.executable, *sys.orig_argv[1:]]


def start_again(back: GoBack, words: list[str] | None = None) -> bool:
    """Start the program anew and wait until its window is shown; False if it could not be started.

    A process that is alive but slow is trusted: the old one must not stay for ever.
    """
    environment = {**os.environ, GO_BACK: back.written()}
    if sys.platform == "win32":
        return _started(words or command(), environment, ()) is not None
    read, write = os.pipe()
    os.set_blocking(read, False)
    try:
        started = _started(words or command(), {**environment, _SHOWN: str(write)}, (write,))
        return started is not None and _is_up(started, read)
    finally:
        os.close(read)
        os.close(write)


def _started(
    words: list[str], environment: Mapping[str, str], handles: tuple[int, ...]
) -> subprocess.Popen[bytes] | None:
    import subprocess  # slow to load, and needed once a lock

    try:
        return subprocess.Popen(words, env=environment, pass_fds=handles)
    except OSError:
        return None


def _is_up(started: subprocess.Popen[bytes], shown: int) -> bool:
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until and started.poll() is None:
        if _was_told(shown):
            break
        time.sleep(_LOOK_SECONDS)
    alive = started.poll() is None
    started.returncode = 0 if alive else started.returncode  # it is on its own now: nobody waits for it
    return alive


def _was_told(shown: int) -> bool:
    try:
        return bool(os.read(shown, 1))
    except BlockingIOError:
        return False
