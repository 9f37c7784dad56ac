"""What macOS tells of the laptop in its own way; not run anywhere yet."""

from __future__ import annotations

import ctypes

_SERVICES = "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
_HARDWARE, _ANY_INPUT = 1, 0xFFFFFFFF


def idle_seconds() -> float:
    """Seconds since the last key or mouse anywhere."""
    ask = ctypes.CDLL(_SERVICES).CGEventSourceSecondsSinceLastEventType
    ask.restype = ctypes.c_double
    return float(ask(ctypes.c_int(_HARDWARE), ctypes.c_uint(_ANY_INPUT)))
