"""This process as others may see it: it leaves no core dump, and nobody else may read its memory."""

from __future__ import annotations

import sys

_SET_DUMPABLE = 4


def keep_private() -> None:
    """Turn core dumps off and, on Linux, reading by others; called before anything secret is read.

    Where the system has neither, or does not allow it, the program runs all the same: the disk is encrypted, too.
    """
    if sys.platform == "win32":
        return
    import ctypes
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
