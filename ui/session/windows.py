"""What Windows tells of the laptop in its own way; not run anywhere yet."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray

POWER, SUSPEND = 0x218, 4
SESSION, LOCKED, CONSOLE_GONE, REMOTE_GONE = 0x2B1, 7, 2, 4


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint), ("ticks", ctypes.c_uint))


class _Message(ctypes.Structure):
    _fields_ = (("window", ctypes.c_void_p), ("message", ctypes.c_uint), ("what", ctypes.c_size_t))


def idle_seconds() -> float:
    """Seconds since the last key or mouse anywhere."""
    if sys.platform == "win32":
        last = _LastInput(ctypes.sizeof(_LastInput))
        ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last))
        return float(((ctypes.windll.kernel32.GetTickCount() - last.ticks) & 0xFFFFFFFF) / 1000)
    raise OSError("only on Windows")


class Messages(QAbstractNativeEventFilter):
    """Tells of a locked session and of a laptop that is about to sleep, from the messages to our window."""

    def __init__(self, window: int, locked: Callable[[], None], suspending: Callable[[], None]) -> None:
        super().__init__()
        self._locked, self._suspending = locked, suspending
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(ctypes.c_void_p(window), 0)

    def nativeEventFilter(self, _kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        told = _Message.from_address(int(message))
        if told.message == POWER and told.what == SUSPEND:
            self._suspending()
        elif told.message == SESSION and told.what in (LOCKED, CONSOLE_GONE, REMOTE_GONE):
            self._locked()
        return False, 0
