"""Idle time as the X screen saver extension tells it, by the libraries the desktop has anyway."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

LIBRARIES = ("libX11.so.6", "libXss.so.1")


class _Told(ctypes.Structure):
    """XScreenSaverInfo."""

    _fields_ = (
        ("window", ctypes.c_ulong), ("state", ctypes.c_int), ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong), ("idle", ctypes.c_ulong), ("event_mask", ctypes.c_ulong),
    )  # fmt: skip


def ask_screen_saver(display: bytes | None = None) -> Callable[[], float] | None:
    """A function that tells the seconds; None where the library, the display or the extension is missing."""
    x11, xss = (_library(file) for file in LIBRARIES)
    if x11 is None or xss is None:
        return None
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.argtypes = (ctypes.c_void_p,)
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    xss.XScreenSaverQueryInfo.argtypes = (ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(_Told))
    xss.XScreenSaverQueryExtension.argtypes = (ctypes.c_void_p, *(ctypes.POINTER(ctypes.c_int),) * 2)
    connection = x11.XOpenDisplay(display)
    if not connection or not xss.XScreenSaverQueryExtension(connection, ctypes.c_int(), ctypes.c_int()):
        return None
    root = x11.XDefaultRootWindow(connection)
    told = _Told()

    def seconds() -> float:
        return told.idle / 1000 if xss.XScreenSaverQueryInfo(connection, root, told) else 0.0

    return seconds


def _library(file: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(file)
    except OSError:
        return None
