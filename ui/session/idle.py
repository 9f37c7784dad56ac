"""How long nobody has touched the laptop: as the system tells it, else as our own window sees it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QWindow

from ui.session.bus import Bus

SYSTEM: str = sys.platform
KIND = QEvent.Type
TOUCHES = frozenset({
    KIND.KeyPress, KIND.MouseButtonPress, KIND.MouseMove, KIND.Wheel, KIND.TouchBegin, KIND.TabletPress,
    KIND.InputMethod,
})  # fmt: skip


def seconds_passed() -> float:
    """Seconds that only ever grow; time the laptop slept is among them where the system counts it."""
    if SYSTEM == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


@dataclass(frozen=True, slots=True)
class Idle:
    """Seconds since the last key or mouse, and in words who says so."""

    seconds: Callable[[], float]
    words: str


class OwnWindow(QObject):
    """Watches our own windows alone: the last resort, because work in another program looks like none."""

    def __init__(self, app: QGuiApplication, seconds: Callable[[], float] = seconds_passed) -> None:
        super().__init__(app)
        self._seconds = seconds
        self._touched = seconds()
        self._watch(app.focusWindow())
        app.focusWindowChanged.connect(self._watch)

    def idle(self) -> float:
        """Seconds since the last key or mouse in one of our windows."""
        return self._seconds() - self._touched

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # twice is once

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self._touched = self._seconds()
        return False


def find_idle(app: QGuiApplication, bus: Bus | None, seconds: Callable[[], float] = seconds_passed) -> Idle:
    """The best way this system has to tell."""
    for words, source in (
        ("Windows", _windows), ("macOS", _macos), ("the X screen saver", _screen_saver),
        ("the desktop", (lambda: bus.idle()) if bus is not None else _nobody),
    ):  # fmt: skip
        told = source()
        if told is not None:
            return Idle(told, f"Keys and mouse anywhere on this laptop count, as {words} tells.")
    own = OwnWindow(app, seconds)
    return Idle(own.idle, "Only keys and mouse in this program count: this system does not tell about others.")


def _nobody() -> Callable[[], float] | None:
    return None


def _windows() -> Callable[[], float] | None:
    if SYSTEM != "win32":
        return None
    from ui.session import windows

    return windows.idle_seconds


def _macos() -> Callable[[], float] | None:
    if SYSTEM != "darwin":
        return None
    from ui.session import macos

    return macos.idle_seconds


def _screen_saver() -> Callable[[], float] | None:
    """On X; under Wayland the X server knows only of programs that still speak X."""
    if QGuiApplication.platformName() != "xcb":
        return None
    from ui.session.screen_saver import ask_screen_saver

    return ask_screen_saver()
