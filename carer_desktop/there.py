"""Whether something lies at a path that a person gave, and in words what bars the way, the reading or the writing.

`Path.exists()` raises where a folder may not be entered, a name is too long for the disk, or a share has gone. Whoever
asks about a path from outside asks here: the answer is yes, no, or a StoreError that a person can read. The system has
its own words for why it does not open or write a file; here they are ours.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from carer_desktop.errors import Refused, StoreError

# A name that no file can have is not there either, nor is one below a file.
_NOTHING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EBADF, errno.EINVAL})
_NO_SUCH = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_DENIED = frozenset({errno.EACCES, errno.EPERM})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_MOST_SHOWN = 40
_LONGEST_NAME = 255
MOST_BYTES = 50_000_000
"""What a file that is read whole may have."""


def is_there(path: Path) -> bool:
    """Whether anything lies there. StoreError where nobody can tell."""
    return _mode(path) is not None


def is_file(path: Path) -> bool:
    """Whether a file lies there. StoreError where nobody can tell."""
    return stat.S_ISREG(_mode(path) or 0)


def is_folder(path: Path) -> bool:
    """Whether it is a folder. StoreError where nobody can tell."""
    return stat.S_ISDIR(_mode(path) or 0)


def lying_in(folder: Path, ending: str) -> list[Path]:
    """What lies in a folder with this ending, by name; nothing where there is no folder. StoreError where it is barred.

    `Path.glob` gives nothing for a folder that may not be looked into.
    """
    try:
        return sorted(each for each in folder.iterdir() if each.name.endswith(ending))
    except ValueError:
        return []  # a sign that no name may hold
    except OSError as error:
        if error.errno in _NOTHING:
            return []
        raise barred(error, folder / "inside") from error


def barred(error: OSError, path: Path) -> StoreError:
    """In words what bars the way to a path; trying again may help unless it is the name itself."""
    if error.errno == errno.ENAMETOOLONG:
        longest = max(path.parts, key=len)
        if len(os.fsencode(longest)) > _LONGEST_NAME:
            return StoreError("This name is too long", _short(longest), "Choose a shorter one.")
        what = "The names of the folder and the file are too long together"
        return StoreError(what, _short(path.name), "Choose a folder further up.")
    if error.errno in _DENIED:
        return StoreError(
            "You may not go into this folder",
            _short((_closed_folder(path) or path.absolute().parent).name),
            "Ask for access to it, or choose another place.",
            retry=True,
        )
    return StoreError(
        "This place cannot be reached",
        _short(path.name),
        "Check the disk, stick or network, then try again.",
        retry=True,
    )


def unread(error: OSError, file: Path) -> Refused:
    """In words why a file that was handed in cannot be read."""
    name = _short(file.name or str(file))
    if error.errno in _NO_SUCH:
        return Refused("There is no such file", name, "Check its name and place.")
    if os.path.isdir(file):  # noqa: PTH112  # unlike Path.is_dir it never raises
        return Refused("This is a folder and not a file", name, "Choose a file.")
    if error.errno == errno.ENAMETOOLONG or (error.errno in _DENIED and _closed_folder(file)):
        return _refused(barred(error, file))
    if error.errno in _DENIED:
        mend = "Close it in other programs, ask for access to it, or choose another."
        return Refused("You may not read this file", name, mend)
    return Refused("This file cannot be read", name, "Check its name, and the disk, stick or network it is on.")


def content_of(file: Path, most: int = MOST_BYTES) -> bytes:
    """What stands in a file; OSError as it comes. Refused, without reading on, where it has more than *most* bytes."""
    with file.open("rb") as opened:
        content = opened.read(most + 1)
    if len(content) > most:
        what = f"This file has more than {most:,} bytes"
        raise Refused(what, _short(file.name or str(file)), "Check that it is the right one.")
    return content


def text_in(file: Path, encoding: str, most: int = MOST_BYTES) -> str:
    """The same as text, with every end of a line as newline; UnicodeDecodeError where it is none."""
    return content_of(file, most).decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def check_readable(file: Path) -> None:
    """Refused, in words, for a file that cannot be read."""
    try:
        file.open("rb").close()
    except OSError as error:
        raise unread(error, file) from error


def unwritten(error: OSError, target: Path) -> Refused:
    """In words why a file could not be written."""
    name, above = _short(target.name), target.absolute().parent
    folder = f"The folder “{_short(above.name)}”"
    if error.errno == errno.ENOENT and not os.path.isdir(above):  # noqa: PTH112
        return Refused(f"{folder} is not there", name, "Choose another folder.")
    if error.errno == errno.ENAMETOOLONG:
        return _refused(barred(error, target))
    if error.errno in (errno.EEXIST, errno.EISDIR):
        return Refused("There is a file or folder of this name already", name, "Choose another name.")
    if error.errno == errno.ENOTDIR:
        return Refused(f"“{_short(above.name)}” is a file, not a folder", name, "Choose a folder.")
    if error.errno in _FULL:
        return Refused(f"{folder} has no room left", name, "Free some space or choose another folder.")
    if error.errno in (errno.ENOENT, errno.EROFS, *_DENIED):
        return Refused(f"{folder} cannot be written to", name, "Choose another folder, or close the file.")
    return Refused(
        "This file could not be written", name, "Check the disk, stick or network, or choose another folder."
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


def _closed_folder(path: Path) -> Path | None:
    """The outermost folder on the way that may not be entered."""
    above = path.absolute().parents
    return next((each for each in reversed(above) if not os.access(each, os.X_OK)), None)


def _refused(error: StoreError) -> Refused:
    return Refused(error.what, error.where, error.mend)


def _short(name: str) -> str:
    return name if len(name) <= _MOST_SHOWN else f"{name[:_MOST_SHOWN]}…"
