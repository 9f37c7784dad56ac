"""Whether something lies at a path that a person gave, and in words what bars the way to it.

`Path.exists()` raises where a folder may not be entered, a name is too long for the disk, or a share has gone. Whoever
asks about a path from outside asks here: the answer is yes, no, or a StoreError that a person can read.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from carer_desktop.errors import StoreError

# A name that no file can have is not there either, nor is one below a file.
_NOTHING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EBADF, errno.EINVAL})
_MOST_SHOWN = 40


def is_there(path: Path) -> bool:
    """Whether anything lies there. StoreError where nobody can tell."""
    return _mode(path) is not None


def is_file(path: Path) -> bool:
    """Whether a file lies there. StoreError where nobody can tell."""
    return stat.S_ISREG(_mode(path) or 0)


def is_folder(path: Path) -> bool:
    """Whether it is a folder. StoreError where nobody can tell."""
    return stat.S_ISDIR(_mode(path) or 0)


def barred(error: OSError, path: Path) -> StoreError:
    """In words what bars the way to a path; trying again may help unless it is the name itself."""
    if error.errno == errno.ENAMETOOLONG:
        return StoreError("This name is too long", _short(max(path.parts, key=len)), "Choose a shorter one.")
    if error.errno in (errno.EACCES, errno.EPERM):
        return StoreError(
            "You may not go into this folder",
            _short(_closed_folder(path).name),
            "Ask for access to it, or choose another place.",
            retry=True,
        )
    return StoreError(
        "This place cannot be reached",
        _short(path.name),
        "Check the disk, stick or network, then try again.",
        retry=True,
    )


def _mode(path: Path) -> int | None:
    """What kind of thing lies there; None for nothing."""
    try:
        return path.stat().st_mode
    except ValueError:
        return None  # a sign that no name may hold
    except OSError as error:
        if error.errno in _NOTHING:
            return None
        raise barred(error, path) from error


def _closed_folder(path: Path) -> Path:
    """The outermost folder on the way that may not be entered."""
    above = path.absolute().parents
    return next((each for each in reversed(above) if not os.access(each, os.X_OK)), path.parent)


def _short(name: str) -> str:
    return name if len(name) <= _MOST_SHOWN else f"{name[:_MOST_SHOWN]}…"
