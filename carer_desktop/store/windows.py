"""What Windows does in its own way; not run anywhere yet, and kept to what the posix file does."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_PATIENCE_SECONDS = 2.0
_PAUSE_SECONDS = 0.05
# Far beyond the few bytes that name the holder, so that others may still read those.
_LOCKED_BYTE = 1_000_000


def hold(handle: int) -> bool:
    """Whether the open file is ours now; the system lets go of it when the process ends, however it ends."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True
    raise OSError("only on Windows")


def is_held(handle: int, _holder: int) -> bool:
    """Whether some process holds the open file; closing the file lets go of what was free."""
    return not hold(handle)


def replace(new: Path, path: Path) -> None:
    """Put the new file in the other's place; a virus scanner may hold the old one for a moment."""
    waited = 0.0
    while True:
        try:
            new.replace(path)
            return
        except PermissionError:
            if waited >= _PATIENCE_SECONDS:
                raise
        time.sleep(_PAUSE_SECONDS)
        waited += _PAUSE_SECONDS


def flush(handle: int) -> None:
    """Bring the open file to the disk."""
    os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Nothing: NTFS keeps its names in its own journal, and a folder cannot be opened as a file."""


def take_room(handle: int, size: int) -> None:
    """Make the open file this long with every block of it taken. OSError where there is no room."""
    os.write(handle, bytes(size))


def disk_encrypted(folder: Path) -> bool | None:
    """Unknown: whether BitLocker is on can only be asked with an administrator's rights."""
    return None
