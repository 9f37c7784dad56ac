"""The one thing a window manager does that a screen reader needs: the window in front has the keyboard."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p

VIEWABLE, TO_PARENT = 2, 2
LEAST = 20  # pixels; what is smaller is no window of a person's


class _Attributes(ctypes.Structure):
    """XWindowAttributes, of which the size, the state on the screen and who places the window are asked."""

    _fields_ = (
        *((name, c_int) for name in ("x", "y", "width", "height", "border_width", "depth")),
        ("visual", c_void_p), ("root", c_ulong),
        *((name, c_int) for name in ("class_", "bit_gravity", "win_gravity", "backing_store")),
        ("backing_planes", c_ulong), ("backing_pixel", c_ulong), ("save_under", c_int), ("colormap", c_ulong),
        ("map_installed", c_int), ("map_state", c_int),
        *((name, c_long) for name in ("all_event_masks", "your_event_mask", "do_not_propagate_mask")),
        ("override_redirect", c_int), ("screen", c_void_p),
    )  # fmt: skip


_ON_ERROR = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)


class FrontWindow:
    """Looks at the windows of the display; `give_keyboard` as often as a window may have opened or closed."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = c_void_p
        self._x.XOpenDisplay.argtypes = [c_char_p]
        self._x.XDefaultRootWindow.restype = c_ulong
        self._x.XDefaultRootWindow.argtypes = [c_void_p]
        self._x.XQueryTree.argtypes = [c_void_p, c_ulong, *(POINTER(c_ulong),) * 2, POINTER(POINTER(c_ulong)),
                                       POINTER(c_uint)]  # fmt: skip
        self._x.XGetWindowAttributes.argtypes = [c_void_p, c_ulong, POINTER(_Attributes)]
        self._x.XSetInputFocus.argtypes = [c_void_p, c_ulong, c_int, c_ulong]
        self._x.XSync.argtypes = [c_void_p, c_int]
        self._x.XFree.argtypes = [c_void_p]
        self._on_error = _ON_ERROR(lambda *_: 0)  # a window may close between two questions
        self._x.XSetErrorHandler(self._on_error)
        self._display = self._x.XOpenDisplay(None)
        assert self._display, "there is no display"
        self._has = 0

    def give_keyboard(self) -> None:
        """The topmost window gets the keyboard, unless it has it."""
        front = next((one for one in reversed(self._windows()) if self._is_one(one)), 0)
        if front and front != self._has:
            self._x.XSetInputFocus(self._display, front, TO_PARENT, 0)
            self._x.XSync(self._display, 0)
        self._has = front

    def _windows(self) -> list[int]:
        root = self._x.XDefaultRootWindow(self._display)
        some, number, children = c_ulong(), c_uint(), POINTER(c_ulong)()
        if not self._x.XQueryTree(self._display, root, byref(some), byref(some), byref(children), byref(number)):
            return []
        found = [int(children[at]) for at in range(number.value)]
        self._x.XFree(children)
        return found

    def _is_one(self, window: int) -> bool:
        seen = _Attributes()
        if not self._x.XGetWindowAttributes(self._display, window, byref(seen)):
            return False
        return seen.map_state == VIEWABLE and not seen.override_redirect and seen.width > LEAST
