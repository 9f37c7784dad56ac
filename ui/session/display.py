"""Whether a window can be opened at all: asked before Qt is, which would end the process instead of saying so."""

from __future__ import annotations

import ctypes
import os
import sys

from carer_desktop.errors import CarerError

XCB = "libxcb.so.1"
MEND = "Start the program on the laptop’s own screen. Its commands work without one: carer-desktop --help"


def ask_for_display() -> None:
    """CarerError where there is no display, or none that answers. Systems other than Linux always have one."""
    if sys.platform != "linux":
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform not in ("", "xcb", "wayland"):
        return
    x, wayland = os.environ.get("DISPLAY", ""), os.environ.get("WAYLAND_DISPLAY", "")
    if not (x or wayland):
        raise CarerError("There is no display to open a window on", "", MEND)
    if not wayland and not _answers():
        raise CarerError("The display does not answer", x, MEND)


def _answers() -> bool:
    """Whether the X server can be reached; where that cannot be asked, Qt will see."""
    try:
        xcb = ctypes.CDLL(XCB)
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed
