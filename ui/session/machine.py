"""The laptop as the lock sees it: how long nobody touched it, that it was locked, that it sleeps or has slept."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QGuiApplication

from ui.session.idle import Idle, find_idle, seconds_passed

SLEPT_SECONDS = 60  # a look a second: a pause as long as this is a laptop that slept


class Machine(QObject):
    """`locked()` and `suspending()` from the system; idle seconds, and the seconds all timing goes by."""

    locked = Signal()
    suspending = Signal()

    def __init__(
        self, idle: Idle | None = None, seconds: Callable[[], float] = seconds_passed, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.seconds = seconds
        self._idle = idle
        self._listener: object = None

    def begin(self, window: int) -> None:
        """Listen to the system; loads what that needs, so only once the first window is on the screen."""
        if self._listener is not None:
            return
        app = QCoreApplication.instance()
        bus = None
        if sys.platform == "win32":
            from ui.session.windows import Messages

            self._listener = Messages(window, self.locked.emit, self.suspending.emit)
            QCoreApplication.instance().installNativeEventFilter(self._listener)
        else:
            from ui.session.bus import Bus

            self._listener = bus = Bus(self)
            bus.locked.connect(self.locked)
            bus.suspending.connect(self.suspending)
        if self._idle is None and isinstance(app, QGuiApplication):
            self._idle = find_idle(app, bus, self.seconds)

    def idle_seconds(self) -> float:
        """Seconds since the last key or mouse; none while nobody has been asked yet."""
        return self._idle.seconds() if self._idle is not None else 0.0

    @property
    def how(self) -> str:
        """Who tells, in words."""
        return self._idle.words if self._idle is not None else ""
